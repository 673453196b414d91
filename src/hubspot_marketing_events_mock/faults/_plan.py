"""A plan of faults, by chance or by count."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from attrs import define, fields

from hubspot_marketing_events_mock.contract import Contract
from hubspot_marketing_events_mock.faults._fault import Fault, FaultError


@define
class _Rule:
    fault: Fault
    probability: float | None
    sequence: Collection[int]
    seen: int = 0


class Plan:
    """Faults by chance or by count, the same for the same seed.

    Args:
        rules: each the arguments of a `Fault`, with either `probability` from 0 to 1, or `sequence`, the numbers of
            the requests that fail among those of its operation, from 1.
        seed: where chance begins.

    Raises:
        FaultError: a rule cannot be; says which and why.
    """

    def __init__(self, rules: Iterable[Mapping[str, Any]], seed: int = 0) -> None:
        self.seed, self.described = seed, [dict(rule) for rule in rules]
        self._rules = [_rule(number, rule) for number, rule in enumerate(self.described, 1)]
        self.restart()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a TOML file: `seed`, and a table `[[faults]]` for each rule."""
        try:
            read = tomllib.loads(path.read_text("utf-8"))
            if unknown := read.keys() - {"seed", "faults"}:
                raise FaultError(f"{min(unknown)} is not known; there are seed and faults")
            return cls(read.get("faults", []), read.get("seed", 0))
        except (OSError, ValueError) as problem:
            raise FaultError(f"{path}: {problem}") from problem

    def check(self, contract: Contract) -> None:
        """Raise a `FaultError` where a rule is for an operation that the contract does not have."""
        unknown = {
            rule.fault.operation for rule in self._rules if rule.fault.operation
        } - contract.operations.keys()
        if unknown:
            raise FaultError(f"the contract has no operation {min(unknown)}")

    def restart(self) -> None:
        """Begin to count anew."""
        self._chance = random.Random(self.seed)  # noqa: S311 - a chance that repeats is wanted
        for rule in self._rules:
            rule.seen = 0

    def __call__(self, _: object, operation: str) -> Fault | None:
        """What goes wrong with a request of an operation: the first rule that says so."""
        hit = None
        for rule in self._rules:
            if rule.fault.operation in {None, operation}:
                rule.seen += 1
                wanted = rule.seen in rule.sequence
                wanted |= rule.probability is not None and self._chance.random() < rule.probability
                hit = hit or (rule.fault if wanted else None)
        return hit


def _rule(number: int, given: Mapping[str, Any]) -> _Rule:
    options = dict(given)
    probability, sequence = options.pop("probability", None), options.pop("sequence", ())
    try:
        if unknown := options.keys() - {attribute.name for attribute in fields(Fault)}:
            raise FaultError(f"{min(unknown)} is not known")
        if (probability is None) == (not sequence):
            raise FaultError("wants either probability or sequence")
        if probability is not None and not 0 <= probability <= 1:
            raise FaultError(f"probability {probability} is not from 0 to 1")
        return _Rule(Fault(**options), probability, sequence)
    except (TypeError, ValueError) as problem:
        raise FaultError(f"fault {number}: {problem}") from problem
