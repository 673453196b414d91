"""Drift: a message for each change that matters, once, and none for the rest."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from documents import with_prose

from scripts import fetch
from scripts.drift import History, Report, look
from scripts.drift import _command as command
from scripts.drift._report import CHANGED, KNOWN, UNCHANGED, UNSEEN
from scripts.fetch import _catalog
from scripts.openapi import reading, validation
from scripts.project.layout import PipelineError, Project

KEY = "2026-03"
PREFIX = f"/marketing/marketing-events/{KEY}"
SCOPES = ["crm.objects.marketing_events.read", "crm.objects.marketing_events.write"]
Document = dict[str, Any]
Edit = Callable[[Document], object]


def published(key: str = KEY) -> Document:
    """A version as it is carried, with what a published document has beside facts."""
    document: Document = with_prose(reading.read(Project().published(key), key))
    document["info"]["title"] = "Marketing Events"
    for item in document["paths"].values():
        for operation in item.values():
            for response in operation["responses"].values():
                response.setdefault("description", "Words.")
    document["components"]["responses"]["Error"]["description"] = "Words."
    return document


def schema(name: str) -> Callable[[Document], Document]:
    """A schema of a document."""
    return lambda document: document["components"]["schemas"][name]


def flow(document: Document) -> Document:
    """The only oauth2 flow of a document."""
    (found,) = document["components"]["securitySchemes"]["oauth2"]["flows"].values()
    return dict.__ior__(found, {})


def upsert(document: Document) -> Document:
    """The upsert of a document."""
    return document["paths"][f"{PREFIX}/events/upsert"]["post"]  # type: ignore[no-any-return]


def look_at(document: Document, folder: Path, history: History) -> Report:
    """Look at a document in place of the published one, and remember what is reported."""
    path = folder / "published.json"
    path.write_text(json.dumps(document))
    report = Report(look(Project(), [KEY], "", str(path)), history)
    if report.code == CHANGED:
        report.remember()
    return report


def offered(*scopes: str) -> Edit:
    """Another list of scopes on offer."""
    return lambda d: flow(d).update(scopes=dict.fromkeys(scopes, ""))


def reordered(document: Document) -> None:
    """The schemas in another order."""
    schemas = document["components"]["schemas"]
    names = list(schemas)
    random.Random(len(names)).shuffle(names)
    document["components"]["schemas"] = {name: schemas[name] for name in names}


def field(name: str, **facts: Any) -> Edit:
    """A field of events that is new or another."""
    return lambda d: schema("MarketingEventPublicReadResponseV2")(d)["properties"].update(
        {name: facts}
    )


NOISE: list[Edit] = [
    offered(*SCOPES, "developers-read"),
    offered(),
    lambda d: flow(d).pop("scopes", None),
    offered(*SCOPES),
    offered("other"),
    reordered,
    lambda d: d["info"].update(description="Other words."),
    lambda d: schema("MarketingEventCreateRequestParams")(d).update(example=None),
    lambda d: schema("PropertyValue")(d)["properties"]["dataSensitivity"]["enum"].append(
        schema("PropertyValue")(d)["properties"]["dataSensitivity"]["enum"][0]
    ),
]
SIGNALS: list[Edit] = [
    field("venue", type="string"),
    lambda d: schema("MarketingEventCreateRequestParams")(d)["required"].append("eventType"),
    lambda d: schema("PropertyValue")(d)["properties"]["source"]["enum"].append("NEW"),
    lambda d: schema("PropertyValue")(d)["properties"]["source"]["enum"].remove("ACADEMY"),
    lambda d: d["paths"].pop(f"{PREFIX}/events/delete"),
    lambda d: d["paths"].update(
        {f"{PREFIX}/events/merge": {"post": {"responses": {"204": {"description": ""}}}}}
    ),
    lambda d: upsert(d)["responses"].update({"202": {"description": ""}}),
    lambda d: upsert(d)["security"].append({"key": []}),
    lambda d: upsert(d).update(deprecated=True),
    lambda d: schema("PublicList")(d)["properties"]["name"].update(type="integer"),
    lambda d: schema("NextPage")(d)["properties"]["after"].update(
        {"$ref": "#/components/schemas/Gone"}
    ),
    lambda d: schema("AppInfo")(d)["properties"].pop("name"),
    lambda d: upsert(d)["requestBody"].update(
        content={"*/*": upsert(d)["requestBody"]["content"].pop("application/json")}
    ),
    lambda d: schema("AttendanceCounters")(d)["properties"]["attended"].update(format="int64"),
    lambda d: next(iter(way for way in upsert(d)["security"] if "oauth2" in way))["oauth2"].append(
        "more"
    ),
]


def series() -> list[tuple[Edit, bool]]:
    """Forty-five edits, of which fifteen matter, with at least two that do not before each."""
    chance = random.Random(3)
    edits: list[tuple[Edit, bool]] = []
    for signal in SIGNALS:
        edits += [(chance.choice(NOISE), False) for _ in range(2)]
        edits.append((signal, True))
    return edits


def test_a_series_gives_one_message_for_each_step_that_matters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of forty-five revisions, the fifteen that change something are reported, each once."""
    monkeypatch.setattr(validation, "validate", lambda *_: None)  # which the tests of faults need
    document, history = published(), History()
    steps = series()
    assert (45, 15) == (len(steps), sum(matters for _, matters in steps))
    for number, (edit, matters) in enumerate(steps):
        edit(document)
        report = look_at(document, tmp_path, history)
        assert matters == (report.code == CHANGED), (number, report.title)
        assert report.code in {UNCHANGED, CHANGED, KNOWN}


def test_a_state_that_was_seen_before_is_reported_once(tmp_path: Path) -> None:
    """From A to B, back, and to B again, there is one message."""
    document, history = published(), History()
    changed = published()
    field("venue", type="string")(changed)
    codes = [
        look_at(one, tmp_path, history).code
        for one in (document, changed, document, changed, changed)
    ]
    assert [UNCHANGED, CHANGED, UNCHANGED, KNOWN, KNOWN] == codes


@pytest.mark.parametrize("edit", NOISE)
def test_what_changes_no_call_is_no_drift(tmp_path: Path, edit: Edit) -> None:
    """Scopes on offer, order, prose, and values that stand twice are no change."""
    document = published()
    edit(document)
    assert UNCHANGED == look_at(document, tmp_path, History()).code


def test_a_contradiction_is_one_note(tmp_path: Path) -> None:
    """Where calls ask for scopes that are not offered, one line says so."""
    document = published()
    offered("other")(document)
    field("venue", type="string")(document)
    said = look_at(document, tmp_path, History()).text("text")
    (line,) = [line for line in said.splitlines() if "calls ask for" in line]
    assert line.startswith("- The document contradicts itself: calls ask for crm.objects.")


def setting(document: Document) -> None:
    """Add a field to the settings, which the client does not read."""
    schema("EventDetailSettings")(document)["properties"]["venue"] = {"type": "string"}


@pytest.mark.parametrize(
    ("edit", "alarm", "title"),
    [
        (setting, False, f"HubSpot changed {KEY}: "),
        (SIGNALS[0], False, f"HubSpot changed calls of the client in {KEY}: "),
        (SIGNALS[1], True, f"HubSpot broke the upsert in {KEY}: "),
        (SIGNALS[4], True, f"HubSpot broke calls in {KEY}: "),
        (SIGNALS[6], True, f"HubSpot changed the upsert in {KEY}: "),
    ],
)
def test_the_title_says_how_bad_it_is(tmp_path: Path, edit: Edit, alarm: bool, title: str) -> None:
    """What breaks, and what reaches the client's calls, is told apart from the rest."""
    document = published()
    edit(document)
    report = look_at(document, tmp_path, History())
    assert (alarm, True) == (report.alarm, report.title.startswith(title)), report.title


@pytest.mark.parametrize("style", ["text", "markdown", "html"])
def test_every_format_tells_the_change(tmp_path: Path, style: str) -> None:
    """The title and the change are in each format, and nothing of the document is markup."""
    document = published()
    field("<b>venue", type="string")(document)
    said = look_at(document, tmp_path, History()).text(style)
    assert "HubSpot changed" in said
    assert ("venue" in said, style == "html" and "<b>venue" in said) == (True, False)


ROWS = [
    {"version": 3, "stage": "STABLE", "openApi": "/v3"},
    {"version": "2025-09", "stage": "STABLE", "openApi": "/2025-09"},
    {"version": "2026-03", "stage": "STABLE", "openApi": "/2026-03"},
    {"version": "2026-09", "stage": "LATEST", "openApi": "/2026-09"},
]


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Report]:
    """Look at a catalog of some rows; every version's document is the one that is carried."""

    def locate(url: str) -> Path:
        key = url.rpartition("/")[2]
        path = tmp_path / f"{key}.json"
        path.write_text(json.dumps(published(key)))
        return path

    monkeypatch.setattr(fetch, "locate", locate)
    monkeypatch.setattr(validation, "validate", lambda *_: None)

    def run(
        rows: list[Any], history: History | None = None, name: str = "Marketing Events"
    ) -> Report:
        body = json.dumps({"results": [None, {"name": 7}, {"name": name, "versions": rows}]})
        monkeypatch.setattr(_catalog, "download", lambda _: body.encode())
        keys = list(Project().versions()[1]) if rows == ROWS else [KEY]
        return Report(look(Project(), keys, "https://x.example/specs"), history or History())

    return run


def test_all_versions_are_looked_at(catalog: Callable[..., Report]) -> None:
    """Each carried version is found in the catalog, with or without its v, and is unchanged."""
    report = catalog(ROWS)
    assert ["catalog", *Project().versions()[1]] == [one.subject for one in report.looks]
    assert (UNCHANGED, []) == (report.code, [one for one in report.looks if one.problem])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [*ROWS, {"version": "2027-03", "stage": "LATEST", "openApi": "/x"}],
            "2027-03 is LATEST; you carry up to 2026-09: nox -s bump -- 2027-03",
        ),
        (
            [*ROWS, {"version": 4, "stage": "DEVELOPER_PREVIEW", "openApi": "/x"}],
            "v4 is DEVELOPER_PREVIEW; ",
        ),
        (ROWS[:-1], "2026-09 is carried, and the catalog does not list it any more"),
        (
            [*ROWS[:2], {**ROWS[2], "stage": "LATEST"}, ROWS[3]],
            "2026-03 is LATEST, and `stable` in openapi/versions.toml",
        ),
    ],
)
def test_what_is_new_in_the_catalog_is_a_finding(
    catalog: Callable[..., Report], rows: list[Any], said: str
) -> None:
    """A version or stage that is new is told once."""
    history = History()
    report = catalog(rows, history)
    (news,) = report.looks[0].news
    assert (CHANGED, True) == (report.code, news.startswith(said)), news
    report.remember()
    assert KNOWN == catalog(rows, history).code


@pytest.mark.parametrize(
    "row",
    [
        None,
        7,
        {},
        {"version": "2026-03"},
        {"version": [], "openApi": "/x"},
        {"version": "9", "openApi": {}},
    ],
)
def test_an_entry_that_cannot_be_read_spoils_nothing(
    catalog: Callable[..., Report], row: Any
) -> None:
    """One malformed entry is passed over."""
    assert UNCHANGED == catalog([row, *ROWS]).code


def test_a_name_is_found_whatever_its_case(catalog: Callable[..., Report]) -> None:
    """Case and spaces around the API's name do not count."""
    assert UNCHANGED == catalog(ROWS, name="  MARKETING  events ").code


def test_the_nearest_name_is_suggested(catalog: Callable[..., Report]) -> None:
    """A catalog that calls the API something else names it, without what could act on a log."""
    (found,) = catalog(ROWS, name="Marketing Event\x1b[2J\n::error::").looks
    assert "the nearest is 'Marketing Event [2J : :error: :'" in found.problem


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html><title>Sorry</title>", b"  <html>", b"<?xml version='1.0'?>"]
)
def test_an_html_page_is_called_one(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    """A page in place of the catalog is told as that."""
    monkeypatch.setattr(_catalog, "download", lambda _: body)
    with pytest.raises(PipelineError, match="this is an HTML page and no catalog"):
        fetch.listed("Marketing Events", "https://x.example")


def test_one_version_that_cannot_be_looked_at_hides_no_other(
    catalog: Callable[..., Report], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where one document is broken, what changed in another is reported all the same."""

    def locate(url: str) -> Path:
        key = url.rpartition("/")[2]
        path = tmp_path / f"{key}.json"
        document = published(key)
        if key == KEY:
            SIGNALS[0](document)
        path.write_text("{" if key == "v3" else json.dumps(document))
        return path

    monkeypatch.setattr(fetch, "locate", locate)
    report = catalog(ROWS)
    assert (CHANGED, ["v3"]) == (report.code, [one.subject for one in report.looks if one.problem])


def test_the_history_is_kept_in_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was reported is not reported again; a file that is no history is one line."""
    document = published()
    SIGNALS[1](document)
    path, history, summary = (tmp_path / name for name in ("new.json", "history.json", "summary"))
    path.write_text(json.dumps(document))
    arguments = ["--document", str(path), "--history", str(history), "--summary", str(summary)]
    assert CHANGED == command.main(arguments)
    title, word, *news = summary.read_text().splitlines()
    assert any("eventType" in line for line in news)
    assert (True, "alarm") == (title.startswith(f"HubSpot broke the upsert in {KEY}: "), word)
    assert KNOWN == command.main(arguments)
    assert [title] == summary.read_text().splitlines()
    history.write_text("{")
    assert UNSEEN == command.main(arguments)
    assert "no history of drift" in capsys.readouterr().err
