"""A plan of faults, by chance or by count."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from attrs import define

from hubspot_marketing_events_mock.contract import Contract, read_toml
from hubspot_marketing_events_mock.faults._fault import Fault, FaultError, is_number, is_whole


@define
class _Rule:
    fault: Fault
    probability: float | None
    sequence: Collection[int]
    seen: int = 0


class Plan:
    """Faults by chance or by count, the same for the same seed.

    Args:
        rules: each the arguments of a `Fault`, with either `probability` from 0 to 1, or
            `sequence`, the numbers of the requests that fail among those of its operation, from 1.
        seed: where chance begins.

    Raises:
        FaultError: a rule cannot be; says which and why.
    """

    def __init__(self, rules: Iterable[Mapping[str, Any]], seed: int = 0) -> None:
        if not is_whole(seed):
            raise FaultError(f"seed {seed!r} is not a whole number")
        if isinstance(rules, str | bytes | Mapping) or not isinstance(rules, Iterable):
            raise FaultError("faults is not a list of tables")
        self._rules = [_rule(number, rule) for number, rule in enumerate(rules, 1)]
        self.seed = seed
        self.restart()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a TOML file: `seed`, and a table `[[faults]]` for each rule."""
        try:
            return cls.of(read_toml(path))
        except ValueError as problem:
            raise FaultError(f"{path}: {problem}") from problem

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Read a plan as it is written in TOML or JSON."""
        if not isinstance(given, Mapping):
            raise FaultError("a plan is an object with faults and seed")
        if unknown := given.keys() - {"seed", "faults"}:
            raise FaultError(f"{min(unknown)} is not known; there are seed and faults")
        return cls(given.get("faults", []), given.get("seed", 0))

    @property
    def faults(self) -> Iterable[tuple[Fault, float | None, Collection[int]]]:
        """Each rule's fault, probability and sequence."""
        return [(rule.fault, rule.probability, rule.sequence) for rule in self._rules]

    def check(self, contract: Contract) -> None:
        """Raise a `FaultError` where a rule is for an operation that the contract does not have."""
        for rule in self._rules:
            check_operation(rule.fault, contract)

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


def check_operation(fault: Fault, contract: Contract) -> None:
    """Raise a `FaultError` where a fault waits for an operation that the contract does not have."""
    if fault.operation is not None and fault.operation not in contract.operations:
        raise FaultError(
            f"operation {fault.operation!r}: the contract has no operation {fault.operation};"
            f" there are {', '.join(sorted(contract.operations))}"
        )


def _rule(number: int, given: Mapping[str, Any]) -> _Rule:
    try:
        return _read_rule(given)
    except FaultError as problem:
        raise FaultError(f"fault {number}: {problem}") from problem


def _read_rule(given: Mapping[str, Any]) -> _Rule:
    if not isinstance(given, Mapping):
        raise FaultError("is not a table")
    options = dict(given)
    probability, sequence = options.pop("probability", None), options.pop("sequence", ())
    if (probability is None) == (not sequence):
        raise FaultError("wants either probability or sequence")
    if probability is not None and not (is_number(probability) and 0 <= probability <= 1):
        raise FaultError(f"probability {probability!r} is not from 0 to 1")
    return _Rule(Fault.of(options), probability, _numbers(sequence))


def _numbers(sequence: object) -> Collection[int]:
    if isinstance(sequence, range):
        return sequence
    if isinstance(sequence, Collection) and not isinstance(sequence, str | bytes | Mapping):
        numbers = [one for one in sequence if isinstance(one, int) and is_whole(one) and one >= 1]
        if len(numbers) == len(sequence):
            return frozenset(numbers)
    raise FaultError("sequence is not a list of whole numbers from 1")
