"""Say whether a published document has changed since it was last taken over, and in what.

    nox -s drift -- [2026-03] [--catalog URL] [--document URL|FILE]

Of the default version, unless one is named. Exit code 0: unchanged in meaning. 1: changed; the report is that of
`compare`. 3: could not look. Nothing is written but the cache. Made for a daily job.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from scripts import _files, _lock, _reports, compare, fetch, normalize
from scripts._project import PipelineError, Project, run

UNCHANGED, CHANGED, UNSEEN = 0, 1, 3


def main(arguments: Sequence[str]) -> int:
    """Look, and say what changed."""
    parser = fetch.parser("drift", version="?")
    parser.add_argument("--format", choices=("text", "markdown"), default="text")
    options = parser.parse_args(arguments)
    project = Project()
    version = project.version(options.version or project.versions()[0])
    locked = _lock.read(project).get("versions", {}).get(version.key, {}).get("document", {})
    try:
        source = options.document or fetch.published(version, options.catalog)
        path = fetch.locate(source)
        document = normalize.load(path, source)
        fetch.check(document, version, source)
    except PipelineError as problem:
        sys.stderr.write(f"could not look: {problem}\n")
        return UNSEEN
    if _files.sha256(path.read_bytes()) in {locked.get("sha256"), locked.get("read_sha256")}:
        print(f"{version.key}: unchanged since {locked.get('retrieved')}")
        return UNCHANGED
    old = compare.load(str(project.published(version.key)), project)
    changes = compare.Comparison(old, normalize.facts(document, source), compare.recorded(project)).changes()
    if not changes:
        print(f"{version.key}: other text, and no change of meaning, since {locked.get('retrieved')}")
        return UNCHANGED
    print(f"{version.key}: changed since {locked.get('retrieved')}\n")
    print(_reports.STYLES[options.format](changes, f"{version.key} as taken over", f"{version.key} as published"))
    return CHANGED


if __name__ == "__main__":
    run(main)
