"""YAML 1.2, which OpenAPI uses: `NO`, `on`, 12:30 and 2026-03-01 are texts, and 010 is ten."""

from __future__ import annotations

import re
from typing import Any

_RESOLVED = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ("~", "n", "N", "")),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
    ("merge", r"<<", "<"),
)


def core(loader: Any) -> Any:
    """Make a loader of PyYAML, which reads YAML 1.1, resolve plain words as YAML 1.2 does."""
    loader.yaml_implicit_resolvers = {}
    for tag, text, first in _RESOLVED:
        loader.add_implicit_resolver(
            f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{text})$"), list(first)
        )
    loader.add_constructor(
        "tag:yaml.org,2002:int", lambda self, node: int(self.construct_scalar(node))
    )
    return loader
