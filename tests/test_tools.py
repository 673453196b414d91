"""The tools have one version each, wherever they are named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = [
    hook
    for repository in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_bytes())["repos"]
    for hook in repository["hooks"]
]


def test_the_hooks_have_the_versions_of_lint() -> None:
    """What pre-commit installs is what `nox -s lint` installs."""
    pins = {pin for hook in HOOKS for pin in hook["additional_dependencies"]}
    assert set(PROJECT["dependency-groups"]["lint"]) == pins


def test_the_hooks_run_what_lint_runs() -> None:
    """Each hook is a command of `nox -s lint`, and each command has a hook."""
    session = (ROOT / "noxfile.py").read_text(encoding="utf-8").partition("def lint(")[2]
    session = session.partition("\n@nox.session")[0]
    commands = set(re.findall(r'session\.run\(\s*"([\w-]+)"', session)) - {"git"}
    assert commands == {hook["entry"].split()[0] for hook in HOOKS}


def test_a_tool_has_one_version() -> None:
    """No two groups pin a tool at different versions."""
    groups = PROJECT["dependency-groups"].values()
    pins = {pin for group in groups for pin in group if isinstance(pin, str) and "==" in pin}
    names = [pin.partition("==")[0] for pin in pins]
    assert sorted(set(names)) == sorted(names)
