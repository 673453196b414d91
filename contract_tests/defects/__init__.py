"""Seeded defects: who tests the tests."""

from contract_tests.defects import server
from contract_tests.defects._defect import DEFECTS, KINDS, Defect, Tampered

__all__ = ["DEFECTS", "KINDS", "Defect", "Tampered", "server"]
