"""Where things are in this project."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

_KEY = re.compile(r"v\d+|\d{4}-\d\d(-[a-z0-9]+)?")


class PipelineError(Exception):
    """Something a person has to mend; its text says what, where and what to do."""


@dataclass(frozen=True)
class Version:
    """One row of `openapi/versions.toml`.

    Args:
        key: the version as HubSpot writes it, as `2026-03` or `v3`.
        module: the Python package of its client, as `v2026_03`.
        prefix: what every path of the version begins with, as `/marketing/v3/marketing-events`.
        catalog: the API's name in HubSpot's public catalog.
        status: `legacy`, `stable`, `latest` or `preview`.
        overlays: the overlays that apply, in their order, by name; several versions may share one.
    """

    key: str
    module: str
    prefix: str
    catalog: str
    status: str
    overlays: tuple[str, ...]


@dataclass(frozen=True)
class Project:
    """The project's folders below one root."""

    root: Path = ROOT

    @property
    def openapi(self) -> Path:
        """The contract's sources."""
        return self.root / "openapi"

    @property
    def lock(self) -> Path:
        """The lock of everything that was generated."""
        return self.openapi / "versions.lock"

    @property
    def cache(self) -> Path:
        """What is never committed: full documents, and the state of unfinished work."""
        return self.root / ".cache"

    @property
    def journal(self) -> Path:
        """What a bump notes while it puts its results in place."""
        return self.cache / "bump" / "journal.json"

    @property
    def package(self) -> Path:
        """The generated package."""
        return self.root / "generated" / "hubspot_marketing_events_client"

    def published(self, key: str) -> Path:
        """The normalized document of a version."""
        return self.openapi / "published" / f"{key}.yaml"

    def overlay(self, name: str) -> Path:
        """The file of an overlay."""
        return self.openapi / "overlays" / f"{name}.yaml"

    def overlays(self, key: str) -> list[Path]:
        """The overlays of a version, in the order they apply.

        Raises:
            PipelineError: there is no such version.
        """
        return [self.overlay(name) for name in self.version(key).overlays]

    def name(self, path: Path) -> str:
        """A path as messages show it: from the root where it lies below it."""
        return str(path.relative_to(self.root) if path.is_relative_to(self.root) else path)

    def versions(self) -> tuple[str, dict[str, Version]]:
        """Read the version table.

        Returns:
            The default's key, and every version by key in the table's order.

        Raises:
            PipelineError: the table is missing, malformed, or its default names no version.
        """
        path = self.openapi / "versions.toml"
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            versions = {key: _version(key, row) for key, row in table["versions"].items()}
            default = str(table["default"])
        except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise PipelineError(
                f"{self.name(path)}: cannot be read as a version table: {error}"
            ) from error
        if default not in versions:
            raise PipelineError(f"{self.name(path)}: default {default!r} is not among its versions")
        return default, versions

    def version(self, key: str) -> Version:
        """Find one version.

        Raises:
            PipelineError: no such version; the message names those there are.
        """
        _, versions = self.versions()
        if key not in versions:
            known = ", ".join(versions)
            raise PipelineError(
                f"openapi/versions.toml: no version {key!r}; it has {known}. "
                "Add a table for it first"
            )
        return versions[key]

    def version_or_new(self, key: str) -> Version:
        """A version, or the row that it would get: like the default version's, under its own key.

        Raises:
            PipelineError: it is no version's key.
        """
        default, versions = self.versions()
        if key in versions:
            return versions[key]
        if not _KEY.fullmatch(key):
            raise PipelineError(
                f"{key!r} is no version's key; one looks like 2026-09, 2026-09-beta or v3"
            )
        base = versions[default]
        return Version(
            key=key,
            module=key if key.startswith("v") else f"v{key.replace('-', '_')}",
            prefix=base.prefix.replace(default, key),
            catalog=base.catalog,
            status="preview" if key.count("-") > 1 else "stable",
            overlays=("common",),
        )


def _version(key: str, row: Mapping[str, Any]) -> Version:
    return Version(key=key, **{**row, "overlays": tuple(row["overlays"])})
