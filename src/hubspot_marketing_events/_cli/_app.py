"""`hubspot-marketing-events`: the upsert from the command line."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Any, Self, TextIO

import httpx
from attrs import asdict
from cyclopts import App, CycloptsError, Parameter
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from hubspot_marketing_events._cli import _files
from hubspot_marketing_events._client import BASE_URL, MarketingEvents
from hubspot_marketing_events._events import Event, read
from hubspot_marketing_events._http._gateway import Gateway, contract_of
from hubspot_marketing_events._outcomes import Outcome, Status
from hubspot_marketing_events.errors import InvalidEventError, MarketingEventsError

TOKEN = "HUBSPOT_ACCESS_TOKEN"  # noqa: S105 - the name of a variable
PLAIN_EVERY = 1000  # events between two lines where there is no terminal
THROUGH = {Status.CREATED, Status.UPDATED, Status.ACCEPTED, Status.SUPERSEDED}
app = App(
    suppress_keyboard_interrupt=False,
    name="hubspot-marketing-events",
    help="Bulk upsert of HubSpot marketing events that loses none.",
    help_epilogue="Exit codes: 0 all events through, 1 some not, 2 input or setup unusable, 130 interrupted.",
)


@app.command
def upsert(
    file: str = "-",
    /,
    *,
    map: Annotated[tuple[str, ...], Parameter(name="--map", negative="")] = (),  # noqa: A002 - the option's name
    outcomes: Path | None = None,
    retry_from: str | None = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
    api_version: str | None = None,
    base_url: str = BASE_URL,
    concurrency: int = 1,
) -> int:
    """Create or update the events of FILE, and say what became of each.

    The token is read from the environment variable HUBSPOT_ACCESS_TOKEN.

    Parameters
    ----------
    file:
        JSON Lines, a JSON array, or CSV with a header; "-" is standard input. Fields have HubSpot's names (eventName)
        or Python's (event_name); in CSV a custom property is a column "customProperties.NAME".
    map:
        COLUMN=FIELD for a CSV column with another name; COLUMN= drops it. May be given several times.
    outcomes:
        Write one JSON line per event here: its line, status, id, error and the event itself.
    retry_from:
        Instead of FILE, send what did not get through according to an outcomes file of an earlier run.
    dry_run:
        Check every event against the contract, and send nothing.
    api_version:
        A generated version of the API, as 2026-03; the default is the current one.
    base_url:
        Where HubSpot is, or a stand-in, as the mock server.
    concurrency:
        How many batches may be in flight.
    """
    if outcomes and outcomes.resolve() in {
        Path(name).resolve() for name in (file, retry_from) if name
    }:
        raise _files.FileError(
            f"--outcomes {outcomes} would overwrite what is read; name another file"
        )
    columns = dict(_pair(given) for given in map)
    rows = _files.unfinished(retry_from) if retry_from else _files.read(file, columns)
    with ExitStack() as stack:
        # Whatever cannot work shows before an outcomes file of an earlier run is written over.
        client = None if dry_run else stack.enter_context(_client(base_url, api_version))
        rows = _begun(rows)
        out = stack.enter_context(outcomes.open("w", encoding="utf-8")) if outcomes else None
        tally = stack.enter_context(_Tally(out, {"not_sent": "valid"} if dry_run else {}))
        tally.of(_sent(client, rows, concurrency) if client else _checked(rows, api_version))
        return int(not tally.counts.keys() <= ({Status.NOT_SENT} if dry_run else THROUGH))


def _begun(rows: Iterator[_files.Row]) -> Iterator[_files.Row]:
    return chain([*islice(rows, 1)], rows)


def _client(base_url: str, api_version: str | None) -> MarketingEvents:
    if not os.environ.get(TOKEN):
        raise _files.FileError(f"there is no token; set the environment variable {TOKEN}")
    return MarketingEvents(token=os.environ[TOKEN], base_url=base_url, api_version=api_version)


def _pair(given: str) -> tuple[str, str]:
    column, equals, field = given.partition("=")
    if not equals:
        raise _files.FileError(f"--map {given}: should be COLUMN=FIELD")
    return column, field


def _sent(
    client: MarketingEvents, rows: Iterator[_files.Row], concurrency: int
) -> Iterator[tuple[int, Outcome]]:
    """Pair each outcome with the number of its line, down to those that an error leaves unsent."""
    numbers: deque[int] = deque()

    def sources() -> Iterator[Any]:
        for number, source in rows:
            numbers.append(number)
            yield source

    inputs = sources()
    try:
        for outcome in client.upsert_iter(inputs, concurrency=concurrency):
            yield numbers.popleft(), outcome
    except (MarketingEventsError, KeyboardInterrupt) as error:
        for outcome in client.last_report:
            yield numbers.popleft(), outcome
        if isinstance(error, MarketingEventsError):
            for source in inputs:
                yield numbers.popleft(), Outcome(source, Status.NOT_SENT, error=error.why)
        raise


def _checked(rows: Iterable[_files.Row], api_version: str | None) -> Iterator[tuple[int, Outcome]]:
    """Check events as the facade does, and their request against the contract."""
    import jsonschema_rs  # noqa: PLC0415 - only for this

    wire = Gateway(api_version, lambda: "", lambda _: None, httpx.Client, {})
    document = contract_of(api_version)
    schema = {"$ref": "#/components/schemas/BatchInputMarketingEventCreateRequestParams"}
    validator = jsonschema_rs.Draft202012Validator(
        {**schema, "components": document["components"]}, validate_formats=True
    )
    for number, source in rows:
        try:
            body = wire.body([read(source)]).to_dict()
            problems = "; ".join(
                f"{'/'.join(map(str, p.instance_path))} {p.message}"
                for p in validator.iter_errors(body)
            )
            if problems:
                raise InvalidEventError(problems)  # noqa: TRY301 - as a bad field does
            yield number, Outcome(source, Status.NOT_SENT)
        except InvalidEventError as error:
            yield number, Outcome(source, Status.INVALID, error=error.why)


class _Tally:
    """Counts outcomes, writes them, and shows how far it is: a moving line on a terminal, else a line now and then."""

    def __init__(self, out: TextIO | None, names: Mapping[str, str]) -> None:
        self._out, self._names, self._console = out, names, Console(stderr=True)
        self.counts: Counter[str] = Counter()
        self._last = ""
        shown = (
            SpinnerColumn(),
            TextColumn("{task.completed} events"),
            TextColumn("{task.description}"),
        )
        self._progress = Progress(
            *shown,
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        self._task = self._progress.add_task("", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
        table = Table("outcome", "events")
        for status, count in self.counts.most_common():
            table.add_row(self._names.get(status, status), str(count))
        self._console.print(table)

    def of(self, outcomes: Iterable[tuple[int, Outcome]]) -> None:
        """Take outcomes as they come."""
        for number, outcome in outcomes:
            self.counts[outcome.status] += 1
            if self._out:
                self._out.write(json.dumps(_row(number, outcome)) + "\n")
            if (
                outcome.error
                and outcome.error.message != self._last
                and outcome.status != Status.NOT_SENT
            ):
                self._say(f"line {number}: {outcome.status}: {outcome.error.message}")
                self._last = outcome.error.message
            self._show(self.counts.total())

    def _show(self, total: int) -> None:
        said = ", ".join(f"{count} {status}" for status, count in self.counts.most_common())
        if total % 100 == 0:
            self._progress.update(self._task, completed=total, description=said)
        if total % PLAIN_EVERY == 0 and not self._console.is_terminal:
            self._say(f"{total} events: {said}")

    def _say(self, text: str) -> None:
        self._progress.console.print(text, highlight=False, markup=False, soft_wrap=True)


def _row(number: int, outcome: Outcome) -> dict[str, Any]:
    error = (
        {name: value for name, value in asdict(outcome.error).items() if value}
        if outcome.error
        else None
    )
    event = outcome.event
    given = (
        asdict(event) if isinstance(event, Event) else event if isinstance(event, Mapping) else None
    )
    return {
        "line": number,
        "status": outcome.status,
        "id": outcome.id,
        "error": error,
        "event": given,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    # A lone hyphen would be read as an option; standard input is the default anyway.
    given = [
        argument
        for argument in (sys.argv[1:] if arguments is None else arguments)
        if argument != "-"
    ]
    try:
        return int(
            app(given, exit_on_error=False, print_error=True, result_action="return_value") or 0
        )
    except CycloptsError:
        return 2
    except (_files.FileError, MarketingEventsError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return (
            1
            if isinstance(error, MarketingEventsError) and not isinstance(error, ValueError)
            else 2
        )
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130
