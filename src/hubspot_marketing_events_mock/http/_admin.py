"""What whoever runs the mock may ask of it, under a path that no contract owns."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from attrs import asdict

from hubspot_marketing_events_mock.behaviour import error
from hubspot_marketing_events_mock.contract import Request, Response
from hubspot_marketing_events_mock.faults import Fault, FaultError, Plan
from hubspot_marketing_events_mock.http import _page
from hubspot_marketing_events_mock.http._engine import Engine
from hubspot_marketing_events_mock.http._journal import Exchange
from hubspot_marketing_events_mock.recording import Redactor

PREFIX = "_mock"
_MOST_SHOWN = 1000  # exchanges or events in one response
_SHOWN = 100
_MOST_DIGITS = 19  # of an id
_MOST_BYTES = 300_000  # of bodies in a list, the latest first; the others are shown by themselves
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def respond(mock: Engine, request: Request) -> Response:
    """Respond to a request to the admin path."""
    _, *rest = request.segments
    route = "/".join(rest).rstrip("/")
    if route == "health" and request.method in {"GET", "HEAD"}:
        return Response(200, {"status": "ok", "version": mock.contract.version}, _HEADERS)
    response = mock.access.without_key(request) or _routed(mock, request, route)
    return Response(response.status, response.body, {**_HEADERS, **response.headers})


def _routed(mock: Engine, request: Request, route: str) -> Response:
    head, _, number = route.partition("/")
    if head == "requests" and number:
        return _exchange(mock, request, number)
    methods = {method: act for (method, path), act in _ROUTES.items() if path == route}
    if not methods:
        known = sorted({path for _, path in _ROUTES} - {""} | {"health"})
        return error(404, f"/{PREFIX}/ has {', '.join(known)}, and a page")
    act = methods.get("GET" if request.method == "HEAD" else request.method)
    if act is None:
        return Response(405, headers={"Allow": ", ".join(methods)})
    try:
        return act(mock, request)
    except (FaultError, _BadRequestError) as problem:
        return error(400, str(problem)[:2000])


class _BadRequestError(ValueError):
    """An admin request that cannot be carried out."""


def _body(request: Request) -> dict[str, Any]:
    """The JSON object of a request."""
    try:
        given = json.loads(request.body or b"{}")
    except RecursionError as problem:
        raise _BadRequestError("the body is nested too deeply") from problem
    except UnicodeDecodeError as problem:
        raise _BadRequestError("the body is not JSON in UTF-8") from problem
    except ValueError as problem:
        raise _BadRequestError(f"the body is not JSON: {problem}") from problem
    if not isinstance(given, dict):
        raise _BadRequestError("the body is not a JSON object")
    return given


def _number(
    request: Request, name: str, default: int | None, most: int | None = None
) -> int | None:
    """A number of the query."""
    text = dict(request.query).get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise _BadRequestError(f"{name} is not a whole number")
    return int(text) if most is None else min(int(text), most)


def _reset(mock: Engine, request: Request) -> Response:
    mock.reset()
    # A form of the page is sent back to it; a program gets no content.
    is_form = "text/html" in request.headers.get("accept", "")
    return Response(303, headers={"Location": f"/{PREFIX}/"}) if is_form else Response(204)


def _snapshot(mock: Engine, _: Request) -> Response:
    name = secrets.token_hex(4)
    mock.keep_snapshot(name)
    return Response(200, {"snapshot": name})


def _restore(mock: Engine, request: Request) -> Response:
    name = _body(request).get("snapshot")
    snapshot = mock.snapshots.get(name) if isinstance(name, str) else None
    if snapshot is None:
        raise _BadRequestError(f"snapshot: there is none of the name {str(name)[:100]!r}")
    mock.restore(snapshot)
    return Response(204)


def _events(mock: Engine, request: Request) -> Response:
    limit = _number(request, "limit", _MOST_SHOWN, _MOST_SHOWN) or _MOST_SHOWN
    after = _number(request, "after", 0) or 0
    events = mock.first_events(limit, after)
    more = {"after": events[-1]["objectId"]} if len(events) == limit else {}
    return Response(200, {"results": events, "total": len(mock.state.by_object), **more})


def _requests(mock: Engine, request: Request) -> Response:
    limit = _number(request, "limit", _SHOWN, _MOST_SHOWN) or _SHOWN
    before = _number(request, "before", None)
    latest = mock.requests.latest(limit, before)
    redactor = _redactor(mock)
    room, results = _MOST_BYTES, []
    for exchange in latest:
        room -= exchange.size
        is_shown = room >= 0 or not exchange.size
        body = (
            exchange.body if is_shown else f"{exchange.size} bytes; see requests/{exchange.number}"
        )
        results.append(_shown(redactor, exchange) | {"body": redactor.value(body)})
    return Response(200, {"results": results[::-1], "total": mock.requests.total})


def _exchange(mock: Engine, request: Request, number: str) -> Response:
    found = mock.requests.numbered(int(number)) if number.isdecimal() and number.isascii() else None
    if found is None or request.method not in {"GET", "HEAD"}:
        return error(404, f"exchange {number[:20]} is not kept")
    redactor = _redactor(mock)
    bodies = {"body": found.body, "response": _parsed(found.received)}
    shown = _shown(redactor, found) | {name: redactor.value(one) for name, one in bodies.items()}
    if "text/html" in request.headers.get("accept", ""):
        return Response(200, _page.exchange(shown))
    return Response(200, shown)


def _shown(redactor: Redactor, exchange: Exchange) -> dict[str, Any]:
    """An exchange without credentials and persons, and without its bodies."""
    query = [[name, str(redactor.value(value, name))] for name, value in exchange.query]
    return {
        "number": exchange.number,
        "at": exchange.at.isoformat(timespec="milliseconds"),
        "method": exchange.method,
        "path": redactor.text(exchange.path),
        "query": query,
        "operation": exchange.operation,
        "status": exchange.status,
        "origin": exchange.origin,
        "missed": exchange.missed,
        "milliseconds": round(exchange.seconds * 1000, 2),
    }


def _parsed(content: bytes | None) -> Any:
    if not content:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content.decode(errors="replace")


def _faults(mock: Engine, _: Request) -> Response:
    plan = mock.faults.faults if isinstance(mock.faults, Plan) else []
    return Response(
        200,
        {
            "next": [
                _told(fault) | ({"times": times} if times > 1 else {})
                for fault, times in mock.pending
            ],
            "plan": [
                _told(fault)
                | ({"sequence": sorted(sequence)} if sequence else {"probability": probability})
                for fault, probability, sequence in plan
            ],
        },
    )


def _fail_next(mock: Engine, request: Request) -> Response:
    given = _body(request)
    times = given.pop("times", 1)
    mock.fail(Fault.of(given), times)
    return _faults(mock, request)


def _plan(mock: Engine, request: Request) -> Response:
    plan = Plan.of(_body(request))
    plan.check(mock.contract)
    mock.faults = plan
    return _faults(mock, request)


def _no_faults(mock: Engine, _: Request) -> Response:
    mock.forget_faults()
    return Response(204)


def _told(fault: Fault) -> dict[str, Any]:
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in asdict(fault).items()
        if value
    }


def _show(mock: Engine, _: Request) -> Response:
    redactor = _redactor(mock)
    latest = [_shown(redactor, one) for one in mock.requests.latest(_SHOWN)]
    origins = [exchange.origin.partition(" ")[0] for exchange in mock.requests]
    faults: Mapping[str, Any] = _faults(mock, _).body
    return Response(
        200,
        _page.overview(
            versions=mock.versions,
            mode=mode_of(mock),
            exchanges=latest,
            count=mock.requests.total,
            origins={name: origins.count(name) for name in ("recording", "model", "fault")},
            faults=[(when, json.dumps(one)) for when in ("next", "plan") for one in faults[when]],
            events=redactor.value(mock.first_events(_SHOWN)),
            event_count=len(mock.state.by_object),
            violations=mock.violations[-_SHOWN:],
        ),
    )


def mode_of(mock: Engine) -> str:
    """The mode, in words."""
    return {
        "auto": "auto: recordings first, the model for the rest",
        "replay": "replay: recordings only",
        "model": "model: no recordings",
    }[mock.mode]


def _redactor(mock: Engine) -> Redactor:
    return Redactor(str(mock.state.seed).encode())


_ROUTES: dict[tuple[str, str], Callable[[Engine, Request], Response]] = {
    ("GET", ""): _show,
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
