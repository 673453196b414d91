"""Pages are complete, disjoint, stable, and as long as they should be."""

from __future__ import annotations

from hypothesis import strategies as st

from hubspot_marketing_events_contract.properties._expectations import same
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.target._target import Target, expect, named


def _whole(pages: list[list[dict[str, object]]], limit: int, key: str) -> list[object]:
    assert all(len(page) == limit for page in pages[:-1]), (
        f"pages of {[len(page) for page in pages]} for a limit of {limit}"
    )
    expect(len(pages[-1]) <= limit, f"the last page has {len(pages[-1])} items with limit={limit}")
    found = [item[key] for page in pages for item in page]
    assert len(set(map(str, found))) == len(found), "an item is on two pages"
    return found


@needs("upsert", "listEvents")
def pages_of_events_are_complete_and_disjoint(target: Target, draw: Draw) -> None:
    """With any limit, the pages have every event once, and each but the last is full."""
    made = [target.make() for _ in range(5)]
    limit = draw(st.integers(1, 4))
    before = named(target.everything(limit=100))
    found = _whole(target.pages("listEvents", limit), limit, "objectId")
    assert {one.object_id for one in made} <= set(found), "an event is on no page"
    assert before == found, "another limit gives another list"


@needs("listEvents", once=True)
def a_limit_is_honoured(target: Target, _: Draw) -> None:
    """A page has no more events than asked for."""
    for limit in (1, 2, 100):
        count = len(target.call("listEvents", limit=limit).results)
        expect(count <= limit, f"listEvents gives {count} items with limit={limit}")


@needs("upsert", "listEvents", once=True)
def a_page_goes_on_where_the_last_ended(target: Target, _: Draw) -> None:
    """`after` skips the events before it: a second page has no event of the first."""
    for _number in range(3):
        target.make()
    first = target.call("listEvents", limit=2)
    second = target.call("listEvents", limit=2, after=first.json["paging"]["next"]["after"])
    assert not set(named(first.results)) & set(named(second.results)), (
        "the second page repeats the first"
    )


@needs("listEvents", once=True)
def bad_pages_are_refused(target: Target, _: Draw) -> None:
    """A limit that is no number, or no possible one, is refused and not guessed."""
    for limit in ("0", "-1", "many", "1.5", "99999999999"):
        response = target.call("listEvents", limit=limit)
        assert response.status == 400, f"limit={limit} responds with {response.status}"


@needs("upsert", "recordByEmail", "getParticipationsBreakdownByMarketingEventId", once=True)
def pages_of_participants_are_complete_and_disjoint(target: Target, _: Draw) -> None:
    """With any limit, the pages have every participant once, and the total counts them."""
    made = target.make()
    people = [
        {
            "email": f"{target.namespace}-{n}@contacts.example",
            "interactionDateTime": 1,
            "properties": {},
            "contactProperties": {},
        }
        for n in range(5)
    ]
    assert target.call(
        "recordByEmail", {"inputs": people}, objectId=made.object_id, subscriberState="attend"
    ).ok
    operation = "getParticipationsBreakdownByMarketingEventId"
    for limit in (1, 2, 5):
        pages = target.pages(operation, limit, marketingEventId=made.object_id)
        same(
            len(people),
            len(_whole(pages, limit, "id")),
            f"the number of participants on all pages with limit={limit}",
        )
    same(
        len(people), target.call(operation, marketingEventId=made.object_id).json["total"], "total"
    )
