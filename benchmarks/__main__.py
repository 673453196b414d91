"""Run the benchmark and write `benchmarks/results.md`.

    nox -s bench -- [PART ...] [--rounds N]

Without a part, all run, in less than ten minutes. Prism comes from npm; where there is none, `mock`
and `contract` measure without it what they can. A part replaces its own section of the results and
leaves the others as they are.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.environments import ROOT, Environments
from benchmarks.machine import description
from benchmarks.rounds import LEAST_ROUNDS

_PARTS = (
    "upsert",
    "participants",
    "startup",
    "shapes",
    "latency",
    "stream",
    "generate",
    "mock",
    "contract",
    "extras",
)
_RESULTS = ROOT / "benchmarks" / "results.md"
_HEAD = """\
# Benchmark results

Written by `nox -s bench`. Each section says when and on what it was measured. All figures are
medians.

"""


def main(arguments: Sequence[str]) -> int:
    """Run the parts, one after another, and put each one's section in place when it is done."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure the project.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"which: {', '.join(_PARTS)}")
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help=f"at least {LEAST_ROUNDS}")
    parser.add_argument("--environments", type=Path, default=ROOT / ".cache" / "benchmarks")
    parser.add_argument("--output", type=Path, default=_RESULTS)
    given = parser.parse_args(arguments)
    if unknown := set(given.parts) - set(_PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there is {', '.join(_PARTS)}")
    if given.rounds < LEAST_ROUNDS:
        parser.error(f"a median needs at least {LEAST_ROUNDS} rounds")

    environments = Environments(given.environments.absolute())
    for name in given.parts or _PARTS:
        part = importlib.import_module(f"benchmarks.parts.{name}")
        print(f"{name}: {part.TITLE}", flush=True)
        where = description()
        section = f"Measured on {where}, {given.rounds} rounds.\n\n"
        section += part.measure(environments, given.rounds)
        print(f"\n{section}\n", flush=True)
        put(given.output, part.TITLE, section)
    return 0


def put(path: Path, title: str, section: str) -> None:
    """Replace a section of the results, or add it at the end."""
    text = path.read_text(encoding="utf-8") if path.exists() else _HEAD
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    kept = dict(each.split("\n", 1) for each in sections)
    kept[title] = f"\n{section.strip()}\n"
    written = [f"## {name}\n\n{body.strip()}\n" for name, body in kept.items()]
    path.write_text(head.strip() + "\n\n" + "\n".join(written), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
