"""Failures on command, one by one or by a plan."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from attrs import define, field, fields, frozen

from hubspot_marketing_events_mock._answers import Answer, error, page
from hubspot_marketing_events_mock._contract import Contract
from hubspot_marketing_events_mock._wire import WIRE

_FROM_THE_EDGE = {502, *range(520, 527)}  # answered in HTML (observed)
_CATEGORIES = {400: "VALIDATION_ERROR", 404: "OBJECT_NOT_FOUND", 409: "CONFLICT"}  # observed
_REPLACING = {"reset", "stall"}  # no answer comes of them, so the request need not be carried out
_LAST_STATUS = 599


class FaultError(ValueError):
    """A fault or a plan of faults that cannot be; says where and what."""


@frozen(kw_only=True)
class Fault:
    """What goes wrong with one request.

    Args:
        status: the answer's status; None leaves the model's.
        body: its body, as `Answer.body`; None gives the one that is usual for the status.
        headers: more headers, as Retry-After.
        operation: the operation it waits for; None takes the next request.
        after_write: carry the request out first, so that only its answer is lost.
        fail_inputs: positions of inputs that fail, in a partial failure with 207.
        truncate: how many bytes of the body to keep; the length header fits, so that only the JSON is broken.
        latency: seconds to wait before the answer, or that a drip or a stall takes.
        wire: what goes wrong below HTTP, at a port only: reset, truncated, wrong-length, garbage, drip, stall; or
            bad-gzip, which works in memory as well.
    """

    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict)
    operation: str | None = None
    after_write: bool = False
    fail_inputs: frozenset[int] = field(factory=frozenset, converter=frozenset)
    truncate: int | None = None
    latency: float = 0.0
    wire: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.wire is not None and self.wire not in WIRE:
            raise FaultError(f"wire {self.wire!r} is none of {', '.join(WIRE)}")
        if self.status is not None and not HTTPStatus.OK <= self.status <= _LAST_STATUS:
            raise FaultError(f"status {self.status} is not from 200 to {_LAST_STATUS}")

    @property
    def replaces(self) -> bool:
        """Whether the request is not carried out."""
        return not self.after_write and (self.status is not None or self.wire in _REPLACING)

    def answer(self, modelled: Answer) -> Answer:
        """The answer in place of the modelled one."""
        given = modelled if self.status is None else self._own(self.status)
        body = given.body if self.truncate is None else given.encoded()[0][: self.truncate]
        return Answer(
            given.status, body, {**given.headers, **self.headers}, "fault", self.latency, self.wire
        )

    def _own(self, status: int) -> Answer:
        if self.body is not None:
            return Answer(status, self.body)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return too_many()
        return (
            page(status)
            if status in _FROM_THE_EDGE
            else error(status, "An injected failure", _CATEGORIES.get(status))
        )


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


def too_many(policy: str = "TEN_SECONDLY_ROLLING") -> Answer:
    """429 as captured in public: an errorType and a policy, and no category."""
    said = f"You have reached your {policy.lower()} limit."
    return error(429, said, errorType="RATE_LIMIT", policyName=policy)
