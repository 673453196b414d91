"""`hubspot-marketing-events-mock`: the mock server from the command line."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import uvicorn

from hubspot_marketing_events_mock.behaviour import DEFAULT_TOKENS, TokenError, load_tokens
from hubspot_marketing_events_mock.contract import Contract, ContractError
from hubspot_marketing_events_mock.faults import FaultError, Plan
from hubspot_marketing_events_mock.http import MODES, ConnectionProtocol, Mock, Recorder, listen
from hubspot_marketing_events_mock.recording import RecordingError, load, rehash


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0, 2 for a setup that cannot work, 3 for recordings that do not hold."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        format="%(message)s", level=logging.INFO, handlers=[logging.StreamHandler(sys.stderr)]
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        contract = Contract.load(options.contract, options.api_version)
        code: int = options.run(options, contract)
    except (ContractError, RecordingError, FaultError, TokenError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return code


def _serve(options: argparse.Namespace, contract: Contract) -> int:
    plan = Plan.load(options.faults) if options.faults else None
    if plan:
        plan.check(contract)
    mock = Mock(
        contract,
        mode=options.mode,
        recordings=options.recordings,
        seed=options.seed,
        faults=plan,
        tokens=load_tokens(options.tokens) if options.tokens else DEFAULT_TOKENS,
        enforce_limit=options.enforce_limit,
        max_age=options.max_age,
        fail_expired=options.fail_expired,
    )
    known = f"{len(mock.tokens)} tokens" if options.tokens else "token mock-token"
    return _listen(options, mock, f"HubSpot mock, API version {contract.version}, {known}")


def _record(options: argparse.Namespace, contract: Contract) -> int:
    token = os.environ.get("HUBSPOT_ACCESS_TOKEN")
    folder = options.output or Path("recordings") / contract.version
    recorder = Recorder(options.upstream, folder, contract, token=token, source=options.source)
    return _listen(options, recorder, f"Recording API version {contract.version} into {folder}")


def _listen(options: argparse.Namespace, app: Any, said: str) -> int:
    listener = listen(options.host, options.port)
    host, port = listener.getsockname()[:2]
    print(f"{said}: http://{host}:{port}", flush=True)  # noqa: T201
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # uvicorn stops at these, and then raises them again
    uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, http=ConnectionProtocol)
    ).run([listener])
    return 0


def _recordings(options: argparse.Namespace, contract: Contract) -> int:
    failed = 0
    for path in sorted(options.folder.glob("*.har")):
        try:
            kept = options.into / path.name if options.into else path
            if options.rehash or not kept.exists():
                rehash(path, contract, options.into)
            print(f"{path.name}: holds, {load(kept, contract).certainty}")  # noqa: T201
        except RecordingError as error:
            failed += 1
            print(error)  # noqa: T201
    return 3 if failed else 0  # 1 is what Python makes of a fault of our own


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hubspot-marketing-events-mock",
        description="A mock of HubSpot's Marketing Events API.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = _command(
        commands, "serve", _serve, "answer at a port until stopped by Ctrl-C or SIGTERM"
    )
    serve.add_argument(
        "--mode",
        choices=MODES,
        default="auto",
        help="replay recordings, model the rest, or only one of them",
    )
    serve.add_argument(
        "--recordings",
        type=Path,
        help="folder of recordings (default: those that come with the package)",
    )
    serve.add_argument(
        "--max_age", type=float, metavar="DAYS", help="warn of recordings older than so many days"
    )
    serve.add_argument(
        "--fail-expired", action="store_true", help="refuse to start with such recordings"
    )
    serve.add_argument(
        "--faults",
        type=Path,
        metavar="TOML",
        help="a plan of what goes wrong, by chance or by count",
    )
    serve.add_argument(
        "--tokens", type=Path, metavar="TOML", help="who may call, in place of mock-token"
    )
    serve.add_argument(
        "--enforce-limit", action="store_true", help="answer 429 beyond HubSpot's documented limits"
    )
    serve.add_argument("--seed", type=int, default=0, help="where ids begin (default: %(default)s)")
    record = _command(
        commands,
        "record",
        _record,
        "forward to another server, and store each exchange, scrubbed; HUBSPOT_ACCESS_TOKEN, where it is set, is sent"
        " in place of the caller's token",
    )
    record.add_argument(
        "--upstream", required=True, metavar="URL", help="the server, as https://api.hubapi.com"
    )
    record.add_argument(
        "--output", type=Path, help="folder for recordings (default: recordings/VERSION)"
    )
    record.add_argument("--source", help="what the recordings say of where they come from")
    for command in (serve, record):
        command.add_argument(
            "--host", default="127.0.0.1", help="address to listen at (default: %(default)s)"
        )
        command.add_argument(
            "--port",
            type=int,
            default=0,
            help="port to listen at; 0, the default, takes a free one",
        )
    check = _command(
        commands,
        "recordings",
        _recordings,
        "say of each recording whether it holds under the contract",
    )
    check.add_argument("folder", type=Path)
    check.add_argument(
        "--rehash",
        action="store_true",
        help="take over those that keep the present contract though it has changed",
    )
    check.add_argument(
        "--into",
        type=Path,
        metavar="FOLDER",
        help="write those that keep the contract there, as ones of its version, but for those that are there",
    )
    return parser


def _command(
    commands: Any, name: str, run: Callable[..., int], told: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    command.set_defaults(run=run)
    command.add_argument(
        "--api-version", help="version of the installed client whose contract counts, as 2026-03"
    )
    command.add_argument("--contract", type=Path, help="another contract: an OpenAPI 3.1 file")
    return command
