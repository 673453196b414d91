"""The asynchronous client ends a request in time, and knows whether it was sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from raw_server import RawServer
from stand_in import StandIn, events

from hubspot_marketing_events import AsyncMarketingEvents, MarketingEvents, Pacer, Report, errors
from hubspot_marketing_events._http import contract_of
from hubspot_marketing_events._http._limits import ERROR_LIMIT, RESPONSE_LIMIT

MEBIBYTE = b" " * 2**20


class Endless(httpx.AsyncByteStream):
    """A body without end, that counts what was taken of it."""

    def __init__(self) -> None:
        self.pieces = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.pieces += 1
            yield MEBIBYTE


async def stall(_: httpx.Request) -> httpx.Response:
    """Never respond."""
    await asyncio.sleep(60)
    raise AssertionError


async def test_a_response_that_does_not_come_ends_at_the_timeout() -> None:
    """The event may have been written, and the reason names how long was waited."""
    begun = time.monotonic()
    transport = httpx.MockTransport(stall)
    async with StandIn().async_client(transport=transport, timeout=0.2, attempts=1) as client:
        (outcome,) = await client.upsert(events(1))
    assert 0.2 <= time.monotonic() - begun < 5
    assert outcome.error is not None
    assert ("failed", "no response: ReadTimeout: no end within 0.2 s") == (
        outcome.status,
        outcome.error.message,
    )


async def test_a_request_may_be_waited_for_without_end() -> None:
    """With no timeout a late response is waited for."""

    async def late(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.2)
        return server(request)

    server = StandIn()
    transport = httpx.MockTransport(late)
    async with server.async_client(transport=transport, timeout=None) as client:
        assert {"created": 1} == (await client.upsert(events(1))).counts


@pytest.mark.parametrize("kind", [MarketingEvents, AsyncMarketingEvents])
async def test_a_handshake_that_does_not_end_has_sent_nothing(kind: Any) -> None:
    """A server that accepts a connection and says nothing to TLS got no event."""
    with RawServer(lambda: iter([60.0]), reads=False) as server:
        given = {"token": "t", "timeout": 0.3, "attempts": 1, "pacer": Pacer(10**6)}
        client = kind(base_url=server.url.replace("http:", "https:"), **given)
        blocking = kind is MarketingEvents
        called = (
            asyncio.to_thread(client.upsert, events(2)) if blocking else client.upsert(events(2))
        )
        with pytest.raises(errors.UnreachableError) as caught:
            await called
        closing = client.close()
        if closing:
            await closing
    assert {"not_sent": 2} == (caught.value.report or Report()).counts


async def test_a_body_that_is_sent_may_have_been_carried_out() -> None:
    """A server that reads the request and says nothing may have written the event."""
    with RawServer(lambda: iter([60.0])) as server:
        given: dict[str, Any] = {"token": "t", "base_url": server.url, "timeout": 0.3}
        async with AsyncMarketingEvents(**given, attempts=1, pacer=Pacer(10**6)) as client:
            (outcome,) = await client.upsert(events(1))
    assert "failed" == outcome.status


@pytest.mark.parametrize(("status", "limit"), [(200, RESPONSE_LIMIT), (503, ERROR_LIMIT)])
async def test_a_body_without_end_is_read_up_to_its_limit(status: int, limit: int) -> None:
    """One piece more than the limit is taken, and no other."""
    body = Endless()
    transport = httpx.MockTransport(lambda _: httpx.Response(status, stream=body))
    async with StandIn().async_client(transport=transport, attempts=1) as client:
        (outcome,) = await client.upsert(events(1))
    assert outcome.error is not None
    assert (limit // 2**20 + 1, "failed") == (body.pieces, outcome.status)
    assert f"the response is larger than {limit} bytes" == outcome.error.message


async def test_an_interruption_names_itself() -> None:
    """Outcomes of a cancelled call say what interrupted it."""
    transport = httpx.MockTransport(stall)
    async with StandIn().async_client(transport=transport) as client:
        task = asyncio.create_task(client.upsert(events(1)))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
    (outcome,) = vars(caught.value)["report"]
    assert ("failed", "interrupted by CancelledError") == (outcome.status, outcome.error.message)


@pytest.mark.parametrize("error", [httpx.ReadError(""), httpx.ReadError("cut")])
async def test_a_reason_ends_where_there_is_no_more_to_say(error: httpx.ReadError) -> None:
    """An error without a text is named by its kind."""
    async with StandIn(error).async_client(attempts=1) as client:
        (outcome,) = await client.upsert(events(1))
    assert outcome.error is not None
    assert f"no response: ReadError: {error}".removesuffix(": ") == outcome.error.message


@pytest.mark.parametrize("version", ["2025-09", "2026-03"])
def test_a_contract_is_of_its_version(version: str) -> None:
    """The contract that is checked against is the one of the version that was asked for."""
    assert version == contract_of(version)["info"]["version"]
