"""Which clients share a pacer, and the limits and buckets that a pacer takes."""

from __future__ import annotations

import gc
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from stand_in import StandIn, events, statuses

from hubspot_marketing_events import (
    MarketingEvents,
    Pacer,
    errors,
)
from hubspot_marketing_events._pacing import shared_pacer


def pacer_of(**options: Any) -> Pacer:
    """The pacer that a client of these options uses."""
    return MarketingEvents(**options)._pacer  # noqa: SLF001 - nothing public tells


def test_clients_of_one_token_share_a_pacer() -> None:
    """Two clients that send one token to one URL keep one limit; others have their own."""
    url = "http://127.0.0.1:1"
    first, second = (pacer_of(token="shared", base_url=url) for _ in range(2))
    other = pacer_of(token="other", base_url=url)
    own = pacer_of(token="shared", base_url=url, pacer=Pacer())
    ask, also = (lambda: "shared"), (lambda: "shared")
    asked = pacer_of(token=ask, base_url=url)
    assert (True, False) == (
        asked is pacer_of(token=ask, base_url=url),
        asked is pacer_of(token=also, base_url=url),
    )
    assert (True, 3) == (first is second, len({id(first), id(other), id(own)}))


def test_a_pacer_outlives_its_client_while_its_requests_count() -> None:
    """A client that is made anew for each job has no fresh limit each time."""
    permitted = 0
    for _ in range(3):
        pacer = pacer_of(token="anew", base_url="http://127.0.0.1:1")
        permitted += sum(pacer.permit() == 0.0 for _ in range(60))
        del pacer
        gc.collect()
    assert 100 == permitted


def test_threads_share_one_pacer_however_many_begin_at_once() -> None:
    """Clients that threads make at one moment share a pacer all the same."""
    with ThreadPoolExecutor(8) as pool:
        for number in range(50):
            pacers = pool.map(lambda _, n=number: shared_pacer(n), range(8))
            assert 1 == len({id(pacer) for pacer in pacers})


class Bucket:
    """A bucket that fails, or decides in turn."""

    def __init__(self, *decisions: Any) -> None:
        self.rates: list[Any] = []
        self.decisions, self.seen = list(decisions), list[Any]()

    def now(self) -> int:
        """Its time."""
        return 77

    def leak(self, now: int) -> int:
        """Note the time."""
        self.seen.append(("leak", now))
        return 0

    def put_decision(self, item: Any) -> Any:
        """Decide on a request."""
        self.seen.append((item.name, item.timestamp))
        decision = self.decisions.pop(0)
        if isinstance(decision, Exception):
            raise decision
        return SimpleNamespace(allowed=decision is None, retry_after_ms=decision)


def test_a_shared_bucket_decides_beside_the_pacer() -> None:
    """A bucket's wait is waited for, and a wait that it does not name is a millisecond."""
    bucket: Any = Bucket(None, 2500, 0)
    pacer = Pacer(5, 2.0, bucket=bucket)
    assert [0.0, 2.5, 0.001] == [pacer.permit() for _ in range(3)]
    assert [("leak", 77), ("request", 77)] * 3 == bucket.seen
    assert [(5, 2040)] == [(rate.limit, rate.interval) for rate in bucket.rates]
    pacer.learn(
        {"X-HubSpot-RateLimit-Max": "7", "X-HubSpot-RateLimit-Interval-Milliseconds": "1000"}
    )
    assert [(7, 1020)] == [(rate.limit, rate.interval) for rate in bucket.rates]


def test_a_bucket_that_fails_ends_the_run() -> None:
    """Where the shared budget cannot be asked, nothing is sent, and the error says why."""
    bucket: Any = Bucket(OSError("redis is gone"))
    server = StandIn()
    with (
        server.client(pacer=Pacer(5, bucket=bucket)) as client,
        pytest.raises(errors.ConfigurationError) as caught,
    ):
        client.upsert(events(2))
    said = "the bucket of the pacer fails: OSError: redis is gone"
    assert (said, []) == (caught.value.why.message, server.sizes)
    assert ["not_sent"] * 2 == statuses(caught.value.report)


@pytest.mark.parametrize(
    ("limit", "interval"), [(0, 1), (1, 0), (-1, 1), (1, float("nan")), (1, float("inf"))]
)
def test_a_limit_that_permits_nothing_is_refused(limit: int, interval: float) -> None:
    """A pacer has a limit and an interval above zero."""
    with pytest.raises(errors.ConfigurationError, match="permits nothing"):
        Pacer(limit, interval)


@pytest.mark.parametrize(
    ("limit", "interval"),
    [
        ("1", "86400000"),
        ("1", "120001"),
        ("9" * 5000, "1000"),
        ("5", "9" * 5000),
        ("1e3", "1000"),
        ("\u0661", "1000"),
    ],
)
def test_an_absurd_limit_is_not_learnt(limit: str, interval: str) -> None:
    """A limit that would make a run sleep for hours, or is no number, changes nothing."""
    pacer = Pacer(2, 1.0, clock=lambda: 0.0)
    pacer.learn(
        {"X-HubSpot-RateLimit-Max": limit, "X-HubSpot-RateLimit-Interval-Milliseconds": interval}
    )
    assert [0.0, 0.0, 1.0] == [pacer.permit() for _ in range(3)]


def test_only_so_many_pacers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pacer that was used longest ago goes first."""
    monkeypatch.setattr("hubspot_marketing_events._pacing.MOST_SHARED", 2)
    monkeypatch.setattr("hubspot_marketing_events._pacing._shared", OrderedDict())
    first, second = shared_pacer("first"), shared_pacer("second")
    assert first is shared_pacer("first")
    shared_pacer("third")
    assert (first, False) == (shared_pacer("first"), second is shared_pacer("second"))
