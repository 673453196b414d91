"""Standard output that is closed, full, or read by somebody who goes away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hubspot_marketing_events._cli import main
from hubspot_marketing_events_mock import MockServer

EVENT = "--account north --external-id w-1"
COMMAND = "hubspot-marketing-events"


@pytest.fixture(autouse=True)
def url(hubspot_mock: MockServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A mock with two events."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    header = "eventName,eventOrganizer,externalAccountId,externalEventId"
    path = tmp_path / "events.csv"
    path.write_text(f"{header}\nn,o,north,w-1\nn,o,north,w-2\n")
    assert 0 == main(["upsert", str(path), "--quiet", "--base-url", hubspot_mock.url])
    return hubspot_mock.url


def run(line: str, url: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which `COMMAND` and `URL` stand for the command and the mock."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    text = line.replace("URL", f"--base-url {url}").replace("COMMAND", COMMAND)
    return subprocess.run(
        ["/bin/bash", "-c", text],
        env={**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "command",
    ["list", "list --format csv", "find w-1", f"get {EVENT}", f"delete {EVENT} --yes --json"],
)
def test_a_reader_that_goes_away_is_no_error(command: str, url: str) -> None:
    """The exit code says what became of the command, and nothing is told of events not read."""
    done = run(f"COMMAND {command} URL | true; exit ${{PIPESTATUS[0]}}", url)
    assert 0 == done.returncode, done.stderr
    assert ("error" in done.stderr, "0 events" in done.stderr) == (False, False)


@pytest.mark.parametrize("command", ["list", "find w-1", f"get {EVENT}"])
@pytest.mark.parametrize(
    ("output", "why"), [("&-", "is closed"), ("/dev/full", "No space left on device")]
)
def test_an_output_that_takes_nothing_is_one_line(
    command: str, output: str, why: str, url: str
) -> None:
    """What was asked for was not written, so the exit code is 1."""
    done = run(f"COMMAND {command} URL >{output}", url)
    assert (1, f"error: standard output: {why}\n") == (done.returncode, done.stderr)


@pytest.mark.parametrize("command", ["--version", "--help", f"delete {EVENT} --yes --quiet URL"])
def test_a_closed_output_that_is_not_needed_does_not_matter(command: str, url: str) -> None:
    """A service manager may have closed it."""
    done = run(f"COMMAND {command} >&-", url)
    assert (0, "") == (done.returncode, done.stderr)
