"""Downloads: whole or not at all, and one clear line where not."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import threading
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import documents
import pytest
from pipeline import Script, complaint

from scripts import fetch
from scripts.fetch import _download
from scripts.project.layout import PipelineError, Project, Version

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


@pytest.fixture
def url() -> Iterator[str]:
    """Where documents are published."""
    with serving(Published) as found:
        yield found


@pytest.mark.parametrize("word", ["whole", "with spaces & signs"])
def test_a_url_is_normalized_like_a_file(
    script: Script, project: Path, url: str, word: str
) -> None:
    """A document can be named by its URL, spaces included, and is kept in the cache by its hash."""
    done = script("normalize", "2026-03", f"{url}/{word}")
    assert 0 == done.returncode, done.stderr
    (cached,) = (project / ".cache").iterdir()
    assert DOCUMENT == cached.read_bytes()


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("cut", f"cut off after {len(DOCUMENT) - 100} of {len(DOCUMENT)} bytes; try again"),
        ("gone", "404"),
    ],
)
def test_a_download_that_fails_is_one_clear_line(
    script: Script, project: Path, url: str, word: str, said: str
) -> None:
    """A cut-off or refused download is named in one line, and nothing is written."""
    line = complaint(script("normalize", "2026-03", f"{url}/{word}"))
    assert line.startswith(f"error: {url}/{word}: ")
    assert said in line
    assert not (project / ".cache").exists()


def test_a_document_that_is_too_large_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limit is not read."""
    monkeypatch.setattr(_download, "LIMIT", 10)
    with pytest.raises(PipelineError, match="over 10 bytes"):
        _download.download(f"{url}/whole")


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_is_left(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """A byte now and then holds nobody for longer than the deadline."""
    monkeypatch.setattr(_download, "PAUSES", ())
    monkeypatch.setattr(_download, "DEADLINE", 0.1)
    with (
        serving(Dripping) as found,
        pytest.raises(PipelineError, match=r": not done after 0\.1 seconds; "),
    ):
        _download.download(f"{found}/{part}")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("circle", "cannot be downloaded: HTTP Error 302: it redirects without end: Found; "),
        ("ftp", "redirects to ftp://127.0.0.1:1/x, which is not http or https"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_one_line(url: str, word: str, said: str) -> None:
    """One in a circle, or to another scheme, is told in a line."""
    with pytest.raises(PipelineError) as caught:
        _download.download(f"{url}/{word}")
    assert str(caught.value).startswith(f"{url}/{word}: {said}")
    assert "\n" not in str(caught.value)


def test_nothing_is_read_on_the_way_that_was_asked_for_in_secret() -> None:
    """A redirect from https to http is refused, one to https followed."""
    asked, redirects = urllib.request.Request("https://x.example/a"), _download.Redirects()
    followed = redirects.redirect_request(
        asked, io.BytesIO(), 302, "Found", {}, "https://y.example/b"
    )
    assert "https://y.example/b" == followed.full_url
    with pytest.raises(
        PipelineError, match=r"redirects to http://y\.example/b, which is not https$"
    ):
        redirects.redirect_request(asked, io.BytesIO(), 302, "Found", {}, "http://y.example/b")


@pytest.mark.parametrize("place", ["file:///etc/hostname", "ftp://127.0.0.1:1/x"])
def test_only_http_is_read(place: str) -> None:
    """A URL of another scheme is refused before anything is asked."""
    said = f"{place}: no URL that begins with http:// or https://, and no other is read"
    for read in (fetch.locate, _download.download):
        with pytest.raises(PipelineError) as caught:
            read(place)
        assert said == str(caught.value)


def test_a_scheme_may_be_in_capitals(url: str, project: Path, script: Script) -> None:
    """HTTP:// is as good as http://."""
    assert 0 == script("normalize", "2026-03", f"{url.replace('http', 'HTTP')}/whole").returncode
    assert 1 == len(list((project / ".cache").iterdir()))


def test_a_server_that_is_not_there_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is the system's own, and the next step follows."""
    monkeypatch.setattr(_download, "PAUSES", ())
    with pytest.raises(PipelineError) as caught:
        _download.download("http://127.0.0.1:1/x")
    said = "cannot be downloaded: Connection refused; a file can be given as the document instead"
    assert f"http://127.0.0.1:1/x: {said}" == str(caught.value)


class Terminal(io.StringIO):
    """A standard error that people look at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("word", ["whole", "unsized"])
def test_the_progress_line_is_wiped(url: str, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """How much has come is shown, and nothing of it stays, whether or not the server says how much there is."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    _download.download(f"{url}/{word}")
    of = f" of {len(DOCUMENT):,}" if word == "whole" else ""
    assert f"\r\x1b[K{len(DOCUMENT):,}{of} bytes\r\x1b[K" == terminal.getvalue()


VERSION = Version(
    key="2026-03", module="v2026_03", prefix="/marketing/marketing-events/2026-03",
    catalog="Marketing Events", status="stable", overlays=("common",),
)  # fmt: skip
OTHERS = {"name": "Contacts", "versions": [{"version": "2026-03", "openApi": "/other"}]}
ROWS: list[dict[str, Any]] = [
    {"version": 3, "stage": "STABLE", "openApi": "/v3"},
    {"version": "2026-09", "stage": "DEVELOPER_PREVIEW"},
    {"stage": "LATEST", "openApi": "/nameless"},
    {"version": "2025-09", "stage": "BETA", "openApi": "/beta.json"},
    {"version": "2025-09", "stage": "STABLE", "openApi": "/stable.json"},
    {"version": "2026-03", "stage": "LATEST", "openApi": "/documents/a name & more.json"},
]


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "packed": gzip.compress,
    "bomb": lambda _: gzip.compress(b" " * (_download.LIMIT + 1)),
    "plain": bytes,
    "short": lambda body: gzip.compress(body)[:-9],
    "garbled": lambda body: gzip.compress(body)[:10] + b"\xff" * 20,
    "altered": lambda body: gzip.compress(body)[:-8] + bytes(8),
}


class Catalog(BaseHTTPRequestHandler):
    """A catalog in several shapes, by the path's last word; counts what is asked."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Answer by the path's last word."""
        word = self.path.rpartition("/")[2]
        self.asked.append(word)
        results: list[Any] = [
            OTHERS,
            {"name": "Marketing Events", "versions": ROWS},
            {"group": "nothing else"},
        ]
        if word == "empty":
            results = [OTHERS]
        body = json.dumps({"results": results} if word != "strange" else {"items": []}).encode()
        status = {
            "moved": 302,
            "gone": 404,
            "down": 503,
            "limp": 503 if self.asked.count("limp") < 3 else 200,
        }
        self.send_response(status.get(word, 200))
        if word == "moved":
            self.send_header("Location", "/catalog")
        if word == "deep":
            body = b"[" * 100_000
        if word in PACKED:
            body = PACKED[word](body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:-10] if word == "torn" else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def catalog(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the catalog is, with no pause between tries."""
    monkeypatch.setattr(_download, "PAUSES", (0.0, 0.0))
    Catalog.asked.clear()
    with serving(Catalog) as found:
        yield found


@pytest.mark.parametrize("word", ["catalog", "moved", "packed", "limp"])
def test_a_document_is_found_in_the_catalog(catalog: str, word: str) -> None:
    """By name and version, among others and rows with keys missing; moved, packed, or at the third try."""
    assert f"{catalog}/documents/a name & more.json" == fetch.published(
        VERSION, f"{catalog}/{word}"
    )


@pytest.mark.parametrize(
    ("word", "said", "tries"),
    [
        ("gone", "cannot be downloaded: HTTP Error 404", 1),
        ("down", "cannot be downloaded: HTTP Error 503", 3),
        ("torn", "cut off after", 3),
        ("bomb", "bytes unpacked, which no published document is", 1),
        ("plain", "cannot be downloaded: Not a gzipped file", 3),
        ("short", "cannot be downloaded: Compressed file ended", 3),
        ("garbled", "cannot be downloaded: Error -3 while decompressing", 3),
        ("altered", "cannot be downloaded: CRC check failed", 3),
        ("deep", "not a catalog as it was known: RecursionError", 1),
        ("strange", "not a catalog as it was known: KeyError: 'results'", 1),
        ("empty", "has no API named 'Marketing Events' among 1", 1),
    ],
)
def test_a_catalog_that_cannot_be_used_is_one_line(
    catalog: str, word: str, said: str, tries: int
) -> None:
    """What is wrong is told in a line; only what may pass is tried again."""
    with pytest.raises(PipelineError) as caught:
        fetch.published(VERSION, f"{catalog}/{word}")
    assert (said in str(caught.value), tries) == (True, Catalog.asked.count(word))


def test_a_version_that_is_not_published_is_named_with_those_that_are(catalog: str) -> None:
    """A version without a document is as one that is not there; each that has one is listed once."""
    with pytest.raises(
        PipelineError, match=r"has no version 2026-09; there is 2025-09, 2026-03, 3$"
    ):
        fetch.published(replace(VERSION, key="2026-09"), f"{catalog}/catalog")


def test_a_version_is_found_whether_or_not_its_v_is_written(catalog: str) -> None:
    """The catalog's version 3 is the key v3."""
    assert f"{catalog}/v3" == fetch.published(replace(VERSION, key="v3"), f"{catalog}/catalog")


@pytest.mark.parametrize("place", ["file:///etc/hostname", "ftp://127.0.0.1:1/x", "data:,x"])
def test_a_catalog_names_documents_by_http_only(
    catalog: str, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A catalog cannot make anybody read a file, or by another scheme."""
    monkeypatch.setitem(ROWS[0], "openApi", place)
    with pytest.raises(PipelineError) as caught:
        fetch.published(replace(VERSION, key="v3"), f"{catalog}/catalog")
    assert str(caught.value).startswith(
        f"{catalog}/catalog: Marketing Events v3 is at {place}: no URL that begins "
    )


def test_two_documents_of_one_version_are_for_a_person_to_choose_from(catalog: str) -> None:
    """Where the catalog has a version twice, both are listed with their stage and none is taken."""
    with pytest.raises(PipelineError) as caught:
        fetch.published(replace(VERSION, key="2025-09"), f"{catalog}/catalog")
    both = f"BETA at {catalog}/beta.json, STABLE at {catalog}/stable.json"
    assert (
        f"{catalog}/catalog: 2025-09 is there more than once: {both}; choose with --document"
        == str(caught.value)
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"info": {"title": "Contacts", "version": "2026-03"}}, "info/title is 'Contacts'"),
        (
            {"info": {"title": "Marketing Events", "version": "2026-09"}},
            "info/version is '2026-09'",
        ),
        ({"paths": {"/things/v3": {}}}, "paths//things/v3 does not carry the version 2026-03"),
        (
            {"paths": {"/things/2026-03-beta/x": {}}},
            "paths//things/2026-03-beta/x does not carry the version 2026-03",
        ),
        ({"paths": {}}, "it has no paths"),
    ],
)
def test_a_document_of_something_else_is_refused(change: dict[str, Any], said: str) -> None:
    """A document is checked to be of the API and version that it was fetched for."""
    right = {
        "info": {"title": "Marketing Marketing Events", "version": "2026-03"},
        "paths": {"/things/2026-03": {}},
    }
    fetch.check(right, VERSION, "here")
    with pytest.raises(PipelineError) as caught:
        fetch.check(right | change, VERSION, "here")
    assert said in str(caught.value)


@pytest.mark.parametrize("said", ["v3", "3", 3])
def test_a_version_may_be_said_without_its_v(said: object) -> None:
    """A document's version is that of its key, with the v or without."""
    document = {
        "info": {"title": "Marketing Events", "version": said},
        "paths": {"/things/v3/x": {}},
    }
    fetch.check(document, replace(VERSION, key="v3"), "here")


def fetched(project: Path) -> dict[str, Any]:
    """What the lock says was fetched."""
    found: dict[str, Any] = tomllib.loads((project / "openapi" / "versions.lock").read_text())
    return dict(found["versions"]["2026-03"].get("fetched", {}))


def test_fetching_stores_the_document_and_notes_it(
    script: Script, project: Path, tmp_path: Path
) -> None:
    """A fetched document lies in the cache by its hash, the lock names it, and the next step is told."""
    document = documents.small()
    document["info"]["title"] = "Marketing Events"
    path = tmp_path / "whole.json"
    path.write_text(json.dumps(document))
    done = script("fetch", "2026-03", "--document", str(path))
    assert 0 == done.returncode, done.stderr
    (cached,) = (project / ".cache").iterdir()
    assert (path.read_bytes(), cached.stem) == (cached.read_bytes(), fetched(project)["sha256"])
    assert "next: nox -s normalize -- 2026-03 .cache/" in done.stdout


def test_what_was_fetched_is_from_where_it_was_fetched(
    script: Script, project: Path, url: str
) -> None:
    """The file in the cache, normalized, is noted as from the URL that it was fetched from."""
    assert 0 == script("fetch", "2026-03", "--document", f"{url}/titled").returncode
    (cached,) = (project / ".cache").iterdir()
    assert 0 == script("normalize", "2026-03", str(cached)).returncode
    lock = tomllib.loads((project / "openapi" / "versions.lock").read_text())
    assert f"{url}/titled" == lock["versions"]["2026-03"]["document"]["source"]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(("option", "word"), [("--document", "new"), ("--catalog", "specs")])
def test_the_next_step_for_a_new_version_is_a_bump(
    script: Script, url: str, option: str, word: str
) -> None:
    """A version that is not carried is bumped from where it was found, not from the cache, which knows no source."""
    done = script("fetch", "2099-01", option, f"{url}/{word}")
    assert (
        f"next: nox -s bump -- 2099-01 {option} {url}/{word}"
        == done.stdout.strip().partition("; ")[2]
    ), done.stderr


@pytest.mark.usefixtures("untouched")
def test_without_a_network_nothing_changes(script: Script) -> None:
    """Where nobody answers, one line says so."""
    done = script("fetch", "2026-03", "--catalog", "http://127.0.0.1:9/")
    assert (1, "cannot be downloaded") == (
        done.returncode,
        complaint(done).partition(": ")[2].partition(": ")[2][:20],
    )


def test_drift_tells_what_changed(script: Script, tmp_path: Path) -> None:
    """Of the default version: unchanged is 0, so is other text of the same meaning; a change 1; no look 3."""
    document = documents.small()
    document["info"]["title"] = "Marketing Events"
    document["components"]["schemas"]["Thing"]["properties"]["size"] = {
        "type": "number",
        "default": 1.0,
    }
    path, (default, _) = tmp_path / "published.json", Project().versions()

    def drifted() -> tuple[int, str]:
        path.write_text(json.dumps(document).replace("2026-03", default))
        done = script("drift", "--document", str(path))
        return done.returncode, done.stdout

    assert 1 == drifted()[0]
    assert 0 == script("normalize", default, str(path)).returncode
    code, said = drifted()
    assert (0, True) == (code, "unchanged since" in said)
    document["info"]["description"] = "other words"
    code, said = drifted()
    assert (0, True) == (code, "unchanged since" in said)
    document["paths"] = {"/others/2026-03": {"get": {"responses": {"200": {"description": ""}}}}}
    code, said = drifted()
    assert (1, True) == (code, "the operation is gone" in said)
    path.unlink()
    assert 3 == script("drift", default, "--document", str(path)).returncode


@pytest.mark.parametrize(
    "broken", [".cache", "openapi/published/2026-03.yaml", "openapi/versions.lock", "version"]
)
def test_drift_that_cannot_look_has_a_code_of_its_own(
    script: Script, project: Path, url: str, broken: str
) -> None:
    """A file that cannot be read or written, or a version that is not carried, is no change."""
    path = project / broken
    if path.is_file():
        path.unlink()
        path.mkdir()
    elif broken == ".cache":
        path.touch()
    done = script(
        "drift", "2099-01" if broken == "version" else "2026-03", "--document", f"{url}/titled"
    )
    assert (3, 1) == (done.returncode, len(done.stderr.splitlines())), done.stderr
    assert done.stderr.startswith("could not look")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("http://user:secret@x.example/a/b@c?sig=secret#secret", "http://x.example/a/b@c"),
        ("HTTPS://user:se?cret@x.example:80", "HTTPS://x.example:80"),
        ("the catalog, https://x.example/a?sig=secret", "the catalog, https://x.example/a"),
        ("folder/a?b@c#d.json", "folder/a?b@c#d.json"),
    ],
)
def test_what_may_be_secret_in_a_url_is_not_shown(source: str, shown: str) -> None:
    """User, password, query and fragment go; a file's name is left as it is."""
    assert shown == _download.public(source)


@pytest.mark.parametrize("word", ["titled", "new", "gone", "specs"])
@pytest.mark.parametrize(
    "command", ["fetch --document", "fetch --catalog", "drift --document", "normalize --"]
)
def test_a_secret_in_a_url_is_told_nobody(
    script: Script, url: str, command: str, word: str
) -> None:
    """Whether all is well or not, the URL is printed without it."""
    verb, option = command.split()
    done = script(verb, "2026-03", option, f"{url}/{word}?sig=secret")
    assert "secret" not in done.stdout + done.stderr
    assert f"{url}/{word}" in done.stdout + done.stderr or (verb, word) == (
        "drift",
        "titled",
    )  # where none is printed


@pytest.mark.parametrize("command", ["fetch --document", "normalize --"])
def test_a_secret_in_a_url_is_not_kept(
    script: Script, project: Path, url: str, command: str
) -> None:
    """The lock says where a document is from, without it."""
    verb, option = command.split()
    script(verb, "2026-03", option, f"{url}/titled?sig=secret")
    lock = (project / "openapi" / "versions.lock").read_text()
    assert (True, False) == (f'source = "{url}/titled"' in lock, "secret" in lock)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "command", ["fetch --document", "drift --document", "drift --catalog", "normalize --"]
)
def test_a_password_in_a_url_is_refused_and_not_shown(
    script: Script, url: str, command: str
) -> None:
    """A password would be taken for a part of the host's name, so nothing is asked."""
    verb, option = command.split()
    done = script(verb, "2026-03", option, f"{url.replace('//', '//user:secret@')}/titled")
    said = f"{url}/titled: a user or password in a URL is not sent; give a file as the document instead"
    assert said == done.stderr.strip().partition(": ")[2]


def test_the_next_step_shows_no_secret(script: Script, url: str) -> None:
    """A URL that may hold a secret is for the person to name again."""
    done = script("fetch", "2099-01", "--document", f"{url}/new?sig=secret")
    assert f"bytes from {url}/new; next: nox -s bump -- 2099-01 --document URL\n" in done.stdout
