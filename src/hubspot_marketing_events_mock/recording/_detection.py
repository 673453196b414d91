"""Finds what must not be stored in a text: credentials, and what tells a person or an account.

Each finder returns the spans it found. Every pattern is linear: it starts only at the beginning
of a word or at a fixed character, and what follows is bounded or matched once.
"""

from __future__ import annotations

import base64
import binascii
import html
import ipaddress
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote

Span = tuple[int, int]
Finder = Callable[[str], Iterator[Span]]

# Pseudonyms are not replaced again.
PSEUDONYM = re.compile(r"(?:redacted|Name|id|person)-[0-9a-f]{8}(?:@contacts\.example)?")

# Without the marks that separate parts of a URL: youtube.example/@handle is no address.
_LOCAL = frozenset("!$%'*+^_`{|}~.-")
_LONGEST_LOCAL = 64  # characters before the @ (RFC 5321)
_HOST = re.compile(r"\[[0-9A-Za-z:.]{2,45}\]|[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_EXAMPLE_HOST = "contacts.example"

_KNOWN_SHAPES = re.compile(
    r"(?i:\b(?:bearer|basic|digest|negotiate|apikey)\s{1,4}[\w.~+/=-]{6,})"
    r"|\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ABIA|ACCA)[A-Z0-9]{12,}"
    r"|-----BEGIN [A-Z0-9 ]{1,40}-----(?:(?!-----END)[\s\S])*(?:-----END [A-Z0-9 ]{1,40}-----)?"
    r"|\beyJ[\w-]{4,}(?:\.[\w-]+){1,4}"
    r"|(?i:\bpat-[a-z]{2,3}\d{0,2}-[\w-]{8,})"
    r"|\b(?:gh[opsur]_|github_pat_|glpat-|xox[abeoprs]-|xapp-|sk-|sk_live_|sk_test_|rk_live_"
    r"|pk_live_|AIza|ya29\.|SG\.|shp(?:at|ca|pa|ss)_|npm_|pypi-|hf_|dop_v1_|whsec_|EAA|key-"
    r"|sq0[a-z]{3}-|lin_api_|dapi|glsa_|NRAK-|ATATT)[\w.-]{10,}"
    r"|(?<=://)[^\s/@:]{0,200}:[^\s/@]{1,200}(?=@)"
    r"|(?<=\bhooks\.slack\.com/services/)[\w/-]+"
)
_WORD = re.compile(r"[A-Za-z0-9+/_-]{20,}")
# The share of neighbours of another kind: among random letters and digits it is 0.62, among random
# digits and letters of one case 0.4 to 0.47, and in names written together at most about 0.35.
_CHANGES_OF_CASES = 0.38
_CHANGES_OF_DIGITS = 0.25
_CHANGES_IN_LONG_WORDS = 0.2  # tokens that hold numbers as bytes have runs of one letter
_LONG = 32  # characters
_ALL_KINDS = 3  # capitals, small letters and digits
_LEAST_ENTROPY = 3.0  # bits for each character
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# JSON inside JSON has its quotes escaped, once or several times.
_NAMED = re.compile(r"(?<![\w.-])([A-Za-z][\w.-]{0,60})(?:\[\])?\\{0,7}[\"']?\s{0,3}[=:]\s{0,3}")
_VALUE = re.compile(r"\\{1,7}\"[^\"\\\n]*|\"(?:[^\"\\\n]|\\.)*|'[^'\n]*|[^\s&;,\"'<>{}\[\]\\]+")
_NO_VALUES = frozenset({"null", "true", "false", "none", "None"})
_IPV4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)")
_IPV6 = re.compile(
    r"(?<![\w:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\w:])"
)
_PHONE = re.compile(
    r"(?<![\w+])(?:\+|00)[1-9](?:[ ()./-]{0,3}\d){6,14}(?!\d)"
    r"|(?<![\w(])\(\d{2,5}\) ?\d{3}[ -]?\d{3,5}"
)
_ACCOUNT = re.compile(
    r"(?i)\b(?:portal|hub|account|user|owner|contact|actor|vid|contactvid)"
    r"[ _-]?(?:id|number|no\.?)?s?"
    r"[\"']?\s{0,3}[:=#]?\s{0,3}[\"'(\[#]{0,2}(\d{3,20})(?!\d)"
    r"|hubspot\.com/(?:[a-z][\w-]{0,40}/){1,3}(\d{3,20})(?!\d)"
    r"|(?<=/)(?:portals?|accounts?|hubs?|users?|contacts?|owners?)/(\d{3,20})(?!\d)"
)


# -- names --------------------------------------------------------------------------------------

_SECRET_PARTS = (
    "token", "secret", "passw", "passphrase", "apikey", "hapikey", "authoriz", "credential",
    "signature", "cookie", "jwt", "privatekey", "accesskey", "signingkey", "encryptionkey",
    "sessionid", "sessionkey", "xauth", "authkey", "csrf", "xsrf", "bearer", "sharedkey",
)  # fmt: skip
_SECRET_WORDS = frozenset(
    {"auth", "sig", "pwd", "pass", "pin", "otp", "session", "sid", "hmac", "key", "code"}
)
_NAME_PARTS = (
    "firstname", "lastname", "middlename", "fullname", "displayname", "contactname", "username",
    "nickname", "surname", "givenname", "familyname", "maidenname", "personname", "attendeename",
    "ownername", "guestname", "membername", "customername", "organizer", "phone", "mobile",
    "telephone", "whatsapp", "address", "street", "zipcode", "postal", "postcode", "salutation",
    "birth", "passport", "ssn", "taxid", "iban", "creditcard", "cardnumber", "latitude",
    "longitude",
)  # fmt: skip
_NAME_WORDS = frozenset(
    {
        "city",
        "zip",
        "company",
        "fax",
        "dob",
        "gender",
        "cell",
        "person",
        "attendee",
        "speaker",
        "lat",
        "lng",
    }
)
_ID_NAMES = re.compile(
    r"(?:x?hubspot)?(?:(?:source|hs|updatedby|createdby)?"
    r"(?:account|actor|contact|hub|owner|portal|user|source|vid|sourcevid|analyticsuser)id|hsid)s?"
    r"|vids?|contactidentifier|sourcevid|updatedbyuserid|portal|hub|createdby|updatedby"
)
# Names that decide by themselves; those of None look like a secret's, and are parts of HubSpot's
# own errors and of paging.
_HARMLESS = (
    "errortokens xhubspotauthfailure statuscode errorcode code key keys pagetoken nextpagetoken"
    " countrycode languagecode currencycode contextcode reasoncode"
)
_KINDS: Mapping[str, str | None] = {
    **dict.fromkeys(_HARMLESS.split()),
    **dict.fromkeys(
        ["correlationid", "requestid", "xhubspotcorrelationid", "xrequestid", "traceid"], "traces"
    ),
    **dict.fromkeys(["ip", "ipaddress", "clientip", "remoteip"], "addresses"),
    "groupname": "groups",
}


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str | None:
    """The kind of a value, by its name in the place where it is.

    Args:
        name: the name of a field, parameter, header or form part, in any spelling.

    Returns:
        The rule that applies to the value, or None.
    """
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name[:200]).lower()
    parts = re.findall(r"[a-z]+", words)
    squeezed = "".join(parts)
    if squeezed in _KINDS:
        return _KINDS[squeezed]
    if "mail" in squeezed:
        return "emails"
    if any(part in squeezed for part in _SECRET_PARTS) or not _SECRET_WORDS.isdisjoint(parts):
        return "secrets"
    if any(part in squeezed for part in _NAME_PARTS) or not _NAME_WORDS.isdisjoint(parts):
        return "names"
    return "ids" if _ID_NAMES.fullmatch(squeezed) else None


# -- finders ------------------------------------------------------------------------------------


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses, with a quoted local part or a host of one label as well."""
    at = text.find("@")
    while at >= 0:
        start, host = _local_part(text, at), _HOST.match(text, at + 1)
        if start < at and host and host[0].strip("-_.").lower() != _EXAMPLE_HOST:
            yield start, host.end()
        at = text.find("@", at + 1)


def _local_part(text: str, at: int) -> int:
    """Where the local part that ends before an @ begins."""
    if text[at - 1 : at] == '"':
        opening = text.rfind('"', max(0, at - _LONGEST_LOCAL - 2), at - 1)
        return at if opening < 0 else opening
    start, lowest = at, max(0, at - _LONGEST_LOCAL)
    while start > lowest and (text[start - 1].isalnum() or text[start - 1] in _LOCAL):
        start -= 1
    return start


def credentials(text: str) -> Iterator[Span]:
    """Credentials by their shape.

    Found are schemes, prefixes of providers, PEM blocks, JWTs, and users in URLs.
    """
    for found in _KNOWN_SHAPES.finditer(text):
        yield found.span()


def random_words(text: str) -> Iterator[Span]:
    """Long words that look drawn at random, as keys and tokens are."""
    for found in _WORD.finditer(text):
        if (
            "/" in found[0]
            and text.rfind("//", max(0, found.start() - 300), found.start() + 2) >= 0
        ):
            yield from _random_segments(found[0], found.start())
        elif _looks_random(found[0]):
            yield found.span()


def _random_segments(path: str, start: int) -> Iterator[Span]:
    for segment in path.split("/"):
        if len(segment) >= 20 and _looks_random(segment):  # noqa: PLR2004 - as in _WORD
            yield start, start + len(segment)
        start += len(segment) + 1


def _looks_random(word: str) -> bool:
    """Whether letters and digits change as often as they do where chance draws them."""
    if _UUID.fullmatch(word):
        return False  # as ids are; where a UUID is a key, its name tells
    drawn = [character for character in word if character.isalnum()]
    kinds = Counter(map(_class, drawn))
    if len(kinds) < 2:  # noqa: PLR2004 - one kind of character is a number or a word
        return False
    is_hexadecimal = re.fullmatch(r"[0-9a-f]{32,}|[0-9A-F]{32,}", "".join(drawn)) is not None
    changes = sum(_class(a) != _class(b) for a, b in pairwise(drawn)) / len(drawn)
    has_both_cases = kinds["upper"] > 0 and kinds["lower"] > 0
    usual = _CHANGES_OF_CASES if has_both_cases else _CHANGES_OF_DIGITS
    if len(kinds) == _ALL_KINDS and len(drawn) >= _LONG:
        usual = _CHANGES_IN_LONG_WORDS
    return is_hexadecimal or (changes >= usual and _entropy(drawn) > _LEAST_ENTROPY)


def _class(character: str) -> str:
    if character.isdigit():
        return "digit"
    return "upper" if character.isupper() else "lower"


def _entropy(drawn: Sequence[str]) -> float:
    counts = Counter(drawn).values()
    return -sum(count / len(drawn) * math.log2(count / len(drawn)) for count in counts)


def pairs(text: str, kinds: frozenset[str]) -> Iterator[Span]:
    """Values that follow a telling name in a text, as `sig=...` in a URL or `"phone": "..."`."""
    done = 0
    for found in _NAMED.finditer(text):
        if found.start() < done or kind_of(found[1]) not in kinds:
            continue
        value = _VALUE.match(text, found.end())
        if value and value[0] not in _NO_VALUES:
            start = value.end() - len(value[0].lstrip("\\\"'"))
            done = value.end()
            if start < done:
                yield start, done


def addresses(text: str) -> Iterator[Span]:
    """IP addresses."""
    for pattern in (_IPV4, _IPV6):
        for found in pattern.finditer(text):
            if _is_address(found[0]):
                yield found.span()


def _is_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


def phones(text: str) -> Iterator[Span]:
    """Telephone numbers in the international form, or with an area code in parentheses."""
    for found in _PHONE.finditer(text):
        yield found.span()


def accounts(text: str) -> Iterator[Span]:
    """Ids of portals, users and contacts in messages and in paths of URLs."""
    for found in _ACCOUNT.finditer(text):
        yield found.span(found.lastindex or 0)


_SECRET = frozenset({"secrets"})
_PERSONAL = frozenset({"names", "emails"})
FINDERS: Mapping[str, Finder] = {
    "credentials": credentials,
    "secrets": lambda text: pairs(text, _SECRET),
    "entropy": random_words,
    "emails": emails,
    "names": lambda text: pairs(text, _PERSONAL),
    "addresses": addresses,
    "phones": phones,
    "ids": accounts,
}


# -- encodings ----------------------------------------------------------------------------------

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
# What has none of these reads the same in every encoding.
_MAYBE_ENCODED = re.compile(r"[%&\\=]|[A-Za-z0-9+/_-]{12}|[^\x00-\x7f]")
_DEEPEST = 4  # encodings inside each other
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|=([0-9A-F]{2})")


def decoded(text: str) -> Iterator[str]:
    """A text in every encoding that it can be read as, but for the text itself.

    Percent signs, HTML entities, escapes of JSON and quoted-printable, base64, and other forms of
    the same characters are undone, one inside the other up to four times.
    """
    if not _MAYBE_ENCODED.search(text):
        return
    seen, layer = {text}, [text]
    for _ in range(_DEEPEST):
        layer = [one for given in layer for one in _decoded_once(given) if one not in seen]
        seen.update(layer)
        yield from layer


def _decoded_once(text: str) -> Iterator[str]:
    if "%" in text:
        yield unquote(text)
    if "&" in text and ";" in text:
        yield html.unescape(text)
    if "\\" in text or "=" in text:
        yield _ESCAPE.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16)), text)
    if not text.isascii():
        yield unicodedata.normalize("NFKC", text)
    for found in _BASE64.finditer(text):
        for plain in (_from_base64(found[0]), _from_hex(found[0])):
            if plain:
                yield plain


def _from_base64(text: str) -> str | None:
    """What base64 holds, where that is a text; a word of prose decodes to no text."""
    bare = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _printable(base64.b64decode(bare + "=" * (-len(bare) % 4)))
    except (binascii.Error, ValueError):
        return None


def _from_hex(text: str) -> str | None:
    try:
        return _printable(bytes.fromhex(text))
    except ValueError:
        return None


def _printable(content: bytes) -> str | None:
    text = content.decode()
    return text if "".join(text.split()).isprintable() else None
