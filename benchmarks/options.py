"""What a run of the benchmark is asked for."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_ROUNDS = 7


@dataclass(frozen=True)
class Options:
    """How to measure.

    Attributes:
        rounds: how often each contender has its turn.
    """

    rounds: int
