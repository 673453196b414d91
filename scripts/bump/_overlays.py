"""Which overlays a version takes, and what blocks its contract."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from scripts import generate
from scripts.bump._bump import Bump, BumpBlocked
from scripts.bump._obstacles import grouped
from scripts.bump._proposal import proposed
from scripts.bump._table import write_row
from scripts.openapi.cursor import Cursor, references
from scripts.openapi.operations import operations


def corrected(bump: Bump) -> str:
    """Choose the overlays of the version, and apply them to the new document.

    Raises:
        BumpBlocked: some corrections no longer fit, or some are missing; it names all of them.
    """
    chosen, found = _chosen(bump)
    _take(bump, chosen)
    if found:
        raise BumpBlocked(found, _advice(bump, chosen))
    return ", ".join(bump.copy.name(path) for path in bump.copy.overlays(bump.key))


def _chosen(bump: Bump) -> tuple[tuple[str, ...], list[str]]:
    """The overlays to take, and what blocks the bump with them."""
    tried: dict[tuple[str, ...], list[str]] = {}
    for names in _candidates(bump):
        _take(bump, names)
        tried[names] = standing(bump)
        if not tried[names]:
            break
    best = min(tried, key=lambda names: len(tried[names]))
    return best, tried[best]


def _candidates(bump: Bump) -> list[tuple[str, ...]]:
    """The overlays that a version may take: its own, those asked for, or another version's."""
    versions = bump.project.versions()[1]
    own = (bump.key,) if bump.copy.overlay(bump.key).exists() else ()
    asked = bump.options.overlay_from
    if bump.carried:
        if asked:
            sys.stderr.write(
                f"--overlay-from {asked} is passed over: openapi/versions.toml lists the overlays "
                f"of {bump.key}\n"
            )
        return [versions[bump.key].overlays]
    if asked:
        return [_with_own(bump.project.version(asked).overlays, own)]
    others = [versions[bump.base], *reversed(versions.values())]
    found = [("common", *own), *(_with_own(one.overlays, own) for one in others)]
    return list(dict.fromkeys(found))


def _with_own(names: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """Put the version's own overlay first, since it makes the document like the others."""
    return (*(name for name in own if name not in names), *names)


def _take(bump: Bump, names: tuple[str, ...]) -> None:
    write_row(bump.copy, replace(bump.copy.version(bump.key), overlays=names))


def standing(bump: Bump) -> list[str]:
    """What blocks a contract, each cause once: misfits, then missing parts."""
    document, before = bump.documents()
    versions = (bump.copy.version(bump.key), bump.project.version(bump.base))
    misfits: list[generate.Misfit] = []
    actions: list[generate.Action] = []
    for path in bump.copy.overlays(bump.key):
        name = bump.copy.name(path)
        misfits += generate.misfits(document, before, path, name, versions)
        actions += generate.actions(path, name)
    root = Cursor.at_root(document)
    missing = _missing(root, actions)
    found = grouped(misfits, missing, versions)
    found += _contradictions(root, missing)
    found += map(str, generate.findings(document))
    if not found:
        generate.corrected(bump.copy, versions[0])  # which says whether it is valid as well
    return found


def _missing(root: Cursor, actions: Sequence[generate.Action]) -> dict[str, list[str]]:
    """References in overlays to what the corrected document does not have, with their places."""
    missing: dict[str, list[str]] = {}
    for action in actions:
        for reference in references(action.data.get("update")):
            if root.target(reference).value is None:
                missing.setdefault(reference, []).append(f"{action.overlay}:{action.line}")
    return missing


def _contradictions(root: Cursor, missing: Container[str]) -> list[str]:
    """References in the document itself to what it does not have."""
    own = dict.fromkeys(
        f"{place} refers to {reference}"
        for place, reference in _places(root)
        if reference not in missing and root.target(reference).value is None
    )
    return [
        f"{place}, which is not in the document: it contradicts itself, and an overlay has to say "
        "what stands there"
        for place in own
    ]


def _places(root: Cursor) -> Iterator[tuple[str, str]]:
    """Every reference of a document, by the operation or component that it is in."""
    for operation in operations(root.document):
        yield from ((operation.name, one) for one in references(operation.place.value))
    for kind in ("schemas", "responses", "requestBodies", "parameters"):
        for part in (root / "components" / kind).members().values():
            yield from ((f"{kind}/{part.name}", one) for one in references(part.value))


def _advice(bump: Bump, chosen: tuple[str, ...]) -> str:
    """What to do next: take the proposal, or edit an overlay."""
    used = ", ".join(f"openapi/overlays/{name}.yaml" for name in chosen)
    own = bump.copy.name(bump.copy.overlay(bump.key))
    said = [f"Tried with {used}."]
    if bump.options.propose:
        path, left = proposed(bump, standing)
        said.append(
            f"Proposed: {bump.project.name(path)}, after which {left or 'nothing'} "
            f"stand{'s' if left <= 1 else ''} in the way. Read it, complete what is marked "
            f"`proposed`, and take it with: git apply {bump.project.name(path)}"
        )
    else:
        said.append("With --propose, bump writes the corrections that it would need as a diff.")
    said.append(
        f"Next: edit {own}, for this version alone, or an overlay that it shares, "
        f"and run nox -s bump -- {bump.key} again."
    )
    return "\n".join(said)
