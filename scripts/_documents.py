"""Read OpenAPI documents that nobody vouches for, and look things up in them; nothing outside them is ever read."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from scripts import _yaml
from scripts._project import PipelineError, Project

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
PATH_NAMES = "x-path-names"
_VERSION = re.compile(r"/(v\d+|\d{4}-\d\d(-[a-z][a-z0-9.]*)?)(?=/|$)")
_DEEPEST, _MOST_VALUES, _MOST_BYTES = 100, 2_000_000, 64 * 1024 * 1024


def load(name: str, project: Project) -> dict[str, Any]:
    """Read a document.

    Args:
        name: a file, JSON or YAML, or a version's key, of which the published facts are taken.
        project: where the versions are.

    Raises:
        PipelineError: neither; or it cannot be read, or is too large or deep, or no OpenAPI 3.0 or 3.1 document.
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


@_yaml.core
class _Loader(_Safe):  # type: ignore[misc]
    """Plain data alone, and no merge keys: they are no part of YAML 1.2, and multiply where they nest."""

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
        PipelineError: it nests deeper, or holds more, than documents in use do, as where aliases multiply.
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


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: Any) -> Sequence[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def canonical(value: Any) -> str:
    """One text for values that are equal."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=sorted)


def lookup(document: Mapping[str, Any], reference: str) -> Any:
    """What a reference leads to in one step; None where it leads nowhere, or out of the document."""
    if not reference.startswith("#/"):
        return None
    target: Any = document
    for part in reference[2:].split("/"):
        name = unquote(part).replace("~1", "/").replace("~0", "~")
        if isinstance(target, list):
            target = {str(number): item for number, item in enumerate(target)}
        target = mapping(target).get(name)
    return target


def resolved(value: Any, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object that may be a reference, as what it leads to; nothing where it leads nowhere, or in a circle."""
    seen = set()
    while isinstance(reference := mapping(value).get("$ref"), str) and reference not in seen:
        seen.add(reference)
        value = lookup(document, reference)
    return {} if "$ref" in mapping(value) else mapping(value)


def references(value: Any) -> Iterator[str]:
    """Every reference inside a value."""
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, Mapping):
            if isinstance(one.get("$ref"), str):
                yield one["$ref"]
            todo += one.values()
        elif isinstance(one, list):
            todo += one


def labelled(reference: str) -> str:
    """A reference in short: `Thing` of `#/components/schemas/Thing`."""
    return (
        unquote(reference).removeprefix("#/components/").removeprefix("schemas/").replace("/", ".")
    )


def masked(method: str, path: str) -> str:
    """An operation without the version in its path and the names of its parameters, which are not on the wire."""
    named = _VERSION.sub("/{version}", re.sub(r"\{[^}]*\}", "{}", path))
    return f"{method.upper()} {named}"


def unversioned(text: str) -> str:
    """A path or URL without the version in it."""
    return _VERSION.sub("/{version}", text)


def operations(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation by method and path, with what its path and document say for all taken over."""
    found: dict[str, dict[str, Any]] = {}
    for path, item in mapping(document.get("paths")).items():
        if path.startswith("x-"):
            continue
        shared = resolved(item, document) if "$ref" in mapping(item) else mapping(item)
        for method in METHODS:
            if isinstance(facts := shared.get(method), Mapping):
                found[f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path)}"] = {
                    "security": document.get("security"),
                    "servers": shared.get("servers") or document.get("servers"),
                    **facts,
                    "parameters": [
                        *sequence(shared.get("parameters")),
                        *sequence(facts.get("parameters")),
                    ],
                    PATH_NAMES: re.findall(r"\{([^}]*)\}", path),
                }
    return found


def alike(
    old: Mapping[str, dict[str, Any]], new: Mapping[str, dict[str, Any]]
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The operations of two documents by masked path; by the whole path where either has several versions of one."""
    counts = [Counter(map(unversioned, names)) for names in (old, new)]
    crowded = {name for count in counts for name, times in count.items() if times > 1}
    before, after = (
        {
            name if unversioned(name) in crowded else unversioned(name): facts
            for name, facts in side.items()
        }
        for side in (old, new)
    )
    return before, after


def named(operation_id: Any) -> str:
    """What an operationId calls an operation, apart from method, path and version; nothing where it says no more.

    HubSpot writes `post-/things/v3/make_make`; in some revisions the tail is a path, or is not there.
    """
    tail = (
        str(operation_id or "").rpartition("_")[2]
        if "/" in str(operation_id)
        else str(operation_id or "")
    )
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", "" if "/" in tail else tail)
    return re.sub(r"[\W_]+", "_", words).strip("_").lower()
