"""Servers on this machine that publish documents."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import documents

DOCUMENT = json.dumps(documents.small()).encode()
TITLED = DOCUMENT.replace(b'"Things"', b'"Marketing Events"')
SPECS = {
    "results": [
        {"name": "Marketing Events", "versions": [{"version": "2099-01", "openApi": "/new"}]}
    ]
}
BODIES = {
    "titled": TITLED,
    "new": TITLED.replace(b"2026-03", b"2099-01"),
    "specs": json.dumps(SPECS).encode(),
}


class Published(BaseHTTPRequestHandler):
    """A document, whole or cut off."""

    def do_GET(self) -> None:
        """Answer by the path's last word."""
        word = self.path.partition("?")[0].rpartition("/")[2]
        body = BODIES.get(word, DOCUMENT)
        self.send_response({"gone": 404, "circle": 302, "ftp": 302}.get(word, 200))
        self.send_header("Location", {"ftp": "ftp://127.0.0.1:1/x"}.get(word, "/circle"))
        if word != "unsized":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:-100] if word == "cut" else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Dripping(Published):
    """A server that sends a byte now and then, in the head or the body of its answer."""

    def do_GET(self) -> None:
        """Answer for most of a second."""
        head = b"HTTP/1.0 200 OK\r\nServer: "
        self.wfile.write(head if self.path == "/head" else head + b"\r\n\r\n")
        with contextlib.suppress(OSError):  # nobody waits any more
            for _ in range(40):
                self.wfile.write(b".")
                time.sleep(0.02)
            self.wfile.write(b"\r\n\r\n")


@contextlib.contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on a free port of this machine, by its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
