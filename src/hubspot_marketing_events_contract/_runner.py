"""Runs properties against a target, and keeps what was found with all that is needed to see it again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from hubspot_marketing_events_contract._target import Target
from hubspot_marketing_events_contract.properties._property import Property

_QUIET = Verbosity.quiet
EXAMPLES = {"quick": 4, "ci": 20, "deep": 500}


@dataclass(slots=True)
class Result:
    """What became of a property: it held, a finding, or the reason why it did not run."""

    property: Property
    seconds: float = 0.0
    requests: int = 0
    finding: str | None = None
    skipped: str | None = None
    drawn: list[Any] = field(default_factory=list)
    exchanges: list[tuple[httpx.Request, httpx.Response]] = field(default_factory=list)


def missing(tested: Property, target: Target) -> str | None:
    """Why a property does not apply to a server, if it does not."""
    if target.operations is not None and (lacking := tested.needs - target.operations):
        return f"operations that it needs were not chosen: {', '.join(sorted(lacking))}"
    if lacking := frozenset(name for name in tested.tokens if not getattr(target.tokens, name)):
        return f"needs a token: {', '.join(sorted(lacking))}"
    if lacking := tested.capabilities - target.capabilities:
        return f"the server does not declare {', '.join(sorted(lacking))}"
    return None


def run(
    properties: Iterable[Property],
    target: Target,
    *,
    examples: int,
    seeded: int,
    cleanup: bool = True,
    shrink: bool = True,
) -> Iterator[Result]:
    """Run properties one after another, each result as it is known; events of the namespace are deleted after each."""
    for tested in properties:
        if reason := missing(tested, target):
            yield Result(tested, skipped=reason)
            continue
        yield one(
            tested,
            target,
            examples=1 if tested.once else examples * tested.weight,
            seeded=seeded,
            shrink=shrink,
        )
        if cleanup:
            target.cleanup()


def one(
    tested: Property, target: Target, *, examples: int, seeded: int, shrink: bool = True
) -> Result:
    """Run one property; a failure is shrunk, and its last exchanges kept."""
    result = Result(tested)
    counted = sum(target.called.values())

    def test(data: st.DataObject) -> None:
        target.log.clear()
        drawn: list[Any] = []

        def draw(strategy: Any) -> Any:
            drawn.append(data.draw(strategy))
            return drawn[-1]

        try:
            tested.check(target, draw)
        except Exception:
            result.drawn, result.exchanges = drawn, list(target.log)
            raise

    # An event keeps what it was told, so a failure is shrunk by requests with ids of their own.
    profile = settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate, *([Phase.shrink] if shrink else [])], print_blob=False,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False, verbosity=_QUIET,
    )  # fmt: skip
    begun, state = time.monotonic(), random.getstate()
    try:
        if tested.once:
            _directly(tested, target, result)
        else:
            _seeded(seeded, profile, test)()
    except Exception as error:  # noqa: BLE001 - whatever a server makes a property raise is a finding
        result.finding = (
            f"{type(error).__name__}: {error}"
            if not isinstance(error, AssertionError)
            else str(error)
        )
        result.finding = (result.finding or type(error).__name__).split("\nExplanation:")[0]
    finally:
        random.setstate(state)
    result.seconds = time.monotonic() - begun
    result.requests = sum(target.called.values()) - counted
    return result


def _directly(tested: Property, target: Target, result: Result) -> None:
    """Run a property that draws nothing once; there is nothing to shrink."""
    target.log.clear()
    try:
        tested.check(target, _nothing_to_draw)
    finally:
        result.exchanges = list(target.log)


def _nothing_to_draw(_: Any) -> Any:
    raise RuntimeError("a property that runs once draws nothing")


def _seeded(
    number: int, profile: settings, test: Callable[[st.DataObject], None]
) -> Callable[[], None]:
    ready: Callable[[], None] = seed(number)(profile(given(st.data())(test)))
    return ready
