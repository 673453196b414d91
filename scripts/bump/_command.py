"""The command `bump`."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import fetch
from scripts.bump._bump import Bump, memory_path, remembered
from scripts.bump._copies import PLACED, copied, placed
from scripts.bump._steps import STEPS
from scripts.project import files
from scripts.project.command import reason
from scripts.project.layout import PipelineError, Project


def main(arguments: Sequence[str]) -> None:
    """Bump one version, and print what was done."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    hangup = getattr(signal, "SIGHUP", None)  # which Windows has not
    if hangup and signal.getsignal(hangup) is not signal.SIG_IGN:  # as `nohup` sets it
        signal.signal(hangup, signal.default_int_handler)
    project = Project()
    project.version_or_new(options.version)
    memory = memory_path(project, options.version)
    state = remembered(memory)
    before = {name: files.tree(project.root / name) for name in PLACED}
    with copied(project) as copy:
        bump = Bump(project, copy, options.version, options, state)
        for number, (name, step) in enumerate(STEPS, 1):
            sys.stderr.write(f"[{number}/{len(STEPS)}] {name}\n")
            try:
                print(f"- {name}: {step(bump)}", flush=True)
            except (PipelineError, OSError) as problem:
                told = (
                    f"bump {options.version} stopped at {name}, and the project is as it was"
                    f"{_saved(bump)}"
                )
                raise PipelineError(f"{told}: {reason(problem)}") from problem
        changed = placed(bump, before)
    memory.unlink(missing_ok=True)
    print(
        f"{options.version}: changed {', '.join(changed)}"
        if changed
        else f"{options.version}: nothing to change"
    )
    if changed:
        read = f"read {', '.join(bump.reports)}; " if bump.reports else ""
        sys.stderr.write(f"Next: {read}run nox; commit, generated/ in a commit of its own\n")


def _saved(bump: Bump) -> str:
    """Keep the comparisons of a bump that failed, since they are needed now, and say where."""
    kept = [bump.project.cache / "bump" / Path(name).name for name in bump.reports]
    for name, path in zip(bump.reports, kept, strict=True):
        files.write(path, (bump.copy.root / name).read_bytes())
    return f" (what changed: {', '.join(map(bump.project.name, kept))})" if kept else ""


def _parser() -> argparse.ArgumentParser:
    made = fetch.parser("bump")
    made.add_argument(
        "--overlay-from", "--like", metavar="KEY", help="take the overlays of that version"
    )
    made.add_argument(
        "--propose", action="store_true", help="write the corrections that it would need as a diff"
    )
    made.add_argument("--default", action="store_true", help="make it the default version")
    made.add_argument(
        "--nox", default=sys.executable, metavar="PYTHON", help="the Python that has nox"
    )
    return made
