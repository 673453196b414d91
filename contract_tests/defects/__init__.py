"""Seeded defects: they test the tests. Those of a server are wrapped around the mock."""

from contract_tests.defects import data, operators, paging, responses, state, subtle
from contract_tests.defects._defect import DEFECTS, KINDS, Defect, Tampered

__all__ = [
    "DEFECTS",
    "KINDS",
    "Defect",
    "Tampered",
    "data",
    "operators",
    "paging",
    "responses",
    "state",
    "subtle",
]
