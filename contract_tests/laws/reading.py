"""Reading finds what is there, and changes nothing."""

from __future__ import annotations

from hypothesis import strategies as st

from contract_tests.laws._given import ALL_FIELDS
from contract_tests.laws._law import Draw, law
from contract_tests.laws._world import World, named
from contract_tests.laws.events import by_object


@law("upsert", "listEvents")
def the_list_has_each_event_once(world: World, draw: Draw) -> None:
    """An event that was made is in the list, once, with its name."""
    made = [world.make(draw(ALL_FIELDS)) for _ in range(draw(st.integers(1, 3)))]

    def check() -> None:
        found = world.everything(limit=100)
        for one in made:
            names = [event["eventName"] for event in found if event["objectId"] == one.object_id]
            assert names == [one.sent["eventName"]], f"the list has {one.object_id} as {names}"

    world.soon(check)


@law("upsert", "doSearch")
def the_search_finds_an_event(world: World, _: Draw) -> None:
    """A search for an external event id finds that event with all its ids, and none of another id."""
    made, _other = world.make(), world.make()

    def check() -> None:
        found = world.call("doSearch", q=made.event).results
        assert [(made.object_id, made.account, made.event)] == [
            (one["objectId"], one["externalAccountId"], one["externalEventId"]) for one in found
        ]

    world.soon(check)


@law("upsert", "searchPortalEvents")
def the_identifiers_name_an_event(world: World, draw: Draw) -> None:
    """Looking up an external event id names its object and its event, in every account that has it."""
    made = world.make(draw(ALL_FIELDS))
    second = world.make(externalAccountId="another", externalEventId=made.event)

    def check() -> None:
        reply = world.call("searchPortalEvents", externalEventId=made.event)
        assert {made.object_id, second.object_id} == set(named(reply.results))
        assert reply.json["total"] == len(reply.results)
        assert made.sent["eventName"] in {one["marketingEventName"] for one in reply.results}

    world.soon(check)


@law("upsert", "getByObjectId", "getDetails", "listEvents")
def reading_changes_nothing(world: World, draw: Draw) -> None:
    """However often an event is read, and however, it stays as it is."""
    made = world.make(draw(ALL_FIELDS))
    before = by_object(world, made)
    for operation, ids in (
        ("getDetails", made.ids),
        ("listEvents", {}),
        ("getByObjectId", {"objectId": made.object_id}),
    ):
        world.call(operation, **ids)
    assert before == by_object(world, made)


@law("listEvents", once=True)
def the_list_reads_the_same_twice(world: World, _: Draw) -> None:
    """Read twice with nothing in between, the list is the same."""
    assert named(world.everything(limit=100)) == named(world.everything(limit=100))


@law("listEvents", "getByObjectId", once=True)
def what_is_listed_can_be_read(world: World, _: Draw) -> None:
    """The first events of the list are found by object id, and are what the list says."""
    for event in world.call("listEvents", limit=5).results:
        reply = world.call("getByObjectId", objectId=event["objectId"])
        assert (200, event["eventName"]) == (reply.status, reply.json.get("eventName"))


ODD = (
    "a/b",
    "a%b",
    "a%2Fb",
    "a+b",
    "a b",
    "a?b#c",
    "ä✓",
    "a..b",
    "<&>;='\\",
    "a%20b",
    "a//b",
    "..",
)


@law("upsert", "getDetails")
def any_id_can_stand_in_a_path(world: World, draw: Draw) -> None:
    """An external id with slashes, percent signs, spaces or letters of any script names its own event in a path."""
    alphabet = st.text(st.sampled_from("ab/%?#&+ .;:ä✓\\\"'<>="), min_size=1, max_size=8).filter(
        lambda t: t == t.strip()
    )
    for odd in (*ODD, draw(alphabet)):
        ids = world.fresh()
        ids["externalEventId"] += f"-{odd}x"
        made = world.make(**ids)
        reply = world.call("getDetails", **made.ids)
        assert (200, ids["externalEventId"]) == (reply.status, reply.json.get("externalEventId")), (
            odd
        )
