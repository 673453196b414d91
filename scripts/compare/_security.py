"""Compare how calls are authenticated: an operation's alternatives and the schemes they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.compare._shapes import matched
from scripts.openapi.cursor import Cursor, labelled
from scripts.openapi.values import mapping, sequence

Alternative = Mapping[
    str, frozenset[str]
]  # scopes by scheme; all of its schemes are needed at once
_PROPERTIES = ("type", "scheme", "name", "in", "openIdConnectUrl")
_MOST_PAIRS = 10_000
_URLS = ("authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl")


def alternatives(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """How the ways to authenticate differ, of which a caller takes any one.

    Args:
        old: what an operation, or else its document, lists as `security`.
        new: the same, later.

    Yields:
        A rule, and which way or scope.
    """
    _, gone, came = matched(_alternatives(old), _alternatives(new), (_key, _key))
    both, gone, came = matched(gone, came, (_told, _told))
    for before, after in both:
        for scheme in before:
            yield from (("scope-removed", scope) for scope in before[scheme] - after[scheme])
            yield from (("scope-added", scope) for scope in after[scheme] - before[scheme])
    for before, after in _nested(gone, came):
        gone.remove(before)
        came.remove(after)
        rule = "security-tightened" if before.keys() < after.keys() else "security-loosened"
        yield rule, f"{_told(before)} -> {_told(after)}"
    left = _alternatives(new)
    for one in gone:
        spared = any(
            _within(way, one) for way in left
        )  # a caller may send more than a way asks for
        yield "security-loosened" if spared else "security-removed", _told(one)
    yield from (("security-added", _told(one)) for one in came)


def _alternatives(security: Any) -> list[Alternative]:
    listed = [
        {scheme: frozenset(map(str, sequence(scopes))) for scheme, scopes in one.items()}
        for one in sequence(security)
        if isinstance(one, Mapping)
    ]
    found = {_key(one): one for one in listed}
    return [found[key] for key in sorted(found)] or [{}]


def _key(one: Alternative) -> str:
    return repr(sorted((scheme, sorted(scopes)) for scheme, scopes in one.items()))


def _told(one: Alternative) -> str:
    return " + ".join(sorted(one)) or "none"


def _within(one: Alternative, other: Alternative) -> bool:
    """Whether a way asks for nothing that the other does not."""
    return all(scheme in other and scopes <= other[scheme] for scheme, scopes in one.items())


def _nested(
    gone: list[Alternative], came: list[Alternative]
) -> Iterator[tuple[Alternative, Alternative]]:
    """Pair each way with one that asks for the same and more; each way is in one pair at most."""
    if len(gone) * len(came) > _MOST_PAIRS:
        return
    nested = [(a, b) for a in gone for b in came if _within(a, b) or _within(b, a)]
    seen = set[str]()
    for before, after in sorted(nested, key=lambda pair: sorted(map(_key, pair))):
        keys = {f"old {_key(before)}", f"new {_key(after)}"}
        if not keys & seen:
            seen |= keys
            yield before, after


def schemes(old: Cursor, new: Cursor) -> Iterator[tuple[str, str, str]]:
    """How the security schemes of two documents differ.

    Yields:
        A rule, the scheme, and what changed in it.
    """
    before, after = ((root / "components" / "securitySchemes").members() for root in (old, new))
    yield from (("scheme-removed", name, "") for name in before.keys() - after.keys())
    yield from (("scheme-added", name, "") for name in after.keys() - before.keys())
    for name in before.keys() & after.keys():
        one, other = before[name], after[name]
        if one.is_dangling != other.is_dangling:
            reference = labelled((other if other.is_dangling else one).reference)
            yield f"reference-{'broken' if other.is_dangling else 'mended'}", name, reference
            continue
        for rule, detail in _scheme(one.followed(), other.followed()):
            yield rule, name, detail


def _scheme(old: Cursor, new: Cursor) -> Iterator[tuple[str, str]]:
    yield from _differing(old, new, _PROPERTIES, "")
    before, after = (
        {
            name: flow
            for name, flow in (one / "flows").members().items()
            if not name.startswith("x-")
        }
        for one in (old, new)
    )
    yield from (("flow-removed", flow) for flow in before.keys() - after.keys())
    yield from (("flow-added", flow) for flow in after.keys() - before.keys())
    for flow in before.keys() & after.keys():
        one, other = before[flow], after[flow]
        yield from _differing(one, other, _URLS, f"{flow} ")
        was, is_ = mapping(one.get("scopes")), mapping(other.get("scopes"))
        yield from (("flow-scope-removed", scope) for scope in was.keys() - is_.keys())
        yield from (("flow-scope-added", scope) for scope in is_.keys() - was.keys())


def _written(word: str, scheme: Cursor) -> str:
    """What a scheme says, in small letters where case does not count."""
    said = str(scheme.get(word, "none"))
    return (
        said.lower()
        if word == "scheme" or (word == "name" and scheme.get("in") == "header")
        else said
    )


def _differing(
    old: Cursor, new: Cursor, words: tuple[str, ...], flow: str
) -> Iterator[tuple[str, str]]:
    for word in words:
        before, after = (_written(word, one) for one in (old, new))
        if before != after:
            yield "scheme-changed", f"{flow}{word}: {before} -> {after}"
