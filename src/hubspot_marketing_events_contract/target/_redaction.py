"""Redaction: everything that is written passes through it, and has no tokens or addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

TOKEN = "[token]"  # noqa: S105 - what stands in a token's place
ADDRESS = "[e-mail address]"

_SHORT = 8  # characters; a shorter token is replaced as a word only, since it may be part of others
_HEADERS = frozenset(
    [
        "accept",
        "allow",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "retry-after",
        "server",
        "x-hubspot-auth-failure",
        "x-hubspot-correlation-id",
        "x-hubspot-ratelimit-daily",
        "x-hubspot-ratelimit-daily-remaining",
        "x-hubspot-ratelimit-interval-milliseconds",
        "x-hubspot-ratelimit-max",
        "x-hubspot-ratelimit-remaining",
    ]
)
# A local part has at most 64 characters; without a bound, a long word takes quadratic time.
# Addresses that the tool makes up itself end in contacts.example, in any case; they tell nothing.
_EMAIL = re.compile(
    r"[\w.!#$&'*+/=?^`{|}~-]{1,64}(?:@|%40|\\u0040)"
    r"(?!(?i:(?:more\.)?contacts\.example)(?![\w-]|\.\w))[\w-]+(?:\.[\w-]+)+"
)
_CREDENTIAL = re.compile(
    r"(?i)\b(?:bearer|basic)\s+(?=\S*\d)[\w.~+/=-]{8,}"
    r"|\bpat-[a-z]{2,3}\d?-[\w-]{8,}"
    r"|\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*"
    r"|\b(?:hapikey|access_token|refresh_token|client_secret)=[^&\s\"']+"
)


class Redaction:
    """Removes credentials and e-mail addresses from everything that is printed or written.

    Args:
        secrets: the tokens of the run; empty ones are passed over.
    """

    def __init__(self, secrets: Iterable[str | None]) -> None:
        patterns = {pattern for secret in secrets if secret for pattern in _spellings(secret)}
        longest_first = sorted(patterns, key=len, reverse=True)
        self._known = re.compile("|".join(longest_first) or r"(?!)")

    def text(self, given: str) -> str:
        """Return a text without tokens, things that look like credentials, and e-mail addresses."""
        given = self._known.sub(TOKEN, given)
        given = _CREDENTIAL.sub(TOKEN, given)
        return _EMAIL.sub(ADDRESS, given)

    def body(self, content: bytes) -> str:
        """Return a body as text, without what must not be written."""
        return self.text(content.decode(errors="replace"))

    def headers(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the headers that may be written; others may hold cookies or credentials."""
        return {name: self.text(value) for name, value in given.items() if name.lower() in _HEADERS}


def _spellings(secret: str) -> Iterable[str]:
    if len(secret) >= 2 * _SHORT:
        # Properties try tokens that are cut, turned round and in another case.
        half = len(secret) // 2
        for part in (secret[:half], secret[half:], secret[::-1], secret.swapcase()):
            yield re.escape(part)

    plain = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}

    for spelling in plain:
        pattern = re.escape(spelling)
        yield pattern if len(secret) >= _SHORT else rf"(?<!\w){pattern}(?!\w)"
