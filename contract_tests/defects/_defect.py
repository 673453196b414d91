"""What a seeded defect is, and the ways to make one around a server that has none."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx
from attrs import define, field, frozen

from hubspot_marketing_events_mock import Contract, Request

KINDS = (
    "shape",
    "status",
    "data",
    "order",
    "state",
    "time",
    "auth",
    "paging",
    "concurrency",
    "encoding",
    "evolution",
)
Forward = Callable[[httpx.Request], httpx.Response]
Change = Callable[["Exchange"], Any]


@define
class Exchange:
    """One request on its way to the server, and its response on the way back."""

    operation: str
    values: dict[str, str]
    request: httpx.Request
    forward: Forward
    memory: dict[Any, Any]
    response: httpx.Response | None = None

    @property
    def kept(self) -> httpx.Response:
        """The response as it came."""
        assert self.response is not None
        return self.response

    @property
    def sent(self) -> Any:
        """The body that was sent, as JSON, if it is."""
        try:
            return json.loads(self.request.content)
        except ValueError:
            return None

    @property
    def received(self) -> Any:
        """The body of the response, as JSON, if it is."""
        try:
            return json.loads(self.response.content) if self.response else None
        except ValueError:
            return None

    @property
    def status(self) -> int:
        """The status of the response."""
        return self.response.status_code if self.response else 0

    @property
    def inputs(self) -> list[Any]:
        """The inputs of a batch that was sent."""
        sent = self.sent
        found = sent.get("inputs") if isinstance(sent, dict) else None
        return found if isinstance(found, list) else []

    def send(
        self,
        body: Any = None,
        *,
        url: str | None = None,
        headers: dict[str, str] | None = None,
        method: str | None = None,
    ) -> httpx.Response:
        """Send on, with another body, address or headers where given."""
        kept = {n: v for n, v in self.request.headers.items() if n != "content-length"} | (
            headers or {}
        )
        content = self.request.content if body is None else json.dumps(body).encode()
        request = httpx.Request(
            method or self.request.method, url or self.request.url, headers=kept, content=content
        )
        self.response = self.forward(request)
        return self.response

    def respond(self, body: Any, status: int | None = None) -> httpx.Response:
        """Respond with another body or status."""
        assert self.response is not None
        kept = {
            n: v
            for n, v in self.response.headers.items()
            if n not in {"content-length", "content-encoding"}
        }
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(status or self.response.status_code, headers=kept, content=content)


Tamper = Callable[[Exchange], httpx.Response]


@frozen(kw_only=True)
class Defect:
    """One thing that is wrong.

    Args:
        name: how it is called.
        kind: one of `KINDS`.
        what: what is wrong, in a sentence.
        operations: those that have it; empty for all.
        tamper: makes an exchange wrong.
        operator: the operator that made it; "by hand" for a single one.
    """

    name: str
    kind: str
    what: str
    operations: frozenset[str]
    tamper: Tamper
    operator: str = "by hand"


DEFECTS: dict[str, Defect] = {}


def defect(kind: str, *operations: str) -> Callable[[Tamper], Tamper]:
    """Register a defect of a server; its sentence is the function's docstring."""
    assert kind in KINDS, kind

    def register(tamper: Tamper) -> Tamper:
        name = tamper.__name__.replace("_", "-")
        assert name not in DEFECTS, name
        what = (tamper.__doc__ or "").strip()
        DEFECTS[name] = Defect(
            name=name, kind=kind, what=what, operations=frozenset(operations), tamper=tamper
        )
        return tamper

    return register


@define
class Tampered(httpx.BaseTransport):
    """A transport that is right but for one defect."""

    contract: Contract
    right: httpx.BaseTransport
    defect: Defect
    memory: dict[Any, Any] = field(factory=dict)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Respond, wrongly where the defect applies."""
        request.read()
        path = request.url.raw_path.partition(b"?")[0]
        asked = Request.of(request.method, path, request.url.query, request.headers.raw, b"")
        operation, values, _ = self.contract.find(asked)
        name = operation.id if operation else ""
        if self.defect.operations and name not in self.defect.operations:
            return self.right.handle_request(request)
        values = dict(values) | dict(asked.query)
        return self.defect.tamper(
            Exchange(name, values, request, self.right.handle_request, self.memory)
        )


def each(exchange: Exchange, change: Callable[[dict[str, Any]], Any]) -> httpx.Response:
    """Send on with every input, or the one body, changed."""
    sent = exchange.sent
    if isinstance(sent, dict):
        inputs = sent.get("inputs")
        for one in inputs if isinstance(inputs, list) else [sent]:
            if isinstance(one, dict):
                change(one)
    return exchange.send(sent)


def every(exchange: Exchange, change: Callable[[dict[str, Any]], Any]) -> httpx.Response:
    """Send on, and respond with every result, or the one body of a success, changed."""
    response, received = exchange.send(), exchange.received
    if not response.is_success or not isinstance(received, dict):
        return response
    results = received.get("results")
    found: Iterable[Any] = results if isinstance(results, list) else [received]
    for one in found:
        if isinstance(one, dict):
            change(one)
    return exchange.respond(received)


WRITES = (
    "upsert",
    "create",
    "upsertEvent",
    "updateEvent",
    "updateEventByObjectId",
    "updateByObjectId",
)
READS = ("getDetails", "getByObjectId", "listEvents")
ONES = (
    "upsert",
    "upsertEvent",
    "updateEvent",
    "updateEventByObjectId",
    "getDetails",
    "getByObjectId",
)
BREAKDOWNS = (
    "getParticipationsBreakdownByMarketingEventId",
    "getParticipationsBreakdownByExternalEventId",
)
COUNTERS = (
    "getParticipationsCountersByMarketingEventId",
    "getParticipationsCountersByEventExternalId",
)
ATTENDANCE = (
    "recordByEmail",
    "recordByContactEmails",
    "recordByContactId",
    "recordByContactIds",
    "upsertByContactId",
)
OK, PARTIAL, BAD, UNAUTHORIZED, FORBIDDEN, MISSING = 200, 207, 400, 401, 403, 404


def put(name: str, value: Any) -> Any:
    """Set a field where it is."""
    return lambda one: one.__setitem__(name, value) if name in one else None


def moved(text: str, **by: float) -> str:
    """A moment later or earlier."""
    return (dt.datetime.fromisoformat(text) + dt.timedelta(**by)).astimezone(dt.UTC).isoformat(
        timespec="milliseconds"
    )[:23] + "Z"


def shifted(one: dict[str, Any], name: str, **by: float) -> Any:
    """Move a moment where it is one."""
    if isinstance(one.get(name), str):
        with contextlib.suppress(ValueError):
            one[name] = moved(one[name], **by)
