"""One fault: what goes wrong with one request."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Self

import orjson
from attrs import field, fields, frozen

from hubspot_marketing_events_mock.behaviour import error, page, too_many
from hubspot_marketing_events_mock.contract import Response
from hubspot_marketing_events_mock.faults._connection import ALIASES, CONNECTION_FAULTS

_FROM_THE_EDGE = {502, *range(520, 527)}  # with a response in HTML (observed)
_CATEGORIES = {400: "VALIDATION_ERROR", 404: "OBJECT_NOT_FOUND", 409: "CONFLICT"}  # observed
_REPLACING = {"reset", "hang"}  # no response comes of them, so the request need not be carried out
_WITHOUT_BODY = {204, 205, 304}
_LAST_STATUS = 599
_LONGEST_LATENCY = 3600.0  # seconds
_LARGEST_BODY = 1024 * 1024  # bytes
_FRAMING = {"content-length", "transfer-encoding", "connection"}


class FaultError(ValueError):
    """A fault or a plan of faults is not valid; says where and what."""


@frozen(kw_only=True)
class Fault:
    """What goes wrong with one request.

    Args:
        status: the response's status, from 200 to 599; None leaves the model's.
        body: its body, as `Response.body`; None gives the one that is usual for the status.
        headers: more headers, as Retry-After.
        operation: the operation it waits for; None takes the next request.
        after_write: carry the request out first, so that only its response is lost.
        fail_inputs: positions of inputs that fail, in a partial failure with 207.
        truncate: how many bytes of the body to keep; the length header fits, so that only the
            JSON is broken.
        latency: seconds to wait before the response, or that a slow body or a hang takes; 3600
            at most.
        connection: what goes wrong below HTTP, on a port only: reset, hang, truncated,
            wrong-length, garbage, slow-body; or bad-gzip, which works in memory as well.

    Raises:
        FaultError: a value cannot be; names its key.
    """

    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict)
    operation: str | None = None
    after_write: bool = False
    fail_inputs: frozenset[int] = field(factory=frozenset)
    truncate: int | None = None
    latency: float = 0.0
    connection: str | None = None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Read a fault as it is written in TOML or JSON.

        Raises:
            FaultError: a key is not known, or a value cannot be; names the key.
        """
        if not isinstance(given, Mapping):
            raise FaultError(f"a fault is a table of keys, not {_shown(given)}")
        options = dict(given)
        # Older plans say `wire`, and name two of its values otherwise.
        if "wire" in options:
            options["connection"] = options.pop("wire")
        kind = options.get("connection")
        if isinstance(kind, str):
            options["connection"] = ALIASES.get(kind, kind)
        known = [attribute.name for attribute in fields(cls)]
        unknown = sorted(str(name) for name in options.keys() - set(known))
        if unknown:
            raise FaultError(f"{unknown[0]} is not known; there are {', '.join(known)}")
        return cls(**options)

    def __attrs_post_init__(self) -> None:
        for name, check in _CHECKS.items():
            value = getattr(self, name)
            if value is not None and (said := check(value)):
                raise FaultError(f"{name} {_shown(value)} {said}")
        object.__setattr__(self, "fail_inputs", frozenset(self.fail_inputs))

    @property
    def replaces(self) -> bool:
        """Whether the request is not carried out."""
        stops = self.status is not None or self.connection in _REPLACING
        return not self.after_write and stops

    def respond(self, modelled: Response) -> Response:
        """The response in place of the modelled one."""
        given = modelled if self.status is None else self._own(self.status)
        body = given.body if self.truncate is None else given.encoded()[0][: self.truncate]
        return Response(
            given.status,
            None if given.status in _WITHOUT_BODY else body,
            {**given.headers, **self.headers},
            "fault",
            self.latency,
            self.connection,
        )

    def _own(self, status: int) -> Response:
        if self.body is not None:
            return Response(status, self.body)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return too_many()
        if status in _FROM_THE_EDGE:
            return page(status)
        return error(status, "An injected failure", _CATEGORIES.get(status))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - a line's length


def is_number(value: object) -> bool:
    """Whether a value is a finite number; a boolean does not count."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_whole(value: object) -> bool:
    """Whether a value is an integer; a boolean does not count."""
    return isinstance(value, int) and not isinstance(value, bool)


def _status(value: Any) -> str | None:
    fits = is_whole(value) and HTTPStatus.OK <= value <= _LAST_STATUS
    return None if fits else f"is not from 200 to {_LAST_STATUS}"


def _body(value: Any) -> str | None:
    if isinstance(value, bytes):
        return None if len(value) <= _LARGEST_BODY else f"is over {_LARGEST_BODY} bytes"
    try:
        size = len(orjson.dumps(value))
    except TypeError:
        return "cannot be written as JSON"
    return None if size <= _LARGEST_BODY else f"is over {_LARGEST_BODY} bytes"


def _headers(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return "is not a table of names and texts"
    for name, text in value.items():
        if not isinstance(name, str) or not isinstance(text, str):
            return f"has {_shown(name)}, and name and value must be texts"
        if not _is_header(name, text):
            return f"has {_shown(name)}, which cannot be sent as a header"
        if name.lower() in _FRAMING:
            return f"has {name}, which the server sets; see the key connection"
    return None


def _is_header(name: str, text: str) -> bool:
    printable = all(" " <= character <= "\xff" and character != "\x7f" for character in text)
    return printable and name.isascii() and name.replace("-", "").replace("_", "").isalnum()


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) else "is not a text"


def _flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else "is not true or false"


def _positions(value: Any) -> str | None:
    fits = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
    if fits and all(is_whole(one) and one >= 0 for one in value):
        return None
    return "is not a list of positions from 0"


def _size(value: Any) -> str | None:
    return None if is_whole(value) and value >= 0 else "is not a number of bytes from 0"


def _latency(value: Any) -> str | None:
    fits = is_number(value) and 0 <= value <= _LONGEST_LATENCY
    return None if fits else f"is not from 0 to {_LONGEST_LATENCY:g} seconds"


def _connection(value: Any) -> str | None:
    return None if value in CONNECTION_FAULTS else f"is none of {', '.join(CONNECTION_FAULTS)}"


_CHECKS = {
    "status": _status,
    "body": _body,
    "headers": _headers,
    "operation": _text,
    "after_write": _flag,
    "fail_inputs": _positions,
    "truncate": _size,
    "latency": _latency,
    "connection": _connection,
}
