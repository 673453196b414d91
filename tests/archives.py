"""Check what the wheel and the source archive hold: nox -s package.

The wheel has the tracked files of its packages, the recordings, and nothing else; the source
archive has what the wheel is built from, and nothing else. So neither has tests, a cache, or one
of HubSpot's documents.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECORDINGS = "contract_tests/recordings/"
TYPED = {
    "hubspot_marketing_events",
    "hubspot_marketing_events_client",
    "hubspot_marketing_events_contract",
    "hubspot_marketing_events_mock",
}


def main(archives: list[str]) -> int:
    """Check both archives; 1 where one holds too much or too little."""
    (wheel,) = (Path(name) for name in archives if name.endswith(".whl"))
    (source,) = (Path(name) for name in archives if name.endswith(".tar.gz"))
    problems = [*_problems_of_wheel(wheel), *_problems_of_source(source)]
    print("\n".join(problems) or f"{wheel.name} and {source.name} hold what they should")
    return int(bool(problems))


def tracked(*folders: str) -> set[str]:
    """The files below some folders that Git knows."""
    command = ["git", "ls-files", "--", *folders]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return set(listed.splitlines())


def _problems_of_wheel(wheel: Path) -> Iterator[str]:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        described = {
            name.partition(".dist-info/")[2]: archive.read(name).decode()
            for name in archive.namelist()
            if ".dist-info/" in name
        }

    expected = {name.removeprefix("src/") for name in tracked("src")}
    clients = tracked("generated/hubspot_marketing_events_client")
    expected |= {name.removeprefix("generated/") for name in clients}
    target = "hubspot_marketing_events_mock/recordings/"
    expected |= {target + name.removeprefix(RECORDINGS) for name in tracked(RECORDINGS)}
    yield from _differences(wheel, held, expected)

    for package in sorted(TYPED):
        if f"{package}/py.typed" not in held:
            yield f"{wheel.name}: {package} has no py.typed"
    if described.get("licenses/LICENSE") != (ROOT / "LICENSE").read_text(encoding="utf-8"):
        yield f"{wheel.name}: the licence is not that of the project"
    yield from _problems_of_metadata(wheel, described)


def _problems_of_metadata(wheel: Path, described: dict[str, str]) -> Iterator[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, function in project["scripts"].items():
        if f"{name} = {function}\n" not in described["entry_points.txt"]:
            yield f"{wheel.name}: no command {name}"
    if "[pytest11]\n" not in described["entry_points.txt"]:
        yield f"{wheel.name}: no plugin of pytest"

    lines = described["METADATA"].splitlines()
    for extra in project["optional-dependencies"]:
        if f"Provides-Extra: {extra}" not in lines:
            yield f"{wheel.name}: no extra {extra}"
    if f"Requires-Python: {project['requires-python']}" not in lines:
        yield f"{wheel.name}: does not say which Python it needs"


def _problems_of_source(source: Path) -> Iterator[str]:
    with tarfile.open(source) as archive:
        held = {member.name.partition("/")[2] for member in archive if member.isfile()}
    wanted = ("src", "generated", RECORDINGS, "CHANGELOG.md", "LICENSE", "README.md")
    made = {"PKG-INFO"}
    expected = tracked(*wanted) | {".gitignore", "pyproject.toml"} | made
    yield from _differences(source, held, expected)


def _differences(archive: Path, held: set[str], expected: set[str]) -> Iterator[str]:
    for name in sorted(held - expected):
        yield f"{archive.name}: holds {name}, which is not to be in it"
    for name in sorted(expected - held):
        yield f"{archive.name}: lacks {name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
