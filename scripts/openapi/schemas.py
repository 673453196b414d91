"""One view of a schema, written as in OpenAPI 3.0 or as in 3.1.

The groups of keywords say where a schema holds other schemas; every command uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.openapi.values import mapping, sequence

PROSE = {"description", "title", "summary", "example", "examples", "externalDocs", "$comment"}
COMBINING = ("allOf", "anyOf", "oneOf")
# Keywords that hold a list of schemas, one schema, or a map from names to schemas.
LISTS = (*COMBINING, "prefixItems")
SINGLES = (
    *("not", "if", "then", "else", "contains", "propertyNames", "contentSchema"),
    *("unevaluatedItems", "unevaluatedProperties", "items", "additionalProperties"),
)
MAPS = ("patternProperties", "dependentSchemas", "$defs", "properties")


@dataclass(frozen=True)
class SchemaView:
    """A schema in one form.

    Args:
        types: the types that it lists, in its order, without null.
        null: whether it says that null is allowed beside something else.
        only_null: whether null is all that it allows.
        values: the values that it lists, without null; None if it lists none. A constant is a list
            of one.
        parts: the schemas that have to hold besides: those of `allOf`, and an alternative that is
            the only one beside null.
        choices: the lists of alternatives, of which one has to hold, without null.
    """

    types: tuple[str, ...]
    null: bool
    only_null: bool
    values: list[Any] | None
    parts: list[Any]
    choices: list[list[Any]]

    @classmethod
    def of(cls, written: Any) -> SchemaView:
        """Read a schema; anything but an object counts as an empty schema."""
        said = mapping(written)
        listed = sequence(said.get("enum"))
        types = _types(said)
        only_null = _is_null(said)
        null = said.get("nullable") is True or "null" in types or (not types and None in listed)
        parts = list(sequence(said.get("allOf")))
        choices = []
        for alternatives in (sequence(said.get(word)) for word in ("oneOf", "anyOf")):
            kept = [one for one in alternatives if not _is_null(mapping(one))]
            null = null or 0 < len(kept) < len(alternatives)
            parts += kept if len(kept) == 1 else []
            choices += [kept] if len(kept) > 1 else []
        return cls(
            types=tuple(one for one in types if one != "null"),
            null=null and not only_null,
            only_null=only_null,
            values=None if only_null else _values(said),
            parts=parts,
            choices=choices,
        )


def _types(said: Mapping[str, Any]) -> list[str]:
    given = said.get("type")
    return [str(one) for one in (given if isinstance(given, list) else [given]) if one is not None]


def _is_null(said: Mapping[str, Any]) -> bool:
    return (
        said.get("type") in ("null", ["null"])
        or said.get("enum") == [None]
        or ("const" in said and said["const"] is None)
    )


def _values(said: Mapping[str, Any]) -> list[Any] | None:
    listed = [said["const"]] if "const" in said else said.get("enum")
    return [value for value in listed if value is not None] if isinstance(listed, list) else None
