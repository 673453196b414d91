"""What blocks a bump, each cause once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scripts.generate import Misfit
from scripts.project.layout import Version

_SHOWN = 8


def grouped(
    misfits: Sequence[Misfit],
    missing: Mapping[str, Sequence[str]],
    versions: tuple[Version, Version],
) -> list[str]:
    """Tell what overlays find no more by its causes.

    Actions whose targets miss the same thing have one cause. So have actions whose targets all
    begin with a prefix that no path of the document has. References to what a target misses are
    told with it.

    Args:
        misfits: the actions that do not fit, in their order.
        missing: references in overlays that lead nowhere, with the places that they are at.
        versions: the new version, and the one that it is compared with.

    Returns:
        One text for each cause.
    """
    causes: dict[tuple[str, ...], list[Misfit]] = defaultdict(list)
    for misfit in misfits:
        causes[_cause(misfit, versions[0])].append(misfit)
    references = {_reference(found[0]): found[0] for found in causes.values()}
    told = [
        _told(found, versions[1].key, missing.get(_reference(found[0]), ()))
        for found in causes.values()
    ]
    return told + [
        f"{reference} is not in the document, and {_refer(places)} to it; name what it is called "
        "now"
        for reference, places in missing.items()
        if reference not in references
    ]


def _reference(misfit: Misfit) -> str:
    """The reference to what a target misses, as `#/components/schemas/Thing`."""
    return "/".join(("#", *misfit.nearest.split(".")[1:], misfit.missing))


def _refer(places: Sequence[str]) -> str:
    return f"{', '.join(places)} refer{'s' if len(places) == 1 else ''}"


def _cause(misfit: Misfit, version: Version) -> tuple[str, ...]:
    if not misfit.missing:
        return (misfit.action.place, misfit.problem)
    no_path_fits = f'"{version.prefix}' not in misfit.held
    if misfit.nearest == "$.paths" and version.prefix in misfit.missing and no_path_fits:
        return (misfit.nearest, version.prefix)
    return (misfit.nearest, misfit.missing)


def _told(found: Sequence[Misfit], base: str, referring: Sequence[str]) -> str:
    first = found[0]
    if not first.missing:
        return f"{first.action.place}: {first.problem}; in {base} {first.before}"
    places = _places(found)
    missing = first.missing
    others = {one.missing for one in found}
    if len(others) > 1:
        missing = f"what begins as {min(others)} does, nor {len(others) - 1} more like it"
    what = (
        f"{len(found)} actions find" if len(found) > 1 else f"{first.action.data['target']} finds"
    )
    also = f", to which {_refer(referring)}" if referring else ""
    return (
        f"{first.nearest} has no {missing}{also}, so {what} nothing ({places}); it holds "
        f"{first.held}; "
        f"in {base} {first.before}; if HubSpot has healed this, add `x-except` with this version "
        "to each action, else name what it is called now"
    )


def _places(found: Sequence[Misfit]) -> str:
    lines: dict[str, list[int]] = defaultdict(list)
    for one in found:
        lines[one.action.overlay].append(one.action.line)
    return "; ".join(
        f"{name}:{','.join(map(str, numbers[:_SHOWN]))}{'…' if numbers[_SHOWN:] else ''}"
        for name, numbers in lines.items()
    )
