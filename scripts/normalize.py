"""Turn a published document into interface facts: `openapi/published/<key>.yaml`.

Facts are what a program can act on: paths, parameters, schemas, formats, required lists, enums, security.
Sentences, titles of schemas and examples are left out; what has no order in OpenAPI is sorted; each schema
that nests no other stands on one line. Two documents that mean the same give the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from openapi_spec_validator.validation.keywords import ValueValidator
from referencing.exceptions import Unresolvable

from scripts import _document, _files, _lock, fetch
from scripts._documents import METHODS
from scripts._download import public
from scripts._project import PipelineError, Project, run

_PROSE = {
    "description",
    "summary",
    "example",
    "examples",
    "externalDocs",
    "termsOfService",
    "contact",
    "license",
}

# What an OpenAPI object may hold, in the order it is written. A value is kept as it is (VALUE), is an object of
# a kind ("schema"), a list of them (["schema"]) or a map from names to them ({"*": "schema"}).
VALUE = "value"
_KINDS: dict[str, dict[str, Any]] = {
    "document": {
        "openapi": VALUE,
        "info": "info",
        "servers": ["server"],
        "tags": ["tag"],
        "security": VALUE,
        "paths": {"*": "path"},
        "components": "components",
    },
    "info": {"title": VALUE, "version": VALUE},
    "server": {"url": VALUE, "variables": VALUE},
    "tag": {"name": VALUE},
    "path": {
        "$ref": VALUE,
        "servers": ["server"],
        "parameters": ["parameter"],
        **dict.fromkeys(METHODS, "operation"),
    },
    "operation": {
        "operationId": VALUE,
        "tags": VALUE,
        "deprecated": VALUE,
        "security": VALUE,
        "parameters": ["parameter"],
        "requestBody": "body",
        "responses": {"*": "response"},
        "callbacks": {"*": {"*": "path"}},
        "servers": ["server"],
    },
    "parameter": {
        "$ref": VALUE,
        "name": VALUE,
        "in": VALUE,
        "required": VALUE,
        "deprecated": VALUE,
        "allowEmptyValue": VALUE,
        "style": VALUE,
        "explode": VALUE,
        "allowReserved": VALUE,
        "schema": "schema",
        "content": {"*": "media"},
    },
    "body": {"$ref": VALUE, "required": VALUE, "content": {"*": "media"}},
    "media": {"schema": "schema", "encoding": VALUE},
    "response": {
        "$ref": VALUE,
        "headers": {"*": "parameter"},
        "content": {"*": "media"},
        "links": VALUE,
    },
    "components": {
        "securitySchemes": {"*": "scheme"},
        "parameters": {"*": "parameter"},
        "headers": {"*": "parameter"},
        "requestBodies": {"*": "body"},
        "responses": {"*": "response"},
        "links": VALUE,
        "callbacks": {"*": {"*": "path"}},
        "pathItems": {"*": "path"},
        "schemas": {"*": "schema"},
    },
    "scheme": {
        "type": VALUE,
        "scheme": VALUE,
        "bearerFormat": VALUE,
        "name": VALUE,
        "in": VALUE,
        "openIdConnectUrl": VALUE,
        "flows": {"*": "flow"},
    },
    "flow": {"authorizationUrl": VALUE, "tokenUrl": VALUE, "refreshUrl": VALUE, "scopes": "scopes"},
    "schema": {
        "$ref": VALUE,
        "$schema": VALUE,
        "$id": VALUE,
        "type": VALUE,
        "format": VALUE,
        "nullable": VALUE,
        "const": VALUE,
        "enum": VALUE,
        "default": VALUE,
        "deprecated": VALUE,
        "readOnly": VALUE,
        "writeOnly": VALUE,
        **dict.fromkeys(
            ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), VALUE
        ),
        **dict.fromkeys(
            ("minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType"), VALUE
        ),
        **dict.fromkeys(
            ("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"), VALUE
        ),
        **dict.fromkeys(("minContains", "maxContains"), VALUE),
        "required": VALUE,
        "dependentRequired": VALUE,
        "discriminator": VALUE,
        **{key: ["schema"] for key in ("allOf", "anyOf", "oneOf", "prefixItems")},
        **dict.fromkeys(
            ("not", "if", "then", "else", "contains", "propertyNames", "contentSchema"), "schema"
        ),
        **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), "schema"),
        "items": "schema",
        "additionalProperties": "schema",
        "patternProperties": {"*": "schema"},
        "dependentSchemas": {"*": "schema"},
        "$defs": {"*": "schema"},
        "properties": {"*": "schema"},
    },
}
_DROPPED = {"schema": _PROSE | {"title", "xml", "$comment"}, "parameter": _PROSE, "media": _PROSE}


def facts(document: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Reduce a published document to its interface facts.

    Args:
        document: an OpenAPI 3.0 or 3.1 document.
        source: what to call the document in an error.

    Returns:
        The same document without prose, in one order.

    Raises:
        PipelineError: it holds a key that is neither a known fact nor known prose.
    """
    reduced: dict[str, Any] = _object("document", document, source, "")
    return reduced


def dump(document: Mapping[str, Any]) -> bytes:
    """Facts as YAML: block style down to a schema that nests no other, which takes one line."""
    text = yaml.dump(
        _styled(document),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=float("inf"),
        default_flow_style=False,
    )
    return text.encode()


def load(path: Path, name: str) -> dict[str, Any]:
    """Read and validate a published document.

    Args:
        path: a JSON file.
        name: what to call it in an error.

    Raises:
        PipelineError: `_document.read` refuses it, or it is not a valid OpenAPI 3 document.
    """
    document = _document.read(path, name)
    validate(document, name)
    if "paths" not in document:  # which OpenAPI 3.1 allows
        raise PipelineError(f"{name}: it has no paths")
    return document


class _NoDefaults(ValueValidator):
    """Tries no `default` against its schema: one can be made to take for ever, and a wrong one is no hindrance."""

    def __call__(self, schema: Any, value: Any) -> Iterator[Any]:  # noqa: ARG002 - as in ValueValidator
        yield from ()


class _Validator30(OpenAPIV30SpecValidator):
    keyword_validators = {**OpenAPIV30SpecValidator.keyword_validators, "default": _NoDefaults}  # noqa: RUF012 - as its base


class _Validator31(OpenAPIV31SpecValidator):
    keyword_validators = {**OpenAPIV31SpecValidator.keyword_validators, "default": _NoDefaults}  # noqa: RUF012 - as its base


def validate(document: Any, name: str, *, tolerated: tuple[type[Exception], ...] = ()) -> None:
    """Check a document against the OpenAPI specification.

    Args:
        document: what `_document.read` gave, since a reference to elsewhere would be fetched.
        name: what to call it in an error.
        tolerated: kinds of errors to pass over.

    Raises:
        PipelineError: it is not OpenAPI 3.0 or 3.1, or breaks the specification; names the first place.
    """
    version = str(document.get("openapi", "")) if isinstance(document, dict) else ""
    validators = {"3.0": _Validator30, "3.1": _Validator31}
    if version[:3] not in validators:
        found = f"openapi is {version!r}" if version else "it has no `openapi` key"
        raise PipelineError(f"{name}: not an OpenAPI 3.0 or 3.1 document: {found}")
    try:
        for error in validators[version[:3]](_without_patterns(document)).iter_errors():
            if not isinstance(error, tolerated):
                place = (
                    _document.shown("/".join(map(str, getattr(error, "absolute_path", ()))))
                    or "the root"
                )
                found = (
                    f"not valid OpenAPI at {place}: {' '.join(str(error.message).split())[:200]}"
                )
                break
        else:
            return
    except RecursionError:
        found = "its schemas nest too deep, or refer to themselves through `allOf`"
    except Unresolvable as error:
        found = f"no place in the document is called {error.ref[:200]!a}"
    except Exception as error:  # noqa: BLE001 - whatever a document can make the validator do
        found = f"not valid OpenAPI: {' '.join(str(error).split())[:200]}"
    raise PipelineError(f"{name}: {found}")


def _without_patterns(value: Any) -> Any:
    """A copy for the validator, which compiles every pattern, in Python's own language of them."""
    if isinstance(value, list):
        return [_without_patterns(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    kept = {
        key: item for key, item in value.items() if key != "pattern" or not isinstance(item, str)
    }
    return {
        key: _without_patterns(item) for key, item in kept.items() if key != "patternProperties"
    }


def _object(kind: str, value: Any, source: str, place: str) -> Any:
    if kind == "schema" and isinstance(value, bool):
        return value
    if not isinstance(value, Mapping):
        raise PipelineError(
            f"{source}: {place or 'the root'} should be an object, is {type(value).__name__}"
        )
    if kind == "scopes":
        return dict.fromkeys(sorted(value), "")
    if "$ref" in value and kind != "path":
        return {"$ref": value["$ref"]}
    keys = _KINDS[kind]
    for key in value:
        if key not in keys and not key.startswith("x-") and key not in _DROPPED.get(kind, _PROSE):
            raise PipelineError(
                f"{source}: {_document.shown(f'{place}/{key}')}: not a key of an OpenAPI {kind} that "
                "normalize.py knows; add it there"
            )
    _document.check_names(value, f"{source}: {place}")
    kept = {
        key: _shape(shape, value[key], source, f"{place}/{key}")
        for key, shape in keys.items()
        if key in value
    }
    return _ordered(kind, kept, place)


def _shape(shape: Any, value: Any, source: str, place: str) -> Any:
    if shape == VALUE:
        return value
    if isinstance(shape, list):
        if not isinstance(value, list):
            raise PipelineError(f"{source}: {place} should be a list, is {type(value).__name__}")
        return [
            _object(shape[0], item, source, f"{place}/{index}") for index, item in enumerate(value)
        ]
    if isinstance(shape, dict):
        if not isinstance(value, Mapping):
            raise PipelineError(f"{source}: {place} should be an object, is {type(value).__name__}")
        named = {k: v for k, v in value.items() if not str(k).startswith("x-")}
        for name in named:
            _document.check_name(str(name), f"{source}: {place}", braces=shape["*"] == "path")
        return {
            str(k): _shape(shape["*"], v, source, f"{place}/{k}") for k, v in sorted(named.items())
        }
    return _object(shape, value, source, place)


def _ordered(kind: str, value: dict[str, Any], place: str) -> dict[str, Any]:
    """Sort what OpenAPI gives no order: required lists, enums, tags, security, parameters."""
    if kind == "schema":
        for key in ("required", "enum"):
            if key in value:
                value[key] = sorted(value[key], key=lambda item: (str(type(item)), str(item)))
    if "security" in value:
        value["security"] = [
            {name: sorted(scopes) for name, scopes in one.items()} for one in value["security"]
        ]
    orders: dict[str, Callable[[Any], Any]] = {"tags": json.dumps, "security": json.dumps}
    if "parameters" in value and isinstance(value["parameters"], list):
        inside = re.findall(r"{(.*?)}", place)
        orders["parameters"] = lambda p: (
            ("path", "query", "header", "cookie", None).index(p.get("in")),
            inside.index(p["name"]) if p.get("in") == "path" and p["name"] in inside else -1,
            p.get("name", p.get("$ref", "")),
        )
    for key, order in orders.items():
        if key in value:
            value[key] = sorted(value[key], key=order)
    return value


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


def main(arguments: Sequence[str]) -> None:
    """Normalize one document and record where it came from in the lock."""
    parser = argparse.ArgumentParser(
        prog="normalize", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("version", help="the version's key in openapi/versions.toml, as 2026-03")
    parser.add_argument("document", help="the published document: a file, or an http(s) URL")
    parser.add_argument(
        "--full-sha256",
        help="SHA-256 of the full published file, where DOCUMENT is a reduced copy of it",
    )
    parser.add_argument(
        "--retrieved", help="the day the full file was read, YYYY-MM-DD (default: today)"
    )
    parser.add_argument(
        "--source", help="where the full file came from (default: what fetch noted, or DOCUMENT)"
    )
    options = parser.parse_args(arguments)

    project = Project()
    version = project.version(options.version)
    path = fetch.locate(options.document)
    shown = public(options.document)
    document = load(path, shown)
    fetch.check(document, version, shown, titled=False)  # a reduced copy may have none
    source = options.source or _fetched(project, version.key, path) or fetch.noted(options.document)
    given = {"source": source, "retrieved": options.retrieved, "full_sha256": options.full_sha256}
    count = keep(project, version.key, document, path, **given)
    print(f"{project.name(project.published(version.key))}: {count} bytes from {shown}")


def _fetched(project: Project, key: str, path: Path) -> str | None:
    """Where `fetch` had a file from, if it is the one that it fetched."""
    noted = _lock.read(project).get("versions", {}).get(key, {}).get("fetched", {})
    return noted["source"] if noted.get("sha256") == _files.sha256(path.read_bytes()) else None


def keep(
    project: Project,
    key: str,
    document: Mapping[str, Any],
    path: Path,
    *,
    source: str,
    retrieved: str | None = None,
    full_sha256: str | None = None,
) -> int:
    """Write a version's facts, and note in the lock which document they are of.

    Args:
        project: where to.
        key: the version's key.
        document: the published document.
        path: the file that it was read from.
        source: where it came from; of a URL the lock keeps what is public.
        retrieved: the day it was read, YYYY-MM-DD; today's where the file is not the one that the lock knows already.
        full_sha256: of the full published file, where `path` is a reduced copy of it.

    Returns:
        How many bytes the facts are.
    """
    data, read = dump(facts(document, source)), _files.sha256(path.read_bytes())
    lock = _lock.read(project)
    entry = lock.setdefault("versions", {}).setdefault(key, {})
    if retrieved or full_sha256 or entry.get("document", {}).get("read_sha256") != read:
        entry["document"] = {
            "source": public(source),
            "retrieved": retrieved or dt.datetime.now(dt.UTC).date().isoformat(),
            "sha256": full_sha256 or read,
            "read_sha256": read,
        }
    entry["published_sha256"] = _files.sha256(data)
    _files.write(project.published(key), data)
    _lock.write(project, lock)
    return len(data)


if __name__ == "__main__":
    run(main)
