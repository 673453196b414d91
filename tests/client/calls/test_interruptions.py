"""What ends a call early, and what its report says then."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from attrs import evolve, frozen
from stand_in import StandIn, error, event, events, statuses

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    Event,
    Pacer,
    Report,
    errors,
)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_an_interruption_ends_every_wait(concurrency: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while batches wait to be sent again ends the call at once."""
    monkeypatch.setattr("stamina.is_testing", lambda: False)
    interruption = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
    begun = time.monotonic()

    def respond(_: object) -> httpx.Response:
        if len(server.sizes) == concurrency:  # all that may be in flight are
            interruption.start()
        return httpx.Response(503, headers={"Retry-After": "60"}, json={})

    server = StandIn(respond)
    with server.client() as client, pytest.raises(KeyboardInterrupt) as caught:
        client.upsert(events(400), concurrency=concurrency)
    assert time.monotonic() - begun < 5
    counts = vars(caught.value)["report"].counts
    assert (100 * concurrency, 0) == (counts["failed"], counts["created"])


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interruption_before_anything_is_sent_leaves_no_doubt(kind: type[BaseException]) -> None:
    """What was interrupted while the token was asked for was not sent."""

    def give() -> str:
        raise kind

    with StandIn().client(token=give) as client, pytest.raises(kind) as caught:
        client.upsert(events(2))
    assert {"not_sent": 2} == vars(caught.value)["report"].counts


async def test_an_asynchronous_wait_ends_with_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that waits to be sent again is woken by the error that ends the run."""
    monkeypatch.setattr("stamina.is_testing", lambda: False)
    later = httpx.Response(503, headers={"Retry-After": "60"}, json={})

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        return later if inputs[0]["externalEventId"] == "0" else error(401)

    begun = time.monotonic()
    async with StandIn(respond).async_client() as client:
        with pytest.raises(errors.AuthenticationError):
            await client.upsert(events(200), concurrency=2)
    assert time.monotonic() - begun < 5


def test_a_refusal_with_a_long_wait_ends_no_run() -> None:
    """A refused event is rejected, whatever wait the server asks for, and the rest goes on."""

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response | None:
        bad = any(given["externalEventId"] == "1" for given in inputs)
        return httpx.Response(400, headers={"Retry-After": "3600"}, json={}) if bad else None

    with StandIn(respond).client() as client:
        assert ["created", "rejected", "created"] == statuses(client.upsert(events(3)))


def test_a_source_that_breaks_after_an_error_hides_it_not() -> None:
    """The error that ended the run is raised, with what was read, though the source broke since."""

    def broken() -> Iterator[Event]:
        yield from events(150)
        raise OSError("disk")

    server = StandIn(error(401))
    with server.client() as client, pytest.raises(errors.AuthenticationError) as caught:
        client.upsert(broken())
    report = caught.value.report or Report()
    assert {"not_sent": 150} == report.counts
    assert {"no"} == {outcome.error.message for outcome in report if outcome.error}
    assert all(outcome.error for outcome in report)


def test_a_callback_may_raise_anything() -> None:
    """An exception that takes no report passes through as it is."""

    @frozen
    class Frozen(Exception):  # noqa: N818 - what is tested
        why: str

    def raises(_: object) -> None:
        raise Frozen("x")

    with StandIn().client() as client, pytest.raises(Frozen):
        client.upsert(events(1), on_batch=raises)


async def test_an_asynchronous_error_has_every_input() -> None:
    """A token that is refused leaves a report of what was read and of what was not."""
    server = StandIn(None, error(401, category="INVALID_AUTHENTICATION"))
    async with server.async_client() as client:
        with pytest.raises(errors.AuthenticationError) as caught:
            await client.upsert(iter(events(350)))
    assert {"created": 100, "not_sent": 250} == (caught.value.report or Report()).counts


async def test_a_cancellation_while_a_call_ends_loses_no_outcome() -> None:
    """A call that waits for its last requests to end has a report of them, if it is cancelled."""
    ending = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if b"the first" in request.content:
            await asyncio.sleep(0.05)  # until the other one is on its way
            raise httpx.ConnectError("refused")
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            ending.set()
            await asyncio.sleep(0.05)
            raise
        raise AssertionError

    transport = httpx.MockTransport(answer)
    given = events(200)
    marked = [evolve(given[0], external_event_id="the first"), *given[1:]]
    async with AsyncMarketingEvents(token="t", transport=transport, attempts=1) as client:
        call = asyncio.create_task(client.upsert(marked, concurrency=2))
        await asyncio.wait_for(ending.wait(), 10)
        call.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await call
    assert {"not_sent": 100, "failed": 100} == vars(caught.value)["report"].counts


class Interrupting(Pacer):
    """A pacer that interrupts the program as soon as a request has its response."""

    @contextmanager
    def in_flight(self) -> Iterator[None]:
        """Raise what Ctrl-C raises, after the block."""
        with super().in_flight():
            yield
        raise KeyboardInterrupt


def test_what_was_written_is_never_called_unsent() -> None:
    """Ctrl-C between the arrival of a response and its reading leaves events that may be there."""
    server = StandIn()
    with (
        server.client(pacer=Interrupting(10**6)) as client,
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        client.upsert(events(150))
    assert (100, {"failed": 100}) == (len(server.store), vars(caught.value)["report"].counts)

    refused = StandIn(error(429, policyName="SECONDLY"))
    with (
        refused.client(pacer=Interrupting(10**6)) as client,
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        client.upsert(events(1))
    assert {"failed": 1} == vars(caught.value)["report"].counts  # nobody read that it is not there


def test_an_interruption_while_a_thread_starts_leaves_a_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-C while a thread starts, which delivers all the same: its events may be there."""
    start, released = threading.Thread.start, threading.Event()

    def interrupted(thread: threading.Thread) -> None:
        start(thread)
        raise KeyboardInterrupt

    def late(_: object) -> None:
        released.wait(5)

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with StandIn(late).client() as client, pytest.raises(KeyboardInterrupt) as caught:
        client.upsert(events(5), concurrency=2)
    released.set()
    assert {"failed": 5} == vars(caught.value)["report"].counts


def spoiled(first: int, count: int) -> Iterator[Event]:
    """Events of which one changes after it was checked, so that no request can carry it."""
    texts = {"room": "1"}
    for number in range(count):
        yield event(number, custom_properties=texts if number == first else {})
        texts |= {"room": object()} if number == first + 1 else {}  # type: ignore[dict-item]


def test_an_event_that_cannot_be_written_spoils_no_earlier_batch() -> None:
    """What raises while a request is built ends the call once the batches before it are done."""
    done: list[int] = []
    server = StandIn(error(429, policyName="SECONDLY"), None)
    with server.client() as client, pytest.raises(TypeError) as caught:
        client.upsert(
            spoiled(250, 300), concurrency=4, on_batch=lambda part: done.append(len(part))
        )
    counts = vars(caught.value)["report"].counts
    assert ([100, 100], 200, 100) == (done, counts["created"], counts["not_sent"])


async def test_an_event_that_cannot_be_written_cancels_no_request() -> None:
    """As above, on asyncio: no request in flight is cancelled for what a later batch holds."""
    server = StandIn(error(429, policyName="SECONDLY"), None)
    async with server.async_client() as client:
        with pytest.raises(TypeError) as caught:
            await client.upsert(spoiled(250, 300), concurrency=4)
    counts = vars(caught.value)["report"].counts
    assert (200, 100) == (counts["created"], counts["not_sent"])
