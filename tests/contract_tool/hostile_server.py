"""A server before the mock, on a port of this machine, where any request may go wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import httpx

from hubspot_marketing_events_contract.target._contract import load_contract
from hubspot_marketing_events_contract.target._mock import mock_transport

Respond = Callable[[], httpx.Response]
Interceptor = Callable[[int, BaseHTTPRequestHandler, Respond], httpx.Response | None]


class HostileServer:
    """Serves the mock, and lets an interceptor respond in its place.

    Args:
        interceptor: takes the number of the request, its handler and the right response.
    """

    def __init__(self, interceptor: Interceptor) -> None:
        transport, count, lock = mock_transport(load_contract()), [0], threading.Lock()
        self.mock = transport.mock

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def handle_one(self) -> None:
                """Respond to one request."""
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with lock:
                    count[0] += 1
                    number = count[0]

                def respond() -> httpx.Response:
                    url, headers = f"http://mock{self.path}", dict(self.headers)
                    request = httpx.Request(self.command, url, headers=headers, content=body)
                    return transport.handle_request(request)

                response = interceptor(number, self, respond)
                if response is None:
                    self.close_connection = True
                    return
                self.send_response(response.status_code)
                for name, value in response.headers.items():
                    if name.lower() not in {"content-length", "transfer-encoding"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(response.content)))
                self.end_headers()
                self.wfile.write(response.content)

            do_GET = do_POST = do_PUT = handle_one  # noqa: N815 - http.server's names
            do_PATCH = do_DELETE = handle_one  # noqa: N815 - http.server's names

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.count = count
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
