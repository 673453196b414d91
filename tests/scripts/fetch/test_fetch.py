"""Downloads: whole or not at all, and one clear line where not."""

from __future__ import annotations

import io
import json
import tomllib
import urllib.request
from pathlib import Path
from typing import Any

import documents
import pytest
from pipeline import Script, complaint
from publishing import DOCUMENT, Dripping, serving

from scripts import fetch
from scripts.fetch import _download
from scripts.project.layout import PipelineError


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
    """How much has come is shown, and nothing of it stays, with or without a known size."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    _download.download(f"{url}/{word}")
    of = f" of {len(DOCUMENT):,}" if word == "whole" else ""
    assert f"\r\x1b[K{len(DOCUMENT):,}{of} bytes\r\x1b[K" == terminal.getvalue()


def fetched(project: Path) -> dict[str, Any]:
    """What the lock says was fetched."""
    found: dict[str, Any] = tomllib.loads((project / "openapi" / "versions.lock").read_text())
    return dict(found["versions"]["2026-03"].get("fetched", {}))


def test_fetching_stores_the_document_and_notes_it(
    script: Script, project: Path, tmp_path: Path
) -> None:
    """A fetched document is in the cache by its hash; the lock names it; the next step is told."""
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
    """A version that is not carried is bumped from its source, which the cache does not know."""
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
