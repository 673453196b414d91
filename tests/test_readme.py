"""README.md shows what works."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

import hubspot_marketing_events
from hubspot_marketing_events_mock import MockServer, Token

TEXT = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The eight lines that show the facade run as they stand, against a mock in HubSpot's place."""
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert 8 == len(example.splitlines())
    with MockServer(tokens={"pat-na1-...": Token()}) as server:
        here = functools.partial(hubspot_marketing_events.MarketingEvents, base_url=server.url)
        monkeypatch.setattr(hubspot_marketing_events, "MarketingEvents", here)
        exec(example, {})  # noqa: S102 - this is the test
    assert re.fullmatch(r"created \d{12} None\n", capsys.readouterr().out)
