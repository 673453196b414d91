"""`hubspot-marketing-events-mock`: the mock server from the command line."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from hubspot_marketing_events_mock._contract import Contract, ContractError
from hubspot_marketing_events_mock._mock import MODES, Mock
from hubspot_marketing_events_mock._recordings import RecordingError
from hubspot_marketing_events_mock._server import listen


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0, or 2 for a setup that cannot work."""
    options = _parser().parse_args(arguments)
    try:
        contract = Contract.load(options.contract, options.api_version)
        mock = Mock(contract, mode=options.mode, recordings=options.recordings, seed=options.seed)
        listener = listen(options.host, options.port)
    except (ContractError, RecordingError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    host, port = listener.getsockname()[:2]
    print(f"HubSpot mock, API version {contract.version}, token mock-token: http://{host}:{port}", flush=True)  # noqa: T201
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # uvicorn stops at these, and then raises them again
    uvicorn.Server(uvicorn.Config(mock, log_level="warning", access_log=False)).run([listener])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hubspot-marketing-events-mock", description="A mock of HubSpot's Marketing Events API."
    )
    serve = parser.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "serve",
        help="answer at a port until stopped",
        description="Answer at a port until stopped by Ctrl-C or SIGTERM.",
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    serve.add_argument(
        "--port", type=int, default=0, help="port to listen at; 0 takes a free one (default: %(default)s)"
    )
    serve.add_argument(
        "--mode", choices=MODES, default="auto", help="replay recordings, model the rest, or only one of them"
    )
    serve.add_argument("--api-version", help="version of the installed client whose contract counts, as 2026-03")
    serve.add_argument("--contract", type=Path, help="another contract: an OpenAPI 3.1 file")
    serve.add_argument(
        "--recordings", type=Path, help="folder of recordings (default: those that come with the package)"
    )
    serve.add_argument("--seed", type=int, default=0, help="where ids begin (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
