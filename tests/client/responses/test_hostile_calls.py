"""Whatever a server responds to the other calls, each outcome is true, and each error is ours."""

from __future__ import annotations

import asyncio
import copy
import datetime as dt
import json
import os
import random
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import hostile
import httpx
import pytest
from attrs import define, field

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    MarketingEvents,
    MarketingEventsError,
    Outcome,
    Pacer,
    Participant,
    ParticipantState,
    Report,
)

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
KEY = ("account", "event")
UNTOUCHED = {"rejected", "not_sent", "invalid"}


class Unhurried(Pacer):
    """Never waits."""

    def permit(self) -> float:
        """Go ahead."""
        return 0.0


@define
class Contacts:
    """Records participants truly, and responds in a spoilt way."""

    way: hostile.Way
    is_silent: bool = False
    recorded: dict[str, int] = field(factory=dict)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        results, refusals = [], []
        for given in json.loads(request.content)["inputs"]:
            name = str(given.get("email") or given["vid"])
            if name.startswith(hostile.REFUSED):
                refusals.append({"category": "VALIDATION_ERROR", "message": "no"})
            elif self.way.writes:
                vid = int(given.get("vid") or self.recorded.get(name) or 900 + len(self.recorded))
                self.recorded[name] = vid
                results.append({"vid": vid} | {n: given[n] for n in given if n == "email"})
        now = "2026-11-01T00:00:00.250Z"
        body = {"status": "COMPLETE", "startedAt": now, "completedAt": now, "requestedAt": now}
        body |= {"errors": refusals, "numErrors": len(refusals)} if refusals else {}
        body |= {"results": [] if self.is_silent else results}
        return self.way.spoil(copy.deepcopy(body))


@define
class Store:
    """Deletes events truly, and responds in a spoilt way."""

    way: hostile.Way
    there: set[str]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            names = [request.url.path.rpartition("/")[2]]
        else:
            names = [given["objectId"] for given in json.loads(request.content)["inputs"]]
        if self.way.writes:
            self.there -= set(names)
        return self.way.spoil({"status": "COMPLETE", "results": []})


def options(server: Callable[[httpx.Request], httpx.Response]) -> dict[str, Any]:
    """What both clients are made with."""
    return {
        "token": "t",
        "transport": httpx.MockTransport(server),
        "pacer": Unhurried(),
        "attempts": 2,
    }


def outcomes(server: Any, name: str, *given: Any, is_async: bool, **named: Any) -> list[Outcome]:
    """The outcomes of a call, from its report or its error's."""

    async def suspending() -> Report:
        async with AsyncMarketingEvents(**options(server)) as client:
            report: Report = await getattr(client, name)(*given, **named)
            return report

    try:
        if is_async:
            return asyncio.run(suspending()).outcomes
        with MarketingEvents(**options(server)) as client:
            return list(getattr(client, name)(*given, **named))
    except MarketingEventsError as error:
        return error.report.outcomes if error.report else []


def some(ways: list[Any], each: int) -> list[Any]:
    """One way in so many, another one in each run; all of them where HOSTILE=all is set."""
    if os.environ.get("HOSTILE") == "all":
        return ways
    return random.sample(ways, len(ways) // each)


def participants(count: int) -> list[Participant]:
    """Participants named either way, of whom one in five is refused."""
    names = [f"{hostile.REFUSED if n % 5 == 3 else 'guest'}-{n}@x.org" for n in range(count)]
    return [
        Participant(at=AT, contact_id=n + 1) if n % 4 == 1 else Participant(at=AT, email=name)
        for n, name in enumerate(names)
    ]


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize("creates", [True, False])
@pytest.mark.parametrize(("count", "each"), [(1, 12), (2, 12), (12, 24)])
def test_no_response_makes_a_participant_untrue(
    count: int, each: int, creates: bool, is_async: bool
) -> None:
    """Whoever is accepted was recorded, under the id that is given; whoever is refused was not."""
    given = participants(count)
    for way in some(list(hostile.ways_with_participants()), each):
        server = Contacts(way)
        told = outcomes(
            server,
            "record_participants",
            KEY,
            given,
            state=ParticipantState.ATTENDED,
            create_missing_contacts=creates,
            is_async=is_async,
        )
        assert [id(one) for one in given] == [id(outcome.input) for outcome in told]
        for one, outcome in zip(given, told, strict=True):
            vid = server.recorded.get(str(one.email or one.contact_id))
            if outcome.ok:
                assert vid is not None, (way.name, outcome)
                assert way.lies or outcome.id in {None, str(vid)}, (way.name, outcome)
            elif outcome.status == "unconfirmed":
                assert not creates, (way.name, outcome)
            elif outcome.status != "failed":
                assert outcome.status in UNTOUCHED, (way.name, outcome)
                assert vid is None, (way.name, outcome)


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize("by_object", [True, False])
def test_no_response_makes_a_deletion_untrue(by_object: bool, is_async: bool) -> None:
    """What is deleted was there and is gone; what is refused is as it was."""
    names = [str(number) for number in range(1, 7)]
    given = names if by_object else [("account", name) for name in names]
    for way in some(list(hostile.ways_without_results()), 6):
        there = set(names[:4])
        server = Store(way, set(there))
        told = outcomes(server, "delete", given, is_async=is_async)
        assert [id(one) for one in given] == [id(outcome.input) for outcome in told]
        for name, outcome in zip(names, told, strict=True):
            if outcome.status in {"deleted", "accepted"}:
                assert name not in server.there, (way.name, outcome)
            elif outcome.status in UNTOUCHED:
                assert (name in there) is (name in server.there), (way.name, outcome)
            else:
                maybe = {"failed", "unconfirmed"} | ({"not_found"} if "404" in way.name else set())
                assert outcome.status in maybe, (way.name, outcome)


EVENT = {
    "objectId": "1", "externalEventId": "e", "eventName": "n", "eventOrganizer": "o",
    "createdAt": "2026-11-01T00:00:00Z", "updatedAt": "2026-11-01T00:00:00.5Z", "attendees": 3,
    "customProperties": [{"name": "a", "value": "b"}], "appInfo": {"id": "7", "name": "App"},
    "eventCancelled": False, "startDateTime": "2026-12-01T09:00:00Z",
}  # fmt: skip
PARTICIPATION = {
    "id": "1-2",
    "createdAt": "2026-11-01T00:00:00Z",
    "associations": {
        "contact": {"contactId": "2", "email": "a@x.org", "firstname": "A"},
        "marketingEvent": {"marketingEventId": "1", "name": "n"},
    },
    "properties": {"attendanceState": "ATTENDED", "occurredAt": 1761955200000},
}
PAGING = {"next": {"after": "2", "link": "?after=2"}}
READS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "get": (EVENT, lambda client: client.get("1")),
    "find": ({"results": [EVENT], "total": 1}, lambda client: client.find("e")),
    "events": ({"results": [EVENT, EVENT], "paging": PAGING}, lambda client: client.events()),
    "participations": (
        {"results": [PARTICIPATION], "total": 1, "paging": PAGING},
        lambda client: client.participations(KEY),
    ),
    "lists": ({"results": [{"listId": "5", "name": "l", "size": 3}]}, lambda c: c.lists("1")),
    "cancel": (EVENT, lambda client: client.cancel(KEY)),
    "complete": (EVENT, lambda client: client.complete(KEY, AT, AT)),
    "associate": ({}, lambda client: client.associate(KEY, 5)),
    "disassociate": ({}, lambda client: client.disassociate("1", "5")),
}


def spoilt(body: Any) -> Iterator[Any]:
    """A body with one node at a time in place of which a wrong value stands."""
    yield from hostile.WRONG
    nodes = body.items() if isinstance(body, dict) else enumerate(body)
    for name, node in nodes if isinstance(body, dict | list) else ():
        for other in spoilt(node) if isinstance(node, dict | list) else hostile.WRONG:
            changed = copy.copy(body)
            changed[name] = other
            yield changed


def told(call: Callable[[Any], Any], client: MarketingEvents) -> str:
    """What a call gives, the first nine of many; or what its error says."""
    try:
        found = call(client)
        return repr(list(islice(found, 9)) if isinstance(found, Iterator) else found)
    except MarketingEventsError as error:
        return str(error)


@pytest.mark.parametrize("name", READS)
def test_a_read_ends_in_a_result_or_in_our_error(name: str) -> None:
    """Any value anywhere in a response gives a result, or an error of this package."""
    body, call = READS[name]
    content = b""
    server = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    client = MarketingEvents(token="t", transport=server, pacer=Unhurried(), attempts=1)
    bodies = list(spoilt(body))
    for wrong in some(bodies, 1 + len(bodies) // 60):
        content = json.dumps(wrong).encode()
        assert told(call, client), wrong


@pytest.mark.parametrize("name", READS)
def test_a_read_survives_any_transfer(name: str) -> None:
    """Any status, header or bytes give a result, or an error of this package."""
    body, call = READS[name]
    for way in some(list(hostile.ways_without_results()), 15):
        server = httpx.MockTransport(lambda _, way=way: way.spoil({**body, "status": "COMPLETE"}))
        client = MarketingEvents(token="t", transport=server, pacer=Unhurried(), attempts=1)
        assert told(call, client), way.name


@pytest.mark.parametrize("length", [1, 2, 7, 100])
def test_cursors_that_lead_in_a_circle_end_in_an_error(length: int) -> None:
    """A list whose pages lead back is left after a few rounds, with what it had so far."""
    pages = 0

    def respond(_: httpx.Request) -> httpx.Response:
        nonlocal pages
        pages += 1
        after = str(3 + pages % length)
        return httpx.Response(200, json={"results": [EVENT], "paging": {"next": {"after": after}}})

    client = MarketingEvents(token="t", transport=httpx.MockTransport(respond), pacer=Unhurried())
    with pytest.raises(
        MarketingEventsError, match=r"^the cursors of the pages lead nowhere: in a circle"
    ):
        list(client.events())
    assert pages < 4 * length + 4


def test_empty_pages_without_end_end_in_an_error() -> None:
    """A hundred pages without an item in a row are no list."""
    cursors = iter(range(10**6))

    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, json={"results": [], "paging": {"next": {"after": f"{next(cursors)}"}}}
        )

    client = MarketingEvents(token="t", transport=httpx.MockTransport(respond), pacer=Unhurried())
    with pytest.raises(MarketingEventsError, match="past empty pages"):
        list(client.events())
    assert 100 == next(cursors)
