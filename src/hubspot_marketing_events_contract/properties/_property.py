"""What a property is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hubspot_marketing_events_contract.target._target import Target

Draw = Callable[[Any], Any]
Check = Callable[[Target, Draw], None]


@dataclass(frozen=True, kw_only=True)
class Property:
    """A claim about a server.

    Args:
        name: how it is called, in reports and in the file of accepted findings.
        claim: the sentence that must be true.
        order: the operations it calls, the most important ones first.
        needs: the same as a set.
        tokens: whose tokens it calls with besides the caller's own.
        capabilities: what the server must declare for it, since HubSpot does not document it.
        once: whether one example says all.
        weight: how many times as many examples as usual it takes.
        check: calls the server, and asserts.
    """

    name: str
    claim: str
    order: tuple[str, ...]
    needs: frozenset[str]
    tokens: frozenset[str]
    capabilities: frozenset[str]
    once: bool
    weight: int
    check: Check

    @property
    def reads_only(self) -> bool:
        """Whether it only reads, and so may run against a production account."""
        return self.needs <= READS


READS = frozenset({
    "listEvents", "getByObjectId", "getDetails", "doSearch", "searchPortalEvents", "getAll",
    "getAllByExternalAccountAndEventIds", "getAllByMarketingEventId",
    "getParticipationsBreakdownByContactId", "getParticipationsBreakdownByExternalEventId",
    "getParticipationsBreakdownByMarketingEventId", "getParticipationsCountersByEventExternalId",
    "getParticipationsCountersByMarketingEventId",
})  # fmt: skip
PROPERTIES: dict[str, Property] = {}


def needs(
    *operations: str, tokens: str = "", capabilities: str = "", once: bool = False, weight: int = 1
) -> Callable[[Check], Check]:
    """Register a property; its sentence is the function's docstring.

    Args:
        operations: the operations that it calls.
        tokens: whose tokens it calls with besides the caller's own, separated by spaces.
        capabilities: what the server must have declared, separated by spaces.
        once: whether one example says all.
        weight: how many times as many examples as usual it takes.
    """

    def register(check: Check) -> Check:
        name = check.__name__
        assert name not in PROPERTIES, name
        PROPERTIES[name] = Property(
            name=name,
            claim=(check.__doc__ or "").strip(),
            order=operations,
            needs=frozenset(operations),
            tokens=frozenset(tokens.split()),
            capabilities=frozenset(capabilities.split()),
            once=once,
            weight=weight,
            check=check,
        )
        return check

    return register
