"""Take over a version as HubSpot publishes it now: a new one, or a new revision of one that is carried.

    nox -s bump -- 2026-09 [--catalog URL] [--document URL|FILE] [--like KEY] [--default]

fetch -> facts -> comparison -> overlays -> client -> recordings -> contract tests -> changelog, in a copy of the
project; all of it is put in place at the end, or, where a step fails, nothing. Run again, it goes on with the document
that it had, and tests nothing that it has tested. Exit code 0; 1 where something stands in the way, which is told;
130 on Ctrl-C.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scripts import _files, _lock, _reports, compare, fetch, generate, normalize, overlay
from scripts._download import public
from scripts._project import PipelineError, Project, Version, reason, run

PLACED = ("openapi", "generated", "contract_tests/recordings", "docs", "CHANGELOG.md")
COPIED = ("openapi", "generated", "contract_tests", "docs", "scripts", "src")
FILES = (".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "noxfile.py", "pyproject.toml")
TESTED = (
    "openapi/versions.toml",
    "generated",
    "contract_tests",
    "src",
    "noxfile.py",
    "pyproject.toml",
)
_MEND = "mend the contract in openapi/overlays/, or the mock in src/, and run it again"


class Obstacles(PipelineError):  # noqa: N818 - what stands in the way
    """Several things that a person has to mend."""

    def __init__(self, found: Sequence[str], hint: str) -> None:
        super().__init__("".join(f"\n  - {one}" for one in found) + f"\n{hint}")


@dataclass
class Bump:
    """One version on its way into the project.

    Args:
        project: the project, which is only read.
        copy: the copy of it that is worked on.
        key: the version.
        options: what was asked for.
        state: what an unfinished bump of this version left: its document, and which tree its tests passed on.
    """

    project: Project
    copy: Project
    key: str
    options: argparse.Namespace
    state: dict[str, str]
    document: dict[str, Any] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The version that this one is compared with: the default, or itself."""
        return self.project.versions()[0]

    @property
    def version(self) -> Version:
        """The version's row, as the table has it or will have it."""
        return self.project.version_or_new(self.key)

    @property
    def carried(self) -> bool:
        """Whether the project has this version already."""
        return self.key in self.project.versions()[1]

    @property
    def revised(self) -> bool:
        """Whether HubSpot has published other facts of it since."""
        return self.carried and not _files.same(
            *(one.published(self.key) for one in (self.project, self.copy))
        )

    def keep(self, **state: str) -> None:
        """Remember for the next try."""
        self.state |= state
        _files.write(_memory(self.project, self.key), json.dumps(self.state).encode())


def fetched(bump: Bump) -> str:
    """The document: that of an unfinished bump, else from where it is published."""
    asked = bump.options.document or bump.options.catalog
    question = _files.sha256(asked.encode())  # it may hold a secret
    known = bump.state if bump.state.get("asked") == question else {}
    path, shown = bump.project.cache / f"{known.get('sha256')}.json", str(known.get("shown"))
    again = "://" in asked and path.exists()  # a file is here to be read
    if not again:
        source = bump.options.document or fetch.published(bump.version, asked)
        path, shown = fetch.locate(source), public(source)
    bump.document = normalize.load(path, shown)
    fetch.check(bump.document, bump.version, shown)
    data = path.read_bytes()
    _files.write(bump.project.cache / f"{_files.sha256(data)}.json", data)
    if not again:
        said = (
            fetch.noted(asked)
            if bump.options.document
            else f"HubSpot's public catalog, {public(asked)}"
        )
        bump.keep(asked=question, shown=shown, said=said, sha256=_files.sha256(data))
    memory = bump.project.name(_memory(bump.project, bump.key))
    kept = f", as an unfinished bump read it; to read it anew, delete {memory}"
    return f"{len(data):,} bytes from {shown}{kept if again else ''}"


def normalized(bump: Bump) -> str:
    """The facts, the lock's note of where they are from, and the version's row in the table."""
    path = bump.project.cache / f"{bump.state['sha256']}.json"
    count = normalize.keep(bump.copy, bump.key, bump.document, path, source=bump.state["said"])
    table = bump.copy.openapi / "versions.toml"
    text = table.read_text(encoding="utf-8")
    row = bump.version
    if not bump.carried:
        cells = f'module = "{row.module}"\ncatalog = "{row.catalog}"\nstatus = "{row.status}"'
        text = f'{text.rstrip()}\n\n[versions."{row.key}"]\n{cells}\n'
    if bump.options.default:
        text = re.sub(r'(?m)^default = ".*"$', f'default = "{row.key}"', text)
    _files.write(table, text.encode())
    return f"{count:,} bytes in {bump.copy.name(bump.copy.published(row.key))}"


def compared(bump: Bump) -> str:
    """What HubSpot changed: against the default version, and against the revision that was carried."""
    if bump.revised:
        old, new = (f"{bump.key}_{_retrieved(one, bump.key)}" for one in (bump.project, bump.copy))
        if old == new:  # twice in one day
            new += f"-{bump.state['sha256'][:8]}"
        _told(
            bump,
            {old: compare.load(bump.key, bump.project), new: compare.load(bump.key, bump.copy)},
        )
    for pair in _pairs(bump):
        _told(bump, {key: compare.load(key, bump.copy) for key in pair})
    return ", ".join(bump.reports) or "the facts are as they were"


def _pairs(bump: Bump) -> list[list[str]]:
    """Which versions to compare: this one and the default, and any other pair with it of which a comparison is kept."""
    both = sorted({bump.base, bump.key}, key=lambda key: (not key.startswith("v"), key))
    kept = [
        page.stem.split("..") for page in sorted((bump.copy.root / "docs/api-diff").glob("*..*.md"))
    ]
    known = {*bump.project.versions()[1], bump.key}
    pairs = [both, *(pair for pair in kept if pair != both)]
    return [pair for pair in pairs if len(pair) > 1 and bump.key in pair and known.issuperset(pair)]


def _told(bump: Bump, sides: dict[str, Any]) -> None:
    """Write how two documents differ, the older one first."""
    old, new = sides.values()
    found = compare.Comparison(old, new, compare.recorded(bump.project)).changes()
    text = _reports.markdown(found, *sides)
    name = f"docs/api-diff/{'..'.join(sides)}.md"
    _files.write(bump.copy.root / name, f"{text.rstrip()}\n".encode())
    bump.reports.append(name)


def corrected(bump: Bump) -> str:
    """The overlays on the new facts; every correction that does not fit any more, and every one that is missing."""
    own = _own(bump)
    if bump.options.like and own.exists():
        sys.stderr.write(
            f"--like {bump.options.like} is passed over: there is {bump.copy.name(own)}\n"
        )
    elif bump.options.like:
        if not own.with_name(f"{bump.options.like}.yaml").exists():
            raise PipelineError(
                f"--like {bump.options.like}: there is no openapi/overlays/{bump.options.like}.yaml"
            )
        _liken(bump, bump.options.like)
    found = _standing(bump)
    if found:
        raise Obstacles(found, _advice(bump, len(found)))
    return ", ".join(bump.copy.name(path) for path in bump.copy.overlays(bump.key))


def _own(bump: Bump) -> Path:
    """The version's own overlay, in the copy."""
    return bump.copy.openapi / "overlays" / f"{bump.key}.yaml"


def _liken(bump: Bump, key: str) -> None:
    """Make the version's own overlay that of another."""
    text = _own(bump).with_name(f"{key}.yaml").read_text(encoding="utf-8")
    _files.write(_own(bump), text.replace(key, bump.key).encode())


def _standing(bump: Bump) -> list[str]:
    """What stands in the way of a contract: actions with nothing to do, and what it lacks."""
    document, before = compare.load(bump.key, bump.copy), compare.load(bump.base, bump.project)
    others = [
        f"openapi/overlays/{key}.yaml" for key in bump.project.versions()[1] if key != bump.key
    ]
    move = f"; move it to {' and '.join(others)}, which still need it" if others else ""
    stale = []
    for path in bump.copy.overlays(bump.key):
        found = overlay.stale(document, before, path, bump.copy.name(path), (bump.key, bump.base))
        stale += [one if path == _own(bump) else f"{one}{move}" for one in found]
    return [
        *stale,
        *generate.findings(document if stale else generate.corrected(bump.copy, bump.version)),
    ]


def generated(bump: Bump) -> str:
    """The contract and client of every version."""
    generate.write(bump.copy)
    return f"{bump.copy.name(bump.copy.package)}/{bump.version.module}"


def recorded(bump: Bump) -> str:
    """The recordings of the version that it is compared with, where they keep the new contract."""
    said = _session(bump, "recordings", bump.base, bump.key)
    broken = {
        line.strip() for line in said if line.startswith(f"contract_tests/recordings/{bump.key}/")
    }
    if broken:
        raise Obstacles(
            sorted(broken), "delete these recordings, or record them anew, and run it again"
        )
    folder = bump.copy.root / "contract_tests" / "recordings"
    there, here = (
        {path.name for path in (folder / key).glob("*.har")} for key in (bump.base, bump.key)
    )
    refused = sorted(there - here)
    return f"{len(here)} hold" + (f"; refused: {', '.join(refused)}" if refused else "")


def tested(bump: Bump) -> str:
    """The contract tests of this version, unless what they test was tested before."""
    state = _state(bump.copy)
    if state == _state(bump.project):
        return "nothing has changed"
    if state == bump.state.get("tested"):
        return "passed before"
    _session(bump, "contract", CONTRACT_API_VERSION=bump.key, mend=f"; {_MEND}")
    bump.keep(tested=state)
    return "passed"


def noted(bump: Bump) -> str:
    """What the changelog has to say of it."""
    path = bump.copy.root / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    lines = []
    if bump.revised or not bump.carried:
        what = f"as published by {_retrieved(bump.copy, bump.key)}" if bump.revised else "new"
        changed = f": [what changed]({bump.reports[0]})" if bump.reports else ""
        lines.append(f"- API version {bump.key}, {what}{changed}.")
    if bump.options.default and bump.base != bump.key:
        lines.append(f"- The default API version is {bump.key}.")
    if new := "".join(f"{line}\n" for line in lines if line not in text):
        head, mark, rest = text.partition("## Unreleased\n\n### Added\n\n")
        if not mark:
            raise PipelineError(
                "CHANGELOG.md: has no `## Unreleased` followed by `### Added`; add them"
            )
        _files.write(path, f"{head}{mark}{new}{rest}".encode())
    return " ".join(lines) or "nothing to say"


STEPS: list[tuple[str, Callable[[Bump], str]]] = [
    ("fetch", fetched),
    ("normalize", normalized),
    ("compare", compared),
    ("overlays", corrected),
    ("generate", generated),
    ("recordings", recorded),
    ("contract tests", tested),
    ("changelog", noted),
]


def _advice(bump: Bump, count: int) -> str:
    """What to edit, and with which other version's own overlay least stands in the way."""
    own = bump.copy.name(_own(bump))
    said = f"edit openapi/overlays/common.yaml, for every version, or {own}, for this one, and run it again"
    if (bump.project.root / own).exists():
        return said
    left = {}
    for key in bump.project.versions()[1]:
        if bump.project.overlays(key)[1:]:
            _liken(bump, key)
            with suppress(PipelineError):
                left[key] = len(_standing(bump))
    best = min(left, key=lambda key: left[key], default=None)
    if best is None or left[best] >= count + bool(bump.options.like):
        return said
    if not left[best]:
        return f"{said}; nothing stands in the way with --like {best}, which begins {own} as that version's"
    begin = f"sed 's/{best}/{bump.key}/g' openapi/overlays/{best}.yaml > {own}"
    return f"{said}; begun as that of {best}, {left[best]} would stand in the way: {begin}"


def _session(
    bump: Bump, name: str, *arguments: str, mend: str = "", **environment: str
) -> list[str]:
    """Run a session of nox in the copy; returns what it printed, which goes to standard error: the report stays apart.

    It has a process group of its own, so that whatever interrupts the bump ends it too, once, and it is waited for.
    """
    command = [bump.options.nox, "-m", "nox", "-f", str(bump.copy.root / "noxfile.py"), "-s", name]
    command += ["--", *arguments] if arguments else []
    said = []
    with subprocess.Popen(
        command,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
        process_group=0,
    ) as process:
        try:
            for line in process.stdout or ():
                sys.stderr.write(line)
                said.append(line)
        except KeyboardInterrupt:
            os.killpg(process.pid, signal.SIGTERM)
            process.communicate()
            raise
    if process.returncode:
        told = f"session {name} failed with exit code {process.returncode}; what it said stands above{mend}"
        raise PipelineError(told)
    return said


def _retrieved(project: Project, key: str) -> str:
    return str(_lock.read(project)["versions"][key]["document"]["retrieved"])


def _memory(project: Project, key: str) -> Path:
    return project.cache / "bump" / f"{key}.json"


def _remembered(memory: Path) -> dict[str, str]:
    """What an unfinished bump left; nothing where that cannot be read, since it only spares time."""
    try:
        state = json.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _state(project: Project) -> str:
    """One hash of all that the contract tests rest on."""
    state = hashlib.sha256()
    for name in TESTED:
        for path, data in sorted(_files.tree(project.root / name).items()):
            state.update(f"{name}/{path} {len(data)} ".encode() + data)
    return state.hexdigest()


@contextmanager
def _copied(project: Project) -> Iterator[Project]:
    """A copy of the project, on the same file system; one that a killed bump left is removed."""
    folder = project.cache / "bump"
    for left in folder.glob("tree-*"):
        if not _lives(int(left.name.partition("-")[2])):
            shutil.rmtree(left)
    tree = folder / f"tree-{os.getpid()}"
    shutil.rmtree(tree, ignore_errors=True)  # of a killed one that had this number
    try:
        for name in COPIED:
            shutil.copytree(
                project.root / name, tree / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        for name in FILES:
            shutil.copy2(project.root / name, tree / name)
        yield replace(project, root=tree)
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _placed(bump: Bump, before: dict[str, dict[str, bytes]]) -> list[str]:
    """Put what changed in place, as one; returns which folders and files it is in."""
    now = {name: _files.tree(bump.project.root / name) for name in PLACED}
    if moved := [name for name in PLACED if now[name] != before[name]]:
        raise PipelineError(
            f"{', '.join(moved)}: changed by somebody else during the bump; run it again"
        )
    changed = [name for name in PLACED if _files.tree(bump.copy.root / name) != now[name]]
    _files.replace_all(
        [(bump.copy.root / name, bump.project.root / name) for name in changed],
        bump.project.journal,
    )
    return changed


def main(arguments: Sequence[str]) -> None:
    """Bump one version, and print what was done."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as `nohup` sets it
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    project = Project()
    project.version_or_new(options.version)
    memory = _memory(project, options.version)
    state = _remembered(memory)
    before = {name: _files.tree(project.root / name) for name in PLACED}
    with _copied(project) as copy:
        bump = Bump(project, copy, options.version, options, state)
        for number, (name, step) in enumerate(STEPS, 1):
            sys.stderr.write(f"[{number}/{len(STEPS)}] {name}\n")
            try:
                print(f"- {name}: {step(bump)}", flush=True)
            except (PipelineError, OSError) as problem:
                told = f"bump {options.version} stopped at {name}, and the project is as it was{_saved(bump)}"
                raise PipelineError(f"{told}: {reason(problem)}") from problem
        changed = _placed(bump, before)
    memory.unlink(missing_ok=True)
    print(
        f"{options.version}: changed {', '.join(changed)}"
        if changed
        else f"{options.version}: nothing to change"
    )


def _saved(bump: Bump) -> str:
    """Keep the comparisons of a bump that failed, and say where: what they tell is needed now."""
    kept = [bump.project.cache / "bump" / Path(name).name for name in bump.reports]
    for name, path in zip(bump.reports, kept, strict=True):
        _files.write(path, (bump.copy.root / name).read_bytes())
    return f" (what changed: {', '.join(map(bump.project.name, kept))})" if kept else ""


def _parser() -> argparse.ArgumentParser:
    made = fetch.parser("bump")
    made.add_argument(
        "--like", metavar="KEY", help="begin its own overlay as that version's, where it has none"
    )
    made.add_argument("--default", action="store_true", help="make it the default version")
    made.add_argument(
        "--nox", default=sys.executable, metavar="PYTHON", help="the Python that has nox"
    )
    return made


if __name__ == "__main__":
    run(main)
