"""What must not be stored: credentials, and what tells a person or an account; found, replaced, and looked for again.

A pseudonym depends on the value and a key that is never stored, so it is the same wherever the value stands, and
tells nothing to who has only the recordings.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from attrs import define, field

RULES = ("headers", "credentials", "secrets", "emails", "names", "ids", "groups", "mentions")
HEADERS = frozenset({
    "accept", "allow", "content-encoding", "content-type", "retry-after", "x-hubspot-auth-failure",
    "x-hubspot-correlation-id", "x-hubspot-ratelimit-daily", "x-hubspot-ratelimit-daily-remaining",
    "x-hubspot-ratelimit-interval-milliseconds", "x-hubspot-ratelimit-max", "x-hubspot-ratelimit-remaining",
})  # fmt: skip
_KINDS = {
    "secrets": "accesstoken apikey authorization clientsecret cookie hapikey idtoken password refreshtoken secret"
    " sessionid signature token",
    "emails": "email emailaddress",
    "names": "address city company displayname eventorganizer firstname fullname lastname middlename mobilephone phone"
    " salutation zip",
    "ids": "accountid actorid contactid contactidentifier hubid ownerid portalid sourceid sourcevid updatedbyuserid"
    " userid vid",
    "groups": "groupname",
    "traces": "correlationid requestid xhubspotcorrelationid",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?!contacts\.example\b)[\w-]+(?:\.[\w-]+)+")
_CREDENTIAL = re.compile(
    r"(?i)\b(?:bearer|basic)\s+(?=\S*\d)[\w.~+/=-]{8,}|\bpat-[a-z]{2,3}\d?-[\w-]{8,}|\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*"
    r"|\b(?:hapikey|access_token|refresh_token|client_secret)=(?!scrubbed-)[^&\s\"]+|\bC[A-Za-z0-9_-]{80,}"
)
_SHORT = (
    4,
    5,
)  # characters, digits; what is shorter is replaced where it stands, and not looked for elsewhere


class LeakError(ValueError):
    """Something that must not be stored is still there; says where, and never what."""


@define
class Redactor:
    """Replaces what must not be stored, in one exchange after another.

    Args:
        key: what pseudonyms depend on; never stored.
        rules: which rules apply; all, but for who tests them.
    """

    key: bytes
    rules: frozenset[str] = frozenset(RULES)
    _found: dict[str, str] = field(factory=dict)

    def headers(self, given: Mapping[str, str]) -> dict[str, str]:
        """The headers that may be stored."""
        kept = {
            name: value
            for name, value in given.items()
            if name.lower() in HEADERS or "headers" not in self.rules
        }
        return {name: str(self.value(value, name)) for name, value in kept.items()}

    def value(self, given: Any, name: str = "") -> Any:
        """A JSON value, or a text, without what must not be stored; `name` is the one it has where it stands."""
        if isinstance(given, dict):
            pair = given.get("name") if "value" in given else None  # as a property is written
            return {
                key: self.value(one, str(pair) if pair and key == "value" else key)
                for key, one in given.items()
            }
        if isinstance(given, list):
            return [self.value(one, name) for one in given]
        if given is None or isinstance(given, bool):
            return given
        kind = _KIND_OF.get(re.sub(r"[^a-z]", "", name.lower()), "")
        if kind and (kind in self.rules or kind == "traces") and given != "":
            return self._replaced(kind, given)
        return self.text(given) if isinstance(given, str) else given

    def text(self, given: str) -> str:
        """A text with the credentials and addresses in it replaced."""
        if "credentials" in self.rules:
            given = _CREDENTIAL.sub(lambda found: self._known("secrets", found[0]), given)
        return (
            _EMAIL.sub(lambda found: self._known("emails", found[0]), given)
            if "emails" in self.rules
            else given
        )

    def mentions(self, given: Any) -> Any:
        """Replace what was found in one place wherever else a value is it, or a text mentions it as a word."""
        wanted = sorted(self._worth_finding(), key=len, reverse=True)
        if not wanted or "mentions" not in self.rules:
            return given
        pattern = re.compile("|".join(map(_as_word, wanted)))
        return _mapped(given, lambda text: pattern.sub(lambda found: self._found[found[0]], text))

    def check(self, stored: Any, *, known: bool = True) -> None:
        """Look once more at what is about to be stored; without `known`, only at what it looks like.

        Raises:
            LeakError: something is left that looks like a credential or an address, or was to be replaced.
        """
        found = re.compile(
            "|".join(map(_as_word, self._worth_finding() if known else ())) or r"(?!)"
        )
        for place, text in _texts(stored):
            for plain in {text, unquote(text)}:
                if _CREDENTIAL.search(plain):
                    raise LeakError(f"at {place} is something like a credential; nothing is stored")
                if _EMAIL.search(plain):
                    raise LeakError(f"at {place} is an e-mail address; nothing is stored")
                if found.search(plain):
                    raise LeakError(
                        f"at {place} is a value that was replaced elsewhere; nothing is stored"
                    )

    def _worth_finding(self) -> list[str]:
        return [value for value in self._found if len(value) >= _SHORT[value.isdecimal()]]

    def _known(self, kind: str, given: str) -> str:
        return self._found.setdefault(given, self._pseudonym(kind, given))

    def _replaced(self, kind: str, given: Any) -> Any:
        if kind == "groups":
            return re.sub(r"\d{4,}", lambda found: self._known("ids", found[0]), str(given))
        return (
            int(self._known("ids", str(abs(given))))
            if isinstance(given, int)
            else self._known(kind, str(given))
        )

    def _pseudonym(self, kind: str, given: str) -> str:
        digest = hmac.digest(
            self.key, given.lower().encode("utf-8", "surrogatepass"), hashlib.sha256
        )
        short = digest.hex()[:8]
        if kind == "traces":
            return str(uuid.UUID(bytes=digest[:16], version=4))
        if kind == "emails" or "@" in given:
            return f"person-{short}@contacts.example"
        if given.isdecimal() and given.isascii():
            return str(10 ** (len(given) - 1) + int.from_bytes(digest) % 10 ** (len(given) - 1))
        return f"{ {'secrets': 'scrubbed', 'names': 'Name', 'ids': 'id'}[kind] }-{short}"


def _mapped(given: Any, change: Callable[[str], str]) -> Any:
    if isinstance(given, dict):
        return {key: _mapped(one, change) for key, one in given.items()}
    if isinstance(given, list):
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
    elif isinstance(given, list):
        for number, one in enumerate(given):
            yield from _texts(one, f"{place}/{number}")
    elif given is not None and not isinstance(given, bool):
        yield place or "/", str(given)
