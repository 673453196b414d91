"""`hubspot-marketing-events-contract`: checks any server of this API.

    hubspot-marketing-events-contract                   the mock, in this process
    hubspot-marketing-events-contract --base-url URL    any server

Exit code 0 where every property holds, 1 where one does not, 2 where the run could not begin or
come to its end, 130 where it was interrupted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hubspot_marketing_events_contract import reporting
from hubspot_marketing_events_contract._errors import NoResponse, RunEnded, SetupError
from hubspot_marketing_events_contract.properties import PROPERTIES, Property
from hubspot_marketing_events_contract.reporting import Report
from hubspot_marketing_events_contract.running import _accepted
from hubspot_marketing_events_contract.running._runner import EXAMPLES, run
from hubspot_marketing_events_contract.running._schemathesis import (
    EXAMPLES as SCHEMATHESIS_EXAMPLES,
)
from hubspot_marketing_events_contract.running._schemathesis import program, run_schemathesis
from hubspot_marketing_events_contract.running._setup import check_server, make_target, not_served
from hubspot_marketing_events_contract.target._target import CAPABILITIES, Target

FOUND, NOT_RUN, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    if options.list:
        _list_properties()
        return 0

    try:
        known = _accepted.load(options.accepted)
        chosen = _chosen(options)
        target = make_target(options)
    except (SetupError, _accepted.AcceptedError) as error:
        return _refuse(str(error))

    with target.http:
        try:
            check_server(target)
        except (SetupError, RunEnded) as error:
            return _refuse(target.redaction.text(str(error)))
        return _run(target, chosen, known, options)


def _refuse(reason: str) -> int:
    sys.stderr.write(f"error: {reason}\n")
    return NOT_RUN


def _list_properties() -> None:
    for one in PROPERTIES.values():
        print(f"{one.name}\n    {one.claim}")


def _chosen(options: argparse.Namespace) -> list[Property]:
    if not options.only:
        return list(PROPERTIES.values())
    unknown = [name for name in options.only if name not in PROPERTIES]
    if unknown:
        raise SetupError(f"there is no property {unknown[0]}; --list shows all")
    return [PROPERTIES[name] for name in options.only]


def _run(
    target: Target,
    chosen: Sequence[Property],
    known: _accepted.Accepted,
    options: argparse.Namespace,
) -> int:
    report = Report(target, seed=options.seed, profile=options.profile)
    code = 0
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def interrupt(*_: object) -> None:
        # Raised here, it would break a connection in the middle of a request, or be lost in a
        # callback of the interpreter's; so the next request ends the run, or a second signal.
        if target.connection.interrupted:
            raise KeyboardInterrupt
        target.connection.interrupted = True

    for number in handlers:
        signal.signal(number, interrupt)
    try:
        _through(target, chosen, report, options)
    except KeyboardInterrupt:
        report.ended, code = "interrupted", INTERRUPTED
    except (RunEnded, NoResponse) as error:
        report.ended, code = target.redaction.text(str(error)), NOT_RUN
        report.keep_last_exchange()
    finally:
        target.connection.interrupted = False
        _clean_up(target)
        for number, handler in handlers.items():
            signal.signal(number, handler)

    report.accept(known, dt.datetime.now(dt.UTC).date())
    reporting.write(options.reports, report)
    _summary(report, options)
    if code == NOT_RUN and not report.wrong:
        return _refuse(report.ended or "")
    return code or int(bool(report.wrong)) or (NOT_RUN if report.undecided else 0)


def _through(
    target: Target, chosen: Sequence[Property], report: Report, options: argparse.Namespace
) -> None:
    left = target.cleanup()
    if left:
        print(f"{left} events of an earlier run with this namespace deleted")

    report.not_served = not_served(target)
    if report.not_served:
        served = target.operations or frozenset(target.paths)
        target.operations = served - set(report.not_served)
        target.not_served = frozenset(report.not_served)

    results = run(chosen, target, examples=EXAMPLES[options.profile], seeded=options.seed)
    for number, result in enumerate(results, 1):
        report.results.append(result)
        _progress(report, number, len(chosen))
        if result.finding and options.fail_fast:
            report.ended = "stopped at the first finding (--fail-fast)"
            return

    if _wants_schemathesis(target, options):
        sys.stderr.write("Schemathesis runs, with every check and phase\n")
        report.schemathesis = run_schemathesis(target, profile=options.profile, seed=options.seed)


def _wants_schemathesis(target: Target, options: argparse.Namespace) -> bool:
    """Return whether Schemathesis runs too; it writes whatever it likes to the server."""
    return (
        bool(options.base_url)
        and options.profile in SCHEMATHESIS_EXAMPLES
        and not (options.no_schemathesis or options.only or options.read_only)
        and target.connection.rate is None
        and program() is not None
    )


def _clean_up(target: Target) -> None:
    try:
        target.cleanup()
    except (RunEnded, NoResponse, Exception):  # noqa: BLE001 - whatever it is, reports come first
        sys.stderr.write("the events of this run could not be deleted; the next run deletes them\n")


def _progress(report: Report, number: int, count: int) -> None:
    result, terminal = report.results[-1], sys.stderr.isatty()
    place = f"[{number}/{count}] {result.property.name}"

    if result.finding or result.undecided:
        said = (result.finding or f"no result: {result.undecided}").partition("\n")[0]
        start = "\r\x1b[K" if terminal else ""
        sys.stderr.write(f"{start}{place}: {report.text(said)[:200]}\n")
    elif terminal:
        sys.stderr.write(f"\r\x1b[K{place}")
    elif number % 30 == 0:
        sys.stderr.write(f"[{number}/{count}]\n")
    sys.stderr.flush()


def _summary(report: Report, options: argparse.Namespace) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    for line in report.summary():
        print(line)
    if os.environ.get("GITHUB_ACTIONS"):
        for title, text in report.annotations():
            escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
            print(f"::error title={title}::{escaped}")
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(report.markdown())
    print(f"reports in {options.reports}/index.html")


def reproduce(name: str, drawn: list[Any]) -> None:
    """Check one property again, where the environment says; see `_cli.reproduce`."""
    arguments = ["--yes-this-is-a-test-account"]
    for variable, option in _ENVIRONMENT.items():
        if os.environ.get(variable):
            arguments += [option, os.environ[variable]]

    target, values = make_target(_parser().parse_args(arguments)), iter(drawn)

    def draw(_: Any) -> Any:
        for value in values:
            return value
        raise _PastItError

    try:
        PROPERTIES[name].check(target, draw)
    except _PastItError:
        pass  # the property holds now, although it did not when the values were drawn
    finally:
        target.cleanup()
        target.http.close()


class _PastItError(BaseException):
    """A property draws more values than were recorded with its finding."""


_ENVIRONMENT = {
    "CONTRACT_BASE_URL": "--base-url",
    "CONTRACT_OTHER_APP_TOKEN": "--other-app-token",
    "CONTRACT_READER_TOKEN": "--reader-token",
    "CONTRACT_EXPIRED_TOKEN": "--expired-token",
    "CONTRACT_OTHER_ACCOUNT_TOKEN": "--other-account-token",
    "CONTRACT_CAPABILITIES": "--capabilities",
}


def _rate(text: str) -> float:
    """Read a rate: 5, 5/s or 300/min."""
    number, _, unit = text.partition("/")
    seconds = {"": 1, "s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60}.get(
        unit.strip()
    )
    try:
        rate = float(number)
    except ValueError:
        rate = 0.0
    if seconds is None or rate <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no rate; write 5/s or 300/min")
    return rate / seconds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hubspot-marketing-events-contract",
        description="Check a server of the Marketing Events API, in shape and in meaning.",
        epilog="capabilities: "
        + "; ".join(f"{name}: {text}" for name, text in CAPABILITIES.items()),
    )
    parser.add_argument("--version", action="version", version=version("hubspot-marketing-events"))
    _add_server_options(parser)
    _add_run_options(parser)
    return parser


def _add_server_options(parser: argparse.ArgumentParser) -> None:
    server = parser.add_argument_group("the server")
    add = server.add_argument
    add("--base-url", metavar="URL", help="the server; without it, the mock in this process")
    add("--token", help="who calls (default: HUBSPOT_ACCESS_TOKEN)")
    add("--other-app-token", metavar="TOKEN", help="a token of another app in the same account")
    add(
        "--reader-token",
        metavar="TOKEN",
        help="a token with crm.objects.marketing_events.read alone",
    )
    add("--expired-token", metavar="TOKEN", help="a token that has expired")
    add("--other-account-token", metavar="TOKEN", help="a token of another HubSpot account")
    add(
        "--capabilities", "--traits", default="", metavar="NAMES",
        help="what the server promises beyond HubSpot's documentation: all, or names with commas"
    )  # fmt: skip
    add(
        "--api-version",
        default=os.environ.get("CONTRACT_API_VERSION"),
        metavar="VERSION",
        help="whose contract counts, as 2026-03 or v3",
    )
    add(
        "--contract",
        type=Path,
        metavar="FILE",
        help="another contract: an OpenAPI 3.1 file in JSON",
    )
    add(
        "--operations",
        metavar="PATTERNS",
        help="part of the API: names of operations, as 'upsert,get*'",
    )
    _add_connection_options(server)


def _add_connection_options(server: argparse._ArgumentGroup) -> None:
    add = server.add_argument
    add(
        "--eventually",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="how long reads may lag behind writes",
    )
    add(
        "--rate",
        type=_rate,
        help="requests at most, as 5/s or 300/min (default for HubSpot itself: 9/s)",
    )
    add(
        "--timeout",
        type=float,
        default=30.0,
        metavar="SECONDS",
        help="for one response (default: %(default)s)",
    )
    add("--ca", type=Path, metavar="FILE", help="certificates of the authority to trust, in PEM")
    add(
        "--read-only",
        action="store_true",
        help="nothing but GET; may run against a production account",
    )
    add("--yes-this-is-a-test-account", action="store_true", help="write to HubSpot itself")


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("the run")
    add = group.add_argument
    add("--list", action="store_true", help="print every property with its sentence, and end")
    add("--only", nargs="+", metavar="NAME", help="run these properties")
    add("--fail-fast", action="store_true", help="stop at the first finding")
    add(
        "--no-schemathesis", action="store_true",
        help="leave out Schemathesis, which runs in the profiles ci and deep where it is installed",
    )  # fmt: skip
    add(
        "--profile", choices=EXAMPLES, default="ci", help="how much is tried (default: %(default)s)"
    )
    add("--seed", type=int, default=1, help="where chance begins (default: %(default)s)")
    add(
        "--namespace",
        default="contract",
        help="begins the id of every event made, and deleted again",
    )
    add("--accepted", type=Path, metavar="FILE", help="findings that are known, in TOML")
    add(
        "--reports",
        type=Path,
        default=Path("reports"),
        help="where reports go (default: %(default)s)",
    )
