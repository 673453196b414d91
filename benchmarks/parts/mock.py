"""How many upserts a second the mock server validates and answers, against Prism."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence

from benchmarks.environments import ROOT, Environments
from benchmarks.load import cpu_seconds, free_port, responses, serving
from benchmarks.tables import ratios, spread, table
from benchmarks.workload import Shape, json_ready

TITLE = "The mock server"
_CONTRACT = ROOT / "generated/hubspot_marketing_events_client/v2026_03/openapi.json"
_PATH = "/marketing/marketing-events/2026-03/events/upsert"
_CONNECTIONS = 4
_SECONDS = 3.0
_WHAT = f"""\
Upserts of ten events per second over {_CONNECTIONS} connections, each request and response
validated against the contract; {_SECONDS:.0f} s each, in turns, after a second to warm up. Prism
answers from examples and keeps nothing, the mock writes every event. The load comes from this
process, which shares the two cores; the server's own CPU time does not depend on that."""


def measure(environments: Environments, rounds: int) -> str:
    """Let the servers take turns; without Prism the mock alone."""
    mock = environments.program("project-mock", "hubspot-marketing-events-mock")
    commands = {"the mock": [mock, "serve"]}
    if prism := environments.prism():
        commands["Prism"] = [prism, "mock", str(_CONTRACT)]
        commands["Prism"] += ["--errors", "--verboseLevel", "fatal"]

    rates: dict[str, list[float]] = {name: [] for name in commands}
    costs: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            rate, cost = _measured(command)
            rates[name].append(rate)
            costs[name].append(cost)

    head = ["server", "upserts per second", "ratio", "rounds"]
    head += ["CPU of the server per upsert, ms", "ratio", "rounds"]
    rows = []
    for name in commands:
        faster = ratios(rates[name], rates[[*rates][-1]])
        cheaper = ratios(costs[[*costs][-1]], costs[name])
        rate, cost = statistics.median(rates[name]), statistics.median(costs[name])
        cells = [f"{rate:,.0f}", f"{statistics.median(faster):.2f}", spread(faster)]
        cells += [f"{cost:.2f}", f"{statistics.median(cheaper):.2f}", spread(cheaper)]
        rows.append([name, *cells])
    return f"{_WHAT}\n\n{table(head, rows)}"


def _measured(command: Sequence[str]) -> tuple[float, float]:
    """Return a server's upserts per second, and its milliseconds of CPU time per upsert."""
    port = free_port()
    with serving([*command, "--port", str(port)], port) as pid:
        _send(port, 1.0)
        cpu = cpu_seconds(pid)
        count = _send(port, _SECONDS)
        return count / _SECONDS, (cpu_seconds(pid) - cpu) / count * 1000


def _send(port: int, seconds: float) -> int:
    body = json.dumps({"inputs": [json_ready(row) for row in Shape(size=10).rows()]}).encode()
    head = (
        f"POST {_PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer mock-token\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return responses(port, head.encode() + body, _CONNECTIONS, seconds)
