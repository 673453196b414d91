"""Make contract and client of a version: a normalized document and overlays give `generated/`.

nox -s generate [-- --check]
"""

from scripts.generate._contract import Finding, contract, corrected, findings
from scripts.generate._overlay import Action, Misfit, actions, apply, misfits, remaining
from scripts.generate._tree import build, check, differences, write

__all__ = [
    "Action",
    "Finding",
    "Misfit",
    "actions",
    "apply",
    "build",
    "check",
    "contract",
    "corrected",
    "differences",
    "findings",
    "misfits",
    "remaining",
    "write",
]
