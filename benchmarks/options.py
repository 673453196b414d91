"""What a run of the benchmark is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LEAST_ROUNDS = 7


@dataclass(frozen=True)
class Options:
    """How to measure.

    Attributes:
        rounds: how often each contender has its turn.
        prism: Prism's program, as of `npm install @stoplight/prism-cli`; None where there is none.
    """

    rounds: int
    prism: Path | None
