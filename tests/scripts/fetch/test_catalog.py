"""A version's document is found in the catalog, or one clear line says why not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar

import pytest
from publishing import serving

from scripts import fetch
from scripts.fetch import _download
from scripts.project.layout import PipelineError, Version

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
    """A document is found among incomplete rows; moved, packed, or at the third try."""
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
    """A version without a document counts as missing; each that has one is listed once."""
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
