"""`hubspot-marketing-events-mock`: the mock server from the command line."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hubspot_marketing_events_mock.behaviour import DEFAULT_TOKENS, TokenError, load_tokens
from hubspot_marketing_events_mock.contract import Contract, ContractError
from hubspot_marketing_events_mock.faults import FaultError, Plan
from hubspot_marketing_events_mock.http import MODES, Access, Mock, Recorder, Server, listen, url_of
from hubspot_marketing_events_mock.recording import RecordingError, load, rehash

_PREFIX = "HUBSPOT_MOCK_"
_YES, _NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
_LAST_PORT = 65535


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        The exit code: 0, 2 for a setup that cannot work, 3 for recordings that do not hold.
    """
    options = _parser(os.environ).parse_args(arguments)
    logging.basicConfig(
        format="%(message)s", level=logging.INFO, handlers=[logging.StreamHandler(sys.stderr)]
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        code: int = options.run(options)
    except (ContractError, RecordingError, FaultError, TokenError, OSError) as error:
        sys.stderr.write(f"error: {_said(error)}\n")
        return 2
    return code


def _said(error: Exception) -> str:
    """An error without the system's number, where it names no file."""
    if isinstance(error, OSError) and error.strerror and not error.filename:
        return error.strerror
    return str(error)


def _serve(options: argparse.Namespace) -> int:
    is_chosen = options.contract or options.api_version
    contract = Contract.load(options.contract, options.api_version) if is_chosen else None
    plan = Plan.load(options.faults) if options.faults else None
    if plan:
        plan.check(contract or Contract.load())
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
        allow_unmodelled=options.allow_unmodelled,
        access=_access(options),
    )
    known = f"{len(mock.tokens)} tokens" if options.tokens else "token mock-token"
    listener = listen(options.host, options.port)
    url = url_of(listener)
    _tell(f"HubSpot mock, {known}: {url}")
    _tell(f"What it holds and was asked: {url}/_mock/ (Ctrl-C ends it)")
    for served in mock.versions.split(", "):
        _tell(f"  {served}")
    return _run(Server(mock), listener)


def _record(options: argparse.Namespace) -> int:
    if not options.upstream:
        sys.stderr.write(f"error: --upstream URL or {_PREFIX}UPSTREAM is required\n")
        return 2
    contract = Contract.load(options.contract, options.api_version)
    token = os.environ.get("HUBSPOT_ACCESS_TOKEN") or None
    folder = options.output or Path("recordings") / contract.version
    recorder = Recorder(
        options.upstream,
        folder,
        contract,
        token=token,
        key=options.key,
        source=options.source,
        access=_access(options),
    )
    listener = listen(options.host, options.port)
    _tell(f"Recording API version {contract.version} into {folder}: {url_of(listener)}")
    if token and not options.key:
        _tell(f"Callers that use this key as their access token are lent yours: {recorder.key}")
    return _run(Server(recorder), listener)


def _run(server: Server, listener: Any) -> int:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # uvicorn stops at these, and then raises them again
    server.run_on(listener)
    return 0


def _access(options: argparse.Namespace) -> Access:
    return Access(
        hosts=options.allow_host or (),
        cors=getattr(options, "cors", None) or (),
        admin_key=getattr(options, "admin_key", None) or None,
    )


def _recordings(options: argparse.Namespace) -> int:
    contract = Contract.load(options.contract, options.api_version)
    failed = 0
    paths = sorted(options.folder.glob("*.har"))
    if not paths:
        raise RecordingError(f"{options.folder}: no recordings (*.har) there")
    for path in paths:
        try:
            kept = options.into / path.name if options.into else path
            if options.rehash or not kept.exists():
                rehash(path, contract, options.into)
            _tell(f"{path.name}: holds, {load(kept, contract)[0].certainty}")
        except RecordingError as error:
            failed += 1
            _tell(str(error))
    return 3 if failed else 0  # 1 is what Python makes of a fault of our own


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command says what it does


# -- options ------------------------------------------------------------------------------------


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text} is not a port from 0 to {_LAST_PORT}")
    return int(text)


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hubspot-marketing-events-mock",
        description="A mock of HubSpot's Marketing Events API.",
    )
    parser.add_argument("--version", action="version", version=version("hubspot-marketing-events"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands)
    _add_record(commands)
    _add_recordings(commands)
    for command in commands.choices.values():
        _take_from(environment, command)
    return parser


def _add_serve(commands: Any) -> None:
    serve = _command(
        commands, "serve", _serve, "respond at a port until stopped by Ctrl-C or SIGTERM"
    )
    add = serve.add_argument
    add(
        "--mode",
        choices=MODES,
        default="auto",
        help="replay recordings, model the rest, or one of the two",
    )
    add(
        "--recordings",
        type=Path,
        metavar="FOLDER",
        help="recordings (default: those of the package)",
    )
    add(
        "--max-age",
        "--expires",
        type=float,
        metavar="DAYS",
        help="warn of recordings that are older",
    )
    add("--fail-expired", action="store_true", help="refuse to start with such recordings")
    add(
        "--faults",
        type=Path,
        metavar="TOML",
        help="a plan of what goes wrong, by chance or by count",
    )
    add("--tokens", type=Path, metavar="TOML", help="who may call, in place of mock-token")
    _add_address(serve)
    _add_behaviour(serve)


def _add_behaviour(serve: argparse.ArgumentParser) -> None:
    add = serve.add_argument
    add(
        "--enforce-limit",
        action="store_true",
        help="respond with 429 beyond HubSpot's documented limits",
    )
    add("--seed", type=int, default=0, help="where ids begin (default: %(default)s)")
    add(
        "--allow-unmodelled",
        action="store_true",
        help="respond with 501 to operations that are not modelled",
    )
    add(
        "--cors",
        action="append",
        metavar="ORIGIN",
        help="let pages of an origin call the API; * for all",
    )
    add("--admin-key", metavar="KEY", help="what /_mock/ asks for, as a bearer token or a password")


def _add_record(commands: Any) -> None:
    record = _command(
        commands,
        "record",
        _record,
        "forward to another server, and store each exchange, redacted; HUBSPOT_ACCESS_TOKEN,"
        " where it is set, is lent to callers that present the recorder's key",
    )
    add = record.add_argument
    add("--upstream", metavar="URL", help="the server, as https://api.hubapi.com")
    add(
        "--output",
        type=Path,
        metavar="FOLDER",
        help="where recordings go (default: recordings/VERSION)",
    )
    add("--source", help="what the recordings say of where they come from")
    add("--key", help="what callers present as their token (default: drawn at random, and printed)")
    _add_address(record)


def _add_address(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    add("--port", type=_port, default=0, help="port to listen at; 0, the default, takes a free one")
    add(
        "--allow-host",
        action="append",
        metavar="NAME",
        help="a further host name of the server; * for all",
    )


def _add_recordings(commands: Any) -> None:
    check = _command(
        commands,
        "recordings",
        _recordings,
        "say of each recording whether it holds under the contract",
    )
    add = check.add_argument
    add("folder", type=Path)
    add(
        "--rehash",
        "--restamp",
        action="store_true",
        help="take over those that keep the present contract though it has changed",
    )
    add(
        "--into",
        type=Path,
        metavar="FOLDER",
        help="write those that keep the contract there, as ones of its version;"
        " files that are there stay",
    )


def _command(
    commands: Any, name: str, run: Callable[..., int], told: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=told,
        description=told,
        epilog=f"Each option can be given by the environment: --port by {_PREFIX}PORT, and so on;"
        " several values are separated by commas.",
    )
    command.set_defaults(run=run)
    add = command.add_argument
    add(
        "--api-version",
        metavar="VERSION",
        help="the version of the installed client to take, as 2026-03",
    )
    add("--contract", type=Path, metavar="FILE", help="another contract: an OpenAPI 3.1 file")
    return command


def _take_from(environment: Mapping[str, str], command: argparse.ArgumentParser) -> None:
    """Let the environment give the defaults of a command's options."""
    for action in command._actions:  # noqa: SLF001 - argparse has no public list of them
        given = environment.get(_PREFIX + action.dest.upper())
        if given is None or not action.option_strings or action.dest == "help":
            continue
        try:
            command.set_defaults(**{action.dest: _value(action, given)})
        except (argparse.ArgumentTypeError, ValueError) as problem:
            command.error(f"{_PREFIX}{action.dest.upper()}: {problem}")


def _value(action: argparse.Action, given: str) -> Any:
    if action.nargs == 0:
        if given.lower() not in _YES | _NO:
            raise ValueError(f"{given!r} is neither yes nor no")
        return given.lower() in _YES
    if action.default is None and "append" in type(action).__name__.lower():
        return [part.strip() for part in given.split(",") if part.strip()]
    if action.choices and given not in action.choices:
        raise ValueError(f"{given!r} is none of {', '.join(map(str, action.choices))}")
    if not given:
        return action.default
    return action.type(given) if callable(action.type) else given
