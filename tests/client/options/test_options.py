"""Options of clients and calls: refused where they cannot work, the same for every call."""

from __future__ import annotations

from typing import Any

import pytest
from stand_in import StandIn, event, events

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    MarketingEvents,
    errors,
)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (event(1), "the inputs are one Event"),
        ({"eventName": "x"}, "the inputs are one dict"),
        ("events.csv", "the inputs are a str"),
        (b"events", "the inputs are a bytes"),
        (5, "the inputs are a int"),
        (None, "the inputs are a NoneType"),
    ],
)
def test_events_that_are_no_events_are_refused(given: Any, said: str) -> None:
    """What is no iterable of events is refused in words that say what to pass."""
    with StandIn().client() as client, pytest.raises(errors.ConfigurationError, match=said):
        client.upsert(given)


@pytest.mark.parametrize(
    "options",
    [
        {"client_options": 5},
        {"client_options": {"headers": 5}},
        {"client_options": {"limits": "x"}},
        {"client_options": {"no": 1}},
        {"attempts": "3"},
        {"timeout": 0},
        {"timeout": "3"},
        {"timeout": float("nan")},
        {"api_version": []},
        {"base_url": "http://xn--a/"},
        {"base_url": "http://a..b"},
        {"base_url": f"http://{'a' * 70}.invalid"},
        {"base_url": "http://127.0.0.1:99999"},
        {"base_url": "http://user:secretpw@h"},
        {"base_url": "ftp://user:secretpw@h"},
        {"base_url": None},
        {"token": None},
    ],
)
@pytest.mark.parametrize("kind", [MarketingEvents, AsyncMarketingEvents])
def test_an_option_that_cannot_work_is_refused(kind: Any, options: dict[str, Any]) -> None:
    """Whatever is wrong with an option is an error of this package that shows no password."""
    with pytest.raises(errors.ConfigurationError) as caught:
        kind(**{"token": "t", **options})
    assert "secretpw" not in str(caught.value)


@pytest.mark.parametrize("deadline", ["5", float("nan")])
def test_a_deadline_that_is_no_time_is_refused(deadline: Any) -> None:
    """A deadline is a number of seconds."""
    with StandIn().client() as client, pytest.raises(errors.ConfigurationError, match="deadline"):
        client.upsert(events(1), deadline=deadline)


OPTIONS: list[dict[str, Any]] = [{}, {"concurrency": 2}]


@pytest.mark.parametrize("options", OPTIONS)
def test_the_blocking_calls_take_the_same_options(options: dict[str, Any]) -> None:
    """Deadline and callback reach both blocking calls, and one batch is in flight by default."""
    for call in ("upsert", "upsert_iter"):
        server, told = StandIn(), list[Any]()
        with server.client() as client:
            method = getattr(client, call)
            late = list(method(events(3), deadline=0, **options))
            done = list(method(events(250), on_batch=told.extend, **options))
            first = next(iter(client.upsert_iter(source := iter(events(900)), **options)))
        assert ({"not_sent"}, True) == ({str(o.status) for o in late}, first.ok)
        assert (250, done) == (len(told), told)
        assert (900 - 100 * (4 if options else 1)) <= len(list(source))


@pytest.mark.parametrize("options", OPTIONS)
async def test_the_asynchronous_calls_take_the_same_options(options: dict[str, Any]) -> None:
    """So they do on an event loop."""
    async with StandIn().async_client() as client:
        told: list[Any] = []
        late = await client.upsert(events(3), deadline=0, **options)
        done = await client.upsert(events(250), on_batch=told.extend, **options)
        assert ({"not_sent"}, done.outcomes) == ({str(o.status) for o in late}, told)
        told.clear()
        late_ones = [o async for o in client.upsert_iter(events(3), deadline=0, **options)]
        ones = [o async for o in client.upsert_iter(events(250), on_batch=told.extend, **options)]
        assert ({"not_sent"}, ones) == ({str(o.status) for o in late_ones}, told)
        outcomes = client.upsert_iter(source := iter(events(900)), **options)
        await anext(outcomes)
        assert (900 - 100 * (4 if options else 1)) <= len(list(source))
