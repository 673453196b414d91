"""A tag is released only where it is the version, and the changelog has it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".github" / "scripts" / "check-release.sh"


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("v1.2.3", ""),
        ("1.2.3", "error: the tag is 1.2.3, and the version of the package is 1.2.3"),
        ("v1.2.4", "error: the tag is v1.2.4, and the version of the package is 1.2.3"),
        ("v1.2.30", "error: the tag is v1.2.30"),
        ("$(touch x)", "error: the tag is $(touch x)"),
    ],
)
def test_a_tag_is_the_version(tag: str, said: str, tmp_path: Path) -> None:
    """Any other tag is refused with what to do."""
    package = tmp_path / "src" / "hubspot_marketing_events"
    package.mkdir(parents=True)
    (package / "_version.py").write_text('"""The version."""\n\n__version__ = "1.2.3"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3\n")
    done = checked(tmp_path, tag)
    assert (bool(said), True) == (bool(done.returncode), done.stderr.startswith(said))
    assert {"src", "CHANGELOG.md"} == {path.name for path in tmp_path.iterdir()}

    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n## 1.2.30\n")
    assert 1 == checked(tmp_path, "v1.2.3").returncode


def checked(folder: Path, tag: str) -> subprocess.CompletedProcess[str]:
    """Run the script there."""
    command = ["bash", str(SCRIPT), tag]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
