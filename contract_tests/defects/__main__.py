"""Who tests the tests: seeds one defect after another, and fails where one is not noticed.

    nox -s defects                        a sample of each operator, and one seed without a defect
    nox -s defects -- --all               all of them, and twenty seeds
    nox -s defects -- --all --without any_history_is_what_the_model_says
                                          what only that property notices
    nox -s defects -- --all --schemathesis
                                          also what Schemathesis alone notices, some minutes more

    nox -s defects -- --all --resume      goes on where an earlier run was ended

The matrix is printed, and written to reports/defects.json for the page of the reports. Each row is
kept in reports/defects.jsonl as soon as it is known, so that a run that is ended loses nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import asdict

from contract_tests.defects import DEFECTS, Defect
from contract_tests.defects._seeding import Row, findings_without, operator_of, seeded, workers
from contract_tests.defects.external import EXTERNAL_DEFECTS, ExternalDefect

SAMPLED = {"by hand": 6, "of client": 2}  # defects of an operator in the sample; 1 of any other
_KEPT = "defects.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Seed every defect; 1 where one survives, or the server without any has a finding."""
    options = _parser().parse_args(arguments)
    chosen: list[Defect | ExternalDefect] = [*DEFECTS.values(), *EXTERNAL_DEFECTS.values()]
    if options.only:
        chosen = [one for one in chosen if one.name in options.only]
    elif not options.all:
        chosen = list(_sample(chosen))
    kept = _kept(options.reports) if options.resume else {}
    rows = [kept[one.name] for one in chosen if one.name in kept]
    left = [one for one in chosen if one.name not in kept]
    _keep(options.reports, rows, anew=True)
    seeds = range((20 if options.all else 1) if options.seeds is None else options.seeds)
    given = (tuple(options.without), options.schemathesis)
    with workers(options.jobs, len(left), *given) as pool:
        undisturbed = [pool.submit(findings_without, number) for number in seeds]
        for row in seeded(pool, [one.name for one in left], options.jobs):
            rows.append(row)
            _keep(options.reports, [row])
            caught = row.caught_by or "SURVIVED"
            print(
                f"[{len(rows)}/{len(chosen)}] {row.kind:12}{row.defect:46}{caught:50}"
                f"{row.seconds:6.2f} s  {row.schemathesis}",
                flush=True,
            )
        findings = [finding for future in undisturbed for finding in future.result()]
    _write(options.reports, rows)
    return _verdict(rows, findings, len(seeds), schemathesis=options.schemathesis)


def _sample(defects: Sequence[Defect | ExternalDefect]) -> Iterator[Defect | ExternalDefect]:
    """Yield some defects of each operator, spread over its operations and fields."""
    by_operator: dict[str, list[Defect | ExternalDefect]] = {}
    for defect in defects:
        by_operator.setdefault(operator_of(defect), []).append(defect)

    for group in by_operator.values():
        yield from group[:: math.ceil(len(group) / SAMPLED.get(operator_of(group[0]), 1))]


def _verdict(
    rows: Sequence[Row], findings: Sequence[str], seeds: int, *, schemathesis: bool
) -> int:
    survivors = [row.defect for row in rows if not row.caught_by]
    print(
        f"{len(rows) - len(survivors)} of {len(rows)} defects noticed in"
        f" {sum(row.seconds for row in rows):.0f} s",
        end="; ",
    )
    print(
        ", ".join(
            f"{count} {kind}" for kind, count in Counter(row.kind for row in rows).most_common()
        )
    )
    _score("operator", [(row.operator, bool(row.caught_by)) for row in rows])
    pairs = [(name, bool(row.caught_by)) for row in rows for name in row.operations.split()]
    _score("operation", pairs)
    if schemathesis:
        said = Counter(row.schemathesis for row in rows if row.schemathesis)
        print(
            f"Schemathesis alone, of the server's: {said['noticed']} noticed,"
            f" {said['missed']} missed"
        )
    print(f"without a defect: {len(findings)} findings on {seeds} seeds")
    for text in (*(f"SURVIVED {name}" for name in survivors), *findings):
        print(text)
    return int(bool(survivors or findings))


def _score(of: str, pairs: Sequence[tuple[str, bool]]) -> None:
    """Print how many defects were noticed, by operator or by operation."""
    whole, noticed = Counter(name for name, _ in pairs), Counter(name for name, hit in pairs if hit)
    print(
        f"by {of}: " + ", ".join(f"{name} {noticed[name]}/{whole[name]}" for name in sorted(whole))
    )


def _keep(folder: Path, rows: Sequence[Row], *, anew: bool = False) -> None:
    """Write rows to the file that a later run goes on from, after those that are there."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _KEPT).open("w" if anew else "a", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(row)) + "\n" for row in rows)


def _kept(folder: Path) -> dict[str, Row]:
    """Return the rows of an earlier run by defect; a last line that is not whole is left out."""
    file = folder / _KEPT
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    rows = dict[str, Row]()
    for line in lines:
        with contextlib.suppress(ValueError):
            row = Row(**json.loads(line))
            rows[row.defect] = row
    return rows


def _write(folder: Path, rows: Sequence[Row]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    told = [{name.replace("_", " "): value for name, value in asdict(row).items()} for row in rows]
    (folder / "defects.json").write_text(json.dumps(told, indent=1), "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nox -s defects --", description=__doc__)
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument(
        "--fast", action="store_true", help="a sample of the defects, and one seed; the default"
    )
    extent.add_argument("--all", action="store_true", help="every defect, and twenty seeds")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these defects")
    parser.add_argument(
        "--without", nargs="*", default=(), metavar="NAME", help="leave these properties out"
    )
    parser.add_argument(
        "--schemathesis", action="store_true", help="also what Schemathesis alone notices"
    )
    parser.add_argument(
        "--seeds",
        type=int,
        help="seeds of the server without a defect (default: 1, or 20 with --all)",
    )
    parser.add_argument("--resume", action="store_true", help="go on where the last run was ended")
    parser.add_argument(
        "--jobs",
        type=int,
        default=min(4, max(2, os.cpu_count() or 2)),
        help="processes that seed defects at a time (default: %(default)s)",
    )
    parser.add_argument("--reports", type=Path, default=Path("reports"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
