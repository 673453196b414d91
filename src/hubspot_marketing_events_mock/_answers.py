"""Answers in HubSpot's manner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from attrs import field, frozen

_NAMES = {status.value: status.phrase for status in HTTPStatus}


@frozen
class Answer:
    """What goes back to the caller; a body of None is empty, text is HTML, bytes are sent as they are.

    `origin` is model, fault, or a recording; `latency` the seconds to wait first; `wire` what goes wrong below HTTP;
    `exempt` means that the answer may break the contract.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict)
    origin: str = "model"
    latency: float = 0.0
    wire: str | None = None
    exempt: bool = False

    def encoded(self) -> tuple[bytes, str | None]:
        """The body's bytes and its content type."""
        if self.body is None:
            return b"", None
        if isinstance(self.body, str):
            return self.body.encode(), "text/html;charset=utf-8"
        return self.body if isinstance(self.body, bytes) else orjson.dumps(
            self.body
        ), "application/json;charset=utf-8"


class RefusalError(Exception):
    """A request is refused; `answer` is what the caller gets."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


def error(status: int, message: str, category: str | None = None, **more: Any) -> Answer:
    """An error in JSON; HubSpot guarantees none of its fields, and most of its answers have these (documented)."""
    kind = {"category": category} if category else {}
    return Answer(
        status, {"status": "error", "message": message, "correlationId": None, **kind, **more}
    )


def invalid(problems: Sequence[tuple[str, str]]) -> Answer:
    """400 for a request that breaks the contract; each problem is a place and what is wrong there."""
    details = [{"message": message, "in": place} for place, message in problems]
    said = "; ".join(f"{place}: {message}" for place, message in problems)
    return error(400, f"Invalid request: {said}", "VALIDATION_ERROR", errors=details)


def not_found(what: str) -> Answer:
    """404 in JSON."""
    return error(404, f"{what} does not exist", "OBJECT_NOT_FOUND")


def page(status: int) -> Answer:
    """An HTML page, as proxies and unknown paths answer (observed)."""
    return Answer(
        status, f"<!doctype html><title>{status}</title><h1>{status} {_NAMES.get(status, '')}</h1>"
    )
