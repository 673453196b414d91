"""Projects for a bump."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from bumping import MADE, Bumping, bumping, command, copied


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that a bump reads and changes, which no test changes."""
    return copied(tmp_path_factory.mktemp("ready"))


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, ready: Path) -> Path:
    """A project into which a bump brought the version, every step of it done."""
    folder = shutil.copytree(ready, tmp_path_factory.mktemp("whole"), dirs_exist_ok=True)
    done = bumping(folder, command(folder))
    assert 0 == done.returncode, done.stderr
    (folder / "report").write_text(done.stdout)
    return folder


@pytest.fixture
def made(whole: Path) -> str:
    """Lines that spare a bump its overlays and its generator, by what they made before."""
    return MADE.format(built=whole)


@pytest.fixture
def project(tmp_path: Path, ready: Path) -> Path:
    """A copy of all that a bump reads and changes."""
    return shutil.copytree(ready, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def bumped(project: Path) -> Bumping:
    """Run a bump, after some lines of Python of the test's own."""

    def run(
        *arguments: str, first: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return bumping(project, list(arguments) or command(project), first, **environment)

    return run
