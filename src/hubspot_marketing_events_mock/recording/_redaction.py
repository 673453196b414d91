"""Redaction: replaces what must not be stored by pseudonyms, and looks once more before storing.

A pseudonym depends on the value and on a key that is never stored. So one value has one pseudonym
wherever it stands, and the pseudonym tells nothing to somebody who has only the recordings.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from attrs import define, field

from hubspot_marketing_events_mock.recording._detection import (
    FINDERS,
    PSEUDONYM,
    decoded,
    kind_of,
)

RULES = frozenset({*FINDERS, "headers", "groups", "encodings", "mentions"})
HEADERS = frozenset({
    "accept", "allow", "content-encoding", "content-type", "retry-after", "x-hubspot-auth-failure",
    "x-hubspot-correlation-id", "x-hubspot-ratelimit-daily", "x-hubspot-ratelimit-daily-remaining",
    "x-hubspot-ratelimit-interval-milliseconds", "x-hubspot-ratelimit-max",
    "x-hubspot-ratelimit-remaining",
})  # fmt: skip
Headers = Iterable[tuple[str, str]]

# What is shorter is replaced where it stands, and not looked for elsewhere: it would be found by
# chance.
_SHORTEST_TEXT, _SHORTEST_NUMBER = 4, 5
_DEEPEST = 100  # lists and objects inside each other
_LONGEST_REMEMBERED = 300  # characters
_GAP = re.compile(r"(\s+)")
_KINDS_OF_FINDERS = {"credentials": "secrets", "entropy": "secrets", "phones": "names"}


class LeakError(ValueError):
    """Something that must not be stored is still there; says where, and never what."""


@define
class Redactor:
    """Replaces what must not be stored, in one exchange.

    Args:
        key: what pseudonyms depend on; never stored.
        rules: which rules apply; all, except for tests of the rules.
    """

    key: bytes
    rules: frozenset[str] = RULES
    _found: dict[str, str] = field(factory=dict)
    _texts: dict[str, str] = field(factory=dict)  # the same short texts come again and again
    _pattern: tuple[int, re.Pattern[str] | None] = (0, None)

    def headers(self, given: Headers) -> list[tuple[str, str]]:
        """Redact headers, of which only those on a list of harmless ones are kept."""
        kept = [
            (name, value)
            for name, value in given
            if name.lower() in HEADERS or "headers" not in self.rules
        ]
        return [(name, str(self.value(value, name))) for name, value in kept]

    def value(self, given: Any, name: str = "", *, depth: int = 0) -> Any:
        """Redact a JSON value.

        Args:
            given: the value.
            name: the name it has where it stands; decides for names that tell what a value is.
            depth: how many lists and objects it stands in; what stands deeper than 100 is replaced.
        """
        if depth > _DEEPEST:
            return "(nested too deeply to be shown)"
        if isinstance(given, dict):
            return self._object(given, name, depth)
        if isinstance(given, list):
            return [self.value(one, name, depth=depth + 1) for one in given]
        if given is None or isinstance(given, bool) or given == "":
            return given
        kind = kind_of(name) if name else None
        if kind and (kind in self.rules or kind == "traces"):
            return self._replaced(kind, given)
        return self.text(given) if isinstance(given, str) else given

    def _object(self, given: Mapping[str, Any], name: str, depth: int) -> dict[str, Any]:
        # CRM properties are written as {"name": "phone", "value": "..."}.
        pair = next((given[key] for key in ("name", "property", "key") if key in given), None)
        pair = str(pair) if pair and "value" in given else ""
        redacted = {}
        for key, one in given.items():
            inner = pair if key == "value" and pair else str(key)
            # A list or object below a telling name has that name throughout.
            inherited = name if kind_of(inner) is None and kind_of(name) == "secrets" else inner
            redacted[self.text(str(key))] = self.value(one, inherited, depth=depth + 1)
        return redacted

    def form(self, given: str) -> str:
        """Redact the body of an HTML form."""
        fields = parse_qsl(given, keep_blank_values=True)
        return urlencode(
            [(self.text(name), str(self.value(value, name))) for name, value in fields]
        )

    def multipart(self, given: str, boundary: str) -> str:
        """Redact a body of several parts, each by its name."""
        parts = given.split("--" + boundary)
        return ("--" + boundary).join(map(self._part, parts))

    def _part(self, part: str) -> str:
        head, gap, content = part.partition("\r\n\r\n")
        name = re.search(r'name="([^"]{1,200})"', head)
        body = content.removesuffix("\r\n")
        kept = self.value(body, name[1]) if name and body else self.text(body)
        return self.text(head) + gap + str(kept) + content[len(body) :]

    def text(self, given: str) -> str:
        """Redact a text by what stands in it, in whatever encoding."""
        if len(given) > _LONGEST_REMEMBERED:
            return self._redacted(given)
        if given not in self._texts:
            self._texts[given] = self._redacted(given)
        return self._texts[given]

    def _redacted(self, given: str) -> str:
        for rule, finder in FINDERS.items():
            if rule in self.rules:
                given = self._without(given, rule, finder(given))
        if "encodings" in self.rules:
            given = "".join(map(self._without_encoded, _GAP.split(given)))
        return given

    def _without(self, given: str, rule: str, spans: Iterable[tuple[int, int]]) -> str:
        parts, done = [], 0
        for start, end in spans:
            if start < done or PSEUDONYM.fullmatch(given, start, end):
                continue
            kind = _KINDS_OF_FINDERS.get(rule, rule)
            parts += [given[done:start], self._known(kind, given[start:end])]
            done = end
        return "".join([*parts, given[done:]])

    def _without_encoded(self, word: str) -> str:
        """The word, or a pseudonym for all of it where something is encoded in it."""
        if any(_first(plain) or self._mention(plain) for plain in decoded(word)):
            return self._known("secrets", word)
        return word

    def secret(self, given: str) -> None:
        """Remember a secret of the exchange, so that it is found in every other place, too."""
        if given:
            self._known("secrets", given)

    def mentions(self, given: Any) -> Any:
        """Replace what was found in one place in all other places, as a value or a word."""
        pattern = self._wanted()
        if pattern is None or "mentions" not in self.rules:
            return given
        return _mapped(given, lambda text: pattern.sub(lambda found: self._found[found[0]], text))

    def check(self, stored: Any, *, known: bool = True) -> None:
        """Check an exchange again before it is stored, by every rule and in every encoding.

        Args:
            stored: the document.
            known: look as well for the values that were replaced.

        Raises:
            LeakError: something is left; says where, and never what.
        """
        for place, text in _texts(stored):
            for plain in (text, *decoded(text)):
                rule = _first(plain)
                if rule:
                    raise LeakError(
                        f"at {place} is something of the kind {rule}; nothing is stored"
                    )
                if known and self._mention(plain):
                    raise LeakError(f"at {place} is a value replaced elsewhere; nothing is stored")

    def _mention(self, plain: str) -> bool:
        pattern = self._wanted()
        return pattern is not None and pattern.search(plain) is not None

    def _wanted(self) -> re.Pattern[str] | None:
        count, pattern = self._pattern
        if count == len(self._found):
            return pattern
        wanted = [v for v in self._found if len(v) >= _shortest(v) and not PSEUDONYM.fullmatch(v)]
        wanted.sort(key=len, reverse=True)
        pattern = re.compile("|".join(map(_as_word, wanted))) if wanted else None
        self._pattern = (len(self._found), pattern)
        return pattern

    def _known(self, kind: str, given: str) -> str:
        if PSEUDONYM.fullmatch(given):
            return given
        return self._found.setdefault(given, self._pseudonym(kind, given))

    def _replaced(self, kind: str, given: Any) -> Any:
        if kind == "groups":
            return re.sub(r"\d{4,}", lambda found: self._known("ids", found[0]), str(given))
        if isinstance(given, float):
            return 0.0
        if isinstance(given, int):
            return int(self._known("ids", str(abs(given))))
        return self._known(kind, str(given))

    def _pseudonym(self, kind: str, given: str) -> str:
        digest = hmac.digest(
            self.key, given.lower().encode("utf-8", "surrogatepass"), hashlib.sha256
        )
        short = digest.hex()[:8]
        if kind == "traces":
            return str(uuid.UUID(bytes=digest[:16], version=4))
        if kind == "emails" or ("@" in given and kind == "ids"):
            return f"person-{short}@contacts.example"
        if given.isdecimal() and given.isascii() and kind != "secrets":
            return str(10 ** (len(given) - 1) + int.from_bytes(digest) % 10 ** (len(given) - 1))
        prefix = {"names": "Name", "ids": "id"}.get(kind, "redacted")
        return f"{prefix}-{short}"


def _first(text: str) -> str | None:
    """The first rule that finds something in a text, pseudonyms apart."""
    for rule, finder in FINDERS.items():
        for start, end in finder(text):
            if not _is_pseudonym(rule, text, start, end):
                return rule
    return None


def _is_pseudonym(rule: str, text: str, start: int, end: int) -> bool:
    if PSEUDONYM.fullmatch(text, start, end):
        return True
    # A number's pseudonym is a number: only where it was found is it known to be one.
    return rule in {"ids", "names", "secrets"} and text[start:end].isdecimal()


def _shortest(value: str) -> int:
    return _SHORTEST_NUMBER if value.isdecimal() else _SHORTEST_TEXT


def _mapped(given: Any, change: Callable[[str], str]) -> Any:
    if isinstance(given, dict):
        return {change(str(key)): _mapped(one, change) for key, one in given.items()}
    if isinstance(given, list | tuple):
        return [_mapped(one, change) for one in given]
    if isinstance(given, bool) or not isinstance(given, str | int):
        return given
    return change(given) if isinstance(given, str) else int(change(str(given)))


def _as_word(value: str) -> str:
    return rf"(?<!\w){re.escape(value)}(?!\w)"


def _texts(given: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(given, dict):
        for key, one in given.items():
            yield f"a name in {place or '/'}", str(key)
            yield from _texts(one, f"{place}/{key}")
    elif isinstance(given, list | tuple):
        for number, one in enumerate(given):
            yield from _texts(one, f"{place}/{number}")
    elif given is not None and not isinstance(given, bool):
        yield place or "/", str(given)
