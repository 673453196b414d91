"""Figures as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table: the first column is text, the others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Return the smallest and the largest value."""
    return f"{min(values):.{digits}f} to {max(values):.{digits}f}"


def ratios(values: Sequence[float], base: Sequence[float]) -> list[float]:
    """Return the ratio of each round: what disturbs the machine disturbs both, and drops out."""
    return [value / other for value, other in zip(values, base, strict=True)]


def median_ratio(values: Sequence[float], base: Sequence[float]) -> float:
    """Return the median of the ratios of the rounds."""
    return statistics.median(ratios(values, base))
