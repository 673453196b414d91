"""What whoever runs the mock may ask of it, under a path that no contract owns; no token is wanted."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from attrs import asdict

from hubspot_marketing_events_mock.behaviour import error
from hubspot_marketing_events_mock.contract import Request, Response
from hubspot_marketing_events_mock.faults import Fault, Plan
from hubspot_marketing_events_mock.http._engine import Engine
from hubspot_marketing_events_mock.recording import Redactor

PREFIX = "_mock"
_SHOWN = 100  # rows
_SHOWN_OF_EVENTS = (
    "objectId",
    "externalAccountId",
    "externalEventId",
    "eventName",
    "startDateTime",
)
_POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-store",
}
_STYLE = """:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:70rem;
padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .6rem .2rem 0;
border-bottom:1px solid #8884;vertical-align:top;overflow-wrap:anywhere}td.number{font-variant-numeric:tabular-nums}"""


def answer(mock: Engine, request: Request) -> Response:
    """Response a request to the admin address."""
    _, *rest = request.segments
    route = "/".join(rest).rstrip("/")
    methods = {method: act for (method, path), act in _ROUTES.items() if path == route}
    if not methods:
        return error(
            404,
            f"/{PREFIX}/ has {', '.join(sorted({path for _, path in _ROUTES} - {''}))}, and a page",
        )
    act = methods.get(request.method)
    if act is None:
        return Response(405, headers={"Allow": ", ".join(methods)})
    try:
        return act(mock, json.loads(request.body) if request.body else {})
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        return error(400, f"{type(problem).__name__}: {problem}")


def _reset(mock: Engine, _: Any) -> Response:
    mock.reset()
    return Response(204)


def _snapshot(mock: Engine, _: Any) -> Response:
    mock.snapshots[name := secrets.token_hex(4)] = mock.snapshot()
    return Response(200, {"snapshot": name})


def _restore(mock: Engine, given: Mapping[str, str]) -> Response:
    mock.restore(mock.snapshots[given["snapshot"]])
    return Response(204)


def _events(mock: Engine, _: Any) -> Response:
    return Response(200, {"results": mock.events})


def _requests(mock: Engine, _: Any) -> Response:
    redactor = _scrubber(mock)
    return Response(
        200, {"results": [redactor.value(asdict(exchange)) for exchange in tuple(mock.requests)]}
    )


def _faults(mock: Engine, _: Any) -> Response:
    plan = mock.faults.described if isinstance(mock.faults, Plan) else []
    return Response(200, {"next": [_told(fault) for fault in mock.pending], "plan": plan})


def _fail_next(mock: Engine, given: Mapping[str, Any]) -> Response:
    mock.fail_next(**given)
    return _faults(mock, None)


def _plan(mock: Engine, given: Mapping[str, Any]) -> Response:
    plan = Plan(given["faults"], given.get("seed", 0))
    plan.check(mock.contract)
    mock.faults = plan
    return _faults(mock, None)


def _no_faults(mock: Engine, _: Any) -> Response:
    mock.forget_faults()
    return Response(204)


def _page(mock: Engine, _: Any) -> Response:
    redactor = _scrubber(mock)
    exchanges = list(mock.requests)
    origins = {"recording": 0, "model": 0, "fault": 0}
    for exchange in exchanges:
        origins[exchange.origin.split()[0]] += 1
    events, faults = mock.events, _faults(mock, None).body
    said = (
        f"<h1>HubSpot mock</h1><p>Marketing Events API {escape(mock.contract.version)}, mode {escape(mock.mode)}. "
        "Made from documentation and public code, never from a live account."
        f"<h2>Exchanges: {len(exchanges)}</h2><p>{origins['recording']} from a recording, {origins['model']} from the "
        f"model, {origins['fault']} made to fail. The latest first, addresses and names replaced."
    )
    latest = [
        (one.method, redactor.text(one.path), one.operation or "", one.status, one.origin)
        for one in reversed(exchanges[-_SHOWN:])
    ]
    active = [(when, json.dumps(one)) for when in ("next", "plan") for one in faults[when]]
    listed = [[one.get(name, "") for name in _SHOWN_OF_EVENTS] for one in events[:_SHOWN]]
    body = said + _table(("method", "path", "operation", "status", "from"), latest)
    body += f"<h2>Active faults: {len(active)}</h2>" + _table(("when", "what"), active)
    body += f"<h2>Events: {len(events)}</h2>" + _table(
        ("object id", "account", "event id", "name", "start"), listed
    )
    body += "".join(
        f"<h2>Broke the contract</h2><pre>{escape(one)}</pre>" for one in mock.violations
    )
    head = "<meta charset=utf-8><meta name=viewport content='width=device-width'><title>HubSpot mock</title>"
    return Response(
        200, f"<!doctype html><html lang=en>{head}<style>{_STYLE}</style><body>{body}", _POLICY
    )


def _table(names: tuple[str, ...], rows: list[Any]) -> str:
    if not rows:
        return "<p>None.</p>"
    head = "".join(f"<th scope=col>{escape(name)}" for name in names)
    return f"<table><tr>{head}{''.join(map(_row, rows))}</table>"


def _row(cells: Iterable[Any]) -> str:
    return "<tr>" + "".join(f"<td>{escape(str(cell))}" for cell in cells)


def _told(fault: Fault) -> dict[str, Any]:
    return {
        name: sorted(v) if isinstance(v, frozenset) else v for name, v in asdict(fault).items() if v
    }


def _scrubber(mock: Engine) -> Redactor:
    return Redactor(str(mock.state.seed).encode())


_ROUTES: dict[tuple[str, str], Callable[[Engine, Any], Response]] = {
    ("GET", ""): _page,
    ("POST", "reset"): _reset,
    ("POST", "snapshot"): _snapshot,
    ("POST", "restore"): _restore,
    ("GET", "events"): _events,
    ("GET", "requests"): _requests,
    ("GET", "faults"): _faults,
    ("POST", "faults"): _fail_next,
    ("PUT", "faults"): _plan,
    ("DELETE", "faults"): _no_faults,
}
