"""Find the same operation in two documents, whatever its version, parameters or operationId."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any, TypeVar

T = TypeVar("T")
_VERSION = re.compile(r"/(v\d+|\d{4}-\d\d(-[a-z][a-z0-9.]*)?)(?=/|$)")


def masked(method: str, path: str) -> str:
    """An operation without the version in its path and without the names of its parameters.

    These names are not part of any request.
    """
    named = _VERSION.sub("/{version}", re.sub(r"\{[^}]*\}", "{}", path))
    return f"{method.upper()} {named}"


def unversioned(text: str) -> str:
    """A path or URL without the version in it."""
    return _VERSION.sub("/{version}", text)


def alike(old: Mapping[str, T], new: Mapping[str, T]) -> tuple[dict[str, T], dict[str, T], str]:
    """Give the operations of two documents the names by which they are compared.

    The name is the masked path, or the whole path if a document has several versions of it. If the
    paths of the two documents begin differently, as `/things/v3` and `/v3/things`, the old ones get
    the new beginning.

    Args:
        old: the operations of the earlier document by method and path.
        new: those of the later one.

    Returns:
        The operations of either under those names, and how the beginning changed, or an empty text.
    """
    before, after = _masked_alike(old, new)
    ends = {name.partition(" ")[2] for name in before}, {name.partition(" ")[2] for name in after}
    one, other = (_beginning(paths) for paths in ends)
    if not one or not other or one == other:
        return before, after, ""
    moved = {_rebased(name, one, other): operation for name, operation in before.items()}
    if len(moved) < len(before) or len(moved.keys() & after) <= len(before.keys() & after):
        return before, after, ""
    return moved, after, f"{one} -> {other}"


def _beginning(paths: Iterable[str]) -> str:
    """The longest fixed part that most of some paths begin with, parameters being `{}`."""
    listed = list(paths)
    counts = Counter[str]()
    for path in listed:
        fixed = list(takewhile(lambda segment: segment != "{}", path.split("/")))
        counts.update("/".join(fixed[:end]) for end in range(2, len(fixed) + 1))
    return max(
        (one for one, count in counts.items() if 2 * count > len(listed)), key=len, default=""
    )


def _rebased(name: str, old: str, new: str) -> str:
    method, _, path = name.partition(" ")
    inside = path == old or path.startswith(f"{old}/")
    return f"{method} {new}{path[len(old) :]}" if inside else name


def _masked_alike(old: Mapping[str, T], new: Mapping[str, T]) -> tuple[dict[str, T], dict[str, T]]:
    counts = [Counter(map(unversioned, names)) for names in (old, new)]
    crowded = {name for count in counts for name, times in count.items() if times > 1}
    before, after = (
        {
            name if unversioned(name) in crowded else unversioned(name): operation
            for name, operation in side.items()
        }
        for side in (old, new)
    )
    return before, after


def named(operation_id: Any) -> str:
    """The name in an operationId, without method, path and version; empty if there is none.

    HubSpot writes `post-/things/v3/make_make`; in some revisions the tail is a path or is missing.
    """
    tail = (
        str(operation_id or "").rpartition("_")[2]
        if "/" in str(operation_id)
        else str(operation_id or "")
    )
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", "" if "/" in tail else tail)
    return re.sub(r"[\W_]+", "_", words).strip("_").lower()


def common_prefix(paths: Iterable[str], key: str) -> str | None:
    """The longest beginning with the version in it that most paths share.

    Args:
        paths: the paths of a document; one or the other may be wrong.
        key: the version, which is a segment of its paths.

    Returns:
        The prefix, as `/marketing/v3/marketing-events`; None if most paths share none.
    """
    listed = list(paths)
    counts = Counter[str]()
    for path in listed:
        segments = path.split("/")
        fixed = list(takewhile(lambda segment: "{" not in segment, segments))
        if key in fixed:
            first = fixed.index(key) + 1
            counts.update("/".join(fixed[:end]) for end in range(first, len(fixed) + 1))
    shared = [prefix for prefix, count in counts.items() if 2 * count > len(listed)]
    return max(shared, key=len, default=None)
