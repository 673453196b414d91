"""The pages claim what is measured and what is there, and no more."""

from __future__ import annotations

import re

import yaml

from tests.docs import shell
from tests.docs.pages import ROOT, blocks

README = (ROOT / "README.md").read_text(encoding="utf-8")
RESULTS = (ROOT / "benchmarks/results.md").read_text(encoding="utf-8")


def test_it_is_short() -> None:
    """README has fewer than 120 lines."""
    assert len(README.splitlines()) < 120


def test_its_figures_are_those_of_the_benchmarks() -> None:
    """Every figure of the comparison stands in the results, in the row of the same contender."""
    head, _, *rows = table(README, "CPU time, ms")
    names = [re.escape(name) for name in head[1:-1]] + ["raw httpx, |import httpx; "]
    for row in rows:
        for name, figure in zip(names, row[1:], strict=True):
            found = re.search(rf"^\| (?:{name}).*\| {re.escape(figure)} \|", RESULTS, re.MULTILINE)
            assert found, f"{row[0]}: {name} {figure}"

    rates = re.findall(r"(the mock|Prism) (?:responded )?to ([\d,]*\d)", README)
    assert ["the mock", "Prism"] == [server for server, _ in rates]
    for server, rate in rates:
        assert f"| {server} | {rate} |" in RESULTS
    (cases,) = re.findall(
        r"checked (\d+) cases a second .*?command line (\d+) against", README, re.DOTALL
    )
    for row, rate in zip(
        ("the contract tool, its own mock", "Schemathesis.*Prism"), cases, strict=True
    ):
        assert re.search(rf"^\| {row} \| [\d,]+ \| {rate} \|", RESULTS, re.MULTILINE)


def test_the_overlay_that_is_shown_exists() -> None:
    """The guide to overlays shows an action of this project as it is."""
    guide = ROOT / "docs/how-to/add-an-overlay.md"
    (shown,) = (yaml.safe_load(one.text) for one in blocks(guide) if one.language == "yaml")
    common = yaml.safe_load((ROOT / "openapi/overlays/common.yaml").read_text(encoding="utf-8"))
    assert all(action in common["actions"] for action in shown)


def table(text: str, title: str) -> list[list[str]]:
    """Return the cells of the table whose head begins with a title."""
    (found,) = re.findall(rf"^\| {re.escape(title)} .*\n(?:\|.*\n)+", text, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found.splitlines()]


def test_the_help_of_every_command_is_in_the_reference() -> None:
    """The reference has a page of help for each command that a command names."""
    page = (ROOT / "docs/reference/command-lines.md").read_text(encoding="utf-8")
    for program in shell.OURS:
        told = shell.help_of(program)
        named = re.findall(r"^(?:│ |    )([a-z]+)(?:  |\n)", told, re.MULTILINE)
        for command in (f"{program} {name}" for name in named):
            assert f"{{program-output}} {command} --help" in page
