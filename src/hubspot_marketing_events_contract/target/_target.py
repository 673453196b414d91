"""The server under test: HTTP by operation, every response checked against the contract."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema_rs

from hubspot_marketing_events_contract._errors import NoResponse, RunEnded
from hubspot_marketing_events_contract.target._connection import Connection
from hubspot_marketing_events_contract.target._redaction import Redaction

CAPABILITIES = {
    "order": "results of a batch keep the order of its inputs",
    "custom-properties": "the account defines every custom property",
    "upsert-merges": "an upsert keeps the fields that it leaves out",
    "put-clears": "a PUT clears the fields that it leaves out",
    "strict-parameters": "query parameters that the call does not have are refused",
    "deleted-starts-afresh": "an event created after its deletion has nothing of the old one",
    "any-contact": "every contact id is a contact's",
    "exact-text": "any text is kept character by character: white space, controls, empty, 64 KB",
    "exact-ids": "two external ids are the same only if every character is",
    "timed-updates": "updatedAt moves with each change of an event's own fields, and only then",
    "latest-interaction": "a person has the state with the latest interactionDateTime",
    "emails-any-case": "an e-mail address names one contact, whatever its case",
    "ended-is-over": "an event is over when its end has passed, completed or not",
    "event-status": "eventStatus is CANCELLED, PAST or UPCOMING",
    "id-is-external": "the `id` of an event that is named by external ids is its external event id",
    "batch-in-turn": "of two inputs of a batch about one event, the later counts",
    "list-order": "lists are in the order of object ids; participants, of first interactions",
    "no-empty-page": "a page says that another follows only where that one has items",
    "stable-walks": "a change during a walk through pages moves nothing else in or out",
    "serial": "calls that overlap have the effect of one after another",
}

READ_SCOPE = "crm.objects.marketing_events.read"


class Finding(AssertionError):  # noqa: N818 - it is what a run is for, and no error of the tool
    """Something that a server does and must not do; the message says it in the API's words."""


class ContractViolationError(Finding):
    """A response that the contract does not allow."""


def expect(holds: Any, otherwise: str) -> None:
    """Raise a finding with the sentence `otherwise`, unless something holds."""
    if not holds:
        raise Finding(otherwise)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Who may call; a property that needs a token that is None does not run."""

    own: str = "mock-token"
    other_app: str | None = None
    reader: str | None = None
    expired: str | None = None
    other_account: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A response."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.content)

    @property
    def ok(self) -> bool:
        """Whether it is a success."""
        return 200 <= self.status < 300

    @property
    def results(self) -> list[Any]:
        """The results of a batch or page."""
        found: list[Any] = self.json["results"]
        return found


@dataclass(frozen=True, slots=True)
class CreatedEvent:
    """An event that a property made."""

    account: str
    event: str
    object_id: str
    sent: Mapping[str, Any]

    @property
    def ids(self) -> dict[str, Any]:
        """What names it in calls by external ids."""
        return {"externalAccountId": self.account, "externalEventId": self.event}


@dataclass(eq=False)
class Target:
    """A server and what is known of it.

    Args:
        contract: the OpenAPI document.
        connection: reaches the server.
        tokens: who may call.
        namespace: begins every external event id that is made here.
        capabilities: which of `CAPABILITIES` the server declares.
        operations: the operations to call; no other is.
        not_served: the operations that the server does not have, though they were chosen.
        eventually: seconds that a read may lag behind a write.
        part: is in every id that is made, so that no two runs make the same.
    """

    contract: Mapping[str, Any]
    connection: Connection
    tokens: Tokens
    namespace: str
    capabilities: frozenset[str] = frozenset(CAPABILITIES)
    operations: frozenset[str] | None = None
    not_served: frozenset[str] = frozenset()
    eventually: float = 0.0
    part: str = ""
    called: dict[tuple[str, int], int] = field(default_factory=dict)
    paths: dict[str, tuple[str, str, Any]] = field(init=False, default_factory=dict)
    _serial: Iterator[int] = field(default_factory=itertools.count)
    _schemas: dict[tuple[str, int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.paths = {
            facts["operationId"]: (method.upper(), path, facts)
            for path, item in self.contract["paths"].items()
            for method, facts in item.items()
        }

    @property
    def http(self) -> httpx.Client:
        """The client that reaches the server."""
        return self.connection.http

    @property
    def redaction(self) -> Redaction:
        """What removes the tokens of this run from everything that is written."""
        tokens = self.tokens
        return Redaction(astuple(tokens))

    def __repr__(self) -> str:
        return "target"

    def call(
        self,
        operation: str,
        body: Any = None,
        *,
        token: str | None = "own",
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        method: str | None = None,
        checked: bool = True,
        **values: Any,
    ) -> Response:
        """Call an operation.

        Args:
            operation: its id.
            body: sent as JSON.
            token: the name of one of `tokens`, an Authorization header as it stands, or None.
            raw: a body as it stands.
            headers: more headers.
            method: another method than the operation's; its response is not checked.
            checked: whether the response is checked against the contract.
            values: of its path parameters, by name; all others go into the query.

        Raises:
            ContractViolationError: the response is not one that the contract allows.
        """
        verb, path, facts = self.paths[operation]
        for name in [name for name in values if f"{{{name}}}" in path]:
            path = path.replace(f"{{{name}}}", quote(str(values.pop(name)), safe=""))
        sent = dict(headers or {}) | self._authorization(token)
        if body is not None:
            raw = json.dumps(body).encode()
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
        raw_response = self.connection.send(
            method or verb, path, params=values or None, headers=sent, content=raw
        )
        response = Response(raw_response.status_code, raw_response.headers, raw_response.content)
        if method is None and checked:
            self.called[operation, response.status] = (
                self.called.get((operation, response.status), 0) + 1
            )
            self._check(operation, facts, response)
        return response

    def _authorization(self, token: str | None) -> dict[str, str]:
        known = getattr(self.tokens, f"{token}", None)
        if known:
            return {"Authorization": f"Bearer {known}"}
        return {"Authorization": token} if token else {}

    def _check(self, operation: str, facts: Mapping[str, Any], response: Response) -> None:
        responses = facts["responses"]
        declared = responses.get(str(response.status)) or responses.get(
            f"{response.status // 100}XX"
        )
        if declared is None and response.status >= 400:
            declared = responses.get("default")
        if declared is None:
            raise ContractViolationError(
                f"{operation} responds {response.status}, which the contract does not declare"
            )
        if "$ref" in declared:
            declared = self.contract["components"]["responses"][declared["$ref"].rpartition("/")[2]]
        content = declared.get("content", {})
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if not content:
            if response.content:
                raise ContractViolationError(
                    f"{operation} responds {response.status} with a body that the contract does not"
                    " declare"
                )
            return
        if kind not in content:
            raise ContractViolationError(
                f"{operation} responds {response.status} as {kind or 'nothing'},"
                f" not as {', '.join(content)}"
            )
        if (operation, response.status) not in self._schemas:
            schema = {**content[kind]["schema"], "components": self.contract["components"]}
            validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
            self._schemas[operation, response.status] = validator
        try:
            self._schemas[operation, response.status].validate(response.json)
        except (ValueError, jsonschema_rs.ValidationError) as error:
            raise ContractViolationError(
                f"{operation} responds {response.status} in another shape:"
                f" {str(error).splitlines()[0]}"
            ) from error

    def probe(self) -> None:
        """Make sure that the server is still there.

        Raises:
            RunEnded: it is not.
        """
        path = self.paths["listEvents"][1] if "listEvents" in self.paths else "/"
        headers = {"Authorization": f"Bearer {self.tokens.own}"}
        unanswered = self.connection.unanswered
        try:
            self.connection.send("GET", path, headers=headers)
        except NoResponse as error:
            raise RunEnded(f"the server is gone: {error}") from error
        finally:
            self.connection.unanswered = unanswered

    def has(self, *operations: str) -> bool:
        """Whether the contract has all of these, and they may be called."""
        wanted = set(operations)
        return self.paths.keys() >= wanted and (
            self.operations is None or self.operations >= wanted
        )

    def readers_may(self, operation: str) -> bool:
        """Return whether a token that may only read is enough for an operation."""
        security = self.paths[operation][2].get("security", ())
        scopes = {scope for one in security for scope in one.get("oauth2", ())}
        return scopes <= {READ_SCOPE}

    def fresh(self) -> dict[str, Any]:
        """External ids that nobody has used."""
        number = next(self._serial)
        return {
            "externalAccountId": f"account-{number}",
            "externalEventId": f"{self.namespace}-{self.part}{number}",
        }

    def upsert(self, *inputs: Mapping[str, Any], token: str = "own") -> list[Any]:
        """Upsert a batch, which must succeed; returns the results."""
        response = self.call("upsert", {"inputs": list(inputs)}, token=token)
        assert response.ok, (
            f"a valid upsert responds with {response.status}: {response.content[:300]!r}"
        )
        assert not response.json.get("errors"), "a valid upsert has errors"
        return response.results

    def make(
        self, fields: Mapping[str, Any] | None = None, *, token: str = "own", **ids: str
    ) -> CreatedEvent:
        """Make one event with fields of its own, or plain ones."""
        sent = {
            "eventName": "Tour",
            "eventOrganizer": "Northwind",
            **(fields or {}),
            **self.fresh(),
            **ids,
        }
        results = self.upsert(sent, token=token)
        assert len(results) == 1, f"{len(results)} results for one input"
        return CreatedEvent(
            sent["externalAccountId"], sent["externalEventId"], identity(results[0]), sent
        )

    def soon(self, check: Callable[[], None]) -> None:
        """Assert something of a read, as often as reads may lag.

        Args:
            check: reads, and raises where what it reads is not right, or of another shape.
        """
        end = time.monotonic() + self.eventually
        while True:
            try:
                check()
            except (NoResponse, RunEnded):
                raise
            except Exception:  # a 404 has no results, so a read that lags may raise anything
                if time.monotonic() >= end:
                    raise
                time.sleep(min(0.2, self.eventually))
            else:
                return

    def pages(
        self, operation: str, limit: int | None = None, *, checked: bool = True, **values: Any
    ) -> list[list[Any]]:
        """Every page of a list."""
        found, after = list[list[Any]](), None
        for _ in range(100_000):
            asked = {
                **values,
                **({"limit": limit} if limit else {}),
                **({"after": after} if after else {}),
            }
            response = self.call(operation, checked=checked, **asked)
            assert response.status == 200, f"{operation} responds with {response.status}"
            found.append(response.results)
            before, after = (
                after,
                ((response.json.get("paging") or {}).get("next") or {}).get("after"),
            )
            if not after:
                return found
            assert after != before, f"{operation}: the cursor {after!r} leads to itself"
        raise AssertionError(f"{operation}: the pages have no end")

    def everything(
        self, operation: str = "listEvents", limit: int | None = None, **values: Any
    ) -> list[Any]:
        """All items of a list."""
        return [item for page in self.pages(operation, limit, **values) for item in page]

    def cleanup(self) -> int:
        """Delete every event of the namespace, whoever left it behind; returns how many."""
        if not self.has("listEvents") or not (
            self.has("archiveByObjectId") or self.has("archiveEventByObjectId")
        ):
            return 0
        left = [
            str(event["objectId"])
            for page in self.pages("listEvents", 100, checked=False)
            for event in page
            if str(event.get("externalEventId", "")).startswith(f"{self.namespace}-")
            and event.get("objectId")
        ]
        if self.has("archiveByObjectId"):
            for start in range(0, len(left), 100):
                inputs = [{"objectId": one} for one in left[start : start + 100]]
                self.call("archiveByObjectId", {"inputs": inputs}, checked=False)
        else:
            for one in left:
                self.call("archiveEventByObjectId", objectId=one, checked=False)
        return len(left)


def identity(result: Mapping[str, Any]) -> str:
    """The object id that a response names."""
    found = result.get("objectId")
    assert found, "the response names no object id"
    return str(found)


def named(results: Sequence[Mapping[str, Any]]) -> list[str]:
    """The object ids of a batch's or page's results."""
    return [identity(result) for result in results]
