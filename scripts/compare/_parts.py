"""The compared parts of operations: servers, parameters, headers, responses and contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from scripts.compare._pairs import ANYTHING
from scripts.compare._shapes import Source
from scripts.openapi.cursor import Cursor, labelled
from scripts.openapi.identity import unversioned
from scripts.openapi.operations import Operation
from scripts.openapi.values import mapping, sequence

_IGNORED = {
    "header.accept",
    "header.authorization",
    "header.content-type",
}  # OpenAPI: these are to be ignored

Part = Mapping[str, Any]


def servers(operation: Operation) -> set[str]:
    """Where an operation is, versions masked and variables filled in."""
    found = set()
    for server in sequence(operation.servers):
        url = str(mapping(server).get("url", ""))
        for name, variable in mapping(mapping(server).get("variables")).items():
            url = url.replace(f"{{{name}}}", str(mapping(variable).get("default", "")))
        found.add(unversioned(url).rstrip("/"))
    return found or {""}


def parameters(operation: Operation) -> dict[str, Part]:
    """Parameters by place and name; those of a path by position, since no name is on the wire."""
    inside = operation.path_names
    in_path = [{"name": name, "in": "path", "required": True} for name in inside]
    found: dict[str, Part] = {f"path.{number}": one for number, one in enumerate(in_path)}
    for parameter in operation.parameters:
        if not parameter.is_dangling:
            found[_key(parameter, inside)] = mapping(parameter.followed().value)
    return {place: one for place, one in found.items() if place not in _IGNORED}


def _key(parameter: Cursor, path_names: list[str]) -> str:
    """The place and name of a parameter, as they are on the wire."""
    one = parameter.followed()
    name, where = str(one.get("name")), str(one.get("in"))
    if where == "path" and name in path_names:
        return f"path.{path_names.index(name)}"
    return f"{where}.{name.lower() if where == 'header' else name}"


def lost_parameters(old: Operation, new: Operation) -> dict[str, str]:
    """The references to parameters that lead nowhere in the new document and did in the old one.

    Returns:
        The references, and the place and name of what they led to, or an empty text.
    """
    known = {
        one.reference: _key(one, old.path_names) for one in old.parameters if not one.is_dangling
    }
    lost = [one.reference for one in new.parameters if one.is_dangling]
    left = [one.reference for one in old.parameters if one.is_dangling]
    return {reference: known.get(reference, "") for reference in lost if reference not in left}


def place_of(key: str, *found: Part) -> str:
    """Where a parameter is, by its name or, in a path, its names."""
    names = dict.fromkeys(str(one.get("name")) for one in found)
    return f"path.{' -> '.join(names)}" if key.startswith("path.") else key


def headers(response: Cursor) -> dict[str, Cursor]:
    """The headers of a response by their names in small letters, references not followed."""
    found = {name.lower(): one for name, one in (response / "headers").members().items()}
    return {name: one for name, one in found.items() if f"header.{name}" not in _IGNORED}


def answer_of(responses: Mapping[str, Cursor], status: str) -> Cursor | None:
    """What is declared for a status or a range: itself, its range or, for an error, `default`."""
    inside = sorted(key for key in responses if status == range_of(key))
    otherwise = ["default"] if status[:1] in {"4", "5"} else []
    found = [key for key in (status, range_of(status), *inside, *otherwise) if key in responses]
    return responses[found[0]] if found else None


def range_of(status: str) -> str:
    return f"{status[:1]}XX"


def media(content: Part) -> dict[str, Part]:
    """Content by media type; parameters of a type count only if the type occurs more than once."""
    plain = {kind: kind.partition(";")[0].strip().lower() for kind in content}
    times = Counter(plain.values())
    full = {
        kind: name if times[name] == 1 else "".join(kind.lower().split())
        for kind, name in plain.items()
    }
    return {full[kind]: mapping(media) for kind, media in content.items()}


def covering(old: Part, new: Part) -> tuple[list[tuple[str, str, str]], set[str], set[str]]:
    """Match content types of which one covers the other, as `*/*` covers all.

    Args:
        old: content by type.
        new: the same, later.

    Returns:
        Pairs of an old and a new type, of which one is in one document only, each with its rule,
        or with none where the other document allows the type as well; other types that only the
        old document has; other types that only the new one has.
    """
    pairs: list[tuple[str, str, str]] = []
    gone, came = set[str](), set[str]()
    for one in sorted(old.keys() - new.keys()):
        wider = [other for other in sorted(new) if _covers(other, one)]
        inside = [other for other in sorted(new) if _covers(one, other)]
        if wider:
            known = wider[0] in old or any(_covers(kind, wider[0]) for kind in old)
            pairs.append((one, wider[0], "" if known else "media-type-widened"))
        pairs += [] if wider else [(one, other, "media-type-narrowed") for other in inside]
        gone |= set() if wider or inside else {one}
    for other in sorted(new.keys() - old.keys() - {second for _, second, _ in pairs}):
        wider = [one for one in sorted(old) if _covers(one, other)]
        pairs += [(one, other, "") for one in wider[:1]]
        came |= set() if wider else {other}
    return pairs, gone, came


def _covers(wide: str, narrow: str) -> bool:
    """Whether a range of content types, as `application/*`, covers another type or range."""
    family, _, kind = wide.partition("/")
    return kind == "*" and (family in {"*", narrow.partition("/")[0]})


def written(part: Part, source: Source) -> str:
    """How a parameter is written; a value that has no parts cannot be exploded."""
    if content := mapping(part.get("content")):
        return " or ".join(sorted(media(content)))
    style = part.get("style") or ("form" if part.get("in") in {"query", "cookie"} else "simple")
    kinds = source.whole(part.get("schema", ANYTHING)).kinds
    whole = bool(kinds) and not kinds & {"array", "object"}
    exploded = part.get("explode", style == "form") is True and not whole
    reserved = " unescaped" if part.get("allowReserved") is True else ""
    return f"{style}{' exploded' if exploded else ''}{reserved}"


def home(place: str, old: Cursor, new: Cursor) -> str:
    """The place of a body or response: its component, if both documents refer to the same one."""
    same = old.reference and old.reference == new.reference
    return labelled(old.reference) if same else place
