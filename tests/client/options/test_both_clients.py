"""Each option of each call reaches it, by either client."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from stand_in import error, events

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    EventKey,
    MarketingEvents,
    Pacer,
    ParticipantState,
    errors,
)

KEY = EventKey("account", "event")
AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
Call = Callable[..., Any]

BATCHES: dict[str, Call] = {
    "upsert": lambda client, **options: client.upsert(events(250), **options),
    "upsert_iter": lambda client, **options: client.upsert_iter(events(250), **options),
    "record_participants": lambda client, **options: client.record_participants(
        KEY, people(250), state=ParticipantState.ATTENDED, **options
    ),
    "record_participants_iter": lambda client, **options: client.record_participants_iter(
        KEY, people(250), state=ParticipantState.ATTENDED, **options
    ),
    "delete": lambda client, **options: client.delete(range(1, 251), **options),
    "delete_iter": lambda client, **options: client.delete_iter(range(1, 251), **options),
}
SINGLES: dict[str, Call] = {
    "get": lambda client, **options: client.get(KEY, **options),
    "find": lambda client, **options: client.find("event", **options),
    "events": lambda client, **options: client.events(**options),
    "participations": lambda client, **options: client.participations(KEY, **options),
    "cancel": lambda client, **options: client.cancel(KEY, **options),
    "complete": lambda client, **options: client.complete(KEY, AT, AT, **options),
    "lists": lambda client, **options: client.lists(KEY, **options),
    "associate": lambda client, **options: client.associate(KEY, 5, **options),
    "disassociate": lambda client, **options: client.disassociate(KEY, 5, **options),
}
CLIENTS = pytest.mark.parametrize("kind", [MarketingEvents, AsyncMarketingEvents])


def people(count: int) -> list[dict[str, Any]]:
    """So many distinct participants."""
    return [{"email": f"guest-{number}@x.org", "at": AT} for number in range(count)]


class Server(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Gives the failures first, and then empty successes; counts the requests in flight."""

    def __init__(self, *failures: httpx.Response, patience: float = 0) -> None:
        self.failures, self.patience = list(failures), patience
        self.requests: list[httpx.Request] = []
        self.in_flight = self.most = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer once a second request is in flight, or patience is at its end."""
        end = self._begin(request)
        while self.most < 2 and time.monotonic() < end:
            time.sleep(0.001)
        return self._end()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """As `handle_request`."""
        end = self._begin(request)
        await asyncio.sleep(0.001)  # so that no request ends at once
        while self.most < 2 and time.monotonic() < end:  # noqa: ASYNC110 - as without asyncio
            await asyncio.sleep(0.001)
        return self._end()

    def _begin(self, request: httpx.Request) -> float:
        self.requests.append(request)
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        return time.monotonic() + self.patience

    def _end(self) -> httpx.Response:
        self.in_flight -= 1
        body = {"objectId": "5", "status": "COMPLETE", "results": []}
        return self.failures.pop(0) if self.failures else httpx.Response(200, json=body)

    def client(self, kind: type[Any], **options: Any) -> Any:
        """A client that sends here."""
        return kind(**{"token": "t", "transport": self, "pacer": Pacer(10**6)} | options)


async def result(given: Any) -> Any:
    """What a call of either client gives."""
    if inspect.isawaitable(given):
        given = await given
    if isinstance(given, AsyncIterator):
        return [item async for item in given]
    return list(given) if isinstance(given, Iterator) else given


@CLIENTS
@pytest.mark.parametrize("call", SINGLES.values(), ids=SINGLES)
async def test_after_its_deadline_a_call_raises(kind: type[Any], call: Call) -> None:
    """Nothing is sent for it."""
    server = Server()
    with pytest.raises(errors.DeadlineError):
        await result(call(server.client(kind), deadline=0))
    assert [] == server.requests


@CLIENTS
@pytest.mark.parametrize("call", SINGLES.values(), ids=SINGLES)
async def test_a_call_is_sent_again(kind: type[Any], call: Call) -> None:
    """A server that is unavailable once ends no call."""
    server = Server(error(503))
    await result(call(server.client(kind)))
    assert 2 == len(server.requests)


@CLIENTS
@pytest.mark.parametrize("call", BATCHES.values(), ids=BATCHES)
async def test_after_its_deadline_no_batch_is_sent(kind: type[Any], call: Call) -> None:
    """Every input has an outcome that says so."""
    server = Server()
    outcomes = await result(call(server.client(kind), deadline=0))
    assert ["not_sent"] * 250 == [outcome.status for outcome in outcomes]
    assert [] == server.requests


@CLIENTS
@pytest.mark.parametrize("call", BATCHES.values(), ids=BATCHES)
async def test_each_batch_is_told(kind: type[Any], call: Call) -> None:
    """`on_batch` gets the outcomes of each batch, in the order of the inputs."""
    batches: list[Any] = []
    outcomes = list(await result(call(Server().client(kind), on_batch=batches.append)))
    assert [100, 100, 50] == [len(batch) for batch in batches]
    assert outcomes == [outcome for batch in batches for outcome in batch]


@CLIENTS
@pytest.mark.parametrize("call", BATCHES.values(), ids=BATCHES)
@pytest.mark.parametrize(
    ("options", "patience", "most"), [({}, 0.005, 1), ({"concurrency": 2}, 5, 2)]
)
async def test_batches_go_one_by_one_unless_more_are_allowed(
    kind: type[Any], call: Call, options: dict[str, int], patience: float, most: int
) -> None:
    """As many requests are in flight as `concurrency` says, and one without it."""
    server = Server(patience=patience)
    await result(call(server.client(kind), **options))
    assert most == server.most


@CLIENTS
@pytest.mark.parametrize("call", ["record_participants", "record_participants_iter"])
@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({}, "/attendance/event/attend/email-create"),
        ({"create_missing_contacts": True}, "/attendance/event/attend/email-create"),
        ({"create_missing_contacts": False}, "/events/event/attend/email-upsert"),
    ],
)
async def test_missing_contacts_are_created_unless_it_is_refused(
    kind: type[Any], call: str, options: dict[str, bool], path: str
) -> None:
    """HubSpot has a call for either."""
    server = Server()
    method = getattr(server.client(kind), call)
    await result(method(KEY, people(1), state=ParticipantState.ATTENDED, **options))
    assert [path] == [r.url.path.rpartition("2026-03")[2] for r in server.requests]


@CLIENTS
async def test_participations_are_asked_for_by_contact_and_state(kind: type[Any]) -> None:
    """Both are part of the request, and so is the size of a page."""
    server = Server()
    await result(server.client(kind).participations(KEY, contact=7, state="NO_SHOW"))
    expected = {"contactIdentifier": "7", "limit": "100", "state": "NO_SHOW"}
    assert [expected] == [dict(request.url.params) for request in server.requests]


@CLIENTS
@pytest.mark.parametrize("concurrency", [1, 2])
async def test_what_a_callback_raises_is_raised(kind: type[Any], concurrency: int) -> None:
    """It ends the call, also while other batches are in flight; its report has what was read."""

    class Full(Exception):  # noqa: N818 - what is tested
        """The disk of the callback."""

    def write(_: object) -> None:
        raise Full

    client = Server(patience=0.01).client(kind)
    with pytest.raises(Full) as caught:
        await result(client.delete(range(1, 1001), concurrency=concurrency, on_batch=write))
    assert "deleted" in vars(caught.value)["report"].counts


@CLIENTS
async def test_the_error_of_an_iterator_has_what_was_not_yielded(kind: type[Any]) -> None:
    """Its report has the inputs that were read since the last outcome."""
    client = Server(httpx.Response(204), error(401)).client(kind)
    with pytest.raises(errors.AuthenticationError) as caught:
        await result(client.delete_iter(iter(range(1, 351))))
    assert caught.value.report is not None
    assert {"not_sent": 100} == caught.value.report.counts
