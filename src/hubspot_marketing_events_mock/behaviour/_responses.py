"""Responses in HubSpot's manner."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from http import HTTPStatus
from typing import Any

from hubspot_marketing_events_mock.contract import Response

_LONGEST_NAME = 300  # characters; a message does not repeat a long input
_NAMES = {status.value: status.phrase for status in HTTPStatus}


class RefusalError(Exception):
    """A request is refused; `response` is what the caller gets."""

    def __init__(self, response: Response) -> None:
        super().__init__(response)
        self.response = response


def error(status: int, message: str, category: str | None = None, **more: Any) -> Response:
    """An error in JSON; HubSpot guarantees none of its fields.

    Most of its responses have these (documented).
    """
    kind = {"category": category} if category else {}
    return Response(
        status, {"status": "error", "message": message, "correlationId": None, **kind, **more}
    )


def invalid(problems: Sequence[tuple[str, str]]) -> Response:
    """400 for a request that breaks the contract.

    Each problem is a place and what is wrong there.
    """
    details = [{"message": message, "in": place} for place, message in problems]
    said = "; ".join(f"{place}: {message}" for place, message in problems)
    return error(400, f"Invalid request: {said}", "VALIDATION_ERROR", errors=details)


def not_found(what: str) -> Response:
    """404 in JSON."""
    return error(404, f"{what[:_LONGEST_NAME]} does not exist", "OBJECT_NOT_FOUND")


def page(status: int, said: str = "") -> Response:
    """An HTML page, as proxies and unknown paths return (observed)."""
    title = f"{status} {_NAMES.get(status, '')}".strip()
    text = f"<p>{escape(said)}" if said else ""
    return Response(status, f"<!doctype html><title>{status}</title><h1>{title}</h1>{text}")


def too_many(policy: str = "TEN_SECONDLY_ROLLING") -> Response:
    """429 as captured in public: an errorType and a policy, and no category."""
    said = f"You have reached your {policy.lower()} limit."
    return error(429, said, errorType="RATE_LIMIT", policyName=policy)
