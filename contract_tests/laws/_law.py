"""What a law is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from contract_tests.laws._world import World

Draw = Callable[[Any], Any]
Check = Callable[["World", Draw], None]


@frozen(kw_only=True)
class Law:
    """A claim about a server.

    Args:
        name: how it is called, in reports and in the file of accepted findings.
        claim: the sentence that must be true.
        needs: the operations it calls.
        tokens: whose tokens it calls with besides the caller's own.
        traits: what a server must have declared for the law to apply, since HubSpot does not document it.
        once: whether one example says all.
        check: calls the server, and asserts.
    """

    name: str
    claim: str
    needs: frozenset[str]
    tokens: frozenset[str]
    traits: frozenset[str]
    once: bool
    check: Check

    @property
    def reads_only(self) -> bool:
        """Whether it only reads, and so may run against a production account."""
        return self.needs <= READS


READS = frozenset({
    "listEvents", "getByObjectId", "getDetails", "doSearch", "searchPortalEvents", "getAll",
    "getAllByExternalAccountAndEventIds", "getAllByMarketingEventId", "getParticipationsBreakdownByContactId",
    "getParticipationsBreakdownByExternalEventId", "getParticipationsBreakdownByMarketingEventId",
    "getParticipationsCountersByEventExternalId", "getParticipationsCountersByMarketingEventId",
})  # fmt: skip
LAWS: dict[str, Law] = {}


def law(
    *needs: str, tokens: str = "", traits: str = "", once: bool = False
) -> Callable[[Check], Check]:
    """Register a law; its sentence is the function's docstring."""

    def register(check: Check) -> Check:
        name = check.__name__
        assert name not in LAWS, name
        LAWS[name] = Law(
            name=name,
            claim=(check.__doc__ or "").strip(),
            needs=frozenset(needs),
            tokens=frozenset(tokens.split()),
            traits=frozenset(traits.split()),
            once=once,
            check=check,
        )
        return check

    return register
