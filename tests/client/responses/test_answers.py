"""What the client makes of a response that is not a success."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import logging
from typing import Any

import httpx
import pytest
from stand_in import StandIn, error, event, events

from hubspot_marketing_events import ErrorDetails, MarketingEventsError, Pacer, Report, errors
from hubspot_marketing_events._http._responses import read_response

ROLLING = {"policyName": "TEN_SECONDLY_ROLLING"}


INTERVAL = "X-HubSpot-RateLimit-Interval-Milliseconds"


def refused(status: int, body: Any = None, **headers: str) -> errors.HubSpotError:
    """The error that a response stands for."""
    content = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
    given = httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()})
    found = read_response(status, given, content, "", lambda text: text)
    assert isinstance(found, errors.HubSpotError)
    return found


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.RejectedError),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
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


@pytest.mark.parametrize("status", [302, 405, 415, 501, 525])
def test_what_no_attempt_can_change_is_not_sent_again(status: int) -> None:
    """A wrong URL, a call that the server does not have, and its certificate stay as they are."""
    assert not refused(status).retryable


def test_a_daily_limit_is_an_error_of_its_own() -> None:
    """429 with the policy DAILY is not waited for."""
    assert errors.DailyLimitError is type(refused(429, {"policyName": "DAILY"}))
    assert errors.UnavailableError is type(refused(503, {"policyName": "DAILY"}))


@pytest.mark.parametrize("body", [b"<h1>Bad</h1>", b"", b"[1]", b'{"a"', b"\xff"])
def test_a_refusal_in_another_language_is_not_hubspots(body: bytes) -> None:
    """400 without a JSON object is an unexpected answer, and says so."""
    found = refused(400, body)
    assert errors.UnexpectedResponseError is type(found)
    assert "the response is not HubSpot's JSON" == found.why.message
    assert errors.UnavailableError is type(refused(502, body))


def test_everything_hubspot_says_is_kept() -> None:
    """Message, causes, category, policy, correlation id and context are kept, and shown."""
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
    assert "HTTP 400 VALIDATION_ERROR: Two things; first. Next: mend the input" == str(found)
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
    """Retry-After counts first, then what the policy or the status means, else nothing."""
    given = {name.replace("-", "_"): value for name, value in headers.items()}
    assert seconds == refused(status, body, **given).retry_after


@pytest.mark.parametrize(("ahead", "low", "high"), [(60, 55, 60), (-60, 0, 0)])
def test_retry_after_may_be_a_date(ahead: int, low: int, high: int) -> None:
    """A date is the seconds until then, and one that has passed is no wait."""
    date = email.utils.format_datetime(
        dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ahead), usegmt=True
    )
    wait = refused(503, Retry_After=date).retry_after
    assert wait is not None
    assert low <= wait <= high


@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError])
def test_a_connection_that_fails_ends_the_run(kind: type[httpx.TransportError]) -> None:
    """Nothing was sent, so nothing is in doubt; the error names the host and what to check."""
    server = StandIn(kind("refused by peer"))
    with server.client() as client, pytest.raises(errors.UnreachableError) as caught:
        client.upsert(events(250))
    said = f"no connection to api.hubapi.com: {kind.__name__}: refused by peer"
    assert (said, 3) == (caught.value.why.message, len(server.sizes))
    assert "check base_url" in str(caught.value)
    assert {"not_sent": 250} == (caught.value.report or Report()).counts


def test_a_body_that_does_not_unpack_is_no_connection_error() -> None:
    """Bytes that are not in their encoding are a response that cannot be read, with its status."""
    broken = StandIn(
        lambda _: httpx.Response(
            200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no")
        )
    )
    with broken.client(attempts=1) as client:
        (outcome,) = client.upsert(events(1))
    assert outcome.error is not None
    assert (200, "the response does not decode") == (
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
    assert ("failed", "the response proves nothing: 2 results and 0 errors for 1 inputs", 200) == (
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
    assert ("request failed: HTTP 503: no; sent again in 0.0 s", "UnavailableError", 0.0, 2) == (
        failed.getMessage(),
        vars(failed)["error"],
        vars(failed)["pause"],
        vars(failed)["inputs"],
    )
    assert ("batch done: 2 of 3 inputs are with HubSpot", 3, 2) == (
        done.getMessage(),
        vars(done)["inputs"],
        vars(done)["ok"],
    )


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
        ("It is gone.", "It is gone. Next: mend the call"),
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
    """An error's text has the status and kind, if any, the message, and the next step."""
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
    assert ("failed", "no response: ReadError: cut") == (outcome.status, outcome.error.message)


def test_more_answers_than_inputs_are_a_failure() -> None:
    """Two results and an error for one input are no success."""
    server = StandIn(
        lambda inputs: server.accept(inputs * 2, errors=[{"message": "no"}], numErrors=1)
    )
    (outcome,) = server.client().upsert(events(1))
    assert ("failed", "the response proves nothing: 2 results and 1 errors for 1 inputs: no") == (
        outcome.status,
        outcome.error.message if outcome.error else "",
    )


@pytest.mark.parametrize("content", [b"<h1>no</h1>", b'{"status": "PENDING"}', b'{"results": 5}'])
def test_a_success_that_proves_nothing_names_its_request(content: bytes) -> None:
    """HubSpot's support can be asked about it by the correlation id of the header."""
    found = refused(200, content, X_HubSpot_Correlation_Id="c-7")
    assert ("c-7", 200, errors.UnexpectedResponseError) == (
        found.correlation_id,
        found.status,
        type(found),
    )
