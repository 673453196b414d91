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

_KILLS = 10  # deaths of its worker that a slice survives; after more, it may be the cause


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
    with dask.config.set({"distributed.scheduler.allowed-failures": _KILLS}):
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
    add = parser.add_argument
    add("--tokens", required=True, help="a folder with a file per account, or module:function")
    add("--base-url", default=Settings.base_url, help="where HubSpot is")
    add("--limit", type=int, default=100, help="requests per account in 10 seconds")
    add("--concurrency", type=int, default=8, help="batches that a slice has in flight")
    add("--lanes", type=int, default=1, help="slices of one account that go at the same time")
    add("--slice-rows", type=int, default=5000, help="rows of a slice")
    add("--timeout", type=float, default=30.0, help="seconds for one request")
    add("--deadline", type=float, default=900.0, help="seconds for one attempt at a slice")


def _add_cluster(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--scheduler", metavar="ADDRESS", help="of a Dask cluster, as tcp://host:8786")
    add("--workers", type=int, default=os.cpu_count(), help="processes, without --scheduler")
    add("--threads", type=int, default=8, help="slices that a worker sends at the same time")
    add("--dashboard", default=":8787", metavar="ADDRESS", help="where Dask's dashboard listens")


if __name__ == "__main__":
    sys.exit(main())
