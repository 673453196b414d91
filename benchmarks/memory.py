"""Peak memory of the client: a million events from a generator, and bodies that are too large.

Exit code 1 where a million events take over 20 MB more than ten thousand, or a body that is too
large takes over 120 MB more than a small one: a decoded body of 32 MiB is held in pieces and as a
whole.

Each figure is of a process of its own. The million is answered in that process by a transport, so
that only the client is measured; the large bodies come from a server in another process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from hubspot_marketing_events import Event, MarketingEvents, Pacer

COUNTS = (10_000, 1_000_000)
ALLOWED, ALLOWED_BODY = 20.0, 120.0  # MB
FLOOD = Path(__file__).with_name("workers") / "flood.py"
BODIES = ("a body of 600 MB", "an error of 600 MB", "600 MB packed in 600 kB")


def respond(request: httpx.Request) -> httpx.Response:
    """Return a result for each input."""
    now = "2026-11-01T00:00:00.000Z"
    results = [
        {
            **given,
            "id": given["externalEventId"],
            "objectId": str(10**10 + int(given["externalEventId"])),
            "createdAt": now,
            "updatedAt": now,
            "customProperties": [],
        }
        for given in json.loads(request.content)["inputs"]
    ]
    batch = {"status": "COMPLETE", "results": results, "startedAt": now, "completedAt": now}
    return httpx.Response(200, json=batch)


def events(count: int) -> Iterator[Event]:
    """Make so many events, when they are asked for."""
    for number in range(count):
        yield Event(
            event_name=f"Event {number}",
            event_organizer="o",
            external_account_id="a",
            external_event_id=str(number),
        )


def peak() -> float:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int) -> None:
    """Upsert so many, and print seconds and the peak in MB."""
    begun = time.perf_counter()
    transport, pacer = httpx.MockTransport(respond), Pacer(10**9)
    with MarketingEvents(token="token", transport=transport, pacer=pacer) as client:
        through = sum(outcome.ok for outcome in client.upsert_iter(events(count), concurrency=4))
    assert count == through
    print(time.perf_counter() - begun, peak())


def measure_body(port: str) -> None:
    """Upsert one event at a server that responds with too much, and print the peaks in MB."""
    with MarketingEvents(token="token", base_url=f"http://127.0.0.1:{port}", attempts=1) as client:
        before = peak()
        (outcome,) = client.upsert(events(1))
    assert outcome.status == "failed", outcome
    print(before, peak())


def run(*arguments: str) -> tuple[float, float]:
    """Run this file in a process of its own, and return the two numbers that it prints."""
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    first, second = map(float, done.stdout.split())
    return first, second


def main() -> int:
    """Measure, and compare with what is allowed."""
    peaks, bad = list[float](), False
    for count in COUNTS:
        seconds, most = run("events", str(count))
        peaks.append(most)
        speed = f"{seconds:.1f} s, {count / seconds:,.0f} events/s"
        print(f"{count:>9,} events: peak {most:.1f} MB, {speed}")
    print(f"a million events take {peaks[1] - peaks[0]:+.1f} MB, allowed are {ALLOWED:.0f}")
    bad |= peaks[1] - peaks[0] > ALLOWED

    for kind in BODIES:
        with subprocess.Popen([sys.executable, FLOOD, kind], stdout=subprocess.PIPE) as server:
            assert server.stdout
            before, most = run("body", server.stdout.readline().decode().strip())
            server.terminate()
        print(f"{kind}: {most - before:+.1f} MB, allowed are {ALLOWED_BODY:.0f}")
        bad |= most - before > ALLOWED_BODY
    return int(bad)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    measure(int(sys.argv[2])) if sys.argv[1] == "events" else measure_body(sys.argv[2])
