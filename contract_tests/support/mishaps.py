"""What goes wrong on the way to a mock and back: a name for each mishap, and what draws them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import httpx

from hubspot_marketing_events import Pacer
from hubspot_marketing_events_mock import Mock, Token

TOKENS = {"token": Token(), "expired": Token(expired=True), "narrow": Token(scopes=frozenset())}

Respond = Callable[[], httpx.Response]


def said(status: int, **body: Any) -> httpx.Response:
    """An error in HubSpot's shape."""
    return httpx.Response(
        status, json={"status": "error", "message": "no", "correlationId": "c", **body}
    )


def page(status: int) -> httpx.Response:
    """A proxy's page."""
    return httpx.Response(status, html="<h1>Bad gateway</h1>")


def lost(respond: Respond, error: Exception) -> httpx.Response:
    """Carry the request out, and lose the response."""
    respond()
    raise error


def never(error: Exception) -> httpx.Response:
    """Lose the request."""
    raise error


def is_batch(response: httpx.Response) -> bool:
    """Whether it is a success with results, which a mishap can change."""
    return response.is_success and b'"results"' in response.content


def instead(response: httpx.Response, other: httpx.Response) -> httpx.Response:
    """Another response in place of a whole success; what was refused in part stays so."""
    return other if response.status_code in {200, 204} else response


def cut_off(response: httpx.Response) -> httpx.Response:
    """A success of which only the first bytes come."""
    return instead(response, httpx.Response(200, content=response.content[:40]))


def shortened(response: httpx.Response) -> httpx.Response:
    """A response without its first result, though that event was written."""
    if not is_batch(response):
        return response
    return httpx.Response(200, json={**response.json(), "results": response.json()["results"][1:]})


def reordered(response: httpx.Response) -> httpx.Response:
    """A response with its results the other way round."""
    if not is_batch(response):
        return response
    return httpx.Response(
        200, json={**response.json(), "results": response.json()["results"][::-1]}
    )


def changed(response: httpx.Response, **fields: Any) -> httpx.Response:
    """A success with other fields of the batch."""
    if not is_batch(response):
        return response
    return httpx.Response(200, json={**response.json(), **fields})


def each(response: httpx.Response, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """A success with each result changed."""
    if not is_batch(response):
        return response
    body = response.json()
    return httpx.Response(200, json={**body, "results": [change(r) for r in body["results"]]})


def without(result: dict[str, Any], *names: str) -> dict[str, Any]:
    """A result that lacks fields."""
    return {name: value for name, value in result.items() if name not in names}


def repeated(response: httpx.Response) -> httpx.Response:
    """A success with its first result as often as there are results."""
    if not is_batch(response):
        return response
    results = response.json()["results"]
    return httpx.Response(200, json={**response.json(), "results": results[:1] * len(results)})


def cut(result: dict[str, Any]) -> dict[str, Any]:
    """A result whose start has lost its fraction."""
    start = result.get("startDateTime")
    return {**result, "startDateTime": start[:19] + "Z"} if start else result


# What a server may do to every response of a run without losing an event.
SERVERS: dict[str, Callable[[httpx.Response], httpx.Response]] = {
    "plain": lambda response: response,
    "in capitals": lambda a: each(a, lambda r: {**r, "eventName": r["eventName"].upper()}),
    "escaping": lambda a: each(a, lambda r: {**r, "eventName": f" <b>{r['eventName']}</b> "}),
    "without fractions": lambda a: each(a, cut),
    "without names": lambda a: each(a, lambda r: without(r, "eventName", "eventOrganizer")),
    "without times": lambda a: each(a, lambda r: without(r, "startDateTime", "createdAt")),
    "with only ids": lambda a: each(a, lambda r: {"objectId": r["objectId"]}),
    "of other types": lambda a: each(a, lambda r: {**r, "updatedAt": 5, "customProperties": [{}]}),
    "with null": lambda a: each(a, lambda r: {**r, "createdAt": None, "eventName": None}),
    "reordering": reordered,
    "with 299": lambda a: httpx.Response(299 if a.is_success else a.status_code, json=a.json()),
}

# Each takes the means to get the true response, and gives or raises what the client gets instead.
MISHAPS: dict[str, Callable[[Respond], httpx.Response]] = {
    "nothing": lambda respond: respond(),
    **{
        f"status {status}": lambda _, status=status: said(status)
        for status in (408, 423, 500, 503, 504)
    },
    **{
        f"page {status}": lambda _, status=status: page(status)
        for status in (502, 520, 521, 522, 523, 524)
    },
    "page 200": lambda _: page(200),
    "429": lambda _: said(429, errorType="RATE_LIMIT", policyName="TEN_SECONDLY_ROLLING"),
    "429 with Retry-After": lambda _: httpx.Response(429, headers={"Retry-After": "1"}, json={}),
    "refused": lambda _: never(httpx.ConnectError("refused")),
    "timed out": lambda _: never(httpx.ConnectTimeout("slow")),
    "reset after the write": lambda respond: lost(respond, httpx.ReadError("reset")),
    "timed out after the write": lambda respond: lost(respond, httpx.ReadTimeout("slow")),
    "503 after the write": lambda respond: (respond(), said(503))[1],
    "empty after the write": lambda respond: instead(respond(), httpx.Response(200)),
    "cut off after the write": lambda respond: cut_off(respond()),
    "not JSON's object": lambda respond: (respond(), httpx.Response(200, json=[]))[1],
    "another shape": lambda respond: instead(
        respond(), httpx.Response(200, json={"results": [{}], "status": "COMPLETE"})
    ),
    "reordered": lambda respond: reordered(respond()),
    **{
        f"a batch that is {state}": lambda respond, state=state: changed(respond(), status=state)
        for state in ("PENDING", "PROCESSING", "CANCELED", "QUEUED", 5)
    },
    "errors that are counted": lambda respond: changed(respond(), numErrors=2),
    "errors of another type": lambda respond: changed(respond(), errors=5),
    "one result for all": lambda respond: repeated(respond()),
    "one id for all": lambda respond: each(respond(), lambda r: {**r, "objectId": "7", "id": "7"}),
    "ids of another type": lambda respond: each(respond(), lambda r: {**r, "objectId": True}),
    "no results at all": lambda respond: changed(respond(), results=None),
    "another's names": lambda respond: each(respond(), lambda r: {**r, "eventName": "Else"}),
    "a result too few": lambda respond: shortened(respond()),
    "partial": lambda respond: respond(),  # by the server itself, see Network
    "daily limit": lambda _: said(429, policyName="DAILY"),
    "unauthorized": lambda _: said(401, category="INVALID_AUTHENTICATION"),
}


class Unhurried(Pacer):
    """Never waits."""

    def permit(self) -> float:
        """Go ahead."""
        return 0.0

    def pause(self, seconds: float) -> None:
        """Do not."""


class Network:
    """Draws a interceptor for each request, and refuses what is poisoned."""

    def __init__(self, server: Mock, names: list[str], kind: str = "plain") -> None:
        self._server, self._names, self._lock = server, iter(names), threading.Lock()
        self._kind = SERVERS[kind]

    def __call__(self, respond: Respond) -> httpx.Response:
        """Respond, or do not."""
        with self._lock:
            name = next(self._names, "nothing")
            if name == "partial":
                self._server.fail_next(fail_inputs=frozenset({0}))
        return MISHAPS[name](lambda: self._kind(respond()))
