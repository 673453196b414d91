"""Calls about one event and lists: retries, limits, pages, and what is made of a response."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from stand_in import error

from hubspot_marketing_events import (
    EventIdentifiers,
    EventKey,
    EventRecord,
    MarketingEvents,
    Pacer,
    ParticipantState,
    Participation,
    errors,
)

KEY = EventKey("account", "event")
EAST = dt.timezone(dt.timedelta(hours=1))
NOW, EARLY = dt.datetime.now(dt.UTC), dt.datetime.min.replace(tzinfo=EAST)
FULL = {
    "objectId": 5,
    "externalEventId": "event",
    "eventName": "Tour",
    "startDateTime": "2026-12-01T10:00:00+01:00",
    "createdAt": "2026-11-01T00:00:00.635Z",
    "attendees": 3,
    "noShows": None,
    "eventType": [1],
    "eventUrl": "",
    "eventCancelled": "yes",
    "customProperties": [{"name": "room", "value": "5"}, {"name": "empty", "value": None}],
    "appInfo": {"id": "7"},
    "newInSpring": [1],
}
Answer = httpx.Response | Exception


class Server:
    """Gives one answer after the other, the last one again and again, and keeps the requests."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, content=answer.content)

    def client(self, **options: Any) -> MarketingEvents:
        """A client that sends here."""
        given = {"token": "t", "transport": httpx.MockTransport(self), "pacer": Pacer(10**6)}
        return MarketingEvents(**{**given, **options})


def ok(body: Any) -> httpx.Response:
    """A success."""
    return httpx.Response(200, json=body)


def page(*items: Any, after: Any = None) -> httpx.Response:
    """A page of a list."""
    paging = {} if after is None else {"paging": {"next": {"after": after}}}
    return ok({"results": list(items), **paging})


def test_what_is_read_has_types_and_loses_nothing() -> None:
    """Known fields are typed; one of another type, or unknown, stays under HubSpot's name."""
    record = Server(ok(FULL)).client().get("5")
    expected = EventRecord(
        object_id="5",
        external_event_id="event",
        event_name="Tour",
        start_date_time=dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC),
        created_at=dt.datetime(2026, 11, 1, 0, 0, 0, 635000, tzinfo=dt.UTC),
        attendees=3,
        custom_properties={"room": "5"},
        extra={
            "eventType": [1],
            "eventUrl": "",
            "eventCancelled": "yes",
            "appInfo": {"id": "7"},
            "newInSpring": [1],
        },
    )
    assert expected == record


def test_a_participation_is_one_flat_record() -> None:
    """Contact, event and properties are fields of one record; milliseconds become a time."""
    item = {
        "id": "1",
        "associations": {
            "contact": {"contactId": 7, "email": "a@x.org", "hubSpotSays": "new"},
            "marketingEvent": {"marketingEventId": "5", "name": "Tour"},
            "company": {"id": 3},
        },
        "properties": {"attendanceState": "ATTENDED", "occurredAt": 1793491200000},
    }
    (found,) = Server(page(item)).client().participations(KEY)
    expected = Participation(
        id="1",
        contact_id="7",
        email="a@x.org",
        marketing_event_id="5",
        name="Tour",
        attendance_state="ATTENDED",
        occurred_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        extra={"hubSpotSays": "new", "associations": {"company": {"id": 3}}},
    )
    assert expected == found


def test_found_ids_include_the_app() -> None:
    """The id of the app, which HubSpot has in an object, is a field, and the object is kept."""
    app = {"id": 7, "name": "App"}
    (found,) = Server(page({"externalEventId": "event", "appInfo": app})).client().find("event")
    assert EventIdentifiers(external_event_id="event", app_id="7", extra={"appInfo": app}) == found


@pytest.mark.parametrize(
    "properties", [[{"name": 5, "value": "x"}], [{"name": "a", "value": 5}], ["a"], {"a": "b"}]
)
def test_properties_of_another_kind_are_kept(properties: Any) -> None:
    """Custom properties that are no names and texts stay as HubSpot has them."""
    record = Server(ok({"objectId": "5", "customProperties": properties})).client().get("5")
    assert ({}, {"customProperties": properties}) == (record.custom_properties, record.extra)


@pytest.mark.parametrize(("number", "expected"), [(2**63 - 1, str(2**63 - 1)), (2**63, None)])
def test_a_whole_number_of_64_bits_is_an_id(number: int, expected: str | None) -> None:
    """A greater one is no id of HubSpot's, and stays what it is."""
    record = Server(ok({"externalEventId": "event", "objectId": number})).client().get("5")
    assert (expected, {"objectId": number} if expected is None else {}) == (
        record.object_id,
        record.extra,
    )


@pytest.mark.parametrize(
    ("call", "body", "said"),
    [
        ("events", {}, "the response has no list of results"),
        ("find", {"results": {}}, "the response has no list of results"),
        ("lists", {"results": ["x"]}, "the response has a str where an object belongs"),
        (
            "events",
            {"results": [{"eventName": "Tour"}]},
            "the response has an object without object_id or external_event_id",
        ),
        ("lists", {"results": [{"id": "5"}]}, "the response has an object without list_id"),
        ("cancel", {"status": "error"}, "the response is a success that says an error"),
        (
            "events",
            {"results": [], "paging": 5},
            "the response has a next page, and no cursor that leads there",
        ),
    ],
)
def test_a_body_of_another_shape_is_an_error_that_says_what(
    call: str, body: Any, said: str
) -> None:
    """It names what is missing, and the status."""
    with pytest.raises(errors.UnexpectedResponseError) as caught:
        CALLS[call](Server(ok(body)).client(attempts=1))
    assert (said, 200) == (caught.value.why.message, caught.value.why.status)


@pytest.mark.parametrize("part", ["properties", "associations"])
def test_parts_of_another_kind_are_kept(part: str) -> None:
    """What should be an object, and is none, is not lost."""
    item = {"marketingEventId": "5", part: [1]}
    (found,) = Server(page(item)).client().participations(KEY)
    assert ("5", {part: [1]}) == (found.marketing_event_id, found.extra)


def test_pages_are_asked_for_when_they_are_needed() -> None:
    """The first page is one request, the cursor is passed back, and the last page ends the list."""
    server = Server(page(FULL, FULL, after="2 b"), page({"objectId": "9"}))
    events = server.client().events()
    assert [] == server.requests
    assert ["5", "5"] == [next(events).object_id, next(events).object_id]
    assert 1 == len(server.requests)
    assert ["9"] == [record.object_id for record in events]
    assert ["limit=100", "after=2+b&limit=100"] == [r.url.query.decode() for r in server.requests]


@pytest.mark.parametrize("cursor", ["2", "x" * 5000])
def test_participations_have_pages_too(cursor: str) -> None:
    """Their cursor is passed back, up to 5,000 characters."""
    server = Server(page({"contactId": "1"}, after=cursor), page({"contactId": "2"}))
    found = server.client().participations(KEY)
    assert ["1", "2"] == [participation.contact_id for participation in found]
    assert [None, cursor] == [request.url.params.get("after") for request in server.requests]


@pytest.mark.parametrize(
    "paging",
    [
        {"next": {"after": None}},
        {"next": 5},
        "more",
        {"next": {"after": []}},
        {"next": {"after": "\u8a9e" * 8000}},
        {"next": {"after": "x" * 5001}},
    ],
)
def test_a_page_that_leads_nowhere_is_an_error(paging: Any) -> None:
    """A list of which more is said to follow, and not where, is not taken for the whole."""
    events = Server(ok({"results": [FULL], "paging": paging})).client(attempts=1).events()
    with pytest.raises(errors.UnexpectedResponseError, match="no cursor that leads there"):
        list(events)


CALLS: dict[str, Callable[[MarketingEvents], Any]] = {
    "get": lambda client: client.get(KEY),
    "find": lambda client: client.find("event"),
    "events": lambda client: list(client.events()),
    "participations": lambda client: list(client.participations(contact="a@x.org")),
    "lists": lambda client: client.lists("5"),
    "cancel": lambda client: client.cancel("5"),
    "associate": lambda client: client.associate(KEY, 5),
}
BODY = {**FULL, "results": [{**FULL, "listId": "5"}]}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_call_is_retried_renewed_and_ended_as_an_upsert(
    call: Callable[[MarketingEvents], Any],
) -> None:
    """A failure is sent again, an expired token is renewed, and a deadline ends the call."""
    server = Server(error(503), error(429), ok(BODY))
    call(server.client())
    assert 3 == len(server.requests)

    tokens = iter("ab")
    expired = Server(error(401, category="EXPIRED_AUTHENTICATION"), ok(BODY))
    call(expired.client(token=lambda: next(tokens)))
    assert ["Bearer a", "Bearer b"] == [r.headers["Authorization"] for r in expired.requests]


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    ("answers", "kind", "may_be_applied"),
    [
        ([error(404, category="OBJECT_NOT_FOUND")], errors.NotFoundError, False),
        ([httpx.Response(404, html="<p>no")], errors.UnexpectedResponseError, False),
        ([httpx.ReadTimeout("slow"), error(403)], errors.PermissionDeniedError, True),
        ([httpx.ReadTimeout("slow"), httpx.Response(404, html="no")], errors.HubSpotError, True),
        ([httpx.ConnectError("refused")], errors.UnreachableError, False),
        ([httpx.Response(503)], errors.UnavailableError, True),
        ([httpx.Response(300)], errors.UnexpectedResponseError, False),
        ([httpx.Response(200, html="<p>Sign in")], errors.UnexpectedResponseError, True),
        ([ok({"status": "error"})], errors.UnexpectedResponseError, True),
        ([ok({"message": "sign in"})], errors.UnexpectedResponseError, True),
        ([ok({"error": "sign in"})], errors.UnexpectedResponseError, True),
    ],
)
def test_an_error_says_whether_it_may_be_done_all_the_same(
    answers: list[Answer], kind: type[Exception], may_be_applied: bool
) -> None:
    """Any attempt that may have been carried out counts, not the last one alone."""
    with pytest.raises(kind) as caught:
        Server(*answers).client(attempts=2).cancel(KEY)
    assert isinstance(caught.value, errors.MarketingEventsError)
    assert may_be_applied is caught.value.may_be_applied


@pytest.mark.parametrize("status", [200, 204, 299])
def test_any_success_without_a_body_is_one(status: int) -> None:
    """Where nothing is asked for, nothing has to be in the response."""
    server = Server(httpx.Response(status))
    server.client().cancel(KEY)
    assert 1 == len(server.requests)


@pytest.mark.parametrize("call", ["get", "cancel"])
@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (200, {}, "the response is not HubSpot's JSON"),
        (300, {"Location": "/elsewhere"}, "redirected to /elsewhere"),
        (200, {"Content-Encoding": "gzip"}, "the response does not decode"),
        (500, {"Content-Encoding": "gzip"}, "the response does not decode"),
    ],
)
def test_what_is_wrong_with_a_body_is_said(
    call: str, status: int, headers: dict[str, str], said: str
) -> None:
    """The error has it, and the status; no other error is its cause."""

    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(b"<p>"))

    client = MarketingEvents(token="t", transport=httpx.MockTransport(respond), attempts=1)
    with client, pytest.raises(errors.HubSpotError) as caught:
        CALLS[call](client)
    why = caught.value.why
    assert (said, status) == (why.message[: len(said)], why.status)
    assert caught.value.__cause__ is None


def test_a_deadline_ends_a_call_and_an_iteration() -> None:
    """Nothing is sent after it, by a call or for a further page."""
    server = Server(page(FULL, after="2"))
    client = server.client()
    with pytest.raises(errors.DeadlineError):
        client.get(KEY, deadline=0)
    events = client.events(deadline=0)
    with pytest.raises(errors.DeadlineError):
        next(events)
    assert [] == server.requests


def test_a_deadline_in_the_midst_of_a_request_is_one_too() -> None:
    """The error says that time is up, whether the call may be carried out, and what came last."""

    def slow(_: httpx.Request) -> httpx.Response:
        time.sleep(0.02)
        raise httpx.ReadTimeout("slow")

    transport = httpx.MockTransport(slow)
    client = MarketingEvents(token="t", transport=transport)
    with client, pytest.raises(errors.DeadlineError) as caught:
        client.cancel(KEY, deadline=0.01)
    assert caught.value.may_be_applied
    assert isinstance(caught.value.__cause__, errors.TransportError)


def test_a_final_error_is_raised_although_the_deadline_has_passed() -> None:
    """More time would not help, so the deadline is not the reason."""

    def slow(_: httpx.Request) -> httpx.Response:
        time.sleep(0.02)
        return error(403)

    client = MarketingEvents(token="t", transport=httpx.MockTransport(slow))
    with client, pytest.raises(errors.PermissionDeniedError):
        client.cancel(KEY, deadline=0.01)


def test_a_closed_client_makes_no_call() -> None:
    """It says so, also for what is iterated."""
    client = Server(ok(FULL)).client()
    client.close()
    for call in CALLS.values():
        with pytest.raises(errors.ConfigurationError, match="the client is closed"):
            call(client)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda client: client.participations(), "participations are those of an event, of a"),
        (lambda client: client.participations(contact=""), "contact '' cannot be part of a URL"),
        (lambda c: c.participations(KEY, contact="\ud800"), r"contact '\ud800' cannot be part"),
        (lambda c: c.participations(KEY, contact=b"a@x.org"), "contact b'a@x.org' cannot be"),
        (lambda client: client.participations(KEY, state=5), "state 5 cannot be part of a URL"),
        (lambda client: client.find(".."), "external_event_id '..' names no event"),
        (lambda client: client.find(5), "external_event_id 5 names no event"),
        (lambda client: client.find("x" * 10**5), "external_event_id 'xxx"),
        (lambda client: client.associate(KEY, None), "list_id None names no list"),
        (lambda client: client.associate(KEY, ""), "list_id '' names no list"),
        (lambda client: client.disassociate(KEY, True), "list_id True names no list"),
        (lambda client: client.complete("5", NOW, NOW), "HubSpot offers this call by external"),
        (
            lambda c: c.complete(KEY, "2026-01-01", NOW),
            "start and end need a time zone, as datetime.UTC",
        ),
        (
            lambda c: c.complete(KEY, NOW, NOW.replace(tzinfo=None)),
            "start and end need a time zone",
        ),
        (lambda c: c.complete(KEY, EARLY, NOW), f"{EARLY} is outside the years 1 to 9999 in UTC"),
    ],
)
def test_what_cannot_be_asked_is_refused(call: Callable[[MarketingEvents], Any], said: str) -> None:
    """An argument that no request can carry raises before anything is sent, and is named."""
    server = Server(ok(FULL))
    with pytest.raises(errors.ConfigurationError) as caught:
        call(server.client())
    assert said == caught.value.why.message[: len(said)]
    assert [] == server.requests


@pytest.mark.parametrize("key", [("a" * 10**5, "b"), ("a", "\u8a9e" * 6000)])
def test_ids_that_fit_in_no_url_are_refused(key: tuple[str, str]) -> None:
    """They raise an error of ours before anything is sent; httpx makes no URL of them."""
    server = Server(ok(FULL))
    with pytest.raises(errors.InvalidEventError, match="above 2,500 characters") as caught:
        server.client().get(key)
    assert (300, []) == (len(caught.value.why.message), server.requests)


def test_the_longest_ids_fit_in_a_url() -> None:
    """Two ids of 2,500 characters of the longest kind go through."""
    server = Server(page())
    longest = "\U0001f3a4" * 2500
    assert [] == list(server.client().participations((longest, longest), contact=longest))
    assert 1 == len(server.requests)


def test_a_state_of_participants_is_a_state_of_participations() -> None:
    """`ParticipantState.ATTENDED` asks for HubSpot's ATTENDED."""
    server = Server(page())
    assert [] == list(server.client().participations(KEY, state=ParticipantState.ATTENDED))
    assert "ATTENDED" == server.requests[0].url.params["state"]


@pytest.mark.usefixtures("tokyo")
def test_requests_are_hubspots() -> None:
    """Method, path and body of the calls that change one event; times are in UTC anywhere."""
    server = Server(httpx.Response(204))
    client = server.client()
    at = dt.datetime(2026, 12, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    client.cancel(KEY)
    client.cancel("5")
    client.complete(KEY, at, at)
    client.associate("5", 6)
    client.disassociate(KEY, "6")
    sent = [
        (
            r.method,
            r.url.raw_path.decode().rpartition("2026-03")[2],
            json.loads(r.content or "0"),
        )
        for r in server.requests
    ]
    times = {
        "startDateTime": "2026-12-01T08:00:00+00:00",
        "endDateTime": "2026-12-01T08:00:00+00:00",
    }
    assert [
        ("POST", "/events/event/cancel?externalAccountId=account", 0),
        ("PATCH", "/5", {"eventCancelled": True}),
        ("POST", "/events/event/complete?externalAccountId=account", times),
        ("PUT", "/associations/5/lists/6", 0),
        ("DELETE", "/associations/account/event/lists/6", 0),
    ] == sent
