"""A server of a few lines that answers an upsert as HubSpot documents it."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpx

from hubspot_marketing_events import AsyncMarketingEvents, Event, MarketingEvents, Pacer, Report

Answer = Callable[[list[dict[str, Any]]], httpx.Response | None]
START = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def event(number: int, **changes: Any) -> Event:
    """One of any number of distinct events."""
    given = {"event_name": f"Event {number}", "event_organizer": "Northwind"}
    return Event(
        **{**given, "external_account_id": "account", "external_event_id": str(number), **changes}
    )


def events(count: int) -> list[Event]:
    """So many distinct events."""
    return [event(number) for number in range(count)]


def statuses(report: Report | None) -> list[str]:
    """The outcomes' statuses in order."""
    return [str(outcome.status) for outcome in report or ()]


def error(status: int, **body: Any) -> httpx.Response:
    """An error as HubSpot words it."""
    return httpx.Response(
        status, json={"status": "error", "message": "no", "correlationId": "c-1", **body}
    )


class StandIn:
    """Keeps events by key and counts requests; `answer` decides first, each request is a tick."""

    def __init__(
        self, *answers: httpx.Response | BaseException | Answer | None, order: Any = list
    ) -> None:
        self.store: dict[tuple[str, str], dict[str, Any]] = {}
        self.sizes: list[int] = []
        self.tokens: list[str] = []
        self.answers = list(answers)
        self.hide_ids = False
        self._order, self._lock = order, threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        inputs = json.loads(request.content)["inputs"]
        self.sizes.append(len(inputs))
        self.tokens.append(request.headers["Authorization"])
        answer = self.answers.pop(0) if len(self.answers) > 1 else (self.answers or [None])[0]
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(
                answer.status_code, headers=answer.headers, content=answer.content
            )
        return (answer(inputs) if answer else None) or self.accept(inputs)

    def accept(
        self, inputs: Iterable[dict[str, Any]], status: int = 200, **more: Any
    ) -> httpx.Response:
        """Write inputs, and answer with a result for each."""
        with self._lock:  # batches come in threads
            now, results = self._written(inputs)
        body = {
            "status": "COMPLETE",
            "results": self._order(results),
            "startedAt": now,
            "completedAt": now,
            **more,
        }
        return httpx.Response(status, json=body)

    def _written(self, inputs: Iterable[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
        now = (START + dt.timedelta(seconds=len(self.sizes))).isoformat().replace("+00:00", "Z")
        results = []
        for given in inputs:
            kept = self.store.setdefault(
                (given["externalAccountId"], given["externalEventId"]), {"createdAt": now}
            )
            name = (
                f"id-{len(self.sizes)}-{len(results)}"
                if self.hide_ids
                else given["externalEventId"]
            )
            kept |= given | {"updatedAt": now, "id": name, "customProperties": []}
            kept.setdefault("objectId", str(10**10 + len(self.store)))
            results.append({k: v for k, v in kept.items() if not k.startswith("external")})
        return now, results

    def client(self, **options: Any) -> MarketingEvents:
        """A client that sends here."""
        return MarketingEvents(**self._options(options))

    def async_client(self, **options: Any) -> AsyncMarketingEvents:
        """An asynchronous client that sends here."""
        return AsyncMarketingEvents(**self._options(options))

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        given = {
            "token": "secret-token",
            "transport": httpx.MockTransport(self),
            "pacer": Pacer(10**6),
        }
        return given | options
