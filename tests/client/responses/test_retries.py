"""Whether, and when, the client sends a request again."""

from __future__ import annotations

import random
import threading
import time
from typing import Any

import pytest
import stamina
from stand_in import StandIn, error, event, events

from hubspot_marketing_events import ErrorDetails, MarketingEventsError, Pacer, errors
from hubspot_marketing_events import _calls as calls
from hubspot_marketing_events._core import Batch, Request, RetryPolicy, Run, deliver
from hubspot_marketing_events._core._retries import ends_run

ROLLING = {"policyName": "TEN_SECONDLY_ROLLING"}


WHY = ErrorDetails(message="m", status=503)


def run(**changes: Any) -> Run:
    """A run of one batch at a time, at full speed and without end."""
    given = {
        "call": calls.upsert(None),
        "concurrency": 1,
        "deadline": None,
        "pacer": Pacer(10**6),
        "stopped": threading.Event(),
    }
    return Run(**{**given, "policy": RetryPolicy(8), **changes})


def after(failure: MarketingEventsError, run: Run, times: int = 1) -> tuple[Any, Batch]:
    """What a delivery does after so many failures: a wait, a part to send, or None at its end."""
    batch = Batch(calls.upsert(None))
    batch.fill(iter([event(1)]))
    steps = deliver(run, batch)
    next(steps)
    step: Any = None
    try:
        for _ in range(times):
            step = steps.send(failure)
    except StopIteration:
        step = None
    return step, batch


@pytest.mark.parametrize(
    ("failure", "expected", "may_be_applied"),
    [
        (errors.TransportError("m"), 0.5, True),
        (errors.UnreachableError("m"), 0.5, False),
        (errors.UnavailableError(WHY), 0.5, True),
        (errors.UnavailableError(WHY, 3.0), 3.0, True),
        (errors.UnavailableError(WHY, 120.0), 120.0, True),
        (errors.UnavailableError(WHY, 121.0), None, True),
        (errors.RateLimitError(WHY), 0.5, False),
        (errors.RateLimitError(WHY, 5.0), 5.0, False),
        (errors.DailyLimitError(WHY), None, False),
        (errors.RejectedError(WHY), None, False),
        (errors.AuthenticationError(WHY), None, False),
        (errors.DeadlineError("m"), None, False),
    ],
)
def test_whether_to_send_again(
    failure: MarketingEventsError,
    expected: float | None,
    may_be_applied: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Failures that pass are sent again after a wait; only a lost response raises a doubt."""
    stamina.set_testing(False)
    monkeypatch.setattr(random, "random", lambda: 0.0)
    step, batch = after(failure, run())
    assert expected == step
    assert may_be_applied is batch.inputs[0].may_be_applied


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 0.5), (2, 1.0), (5, 8.0), (7, 30.0)])
def test_each_wait_is_twice_the_last(
    attempt: int, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waits double from half a second up to thirty, with up to a second added by chance."""
    stamina.set_testing(False)
    monkeypatch.setattr(random, "random", lambda: 0.25)
    pause = RetryPolicy(8).pause(errors.UnavailableError(WHY), attempt, reached=True)
    assert min(30.0, seconds + 0.25) == pause


def test_staminas_switches_hold() -> None:
    """A suite that turns retries off, or their waits, does so here as well."""
    failure = errors.UnavailableError(WHY, 3.0)
    assert 0.0 == RetryPolicy(8).pause(failure, 1, reached=True)
    stamina.set_active(False)
    try:
        assert RetryPolicy(8).pause(failure, 1, reached=True) is None
    finally:
        stamina.set_active(True)


@pytest.mark.parametrize(("reached", "attempts"), [(False, 3), (True, 8)])
def test_a_host_that_was_never_reached_is_given_up_early(reached: bool, attempts: int) -> None:
    """Three connections that do not come about are enough, unless the host was there before."""
    failure = errors.UnreachableError("m")
    pauses = [RetryPolicy(8).pause(failure, n, reached=reached) for n in range(1, 9)]
    assert attempts - 1 == pauses.index(None)


def test_a_limit_holds_every_request_back() -> None:
    """After 429 with a wait, the pacer lets nobody through until then, for two minutes at most."""
    pacer = Pacer(10**6, clock=lambda: 50.0)
    after(errors.RateLimitError(WHY, 5.0), run(pacer=pacer))
    assert 5.0 == pacer.permit()
    pacer.pause(10**9)
    assert 120.0 == pacer.permit()


@pytest.mark.parametrize(
    ("renewable", "times", "sent"), [(True, 1, True), (True, 2, False), (False, 1, False)]
)
def test_an_expired_token_is_worth_one_more_attempt(
    renewable: bool, times: int, sent: bool
) -> None:
    """Once at once, and not again; never where the token is fixed."""
    expired = errors.AuthenticationError(
        ErrorDetails(message="", status=401, category="EXPIRED_AUTHENTICATION")
    )
    step, _ = after(expired, run(renewable=renewable), times)
    assert sent is isinstance(step, Request)


def test_no_wait_goes_beyond_the_deadline() -> None:
    """A wait that ends after the deadline is not begun."""
    stamina.set_testing(False)
    step, batch = after(errors.UnavailableError(WHY, 3.0), run(deadline=time.monotonic() + 2.0))
    assert (None, "failed") == (step, batch.outcomes(None)[0].status)


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (errors.RejectedError(WHY), False),
        (errors.TransportError("m"), False),
        (errors.UnavailableError(WHY, 120.0), False),
        (errors.UnavailableError(WHY, 121.0), True),
        (errors.DailyLimitError(WHY), True),
        (errors.AuthenticationError(WHY), True),
        (errors.DeadlineError("m"), True),
    ],
)
def test_which_errors_end_a_run(failure: MarketingEventsError, expected: bool) -> None:
    """Those that every further request would meet as well."""
    assert expected is ends_run(failure)


def test_a_short_wait_is_begun_before_the_deadline() -> None:
    """With time left, a failure is worth another attempt."""
    step, _ = after(errors.UnavailableError(WHY, 1.0), run(deadline=time.monotonic() + 60))
    assert 0.0 == step


def test_nothing_is_sent_once_a_run_has_ended() -> None:
    """What ended a run stands in the way of every request."""
    ended = run()
    ended.end(KeyboardInterrupt())
    batch = Batch(calls.upsert(None))
    batch.fill(iter([event(1)]))
    assert [] == list(deliver(ended, batch))
    (outcome,) = batch.outcomes(ended.ended)
    assert outcome.error is not None
    assert ("not_sent", "interrupted by KeyboardInterrupt") == (
        outcome.status,
        outcome.error.message,
    )


def test_a_limit_that_stays_leaves_an_event_unsent() -> None:
    """429 to the last attempt refuses the request, so that nothing was written."""
    (outcome,) = StandIn(error(429, **ROLLING)).client(attempts=1).upsert(events(1))
    assert "not_sent" == outcome.status
