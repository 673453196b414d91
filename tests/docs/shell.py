"""What the lines of a shell block may be, and what they print."""

from __future__ import annotations

import doctest
import functools
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.docs.pages import ROOT

BIN = Path(sys.executable).parent
OURS = (
    "hubspot-marketing-events",
    "hubspot-marketing-events-mock",
    "hubspot-marketing-events-contract",
)
# Programs of others, which these pages use only as everybody does.
OTHERS = {".", "cd", "curl", "dask", "docker", "export", "git", "pytest", "python", "python3"}
OTHERS |= {"podman", "redis-server", "sed"}
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def commands(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield each command of a block with what it prints; None where the block shows no prompt."""
    joined = text.replace("\\\n", "")
    if not joined.startswith("$ "):
        for line in joined.splitlines():
            if line and not line.startswith("#"):
                yield re.split(r"\s{2,}", line)[0], None
        return
    for part in re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def run(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    """Return what a command prints on both of its outputs."""
    return subprocess.run(
        ["/bin/bash", "-c", command],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        timeout=60,
    ).stdout


def same(expected: str, actual: str) -> bool:
    """Whether an output is as shown, where `...` stands for anything."""
    return doctest.OutputChecker().check_output(expected, actual, FLAGS)


def check(command: str) -> None:
    """Fail where a command, an option or a session is none that exists."""
    for part in re.split(r"\s*(?:\|\||&&|[|&;])\s*", command):
        words = list(shlex.split(part, comments=True))
        while words and re.match(r"[A-Z_]+=", words[0]):
            del words[0]
        if words:
            _check_program(words[0], words[1:])


def _check_program(program: str, words: list[str]) -> None:
    if program in OURS:
        _check_options(program, words)
    elif program == "pip":
        _check_install(words)
    elif program == "nox":
        _check_sessions(words)
    else:
        assert program in OTHERS or (ROOT / program).exists(), f"{program} is no known program"


def _check_options(program: str, words: list[str]) -> None:
    command = words[:1] if words and re.fullmatch(r"[a-z]+", words[0]) else []
    known = set(re.findall(r"--[a-z][a-z-]+", help_of(program, *command)))
    unknown = {word.partition("=")[0] for word in words if word.startswith("--")} - known
    assert not unknown, f"{program} {' '.join(command)} has no {unknown}"


@functools.cache
def help_of(program: str, *command: str) -> str:
    """Return the help of a command."""
    done = subprocess.run(
        [BIN / program, *command, "--help"], check=True, capture_output=True, text=True
    )
    return done.stdout


def _check_install(words: list[str]) -> None:
    """Every extra exists, and this package is taken from a clone: no index has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for word in words:
        name, _, rest = word.partition("[")
        assert name != project["name"] or " @ " in word, f"no index has {word}"
        extras = rest.partition("]")[0].split(",") if rest else []
        if Path(name).name in {"", project["name"]}:
            unknown = set(extras) - project["optional-dependencies"].keys()
            assert not unknown, f"there is no extra {unknown}"


def _check_sessions(words: list[str]) -> None:
    text = (ROOT / "noxfile.py").read_text()
    sessions = set(re.findall(r'@nox\.session\(name="([a-z-]+)"', text))
    sessions |= set(re.findall(r"@nox\.session(?:\([^)\"]*\))?\ndef (\w+)", text))
    own, _, given = " ".join(words).partition(" -- ")
    named = own.partition("-s ")[2].split() if "-s " in own else []
    assert not set(named) - sessions, f"there is no session {set(named) - sessions}"
    for option in re.findall(r"--[a-z][a-z-]+", given):
        assert option in _sources(), f"no program has an option {option}"


@functools.cache
def _sources() -> str:
    folders = ("scripts", "src", "benchmarks", "contract_tests")
    return "".join(path.read_text() for name in folders for path in (ROOT / name).rglob("*.py"))
