"""Pages are complete, disjoint, stable, and as long as they should be."""

from __future__ import annotations

from hypothesis import strategies as st

from contract_tests.laws._law import Draw, law
from contract_tests.laws._world import World, named


def _whole(pages: list[list[dict[str, object]]], limit: int, key: str) -> list[object]:
    assert all(len(page) == limit for page in pages[:-1]), (
        f"pages of {[len(page) for page in pages]} for a limit of {limit}"
    )
    assert len(pages[-1]) <= limit
    found = [item[key] for page in pages for item in page]
    assert len(set(map(str, found))) == len(found), "an item is on two pages"
    return found


@law("upsert", "listEvents")
def pages_of_events_are_complete_and_disjoint(world: World, draw: Draw) -> None:
    """With any limit, all pages together have every event once, and each but the last has as many as asked."""
    made = [world.make() for _ in range(5)]
    limit = draw(st.integers(1, 4))
    before = named(world.everything(limit=100))
    found = _whole(world.pages("listEvents", limit), limit, "objectId")
    assert {one.object_id for one in made} <= set(found), "an event is on no page"
    assert before == found, "another limit gives another list"


@law("listEvents", once=True)
def a_limit_is_honoured(world: World, _: Draw) -> None:
    """A page has no more events than asked for."""
    for limit in (1, 2, 100):
        assert len(world.call("listEvents", limit=limit).results) <= limit


@law("upsert", "listEvents", once=True)
def a_page_goes_on_where_the_last_ended(world: World, _: Draw) -> None:
    """`after` skips what was before it: a second page has nothing of the first."""
    for _number in range(3):
        world.make()
    first = world.call("listEvents", limit=2)
    second = world.call("listEvents", limit=2, after=first.json["paging"]["next"]["after"])
    assert not set(named(first.results)) & set(named(second.results)), (
        "the second page repeats the first"
    )


@law("listEvents", once=True)
def bad_pages_are_refused(world: World, _: Draw) -> None:
    """A limit that is no number, or no possible one, is refused and not guessed."""
    for limit in ("0", "-1", "many", "1.5", "99999999999"):
        reply = world.call("listEvents", limit=limit)
        assert reply.status == 400, f"limit={limit} is answered {reply.status}"


@law("upsert", "recordByEmail", "getParticipationsBreakdownByMarketingEventId", once=True)
def pages_of_participants_are_complete_and_disjoint(world: World, _: Draw) -> None:
    """With any limit, all pages together have every participant once, and the total says how many."""
    made = world.make()
    people = [
        {
            "email": f"{world.namespace}-{n}@contacts.example",
            "interactionDateTime": 1,
            "properties": {},
            "contactProperties": {},
        }
        for n in range(5)
    ]
    assert world.call(
        "recordByEmail", {"inputs": people}, objectId=made.object_id, subscriberState="attend"
    ).ok
    operation = "getParticipationsBreakdownByMarketingEventId"
    for limit in (1, 2, 5):
        pages = world.pages(operation, limit, marketingEventId=made.object_id)
        assert len(_whole(pages, limit, "id")) == len(people)
    assert world.call(operation, marketingEventId=made.object_id).json["total"] == len(people)
