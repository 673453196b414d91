"""Holds any server of this API to the properties: the mock in this process, or a server at an address.

    nox -s contract                                        the mock
    nox -s contract -- --base-url http://127.0.0.1:8787    any server, over the network

Exit code 0 where every property held, 1 where one did not, 2 where the run could not begin, 130 where it was interrupted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import fnmatch
import os
import secrets
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from hubspot_marketing_events_contract import _accepted, _reports
from hubspot_marketing_events_contract._contract import load_contract
from hubspot_marketing_events_contract._errors import SetupError
from hubspot_marketing_events_contract._runner import EXAMPLES, Result, run
from hubspot_marketing_events_contract._target import CAPABILITIES, Target, Tokens
from hubspot_marketing_events_contract.properties import PROPERTIES
from hubspot_marketing_events_contract.properties._property import READS

LIVE = "hubapi.com"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the properties and write the reports; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        known = _accepted.load(options.accepted)
        target = _target(options)
        with target.http:
            return _run(target, known, options)
    except (SetupError, _accepted.AcceptedError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    except httpx.TransportError as error:
        sys.stderr.write(f"error: {options.base_url}: {type(error).__name__}: {error}\n")
        return 2


def _run(target: Target, known: dict[str, tuple[str, dt.date]], options: argparse.Namespace) -> int:
    results: list[Result] = []
    interrupted = False

    def interrupt(*_: object) -> None:
        # Raised here, it would break a connection in the middle of a request, or be lost in a callback of the
        # interpreter's; so the next request ends the run, or a second signal.
        if target.interrupted:
            raise KeyboardInterrupt
        target.interrupted = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    try:
        left = target.cleanup()
        if left:
            print(f"{left} events of an earlier run with this namespace deleted")
        for result in run(
            PROPERTIES.values(), target, examples=EXAMPLES[options.profile], seeded=options.seed
        ):
            results.append(result)
            _progress(result, len(results))
    except KeyboardInterrupt:
        interrupted = True
    finally:
        target.interrupted = False
        target.cleanup()
    names, wrong = _accepted.judged(results, known, dt.datetime.now(dt.UTC).date())
    _reports.write(options.reports, results, target, names, seed=options.seed)
    _summary(results, names, wrong, options)
    return 130 if interrupted else int(bool(wrong))


def _progress(result: Result, number: int) -> None:
    terminal = sys.stderr.isatty()
    if result.finding:
        sys.stderr.write(
            f"{chr(13) if terminal else ''}[{number}/{len(PROPERTIES)}] {result.property.name}: {result.finding[:200]}\n"
        )
    elif terminal:
        sys.stderr.write(f"\r\x1b[K[{number}/{len(PROPERTIES)}] {result.property.name}")
    elif number % 30 == 0:
        sys.stderr.write(f"[{number}/{len(PROPERTIES)}]\n")
    sys.stderr.flush()


def _summary(
    results: Sequence[Result],
    names: dict[str, str],
    wrong: Sequence[str],
    options: argparse.Namespace,
) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    ran = [result for result in results if not result.skipped]
    for text in wrong:
        print(text)
        if os.environ.get("GITHUB_ACTIONS"):
            name, _, said = text.partition(": ")
            print(
                f"::error title={name}::{said.replace('%', '%25').replace(chr(13), '%0D').replace(chr(10), '%0A')}"
            )
    skipped = [result for result in results if result.skipped]
    reasons = {
        result.skipped.partition(":")[0] if "operations" in result.skipped else result.skipped
        for result in skipped
        if result.skipped
    }
    print(
        f"{len(ran)} properties ran, {len(wrong)} wrong, {len(names)} accepted; {sum(r.requests for r in ran)} requests "
        f"in {sum(r.seconds for r in ran):.1f} s, seed {options.seed}; reports in {options.reports}/index.html"
    )
    if skipped:
        print(f"{len(skipped)} properties did not run: {'; '.join(sorted(reasons))}")


def _target(options: argparse.Namespace) -> Target:
    document = load_contract(options.api_version)
    chosen = _operations(document, options)
    capabilities = (
        frozenset(CAPABILITIES)
        if options.capabilities == "all"
        else frozenset(filter(None, options.capabilities.split(",")))
    )
    if unknown := capabilities - CAPABILITIES.keys():
        raise SetupError(
            f"there is no capability {min(unknown)}; there are {', '.join(sorted(CAPABILITIES))}"
        )
    more: dict[str, Any] = {"operations": chosen, "read_only": options.read_only}
    if not options.base_url:
        try:
            from hubspot_marketing_events_contract._mock import mock_target, mock_transport  # noqa: PLC0415 - only then
        except ImportError as error:
            raise SetupError(
                f"without --base-url, the mock is checked, and {error.name} is not installed;"
                " install hubspot-marketing-events[mock], or name a server with --base-url"
            ) from error
        return mock_target(document, mock_transport(document), **more)
    address = urlsplit(options.base_url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise SetupError(f"--base-url {options.base_url} is no http(s) address")
    live = address.hostname == LIVE or address.hostname.endswith(f".{LIVE}")
    if live and not (options.read_only or options.yes_this_is_a_test_account):
        raise SetupError(
            "this would write to a HubSpot account; say --read-only, or --yes-this-is-a-test-account where it is one"
        )
    token = options.token or os.environ.get("HUBSPOT_ACCESS_TOKEN")
    if not token:
        raise SetupError("there is no token; say --token, or set HUBSPOT_ACCESS_TOKEN")
    tokens = Tokens(
        token,
        options.other_app_token,
        options.reader_token,
        options.expired_token,
        options.other_account_token,
    )
    http = httpx.Client(base_url=options.base_url, timeout=60.0)
    more |= {
        "eventually": options.eventually,
        "part": f"{secrets.token_hex(3)}-",
        "capabilities": capabilities,
    }
    return Target(document, http, tokens, options.namespace, **more)


def _operations(document: Any, options: argparse.Namespace) -> frozenset[str] | None:
    names = [facts["operationId"] for item in document["paths"].values() for facts in item.values()]
    chosen = set(names)
    if options.operations:
        patterns = options.operations.split(",")
        chosen = {
            name
            for name in names
            if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
        }
        if not chosen:
            raise SetupError(
                f"--operations {options.operations} chooses none of {', '.join(sorted(names))}"
            )
    if options.read_only:
        chosen &= READS
    return frozenset(chosen) if len(chosen) < len(names) else None


def reproduce(name: str, drawn: list[Any]) -> None:
    """Do again what a property did with an input; the server is at CONTRACT_BASE_URL, or the mock."""
    options = _parser().parse_args(
        ["--base-url", os.environ.get("CONTRACT_BASE_URL", ""), "--yes-this-is-a-test-account"]
    )
    target, given = _target(options), iter(drawn)
    try:
        PROPERTIES[name].check(target, lambda _: next(given))
    finally:
        target.cleanup()
        target.http.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nox -s contract --", description="Hold a server to the properties of this API."
    )
    parser.add_argument("--base-url", help="the server; without it, the mock in this process")
    parser.add_argument("--token", help="who calls (default: HUBSPOT_ACCESS_TOKEN)")
    parser.add_argument(
        "--other-app-token",
        help="a token of another app, for properties of what apps see of each other",
    )
    parser.add_argument(
        "--reader-token", help="a token that may only read, for properties of scopes"
    )
    parser.add_argument("--other-account-token", help="a token of another HubSpot account")
    parser.add_argument("--expired-token", help="a token that has expired")
    parser.add_argument(
        "--operations",
        metavar="PATTERN",
        help="part of the API: names of operations, as 'upsert,get*'",
    )
    parser.add_argument(
        "--read-only",
        action="store_true",
        help="nothing but GET; may run against a production account",
    )
    parser.add_argument(
        "--namespace",
        default="contract",
        help="begins the id of every event made, and deleted again",
    )
    parser.add_argument(
        "--eventually", type=float, default=0.0, metavar="SECONDS", help="how long reads may lag"
    )
    parser.add_argument(
        "--profile", choices=EXAMPLES, default="ci", help="how much is tried (default: %(default)s)"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="where chance begins (default: %(default)s)"
    )
    parser.add_argument(
        "--capabilities", "--traits", default="", help=f"what the server declares of what HubSpot does not document: all, or some of "
        f"{', '.join(CAPABILITIES)}"
    )  # fmt: skip
    version = os.environ.get("CONTRACT_API_VERSION")
    parser.add_argument(
        "--api-version", default=version, help="the version whose contract counts, as 2026-03"
    )
    parser.add_argument("--accepted", type=Path, help="findings that are known")
    parser.add_argument(
        "--reports",
        type=Path,
        default=Path("reports"),
        help="where reports go (default: %(default)s)",
    )
    parser.add_argument(
        "--yes-this-is-a-test-account", action="store_true", help="write to HubSpot itself"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
