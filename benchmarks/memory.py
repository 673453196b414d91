"""Peak memory of an upsert from a generator: a million events against ten thousand.

Exit code 1 where the million takes over 20 MB more.

Each count runs in a process of its own, against an answer made in this process, so that only the
facade is measured.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx

from hubspot_marketing_events import Event, MarketingEvents, Pacer

COUNTS = (10_000, 1_000_000)
ALLOWED = 20.0  # MB


def answer(request: httpx.Request) -> httpx.Response:
    """A result for each input."""
    now = "2026-11-01T00:00:00.000Z"
    results = [
        {
            **given,
            "id": given["externalEventId"],
            "objectId": "300000000001",
            "createdAt": now,
            "updatedAt": now,
        }
        | {"customProperties": []}
        for given in json.loads(request.content)["inputs"]
    ]
    return httpx.Response(
        200, json={"status": "COMPLETE", "results": results, "startedAt": now, "completedAt": now}
    )


def events(count: int) -> Iterator[Event]:
    """So many events, made when they are asked for."""
    for number in range(count):
        name = f"Event {number}"
        yield Event(
            event_name=name,
            event_organizer="o",
            external_account_id="a",
            external_event_id=str(number),
        )


def measure(count: int) -> None:
    """Upsert so many, and print seconds and the peak in MB."""
    begun = time.perf_counter()
    transport, pacer = httpx.MockTransport(answer), Pacer(10**9)
    with MarketingEvents(token="token", transport=transport, pacer=pacer) as client:
        through = sum(outcome.ok for outcome in client.upsert_iter(events(count), concurrency=4))
    assert count == through
    print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> int:
    """Measure both, and compare."""
    peaks = []
    for count in COUNTS:
        done = subprocess.run(
            [sys.executable, __file__, str(count)], capture_output=True, text=True, check=True
        )
        seconds, peak = map(float, done.stdout.split())
        peaks.append(peak)
        print(
            f"{count:>9,} events: peak {peak:.1f} MB, {seconds:.1f} s, "
            f"{count / seconds:,.0f} events/s"
        )
    print(f"a million events take {peaks[1] - peaks[0]:+.1f} MB, allowed are {ALLOWED:.0f}")
    return int(peaks[1] - peaks[0] > ALLOWED)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    measure(int(sys.argv[1]))
