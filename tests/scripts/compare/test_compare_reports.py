"""What people and programs read of a comparison."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from comparing import NAME, document, edited, fields, operation, query, thing

from scripts import compare
from scripts.compare import _command
from scripts.compare._rules import RULES, Change
from scripts.compare.reports import _formats
from scripts.project.layout import Project

Said = Callable[..., str]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Two documents as files: values and a limit that are new, and a field that is gone."""
    new = document()
    fields(new)["kind"]["enum"] += ["c|\n`d`", "e"]
    query(new)["schema"]["maximum"] = 50
    del fields(new)["name"]
    paths = tmp_path / "old.json", tmp_path / "new.json"
    for path, one in zip(paths, (document(), new), strict=True):
        path.write_text(json.dumps(one))
    return str(paths[0]), str(paths[1])


@pytest.fixture
def said(files: tuple[str, str]) -> Said:
    """The comparison of the two in a format."""
    return lambda style: compare.report(*files, Project(), style)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 0), (["--fail-on", "breaking"], 1), (["--fail-on", "any"], 1)],
    ids=str,
)
def test_what_fails_is_chosen(files: tuple[str, str], arguments: list[str], code: int) -> None:
    """The exit code says whether there is what was asked for."""
    assert code == _command.main([*files, *arguments])


def test_what_is_not_breaking_fails_only_any(tmp_path: Path) -> None:
    """A compatible change alone passes `--fail-on breaking`, and no change passes both."""
    for name, one in (
        ("old", document()),
        ("new", edited(lambda one: operation(one)["responses"].update({"409": {}}))),
    ):
        (tmp_path / name).write_text(json.dumps(one))
    old, new = str(tmp_path / "old"), str(tmp_path / "new")
    assert 0 == _command.main([old, new, "--fail-on", "breaking"])
    assert 1 == _command.main([old, new, "--fail-on", "any"])
    assert 0 == _command.main([old, old, "--fail-on", "any"])


def test_the_command_prints_the_report(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each format of the command is the report of that name."""
    for style in compare.STYLES:
        _command.main([*files, "--format", style])
        assert f"{compare.report(*files, Project(), style)}\n" == capsys.readouterr().out


def test_text_tells_changes_of_one_kind_together(said: Said) -> None:
    """A line has a kind of change with its places and details, and the next what it reaches."""
    lines = said("text").splitlines()
    assert "old.json -> new.json: 3 breaking, 2 risky, 2 compatible" == lines[0]
    reach = "PUT /things/{version}/{}; affects nothing we use"
    place = lines.index('  a value is new, in responses: Thing.kind: "c|\\n`d`", "e"')
    assert f"    {reach}; HubSpot: without notice" == lines[place + 1]
    assert "  a limit is tighter, or new, in requests: query.limit: maximum: 100 -> 50" in lines


def test_fields_of_one_schema_are_told_together() -> None:
    """Places inside one other are one place, with names in braces."""
    new = document()
    fields(new).update(a=NAME, b=NAME)
    shown = _formats.text(compare.Comparison(document(), new).changes(), "a", "b")
    assert "an optional field is new, in requests: Thing.{a, b}\n" in shown


def test_markdown_is_a_table_for_each_level(said: Said) -> None:
    """Each row has all its cells whatever a document holds; what we use comes first."""
    page = said("markdown")
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {4} == {len(re.findall(r"(?<!\\)\|", row)) - 1 for row in rows}
    assert ["## What we use", "## Breaking", "## Risky", "## Compatible"] == re.findall(
        "^## .*", page, re.MULTILINE
    )
    assert "Nothing of it is affected." in page
    assert page.endswith(
        "Made by `nox -s compare` from `old.json` and `new.json`; "
        "`docs/reference/compare.md` says how it judges."
    )


def test_markdown_says_first_what_we_use() -> None:
    """What is affected of ours stands before the tables."""
    old = {
        **document(),
        "paths": {
            "/marketing/marketing-events/2026-03/events/upsert": {"post": operation(document())}
        },
    }
    new = edited(lambda one: thing(one)["required"].append("kind"), old)
    page = _formats.markdown(compare.Comparison(old, new).changes(), "2025-09", "2026-03")
    item = "- breaking: a field has become required, in requests: `Thing.kind` (affects upsert)"
    assert 0 < page.index(item) < page.index("## Breaking")


def test_json_is_as_documented(said: Said, files: tuple[str, str]) -> None:
    """The object has the keys that `docs/reference/compare.md` promises, and every change."""
    told = json.loads(said("json"))
    assert ["old", "new", "counts", "changes"] == list(told)
    assert (*files, {"breaking": 3, "risky": 2, "compatible": 2}) == (
        told["old"],
        told["new"],
        told["counts"],
    )
    names = {"level", "rule", "side", "place", "detail", "affects", "operations", "hubspot"}
    assert names == {name for change in told["changes"] for name in change}
    assert {"breaking", "risky", "compatible"} == {change["level"] for change in told["changes"]}


def test_sarif_is_as_its_specification_asks(said: Said, files: tuple[str, str]) -> None:
    """Results name a rule, a level, a message and a file, each once (SARIF 2.1.0, 3.27)."""
    log = json.loads(said("sarif"))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert ("2.1.0", 7) == (log["version"], len(run["results"]))
    assert len(rules) == len({rule["id"] for rule in rules} & RULES.keys())
    for result in run["results"]:
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"]
        assert result["level"] in {"error", "warning", "note"}
        assert (
            Path(files[1]).as_uri()
            == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        )
    assert 7 == len({result["partialFingerprints"]["change/v1"] for result in run["results"]})


def test_sarif_says_what_where_and_whom_it_reaches(said: Said) -> None:
    """A message reads as the text report does, and holds nothing but that."""
    results = json.loads(said("sarif"))["runs"][0]["results"]
    told = [one["message"]["text"] for one in results if one["ruleId"] == "limit-tightened"]
    reach = "PUT /things/{version}/{}; affects nothing we use; HubSpot: breaking"
    assert [
        f"a limit is tighter, or new, in requests: query.limit: maximum: 100 -> 50 ({reach})"
    ] == told


def test_no_change_is_said_in_every_format(files: tuple[str, str]) -> None:
    """A document is no change to itself, and each format can say so."""
    for style in ("text", "markdown"):
        assert "o change of meaning" in compare.report(files[0], files[0], Project(), style)
    assert [] == json.loads(compare.report(files[0], files[0], Project(), "json"))["changes"]
    assert (
        []
        == json.loads(compare.report("2026-03", "2026-03", Project(), "sarif"))["runs"][0][
            "results"
        ]
    )


def test_a_document_writes_nothing_into_a_report_but_text() -> None:
    """Names with control characters, line ends and backticks stay inside their code span."""
    new = edited(lambda one: fields(one).update({"\x1b[31m`|\n# x\u202e" + "y" * 500: NAME}))
    changes = compare.Comparison(document(), new).changes()
    shown = _formats.text(changes, "a", "b") + _formats.markdown(changes, "a", "b")
    assert not {"\x1b", "\u202e"} & set(shown)
    assert "\n# x" not in shown
    assert 300 > max(map(len, shown.splitlines()))


def test_a_page_begins_with_what_reaches_the_client() -> None:
    """What reaches the upsert or another call of the client comes first; nothing is one line."""
    upsert = Change("field-removed", "request", "Event.name", "", ("POST /x",), "affects upsert")
    other = Change("operation-removed", "both", "GET /y", "", ("GET /y",), "affects nothing we use")
    read = Change("field-removed", "response", "Event.kind", "", ("GET /z",), "affects client")
    news = "2027-03 is LATEST; " + "a long note " * 30
    page = compare.drift_page(
        "What changed",
        [
            ("v3", "", [], [], ""),
            ("catalog", "", [], [news], ""),
            ("2025-09", "", [other], [], ""),
            ("2026-03", "", [read, upsert], [], ""),
        ],
    )
    headings = re.findall("<h[23]>(.*)</h[23]>", page)
    assert ["2026-03", "The upsert of events", "Other calls of the client", "2025-09"] == (
        headings[:4]
    )
    assert ["Catalog", "No change of meaning"] == headings[-2:]
    assert news in page
    assert 1 == page.count("Event.name")
