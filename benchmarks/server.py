"""A trivial server in a process of its own: it answers every batch with what was sent, as created.

    python -m benchmarks.server [LATENCY]

It prints its port, and ends when its standard input is closed. The response to a body is made once
and kept, so that its own cost is small and constant. LATENCY is in seconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from benchmarks.workload import contact_id, object_id

_NOW = "2026-11-01T00:00:00.000Z"
_MOST_KEPT = 2000  # bodies of 40 kB
_ECHOED = (
    "eventName",
    "eventOrganizer",
    "eventType",
    "eventUrl",
    "eventDescription",
    "eventCancelled",
    "eventCompleted",
    "startDateTime",
    "endDateTime",
)


class Upserts(asyncio.Protocol):
    """One connection, with one request after another."""

    def __init__(self, responses: dict[bytes, bytes], latency: float) -> None:
        self._responses = responses
        self._latency = latency
        self._received = bytearray()
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, rest = self._received.partition(b"\r\n\r\n")
        length = _content_length(head)
        if not found or len(rest) < length:
            return

        body = bytes(rest[:length])
        del self._received[: len(head) + len(found) + length]
        response = self._response(body)
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._transport.write, response)
        else:
            self._transport.write(response)

    def _response(self, body: bytes) -> bytes:
        response = self._responses.get(body)
        if response is None:
            response = response_to(body)
            if len(self._responses) < _MOST_KEPT:
                self._responses[body] = response
        return response


def _content_length(head: bytes | bytearray) -> int:
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    return 0


def response_to(body: bytes) -> bytes:
    """Return the whole response to a batch of events or of participants."""
    batch = {
        "status": "COMPLETE",
        "results": [_result(given) for given in json.loads(body)["inputs"]],
        "requestedAt": _NOW,
        "startedAt": _NOW,
        "completedAt": _NOW,
    }
    content = json.dumps(batch, ensure_ascii=False, separators=(",", ":")).encode()
    head = (
        "HTTP/1.1 200 OK\r\n"
        "Content-Type: application/json;charset=utf-8\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def _result(given: dict[str, Any]) -> dict[str, Any]:
    if "email" in given:
        return {"email": given["email"], "vid": int(contact_id(given["email"]))}
    return _event(given)


def _event(event: dict[str, Any]) -> dict[str, Any]:
    echoed = {name: event[name] for name in _ECHOED if event.get(name) is not None}
    return echoed | {
        "id": event["externalEventId"],
        "objectId": object_id(event["externalEventId"]),
        "customProperties": event.get("customProperties") or [],
        "createdAt": _NOW,
        "updatedAt": _NOW,
    }


async def serve(latency: float) -> None:
    """Serve until standard input is closed."""
    loop = asyncio.get_running_loop()
    responses: dict[bytes, bytes] = {}
    server = await loop.create_server(lambda: Upserts(responses, latency), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0))
