"""Tokens that a callable gives: bad ones, slow ones, and none that is shown."""

from __future__ import annotations

import asyncio
import time
import traceback
from typing import Any

import pytest
from stand_in import StandIn, error, events, statuses

from hubspot_marketing_events import (
    errors,
)

TOKENS: list[Any] = ["", "  ", "two words", "a\nb", "a\r\nX-Evil: 1", "\u00e9", None, 5, b"bytes"]


@pytest.mark.parametrize("token", TOKENS)
def test_a_callable_that_gives_no_token_ends_the_run(
    token: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """What is no token sends nothing, and is neither shown nor tried again."""
    asked, server = [], StandIn()

    def give() -> Any:
        asked.append(1)
        return token

    with server.client(token=give) as client, pytest.raises(errors.ConfigurationError) as caught:
        client.upsert(events(2))
    assert (["not_sent"] * 2, [], 1) == (statuses(caught.value.report), server.sizes, len(asked))
    shown = str(token).strip() or "nothing to show"
    assert token is None or not [t for t in (str(caught.value), caplog.text) if shown in t]


def test_a_callable_that_raises_ends_the_run() -> None:
    """The error names the kind of what was raised, and shows no text of it: it may be the token."""

    def give() -> str:
        raise PermissionError("pat-secret")

    with (
        StandIn().client(token=give) as client,
        pytest.raises(errors.ConfigurationError, match="raised PermissionError") as caught,
    ):
        client.upsert(events(2))
    assert "pat-secret" not in "".join(traceback.format_exception(caught.value))


def test_white_space_around_a_token_is_removed() -> None:
    """A mounted secret ends in a line break, which is no part of the token."""
    server = StandIn()
    with server.client(token=lambda: " secret-token\n") as client:
        client.upsert(events(1))
    assert ["Bearer secret-token"] == server.tokens


def test_an_echoed_token_is_hidden(caplog: pytest.LogCaptureFixture) -> None:
    """A server that repeats the token in its error puts it into no outcome and no log."""
    echo = error(
        503,
        correlationId="secret-token",
        category="no secret-token",
        context={"secret-token": ["secret-token"]},
    )
    server = StandIn(lambda _: error(503, message="Bearer secret-token"), echo, None, error(400))
    with server.client() as client:
        report = client.upsert(events(1))
    server.answers = [echo]
    with server.client(attempts=1) as client:
        report = client.upsert(events(1))
    assert "secret-token" not in caplog.text + repr(report.outcomes)
    assert "[token]" in caplog.text


def test_a_slow_token_leaves_nothing_sent_after_the_deadline() -> None:
    """A token that comes after the deadline is not used."""
    server = StandIn()
    with server.client(token=lambda: time.sleep(0.3) or "token") as client:
        report = client.upsert(events(2), deadline=0.1)
    assert (["not_sent"] * 2, []) == (statuses(report), server.sizes)


async def test_a_slow_coroutine_ends_at_the_deadline() -> None:
    """A token that is awaited beyond the deadline is given up."""
    begun = time.monotonic()

    async def give() -> str:
        await asyncio.sleep(30)
        raise AssertionError

    async with StandIn().async_client(token=give) as client:
        report = await client.upsert(events(2), deadline=0.1)
    assert (["not_sent"] * 2, True) == (statuses(report), time.monotonic() - begun < 5)
    said = {outcome.error.message for outcome in report if outcome.error}
    assert {"the deadline of the call has passed"} == said


async def test_a_coroutine_that_raises_ends_the_call() -> None:
    """The error names the kind of exception, as for a function, and not its text."""

    async def give() -> str:
        raise PermissionError("pat-secret")

    async with StandIn().async_client(token=give) as client:
        with pytest.raises(errors.ConfigurationError) as caught:
            await client.upsert(events(2))
    assert "the token callable raised PermissionError" == caught.value.why.message
