"""What tests of the pipeline share."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

Script = Callable[..., subprocess.CompletedProcess[str]]


def digest(project: Path) -> str:
    """One hash of every file that the pipeline writes, and of their names."""
    state = hashlib.sha256()
    for top in ("openapi", "generated"):
        for path in sorted((project / top).rglob("*")):
            state.update(str(path.relative_to(project)).encode())
            state.update(path.read_bytes() if path.is_file() else b"")
    return state.hexdigest()


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The one line with which a script gave up."""
    lines = done.stderr.strip().splitlines()
    assert (1, 1) == (done.returncode, len(lines)), done.stderr
    return lines[0]
