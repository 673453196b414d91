"""A call shares nothing with another: its report, its connections, its processes and loops."""

from __future__ import annotations

import asyncio
import copy
import gc
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from raw_server import RawServer
from stand_in import StandIn, error, event, events

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    ErrorDetails,
    MarketingEvents,
    Pacer,
    Report,
    errors,
)
from hubspot_marketing_events_mock import MockServer

UNFIT: list[Any] = [{"eventName": "no more"}] * 5


@pytest.fixture
def server() -> Iterator[MockServer]:
    """A mock server of its own."""
    with MockServer() as running:
        yield running


def statuses(report: Report | None) -> list[str]:
    """The outcomes' statuses in order."""
    return [str(outcome.status) for outcome in report or ()]


async def test_calls_at_once_have_a_report_each() -> None:
    """Two calls that overlap on one asynchronous client tell of their own inputs only."""
    async with StandIn().async_client() as client:
        many, few = await asyncio.gather(client.upsert(events(300)), client.upsert(UNFIT))
    assert ({"created": 300}, {"invalid": 5}) == (many.counts, few.counts)


def test_threads_have_a_report_each() -> None:
    """Calls of several threads on one client tell of their own inputs only."""
    with StandIn().client() as client, ThreadPoolExecutor(8) as pool:
        reports = list(pool.map(lambda n: client.upsert(UNFIT * n), range(1, 9)))
    assert [5 * n for n in range(1, 9)] == [len(report) for report in reports]


def test_the_iterator_tells_what_it_left() -> None:
    """A closed iterator has the outcomes of the inputs that it read and did not yield."""
    with StandIn().client() as client:
        outcomes = client.upsert_iter(iter(events(250)), concurrency=1)
        next(outcomes)
        outcomes.close()
        assert (["created"] * 99, []) == (statuses(outcomes.rest), list(outcomes))


async def test_the_asynchronous_iterator_tells_what_it_left() -> None:
    """So does the asynchronous one, whose second batch was cancelled or had come through."""
    async with StandIn().async_client() as client:
        outcomes = client.upsert_iter(iter(events(250)), concurrency=2)
        await anext(outcomes)
        await outcomes.aclose()
        rest = outcomes.rest
    assert (199, ["created"] * 99) == (len(rest), statuses(rest)[:99])


def test_a_closed_client_says_so() -> None:
    """A call after `close` raises an error of this package."""
    client = StandIn().client()
    client.close()
    client.close()
    with pytest.raises(errors.ConfigurationError, match="the client is closed"):
        client.upsert(events(1))


async def test_a_closed_asynchronous_client_says_so() -> None:
    """So does a call on an asynchronous client."""
    client = StandIn().async_client()
    await client.close()
    with pytest.raises(errors.ConfigurationError, match="the client is closed"):
        await client.upsert(events(1))


def test_a_client_that_is_closed_meanwhile_ends_the_call() -> None:
    """Closing a client during a call ends it; what came before is in the report."""
    server = StandIn()
    with server.client() as client:

        def close(_: object) -> None:
            client.close()

        with pytest.raises(errors.ConfigurationError, match="closed during the call") as caught:
            client.upsert(events(250), on_batch=close)
    assert ["created"] * 100 + ["not_sent"] * 150 == statuses(caught.value.report)


def _forked(client: MarketingEvents, concurrency: int, results: Any) -> None:
    report = client.upsert([event(n) for n in range(1000, 1250)], concurrency=concurrency)
    results.put([(outcome.status, outcome.id) for outcome in report])


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_forked_process_has_connections_of_its_own(server: MockServer, concurrency: int) -> None:
    """Parent and child use one client after a fork, and each gets the ids of its own events."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    given = {"token": "mock-token", "base_url": server.url, "pacer": Pacer(10**6)}
    with MarketingEvents(**given) as client:  # type: ignore[arg-type]
        client.upsert(events(250), concurrency=concurrency)
        child = context.Process(target=_forked, args=(client, concurrency, results))
        child.start()
        ours = client.upsert(events(250), concurrency=concurrency)
        theirs = results.get(timeout=30)
        child.join(10)
    ids = {stored["externalEventId"]: stored["objectId"] for stored in server.events}
    assert [("updated", ids[str(n)]) for n in range(250)] == [(o.status, o.id) for o in ours]
    assert [("created", ids[str(n)]) for n in range(1000, 1250)] == theirs


def _refused(url: str) -> Report:
    with MarketingEvents(token="wrong-token", base_url=url) as client:
        return client.upsert(events(2))


def test_an_error_reaches_the_parent_of_a_process_pool(server: MockServer) -> None:
    """An error that a worker process raises arrives whole, with its report."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        future = pool.submit(_refused, server.url)
        with pytest.raises(errors.AuthenticationError) as caught:
            future.result(60)
    assert ["not_sent"] * 2 == statuses(caught.value.report)


@pytest.mark.parametrize("copied", [copy.copy, lambda e: pickle.loads(pickle.dumps(e))])  # noqa: S301
@pytest.mark.parametrize("kind", [k for k in vars(errors).values() if isinstance(k, type)])
def test_every_error_survives_a_copy(kind: type[Any], copied: Callable[[Any], Any]) -> None:
    """Whether copied or pickled, an error keeps its kind, text, details, wait and report."""
    if not issubclass(kind, errors.MarketingEventsError):
        return
    given: Any = kind(ErrorDetails(message="m", status=503, category="C", context={"a": ["b"]}))
    given.retry_after, given.report = 7.0, Report()
    again = copied(given)
    assert (kind, str(given), given.why, 7.0, Report()) == (
        type(again),
        str(again),
        again.why,
        again.retry_after,
        again.report,
    )


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_client_works_on_one_loop_after_the_other(server: MockServer) -> None:
    """An asynchronous client that is used in two `asyncio.run` calls opens new connections."""
    given = {"token": "mock-token", "base_url": server.url}
    client = AsyncMarketingEvents(**given)  # type: ignore[arg-type]
    first, second = (asyncio.run(client.upsert(events(3))) for _ in range(2))
    del client
    gc.collect()  # the connections of the first loop, which nobody can close any more
    assert (["created"] * 3, ["updated"] * 3) == (statuses(first), statuses(second))


def test_a_redirect_never_takes_the_token_elsewhere() -> None:
    """A redirect to another origin carries no token, also where the caller follows redirects."""
    seen: list[tuple[str, str | None]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append((str(request.url), request.headers.get("Authorization")))
        if request.url.host == "api.hubapi.com":
            return httpx.Response(307, headers={"Location": "https://evil.example/x"})
        return httpx.Response(200, json={"results": []})

    options = {"follow_redirects": True}
    transport = httpx.MockTransport(respond)
    with StandIn().client(transport=transport, client_options=options) as client:
        client.upsert(events(1))
    assert [("https://evil.example/x", None)] == seen[1:]


def test_a_redirect_that_makes_it_a_get_is_no_success() -> None:
    """A list that a redirect leads to is no response to an upsert, though it has results."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(
                200, json={"results": [{"objectId": "1", "eventName": "Event 0"}]}
            )
        return httpx.Response(302, headers={"Location": "/elsewhere"})

    options = {"follow_redirects": True}
    transport = httpx.MockTransport(respond)
    with (
        StandIn().client(transport=transport, client_options=options) as client,
        pytest.raises(errors.UnexpectedResponseError, match="redirected"),
    ):
        client.upsert(events(1))


def test_no_cookie_is_kept() -> None:
    """What a response sets is not sent with the next request."""
    seen: list[str | None] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Cookie"))
        return httpx.Response(200, headers={"Set-Cookie": "a=b"}, json={"results": []})

    with StandIn().client(transport=httpx.MockTransport(respond)) as client:
        client.upsert(events(250))
    assert [None] * 3 == seen


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://no-such-host.invalid"])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_dead_host_ends_the_run_early(url: str, concurrency: int) -> None:
    """After three connections that do not come about the run ends, and says where and why."""
    with (
        MarketingEvents(token="t", base_url=url) as client,
        pytest.raises(errors.UnreachableError) as caught,
    ):
        client.upsert(events(1000), concurrency=concurrency)
    assert {"not_sent": 1000} == (caught.value.report or Report()).counts
    assert url.removeprefix("http://") in str(caught.value)


def test_an_untrusted_certificate_is_told_as_such() -> None:
    """A server that speaks no TLS is unreachable by https: nothing was sent to it."""
    with RawServer(lambda: iter([b"HTTP/1.1 200 OK\r\n\r\n"]), reads=False) as server:
        url = server.url.replace("http:", "https:")
        with (
            MarketingEvents(token="t", base_url=url) as client,
            pytest.raises(errors.UnreachableError, match="SSL_CERT_FILE"),
        ):
            client.upsert(events(1))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (event(1), "events is one Event"),
        ({"eventName": "x"}, "events is one dict"),
        ("events.csv", "events is a str"),
        (b"events", "events is a bytes"),
        (5, "events is a int"),
        (None, "events is a NoneType"),
    ],
)
def test_events_that_are_no_events_are_refused(given: Any, said: str) -> None:
    """What is no iterable of events is refused in words that say what to pass."""
    with StandIn().client() as client, pytest.raises(errors.ConfigurationError, match=said):
        client.upsert(given)


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
    """The error names the kind of what was raised, and has it as its cause."""

    def give() -> str:
        raise PermissionError("pat-secret")

    with (
        StandIn().client(token=give) as client,
        pytest.raises(errors.ConfigurationError, match="raised PermissionError") as caught,
    ):
        client.upsert(events(2))
    assert "pat-secret" not in str(caught.value)
    assert isinstance(caught.value.__cause__, PermissionError)


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


def test_the_last_version_that_is_accepted_gets_through() -> None:
    """Where HubSpot refuses the version that replaced another, the other is sent after all."""

    def refuse(inputs: list[dict[str, Any]]) -> httpx.Response | None:
        bad = any(given["eventName"] == "Bad" for given in inputs)
        return error(400, category="VALIDATION_ERROR") if bad else None

    server = StandIn(refuse)
    versions = [event(1, event_name=name) for name in ("One", "Two", "Bad", "Bad")]
    with server.client() as client:
        report = client.upsert([*versions, event(2)])
    assert ["superseded", "created", "rejected", "rejected", "created"] == statuses(report)
    assert "Two" == server.store["account", "1"]["eventName"]


def test_an_older_version_that_failed_is_superseded() -> None:
    """What failed is not to be sent again where a later version of the event got through."""
    server = StandIn(error(503), None)
    with server.client(attempts=1) as client:
        old = [event(1, event_name="Old"), *events(100)[2:], event(100)]
        report = client.upsert([*old, event(1, event_name="New"), event(200)])
    assert ["superseded", "failed"] == statuses(report)[:2]
    assert ["created", "created"] == statuses(report)[-2:]


def test_a_report_is_short_and_a_sequence() -> None:
    """A report can be indexed, sliced, filtered and shown, whatever its length."""
    with StandIn().client() as client:
        report = client.upsert([*events(2000), {"eventName": "x"}])
    assert "<Report of 2001 outcomes: 2000 created, 1 invalid>" == repr(report)
    assert ("created", "invalid", 2) == (report[0].status, report[-1].status, len(report[1:3]))
    assert (2000, 1, 2001) == (len(report.ok), len(report.failed), len(report.to_dicts()))
    assert isinstance(report[1:3], Report)


def pacer_of(**options: Any) -> Pacer:
    """The pacer that a client of these options uses."""
    return MarketingEvents(**options)._pacer  # noqa: SLF001 - nothing public tells


def test_clients_of_one_token_share_a_pacer() -> None:
    """Two clients that send one token to one URL keep one limit; others have their own."""
    url = "http://127.0.0.1:1"
    first, second = (pacer_of(token="shared", base_url=url) for _ in range(2))
    other = pacer_of(token="other", base_url=url)
    own = pacer_of(token="shared", base_url=url, pacer=Pacer())
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


@pytest.mark.parametrize("concurrency", [1, 4])
def test_an_interruption_ends_every_wait(concurrency: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while batches wait to be sent again ends the call at once."""
    monkeypatch.setattr("stamina.is_testing", lambda: False)
    server = StandIn(httpx.Response(503, headers={"Retry-After": "60"}, json={}))
    begun = time.monotonic()
    interruption = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    interruption.start()
    with server.client() as client, pytest.raises(KeyboardInterrupt) as caught:
        client.upsert(events(400), concurrency=concurrency)
    assert time.monotonic() - begun < 5
    assert {"failed": 100 * concurrency} == vars(caught.value)["report"].counts


def test_many_batches_at_once_settle_in_threads() -> None:
    """With 64 batches in flight each outcome has its own id, more ids than a run compares."""
    server = StandIn()
    with server.client() as client:
        report = client.upsert(events(20_000), concurrency=64)
    ids = [server.store["account", str(n)]["objectId"] for n in range(20_000)]
    assert ids == [outcome.id for outcome in report]
