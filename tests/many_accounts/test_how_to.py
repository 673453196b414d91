"""The how-to guide, followed to the letter, with a mock and a Redis on other ports."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from examples.many_accounts.__main__ import main
from hubspot_marketing_events_mock import MockServer
from tests.many_accounts.surroundings import input_row

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "many-accounts.md").read_text(encoding="utf-8")


def section(title: str) -> list[tuple[str, str]]:
    """Return the blocks of a section, each with its language."""
    text = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def follow(blocks: list[tuple[str, str]], url: str) -> str:
    """Carry out Python and the example's commands; return what they print."""
    printed = ""
    for language, text in blocks:
        ours = "examples.many_accounts" in text
        if language != "python" and not (language == "console" and ours):
            continue
        here = text.replace("http://127.0.0.1:8787", url)
        here = here.replace("redis://127.0.0.1:6379", os.environ["REDIS_URL"])
        here = here.replace("--workers 2", "--workers 2 --dashboard :0")
        command = [sys.executable, "-c", here] if language == "python" else ["bash", "-ec", here]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode in {0, 1}, done.stderr
        printed += done.stdout
    return printed


@pytest.fixture(autouse=True)
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the examples are, and the programs of this environment."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    return tmp_path


def test_a_reader_sends_the_sample_events_of_each_account(clone: Path) -> None:
    """Each sample event has its outcome in the report, and the mock has those that are fit."""
    with MockServer() as server:
        printed = follow(section("Try it on this machine"), server.url)
        follow(section("Read the report"), server.url)
        held = len(server.events)

    rows = pq.read_table(clone / "run-1" / "report.parquet").to_pylist()
    lines = (ROOT / "examples" / "events.jsonl").read_text().splitlines()
    assert len(lines) == len(rows)
    assert held == len({row["hubspot_id"] for row in rows if row["hubspot_id"]})
    (shown,) = [text for language, text in section("Try it on this machine") if language == "text"]
    counts = shown.splitlines()[2:]
    assert counts == printed.splitlines()[-len(counts) :]
    assert re.search(rf"{len(lines)} rows \(.*, 0 accounts stopped\n", printed)


def test_a_reader_divides_one_large_file_by_account(clone: Path) -> None:
    """The rows of each account are in the order that they had."""
    rows = [
        {"account": f"a{number % 3}", **input_row("x", f"e{number}")} for number in range(30_000)
    ]
    pq.write_table(pa.Table.from_pylist(rows), clone / "events.parquet", row_group_size=1000)
    follow(section("Your own input"), "")
    assert 0 == main(["plan", "by-account", "run-2", "--tokens", "tokens"])

    planned = json.loads((clone / "run-2" / "plan.json").read_text())["accounts"]
    assert ["a0", "a1", "a2"] == list(planned)
    divided = pq.read_table(clone / "by-account" / "account=a1")["externalEventId"].to_pylist()
    assert [f"e{number}" for number in range(1, 30_000, 3)] == divided


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "nowhere"], "has no plan"),
        (["report", "nowhere"], "has no plan"),
        (["plan", "nowhere", "run", "--tokens", "t"], "has no ACCOUNT"),
        (["plan", "input", "run", "--tokens", "t", "--base-url", "hubspot"], "base_url"),
        (["plan", "input", "run", "--tokens", "t", "--lanes", "0"], "at least 1"),
    ],
)
def test_what_cannot_work_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake in the command line ends with code 2 and a message that says what is wrong."""
    Path("input").mkdir()
    Path("input/north.jsonl").write_text(json.dumps(input_row("a", "e1")))
    assert 2 == main(arguments)
    assert said in capsys.readouterr().err


def test_a_run_needs_redis(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without REDIS_URL nothing is started."""
    monkeypatch.delenv("REDIS_URL")
    assert 2 == main(["run", "run-1"])
    assert "REDIS_URL is not set" in capsys.readouterr().err
