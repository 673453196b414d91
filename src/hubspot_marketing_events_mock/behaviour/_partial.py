"""A batch of which some inputs fail on command."""

from __future__ import annotations

from attrs import evolve

from hubspot_marketing_events_mock.behaviour._call import Call
from hubspot_marketing_events_mock.behaviour._handlers import Handler
from hubspot_marketing_events_mock.contract import Response


def carried_out_in_part(handler: Handler, call: Call, failing: frozenset[int]) -> Response:
    """Carry out a batch but for some inputs, which fail (the shape of the response is assumed)."""
    inputs = call.body.get("inputs") if isinstance(call.body, dict) else None
    if not isinstance(inputs, list):
        return handler(call)
    kept = [given for index, given in enumerate(inputs) if index not in failing]
    failed = len(inputs) - len(kept)
    response = handler(evolve(call, body={**call.body, "inputs": kept}))
    if not failed:
        return response
    item = {
        "status": "error",
        "category": "VALIDATION_ERROR",
        "message": "An injected failure",
        "context": {},
    }
    body = response.body if isinstance(response.body, dict) else call.batch([])
    return Response(207, {**body, "errors": [item] * failed, "numErrors": failed})
