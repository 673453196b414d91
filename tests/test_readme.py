"""README.md shows what works."""

from __future__ import annotations

import functools
import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

import hubspot_marketing_events
from hubspot_marketing_events_mock import Contract, Mock, MockServer, Token

TEXT = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_example_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The eight lines that show the facade run as they stand, against a mock in HubSpot's place."""
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert 8 == len(example.splitlines())
    with MockServer(tokens={"pat-na1-...": Token()}) as server:
        here = functools.partial(hubspot_marketing_events.MarketingEvents, base_url=server.url)
        monkeypatch.setattr(hubspot_marketing_events, "MarketingEvents", here)
        exec(example, {})  # noqa: S102 - this is the test
    assert re.fullmatch(r"created \d{12} None\n", capsys.readouterr().out)


def test_the_curl_lines_work() -> None:
    """Each curl line gets its response from a mock at its address: create, list, fail, reset."""
    lines = re.findall(r"^curl .*$", TEXT, re.MULTILINE)
    (version,) = re.findall(
        r"^hubspot-marketing-events-mock serve .*--api-version (\S+)$", TEXT, re.MULTILINE
    )
    with MockServer(Mock(Contract.load(version=version))) as server:
        said = [run(line.replace("http://127.0.0.1:8787", server.url)) for line in lines]
        again = run(lines[0].replace("http://127.0.0.1:8787", server.url))
    assert ["COMPLETE", 1] == [said[0]["status"], len(said[1]["results"])]
    assert [{"status": 503, "operation": "upsert"}] == said[2]["next"]
    assert ({}, "COMPLETE") == (said[3], again["status"])


def run(line: str) -> Any:
    """What a curl line prints, as JSON."""
    printed = subprocess.run(shlex.split(line), check=True, capture_output=True, text=True).stdout
    return json.loads(printed or "{}")
