"""The server starts and stops at once, whatever is under way and whatever the clock says."""

from __future__ import annotations

import datetime as dt
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import freezegun
import httpx
import pytest
import time_machine

from hubspot_marketing_events_mock import MockServer
from hubspot_marketing_events_mock.http import listen, url_of
from tests.mock.caller import HEADERS, PREFIX, post

MOMENT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
LONG = 30.0  # seconds; a test that waits for it has failed


def in_background(act: Callable[[], Any]) -> threading.Thread:
    """Do something in a thread, whatever becomes of it."""

    def quietly() -> None:
        try:
            act()
        except httpx.HTTPError:
            return

    thread = threading.Thread(target=quietly)
    thread.start()
    return thread


@pytest.mark.parametrize(
    "fault",
    [
        {"latency": LONG},
        {"connection": "hang", "latency": LONG},
        {"connection": "hang"},
        {"connection": "slow-body", "latency": LONG},
        {"status": 503, "latency": LONG},
    ],
)
def test_a_wait_ends_with_the_block(fault: dict[str, Any]) -> None:
    """Leaving the block does not wait for a fault that takes its time."""
    with MockServer() as server:
        server.fail_next(**fault)
        thread = in_background(lambda: post(server))
        while server.mock.pending:
            time.sleep(0.01)
        begun = time.monotonic()
    assert time.monotonic() - begun < LONG / 10
    thread.join()


def test_half_a_request_does_not_hold_the_server() -> None:
    """A client that never finishes its body is left behind."""
    with MockServer() as server, socket.create_connection(server.url[7:].split(":")) as client:
        client.sendall(b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12")
        time.sleep(0.1)
        begun = time.monotonic()
        server.__exit__()
        assert time.monotonic() - begun < LONG / 10


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_wait_ends_with_a_signal(number: signal.Signals) -> None:
    """At a signal the command ends, a fault under way or not, with exit code 0 and no traceback."""
    command = [sys.executable, "-m", "hubspot_marketing_events_mock", "serve"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().rpartition(" ")[2].strip()
    httpx.post(f"{url}/_mock/faults", json={"connection": "hang", "latency": LONG})
    thread = in_background(lambda: httpx.get(url + PREFIX, headers=HEADERS, timeout=LONG))
    while httpx.get(f"{url}/_mock/faults").json()["next"]:
        time.sleep(0.01)
    begun = time.monotonic()
    process.send_signal(number)
    _, said = process.communicate(timeout=LONG)
    assert (0, "") == (process.returncode, said)
    assert time.monotonic() - begun < LONG / 10
    thread.join()


@pytest.mark.parametrize(
    "frozen",
    [
        lambda: freezegun.freeze_time(MOMENT),
        lambda: time_machine.travel(MOMENT, tick=False),
    ],
    ids=["freezegun", "time-machine"],
)
def test_a_frozen_clock_does_not_stop_the_server(
    frozen: Callable[[], AbstractContextManager[Any]],
) -> None:
    """With a clock that stands still the server responds, waits for a fault, and ends."""
    with frozen(), MockServer() as server:
        server.fail_next(latency=0.05)
        assert 200 == post(server).status_code
        assert 200 == post(server).status_code
        assert 2026 == server.requests[-1].at.year
        assert (1, 2) == (server.requests[-1].at.month, server.requests[-1].at.day)


def test_a_server_is_entered_once_at_a_time() -> None:
    """Entering a server twice is an error at once, and it can be entered again afterwards."""
    server = MockServer()
    for _ in range(2):
        with server:
            with pytest.raises(RuntimeError, match="serves already, at http://127"):
                server.__enter__()
            assert 200 == post(server).status_code


@pytest.mark.parametrize("port", [-1, 65536, 99999])
def test_a_port_that_cannot_be_is_refused(port: int) -> None:
    """A port out of range is an error, and never another port."""
    with pytest.raises(ValueError, match=f"port {port} is not from 0 to 65535"):
        listen("127.0.0.1", port)
    command = [sys.executable, "-m", "hubspot_marketing_events_mock", "serve", "--port", str(port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 2 == done.returncode
    assert "port" in done.stderr.splitlines()[-1]


def test_a_port_that_is_taken_is_named() -> None:
    """A port that somebody else has is an error that names host and port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"cannot listen at 127.0.0.1 port {port}"):
            listen("127.0.0.1", port)
        command = [sys.executable, "-m", "hubspot_marketing_events_mock", "serve"]
        command += ["--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = f"error: cannot listen at 127.0.0.1 port {port}: {os.strerror(errno.EADDRINUSE)}\n"
    assert told == done.stderr


def test_the_url_of_an_address_with_colons_can_be_used() -> None:
    """An IPv6 address stands in brackets."""
    try:
        listener = listen("::1", 0)
    except OSError:
        pytest.skip("no IPv6 here")
    with listener:
        assert url_of(listener).startswith("http://[::1]:")
    with MockServer(host="::1") as server:
        assert 200 == post(server).status_code


def test_options_come_from_the_environment(tmp_path: Path) -> None:
    """Each option has a variable; a value that cannot be is an error that names it."""
    command = [sys.executable, "-m", "hubspot_marketing_events_mock", "serve"]

    def said(**environment: str) -> str:
        done = subprocess.run(
            command,
            env={f"HUBSPOT_MOCK_{name}": value for name, value in environment.items()},
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
        assert 2 == done.returncode
        return done.stderr.splitlines()[-1]

    assert "HUBSPOT_MOCK_PORT: x is not a port" in said(PORT="x")
    assert "HUBSPOT_MOCK_MODE: 'nothing' is none of auto, replay, model" in said(MODE="nothing")
    assert "HUBSPOT_MOCK_ENFORCE_LIMIT: 'maybe' is neither yes nor no" in said(
        ENFORCE_LIMIT="maybe"
    )
    assert "none.toml" in said(TOKENS="none.toml")
    assert "no contract for version '1999-01'" in said(API_VERSION="1999-01")
