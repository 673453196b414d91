"""Runs of the command that a signal stops at a chosen moment, and the retry that follows.

As a program, it stops runs by each signal at ten moments each, with 1 and 4 batches in flight:
`nox -s signals`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from attrs import define, field

from hubspot_marketing_events_mock import Fault, MockServer

SIGNALS = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129, "SIGKILL": -signal.SIGKILL}
MOMENTS = range(1, 11)
EVENTS, IDS = 1100, 700  # so that 400 events come in two versions
LATENCY = 0.02  # seconds that the server takes for a request


def version(event: dict[str, Any]) -> int:
    """The row that an event was made from."""
    return int(event["eventName"].removeprefix("version "))


def write_events(path: Path) -> None:
    """Write events, the later rows being newer versions of the first ones."""
    rows = [f"version {n},Northwind,north,{n % IDS}\n" for n in range(EVENTS)]
    path.write_text("eventName,eventOrganizer,externalAccountId,externalEventId\n" + "".join(rows))


@define
class Stopper:
    """Slows a server down, and sends a signal to a process when it gets its n-th request."""

    signal: str
    moment: int
    process: subprocess.Popen[str] | None = None
    requests: int = 0
    _lock: Any = field(factory=threading.Lock)

    def __call__(self, *_: object) -> Fault:
        with self._lock:
            self.requests += 1
            if self.requests == self.moment:
                # At another point of the request each time.
                threading.Timer(LATENCY * (self.moment % 4) / 2, self._send).start()
        return Fault(latency=LATENCY)

    def _send(self) -> None:
        if self.process:
            self.process.send_signal(getattr(signal, self.signal))


@define
class Result:
    """What came of a run that was stopped and the retry after it."""

    code: int
    lines: int
    through: bool  # whether the server had all events when the first run ended
    retry_code: int
    retry_text: str
    state: dict[str, int]
    older: list[str]  # events of which an older version was sent after a newer one
    text: str


def stopped_run(
    folder: Path, server: MockServer, name: str, moment: int, concurrency: int
) -> Result:
    """Stop a run by a signal, and retry it once."""
    source, out = folder / "events.csv", folder / "out.jsonl"
    write_events(source)
    stopper = Stopper(name, moment)
    server.reset()
    server.mock.limit, server.mock.faults = 10**6, stopper
    stopper.process = command(server, source, "--outcomes", out, "--concurrency", concurrency)
    text = stopper.process.communicate(timeout=60)[1]
    time.sleep(2 * LATENCY)  # what was in flight is carried out
    through = state(server) == wanted()
    server.mock.faults = None
    lines = len(out.read_bytes().splitlines())
    retry = command(server, "--retry-from", out, "--concurrency", concurrency)
    retry_text = retry.communicate(timeout=60)[1]
    return Result(
        stopper.process.returncode,
        lines,
        through,
        retry.returncode,
        retry_text,
        state(server),
        older(server),
        text,
    )


def command(server: MockServer, *arguments: object, name: str = "upsert") -> subprocess.Popen[str]:
    """Start a command against a server."""
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "hubspot_marketing_events._cli",
            name,
            *map(str, arguments),
            "--base-url",
            server.url,
            "--rate",
            "100000",
        ],
        env=os.environ | {"HUBSPOT_ACCESS_TOKEN": "mock-token"},
        stderr=subprocess.PIPE,
        text=True,
    )


def wanted() -> dict[str, int]:
    """What an undisturbed run leaves on the server."""
    return {str(n % IDS): n for n in range(EVENTS)}


def state(server: MockServer) -> dict[str, int]:
    """Which version of each event the server has."""
    return {event["externalEventId"]: version(event) for event in server.events}


def older(server: MockServer) -> list[str]:
    """The events of which an older version was sent after a newer one."""
    newest: dict[str, int] = {}
    found = []
    for request in server.requests:
        for event in request.body["inputs"]:
            name = event["externalEventId"]
            if version(event) < newest.get(name, -1):
                found.append(name)
            newest[name] = max(version(event), newest.get(name, -1))
    return found


def judge(name: str, result: Result) -> list[str]:
    """What is wrong with a stopped run and its retry."""
    truthful = result.code == SIGNALS[name] or (result.code == 0 and result.through)
    return [
        *([] if truthful else [f"exit code {result.code}"]),
        *(
            []
            if result.retry_code == 0
            else [f"the retry's exit code is {result.retry_code}: {result.retry_text}"]
        ),
        *([] if result.state == wanted() else ["the server's state differs"]),
        *(f"event {event} was made older" for event in result.older),
        *([text] if "Traceback" in (text := result.text + result.retry_text) else []),
    ]


def main() -> int:
    """Stop runs by each signal at each moment, and say what is wrong."""
    wrong = 0
    with MockServer(mode="model") as server, tempfile.TemporaryDirectory() as folder:
        for name in SIGNALS:
            for concurrency in (1, 4):
                for moment in MOMENTS:
                    result = stopped_run(Path(folder), server, name, moment, concurrency)
                    problems = judge(name, result)
                    wrong += bool(problems)
                    told = json.dumps(problems) if problems else "ok"
                    print(
                        f"{name} at request {moment:2}, concurrency {concurrency}: "
                        f"code {result.code}, {result.lines} lines, {told}",
                        flush=True,
                    )
    print(f"{wrong} runs are wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
