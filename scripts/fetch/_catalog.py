"""Where the public catalog says that a document is."""

from __future__ import annotations

import json
import urllib.parse

from scripts.fetch._download import check_url, download, public
from scripts.fetch._source import bare
from scripts.project.layout import PipelineError, Version

CATALOG = "https://api.hubspot.com/public/api/spec/v1/specs"  # public; needs no credential


def published(version: Version, catalog: str) -> str:
    """Look up where a version's document is.

    Args:
        version: which; its `catalog` is the API's name there.
        catalog: the catalog's URL.

    Returns:
        The document's URL.

    Raises:
        PipelineError: the catalog cannot be read, has no such API or version, or several; says which there are.
    """
    name = public(catalog)
    try:
        listed = json.loads(download(catalog))["results"]
        entries = [one for one in listed if one.get("name") == version.catalog]
        rows = [row for one in entries for row in one.get("versions") or () if row.get("openApi")]
        found = [row for row in rows if bare(row.get("version")) == bare(version.key)]
        places = {
            urllib.parse.urljoin(catalog, str(row["openApi"])): row.get("stage") for row in found
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PipelineError(
            f"{name}: not a catalog as it was known: {type(error).__name__}: {error}"
        ) from error
    if not entries:
        raise PipelineError(f"{name}: has no API named {version.catalog!r} among {len(listed)}")
    if not places:
        known = (
            ", ".join(sorted({str(row["version"]) for row in rows if row.get("version")})) or "none"
        )
        raise PipelineError(
            f"{name}: {version.catalog} has no version {version.key}; there is {known}"
        )
    if len(places) > 1:
        several = ", ".join(f"{stage} at {public(place)}" for place, stage in places.items())
        raise PipelineError(
            f"{name}: {version.key} is there more than once: {several}; choose with --document"
        )
    (place,) = places
    check_url(place, f"{name}: {version.catalog} {version.key} is at {public(place)}")
    return place
