"""JSON is the same with orjson and without."""

from __future__ import annotations

import json
import math
from typing import Any

import orjson
import pytest

from hubspot_marketing_events._http import _json

BODY = {"inputs": [{"eventName": "Grüße 🎪", "eventCancelled": False, "customProperties": []}]}


@pytest.fixture(params=[orjson, None], ids=["orjson", "json"], autouse=True)
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With orjson, and as if it were not installed."""
    monkeypatch.setattr(_json, "fast_json", lambda: request.param)


def test_a_body_is_compact_utf_8() -> None:
    """A body is written without blanks and without escapes."""
    expected = json.dumps(BODY, ensure_ascii=False, separators=(",", ":")).encode()
    assert expected == _json.write_json(BODY)
    assert BODY == _json.read_json(expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"a": Infinity}', {"a": math.inf}),
        (b'{"a": "\\ud800"}', {"a": "\ud800"}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"a": "ü"}'.encode("utf-16"), {"a": "ü"}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_what_the_standard_library_reads_is_read(content: bytes, expected: Any) -> None:
    """Whether orjson is installed makes no response unreadable."""
    assert expected == _json.read_json(content)


@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b'{"a": 1', b"\xff\xfe\xfd"])
def test_what_is_no_json_is_a_value_error(content: bytes) -> None:
    """What is no JSON raises `ValueError` either way."""
    with pytest.raises(ValueError, match=r"."):
        _json.read_json(content)


def test_deep_nesting_is_a_recursion_error() -> None:
    """A hundred thousand arrays in one another raise what the gateway expects."""
    with pytest.raises(RecursionError):
        _json.read_json(b"[" * 100_000)
