"""A call shares nothing with another: its report, its connections, its processes and loops."""

from __future__ import annotations

import asyncio
import copy
import datetime as dt
import gc
import json
import multiprocessing
import os
import pickle
import signal
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import httpx
import pandas as pd
import pytest
from attrs import frozen
from raw_server import RawServer
from stand_in import START, StandIn, error, event, events

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    ErrorDetails,
    Event,
    MarketingEvents,
    Outcome,
    Pacer,
    Report,
    Status,
    errors,
)
from hubspot_marketing_events._pacing import shared_pacer
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
    assert (249, ["created"] * 99) == (len(rest), statuses(rest)[:99])


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

        with pytest.raises(
            errors.ConfigurationError, match=r"^the client was closed during the call\. Next"
        ) as caught:
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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["https://evil.example/x", "/elsewhere", "http://xn--a/", ""])
def test_a_redirect_is_never_followed(status: int, location: str) -> None:
    """Neither the token nor the events go anywhere else, also where the caller asks for it."""
    seen: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(status, headers={"Location": location})

    options = {"follow_redirects": True}
    transport = httpx.MockTransport(respond)
    with StandIn().client(transport=transport, client_options=options, attempts=1) as client:
        try:
            report = client.upsert(events(1))
        except errors.UnexpectedResponseError as error:
            report = error.report or Report()
    assert (["api.hubapi.com"], False) == (seen, report[0].ok)


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
    counts = vars(caught.value)["report"].counts
    assert (100 * concurrency, 0) == (counts["failed"], counts["created"])


def test_many_batches_at_once_settle_in_threads() -> None:
    """With 64 batches in flight each outcome has its own id, more ids than a run compares."""
    server = StandIn()
    with server.client() as client:
        report = client.upsert(events(20_000), concurrency=64)
    ids = [server.store["account", str(n)]["objectId"] for n in range(20_000)]
    assert ids == [outcome.id for outcome in report]


def test_times_that_were_not_sent_swap_no_ids() -> None:
    """An event without a start may have any: another one of its name is told apart by no time."""

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        body = server.accept(inputs).json()
        for result in body["results"]:
            if "startDateTime" in result:
                result["startDateTime"] = result["startDateTime"][:19] + "Z"
        return httpx.Response(200, json=body)

    server = StandIn(respond)
    server.hide_ids = True
    start = START + dt.timedelta(milliseconds=400)
    twins = [event(1, event_name="Gala"), event(2, event_name="Gala", start_date_time=start)]
    with server.client() as client:
        report = client.upsert(twins)
    ids = [server.store["account", str(n)]["objectId"] for n in (1, 2)]
    assert ids == [outcome.id for outcome in report]


@pytest.mark.parametrize(
    ("stored", "refused", "change"),
    [
        (
            {"event_name": "Conference Berlin"},
            {"event_name": "Conference"},
            {"eventName": "Conference"},
        ),
        (
            {"start_date_time": START + dt.timedelta(seconds=30)},
            {"start_date_time": START},
            {"startDateTime": "2026-11-01T00:00:00Z"},
        ),
    ],
)
def test_a_refused_input_gets_no_id_of_a_stored_one(
    stored: dict[str, Any], refused: dict[str, Any], change: dict[str, Any]
) -> None:
    """Where the server cuts what it stores down to what it refused, neither outcome is untrue."""

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        kept = [given for given in inputs if given["externalEventId"] == "1"]
        body = server.accept(kept).json()
        body["results"] = [{**result, **change} for result in body["results"]]
        errors_ = [{"message": "no"}] * (len(inputs) - len(kept))
        return httpx.Response(207, json={**body, "errors": errors_, "numErrors": len(errors_)})

    server = StandIn(respond)
    server.hide_ids = True
    with server.client() as client:
        one, two = client.upsert(
            [
                event(1, **{"event_name": "Gala", **stored}),
                event(2, **{"event_name": "Gala", **refused}),
            ]
        )
    assert one.status in {"created", "accepted", "failed"}
    assert two.status in {"rejected", "failed"}


def test_the_earlier_version_is_sent_where_the_later_one_was_in_doubt() -> None:
    """A version that is refused after an attempt without a response leaves not neither."""

    def refuse(inputs: list[dict[str, Any]]) -> httpx.Response | None:
        return error(400) if any(given["eventName"] == "Bad" for given in inputs) else None

    server = StandIn(error(503), refuse)
    with server.client() as client:
        report = client.upsert([event(1, event_name="Good"), event(1, event_name="Bad")])
    assert ["created", "failed"] == statuses(report)


def test_an_input_that_is_changed_meanwhile_keeps_its_key() -> None:
    """A mapping that the caller uses again for each event makes no event another's version."""

    def reused() -> Iterator[dict[str, Any]]:
        given = {"eventName": "n", "eventOrganizer": "o", "externalAccountId": "a"}
        for number in range(150):
            given["externalEventId"] = str(number)
            yield given

    server = StandIn(error(503), None)
    with server.client(attempts=1) as client:
        report = client.upsert(reused())
    assert ["failed"] * 100 + ["created"] * 50 == statuses(report)


@pytest.mark.parametrize("gap", [1, 100, 2500])
def test_an_id_that_two_events_have_proves_neither(gap: int) -> None:
    """However far apart the two are in one call, both are failed."""

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        body = server.accept(inputs).json()
        for result in body["results"]:
            if result["eventName"] in {"Event 0", f"Event {gap}"}:
                result["objectId"] = "77"
        return httpx.Response(200, json=body)

    server = StandIn(respond)
    with server.client() as client:
        report = client.upsert(events(2600))
    assert ["failed", "failed"] == [report[0].status, report[gap].status]
    said = {o.error.message for o in (report[0], report[gap]) if o.error}
    assert {"object id 77 was given to two events"} == said
    assert 2598 == len(report.ok)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interruption_before_anything_is_sent_leaves_no_doubt(kind: type[BaseException]) -> None:
    """What was interrupted while the token was asked for was not sent."""

    def give() -> str:
        raise kind

    with StandIn().client(token=give) as client, pytest.raises(kind) as caught:
        client.upsert(events(2))
    assert {"not_sent": 2} == vars(caught.value)["report"].counts


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
    assert {"not_sent": 150} == (caught.value.report or Report()).counts


def test_an_error_with_an_unfit_input_can_be_sent_to_another_process() -> None:
    """A report that cannot be pickled is left behind; the error is not."""
    with (
        StandIn(error(401)).client() as client,
        pytest.raises(errors.AuthenticationError) as caught,
    ):
        client.upsert([event(1), {"lock": threading.Lock()}])
    caught.value.retry_after = 7.0
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (str(caught.value), None, 7.0) == (str(again), again.report, again.retry_after)


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


def test_a_callback_may_raise_anything() -> None:
    """An exception that takes no report passes through as it is."""

    @frozen
    class Frozen(Exception):  # noqa: N818 - what is tested
        why: str

    def raises(_: object) -> None:
        raise Frozen("x")

    with StandIn().client() as client, pytest.raises(Frozen):
        client.upsert(events(1), on_batch=raises)


def test_what_json_does_not_know_is_shown_all_the_same() -> None:
    """The JSON form of an outcome takes whatever a caller handed in."""

    class Rude:
        def __repr__(self) -> str:
            raise OSError

    itself: dict[str, Any] = {"date": dt.date(2026, 1, 2), "rude": Rude(), "lone": "\ud800"}
    itself["itself"] = itself
    with StandIn().client() as client:
        (told,) = client.upsert([itself]).to_dicts()
    assert ("2026-01-02", "a Rude", "\\ud800") == tuple(
        told["event"][n] for n in ("date", "rude", "lone")
    )
    json.dumps(told)


def test_a_forked_process_does_not_wait_for_its_parents_requests() -> None:
    """What a parent has in flight at a fork does not count in the child for ever."""
    pacer = Pacer(1, 0.2)
    pacer.permit()
    with pacer.in_flight():
        child = os.fork()
        if not child:
            time.sleep(0.3)
            os._exit(int(pacer.permit() > 0))
        assert 0 == os.waitpid(child, 0)[1]


def test_threads_share_one_pacer_however_many_begin_at_once() -> None:
    """Clients that threads make at one moment share a pacer all the same."""
    with ThreadPoolExecutor(8) as pool:
        for number in range(50):
            pacers = pool.map(lambda _, n=number: shared_pacer(n), range(8))
            assert 1 == len({id(pacer) for pacer in pacers})


def test_the_json_form_of_an_outcome_has_everything() -> None:
    """Status, id, error without empty details, warning and event, as JSON can hold them."""
    details = ErrorDetails(message="no", status=400, context={"ids": ["1"]})
    given = event(1, start_date_time=START, custom_properties={"a": "b"})
    outcome = Outcome(given, Status.REJECTED, None, details, "odd")
    expected = {
        "status": "rejected",
        "id": None,
        "error": {"message": "no", "status": 400, "context": {"ids": ["1"]}},
        "warning": "odd",
        "event": {
            "event_name": "Event 1",
            "event_organizer": "Northwind",
            "external_account_id": "account",
            "external_event_id": "1",
            "event_type": None,
            "event_url": None,
            "event_description": None,
            "event_cancelled": None,
            "event_completed": None,
            "start_date_time": "2026-11-01T00:00:00+00:00",
            "end_date_time": None,
            "custom_properties": {"a": "b"},
        },
    }
    assert expected == outcome.to_dict()
    assert [expected] == Report([outcome]).to_dicts()
    assert str is type(outcome.to_dict()["status"])


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (float("nan"), None),
        (float("-inf"), None),
        (1.5, 1.5),
        (True, True),
        (None, None),
        (7, 7),
        ((1, [2, {"a": 3}]), [1, [2, {"a": 3}]]),
        ({5: 1}, {"5": 1}),
        (float("nan") * 0, None),
        (b"bytes", "b'bytes'"),
        (pd.NaT, None),
        (dt.date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_a_value_of_an_input_is_told(value: Any, told: Any) -> None:
    """Whatever an input holds has a form in JSON, or none where it stands for nothing."""
    outcome = Outcome({"value": value}, Status.INVALID)
    assert {"value": told} == outcome.to_dict()["event"]


def test_what_is_nested_too_deep_is_cut() -> None:
    """Beyond twenty levels a value is shown as its text."""
    nested: Any = "end"
    for _ in range(40):
        nested = [nested]
    told, depth = Outcome({"value": nested}, Status.INVALID).to_dict()["event"]["value"], 0
    while isinstance(told, list):
        told, depth = told[0], depth + 1
    assert (19, "[" * 21 + "'end'" + "]" * 21) == (depth, told)


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


def test_no_outcome_is_a_report_too() -> None:
    """A report of nothing says so."""
    assert "<Report of 0 outcomes: none>" == repr(Report())


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


async def test_an_asynchronous_error_has_every_input() -> None:
    """A token that is refused leaves a report of what was read and of what was not."""
    server = StandIn(None, error(401, category="INVALID_AUTHENTICATION"))
    async with server.async_client() as client:
        with pytest.raises(errors.AuthenticationError) as caught:
            await client.upsert(iter(events(350)))
    assert {"created": 100, "not_sent": 250} == (caught.value.report or Report()).counts


@pytest.mark.parametrize("gap", [1, 2500])
async def test_an_asynchronous_call_compares_all_its_ids(gap: int) -> None:
    """However far apart two events of one id are, both are failed."""

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        body = server.accept(inputs).json()
        for result in body["results"]:
            if result["eventName"] in {"Event 0", f"Event {gap}"}:
                result["objectId"] = "77"
        return httpx.Response(200, json=body)

    server = StandIn(respond)
    async with server.async_client() as client:
        report = await client.upsert(events(2600))
    assert (["failed", "failed"], 2598) == ([report[0].status, report[gap].status], len(report.ok))


def test_only_so_many_pacers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pacer that was used longest ago goes first."""
    monkeypatch.setattr("hubspot_marketing_events._pacing.MOST_SHARED", 2)
    monkeypatch.setattr("hubspot_marketing_events._pacing._shared", OrderedDict())
    first, second = shared_pacer("first"), shared_pacer("second")
    assert first is shared_pacer("first")
    shared_pacer("third")
    assert (first, False) == (shared_pacer("first"), second is shared_pacer("second"))


def test_what_is_left_open_is_sent_again_in_few_requests() -> None:
    """Alike inputs go into separate requests, and inputs that differ into one."""
    server = StandIn(order=lambda results: results[::-1])
    server.hide_ids = True
    names = ["A", "A", "B", "B", "C"]
    with server.client() as client:
        report = client.upsert([event(n, event_name=name) for n, name in enumerate(names)])
    assert ([5, 2, 2], 5) == (server.sizes, len(report.ok))
