"""A copy of the pipeline and its inputs, so that a test may break anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pipeline import Script, digest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folders of the pipeline, copied."""
    for folder in ("openapi", "scripts", "generated"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path


@pytest.fixture
def script(project: Path) -> Script:
    """Run a script of the copy: `script("generate", "--check")`."""

    def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-B", "-m", f"scripts.{name}", *arguments]
        return subprocess.run(
            command, cwd=project, capture_output=True, text=True, check=False, timeout=60
        )

    return run


@pytest.fixture
def untouched(project: Path) -> Iterator[None]:
    """Fail the test where it changes what the pipeline writes."""
    before = digest(project)
    yield
    assert before == digest(project)
