"""Upsert the sample events to a mock server twice, and show what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from hubspot_marketing_events import MarketingEvents, Outcome, Report
from hubspot_marketing_events_mock import MockServer

SAMPLE = Path(__file__).with_name("events.jsonl")
console = Console()


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The events of a JSON Lines file, one at a time."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def show(title: str, report: Report) -> None:
    """A table of how many, and a line for each event that did not get through or looks wrong."""
    console.rule(title, align="left")
    table = Table()
    table.add_column("outcome")
    table.add_column("events", justify="right")
    for status, count in report.counts.most_common():
        table.add_row(status, str(count))
    console.print(table)
    for line, outcome in enumerate(report, 1):
        if said := why(outcome):
            console.print(
                f"  line {line}: [bold]{outcome.status}[/bold] {said}",
                highlight=False,
                soft_wrap=True,
            )
    console.print()


def why(outcome: Outcome) -> str | None:
    """What there is to say of an outcome, if anything."""
    if outcome.error:
        return outcome.error.message
    return outcome.warning or (
        "a later line has the same event" if outcome.status == "superseded" else None
    )


def main() -> None:
    """Upsert twice: the second time nothing is created."""
    with MockServer() as server, MarketingEvents(token="mock-token", base_url=server.url) as client:
        console.print(f"A mock of HubSpot listens at {server.url}.\n")
        show(f"{SAMPLE.name}, first time", client.upsert(read(SAMPLE)))
        held = len(server.events)
        show(f"{SAMPLE.name}, second time", client.upsert(read(SAMPLE)))
        console.print(
            f"The server held {held} events after the first time"
            f" and {len(server.events)} after the second."
        )


if __name__ == "__main__":
    main()
