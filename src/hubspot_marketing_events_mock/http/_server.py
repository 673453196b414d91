"""The mock on a port of this machine, for as long as a `with` block lasts."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence
from typing import Any, Self

import uvicorn

from hubspot_marketing_events_mock.http._engine import Exchange
from hubspot_marketing_events_mock.http._mock import Mock
from hubspot_marketing_events_mock.http._protocol import ConnectionProtocol


def listen(host: str, port: int) -> socket.socket:
    """Listen at an address; port 0 takes a free one.

    Raises:
        OSError: the address cannot be had.
    """
    (family, kind, _, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # asyncio turns Nagle's algorithm off only for a socket that names its protocol; with it, each answer takes 40 ms.
    listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


class MockServer:
    """Serves a `Mock` from a thread.

    Args:
        mock: what to serve; without it, a new one of `options`.
        host: the address to listen at.
        port: the port; 0 takes a free one.
        options: arguments for a new `Mock`.
    """

    def __init__(
        self, mock: Mock | None = None, *, host: str = "127.0.0.1", port: int = 0, **options: Any
    ) -> None:
        self.mock = mock or Mock(**options)
        self._address = (host, port)
        config = uvicorn.Config(
            self.mock, log_config=None, access_log=False, lifespan="off", http=ConnectionProtocol
        )
        self._server = uvicorn.Server(config)

    def __enter__(self) -> Self:
        self._socket = listen(*self._address)
        self.url = f"http://{self._address[0]}:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    @property
    def events(self) -> list[dict[str, Any]]:
        """As `Mock.events`."""
        return self.mock.events

    @property
    def requests(self) -> Sequence[Exchange]:
        """As `Mock.requests`."""
        return self.mock.requests

    def fail_next(self, status: int | None = None, **options: Any) -> None:
        """As `Mock.fail_next`."""
        self.mock.fail_next(status, **options)

    def reset(self) -> None:
        """As `Mock.reset`."""
        self.mock.reset()
