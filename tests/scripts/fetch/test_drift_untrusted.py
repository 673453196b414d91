"""Drift: whatever a catalog or document holds, a log stays a log, and a sound entry is found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_drift import KEY, PREFIX, look_at, published, schema

from scripts.drift import History, Report, look
from scripts.fetch import _catalog
from scripts.project.layout import PipelineError, Project

NASTY = ["::error::x", "\n::set-output name=a::b", "\x1b[31m", "\u202e", "\x00", "a" * 5_000, "%0A"]
TEXT = st.one_of(st.sampled_from(NASTY), st.text(max_size=20))
JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=6,
)
ROW = st.fixed_dictionaries(
    {}, optional={"version": JUNK, "stage": JUNK, "openApi": st.one_of(JUNK, st.just("http://["))}
)
ENTRY = st.one_of(
    JUNK,
    st.fixed_dictionaries(
        {"name": st.one_of(JUNK, st.just(" marketing EVENTS "))},
        optional={"versions": st.one_of(JUNK, st.lists(st.one_of(ROW, JUNK), max_size=4))},
    ),
)
SOUND = {
    "name": "Marketing Events",
    "versions": [{"version": "2027-03", "stage": "LATEST", "openApi": "/x"}],
}


def is_safe(text: str) -> bool:
    """Whether a log may show a text: no control characters, and no command of GitHub."""
    lines = text.split("\n")
    return not any(re.match(r"\s*::", line) for line in lines) and all(
        letter.isprintable() for line in lines for letter in line
    )


@given(st.lists(ENTRY, max_size=4))
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_one_sound_entry_is_found_among_any_others(
    monkeypatch: pytest.MonkeyPatch, entries: list[Any]
) -> None:
    """Malformed entries spoil no other, and nothing of them reaches a log as it is."""
    data = json.dumps({"results": [*entries, SOUND]}).encode()
    monkeypatch.setattr(_catalog, "download", lambda _: data)
    report = Report(look(Project(), [KEY], "http://127.0.0.1:9/catalog"), History())
    found = _catalog.listed("Marketing Events", "http://127.0.0.1:9/catalog")
    assert "2027-03" in {one.version for one in found}
    for style in ("text", "markdown"):
        assert is_safe(report.text(style))
    assert all(is_safe(f"{one.version} {one.stage}") for one in found)


@given(JUNK)
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_no_catalog_is_one_line(monkeypatch: pytest.MonkeyPatch, value: Any) -> None:
    """Any JSON in place of a catalog is told in one line that a log can show."""
    monkeypatch.setattr(_catalog, "download", lambda _: json.dumps(value).encode())
    with pytest.raises(PipelineError) as caught:
        _catalog.listed("Marketing Events", "http://127.0.0.1:9/catalog")
    assert is_safe(str(caught.value))
    assert "\n" not in str(caught.value)


def properties(document: Any) -> Any:
    """The properties of a schema of a document."""
    return schema("PropertyValue")(document)["properties"]


def scopes(document: Any) -> Any:
    """What the upsert asks of a token."""
    (way,) = document["paths"][f"{PREFIX}/events/upsert"]["post"]["security"]
    return way["oauth2"]


PLACES: dict[str, Callable[[Any, str], object]] = {
    "value": lambda d, name: properties(d)["source"]["enum"].append(name),
    "field": lambda d, name: properties(d).update({name: {"type": "string"}}),
    "schema": lambda d, name: d["components"]["schemas"].update({name: {"type": "object"}}),
    "path": lambda d, name: d["paths"].update({f"{PREFIX}/{name}": {"get": {"responses": {}}}}),
    "reference": lambda d, name: properties(d).update(
        more={"$ref": f"#/components/schemas/{name}"}
    ),
    "scope": lambda d, name: scopes(d).append(name),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["\n::error::x\x1b[31m\u202e", f"::error::{'a' * 5_000}"])
def test_a_name_of_a_document_reaches_no_log_raw(tmp_path: Path, place: str, name: str) -> None:
    """Whatever has a telling name, the name is refused or shown harmlessly."""
    document = published(KEY)
    PLACES[place](document, name)
    report = look_at(document, tmp_path, History())
    for said in (report.title, report.news(), report.text("text"), report.text("markdown")):
        assert is_safe(said)
