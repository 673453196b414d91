"""Seeded defects: who tests the tests. Those of a server are each wrapped around the mock, which has none of them."""

from contract_tests.defects import answers, data, operators, state
from contract_tests.defects._defect import DEFECTS, KINDS, Defect, Tampered

__all__ = ["DEFECTS", "KINDS", "Defect", "Tampered", "answers", "data", "operators", "state"]
