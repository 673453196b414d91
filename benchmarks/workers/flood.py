"""A server that responds with more bytes than anybody wants; it serves one kind.

python benchmarks/workers/flood.py KIND
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import sys
from collections.abc import Iterator

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
PIECE = b" " * 2**20


def plain(start: bytes) -> Iterator[bytes]:
    """600 MB of spaces."""
    yield start
    for _ in range(600):
        yield PIECE


def packed() -> Iterator[bytes]:
    """600 MB of zeros, in 600 kB."""
    body = gzip.compress(bytes(600 * 2**20))
    yield OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    yield body


KINDS = {
    "a body of 600 MB": lambda: plain(OK + b"\r\n"),
    "an error of 600 MB": lambda: plain(b"HTTP/1.1 503 No\r\n\r\n"),
    "600 MB packed in 600 kB": packed,
}


def main() -> None:
    """Serve until the process is ended."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.recv(2**20)
            for piece in KINDS[sys.argv[1]]():
                connection.sendall(piece)


if __name__ == "__main__":
    main()
