"""A mock server in a process of its own that notes each upsert when it arrives.

    python hubspot.py NOTES TOKENS LATENCY FAILING

`TOKENS` is JSON with an account's name by its token. A note has the time, the account, the status
and what was sent, as pairs of an event's id and its description, which is its version.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from hubspot_marketing_events_mock import Fault, Mock, MockServer, Request, Token


class NotingMock(Mock):
    """Notes upserts."""

    notes: TextIO
    accounts: dict[str, str]

    def handle(self, request: Request) -> Any:
        at = time.monotonic()
        response = super().handle(request)
        if request.path.endswith("/upsert"):
            token = request.headers["authorization"].removeprefix("Bearer ")
            given = json.loads(request.body)["inputs"]
            sent = [(event["externalEventId"], event.get("eventDescription")) for event in given]
            note = {"at": at, "account": self.accounts.get(token), "sent": sent}
            self.notes.write(json.dumps({**note, "status": response.status}) + "\n")
            self.notes.flush()
        return response


def main() -> None:
    """Serve until standard input ends; print the URL first."""
    notes, accounts = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
    latency, failing = float(sys.argv[3]), float(sys.argv[4])
    count = 0

    def fault(_: Request, __: str) -> Fault | None:
        """Delay each request; let some fail before or after they are carried out."""
        nonlocal count
        count += 1
        if failing and count % round(1 / failing) == 0:
            return Fault(status=503, after_write=bool(count % 2))
        return Fault(latency=latency) if latency else None

    tokens = {
        token: Token(app_id=1, portal_id=number)
        for number, (token, account) in enumerate(accounts.items(), 1)
        if not account.startswith("revoked")
    }
    mock = NotingMock(tokens=tokens, mode="model", faults=fault, enforce_limit=True)
    mock.accounts = accounts
    with notes.open("w", encoding="utf-8") as mock.notes, MockServer(mock) as server:
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
