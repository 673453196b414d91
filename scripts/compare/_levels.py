"""The words of the table of rules."""

from __future__ import annotations

from dataclasses import dataclass

BREAKING, RISKY, COMPATIBLE, NEVER = "breaking", "risky", "compatible", "-"

LEVELS = (BREAKING, RISKY, COMPATIBLE)

REQUEST, RESPONSE, BOTH = "request", "response", "both"


@dataclass(frozen=True)
class Rule:
    """How one kind of change is judged.

    Args:
        request: its level where it is found in what callers send; NEVER where it cannot be.
        response: its level in what they are sent. A change of neither, such as of an operation,
            has the same level on both.
        hubspot: the sides on which HubSpot's definition calls it breaking: request, response,
            both, or none.
        what: the change in words.
        why: the reason for the judgement.
    """

    request: str
    response: str
    hubspot: str
    what: str
    why: str
