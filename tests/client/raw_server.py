"""A server that sends whatever bytes it is told, as slowly as it is told."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

Script = Callable[[], Iterator[bytes | float]]  # bytes to send, and seconds to wait


class RawServer:
    """Reads one request per connection, unless told not to, and sends what its script gives."""

    def __init__(self, script: Script, *, reads: bool = True) -> None:
        self.script, self.sent, self.requests, self._reads = script, 0, 0, reads
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.05)
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stopped.set()
        for thread in list(self._threads):
            thread.join(5)
        self._socket.close()

    def _start(self, target: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=target, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._socket.accept()
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            if self._reads:
                self._read(connection)
            self.requests += 1
            for step in self.script():
                if self._stopped.is_set():
                    return
                if isinstance(step, float):
                    self._stopped.wait(step)
                else:
                    connection.sendall(step)
                    self.sent += len(step)

    @staticmethod
    def _read(connection: socket.socket) -> None:
        """Read a request with a Content-Length to its end."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += connection.recv(65536)
