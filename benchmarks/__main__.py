"""Run the benchmark and write `benchmarks/results.md`.

    nox -s bench -- [PART ...] [--rounds N] [--prism PATH]

Without a part, all run that need nothing but the package index. A part replaces its own section of the results and
leaves the others. Sections that are no part of the benchmark are kept as they are.
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

_PARTS = ("upsert", "startup", "shapes", "latency", "stream")
_RESULTS = ROOT / "benchmarks" / "results.md"
_LEAST_ROUNDS = 7
_HEAD = """\
# Benchmark results

Written by `nox -s bench`; each section says when and on what it was measured. All figures are medians.

"""


def main(arguments: Sequence[str]) -> int:
    """Run the parts, one after another, and put each one's section in place when it is done."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure the project.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"which: {', '.join(_PARTS)}")
    parser.add_argument("--rounds", type=int, default=9, help="at least 7; 9 without it")
    parser.add_argument("--environments", type=Path, default=ROOT / ".cache" / "benchmarks")
    parser.add_argument("--output", type=Path, default=_RESULTS)
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(_PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there is {', '.join(_PARTS)}")
    if options.rounds < _LEAST_ROUNDS:
        parser.error(f"a median needs at least {_LEAST_ROUNDS} rounds")

    environments = Environments(options.environments.absolute())
    for name in options.parts or _PARTS:
        part = importlib.import_module(f"benchmarks.parts.{name}")
        print(f"{name}: {part.TITLE}", flush=True)
        where = description()
        section = f"Measured on {where}, {options.rounds} rounds.\n\n"
        section += part.measure(environments, options.rounds)
        print(f"\n{section}\n", flush=True)
        _put(options.output, part.TITLE, section)
    return 0


def _put(path: Path, title: str, section: str) -> None:
    """Replace a section of the results, or add it at the end."""
    text = path.read_text(encoding="utf-8") if path.exists() else _HEAD
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    kept = dict(each.split("\n", 1) for each in sections)
    kept[title] = f"\n{section.strip()}\n"
    written = [f"## {name}\n\n{body.strip()}\n" for name, body in kept.items()]
    path.write_text(head.strip() + "\n\n" + "\n".join(written), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
