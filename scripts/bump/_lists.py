"""The list of versions in README.md, which follows `openapi/versions.toml`."""

from __future__ import annotations

import re

from scripts.project import files
from scripts.project.layout import PipelineError, Project

_SECTION = re.compile(
    r"(?s)(<!-- versions: written by nox -s bump -->\n).*?(<!-- end of versions -->)"
)


def version_table(project: Project) -> str:
    """The versions as a table in Markdown, the default marked."""
    default, versions = project.versions()
    rows = [
        f"| {key}{' (default)' if key == default else ''} | {one.status} "
        f"| `{one.prefix}` | `hubspot_marketing_events_client.{one.module}` |"
        for key, one in versions.items()
    ]
    return "\n".join(["| version | status | paths | client |", "| --- | --- | --- | --- |", *rows])


def write_lists(project: Project) -> bool:
    """Write the versions into README.md; False where it lists them already.

    Raises:
        PipelineError: README.md has no place for them.
    """
    path = project.root / "README.md"
    text = path.read_text(encoding="utf-8")
    if not _SECTION.search(text):
        raise PipelineError("README.md: has no `<!-- versions: ... -->` section for the versions")
    new = _SECTION.sub(lambda found: f"{found[1]}{version_table(project)}\n{found[2]}", text)
    if new != text:
        files.write(path, new.encode())
    return new != text
