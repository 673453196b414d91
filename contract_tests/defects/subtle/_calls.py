"""Calls beside the one that a defect is about, and what a call is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx

from contract_tests.defects._defect import Exchange

Ids = tuple[str, str]  # external account id, external event id
OWN = {"Authorization": "Bearer mock-token"}
_TEXTS = ("eventName", "eventOrganizer", "eventType", "eventUrl", "eventDescription")


def caller(x: Exchange) -> str:
    """Return the Authorization header."""
    return str(x.request.headers.get("Authorization", ""))


def go(
    x: Exchange, method: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None
) -> httpx.Response:
    """Send another request, to a path below the API's own."""
    start, version = str(x.request.url).split("/marketing-events/")
    url = f"{start}/marketing-events/{version.partition('/')[0].partition('?')[0]}{path}"
    sent = headers or {"Authorization": caller(x)}
    return x.forward(httpx.Request(method, url, headers=sent, json=body))


def external_ids(x: Exchange) -> Ids | None:
    """Return the ids of the event that a call is about, where it names one by external ids."""
    body = x.sent if isinstance(x.sent, dict) else {}
    names = ("externalAccountId", "externalEventId")
    found = [x.values.get(name) or body.get(name) for name in names]
    return _pair(found)


def written(x: Exchange) -> Iterator[Ids]:
    """Yield the ids of the events that a write names by external ids."""
    for one in x.inputs or [x.sent]:
        if isinstance(one, dict):
            pair = _pair([one.get(name) for name in ("externalAccountId", "externalEventId")])
            if pair:
                yield pair


def _pair(found: list[Any]) -> Ids | None:
    return (found[0], found[1]) if all(isinstance(one, str) and one for one in found) else None


def path_of(ids: Ids, what: str = "") -> str:
    """Return the path of an event by external ids, or of a call about it."""
    return f"/events/{quote(ids[1], safe='')}{what}?externalAccountId={quote(ids[0], safe='')}"


def details(x: Exchange, ids: Ids | None) -> dict[str, Any]:
    """Return an event as its app reads it, or nothing."""
    response = go(x, "GET", path_of(ids)) if ids else None
    return dict(response.json()) if response is not None and response.is_success else {}


def texts_of(event: dict[str, Any]) -> dict[str, Any]:
    """Return the text fields of an event that have a value."""
    return {name: event[name] for name in _TEXTS if event.get(name) is not None}


def patch(x: Exchange, ids: Ids, fields: dict[str, Any]) -> httpx.Response:
    """Change an event behind the caller's back."""
    return go(x, "PATCH", path_of(ids), fields)


def objects(x: Exchange, event: str) -> list[str]:
    """Return the object ids of all events with an external event id."""
    response = go(x, "GET", f"/{quote(event, safe='')}/identifiers", headers=OWN)
    return [one["objectId"] for one in response.json()["results"]] if response.is_success else []


def page(x: Exchange, change: Callable[[dict[str, Any]], Any]) -> httpx.Response:
    """Send on, and respond with the page of results changed."""
    response, found = x.send(), x.received
    if not response.is_success or not isinstance(found, dict) or "results" not in found:
        return response
    change(found)
    return x.respond(found)


def items(x: Exchange, change: Callable[[dict[str, Any]], Any]) -> httpx.Response:
    """Send on, and respond with each item of the page changed."""
    return page(x, lambda found: [change(one) for one in found["results"]])


def text(one: dict[str, Any], name: str, change: Callable[[str], str]) -> None:
    """Change a field where it is a text."""
    if isinstance(one.get(name), str):
        one[name] = change(one[name])


def custom(one: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the custom properties of an input."""
    found = one.get("customProperties")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
