"""Which corrections fit the new version, and which do not."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from scripts import compare, generate
from scripts.bump._bump import Bump, Obstacles
from scripts.generate import _overlay as overlay
from scripts.project import files
from scripts.project.layout import PipelineError


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
    files.write(_own(bump), text.replace(key, bump.key).encode())


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
