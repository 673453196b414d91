"""Servers at a port of this machine, and requests over a few connections."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import cast

_MOST = 65536  # bytes that are read at once
_PATIENCE = 30.0  # seconds until a server has to listen, or to respond


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def serving(command: Sequence[str], port: int) -> Iterator[int]:
    """Run a server for as long as the block lasts; gives its process id."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            end = time.monotonic() + _PATIENCE
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"no server came up: {' '.join(command)}")
                time.sleep(0.1)
            yield process.pid
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def cpu_seconds(pid: int) -> float:
    """Return the user and system time of a process so far, as Linux tells it."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def responses(port: int, request: bytes, connections: int, seconds: float) -> int:
    """Send one request over and over; return how many responses came, all of them with 200.

    Each connection waits for its response before it sends again. Plain sockets take little of the
    time that the server shares with this process.
    """
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        for _ in range(connections):
            connection = stack.enter_context(
                socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
            )
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(connection, selectors.EVENT_READ)
            connection.sendall(request)

        count, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            for key, _ in selector.select(timeout=1.0):
                connection = cast("socket.socket", key.fileobj)
                _read_response(connection)
                count += 1
                connection.sendall(request)
        return count


def _read_response(connection: socket.socket) -> None:
    """Read one response, which has to have the status 200 and a length or chunks."""
    received = connection.recv(_MOST)
    while b"\r\n\r\n" not in received:
        received += _more(connection)

    head, _, body = received.partition(b"\r\n\r\n")
    head = head.lower()
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise RuntimeError(head[:80].decode())

    if b"content-length: " in head:
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += _more(connection)
    else:
        while not body.endswith(b"0\r\n\r\n"):
            body += _more(connection)


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(_MOST)
    if not received:
        raise RuntimeError("the server ended the connection in the middle of a response")
    return received
