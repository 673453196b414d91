"""Claim: what a property finds is told so that it can be seen again, and is not forgotten."""

from __future__ import annotations

import ast
import contextlib
import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.defects import DEFECTS, Tampered
from contract_tests.defects.__main__ import main
from contract_tests.defects.transport_server import TransportServer
from hubspot_marketing_events_contract import _commands as cli
from hubspot_marketing_events_contract import reporting
from hubspot_marketing_events_contract.properties import PROPERTIES
from hubspot_marketing_events_contract.running import _accepted as accepted
from hubspot_marketing_events_contract.running import _runner
from hubspot_marketing_events_contract.running._runner import Result, run
from hubspot_marketing_events_contract.running._setup import make_target
from hubspot_marketing_events_contract.target._mock import InProcess, mock_target, own_mock
from hubspot_marketing_events_contract.target._target import Finding
from hubspot_marketing_events_mock import Contract

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DEFECT, PROPERTY = "milliseconds-are-lost", "milliseconds_are_kept"
FEW = [PROPERTY, *list(PROPERTIES)[::4]]
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def wrong(contract: dict[str, Any]) -> Iterator[TransportServer]:
    """A server, at a port, that loses milliseconds."""
    right = InProcess(own_mock(Contract(contract)))
    with TransportServer(Tampered(Contract(contract), right, DEFECTS[DEFECT])) as server:
        yield server


@pytest.fixture(scope="module")
def reported(wrong: TransportServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of a run against it on GitHub Actions, with what it printed in `printed`."""
    folder = tmp_path_factory.mktemp("reports")
    chosen = [
        "--base-url",
        wrong.url,
        "--token",
        "mock-token",
        "--reports",
        str(folder),
        "--profile",
        "quick",
    ]
    operations = "upsert,get*,listEvents,archiveEventByObjectId"
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(io.StringIO()) as printed,
    ):
        patch.setenv("GITHUB_ACTIONS", "true")
        patch.setattr(_runner, "SHRINKING", 1.0)  # seconds; any example of a finding will do
        assert 1 == cli.main([*chosen, "--operations", operations, "--only", *FEW])
    (folder / "printed").write_text(printed.getvalue())
    return folder


def test_a_finding_is_a_failure_in_junit(reported: Path) -> None:
    """The property's sentence, what was found and curl lines are in the report that CI reads."""
    suites = ET.parse(reported / "junit.xml")  # noqa: S314 - our own
    cases = {case.get("name"): case for case in suites.iter("testcase")}
    failure = cases[PROPERTY].find("failure")
    assert failure is not None
    assert PROPERTIES[PROPERTY].claim in str(failure.get("message"))
    assert "curl -sS -X" in str(failure.text)


def test_a_findings_exchanges_are_kept_without_the_token(reported: Path) -> None:
    """The exchanges of the finding are there as HAR, and the token nowhere in any report."""
    entries = json.loads((reported / "findings.har").read_text())["log"]["entries"]
    assert PROPERTY in {entry["comment"] for entry in entries}
    assert "2026-05-01T10:00:00.001Z" in json.dumps(
        [one for one in entries if one["comment"] == PROPERTY]
    )
    assert not [
        path for path in reported.rglob("*") if path.is_file() and "mock-token" in path.read_text()
    ]


def test_a_finding_can_be_seen_again(reported: Path, wrong: TransportServer) -> None:
    """The reproduction fails against the same server, and passes where the fault is mended."""
    found = reported / "findings" / f"test_{PROPERTY}.py"
    assert PROPERTIES[PROPERTY].claim in found.read_text()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:schemathesis",  # whose import takes longer than the test
        f"--rootdir={reported}",
        str(found),
    ]

    def tested(**more: str) -> tuple[int, str]:
        environment = os.environ | {"HUBSPOT_ACCESS_TOKEN": "mock-token"} | more
        here = Path(__file__).parents[1]
        done = subprocess.run(
            command, cwd=here, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout.strip().rpartition("\n")[2].partition(" in ")[0]

    assert (1, "1 failed") == tested(CONTRACT_BASE_URL=wrong.url)
    assert (0, "1 passed") == tested()


def test_a_history_can_be_seen_again(
    contract: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was drawn for a history shows the fault in a run with other ids, until it is mended."""
    known = Contract(contract)
    tampered = Tampered(known, InProcess(own_mock(known)), DEFECTS["a-cancellation-is-not-kept"])
    history = PROPERTIES["any_history_is_what_the_model_says"]
    (result,) = run([history], mock_target(contract, tampered), examples=9, seeded=1, shrink=False)
    drawn = ast.literal_eval(repr(result.drawn))
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    monkeypatch.setenv("CONTRACT_CAPABILITIES", "all")
    monkeypatch.setenv("CONTRACT_OTHER_APP_TOKEN", "other-app-token")

    with TransportServer(tampered) as server:
        monkeypatch.setenv("CONTRACT_BASE_URL", server.url)
        with pytest.raises(Finding, match="eventCancelled"):
            cli.reproduce(history.name, drawn)
    with TransportServer(tampered.right) as server:
        monkeypatch.setenv("CONTRACT_BASE_URL", server.url)
        cli.reproduce(history.name, drawn)


def test_the_page_tells_findings_first(reported: Path) -> None:
    """The page needs no script and no other file, and tells findings before properties."""
    text = (reported / "index.html").read_text()
    links = set(re.findall(r"(?:src|href)='([^#'][^']*)'", text))
    assert [] == [link for link in links if not (reported / link).exists()]
    assert "<script" not in text
    assert text.index(PROPERTIES[PROPERTY].claim) < text.index("<h2 id=properties")


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium; CI installs it")
def test_the_page_renders_on_a_phone(reported: Path, tmp_path: Path) -> None:
    """Headless Chromium, as wide as a phone, builds every table."""
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-sync",
    )
    quiet = (
        "--disable-background-networking",
        "--disable-component-update",
        f"--user-data-dir={tmp_path}",
    )
    command = [
        str(CHROMIUM),
        *flags,
        *quiet,
        "--window-size=390,844",
        "--dump-dom",
        (reported / "index.html").as_uri(),
    ]
    shown = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    assert 1 == shown.count("<tbody>")
    assert shown.count("<li>") > len(FEW)
    assert shown.count("<tr>") > 36


def test_github_is_told(reported: Path) -> None:
    """On GitHub Actions, each finding is an annotation of one line."""
    printed = (reported / "printed").read_text()
    assert re.search(rf"^::error title={PROPERTY}::\S.*$", printed, re.MULTILINE)
    suites = ET.parse(reported / "junit.xml").iter("testsuite")  # noqa: S314 - our own
    failures = sum(int(one.get("failures", 0)) for one in suites)
    assert failures == sum(line.startswith("::error ") for line in printed.splitlines())


def results(finding: str | None) -> list[Result]:
    """What a run says of one property."""
    return [Result(PROPERTIES[PROPERTY], finding=finding)]


@pytest.mark.parametrize(
    ("finding", "expires", "taken", "said"),
    [
        ("lost", TODAY, {PROPERTY: "known"}, {}),
        (
            "lost",
            TODAY - dt.timedelta(days=1),
            {},
            {PROPERTY: "its acceptance ended on 2026-11-23: lost"},
        ),
        (
            None,
            TODAY,
            {},
            {PROPERTY: "is accepted and no longer occurs; take it out of the file"},
        ),
    ],
)
def test_what_is_accepted_is_accepted_until_a_day(
    finding: str | None, expires: dt.date, taken: dict[str, str], said: dict[str, str]
) -> None:
    """A known finding passes until its day, fails after it, and fails where it no longer occurs."""
    assert (taken, said) == accepted.judged(results(finding), {PROPERTY: ("known", expires)}, TODAY)


def test_what_is_not_accepted_is_wrong() -> None:
    """A finding that nobody knows is told with the property's sentence."""
    assert ({}, {PROPERTY: f"{PROPERTIES[PROPERTY].claim}\nlost"}) == accepted.judged(
        results("lost"), {}, TODAY
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[accepted]]\nproperty = "none"', "entry 1: there is no property 'none'"),
        (
            f'[[accepted]]\nproperty = "{PROPERTY}"\nexpires = 2026-12-01',
            "needs a reason, and `expires` as a date",
        ),
        (
            f'[[accepted]]\nproperty = "{PROPERTY}"\nreason = "r"\nexpires = "2026-12-01"',
            "needs a reason, and `expires` as a date",
        ),
        ("[[accepted", "accepted.toml"),
    ],
)
def test_an_acceptance_that_cannot_be_is_named(tmp_path: Path, text: str, said: str) -> None:
    """An entry without property, reason or day is named, and the run does not begin."""
    path = tmp_path / "accepted.toml"
    path.write_text(text)
    with pytest.raises(accepted.AcceptedError) as caught:
        accepted.load(path)
    assert said in str(caught.value)


def test_an_accepted_finding_is_no_failure(wrong: TransportServer, tmp_path: Path) -> None:
    """What the file accepts until today is accepted of a real finding."""
    path = tmp_path / "accepted.toml"
    path.write_text(
        f'[[accepted]]\nproperty = "{PROPERTY}"\nreason = "r"\n'
        f"expires = {dt.datetime.now(dt.UTC).date()}\n"
    )
    chosen = [
        "--base-url",
        wrong.url,
        "--token",
        "mock-token",
        "--reports",
        str(tmp_path),
        "--accepted",
        str(path),
    ]
    target = make_target(cli._parser().parse_args(chosen))  # noqa: SLF001
    with target.http:
        found = [
            one for one in run([PROPERTIES[PROPERTY]], target, examples=1, seeded=1) if one.finding
        ]
    assert ({PROPERTY: "r"}, {}) == accepted.judged(
        found, accepted.load(path), dt.datetime.now(dt.UTC).date()
    )


def test_a_text_that_xml_cannot_hold_is_no_crash(contract: dict[str, Any]) -> None:
    """Control characters in a finding do not break the report."""
    target = mock_target(contract, InProcess(own_mock(Contract(contract))))
    report = reporting.Report(target, seed=1, profile="quick")
    report.results.append(Result(PROPERTIES[PROPERTY], finding="a\x00b\x1b\ud800"))
    (suite,) = ET.fromstring(reporting.junit(report))  # noqa: S314 - our own
    assert "1" == suite.get("failures")


def test_a_defect_that_survives_fails_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the properties that notice it, a defect survives, and is named."""
    monkeypatch.setattr(
        "contract_tests.defects._seeding.PROPERTIES",
        {"a_charset_is_welcome": PROPERTIES["a_charset_is_welcome"]},
    )
    assert 1 == main(["--only", DEFECT, "--seeds", "0", "--reports", str(tmp_path)])
    assert f"SURVIVED {DEFECT}" in capsys.readouterr().out


def test_the_matrix_is_kept(tmp_path: Path) -> None:
    """The matrix says of a defect which property noticed it, and how fast."""
    assert 0 == main(["--only", DEFECT, "--seeds", "0", "--reports", str(tmp_path)])
    (row,) = json.loads((tmp_path / "defects.json").read_text())
    assert (DEFECT, "time", True) == (row["defect"], row["kind"], row["caught by"] in PROPERTIES)
