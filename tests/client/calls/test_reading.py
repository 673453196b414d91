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
FULL = {
    "objectId": 5,
    "externalEventId": "event",
    "eventName": "Tour",
    "startDateTime": "2026-12-01T10:00:00+01:00",
    "createdAt": "2026-11-01T00:00:00.635Z",
    "attendees": 3,
    "noShows": None,
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
        extra={"eventCancelled": "yes", "appInfo": {"id": "7"}, "newInSpring": [1]},
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


@pytest.mark.parametrize(
    "paging",
    [
        {"next": {"after": None}},
        {"next": 5},
        "more",
        {"next": {"after": []}},
        {"next": {"after": "\u8a9e" * 8000}},
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
    server = Server(error(503), error(429, policyName="SECONDLY"), ok(BODY))
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


def test_a_closed_client_makes_no_call() -> None:
    """It says so, also for what is iterated."""
    client = Server(ok(FULL)).client()
    client.close()
    for call in CALLS.values():
        with pytest.raises(errors.ConfigurationError, match="the client is closed"):
            call(client)


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.participations(),
        lambda client: client.participations(contact=""),
        lambda client: client.participations(KEY, contact="\ud800"),
        lambda client: client.find(".."),
        lambda client: client.find(5),
        lambda client: client.find("x" * 10**5),
        lambda client: client.participations(KEY, contact=b"a@x.org"),
        lambda client: client.participations(KEY, state=5),
        lambda client: client.associate(KEY, None),
        lambda client: client.disassociate(KEY, True),
        lambda client: client.complete(KEY, "2026-01-01", "2026-01-02"),
        lambda client: client.complete(KEY, *[dt.datetime.min.replace(tzinfo=EAST)] * 2),
        lambda client: client.associate(KEY, ""),
        lambda client: client.complete("5", dt.datetime.now(dt.UTC), dt.datetime.now(dt.UTC)),
        lambda client: client.complete(KEY, *[dt.datetime(2026, 1, 1)] * 2),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_asked_is_refused(call: Callable[[MarketingEvents], Any]) -> None:
    """An argument that no request can carry raises before anything is sent."""
    server = Server(ok(FULL))
    with pytest.raises(errors.ConfigurationError):
        call(server.client())
    assert [] == server.requests


@pytest.mark.parametrize("key", [("a" * 10**5, "b"), ("a", "\u8a9e" * 6000)])
def test_ids_that_fit_in_no_url_are_refused(key: tuple[str, str]) -> None:
    """They raise an error of ours before anything is sent; httpx makes no URL of them."""
    server = Server(ok(FULL))
    with pytest.raises(errors.InvalidEventError, match="above 2,500 characters"):
        server.client().get(key)
    assert [] == server.requests


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


def test_requests_are_hubspots() -> None:
    """Method, path and body of the calls that change one event."""
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
