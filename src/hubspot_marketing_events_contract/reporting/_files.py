"""Writes the reports of a run into a folder."""

from __future__ import annotations

import json
from pathlib import Path

from hubspot_marketing_events_contract.reporting._har import har
from hubspot_marketing_events_contract.reporting._junit import junit
from hubspot_marketing_events_contract.reporting._page import page
from hubspot_marketing_events_contract.reporting._report import Report
from hubspot_marketing_events_contract.reporting._reproduction import reproduction


def write(folder: Path, report: Report) -> None:
    """Write every report; those of an earlier run are replaced."""
    tests = folder / "findings"
    tests.mkdir(parents=True, exist_ok=True)
    for old in tests.glob("test_*.py"):
        old.unlink()

    for result in report.found:
        path = tests / f"test_{result.property.name}.py"
        _replace(path, reproduction(result, report))
    _replace(folder / "findings.har", json.dumps(har(report), indent=1, ensure_ascii=False))
    _replace(folder / "junit.xml", junit(report))
    _replace(folder / "summary.md", report.markdown())

    defects = folder / "defects.json"
    matrix = json.loads(defects.read_text("utf-8")) if defects.exists() else []
    _replace(folder / "index.html", page(report, matrix))


def _replace(path: Path, text: str) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, "utf-8", errors="replace")
    new.replace(path)
