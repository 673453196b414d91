"""What a run needs around it: Redis, a mock of HubSpot, tokens, input; and what must hold after."""

from __future__ import annotations

import json
import random
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet as pq
import redis
from attrs import define, field, frozen

LIMIT, INTERVAL = 100, 10.0  # of the mock, which are HubSpot's for a private app
PASSWORD = "redis-password-of-a-test"
_SERVER = Path(__file__).with_name("hubspot.py")


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """Run a redis-server with a password on a free port, and give its URL."""
    if shutil.which("redis-server") is None:
        raise RuntimeError("install redis-server, a Debian package, to run these tests")

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    options = ("--bind", "127.0.0.1", "--save", "", "--requirepass", PASSWORD, "--dir", str(folder))
    command = ["redis-server", "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        _wait_for(redis.Redis(port=port, password=PASSWORD))
        yield f"redis://:{PASSWORD}@127.0.0.1:{port}/0"
        server.terminate()


def _wait_for(client: redis.Redis) -> None:
    for _ in range(200):
        try:
            client.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            break
    client.close()


@frozen
class Note:
    """An upsert that arrived: when, of which account, its status, and each event's version."""

    at: float
    account: str
    status: int
    sent: list[tuple[str, str]]


@define
class HubSpot:
    """A mock of HubSpot in a process of its own.

    Args:
        url: where it is.
        notes_file: what it notes.
        tokens: each account's token.
    """

    url: str
    notes_file: Path
    tokens: dict[str, str]

    def notes(self) -> list[Note]:
        """Return the upserts that arrived, in their order."""
        lines = self.notes_file.read_text().splitlines()
        return [Note(**json.loads(line)) for line in lines]

    def versions(self) -> dict[tuple[str, str], str]:
        """Return the version that the mock holds of each event."""
        found: dict[tuple[str, str], str] = {}
        after: Any = 0
        while after is not None:
            page = httpx.get(f"{self.url}/_mock/events", params={"after": after}).json()
            for event in page["results"]:
                key = event["externalAccountId"], event["externalEventId"]
                assert key not in found
                found[key] = event["eventDescription"]
            after = page.get("after")
        return found


@contextmanager
def running_hubspot(
    folder: Path, accounts: Iterable[str], *, latency: float = 0.0, failing: float = 0.0
) -> Iterator[HubSpot]:
    """Run the mock; accounts whose name begins with `revoked` have a token that it refuses."""
    tokens = {account: f"pat-{account}-{random.getrandbits(64):x}" for account in accounts}
    known, notes = folder / "known.json", folder / "notes.jsonl"
    known.write_text(json.dumps({token: account for account, token in tokens.items()}))
    command = [sys.executable, _SERVER, notes, known, str(latency), str(failing)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        yield HubSpot(server.stdout.readline().strip(), notes, tokens)
        server.communicate()


def write_tokens(folder: Path, tokens: dict[str, str]) -> Path:
    """Write a folder with a file per account, as secrets are mounted into containers."""
    folder.mkdir()
    for account, token in tokens.items():
        (folder / account).write_text(f"{token}\n")
    return folder


@define
class Input:
    """What a run is given.

    Args:
        folder: a file per account.
        rows: how many each account has.
        last: the last version of each event.
    """

    folder: Path
    rows: Counter[str] = field(factory=Counter)
    last: dict[tuple[str, str], str] = field(factory=dict)


def make_input(folder: Path, sizes: dict[str, int], chance: random.Random) -> Input:
    """Write JSON Lines in which every third row or so is a later version of an earlier event."""
    folder.mkdir()
    made = Input(folder)
    for account, size in sizes.items():
        versions: Counter[str] = Counter()
        with (folder / f"{account}.jsonl").open("w", encoding="utf-8") as file:
            for row in range(size):
                event = f"event-{chance.randrange(size)}" if row % 2 else f"event-{row}"
                versions[event] += 1
                text = f"version {versions[event]:04d}"
                file.write(json.dumps(input_row(account, event, eventDescription=text)) + "\n")
                made.rows[account] += 1
                made.last[account, event] = text
    return made


def input_row(account: str, event: str, **fields: Any) -> dict[str, Any]:
    """Return an event as an input has it."""
    ids = {"externalAccountId": account, "externalEventId": event}
    return {"eventName": f"Tour {event}", "eventOrganizer": "Northwind", **ids, **fields}


def check_nothing_lost(given: Input, hubspot: HubSpot, report: Path) -> list[dict[str, Any]]:
    """Check the report and what the mock holds and was sent; return the rows of the report."""
    rows: list[dict[str, Any]] = pq.read_table(report).to_pylist()
    expected = [
        (account, number)
        for account in sorted(given.rows)
        for number in range(1, given.rows[account] + 1)
    ]
    assert expected == [(row["account"], row["row"]) for row in rows]
    assert {"created", "updated", "accepted", "superseded"} >= {row["status"] for row in rows}
    assert given.last == hubspot.versions()
    check_no_older_version(hubspot.notes())
    return rows


def check_no_older_version(notes: Iterable[Note]) -> None:
    """Check that no version of an event arrived after a later one."""
    latest: defaultdict[tuple[str, str], str] = defaultdict(str)
    for note in notes:
        for event, version in note.sent:
            key = note.account, event
            assert latest[key] <= version
            latest[key] = version


def most_in(seconds: float, notes: Iterable[Note]) -> int:
    """Return the most upserts of one account that arrived in any window of so many seconds."""
    windows: defaultdict[str, deque[float]] = defaultdict(deque)
    most = 0
    for note in notes:
        window = windows[note.account]
        window.append(note.at)
        while window[0] <= note.at - seconds:
            window.popleft()
        most = max(most, len(window))
    return most
