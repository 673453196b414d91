"""The command `drift`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import fetch
from scripts.drift._history import History
from scripts.drift._look import look
from scripts.drift._report import CHANGED, UNCHANGED, UNSEEN, Report
from scripts.project.layout import PipelineError, Project


def main(arguments: Sequence[str]) -> int:
    """Compare, and report what changed."""
    parser = fetch.parser("drift", version="*")
    parser.add_argument("--format", choices=("text", "markdown", "html"), default="text")
    parser.add_argument(
        "--history",
        type=Path,
        metavar="FILE",
        help="what was reported before; read, and written with what is reported now",
    )
    parser.add_argument(
        "--summary",
        type=Path,
        metavar="FILE",
        help="write the title into it, then `alarm` if something new breaks calls, "
        "then what is new",
    )
    options = parser.parse_args(arguments)
    project = Project()
    try:
        default, versions = project.versions()
        keys = options.version or ([default] if options.document else list(versions))
        report = Report(
            look(project, keys, options.catalog, options.document), History.read(options.history)
        )
    except (PipelineError, OSError) as problem:
        sys.stderr.write(f"could not look: {problem}\n")
        return UNSEEN
    _tell(report, options.format)
    if options.summary:
        said = [report.title, "alarm" if report.alarm else "", report.news()]
        options.summary.write_text("\n".join(said).rstrip() + "\n", encoding="utf-8")
    code = report.code
    if options.history and code == CHANGED:
        report.remember()
        report.history.write(options.history)
    return code


def _tell(report: Report, style: str) -> None:
    for one in report.looks:
        if one.problem:
            sys.stderr.write(f"could not look at {one.subject}: {one.problem}\n")
    if report.code == UNCHANGED and style == "text":
        for one in report.looks:
            if one.subject != "catalog":
                noise = ", but for scopes that are offered" if one.offers else ""
                print(f"{one.subject}: unchanged since {one.since}{noise}")
        return
    if report.code != UNSEEN:
        print(report.text(style))
