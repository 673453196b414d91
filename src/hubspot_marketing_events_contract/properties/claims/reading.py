"""Reading finds what is there, and changes nothing."""

from __future__ import annotations

from hypothesis import strategies as st

from hubspot_marketing_events_contract._inputs import ALL_FIELDS
from hubspot_marketing_events_contract.properties._expectations import same
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.properties.claims.events import by_object
from hubspot_marketing_events_contract.target._target import Target, expect, named


@needs("upsert", "listEvents")
def the_list_has_each_event_once(target: Target, draw: Draw) -> None:
    """An event that was made is in the list, once, with its name."""
    made = [target.make(draw(ALL_FIELDS)) for _ in range(draw(st.integers(1, 3)))]

    def check() -> None:
        found = target.everything(limit=100)
        for one in made:
            names = [event["eventName"] for event in found if event["objectId"] == one.object_id]
            assert names == [one.sent["eventName"]], f"the list has {one.object_id} as {names}"

    target.soon(check)


@needs("upsert", "doSearch")
def the_search_finds_an_event(target: Target, _: Draw) -> None:
    """A search for an external event id finds that event, with its ids, and no other."""
    made, _other = target.make(), target.make()

    def check() -> None:
        found = target.call("doSearch", q=made.event).results
        same(
            [(made.object_id, made.account, made.event)],
            [(one["objectId"], one["externalAccountId"], one["externalEventId"]) for one in found],
            "what the search finds",
        )

    target.soon(check)


@needs("upsert", "searchPortalEvents")
def the_identifiers_name_an_event(target: Target, draw: Draw) -> None:
    """A lookup of an external event id finds its event in every account that has it."""
    made = target.make(draw(ALL_FIELDS))
    second = target.make(externalAccountId="another", externalEventId=made.event)

    def check() -> None:
        response = target.call("searchPortalEvents", externalEventId=made.event)
        same(
            {made.object_id, second.object_id},
            set(named(response.results)),
            "the object ids of the results",
        )
        same(len(response.results), response.json["total"], "total")
        expect(
            made.sent["eventName"] in {one["marketingEventName"] for one in response.results},
            f"no result has the name {made.sent['eventName']!r}",
        )

    target.soon(check)


@needs("upsert", "getByObjectId", "getDetails", "listEvents")
def reading_changes_nothing(target: Target, draw: Draw) -> None:
    """However often an event is read, and however, it stays as it is."""
    made = target.make(draw(ALL_FIELDS))
    before = by_object(target, made)
    for operation, ids in (
        ("getDetails", made.ids),
        ("listEvents", {}),
        ("getByObjectId", {"objectId": made.object_id}),
    ):
        target.call(operation, **ids)
    same(before, by_object(target, made), "the event, read again")


@needs("listEvents", once=True)
def the_list_reads_the_same_twice(target: Target, _: Draw) -> None:
    """Read twice with nothing in between, the list is the same."""
    same(
        named(target.everything(limit=100)),
        named(target.everything(limit=100)),
        "the list, read again",
    )


@needs("listEvents", "getByObjectId", once=True)
def what_is_listed_can_be_read(target: Target, _: Draw) -> None:
    """The first events of the list are found by object id, with the same fields."""
    for event in target.call("listEvents", limit=5).results:
        response = target.call("getByObjectId", objectId=event["objectId"])
        same(
            (200, event["eventName"]),
            (response.status, response.json.get("eventName")),
            "the status with the name",
        )


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


@needs("upsert", "getDetails")
def any_id_can_stand_in_a_path(target: Target, draw: Draw) -> None:
    """An id with slashes, percent signs, spaces or any letters names its own event in a path."""
    alphabet = st.text(st.sampled_from("ab/%?#&+ .;:ä✓\\\"'<>="), min_size=1, max_size=8).filter(
        lambda t: t == t.strip()
    )
    for odd in (*ODD, draw(alphabet)):
        ids = target.fresh()
        ids["externalEventId"] += f"-{odd}x"
        made = target.make(**ids)
        response = target.call("getDetails", **made.ids)
        same(
            (200, ids["externalEventId"]),
            (response.status, response.json.get("externalEventId")),
            f"for the id {odd!r}, the status with the id",
        )
