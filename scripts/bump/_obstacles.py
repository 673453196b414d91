"""What blocks a bump, each cause once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scripts.generate import Misfit
from scripts.project.layout import Version

_SHOWN = 8


def grouped(misfits: Sequence[Misfit], versions: tuple[Version, Version]) -> list[str]:
    """Tell the actions that do not fit by their causes.

    Actions whose targets miss the same thing have one cause. So have actions whose targets all
    begin with a prefix that no path of the document has.

    Args:
        misfits: the actions, in their order.
        versions: the new version, and the one that it is compared with.

    Returns:
        One text for each cause.
    """
    causes: dict[tuple[str, ...], list[Misfit]] = defaultdict(list)
    for misfit in misfits:
        causes[_cause(misfit, versions[0])].append(misfit)
    return [_told(found, versions[1].key) for found in causes.values()]


def _cause(misfit: Misfit, version: Version) -> tuple[str, ...]:
    if not misfit.missing:
        return (misfit.action.place, misfit.problem)
    no_path_fits = f'"{version.prefix}' not in misfit.held
    if misfit.nearest == "$.paths" and version.prefix in misfit.missing and no_path_fits:
        return (misfit.nearest, version.prefix)
    return (misfit.nearest, misfit.missing)


def _told(found: Sequence[Misfit], base: str) -> str:
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
    return (
        f"{first.nearest} has no {missing}, so {what} nothing ({places}); it holds {first.held}; "
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
