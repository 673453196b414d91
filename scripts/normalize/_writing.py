"""Write a normalized document as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


def dump(document: Mapping[str, Any]) -> bytes:
    """A normalized document as YAML; a schema that nests no other takes one line."""
    text = yaml.dump(
        _styled(document),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=float("inf"),
        default_flow_style=False,
    )
    return text.encode()


class _Line(dict[str, Any]):
    """A mapping that takes one line."""


class _Dumper(yaml.SafeDumper):
    """YAML with `_Line` in flow style and lists of plain values in flow style."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


_Dumper.add_representer(
    _Line, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, True)
)

_Dumper.add_representer(
    list,
    lambda dumper, data: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", data, not any(isinstance(item, dict) for item in data)
    ),
)


def _styled(value: Any, inside: str = "") -> Any:
    if isinstance(value, list):
        return [_styled(item, inside) for item in value]
    if not isinstance(value, Mapping):
        return value
    if inside != "map" and _is_leaf(value):
        return _Line(value)
    maps = ("properties", "schemas", "paths", "responses")
    return {
        key: _styled(item, "map" if key in maps and inside != "map" else "")
        for key, item in value.items()
    }


def _is_leaf(value: Mapping[str, Any]) -> bool:
    return (
        ("type" in value or "$ref" in value or "name" in value)
        and not value.get("properties")
        and "flows" not in value
    )
