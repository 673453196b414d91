"""What is certainly no e-mail address.

HubSpot does not document which addresses it takes. So only what no mail system can deliver to is
refused: the syntax is that of RFC 5321 and of RFC 6531, which allows letters of every script.
"""

from __future__ import annotations

import re
from functools import cache

LONGEST = 320  # characters: 64 before the @ and 255 after it (RFC 5321)

# White space, control characters, and what is invisible and stands in no name of a host.
_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_LOCAL = rf'[^{_UNSEEN}()<>\[\]:;@\\,"]'
_LABEL = rf"[^{_UNSEEN}!-,./:-@\[-^`{{-~]"  # any character but ASCII punctuation; - and _ may be
_QUOTED = r'"(?:[^"\\\r\n]|\\.)+"'
_LITERAL = r"\[[0-9A-Za-z:.]+\]"  # an IP address
_ADDRESS = rf"(?:{_LOCAL}++|{_QUOTED})@(?:{_LABEL}++(?:\.{_LABEL}++)*+|{_LITERAL})"


@cache
def _address() -> re.Pattern[str]:
    """Return the pattern of an address, which takes 0.5 ms to compile, when one is first needed."""
    return re.compile(_ADDRESS)


def is_address(text: str) -> bool:
    """Whether a text may be an e-mail address."""
    return len(text) <= LONGEST and _address().fullmatch(text) is not None


def address_fault(text: str) -> str | None:
    """Say why a text is no e-mail address.

    Args:
        text: the text, without white space around it.

    Returns:
        What is wrong with it, as the end of a sentence that begins with the text; None if it may
        be an address.
    """
    return None if is_address(text) else f"is no e-mail address: {_reason(text)}"


def _reason(text: str) -> str:
    if len(text) > LONGEST:
        return f"it has more than {LONGEST} characters"

    local, at, domain = text.rpartition("@")
    if not at:
        return "it has no @, but a full-width \uff20" if "\uff20" in text else "it has no @"
    if "@" in local:
        return "it has more than one @; each address needs an input of its own"
    if not local or not domain:
        return f"it has nothing {'after' if local else 'before'} the @"

    for part, side, allowed in ((local, "before", _LOCAL), (domain, "after", rf"{_LABEL}|\.")):
        other = re.sub(allowed, "", part)[:1]
        if other:
            return f"it has {_named(other)} {side} the @"
    return "it has a dot after the @ with nothing beside it"


def _named(character: str) -> str:
    if character.isprintable() and not character.isspace():
        return character
    return "a space" if character == " " else f"an invisible character (U+{ord(character):04X})"
