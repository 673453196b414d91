"""What Schemathesis needs to know beyond the contract; only its command imports this."""

from __future__ import annotations

import itertools
import re
from collections import deque
from typing import Any
from uuid import uuid4

import schemathesis
from schemathesis import GenerationMode

_ERROR = 400
_RUN = uuid4().hex[:8]  # a server may have seen earlier runs
_serial = itertools.count()
_object_ids: deque[str] = deque(maxlen=20)


@schemathesis.hook
def before_call(_: Any, case: schemathesis.Case[Any], __: dict[str, Any]) -> None:
    """Choose ids for valid requests, which no schema can: new ones, and those of events."""
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    # HubSpot responds 400 where an event to create exists, so each gets an id of its own.
    if case.operation.definition.raw.get("operationId") == "create" and isinstance(case.body, dict):
        case.body["externalEventId"] = f"{case.body.get('externalEventId')}-{_RUN}-{next(_serial)}"
    # A response may name an id that is empty or a dot, and clients drop such segments of a path.
    # A digit is valid in its place, whatever the parameter.
    for name, value in (case.path_parameters or {}).items():
        if value in {"", ".", ".."}:
            case.path_parameters[name] = "0"
    # Nobody can guess an object id of HubSpot's, and `marketingEventId` is one.
    if "marketingEventId" in (case.path_parameters or {}) and _object_ids and next(_serial) % 2:
        case.path_parameters["marketingEventId"] = _object_ids[-1]


@schemathesis.hook
def after_call(_: Any, __: schemathesis.Case[Any], response: schemathesis.Response) -> None:
    """Remember object ids that the server named."""
    _object_ids.extend(
        found.decode() for found in re.findall(rb'"objectId":"([0-9]+)"', response.content[:10_000])
    )


@schemathesis.check
def an_error_is_explained(
    _: Any, response: schemathesis.Response, case: schemathesis.Case[Any]
) -> None:
    """An error has a message, a category or errorType, and a correlation id somewhere."""
    if response.status_code < _ERROR or "application/json" not in str(
        response.headers.get("content-type")
    ):
        return
    said = response.json()
    kind = said.get("category") or said.get("errorType")
    correlation = said.get("correlationId") or response.headers.get("x-hubspot-correlation-id")
    where = case.operation.label
    assert kind, f"{where}: an error has no category"
    assert correlation, f"{where}: an error has no correlation id"
    assert said.get("message"), f"{where}: an error has no message"
