"""What tests of the pipeline share."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def watched(verb: str, folder: Path) -> dict[str, Any]:
    """Run `watched.py` where a file that is made would be seen."""
    command = [sys.executable, "-B", str(Path(__file__).with_name("watched.py")), verb, str(folder)]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result
