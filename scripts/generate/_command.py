"""The command `generate`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from scripts.generate._tree import check, write
from scripts.project.layout import Project


def main(arguments: Sequence[str]) -> int:
    """Generate every version, or check that what is committed is what would be generated."""
    parser = argparse.ArgumentParser(
        prog="generate", description="Make the contract and the client of every version."
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 where the tree differs"
    )
    options = parser.parse_args(arguments)
    project = Project()
    if options.check:
        return check(project)
    print(write(project))
    return 0
