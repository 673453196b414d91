"""A server on a port of this machine, until a `with` block ends or until it is stopped."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self

import uvicorn

try:
    import uvloop
except ImportError:  # there is none for Windows
    uvloop = None  # type: ignore[assignment]

from hubspot_marketing_events_mock.http._journal import Exchange
from hubspot_marketing_events_mock.http._mock import Mock
from hubspot_marketing_events_mock.http.transport import ConnectionProtocol, Receive, Scope, Send

_LAST_PORT = 65535
_GRACE = 0.25  # seconds that a request in flight has when the server stops


class Application(Protocol):
    """An ASGI application whose waits can be ended, and which can be closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""

    def release(self) -> None:
        """End every wait."""

    async def aclose(self) -> None:
        """Close what is held open."""


class _RealTimeLoop(asyncio.SelectorEventLoop):
    """An event loop on the machine's own clock, for where uvloop is not installed."""

    def time(self) -> float:
        if hasattr(time, "clock_gettime"):
            return time.clock_gettime(time.CLOCK_MONOTONIC)
        return super().time()


class Server(uvicorn.Server):
    """uvicorn's server, which ends the waits of its application before it stops."""

    def __init__(self, application: Application) -> None:
        config = uvicorn.Config(
            application,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            proxy_headers=False,  # neither the client's address nor the scheme counts
            http=ConnectionProtocol,
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=_GRACE,  # type: ignore[arg-type]  # takes any number
        )
        super().__init__(config)
        self._application = application

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the waits, and then the connections."""
        self._application.release()
        await super().shutdown(sockets)
        await self._application.aclose()

    def run_on(self, listener: socket.socket) -> None:
        """Serve at a socket until told to stop."""
        with asyncio.Runner(loop_factory=_new_loop) as runner:
            runner.run(self.serve(sockets=[listener]))


def _new_loop() -> asyncio.AbstractEventLoop:
    """Make an event loop that does not read the time from `time.monotonic`.

    Tests freeze that (freezegun does), and a loop on it would never wake up again.
    """
    return uvloop.new_event_loop() if uvloop else _RealTimeLoop()


def listen(host: str, port: int) -> socket.socket:
    """Listen at an address; port 0 takes a free one.

    Raises:
        OSError: the address cannot be had.
        ValueError: the port is not from 0 to 65535.
    """
    if not 0 <= port <= _LAST_PORT:
        raise ValueError(f"port {port} is not from 0 to {_LAST_PORT}")
    (family, kind, _, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # asyncio turns Nagle's algorithm off only for a socket that names its protocol; with it, each
    # answer takes 40 ms.
    listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as problem:
        listener.close()
        why = f"cannot listen at {host} port {port}: {problem.strerror or problem}"
        raise OSError(problem.errno, why) from problem
    return listener


def url_of(listener: socket.socket) -> str:
    """The URL of a listening socket, which a client on this machine can use."""
    host, port = listener.getsockname()[:2]
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only translated
    reachable = local.get(host, host)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


class MockServer:
    """Serves a `Mock` from a thread, for as long as a `with` block lasts.

    Args:
        mock: what to serve; without it, a new one of `options`. It may be replaced while serving.
        host: the address to listen at.
        port: the port; 0 takes a free one.
        options: arguments for a new `Mock`.
    """

    def __init__(
        self, mock: Mock | None = None, *, host: str = "127.0.0.1", port: int = 0, **options: Any
    ) -> None:
        self.mock = mock or Mock(**options)
        self._address = (host, port)
        self._thread: threading.Thread | None = None
        self.url = ""

    def __enter__(self) -> Self:
        if self._thread is not None:
            raise RuntimeError(f"this MockServer serves already, at {self.url}")
        self._socket = listen(*self._address)
        self.url = url_of(self._socket)
        self._server = Server(self)
        self._thread = threading.Thread(
            target=self._server.run_on, args=(self._socket,), name="hubspot-mock", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
            self._thread = None
            self._socket.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a connection to the mock of the moment."""
        await self.mock(scope, receive, send)

    def release(self) -> None:
        """As `Mock.release`."""
        self.mock.release()

    async def aclose(self) -> None:
        """As `Mock.aclose`."""
        await self.mock.aclose()

    @property
    def events(self) -> list[dict[str, Any]]:
        """As `Mock.events`."""
        return self.mock.events

    @property
    def requests(self) -> Sequence[Exchange]:
        """As `Mock.requests`."""
        return self.mock.requests

    def fail_next(
        self,
        status: int | None = None,
        *,
        times: int = 1,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        operation: str | None = None,
        after_write: bool = False,
        fail_inputs: Sequence[int] | frozenset[int] = (),
        truncate: int | None = None,
        latency: float = 0.0,
        connection: str | None = None,
    ) -> None:
        """As `Mock.fail_next`."""
        self.mock.fail_next(
            status,
            times=times,
            body=body,
            headers=headers,
            operation=operation,
            after_write=after_write,
            fail_inputs=fail_inputs,
            truncate=truncate,
            latency=latency,
            connection=connection,
        )

    def reset(self) -> None:
        """As `Mock.reset`."""
        self.mock.reset()
