"""Upsert marketing events of many HubSpot accounts on many machines.

    python -m examples.many_accounts plan INPUT DIRECTORY --tokens FOLDER
    python -m examples.many_accounts run DIRECTORY
    python -m examples.many_accounts report DIRECTORY

`run` starts a Dask cluster on this machine, or joins one by --scheduler. The same line goes on with
a run that was cut short. Redis is found by the environment variable REDIS_URL, which the workers
have to have as well.

Exit code 0: every event is through; 1: some are not, and the report says which; 2: the input or the
set-up cannot be used.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import dask
from attrs import fields
from distributed import Client, LocalCluster

from hubspot_marketing_events.errors import ConfigurationError

from . import on_celery, on_dask, plan, report
from .plan import InputError, Settings

_DASK = {
    # Deaths of its worker that a slice survives; after more, it may be the cause.
    "distributed.scheduler.allowed-failures": 10,
    # A worker that takes long to start again would be given up for good after 15 seconds.
    "distributed.deploy.lost-worker-timeout": "1 hour",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.command(options)
    except (InputError, ConfigurationError, on_dask.RunError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; the same line goes on with the run", file=sys.stderr)
        return 130
    return code


def _plan(options: argparse.Namespace) -> int:
    names = [attribute.name for attribute in fields(Settings)]
    if ":" not in options.tokens:  # a folder, which workers may look for from elsewhere
        options.tokens = str(Path(options.tokens).absolute())
    settings = Settings(**{name: getattr(options, name) for name in names})
    made = plan.make(options.input, options.directory, settings)
    slices = sum(made.accounts.values()) * settings.lanes
    print(f"{options.directory}: {len(made.accounts):,} accounts, {slices:,} slices")
    return 0


def _run(options: argparse.Namespace) -> int:
    if "REDIS_URL" not in os.environ:
        raise InputError("REDIS_URL is not set; it is where Redis is, as redis://localhost:6379")

    directory = str(options.directory.absolute())
    plan.load(directory)  # so that a mistake is told before a cluster is started
    with dask.config.set(_DASK):
        if options.scheduler:
            with Client(options.scheduler) as client:
                on_dask.run(client, directory)
        else:
            with (
                LocalCluster(
                    n_workers=options.workers,
                    threads_per_worker=options.threads,
                    dashboard_address=options.dashboard,
                ) as cluster,
                Client(cluster) as client,
            ):
                print(f"dashboard: {cluster.dashboard_link}")
                on_dask.run(client, directory)
    return _report(options)


def _enqueue(options: argparse.Namespace) -> int:
    lanes = on_celery.enqueue(str(options.directory.absolute()))
    print(f"{lanes:,} lanes are queued; `report {options.directory}` says how far they are")
    return 0


def _report(options: argparse.Namespace) -> int:
    summary = report.merge(str(options.directory.absolute()))
    for status, count in summary.counts.most_common():
        print(f"{count:>12,} {status}")
    for account, reason in summary.stopped.items():
        print(f"stopped: {account}: {reason}")
    print(f"report: {options.directory / 'report.parquet'}")
    return 0 if summary.through else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m examples.many_accounts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    planning = commands.add_parser("plan", help="cut the input into slices")
    planning.set_defaults(command=_plan)
    planning.add_argument(
        "input", type=Path, help="a folder with ACCOUNT.jsonl, ACCOUNT.parquet or ACCOUNT/ each"
    )
    planning.add_argument("directory", type=Path, help="where the run is kept; a new folder")
    _add_settings(planning)

    for name, command, text in (
        ("run", _run, "send what is left, on Dask"),
        ("enqueue", _enqueue, "queue what is left, for Celery workers"),
        ("report", _report, "merge the outcomes into report.parquet"),
    ):
        added = commands.add_parser(name, help=text)
        added.set_defaults(command=command)
        added.add_argument("directory", type=Path, help="of the run")
        if command is _run:
            _add_cluster(added)
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    default = {attribute.name: attribute.default for attribute in fields(Settings)}

    def add(name: str, text: str) -> None:
        """Add an option that has the setting's own default, and its type."""
        value = default[name]
        text += f" (default: {value})"
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value, help=text)

    parser.add_argument(
        "--tokens", required=True, help="a folder with a file per account, or module:function"
    )
    add("base_url", "where HubSpot is")
    add("limit", "requests per account in 10 seconds, until HubSpot names another limit")
    add("concurrency", "batches that a slice has in flight")
    add("lanes", "slices of one account that go at the same time")
    add("slice_rows", "rows of a slice")
    add("timeout", "seconds for one request")
    add("deadline", "seconds for one attempt at a slice")


def _add_cluster(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--scheduler", metavar="ADDRESS", help="of a Dask cluster, as tcp://host:8786")
    add("--workers", type=int, default=os.cpu_count(), help="processes, without --scheduler")
    add("--threads", type=int, default=8, help="slices that a worker sends at the same time")
    add("--dashboard", default="127.0.0.1:8790", metavar="ADDRESS", help="Dask's dashboard")


if __name__ == "__main__":
    sys.exit(main())
