"""What the mock refuses, how, and that it keeps the contract itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hubspot_marketing_events_mock import Contract, ContractError, Token
from hubspot_marketing_events_mock.behaviour import HANDLERS
from hubspot_marketing_events_mock.contract import Response
from tests.mock.caller import VERSION, Caller

GIVEN = {"eventName": "n", "eventOrganizer": "o", "externalAccountId": "a", "externalEventId": "e"}


@pytest.mark.parametrize(
    ("authorization", "status", "category"),
    [
        ("", 401, "INVALID_AUTHENTICATION"),
        ("Bearer nobody", 401, "INVALID_AUTHENTICATION"),
        ("Basic ada", 401, "INVALID_AUTHENTICATION"),
        ("ada", 401, "INVALID_AUTHENTICATION"),
        ("Bearer old", 401, "EXPIRED_AUTHENTICATION"),
        ("Bearer reader", 403, "MISSING_SCOPES"),
        ("Bearer ada, Bearer ada", 401, "INVALID_AUTHENTICATION"),
    ],
)
def test_who_may_not_call_is_told_why(authorization: str, status: int, category: str) -> None:
    """A missing, unknown or expired token, or one short of a scope, is refused, each in its way."""
    reply = Caller()("POST", "events", body=GIVEN, headers={"Authorization": authorization})
    assert (status, category) == (reply.status, reply.json["category"])


@pytest.mark.parametrize("path", ["", "/"])
def test_both_spellings_of_the_list_in_v3_are_served(path: str) -> None:
    """HubSpot's clients of v3 call the list with and without a slash at the end."""
    call = Caller(contract=Contract.load(version="v3"))
    reply = call("GET", prefix=f"/marketing/v3/marketing-events{path}")
    assert (200, []) == (reply.status, reply.json["results"])
    assert 404 == call("GET", prefix="/marketing/marketing-events/v3").status


def test_a_scope_to_come_is_one_of_every_scope() -> None:
    """A token with every scope has those of a later contract too; one with a list has the list."""
    text = json.dumps(Contract.load().document)
    later = text.replace("crm.objects.marketing_events.write", "crm.objects.marketing_events.merge")
    call = Caller(contract=Contract(json.loads(later)))
    assert 200 == call("POST", "events", "upsert", body={"inputs": [GIVEN]}).status
    assert 403 == call("POST", "events", "upsert", body={"inputs": [GIVEN]}, token="reader").status


def test_a_participant_needs_no_properties() -> None:
    """A contact and a time are enough to record who took part."""
    call = Caller()
    number = call.create()
    body = {"inputs": [{"vid": 7, "interactionDateTime": 1}]}
    assert 200 == call("POST", number, "attendance", "attend", "create", body=body).status


def test_a_missing_scope_is_named() -> None:
    """403 says which scope the call requires."""
    reply = Caller()("POST", "events", body=GIVEN, token="reader")
    assert ["crm.objects.marketing_events.write"] == reply.json["errors"][0]["context"][
        "requiredGranularScopes"
    ]


def test_a_wrong_method_is_405_with_allow_and_no_body() -> None:
    """405 is empty and says what is allowed; the static path wins over one with a parameter."""
    reply = Caller()("GET", "events", "upsert")
    assert (405, "POST", b"") == (reply.status, reply.headers["Allow"], reply.content)


def test_an_unknown_path_is_a_page() -> None:
    """404 outside the API is HTML, as was observed."""
    reply = Caller()("POST", "nowhere", prefix="/else")
    assert (404, True) == (reply.status, reply.content.startswith(b"<!doctype html>"))


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ({"raw": b"{"}, 400, "Invalid input JSON"),
        ({"raw": b""}, 400, "Invalid input JSON: No content"),
        ({"raw": b'{"a": NaN}'}, 400, "Invalid input JSON"),
        ({"raw": b'{"eventName": "\\ud800"}'}, 400, "Invalid input JSON"),
        ({"raw": b"[" * 100_000}, 400, "Invalid input JSON"),
        ({"body": {**GIVEN, "eventName": 5}}, 400, "eventName"),
        ({"body": {**GIVEN, "startDateTime": "2026-13-01T00:00:00Z"}}, 400, "startDateTime"),
        ({"body": {}}, 400, "externalEventId"),
        ({"body": GIVEN, "limit": 1}, 400, "limit: is not a parameter of this call"),
        (
            {"body": GIVEN, "headers": {"Content-Type": "text/plain"}},
            415,
            "text/plain is not application/json",
        ),
        ({"body": GIVEN, "headers": {"Content-Type": ""}}, 415, "none is not application/json"),
    ],
)
def test_a_bad_request_is_named(options: dict[str, Any], status: int, said: str) -> None:
    """What breaks the contract is refused with the place, as HubSpot does, and changes nothing."""
    call = Caller()
    reply = call("POST", "events", **options)
    assert (status, "error") == (reply.status, reply.json["status"])
    assert said in reply.json["message"]
    assert [] == call.mock.events


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"limit": [1, 2]}, {"after": "x"}]
)
def test_bad_query_values_are_refused(query: dict[str, Any]) -> None:
    """Values out of range or of another type, and parameters given twice, are 400."""
    assert 400 == Caller()("GET", **query).status


def test_a_content_type_may_have_a_charset() -> None:
    """Parameters of the content type do not matter."""
    assert (
        200
        == Caller()(
            "POST",
            "events",
            body=GIVEN,
            headers={"Content-Type": "application/json; charset=utf-8"},
        ).status
    )


@pytest.mark.parametrize("name", ["a/b", "ü %", "..a", "a?b#c", "%2F", "search "])
def test_hostile_ids_are_one_value(name: str) -> None:
    """An id with slashes, escapes or spaces is found again by the path that names it."""
    call = Caller()
    call.create(name, account=name)
    assert 200 == call("GET", "events", name, externalAccountId=name).status
    assert 200 == call("GET", "participations", name, name).status


@pytest.mark.parametrize("depth", [200, 300, 1000])
def test_deep_nesting_is_no_crash(depth: int) -> None:
    """An unknown field nested hundreds of times is taken or refused, and nothing breaks."""
    nested = b"[" * depth + b"]" * depth
    body = json.dumps({"inputs": [GIVEN]}).encode()[:-1] + b', "extra": ' + nested + b"}"
    assert Caller(mode="auto")("POST", "events", "upsert", raw=body).status in {200, 400}


def test_every_answer_has_ids_and_limits() -> None:
    """Correlation id and rate-limit headers are on every answer, and the body has the same id."""
    reply = Caller()("GET", "1")
    assert reply.json["correlationId"] == reply.headers["X-HubSpot-Correlation-Id"]
    assert ("100", "99", "10000") == tuple(
        reply.headers[f"X-HubSpot-RateLimit-{name}"]
        for name in ("Max", "Remaining", "Interval-Milliseconds")
    )


def test_limits_are_enforced_where_wanted() -> None:
    """Beyond the limit of 10 seconds comes 429 with a policy, and afterwards calls pass again."""
    call = Caller(limit=5, enforce_limit=True)
    assert [200] * 5 + [429] == [call("GET").status for _ in range(6)]
    assert "TEN_SECONDLY_ROLLING" == call("GET").json["policyName"]
    assert 200 in [call("GET").status for _ in range(6)]


def test_an_app_has_a_limit_in_each_portal() -> None:
    """Requests to one portal leave the limit of the same app in another portal as it was."""
    tokens = {"ada": Token(), "eve": Token(portal_id=9)}
    call = Caller(limit=1, enforce_limit=True, tokens=tokens)
    asked = [call("GET", token=token).status for token in ("ada", "ada", "eve", "eve")]
    assert [200, 429, 200, 429] == asked


def test_the_limit_of_a_day_is_another_policy() -> None:
    """Beyond the day's requests, 429 has the policy DAILY, and the headers show none left."""
    call = Caller(enforce_limit=True, daily_limit=2)
    replies = [call("GET") for _ in range(3)]
    assert [200, 200, 429] == [reply.status for reply in replies]
    assert ("DAILY", "0") == (
        replies[2].json["policyName"],
        replies[2].headers["X-HubSpot-RateLimit-Daily-Remaining"],
    )


def test_an_answer_that_breaks_the_contract_is_a_loud_500(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mock sends no response that its contract does not allow, and says where it breaks it."""
    monkeypatch.setattr(
        "hubspot_marketing_events_mock.behaviour._call.stamp", lambda _: "yesterday"
    )
    call = Caller()
    reply = call("POST", "events", "upsert", body={"inputs": [GIVEN]})
    assert 500 == reply.status
    assert "results/0/createdAt" in reply.json["message"]
    assert 1 == len(call.mock.violations)


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize(
    ("operation", "status", "body"),
    [
        *(("archiveEventByObjectId", 204, one) for one in ({}, [], 0, False, "<p>", b"{}")),
        *(("listEvents", 200, one) for one in (None, {}, [], 0, False, "", "<p>", b"[]")),
        ("listEvents", 200, {"results": [float("nan")]}),
        ("listEvents", 200, {"results": 2**70}),
    ],
)
def test_a_body_that_is_not_declared_is_not_sent(
    monkeypatch: pytest.MonkeyPatch, operation: str, status: int, body: Any, typed: bool
) -> None:
    """A body where none may be, none where one must be, and one of another form become a 500."""
    made = Response(status, body, typed=typed)
    monkeypatch.setitem(HANDLERS, operation, lambda _: made)
    call = Caller()
    reply = call("GET") if operation == "listEvents" else call("DELETE", "1")
    assert (500, 1) == (reply.status, len(call.mock.violations))


def test_requests_are_kept_without_the_token() -> None:
    """`requests` has what came and what became of it, and no credential."""
    call = Caller()
    call("GET", "1")
    (exchange,) = call.mock.requests
    assert ("getByObjectId", 404, "model") == (exchange.operation, exchange.status, exchange.origin)
    assert "ada" not in repr(exchange)


def test_a_missing_contract_is_named(tmp_path: Path) -> None:
    """A version that is not installed, and a file that is not there, are clear errors."""
    with pytest.raises(
        ContractError, match=f"no contract for version '1999-01'; there is .*{VERSION}"
    ):
        Contract.load(version="1999-01")
    with pytest.raises(ContractError, match=r"none\.json: No such file or directory"):
        Contract.load(tmp_path / "none.json")
