"""What the command does where its surroundings fail: full disks, closed files, missing packages."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from hubspot_marketing_events._cli import main
from hubspot_marketing_events_mock import MockServer

HEADER = "eventName,eventOrganizer,externalAccountId,externalEventId\n"
COMMAND = [sys.executable, "-m", "hubspot_marketing_events._cli"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file of 500 events."""
    path = tmp_path / "events.csv"
    path.write_text(HEADER + "".join(f"n{n},o,a,{n}\n" for n in range(500)))
    return path


def run(server: MockServer, *arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the upsert command as a process of its own."""
    server.mock.limit = 10**6
    given = [*COMMAND, "upsert", *map(str, arguments), "--base-url", server.url]
    environment = os.environ | {"HUBSPOT_ACCESS_TOKEN": "mock-token"} | options.pop("env", {})
    return subprocess.run(
        given, env=environment, capture_output=True, text=True, check=False, timeout=60, **options
    )


def test_a_full_disk_is_one_line_and_loses_nothing(
    source: Path, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """The run stops; what is there can be read; a retry with more room sends the rest."""
    out = tmp_path / "out.jsonl"

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    # Bytecode that is cut off would stay, and break each later import (mended in Python 3.14).
    given = {"env": {"PYTHONDONTWRITEBYTECODE": "1"}, "preexec_fn": small_disk}
    found = run(hubspot_mock, source, "--outcomes", out, "--quiet", **given)
    assert 1 == found.returncode
    assert found.stderr.startswith(f"error: {out}: File too large; the run has stopped")
    assert 1 == len(found.stderr.splitlines())
    assert 30_000 == out.stat().st_size
    assert len(hubspot_mock.events) < 500

    assert 0 == run(hubspot_mock, "--retry-from", out).returncode
    assert 500 == len(hubspot_mock.events)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert set(range(2, 502)) == {row["line"] for row in rows if "line" in row}


def test_closed_standard_error_stops_nothing(source: Path, hubspot_mock: MockServer) -> None:
    """Nobody has to see the progress."""
    given = [*COMMAND, "upsert", str(source), "--base-url", hubspot_mock.url]
    words = " ".join(given)
    environment = os.environ | {"HUBSPOT_ACCESS_TOKEN": "mock-token"}
    code = subprocess.run(
        ["/bin/sh", "-c", f"{words} 2>&-"], env=environment, check=False
    ).returncode
    assert (0, 500) == (code, len(hubspot_mock.events))


@pytest.mark.parametrize(
    ("before", "arguments", "said"),
    [
        ("", ["-", "<&-"], "error: standard input is closed; name a file"),
        (
            "HTTP_PROXY=foo://x",
            ["FILE"],
            "error: the httpx client cannot be made: Unknown scheme",
        ),
        ("HUBSPOT_ACCESS_TOKEN=", ["FILE"], "error: there is no token; set the environment"),
        ("", ["/"], "error: /: Is a directory"),
        ("", ["FILE", "--outcomes", "/nowhere/x"], "error: /nowhere/x: No such file"),
        (
            "",
            ["FILE", "--report", "/nowhere/x.csv"],
            "error: --report /nowhere/x.csv: No such",
        ),
    ],
)
def test_surroundings_that_cannot_work_are_one_line(
    before: str, arguments: Sequence[str], said: str, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """There is no traceback, and the exit code is 2."""
    (tmp_path / "none.json").write_text("[]")
    given = [text.replace("FILE", f"{tmp_path}/none.json") for text in arguments]
    words = " ".join([before, *COMMAND, "upsert", *given, "--base-url", hubspot_mock.url])
    environment = os.environ | {"HUBSPOT_ACCESS_TOKEN": "mock-token"}
    found = subprocess.run(
        ["/bin/sh", "-c", words], env=environment, capture_output=True, text=True, check=False
    )
    assert found.stderr.startswith(said)
    assert (2, 1) == (found.returncode, len(found.stderr.splitlines()))


def test_a_missing_extra_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where only the client is installed, the command says what to install."""
    for name in [name for name in sys.modules if name.startswith("hubspot_marketing_events._cli.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr("hubspot_marketing_events._cli._app", None, raising=False)
    monkeypatch.delattr("hubspot_marketing_events._cli._app")
    monkeypatch.setitem(sys.modules, "cyclopts", None)
    assert 2 == main(["upsert", "x"])
    wanted = (
        "error: the command needs the extra `cli`: pip install 'hubspot-marketing-events[cli]'\n"
    )
    assert wanted == capsys.readouterr().err


@pytest.mark.parametrize(
    "code",
    [
        "import hubspot_marketing_events",
        "from hubspot_marketing_events._cli import main; main(['--version'])",
    ],
)
def test_neither_the_client_nor_the_version_imports_the_commands_libraries(code: str) -> None:
    """They are imported when a command runs."""
    found = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    libraries = {"chardet", "clevercsv", "cyclopts", "ijson", "jsonschema_rs", "python_calamine"}
    assert libraries.isdisjoint(found.stdout.split())


@pytest.mark.parametrize("name", ["report.csv", "report.html"])
def test_a_report_that_cannot_be_written_stops_nothing(
    name: str, tmp_path: Path, hubspot_mock: MockServer
) -> None:
    """The events are sent all the same, and it is said that the report is not whole."""
    source, report = tmp_path / "events.csv", tmp_path / name
    source.write_text(HEADER + "n,o,a,1\n" + "n,,a,2\n" * 3000)
    report.symlink_to("/dev/full")
    found = run(hubspot_mock, source, "--report", report)
    assert (1, 1) == (found.returncode, len(hubspot_mock.events))
    assert f"--report {report}: No space left on device" in found.stderr
    assert "Traceback" not in found.stderr
