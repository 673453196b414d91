"""Read any document that is to be compared."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from scripts.openapi import yaml12
from scripts.project.layout import PipelineError, Project

_DEEPEST, _MOST_VALUES, _MOST_BYTES = 100, 2_000_000, 64 * 1024 * 1024


def load(name: str, project: Project) -> dict[str, Any]:
    """Read a document.

    Args:
        name: a file, JSON or YAML, or a version's key, of which the published facts are taken.
        project: where the versions are.

    Raises:
        PipelineError: neither; or it cannot be read, or is too large or deep, or no OpenAPI 3.0 or
            3.1 document.
    """
    path = Path(name)
    if not path.is_file():
        _, versions = project.versions()
        if name not in versions:
            raise PipelineError(
                f"{name}: neither a file nor a version; there is {', '.join(versions)}"
            )
        path = project.published(name)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise PipelineError(
                f"{name}: over {_MOST_BYTES >> 20} MiB; too large for an OpenAPI document"
            )
        data = path.read_bytes()
        document = json.loads(data) if data.lstrip()[:1] in {b"{", b"["} else _parsed(data)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise PipelineError(f"{name}: cannot be read: {' '.join(str(error).split())}") from error
    except RecursionError as error:
        raise PipelineError(f"{name}: cannot be read: nested too deep") from error
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith(
        ("3.0", "3.1")
    ):
        raise PipelineError(f"{name}: not an OpenAPI 3.0 or 3.1 document")
    return tidied(document, name)


_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the fast one, where it is


@yaml12.core
class _Loader(_Safe):  # type: ignore[misc]
    """Plain data without merge keys, which YAML 1.2 has not and which multiply where they nest."""

    def flatten_mapping(self, _: Any) -> None:
        """Take nothing over from other mappings."""


def _parsed(data: bytes) -> Any:
    depth = 0
    for event in yaml.parse(
        data, _Loader
    ):  # the parser in C ends the process where lists nest too deep for its stack
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
            event, yaml.CollectionEndEvent
        )
        if depth > _DEEPEST:
            raise yaml.YAMLError(f"nests over {_DEEPEST} deep")
    return yaml.load(data, _Loader)  # noqa: S506 - a safe loader


def tidied(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A copy as JSON has it: a tree whose keys are text, without aliases.

    Raises:
        PipelineError: it nests deeper or holds more than documents in use do, as where aliases
            multiply.
    """
    left = _MOST_VALUES

    def tidy(value: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if left < 0 or depth > _DEEPEST:
            kind = (
                f"nests over {_DEEPEST} deep" if left >= 0 else f"holds over {_MOST_VALUES} values"
            )
            raise PipelineError(f"{name}: {kind}; no OpenAPI document in use does")
        if isinstance(value, Mapping):
            return {str(key): tidy(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [tidy(item, depth + 1) for item in value]
        if isinstance(value, float):
            return (
                int(value) if value.is_integer() else value if math.isfinite(value) else str(value)
            )
        return value if value is None or isinstance(value, bool | int | str) else str(value)

    tidy_document: dict[str, Any] = tidy(document, 0)
    return tidy_document
