"""Change one table of `openapi/versions.toml`; the rest of the file stays as a person wrote it."""

from __future__ import annotations

import re

from scripts.project import files
from scripts.project.layout import Project, Version


def write_row(project: Project, row: Version) -> None:
    """Put a version's row into the table, in place of the one that it has.

    Comments behind the values of a row that changes are lost; everything else is kept.
    """
    path = project.openapi / "versions.toml"
    text = path.read_text(encoding="utf-8")
    new = _row(row)
    head = rf'\[versions\.(?:"{re.escape(row.key)}"|{re.escape(row.key)})\]'
    found = re.search(rf"(?m)^{head}\n(?:(?!\[).+\n?)*", text)
    if found and _same(project, row):
        return
    text = (
        f"{text[: found.start()]}{new}{text[found.end() :]}"
        if found
        else f"{text.rstrip()}\n\n{new}"
    )
    files.write(path, text.encode())


def make_default(project: Project, key: str) -> None:
    """Make a version the default."""
    path = project.openapi / "versions.toml"
    text = re.sub(r'(?m)^default = ".*"$', f'default = "{key}"', path.read_text(encoding="utf-8"))
    files.write(path, text.encode())


def _same(project: Project, row: Version) -> bool:
    return project.versions()[1].get(row.key) == row


def _row(row: Version) -> str:
    name = row.key if row.key.isalnum() else f'"{row.key}"'
    overlays = ", ".join(f'"{one}"' for one in row.overlays)
    return (
        f"[versions.{name}]\n"
        f'module = "{row.module}"\n'
        f'prefix = "{row.prefix}"\n'
        f'catalog = "{row.catalog}"\n'
        f'status = "{row.status}"\n'
        f"overlays = [{overlays}]\n"
    )
