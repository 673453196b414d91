"""What the responses to a deletion prove of each event."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from stand_in import error

from hubspot_marketing_events import EventKey, EventRecord, MarketingEvents, Pacer, Report

Answer = httpx.Response | Exception
MISSING = {"category": "OBJECT_NOT_FOUND", "message": "no such event"}
REFUSED = {"category": "VALIDATION_ERROR", "message": "no"}


class Server:
    """Gives one answer after the other, the last one again and again, and keeps the requests."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.sent: list[Any] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode().rpartition("2026-03")[2]
        body = json.loads(request.content) if request.content else {"inputs": []}
        self.sent.append([one["objectId"] for one in body["inputs"]] or path)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, content=answer.content)

    def delete(self, *events: Any, **options: Any) -> Report:
        """The report of a deletion."""
        transport = httpx.MockTransport(self)
        with MarketingEvents(token="t", transport=transport, pacer=Pacer(10**6)) as client:
            return client.delete(list(events), **options)


def partial(*causes: dict[str, str]) -> httpx.Response:
    """207 with a body, as other batch calls of HubSpot have it."""
    body = {"status": "COMPLETE", "results": [], "errors": causes, "numErrors": len(causes)}
    return httpx.Response(207, json=body)


def statuses(report: Report) -> list[str]:
    """The statuses of a report."""
    return [str(outcome.status) for outcome in report]


def test_object_ids_go_in_batches_and_external_ids_alone() -> None:
    """Each input is in one request, and no request has anything else."""
    server = Server(httpx.Response(204))
    record = EventRecord(object_id="7")
    assert ["deleted"] * 5 == statuses(
        server.delete("5", EventKey("a b", "e/1"), 6, ("a", "e2"), record)
    )
    expected = [["5", "6", "7"], "/events/e%2F1?externalAccountId=a+b"]
    assert [*expected, "/events/e2?externalAccountId=a"] == server.sent


def test_a_hundred_object_ids_are_a_batch() -> None:
    """150 object ids are two requests."""
    server = Server(httpx.Response(204))
    assert {"deleted": 150} == server.delete(*map(str, range(1, 151)), concurrency=2).counts
    assert [50, 100] == sorted(len(sent) for sent in server.sent)


class Unreadable:
    """Raises when it is looked at."""

    def __repr__(self) -> str:
        raise LookupError


@pytest.mark.parametrize(
    "given",
    [
        *("x", "", "1" * 20, 5.0, None, ("a",), ("a", ""), {"id": "5"}),
        *(("a" * 10**5, "b"), Unreadable()),
    ],
)
def test_what_names_no_event_is_invalid_and_not_sent(given: Any) -> None:
    """It costs no other input anything."""
    server = Server(httpx.Response(204))
    assert ["invalid", "deleted"] == statuses(server.delete(given, "5"))
    assert [["5"]] == server.sent


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([httpx.Response(204)], "deleted"),
        ([httpx.Response(200, json={"status": "COMPLETE"})], "deleted"),
        ([httpx.Response(202)], "unconfirmed"),
        ([httpx.Response(207)], "not_found"),
        ([partial(MISSING)], "not_found"),
        ([partial(REFUSED)], "rejected"),
        ([error(404, **MISSING)], "not_found"),
        ([error(400, **REFUSED)], "rejected"),
        ([httpx.ReadTimeout("slow")], "failed"),
        ([httpx.ReadTimeout("slow"), httpx.Response(207)], "accepted"),
        ([httpx.ReadTimeout("slow"), error(404, **MISSING)], "accepted"),
        ([httpx.ReadTimeout("slow"), error(400, **REFUSED)], "failed"),
        ([httpx.ConnectTimeout("slow"), error(404, **MISSING)], "not_found"),
        ([httpx.Response(200, html="<p>Sign in")], "failed"),
        ([httpx.Response(200, json={"message": "sign in"})], "failed"),
        ([httpx.Response(207, json={"error": "sign in"})], "failed"),
        ([error(429, policyName="DAILY")], "not_sent"),
    ],
)
@pytest.mark.parametrize("event", ["5", ("a", "e")])
def test_what_a_response_proves_of_one_event(
    event: Any, answers: list[Answer], expected: str
) -> None:
    """A deletion that may have happened is never denied, and none is claimed without a proof."""
    (outcome,) = Server(*answers).delete(event)
    assert expected == outcome.status
    assert (expected in {"deleted", "accepted", "unconfirmed"}) is (outcome.error is None)


@pytest.mark.parametrize("ids", [["5", "6"], ["5", "6", "7"]])
def test_of_a_batch_with_missing_events_each_is_asked_for_alone(ids: list[str]) -> None:
    """All of them are gone; the response says that some were missing, and not which."""
    server = Server(httpx.Response(207))
    assert ["accepted"] * len(ids) == statuses(server.delete(*ids))
    assert [ids, *([one] for one in ids)] == server.sent


def test_a_missing_event_has_a_reason() -> None:
    """Where the response has no body, its status is the reason."""
    (outcome,) = Server(httpx.Response(207)).delete("5")
    assert outcome.error is not None
    expected = ("the response says that it names nothing", 207)
    assert expected == (outcome.error.message, outcome.error.status)


def test_results_of_a_deletion_prove_nothing() -> None:
    """HubSpot documents none; what has some was not about this deletion."""
    body = {"status": "COMPLETE", "results": [{"id": "5"}]}
    (outcome,) = Server(httpx.Response(200, json=body)).delete("5")
    assert outcome.error is not None
    expected = ("failed", "the response has no results that name an object")
    assert expected == (outcome.status, outcome.error.message)


def test_results_beside_an_error_are_looked_into_one_by_one() -> None:
    """They do not say which of two events is refused, nor whether it was deleted before."""
    body = {"status": "COMPLETE", "results": [{"id": "5"}], "errors": [REFUSED], "numErrors": 1}
    server = Server(httpx.Response(207, json=body), partial(REFUSED), httpx.Response(204))
    assert ["failed", "deleted"] == statuses(server.delete("5", "6"))
    assert [["5", "6"], ["5"], ["6"]] == server.sent


def test_a_report_tells_missing_events_apart() -> None:
    """What is not found is among the failed, with HubSpot's reason; as JSON, keys are named."""
    report = Server(error(404, **MISSING)).delete(EventKey("a", "e"))
    assert 1 == len(report.failed)
    told = report[0].to_dict()
    assert {"external_account_id": "a", "external_event_id": "e"} == told["event"]
    assert "no such event" == told["error"]["message"]
