"""Apply OpenAPI Overlay 1.1 files, and refuse an action that has nothing left to do.

An overlay is a list of corrections of a published document. When HubSpot mends a fault, its
correction must go. So an action that matches nothing is an error, and so is a value of an `update`
that every match already has. `<prefix>` in a target stands for the path prefix of the version, so
that one overlay serves several versions.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.ext.parser import parse

from scripts.project.layout import PipelineError, Version

KINDS = ("wrong", "cannot-express", "tool-gap", "describe")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the fast one, where it is
_SHOWN = 120  # characters of what an action meets
_DOING = ("update", "copy", "remove")
_KEYS = {"target", "description", *_DOING, "x-reason", "x-kind", "x-certainty", "x-except"}


@dataclass(frozen=True)
class Action:
    """One action of an overlay.

    Args:
        overlay: what messages call the overlay.
        line: where the action begins in it.
        data: the action as it is written.
    """

    overlay: str
    line: int
    data: Mapping[str, Any]

    @property
    def place(self) -> str:
        """Where it is, as errors say it."""
        return f"{self.overlay}:{self.line}: action on {self.data.get('target')}"

    def for_version(self, version: Version) -> dict[str, Any]:
        """The action with the prefix of a version in its target."""
        return {**self.data, "target": str(self.data["target"]).replace("<prefix>", version.prefix)}


@dataclass(frozen=True)
class Misfit:
    """An action that does not fit a version any more.

    Args:
        action: the action.
        problem: what is wrong, in words.
        nearest: the nearest existing place above a target that matches nothing; else empty.
        missing: what that place lacks; else empty.
        held: what that place holds, in short.
        before: what the target matches in the older version, in words.
    """

    action: Action
    problem: str
    nearest: str
    missing: str
    held: str
    before: str


def apply(document: dict[str, Any], path: Path, name: str, version: Version) -> None:
    """Apply every action of one overlay to a document, in order, in place.

    Args:
        document: an OpenAPI document.
        path: the overlay.
        name: what to call the overlay in an error.
        version: the version, whose prefix replaces `<prefix>` in targets.

    Raises:
        PipelineError: the overlay is malformed, or one of its actions matches nothing or changes
            nothing; it names the file, the line and the target.
    """
    for action in actions(path, name):
        _check(action.data, action.place)
        if _applies(action, version):
            _apply(document, action.for_version(version), action.place)


def misfits(
    document: dict[str, Any],
    before: Mapping[str, Any],
    path: Path,
    name: str,
    versions: tuple[Version, Version],
) -> Iterator[Misfit]:
    """Apply an overlay to a new version, and find the actions that do not fit.

    Args:
        document: the new version's document, changed in place.
        before: an older one's as it was published, to say what stands there.
        path: the overlay.
        name: what to call the overlay.
        versions: the new version and the older one.

    Yields:
        Each action that has nothing to do in the new version.
    """
    for action in actions(path, name):
        _check(action.data, action.place)
        if not _applies(action, versions[0]):
            continue
        new, old = (action.for_version(version) for version in versions)
        try:
            _apply(document, new, action.place)
        except PipelineError as problem:
            said = str(problem).removeprefix(f"{action.place}: ")
            found = [match.value for match in _path(old, action.place).find(before)]
            place = _nearest(_path(new, action.place), document)
            yield Misfit(action, said, *place, _described(found))


def remaining(document: Mapping[str, Any], action: Action, version: Version) -> Any:
    """Reduce an `update` to what it still changes: values that all its targets have are left out.

    Returns:
        The smaller update; None where nothing is left of it, or it is no update.
    """
    found = _path(action.for_version(version), action.place).find(document)
    update = action.data.get("update")
    if not found or not isinstance(update, Mapping):
        return None
    left: dict[str, Any] = {}
    for where, value in _leaves(update):
        if any(_reads(match.value, where) != value for match in found):
            inner = left
            for key in where[:-1]:
                inner = inner.setdefault(key, {})
            inner[where[-1]] = value
    return left or None


def actions(path: Path, name: str) -> Iterator[Action]:
    """Read the actions of an overlay.

    Args:
        path: the overlay.
        name: what to call it.

    Raises:
        PipelineError: it cannot be read, or is no overlay.
    """
    try:
        loader = _LOADER(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        nodes = dict(_pairs(node))["actions"].value
        overlay = loader.construct_document(node)
    except OSError as error:
        raise PipelineError(f"{name}: {error.strerror}") from error
    except (yaml.YAMLError, KeyError, AttributeError) as error:
        raise PipelineError(
            f"{name}: not an OpenAPI Overlay: {' '.join(str(error).split())}"
        ) from error
    for node, data in zip(nodes, overlay["actions"], strict=True):
        yield Action(name, node.start_mark.line + 1, data)


def _applies(action: Action, version: Version) -> bool:
    """Whether an action is for a version: `x-except` lists those in which the fault is mended."""
    return version.key not in action.data.get("x-except", ())


def _described(found: Sequence[Any]) -> str:
    if not found:
        return "it matches nothing either"
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"there is {_short(found[0])}{more}"


def _nearest(path: Any, document: Mapping[str, Any]) -> tuple[str, str, str]:
    """The nearest existing place above a target, the key it lacks, and the keys it has."""
    missing = ""
    while not (found := path.find(document)):
        missing = str(path.right)
        path = path.left
    if not missing:
        return "", "", ""
    held = found[0].value
    return str(path), missing, _short(list(held) if isinstance(held, dict) else held)


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _pairs(node: Any) -> Iterator[tuple[str, Any]]:
    for key, value in node.value:
        yield key.value, value


def _check(action: Mapping[str, Any], place: str) -> None:
    unknown = sorted(set(action) - _KEYS)
    if unknown:
        raise PipelineError(
            f"{place}: unknown key {unknown[0]!r}; an action has {', '.join(sorted(_KEYS))}"
        )
    if len([key for key in _DOING if action.get(key) not in (None, False)]) != 1:
        raise PipelineError(f"{place}: needs one of `update`, `copy` and `remove: true`")
    if action.get("x-kind") not in KINDS or not action.get("x-reason"):
        raise PipelineError(
            f"{place}: needs an `x-reason`, and an `x-kind` out of {', '.join(KINDS)}"
        )


def _path(action: Mapping[str, Any], place: str) -> Any:
    try:
        return _parsed(action["target"])
    except (JSONPathError, ValueError) as error:
        raise PipelineError(f"{place}: not a JSONPath: {error}") from error


@cache
def _parsed(target: str) -> Any:
    """A JSONPath, parsed once for all versions that share an overlay."""
    return parse(target)


def _apply(document: dict[str, Any], action: Mapping[str, Any], place: str) -> None:
    path = _path(action, place)
    matches = [match.value for match in path.find(document)]
    if not matches:
        raise PipelineError(
            f"{place}: matches nothing; if HubSpot has healed this, delete the action"
        )
    if "remove" in action:
        path.filter(lambda _: True, document)
        return
    update = action["update"] if "update" in action else _copied(document, action, place)
    for where, value in _leaves(update):
        if all(_reads(match, where) == value for match in matches):
            raise PipelineError(
                f"{place}: changes nothing at {'/'.join(where)}, which is {value!r} already; "
                "delete that part"
            )
    for match in matches:
        _merge(match, update, place)


def _copied(document: Mapping[str, Any], action: Mapping[str, Any], place: str) -> Any:
    """The one node that a `copy` names."""
    found = _path({"target": action["copy"]}, place).find(document)
    if len(found) != 1:
        raise PipelineError(f"{place}: copies {action['copy']}, which matches {len(found)} places")
    return found[0].value


def _merge(value: Any, update: Any, place: str) -> None:
    """Merge as Overlay 1.0 says: objects key by key, lists by appending, all else by replacing."""
    update = copy.deepcopy(update)
    if isinstance(value, list):
        value.append(update)
    elif isinstance(value, dict) and isinstance(update, Mapping):
        for key, new in update.items():
            if isinstance(value.get(key), dict) and isinstance(new, Mapping):
                _merge(value[key], new, place)
            elif isinstance(value.get(key), list) and isinstance(new, list):
                value[key].extend(new)
            else:
                value[key] = new
    else:
        raise PipelineError(
            f"{place}: an update merges into an object or appends to a list, "
            "and its target is neither"
        )


_ABSENT = object()


def _leaves(update: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(update, Mapping):
        for key, value in update.items():
            yield from _leaves(value, (*where, key))
    elif where and not isinstance(
        update, list
    ):  # a list is appended, so it always changes something
        yield where, update


def _reads(value: Any, where: tuple[str, ...]) -> Any:
    for key in where:
        if not isinstance(value, Mapping) or key not in value:
            return _ABSENT
        value = value[key]
    return value
