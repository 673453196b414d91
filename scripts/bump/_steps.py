"""The steps of a bump, in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from scripts import compare, fetch, generate, normalize
from scripts.bump._bump import Bump, BumpBlocked, memory_path
from scripts.bump._copies import tested_state
from scripts.bump._lists import write_lists
from scripts.bump._overlays import corrected
from scripts.bump._sessions import run_session
from scripts.bump._table import make_default, write_row
from scripts.compare import reports
from scripts.fetch._download import public
from scripts.openapi import reading, validation
from scripts.openapi.faults import faults
from scripts.openapi.identity import common_prefix
from scripts.project import files
from scripts.project.layout import PipelineError, Project
from scripts.project.lock import read_lock

_DEMANDS = {
    "required-field-added",
    "field-became-required",
    "required-parameter-added",
    "parameter-became-required",
    "required-body-added",
    "body-became-required",
}
# The list of what is new, with whatever stands between it and the heading of the release.
_ADDED = re.compile(r"^## Unreleased\n(?:(?!## ).*\n)*?### Added\n\n", re.MULTILINE)
_NOT_MODELLED = "not modelled"  # how the contract tests begin such a line
_MEND = "mend the contract in openapi/overlays/, or the mock in src/, and run it again"


def fetched(bump: Bump) -> str:
    """The document: that of an unfinished bump, else from where it is published."""
    asked = bump.options.document or bump.options.catalog
    question = files.sha256(asked.encode())  # it may hold a secret
    known = bump.state if bump.state.get("asked") == question else {}
    path, shown = bump.project.cache / f"{known.get('sha256')}.json", str(known.get("shown"))
    again = "://" in asked and path.exists()  # a file is here to be read
    if not again:
        source = bump.options.document or _published(bump, asked)
        path, shown = fetch.locate(source), public(source)
    bump.document = validation.load(path, shown)
    fetch.check(bump.document, bump.version, shown)
    data = path.read_bytes()
    files.write(bump.project.cache / f"{files.sha256(data)}.json", data)
    if not again:
        said = (
            fetch.noted(asked)
            if bump.options.document
            else f"HubSpot's public catalog, {public(asked)}"
        )
        bump.keep(asked=question, shown=shown, said=said, sha256=files.sha256(data))
    memory = bump.project.name(memory_path(bump.project, bump.key))
    kept = f", as an unfinished bump read it; to read it anew, delete {memory}"
    return f"{len(data):,} bytes from {shown}{kept if again else ''}"


def _published(bump: Bump, catalog: str) -> str:
    """Where the catalog says that the document is; its stage is kept for the table."""
    place = fetch.published(bump.version, catalog)
    entries = fetch.listed(bump.version.catalog, catalog)
    bump.state["status"] = next((one.status for one in entries if one.is_of(bump.key)), "")
    return place


def normalized(bump: Bump) -> str:
    """The normalized document, the lock's note of its source, and the row in the table."""
    path = bump.project.cache / f"{bump.state['sha256']}.json"
    count = normalize.keep(bump.copy, bump.key, bump.document, path, source=bump.state["said"])
    row = bump.version
    if not bump.carried:
        prefix = common_prefix(bump.document["paths"], bump.key)
        status = bump.state.get("status") or row.status
        write_row(bump.copy, replace(row, prefix=prefix or row.prefix, status=status))
        if status == "latest":
            for one in bump.project.versions()[1].values():
                if one.status == "latest":
                    write_row(bump.copy, replace(one, status="stable"))
    if bump.options.default:
        make_default(bump.copy, bump.key)
    told = "".join(f"; {reading.shown(one)}" for one in faults(bump.document))
    return f"{count:,} bytes in {bump.copy.name(bump.copy.published(row.key))}{told}"


def compared(bump: Bump) -> str:
    """Compare with the revision that was carried, the default version and the neighbours."""
    if bump.revised:
        old, new = (f"{bump.key}_{retrieved(one, bump.key)}" for one in (bump.project, bump.copy))
        if old == new:  # twice in one day
            new += f"-{bump.state['sha256'][:8]}"
        _told(
            bump,
            {old: compare.load(bump.key, bump.project), new: compare.load(bump.key, bump.copy)},
        )
    for pair in _pairs(bump):
        _told(bump, {key: compare.load(key, bump.copy) for key in pair})
    return ", ".join(bump.reports) or "the document is as it was"


def _pairs(bump: Bump) -> list[list[str]]:
    """The pairs to compare: this version and the default, neighbours, and pairs with a page."""
    keys = list(bump.copy.versions()[1])
    pages = sorted((bump.copy.root / "docs/api-diff").glob("*..*.md"))
    pairs = [
        sorted({bump.base, bump.key}, key=keys.index),
        *([old, new] for old, new in pairwise(keys)),
        *(page.stem.split("..") for page in pages),
    ]
    known = [pair for pair in pairs if len(pair) > 1 and bump.key in pair and {*pair} <= {*keys}]
    return [list(pair) for pair in dict.fromkeys(map(tuple, known))]


def _told(bump: Bump, sides: dict[str, Any]) -> None:
    """Write how two documents differ, the older one first."""
    old, new = sides.values()
    found = compare.Comparison(old, new, compare.recorded(bump.project)).changes()
    text = reports.markdown(found, *sides)
    name = f"docs/api-diff/{'..'.join(sides)}.md"
    files.write(bump.copy.root / name, f"{text.rstrip()}\n".encode())
    bump.reports.append(name)


def generated(bump: Bump) -> str:
    """The contract and client of every version."""
    generate.write(bump.copy)
    where = f"{bump.copy.name(bump.copy.package)}/{bump.version.module}"
    return "; ".join((where, *demands(bump)))


def recorded(bump: Bump) -> str:
    """The recordings of the version that it is compared with, where they keep the new contract."""
    said = run_session(bump, "recordings", bump.base, bump.key)
    broken = {
        line.strip() for line in said if line.startswith(f"contract_tests/recordings/{bump.key}/")
    }
    if broken:
        raise BumpBlocked(
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
    state = tested_state(bump.copy)
    if state == tested_state(bump.project):
        return "nothing has changed"
    if state == bump.state.get("tested"):
        return "passed before"
    mend = "".join(f"; {one}" for one in (*demands(bump), _MEND))
    said = run_session(bump, "contract", CONTRACT_API_VERSION=bump.key, mend=mend)
    bump.keep(tested=state)
    untested = [line.strip() for line in said if line.startswith(_NOT_MODELLED)]
    return "; ".join(("passed", *dict.fromkeys(untested)))


def demands(bump: Bump) -> list[str]:
    """What requests have to hold now that nothing here sends, which fails most contract tests."""
    before = bump.project.version(bump.key if bump.carried else bump.base)
    old = generate.corrected(bump.project, before)
    new = generate.corrected(bump.copy, bump.copy.version(bump.key))
    overlay = bump.copy.name(bump.copy.overlay(bump.key))
    found = {
        f"{one.place}: {compare.RULES[one.rule].what}, and nothing here sends it: teach the client "
        f"and the tests to, or take it out of `required` in {overlay}, with the reason"
        for one in compare.Comparison(old, new).changes()
        if one.rule in _DEMANDS and one.side == "request"
    }
    return sorted(found)


def noted(bump: Bump) -> str:
    """What the changelog has to say of it, and the lists of versions."""
    path = bump.copy.root / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    lines = []
    if bump.revised or not bump.carried:
        what = f"as published by {retrieved(bump.copy, bump.key)}" if bump.revised else "new"
        changed = f": [what changed]({bump.reports[0]})" if bump.reports else ""
        lines.append(f"- API version {bump.key}, {what}{changed}.")
    write_lists(bump.copy)
    if bump.options.default and bump.base != bump.key:
        lines.append(f"- The default API version is {bump.key}.")
    if new := "".join(f"{line}\n" for line in lines if line not in text):
        added = _ADDED.search(text)
        if not added:
            raise PipelineError("CHANGELOG.md: has no `### Added` under `## Unreleased`; add them")
        files.write(path, f"{text[: added.end()]}{new}{text[added.end() :]}".encode())
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


def retrieved(project: Project, key: str) -> str:
    return str(read_lock(project)["versions"][key]["document"]["retrieved"])
