"""Walks through pages: complete, each item once, with every limit, filter and cursor together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hubspot_marketing_events_contract.model import (
    PATCHING,
    Story,
    by_email,
    fresh_keys,
    valid_request,
)
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.target._target import Finding, Target, expect

BREAKDOWNS = (
    "getParticipationsBreakdownByMarketingEventId",
    "getParticipationsBreakdownByExternalEventId",
)
OF_CONTACT = "getParticipationsBreakdownByContactId"
STATES = {"register": "REGISTERED", "attend": "ATTENDED", "cancel": "CANCELLED"}
MANY = 60
DEFAULT_PAGE = 10  # items of a page where no limit is given (documented)
FUTURE = {"startDateTime": "2098-01-01T00:00:00Z", "endDateTime": "2098-01-01T01:00:00Z"}


def walk(target: Target, operation: str, limit: int | None, key: str, **values: Any) -> list[str]:
    """Walk through all pages, check each page, and return the items' ids.

    Args:
        target: the server.
        operation: the list.
        limit: items of a page; None leaves the parameter out.
        key: the field that tells items apart.
        values: other parameters.
    """
    pages = target.pages(operation, limit, **values)
    found = [str(item[key]) for page in pages for item in page]
    filters = "".join(f", {name}={value}" for name, value in values.items() if name in _FILTERS)
    said = f"{operation} with {f'limit={limit}' if limit else 'no limit'}{filters}: "

    sizes, full = [len(page) for page in pages], limit or DEFAULT_PAGE
    expect(max(sizes) <= full, f"{said}a page has {max(sizes)} items")
    expect(all(size == full for size in sizes[:-1]), f"{said}the pages have {sizes} items")
    expect(len(set(found)) == len(found), f"{said}an item is on two pages or twice on one")
    if "no-empty-page" in target.capabilities:
        expect(len(sizes) == 1 or sizes[-1], f"{said}the last page is empty, and was announced")
    return found


def uneven_walk(target: Target, operation: str, key: str, **values: Any) -> list[str]:
    """Walk through pages of changing sizes, and return the items' ids."""
    found, after = list[str](), dict[str, Any]()
    for limit in itertools.islice(itertools.cycle((1, 3, 2, 5)), 1000):
        response = target.call(operation, limit=limit, **after, **values)
        found += [str(item[key]) for item in response.results]
        following = (response.json.get("paging") or {}).get("next") or {}
        if not following.get("after"):
            return found
        after = {"after": following["after"]}
    raise Finding(f"{operation}: the pages have no end")


_FILTERS = {"state", "contactIdentifier"}


def _attended(target: Target, states: Sequence[str]) -> Story:
    """Return a story of an event with one person for each of some states."""
    story = Story(target, fresh_keys(target, 1))
    (key,) = story.keys
    body, values = valid_request(target, "upsert", key, fields=FUTURE)
    story.do("upsert", body, **values)
    event = story.model.events[key]

    for verb in STATES:
        people = [
            by_email(f"{number}.{key[2]}@contacts.example".lower(), story.moment())
            for number, state in enumerate(states)
            if state == verb
        ]
        if people:
            body, values = valid_request(
                target, "recordByEmail", key, object_id=event.object_id, people=people, state=verb
            )
            story.do("recordByEmail", body, **values)
    return story


def _places(target: Target, story: Story) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the operations that list an event's participants, with the event's ids."""
    (key,) = story.keys
    ids: dict[str, Any] = {"externalAccountId": key[1], "externalEventId": key[2]}
    for operation, values in zip(
        BREAKDOWNS, ({"marketingEventId": story.model.events[key].object_id}, ids), strict=True
    ):
        if target.has(operation):
            yield operation, values


@needs("upsert", "recordByEmail", once=True)
def participants_are_walked_through_whole(target: Target, _: Draw) -> None:
    """With any limit, state and contact, a walk has exactly the participants that match."""
    states = ["register", "attend", "cancel", "attend", "register", "attend", "cancel", "attend"]
    story = _attended(target, states)
    _all_walks(target, story, states, STATES)

    if target.has("complete"):
        (key,) = story.keys
        body, values = valid_request(target, "complete", key)
        story.do("complete", body, **values)
        _all_walks(target, story, states, {**STATES, "register": "NO_SHOW"})


def _all_walks(target: Target, story: Story, states: list[str], shown: Mapping[str, str]) -> None:
    emails = list(story.model.contacts)
    for operation, ids in _places(target, story):
        whole = walk(target, operation, 100, "id", **ids)
        expect(
            len(whole) == len(states), f"{operation}: {len(whole)} participants of {len(states)}"
        )
        expect(
            uneven_walk(target, operation, "id", **ids) == whole,
            f"{operation}: pages of changing limits give other participants or another order",
        )
        for limit in (1, 2, 3, 4, 5, 8):
            again = walk(target, operation, limit, "id", **ids)
            expect(
                again == whole,
                f"{operation}: limit={limit} gives other participants or another order",
            )
        for verb, state in shown.items():
            _filtered(target, operation, ids, state, count=states.count(verb), whole=whole)
        for state in {"REGISTERED", "NO_SHOW"} - {*shown.values()}:
            _filtered(target, operation, ids, state, count=0, whole=whole)
        for email in emails[:3]:
            _of_one(target, story, operation, ids, email)


def _filtered(
    target: Target, operation: str, ids: dict[str, Any], state: str, *, count: int, whole: list[str]
) -> None:
    for limit in (1, 2, 3, 4, 100):
        found = walk(target, operation, limit, "id", state=state, **ids)
        expect(
            len(found) == count,
            f"{operation}: {len(found)} are {state} with limit={limit}, and {count} must be",
        )
        expect(
            set(found) <= set(whole),
            f"{operation}: state={state} shows participants of another list",
        )
        expect(
            found == [one for one in whole if one in found],
            f"{operation}: state={state} changes the order",
        )
    response = target.call(operation, limit=1, state=state, **ids)
    total = response.json.get("total", count)
    expect(total == count, f"{operation}: total is {total} with state={state}, and must be {count}")
    for item in target.everything(operation, 2, state=state, **ids):
        shown = item["properties"]["attendanceState"]
        expect(shown == state, f"{operation}: state={state} shows one who is {shown}")


def _of_one(target: Target, story: Story, operation: str, ids: dict[str, Any], email: str) -> None:
    number = story.model.contacts[email]
    state = story.model.states(story.model.events[story.keys[0]])[email]
    spelled = email.upper() if "emails-any-case" in target.capabilities else ""
    for contact in filter(None, (email, number, spelled)):
        for filters, count in (({}, 1), ({"state": state}, 1), ({"state": _other(state)}, 0)):
            asked = {**filters, "contactIdentifier": contact}
            response = target.call(operation, **asked, **ids)
            people = [one["associations"]["contact"]["email"] for one in response.results]
            total = response.json.get("total", count)
            expect(total == count, f"{operation} with {asked}: total is {total}, and not {count}")
            expect(
                people == [email] * count,
                f"{operation} with {asked} shows {people}, and must show {[email] * count}",
            )


def _other(state: str) -> str:
    return "CANCELLED" if state != "CANCELLED" else "ATTENDED"


@needs("upsert", "recordByEmail", OF_CONTACT, once=True)
def a_contacts_events_are_walked_through_whole(target: Target, _: Draw) -> None:
    """With every limit and state, a walk through a contact's participations has each event once."""
    keys = fresh_keys(target, 12)
    story = Story(target, keys)
    email = f"ann.{keys[0][2]}@contacts.example".lower()
    verbs = ["register", "attend", "attend", "cancel", "attend", "register"] * 2
    for key, verb in zip(keys, verbs, strict=True):
        body, values = valid_request(target, "upsert", key, fields=FUTURE)
        story.do("upsert", body, **values)
        people = [by_email(email, story.moment())]
        object_id = story.model.events[key].object_id
        body, values = valid_request(
            target, "recordByEmail", key, object_id=object_id, people=people, state=verb
        )
        story.do("recordByEmail", body, **values)

    for contact in filter(None, (email, story.model.contacts[email])):
        asked = {"contactIdentifier": contact}
        whole = walk(target, OF_CONTACT, 100, "id", **asked)
        expect(len(whole) == len(keys), f"{OF_CONTACT}: {len(whole)} participations of {len(keys)}")
        for limit in (None, 1, 2, 5, 6, 11, 12):
            again = walk(target, OF_CONTACT, limit, "id", **asked)
            expect(
                again == whole, f"{OF_CONTACT}: limit={limit} gives other items or another order"
            )
        for verb, state in STATES.items():
            _filtered(target, OF_CONTACT, asked, state, count=verbs.count(verb), whole=whole)
    story.look()


@needs("upsert", "recordByEmail", once=True)
def many_participants_are_all_there(target: Target, _: Draw) -> None:
    """Sixty people recorded at once are sixty, in every counter and on every page."""
    story = _attended(target, [list(STATES)[number % 2] for number in range(MANY)])
    for operation, ids in _places(target, story):
        for limit in (None, 10, 20, 30, 59, MANY, 100):
            found = walk(target, operation, limit, "id", **ids)
            expect(len(found) == MANY, f"{operation}: {len(found)} of {MANY} with limit={limit}")
        for limit in (None, 15, 29):
            found = walk(target, operation, limit, "id", state="ATTENDED", **ids)
            expect(
                len(found) == MANY // 2, f"{operation}: {len(found)} of {MANY // 2} who attended"
            )
    story.look()


@needs("upsert", "listEvents", once=True)
def events_are_walked_through_whole(target: Target, _: Draw) -> None:
    """Whether or not the limit divides the number of events, a walk has each event once."""
    story = Story(target, fresh_keys(target, 6))
    for key in reversed(story.keys):
        body, values = valid_request(
            target, "upsert", key, fields={"eventName": f"Z{key[2][::-1]}"}
        )
        story.do("upsert", body, **values)
    whole = walk(target, "listEvents", 100, "objectId")

    expect(
        uneven_walk(target, "listEvents", "objectId") == whole,
        "listEvents: pages of changing limits give other events or another order",
    )
    limits = {1, 2, 3, 4, 5, len(whole) - 1, len(whole), len(whole) + 1}
    limits |= {one for one in range(1, 100) if len(whole) % one == 0}
    for limit in sorted(one for one in limits if 1 <= one <= 100 and len(whole) / one < 200):
        found = walk(target, "listEvents", limit, "objectId")
        expect(found == whole, f"listEvents: limit={limit} gives other events or another order")
    for wrong in ("0", "-1", "many", "1.5", "", "99999999999"):
        response = target.call("listEvents", limit=wrong)
        expect(response.status == 400, f"listEvents responds {response.status} to limit={wrong!r}")
    story.look()


@needs("upsert", "listEvents", once=True)
def full_pages_of_events_are_full(target: Target, _: Draw) -> None:
    """Of more than a hundred events, the largest pages are full and have each event once."""
    story = Story(target, fresh_keys(target, 103))
    for chosen in (story.keys[:100], story.keys[100:]):
        inputs = [valid_request(target, "upsert", key)[0]["inputs"][0] for key in chosen]
        story.do("upsert", {"inputs": inputs})
    whole = walk(target, "listEvents", 100, "objectId")
    own = {event.object_id for event in story.model.events.values()}
    expect(
        own <= set(whole),
        f"listEvents: {len(own - set(whole))} of {len(own)} events are on no page",
    )
    for limit in (99, 50, 25, 100):
        found = walk(target, "listEvents", limit, "objectId")
        expect(found == whole, f"listEvents: limit={limit} gives other events or another order")


@needs("upsert", "listEvents", "archiveEventByObjectId", capabilities="stable-walks", once=True)
def a_walk_is_not_moved_by_changes(target: Target, _: Draw) -> None:
    """A change during a walk leaves every other event on exactly one page."""
    changes = (*PATCHING, "upsert", "upsertEvent", "cancel", "complete", "archiveEventByObjectId")
    for change, ahead in itertools.product(changes, (0, 3)):
        if not target.has(change):
            continue
        story = Story(target, fresh_keys(target, 8))
        for key in story.keys[:7]:
            body, values = valid_request(target, "upsert", key)
            story.do("upsert", body, **values)
        own = [str(story.model.events[key].object_id) for key in story.keys[:7]]

        page, seen, changed = target.call("listEvents", limit=3), list[str](), ""
        for _number in range(1000):
            seen += [str(one["objectId"]) for one in page.results]
            if not changed and seen[-1] in own[:-3]:
                # The page ends with this event, so that the cursor may rest on it. What is
                # changed is the event itself, one further on, or a new one.
                changed = own[own.index(seen[-1]) + ahead]
                is_new = change in {"upsert", "upsertEvent"} and not ahead
                key = story.keys[7 if is_new else own.index(changed)]
                body, values = valid_request(
                    target, change, key, object_id=changed, fields={"eventName": "Moved"}
                )
                story.do(change, body, **values)
            after = ((page.json.get("paging") or {}).get("next") or {}).get("after")
            if not after:
                break
            page = target.call("listEvents", limit=3, after=after)

        left = [one for one in own if change != "archiveEventByObjectId" or one != changed]
        counts = {one: seen.count(one) for one in left if seen.count(one) != 1}
        expect(
            not counts,
            f"a walk during which {change} was called shows events so many times: {counts}",
        )
