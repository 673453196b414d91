"""Make the contract and the client of a version: published facts and overlays give `generated/`.

nox -s generate [-- --check]
"""

from scripts.generate._contract import contract, corrected, findings, operations
from scripts.generate._overlay import apply, stale
from scripts.generate._tree import build, check, differences, write

__all__ = [
    "apply",
    "build",
    "check",
    "contract",
    "corrected",
    "differences",
    "findings",
    "operations",
    "stale",
    "write",
]
