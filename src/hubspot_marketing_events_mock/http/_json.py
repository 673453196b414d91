"""Reading the JSON of a request as exactly as it was written."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from hubspot_marketing_events_mock.behaviour import RefusalError, error
from hubspot_marketing_events_mock.contract import Operation, Request
from hubspot_marketing_events_mock.http.transport import BODY_LIMIT

_DEEPEST = 200  # lists and objects inside each other (HubSpot's own limit is not known)
# Numbers that a quick parser rounds: with a fraction or exponent, or of more digits than 64 bits
# hold.
_ROUNDED = re.compile(rb'(?:"\s*:|[\[,])\s*-?(?:\d+[.eE]|\d{19})')
_DIGITS = bytes.maketrans(b"123456789E", b"000000000e")
_SIGNS = (b"0.", b"0e", b"0" * 19)
_LARGEST_EXPONENT = 30


def unpacked(request: Request) -> bytes:
    """The body of a request, without its compression.

    Raises:
        RefusalError: the encoding is none that is taken, is broken, or unpacks to more than the
            limit.
    """
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return request.body
    if encoding not in {"gzip", "x-gzip"}:
        said = f"The content encoding {encoding[:50]} is not supported; gzip is"
        raise RefusalError(error(415, said, "UNSUPPORTED_MEDIA_TYPE"))
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        body = unpacker.decompress(request.body, BODY_LIMIT + 1)
    except zlib.error as problem:
        said = "The body is not what its content encoding gzip says"
        raise RefusalError(error(400, said, "VALIDATION_ERROR")) from problem
    if len(body) > BODY_LIMIT:
        said = f"The body is over {BODY_LIMIT} bytes"
        raise RefusalError(error(413, said, "PAYLOAD_TOO_LARGE"))
    if not unpacker.eof:
        said = "The body ends before its content encoding gzip does"
        raise RefusalError(error(400, said, "VALIDATION_ERROR"))
    return body


def read_json(request: Request, operation: Operation, content: bytes, value: Any) -> Any:
    """The JSON of a request that takes one, or None.

    Args:
        request: the request, of which only the headers count.
        operation: what it calls.
        content: its body without compression.
        value: the content as JSON, its numbers possibly rounded; bytes where it is no JSON.

    Raises:
        RefusalError: it is of another content type, is no JSON, or is nested too deeply.
    """
    if not operation.takes_body:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content and kind != "application/json":
        said = f"The content type {kind[:50] or 'none'} is not application/json"
        raise RefusalError(error(415, said, "UNSUPPORTED_MEDIA_TYPE"))
    if not content:
        raise _invalid("No content")
    if isinstance(value, bytes):
        raise _invalid(_why_no_json(value))
    if _brackets(content) > _DEEPEST and _is_deep(value):
        raise _invalid(f"nested more than {_DEEPEST} deep")
    # A number that the contract does not have is wrong or ignored, whatever its digits.
    return _exact(content) if operation.takes_numbers and _is_rounded(content) else value


def _why_no_json(content: bytes) -> str:
    """What is wrong with a content that is no JSON."""
    try:
        orjson.loads(content)
    except orjson.JSONDecodeError as problem:
        return str(problem)
    return ""


def _is_rounded(body: bytes) -> bool:
    """Whether a number of a body may have been rounded; quick for most bodies."""
    digits = body.translate(_DIGITS)
    if not any(sign in digits for sign in _SIGNS):
        return False
    return _ROUNDED.search(body) is not None


def _invalid(said: str) -> RefusalError:
    return RefusalError(error(400, f"Invalid input JSON: {said}", "VALIDATION_ERROR"))


def _brackets(content: bytes) -> int:
    """How many lists and objects begin at most; `bytes.count` takes three times as long."""
    return len(content) - len(content.replace(b"[", b"").replace(b"{", b""))


def _is_deep(value: Any) -> bool:
    layer = [value]
    for _ in range(_DEEPEST):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return False
    return True


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _exact(body: bytes) -> Any:
    """Parse once more, slowly, with integers of any length.

    A number whose fraction is zero becomes an integer, as a schema takes it.
    """
    try:
        return json.loads(body, parse_float=_number)
    except ValueError as problem:  # an integer of thousands of digits
        raise _invalid(str(problem)) from problem


def _number(text: str) -> int | float:
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return float(text)
    is_whole = exact.adjusted() <= _LARGEST_EXPONENT and exact == exact.to_integral_value()
    return int(exact) if is_whole else float(text)
