"""The simulation of large runs keeps HubSpot's limits, and agrees with what can be calculated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import capacity
from benchmarks.capacity import DAY, Engine, Limits, at_least, simulate
from benchmarks.environments import ROOT

LIMITS = Limits("any", per_interval=100, per_day=inf)
ENGINE = Engine(cores=1, cpu=1e-9, latency=1e-9, in_flight=10**6)


@pytest.mark.parametrize(
    ("requests", "limits", "engine", "constraint"),
    [
        ([100_000], LIMITS, ENGINE, "the account's limit"),
        ([1000] * 20, LIMITS, replace(ENGINE, cores=3, cpu=0.1), "the cores"),
        ([1000] * 3, LIMITS, replace(ENGINE, latency=2.0, in_flight=8), "the latency"),
        ([700], replace(LIMITS, per_day=200), ENGINE, "the day's limit"),
    ],
)
def test_one_constraint_alone_takes_what_the_formula_says(
    requests: list[int], limits: Limits, engine: Engine, constraint: str
) -> None:
    """Where one constraint is far tighter than the others, the simulation takes as long as it."""
    alone = at_least(requests, limits, engine)
    assert constraint == max(alone, key=lambda name: alone[name])
    assert alone[constraint] == pytest.approx(simulate(requests, limits, engine), rel=0.01)


def test_a_cluster_of_a_hundredth_takes_as_long() -> None:
    """The formula for 5,000 large accounts holds for 50 of them with a hundredth of the cores."""
    limits, engine = capacity.LIMITS[0], Engine(cores=3, cpu=0.0065, latency=1.0, in_flight=64)
    longest = max(at_least([600] * 50, limits, engine).values())
    assert longest == pytest.approx(simulate([600] * 50, limits, engine), rel=0.2)


@settings(deadline=None, max_examples=60)
@given(
    requests=st.lists(st.integers(1, 60), min_size=1, max_size=6),
    per_interval=st.integers(1, 20),
    per_day=st.one_of(st.just(inf), st.integers(1, 60)),
    engine=st.builds(
        Engine,
        cores=st.integers(1, 4),
        cpu=st.floats(0.001, 2.0),
        latency=st.floats(0.01, 30.0),
        in_flight=st.integers(1, 20),
    ),
)
def test_no_limit_is_exceeded(
    requests: list[int], per_interval: int, per_day: float, engine: Engine
) -> None:
    """No interval and no day holds more than it may, nothing is lost, and nothing is too fast."""
    limits = Limits("any", per_interval, per_day)
    sent: defaultdict[int, list[float]] = defaultdict(list)
    end = simulate(requests, limits, engine, lambda account, at: sent[account].append(at))

    assert requests == [len(sent[account]) for account in range(len(requests))]
    for times in sent.values():
        apart = zip(times, times[per_interval:], strict=False)
        assert all(later - earlier >= limits.interval - 1e-6 for earlier, later in apart)
        days = [at // DAY for at in times]
        assert per_day >= max(days.count(day) for day in days)
    assert end >= max(at_least(requests, limits, engine).values()) - 1e-6


def test_the_committed_tables_are_what_the_command_writes() -> None:
    """`benchmarks/capacity.md` holds the tables that the simulation gives today."""
    page = (ROOT / "benchmarks" / "capacity.md").read_text(encoding="utf-8")
    for table in (capacity.one_account, capacity.many_accounts, capacity.many_large_accounts):
        assert table() in page, "run python -m benchmarks.capacity"
    guide = (ROOT / "docs" / "how-to" / "many-accounts.md").read_text(encoding="utf-8")
    assert capacity.one_account() in guide
    assert capacity.many_accounts() in guide
