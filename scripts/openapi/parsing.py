"""Parse the bytes of a document, JSON or YAML 1.2, into Python values."""

from __future__ import annotations

import json
import math
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.openapi import yaml12
from scripts.project.layout import PipelineError

DEPTH = 100  # levels, many times those of the deepest published document

_YAML = {".yaml", ".yml"}
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the fast one, where it is


@dataclass(frozen=True)
class Limits:
    """The limits of a parser.

    Args:
        size: bytes of a JSON document.
        yaml_size: bytes of a YAML document, which takes longer to read.
        values: values of a document, each array, object, text and number being one.
        strict: whether to refuse what two readers may read differently: repeated keys, aliases and
            numbers that JSON does not have.
    """

    size: int
    yaml_size: int
    values: int
    strict: bool


def parse(path: Path, name: str, limits: Limits) -> Any:
    """Parse a file as YAML by its suffix, else as JSON; without strictness, by its first character.

    Args:
        path: the file.
        name: what to call it in an error.
        limits: how large it may be, and how strictly it is read.

    Raises:
        PipelineError: the file cannot be read, is cut off, too large or too deep, or is neither
            JSON nor YAML.
    """
    try:
        return _parsed(path, _bytes(path, name, limits), limits)
    except OSError as error:
        raise PipelineError(f"{name}: {error.strerror or error}") from error
    except RecursionError as error:
        raise PipelineError(f"{name}: nests deeper than {DEPTH} levels") from error
    except UnicodeDecodeError as error:
        raise PipelineError(f"{name}: not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        ends = error.pos >= len(error.doc.rstrip())
        cut = "; the file ends early, download it again" if ends else ""
        place = f"line {error.lineno} column {error.colno}"
        raise PipelineError(f"{name}: not JSON at {place}: {error.msg}{cut}") from error
    except yaml.YAMLError as error:
        raise PipelineError(f"{name}: not YAML: {' '.join(str(error).split())[:500]}") from error
    except ValueError as error:
        raise PipelineError(f"{name}: {error}") from error


def _bytes(path: Path, name: str, limits: Limits) -> bytes:
    """Read a file, no further than its limit."""
    limit = limits.yaml_size if path.suffix in _YAML else limits.size
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise PipelineError(f"{name}: over {limit:,} bytes")
    if sum(map(data.count, (b",", b"[", b"{"))) > 10 * limits.values:  # prose has these, too
        raise PipelineError(f"{name}: more than {limits.values:,} values")
    return data


def _parsed(path: Path, data: bytes, limits: Limits) -> Any:
    looks_like_json = data.lstrip()[:1] in {b"{", b"["}
    if path.suffix not in _YAML and (limits.strict or looks_like_json):
        return _json(data, limits)
    if looks_like_json:
        # JSON is read faster; a flow mapping of YAML begins as JSON does.
        with suppress(json.JSONDecodeError):
            return _json(data, limits)
    return _yaml(data, limits)


def _json(data: bytes, limits: Limits) -> Any:
    if not limits.strict:
        return json.loads(data)
    return json.loads(data, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = counts.most_common(1)[0][0]
        raise ValueError(f"the key {twice[:60]!a} stands twice in one object")
    return made


def _constant(text: str) -> float:
    raise ValueError(f"{text} is not a JSON number")


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text[:60]} is too large a number")
    return value


@yaml12.core
class _Loader(_Safe):  # type: ignore[misc]
    """Plain data without merge keys, which YAML 1.2 lacks, and which multiply if they nest."""

    def flatten_mapping(self, _: Any) -> None:
        """Take nothing over from other mappings."""


class _StrictLoader(_Loader):
    """Plain data without repeated keys."""

    # The signature is SafeLoader's.
    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT002
        made = super().construct_mapping(node, deep)
        if len(made) < len(node.value):
            line = node.start_mark.line + 1
            raise yaml.YAMLError(f"a key stands twice in the object at line {line}")
        return made


def _yaml(data: bytes, limits: Limits) -> Any:
    depth = 0
    # The composer in C ends the process where lists nest too deep for its stack.
    for event in yaml.parse(data, _Loader):
        if limits.strict and isinstance(event, yaml.AliasEvent):
            # With aliases, a few lines stand for billions.
            raise yaml.YAMLError("it has an alias, which no such document needs")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH + 1:
            raise RecursionError
    loader = _StrictLoader if limits.strict else _Loader
    return yaml.load(data, loader)  # noqa: S506 - a safe loader
