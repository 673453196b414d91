"""What the facade makes of an answer that is not a success, and whether and when it asks again."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import logging
import time
from typing import Any

import httpx
import pytest
from stand_in import StandIn, error, event, events

from hubspot_marketing_events import ErrorDetails, MarketingEventsError, Pacer, errors
from hubspot_marketing_events._client import RetryPolicy
from hubspot_marketing_events._core._delivery import PendingInput, ends_run
from hubspot_marketing_events._core._run import Run
from hubspot_marketing_events._http._gateway import _refusal, _retry_after

ROLLING = {"policyName": "TEN_SECONDLY_ROLLING"}
INTERVAL = "X-HubSpot-RateLimit-Interval-Milliseconds"


def refused(status: int, body: Any = None, **headers: str) -> errors.HubSpotError:
    """The error that an answer stands for."""
    content = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
    return _refusal(
        status,
        httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()}),
        content,
    )


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.RejectedError),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.UnexpectedResponseError),
        (408, errors.UnavailableError),
        (409, errors.RejectedError),
        (413, errors.RejectedError),
        (422, errors.RejectedError),
        (423, errors.UnavailableError),
        (429, errors.RateLimitError),
        (477, errors.UnavailableError),
        *(
            (status, errors.UnavailableError)
            for status in (500, 502, 503, 504, 520, 521, 522, 523, 524)
        ),
        *(
            (status, errors.UnexpectedResponseError)
            for status in (302, 405, 415, 501, 519, 525, 526)
        ),
    ],
)
def test_the_status_decides_the_error(status: int, kind: type[errors.HubSpotError]) -> None:
    """Each status has its error, which carries it."""
    found = refused(status)
    assert (kind, status) == (type(found), found.status)


def test_a_daily_limit_is_an_error_of_its_own() -> None:
    """429 with the policy DAILY is not waited for."""
    assert errors.DailyLimitError is type(refused(429, {"policyName": "DAILY"}))
    assert errors.UnavailableError is type(refused(503, {"policyName": "DAILY"}))


@pytest.mark.parametrize("body", [b"<h1>Bad</h1>", b"", b"[1]", b'{"a"', b"\xff"])
def test_a_refusal_in_another_language_is_not_hubspots(body: bytes) -> None:
    """400 without a JSON object is an unexpected answer, and says so."""
    found = refused(400, body)
    assert errors.UnexpectedResponseError is type(found)
    assert "an answer that is not HubSpot's JSON" == found.why.message
    assert errors.UnavailableError is type(refused(502, body))


def test_everything_hubspot_says_is_kept() -> None:
    """Message, causes, category, policy, correlation id and context are on the error and in its text."""
    body = {
        "message": "Two things",
        "category": "VALIDATION_ERROR",
        "policyName": "SECONDLY",
        "correlationId": "c-9",
        "context": {"ids": ["1", 2], "name": "x"},
        "errors": [
            {"message": "first", "context": {"ids": ["3"]}},
            "no object",
            {"code": "no message"},
        ],
    }
    found = refused(400, body)
    expected = ErrorDetails(
        message="Two things; first",
        status=400,
        category="VALIDATION_ERROR",
        policy="SECONDLY",
        correlation_id="c-9",
        context={"ids": ["1", "2", "3"], "name": ["x"]},
    )
    assert expected == found.why
    assert "HTTP 400 VALIDATION_ERROR: Two things; first. Next: mend the event" == str(found)
    assert ("VALIDATION_ERROR", "c-9", expected.context) == (
        found.category,
        found.correlation_id,
        found.context,
    )


def test_what_is_missing_is_looked_for_elsewhere() -> None:
    """An errorType stands for a category, and a header for the correlation id."""
    found = refused(
        400,
        {"errorType": "CONFLICT", "errors": None, "context": "text"},
        X_HubSpot_Correlation_Id="h",
    )
    assert ("CONFLICT", "h", {}) == (found.category, found.correlation_id, found.context)
    assert "HTTP 429 SECONDLY: . Next: wait, or lower the pace" == str(
        refused(429, {"policyName": "SECONDLY"})
    )


@pytest.mark.parametrize(
    ("status", "body", "headers", "seconds"),
    [
        (503, {}, {}, None),
        (503, {}, {"Retry-After": "7"}, 7.0),
        (429, ROLLING, {"Retry-After": "7"}, 7.0),
        (429, ROLLING, {}, 10.0),
        (429, ROLLING, {INTERVAL: "2500"}, 2.5),
        (429, ROLLING, {INTERVAL: "soon"}, 10.0),
        (429, {"policyName": "SECONDLY"}, {INTERVAL: "2500"}, 1.0),
        (429, {}, {INTERVAL: "2500"}, None),
        (423, {}, {}, 2.0),
        (423, {}, {"Retry-After": "5"}, 5.0),
        (503, {}, {"Retry-After": "later"}, None),
    ],
)
def test_how_long_to_wait(
    status: int, body: dict[str, str], headers: dict[str, str], seconds: float | None
) -> None:
    """Retry-After counts first, then what the policy or the status means, else the facade's own backoff."""
    said = ErrorDetails(message="", status=status, policy=body.get("policyName"))
    assert seconds == _retry_after(said, httpx.Headers(headers))


@pytest.mark.parametrize(("ahead", "low", "high"), [(60, 55, 60), (-60, 0, 0)])
def test_retry_after_may_be_a_date(ahead: int, low: int, high: int) -> None:
    """A date is the seconds until then, and one that has passed is no wait."""
    date = email.utils.format_datetime(
        dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ahead), usegmt=True
    )
    wait = _retry_after(ErrorDetails(message="", status=503), httpx.Headers({"Retry-After": date}))
    assert wait is not None
    assert low <= wait <= high


WHY = ErrorDetails(message="m", status=503)


@pytest.mark.parametrize(
    ("failure", "expected", "may_be_applied"),
    [
        (errors.TransportError("m"), True, True),
        (errors.UnavailableError(WHY), True, True),
        (errors.UnavailableError(WHY, 3.0), 3.0, True),
        (errors.UnavailableError(WHY, 120.0), 120.0, True),
        (errors.UnavailableError(WHY, 121.0), False, True),
        (errors.RateLimitError(WHY), True, False),
        (errors.RateLimitError(WHY, 5.0), 5.0, False),
        (errors.DailyLimitError(WHY), False, False),
        (errors.RejectedError(WHY), False, False),
        (errors.AuthenticationError(WHY), False, False),
        (errors.DeadlineError("m"), False, False),
        (ValueError(), False, False),
    ],
)
def test_whether_to_ask_again(failure: Exception, expected: float, may_be_applied: bool) -> None:
    """Failures that pass are tried again, after the wait that was asked for; only an unanswered one raises doubt."""
    slot = PendingInput(None)
    patience = RetryPolicy(Run(1, None), [slot], Pacer(10**6), renewable=True)
    answer = patience(failure)
    assert (expected, type(expected)) == (answer, type(answer))
    assert may_be_applied is slot.may_be_applied


def test_a_limit_holds_every_request_back() -> None:
    """After 429 with a wait, the pacer lets nobody through until then."""
    pacer = Pacer(10**6, clock=lambda: 50.0)
    RetryPolicy(Run(1, None), [], pacer, renewable=False)(errors.RateLimitError(WHY, 5.0))
    assert 5.0 == pacer.permit()


def test_an_expired_token_is_worth_one_try_where_it_can_be_renewed() -> None:
    """Once at once, and not again; never where the token is fixed."""
    expired = errors.AuthenticationError(
        ErrorDetails(message="", status=401, category="EXPIRED_AUTHENTICATION")
    )
    patience = RetryPolicy(Run(1, None), [], Pacer(10**6), renewable=True)
    answers = [patience(expired), patience(expired)]
    assert [0.0, False] == answers
    assert float is type(answers[0])
    assert RetryPolicy(Run(1, None), [], Pacer(10**6), renewable=False)(expired) is False


def test_no_wait_goes_beyond_the_deadline() -> None:
    """A wait that ends after the deadline is not begun."""
    run = Run(1, 0.0)
    assert (
        RetryPolicy(run, [], Pacer(10**6), renewable=False)(errors.UnavailableError(WHY, 3.0))
        is False
    )


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


def test_a_failed_connection_says_how() -> None:
    """The outcome of an event that never got an answer names what happened."""
    with StandIn(httpx.ConnectError("refused by peer")).client(attempts=1) as client:
        (outcome,) = client.upsert(events(1))
    assert outcome.error is not None
    assert "no answer: ConnectError: refused by peer" == outcome.error.message


def test_a_body_that_does_not_unpack_is_no_connection_error() -> None:
    """Bytes that are not what their encoding says are an answer that cannot be read, with its status."""
    broken = StandIn(
        lambda _: httpx.Response(
            200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no")
        )
    )
    with broken.client(attempts=1) as client:
        (outcome,) = client.upsert(events(1))
    assert outcome.error is not None
    assert (200, "an answer that is not HubSpot's JSON") == (
        outcome.error.status,
        outcome.error.message,
    )


def test_errors_that_are_counted_and_not_explained_count() -> None:
    """NumErrors without as many errors leaves its inputs rejected with what is known."""
    server = StandIn(lambda inputs: server.accept(inputs[:1], 207, numErrors=1))
    with server.client() as client:
        _, second = client.upsert(events(2))
    assert second.error is not None
    assert ("rejected", 207, "counted in numErrors, not explained") == (
        second.status,
        second.error.status,
        second.error.message,
    )


def test_too_many_results_for_one_input_are_a_failure() -> None:
    """Two results for one input say nothing certain."""
    server = StandIn(order=lambda results: results * 2)
    with server.client() as client:
        (outcome,) = client.upsert(events(1))
    assert outcome.error is not None
    assert ("failed", "2 results and 0 errors for 1 inputs", 200) == (
        outcome.status,
        outcome.error.message,
        outcome.error.status,
    )


def test_an_id_may_be_the_only_one_there_is() -> None:
    """Without an object id the outcome has HubSpot's other id."""

    def without_object_ids(inputs: list[dict[str, Any]]) -> httpx.Response:
        body = server.accept(inputs).json()
        for result in body["results"]:
            del result["objectId"]
        return httpx.Response(200, json=body)

    server = StandIn(without_object_ids)
    with server.client() as client:
        (outcome,) = client.upsert([event(5)])
    assert "5" == outcome.id


def test_logs_have_data(caplog: pytest.LogCaptureFixture) -> None:
    """A failed request and a finished batch are logged with structured data."""
    caplog.set_level(logging.INFO, logger="hubspot_marketing_events")
    with StandIn(error(503), None).client() as client:
        client.upsert([*events(2), 5])  # type: ignore[list-item]
    failed, done = [
        record for record in caplog.records if record.name == "hubspot_marketing_events"
    ]
    assert ("request failed", "UnavailableError", None, 2) == (
        failed.getMessage(),
        vars(failed)["error"],
        vars(failed)["pause"],
        vars(failed)["inputs"],
    )
    assert ("batch done", 3, 2) == (done.getMessage(), vars(done)["inputs"], vars(done)["ok"])


def test_answers_teach_the_pace() -> None:
    """The limit that an answer's headers name is the client's from then on."""
    pacer = Pacer(10**6, clock=lambda: 0.0)
    headers = {"X-HubSpot-RateLimit-Max": "2", INTERVAL: "10000"}
    with StandIn().client(pacer=pacer) as client:
        client.upsert(events(1))
        assert 0.0 == pacer.permit()
    answered = StandIn()
    answered.answers = [
        lambda inputs: httpx.Response(200, json=answered.accept(inputs).json(), headers=headers)
    ]
    with answered.client(pacer=pacer) as client:
        client.upsert(events(1))
    assert 0.0 < pacer.permit()


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("gone", "gone. Next: mend the call"),
        (ErrorDetails(message="gone", status=500), "HTTP 500: gone. Next: mend the call"),
        (
            ErrorDetails(message="gone", status=400, category="C", policy="P"),
            "HTTP 400 C: gone. Next: mend the call",
        ),
        (
            ErrorDetails(message="gone", status=429, policy="P"),
            "HTTP 429 P: gone. Next: mend the call",
        ),
    ],
)
def test_an_error_says_what_and_what_next(why: ErrorDetails | str, text: str) -> None:
    """An error's text has the status and kind where there are any, the message, and the next step."""
    assert text == str(MarketingEventsError(why))


def test_context_may_be_a_single_value() -> None:
    """A context value that is no list is one value."""
    assert {"ids": ["abc"]} == refused(400, {"context": {"ids": "abc"}}).context


def test_a_refusal_of_another_shape_is_read_all_the_same() -> None:
    """A message is kept although the body is not as the contract promises."""
    server = StandIn(httpx.Response(400, json={"message": "no", "errors": [5]}))
    (outcome,) = server.client().upsert(events(1))
    assert outcome.error is not None
    assert ("rejected", "no") == (outcome.status, outcome.error.message)


class Broken(httpx.SyncByteStream):
    """A body that ends in a failure of the connection."""

    def __iter__(self) -> Any:
        yield b"{"
        raise httpx.ReadError("cut")


def test_a_body_that_is_cut_off_is_no_answer() -> None:
    """A connection that fails within the body is one that failed, whatever the status said."""
    server = StandIn()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Broken()))
    (outcome,) = server.client(transport=transport, attempts=1).upsert(events(1))
    assert outcome.error is not None
    assert ("failed", "no answer: ReadError: cut") == (outcome.status, outcome.error.message)


def test_a_failure_without_a_pause_may_be_tried_while_time_is_left() -> None:
    """With half a second left, a failure that names no pause is worth another try."""
    patience = RetryPolicy(Run(1, time.monotonic() + 0.5), [], Pacer(10**6), renewable=False)
    assert patience(errors.UnavailableError(WHY)) is True


def test_a_run_that_has_ended_has_no_time_left() -> None:
    """Nothing is waited for once a run has ended, deadline or not."""
    run = Run(1, None)
    run.end(KeyboardInterrupt())
    assert (0.0, "interrupted by KeyboardInterrupt") == (
        run.left(),
        run.ended.why.message if run.ended else "",
    )


def test_a_limit_that_stays_leaves_an_event_failed() -> None:
    """429 to the last try is a failure, not a refusal of the event."""
    (outcome,) = StandIn(error(429, **ROLLING)).client(attempts=1).upsert(events(1))
    assert "failed" == outcome.status


def test_more_answers_than_inputs_are_a_failure() -> None:
    """Two results and an error for one input are no success."""
    server = StandIn(
        lambda inputs: server.accept(inputs * 2, errors=[{"message": "no"}], numErrors=1)
    )
    (outcome,) = server.client().upsert(events(1))
    assert ("failed", "2 results and 1 errors for 1 inputs") == (
        outcome.status,
        outcome.error.message if outcome.error else "",
    )
