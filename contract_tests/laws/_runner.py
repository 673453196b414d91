"""Runs laws against a world, and keeps what was found with all that is needed to see it again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpx
from attrs import define, field
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from contract_tests.laws._law import Law
from contract_tests.laws._world import World

_QUIET = Verbosity.quiet
EXAMPLES = {"quick": 4, "ci": 20, "deep": 500}


@define
class Result:
    """What became of a law: it held, a finding, or the reason why it did not run."""

    law: Law
    seconds: float = 0.0
    requests: int = 0
    finding: str | None = None
    skipped: str | None = None
    drawn: list[Any] = field(factory=list)
    exchanges: list[tuple[httpx.Request, httpx.Response]] = field(factory=list)


def missing(law: Law, world: World) -> str | None:
    """Why a law does not apply to a server, if it does not."""
    if world.operations is not None and (lacking := law.needs - world.operations):
        return f"operations that it needs were not chosen: {', '.join(sorted(lacking))}"
    if lacking := frozenset(name for name in law.tokens if not getattr(world.tokens, name)):
        return f"needs a token: {', '.join(sorted(lacking))}"
    if lacking := law.traits - world.traits:
        return f"the server does not declare {', '.join(sorted(lacking))}"
    return None


def run(
    laws: Iterable[Law], world: World, *, examples: int, seeded: int, tidy: bool = True
) -> Iterator[Result]:
    """Run laws one after another, each result as it is known; events of the namespace are deleted after each."""
    for law in laws:
        if reason := missing(law, world):
            yield Result(law, skipped=reason)
            continue
        yield one(law, world, examples=1 if law.once else examples, seeded=seeded)
        if tidy:
            world.tidy()


def one(law: Law, world: World, *, examples: int, seeded: int) -> Result:
    """Run one law; a failure is shrunk, and its last exchanges kept."""
    result = Result(law)
    counted = sum(world.called.values())

    def test(data: st.DataObject) -> None:
        world.log.clear()
        drawn: list[Any] = []

        def draw(strategy: Any) -> Any:
            drawn.append(data.draw(strategy))
            return drawn[-1]

        try:
            law.check(world, draw)
        except Exception:
            result.drawn, result.exchanges = drawn, list(world.log)
            raise

    # An event keeps what it was told, so a failure is shrunk by requests with ids of their own.
    profile = settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate, Phase.shrink], print_blob=False,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False, verbosity=_QUIET,
    )  # fmt: skip
    begun, state = time.monotonic(), random.getstate()
    try:
        _seeded(seeded, profile, test)()
    except Exception as error:  # noqa: BLE001 - whatever a server makes a law raise is a finding
        result.finding = (
            f"{type(error).__name__}: {error}"
            if not isinstance(error, AssertionError)
            else str(error)
        )
        result.finding = (result.finding or type(error).__name__).split("\nExplanation:")[0]
    finally:
        random.setstate(state)
    result.seconds = time.monotonic() - begun
    result.requests = sum(world.called.values()) - counted
    return result


def _seeded(
    number: int, profile: settings, test: Callable[[st.DataObject], None]
) -> Callable[[], None]:
    ready: Callable[[], None] = seed(number)(profile(given(st.data())(test)))
    return ready
