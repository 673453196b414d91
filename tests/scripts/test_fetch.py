"""Downloads: whole or not at all, and one clear line where not."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import documents
import pytest
from pipeline import Script, complaint

from scripts import fetch
from scripts._project import PipelineError

DOCUMENT = json.dumps(documents.small()).encode()


class Published(BaseHTTPRequestHandler):
    """A document, whole or cut off."""

    def do_GET(self) -> None:
        """Answer by the path's last word."""
        word = self.path.rpartition("/")[2]
        self.send_response(404 if word == "gone" else 200)
        self.send_header("Content-Length", str(len(DOCUMENT)))
        self.end_headers()
        self.wfile.write(DOCUMENT[:-100] if word == "cut" else DOCUMENT)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    """Where documents are published, on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Published)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("word", ["whole", "with spaces & signs"])
def test_a_url_is_normalized_like_a_file(script: Script, project: Path, url: str, word: str) -> None:
    """A document can be named by its URL, spaces included, and is kept in the cache by its hash."""
    done = script("normalize", "2026-03", f"{url}/{word}")
    assert 0 == done.returncode, done.stderr
    (cached,) = (project / ".cache").iterdir()
    assert DOCUMENT == cached.read_bytes()


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("word", "said"),
    [("cut", f"cut off after {len(DOCUMENT) - 100} of {len(DOCUMENT)} bytes; try again"), ("gone", "404")],
)
def test_a_download_that_fails_is_one_clear_line(script: Script, project: Path, url: str, word: str, said: str) -> None:
    """A cut-off or refused download is named in one line, and nothing is written."""
    line = complaint(script("normalize", "2026-03", f"{url}/{word}"))
    assert line.startswith(f"error: {url}/{word}: ")
    assert said in line
    assert not (project / ".cache").exists()


def test_a_server_that_is_not_there_is_named() -> None:
    """No connection is an error that names the URL."""
    with pytest.raises(PipelineError, match=r"^http://127\.0\.0\.1:1/x: cannot be downloaded: "):
        fetch.download("http://127.0.0.1:1/x")


def test_a_document_that_is_too_large_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limit is not read."""
    monkeypatch.setattr(fetch, "LIMIT", 10)
    with pytest.raises(PipelineError, match="over 10 bytes"):
        fetch.download(f"{url}/whole")
