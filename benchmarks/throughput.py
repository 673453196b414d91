"""Requests a second of the mock server at a port, with full validation, against Prism serving the same contract.

    nox -s throughput -- PRISM [SECONDS]

PRISM is the path of Prism's program, as of `npm install @stoplight/prism-cli`. Each server has the same upsert of ten
events sent over four connections for some seconds, after a second to warm up, in turns, three times; what is printed
is the median. Prism answers from examples and keeps nothing, while the mock writes every event.
"""

from __future__ import annotations

import asyncio
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files

PATH = "/marketing/marketing-events/2026-03/events/upsert"
CONNECTIONS = 4
ROUNDS = 3
EVENTS = [
    {
        "eventName": f"Event {number}",
        "eventOrganizer": "Northwind",
        "externalAccountId": "account",
        "externalEventId": str(number),
        "startDateTime": "2026-05-01T10:00:00Z",
        "customProperties": [],
    }
    for number in range(10)
]


def main(arguments: Sequence[str]) -> int:
    """Measure both; 1 where the mock is less than twice as fast."""
    if not arguments:
        print("say where Prism's program is: nox -s throughput -- node_modules/.bin/prism")
        return 2
    seconds = float(arguments[1]) if len(arguments) > 1 else 5.0
    contract = str(files("hubspot_marketing_events_client").joinpath("v2026_03", "openapi.json"))
    commands = {
        "mock": lambda port: [
            sys.executable,
            "-m",
            "hubspot_marketing_events_mock._cli",
            "serve",
            "--port",
            str(port),
        ],
        "prism": lambda port: [
            arguments[0],
            "mock",
            contract,
            "--port",
            str(port),
            "--errors",
            "-v",
            "fatal",
        ],
    }
    rates: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(ROUNDS):
        for name, command in commands.items():
            with served(command, port := free_port()):
                asyncio.run(load(port, 1.0))
                rates[name].append(asyncio.run(load(port, seconds)))
            print(f"round {turn + 1}: {name} {rates[name][-1]:,.0f} requests a second", flush=True)
    mock, prism = (statistics.median(rates[name]) for name in ("mock", "prism"))
    print(f"median of {ROUNDS}: mock {mock:,.0f}, prism {prism:,.0f}; {mock / prism:.1f} times")
    return int(mock < 2 * prism)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def served(command: object, port: int) -> Iterator[None]:
    """A server for as long as the block lasts."""
    assert callable(command)
    with subprocess.Popen(
        command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


async def load(port: int, seconds: float) -> float:
    """Send over all connections for so long; returns the answers a second. Raises where one is not 200."""
    body = json.dumps({"inputs": EVENTS}).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer mock-token\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    end = time.perf_counter() + seconds
    begun = time.perf_counter()
    counts = await asyncio.gather(
        *(one(port, head.encode() + body, end) for _ in range(CONNECTIONS))
    )
    return sum(counts) / (time.perf_counter() - begun)


async def one(port: int, request: bytes, end: float) -> int:
    """Send over one connection, one request after another; returns how many answers came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < end:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b" 200 " not in head.partition(b"\r\n")[0]:
            raise RuntimeError(head[:80].decode())
        if b"content-length: " in head:
            await reader.readexactly(
                int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            )
        else:
            await reader.readuntil(b"\r\n0\r\n\r\n")
        count += 1
    writer.close()
    return count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
