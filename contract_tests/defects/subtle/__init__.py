"""Subtle defects by hand: what differs by a little, or shows after a longer way through the API."""

from contract_tests.defects.subtle import (
    access,
    batches,
    lives,
    memory,
    paths,
    people,
    reads,
    turns,
    values,
)

__all__ = ["access", "batches", "lives", "memory", "paths", "people", "reads", "turns", "values"]
