"""Nobody without the right token reads or changes anything."""

from __future__ import annotations

from typing import Any

from hubspot_marketing_events_contract._inputs import state
from hubspot_marketing_events_contract.properties._expectations import one_of, same
from hubspot_marketing_events_contract.properties._property import READS, Draw, needs
from hubspot_marketing_events_contract.properties.claims.events import reads_as
from hubspot_marketing_events_contract.target._target import Response, Target

_BODIES: dict[str, Any] = {
    "upsert": {"inputs": []}, "archive": {"inputs": []}, "archiveByObjectId": {"inputs": []},
    "updateByObjectId": {"inputs": []}, "recordByContactId": {"inputs": []},
    "recordByContactIds": {"inputs": []}, "recordByEmail": {"inputs": []},
    "recordByContactEmails": {"inputs": []}, "upsertByContactId": {"inputs": []},
    "upsertByContactEmail": {"inputs": []},
    "updateSettings": {"eventDetailsUrl": "https://example.org/%s"},
    "complete": {"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2026-01-01T01:00:00Z"},
    "updateEvent": {}, "updateEventByObjectId": {},
}  # fmt: skip
_VALUES: dict[str, Any] = {
    "objectId": "1", "marketingEventId": "1", "externalEventId": "nobody",
    "externalAccountId": "nobody", "listId": "1", "contactIdentifier": "1",
    "subscriberState": "attend", "appId": "1", "q": "nobody",
}  # fmt: skip


def attempt(target: Target, operation: str, token: str | None) -> Response:
    """Call an operation with values that would do, whoever calls."""
    _, _, facts = target.paths[operation]
    wanted = {
        one["name"]
        for one in facts.get("parameters", ())
        if one.get("required") or one["in"] == "path"
    }
    body = _BODIES.get(operation)
    if operation in {"create", "upsertEvent"}:
        body = {
            "eventName": "n",
            "eventOrganizer": "o",
            "externalAccountId": "nobody",
            "externalEventId": "nobody",
        }
    return target.call(operation, body, token=token, **{name: _VALUES[name] for name in wanted})


def _refused(target: Target, token: str | None, category: str) -> None:
    for operation in sorted(target.operations or target.paths):
        response = attempt(target, operation, token)
        assert response.status == 401, f"{operation} responds with {response.status}"
        assert category in {response.json.get("category"), ""} or category == "*", (
            f"{operation} responds 401 with the category {response.json.get('category')},"
            f" and not {category}"
        )


@needs(once=True)
def nobody_calls_without_a_token(target: Target, _: Draw) -> None:
    """Every operation responds 401 to a request without a token."""
    _refused(target, None, "INVALID_AUTHENTICATION")


@needs(once=True)
def nobody_calls_with_a_token_of_nobodys(target: Target, _: Draw) -> None:
    """Every operation responds 401 to a token that nobody was given."""
    _refused(target, "Bearer nobody-was-given-this", "INVALID_AUTHENTICATION")


@needs(once=True)
def nobody_calls_by_another_scheme(target: Target, _: Draw) -> None:
    """Every operation responds 401 to the right token under a scheme that is not Bearer."""
    for scheme in ("Basic {}", "{}", "Token {}", "Bearer"):
        _refused(target, scheme.format(target.tokens.own), "INVALID_AUTHENTICATION")


@needs(tokens="expired", once=True)
def nobody_calls_with_an_expired_token(target: Target, _: Draw) -> None:
    """Every operation responds 401 to an expired token, and says that it has expired."""
    _refused(target, "expired", "EXPIRED_AUTHENTICATION")


@needs(tokens="reader", once=True)
def nobody_writes_without_the_scope(target: Target, _: Draw) -> None:
    """Every operation that writes events responds 403 to a reader, and names the scope."""
    for operation in sorted((target.operations or set(target.paths)) - READS):
        scopes = [
            scope
            for one in target.paths[operation][2].get("security", ())
            for scope in one.get("oauth2", ())
        ]
        if "crm.objects.marketing_events.write" not in scopes:
            continue
        response = attempt(target, operation, "reader")
        assert response.status == 403, f"{operation} responds with {response.status}"
        same(
            ("MISSING_SCOPES", True),
            (response.json["category"], scopes[0].encode() in response.content),
            f"{operation}: the category, and whether the response names the scope {scopes[0]}",
        )


@needs("getByObjectId", "upsert", tokens="reader", once=True)
def who_may_read_reads(target: Target, _: Draw) -> None:
    """A token with the scope for reading reads what another made."""
    made = target.make()
    target.soon(
        lambda: _found(target.call("getByObjectId", token="reader", objectId=made.object_id))
    )


def _found(response: Response) -> None:
    assert response.status == 200, f"a reader responds with {response.status}"


@needs("upsert", "updateEvent", "cancel", "archiveEvent", once=True)
def a_refused_caller_changes_nothing(target: Target, _: Draw) -> None:
    """A request that is refused with 401 or 403 is not carried out."""
    made = target.make({"eventDescription": "kept"})
    tokens = [None, "Bearer nobody-was-given-this", *(["reader"] if target.tokens.reader else [])]
    for token in tokens:
        for operation, body in (
            ("updateEvent", {"eventName": "x"}),
            ("cancel", None),
            ("archiveEvent", None),
        ):
            one_of(
                {401, 403},
                target.call(operation, body, token=token, **made.ids).status,
                f"the status of {operation}",
            )
        response = target.call("upsert", {"inputs": [{**made.sent, "eventName": "x"}]}, token=token)
        assert response.status in {401, 403}, "upsert"
    reads_as(target, made, state(made.sent))
