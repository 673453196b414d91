"""A caller of the mock in this process, at the level of HTTP."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from attrs import frozen

from hubspot_marketing_events_mock import Contract, Mock, MockServer, Request, Token

VERSION = Contract.load().version
PREFIX = f"/marketing/marketing-events/{VERSION}"
ADA, BOB = Token(), Token(app_id=7)
TOKENS = {
    "ada": ADA,
    "bob": BOB,
    "old": Token(expired=True),
    "reader": Token(scopes=frozenset({"crm.objects.marketing_events.read"})),
}
HEADERS = {"Authorization": "Bearer mock-token"}
BODY: dict[str, Any] = {
    "inputs": [
        {
            "eventName": "n",
            "eventOrganizer": "o",
            "externalAccountId": "a",
            "externalEventId": str(n),
        }
        for n in (1, 2)
    ]
}


def post(server: MockServer, body: Any = BODY) -> httpx.Response:
    """Upsert over the network."""
    return httpx.post(f"{server.url}{PREFIX}/events/upsert", json=body, headers=HEADERS)


@frozen
class Reply:
    """An answer as a caller sees it."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The body, which must be JSON."""
        return json.loads(self.content)


class Caller:
    """Sends requests to a mock, whose clock ticks a second at each."""

    def __init__(self, **options: Any) -> None:
        self.time = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        self.mock = Mock(**{"tokens": TOKENS, "mode": "model", "clock": self._clock, **options})

    def _clock(self) -> dt.datetime:
        self.time += dt.timedelta(seconds=1)
        return self.time

    def __call__(
        self, method: str, *segments: str, token: str = "ada", body: Any = None,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None, prefix: str = PREFIX, **query: Any
    ) -> Reply:  # fmt: skip
        """Send one request; segments are quoted one by one."""
        path = prefix + "".join(f"/{quote(segment, safe='')}" for segment in segments)
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        sent = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            **(headers or {}),
        }
        encoded = [(name.encode(), value.encode()) for name, value in sent.items() if value]
        request = Request.of(
            method, path.encode(), urlencode(query, doseq=True).encode(), encoded, content
        )
        answer = self.mock.handle(request)
        return Reply(answer.status, dict(answer.headers), answer.encoded()[0])

    def create(
        self, name: str = "event-1", account: str = "acc", token: str = "ada", **fields: Any
    ) -> str:
        """Upsert one event, and return its object id."""
        given = {
            "eventName": "Tour",
            "eventOrganizer": "Ada",
            "externalAccountId": account,
            "externalEventId": name,
        }
        reply = self("POST", "events", "upsert", token=token, body={"inputs": [given | fields]})
        assert 200 == reply.status, reply.content
        return str(reply.json["results"][0]["objectId"])
