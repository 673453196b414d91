"""Nobody without the right token reads or changes anything."""

from __future__ import annotations

from typing import Any

from contract_tests.laws._given import state
from contract_tests.laws._law import READS, Draw, law
from contract_tests.laws._world import Reply, World
from contract_tests.laws.events import reads_as

_BODIES: dict[str, Any] = {
    "upsert": {"inputs": []}, "archive": {"inputs": []}, "archiveByObjectId": {"inputs": []},
    "updateByObjectId": {"inputs": []}, "recordByContactId": {"inputs": []}, "recordByContactIds": {"inputs": []},
    "recordByEmail": {"inputs": []}, "recordByContactEmails": {"inputs": []}, "upsertByContactId": {"inputs": []},
    "upsertByContactEmail": {"inputs": []}, "updateSettings": {"eventDetailsUrl": "https://example.org/%s"},
    "complete": {"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2026-01-01T01:00:00Z"},
    "updateEvent": {}, "updateEventByObjectId": {},
}  # fmt: skip
_VALUES: dict[str, Any] = {
    "objectId": "1", "marketingEventId": "1", "externalEventId": "nobody", "externalAccountId": "nobody", "listId": "1",
    "contactIdentifier": "1", "subscriberState": "attend", "appId": "1", "q": "nobody",
}  # fmt: skip


def attempt(world: World, operation: str, token: str | None) -> Reply:
    """Call an operation with values that would do, whoever calls."""
    _, _, facts = world.paths[operation]
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
    return world.call(operation, body, token=token, **{name: _VALUES[name] for name in wanted})


def _refused(world: World, token: str | None, category: str) -> None:
    for operation in sorted(world.operations or world.paths):
        reply = attempt(world, operation, token)
        assert reply.status == 401, f"{operation} is answered {reply.status}"
        assert category in {reply.json.get("category"), ""} or category == "*", (
            f"{operation}: {reply.json.get('category')}"
        )


@law(once=True)
def nobody_calls_without_a_token(world: World, _: Draw) -> None:
    """Every operation answers 401 to a request without a token."""
    _refused(world, None, "INVALID_AUTHENTICATION")


@law(once=True)
def nobody_calls_with_a_token_of_nobodys(world: World, _: Draw) -> None:
    """Every operation answers 401 to a token that nobody was given."""
    _refused(world, "Bearer nobody-was-given-this", "INVALID_AUTHENTICATION")


@law(once=True)
def nobody_calls_by_another_scheme(world: World, _: Draw) -> None:
    """Every operation answers 401 where the right token comes by another scheme than Bearer, or by none."""
    for scheme in ("Basic {}", "{}", "Token {}", "Bearer"):
        _refused(world, scheme.format(world.tokens.own), "INVALID_AUTHENTICATION")


@law(tokens="expired", once=True)
def nobody_calls_with_an_expired_token(world: World, _: Draw) -> None:
    """Every operation answers 401 to an expired token, and says that it has expired."""
    _refused(world, "expired", "EXPIRED_AUTHENTICATION")


@law(tokens="reader", once=True)
def nobody_writes_without_the_scope(world: World, _: Draw) -> None:
    """Every operation that writes events answers 403 to a token for reading, and names the scope that is missing."""
    for operation in sorted((world.operations or set(world.paths)) - READS):
        scopes = [
            scope
            for one in world.paths[operation][2].get("security", ())
            for scope in one.get("oauth2", ())
        ]
        if "crm.objects.marketing_events.write" not in scopes:
            continue
        reply = attempt(world, operation, "reader")
        assert reply.status == 403, f"{operation} is answered {reply.status}"
        assert (reply.json["category"], True) == (
            "MISSING_SCOPES",
            scopes[0].encode() in reply.content,
        ), operation


@law("getByObjectId", "upsert", tokens="reader", once=True)
def who_may_read_reads(world: World, _: Draw) -> None:
    """A token with the scope for reading reads what another made."""
    made = world.make()
    world.soon(lambda: _found(world.call("getByObjectId", token="reader", objectId=made.object_id)))


def _found(reply: Reply) -> None:
    assert reply.status == 200, f"a reader is answered {reply.status}"


@law("upsert", "updateEvent", "cancel", "archiveEvent", once=True)
def a_refused_caller_changes_nothing(world: World, _: Draw) -> None:
    """What is answered 401 or 403 was not carried out."""
    made = world.make({"eventDescription": "kept"})
    tokens = [None, "Bearer nobody-was-given-this", *(["reader"] if world.tokens.reader else [])]
    for token in tokens:
        for operation, body in (
            ("updateEvent", {"eventName": "x"}),
            ("cancel", None),
            ("archiveEvent", None),
        ):
            assert world.call(operation, body, token=token, **made.ids).status in {401, 403}, (
                operation
            )
        reply = world.call("upsert", {"inputs": [{**made.sent, "eventName": "x"}]}, token=token)
        assert reply.status in {401, 403}, "upsert"
    reads_as(world, made, state(made.sent))
