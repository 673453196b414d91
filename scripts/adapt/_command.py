"""The command `generate-any`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from scripts.adapt._package import generate
from scripts.project.layout import Project


def main(arguments: Sequence[str]) -> None:
    """Generate a client of one document, and print what was adapted or left out."""
    parser = argparse.ArgumentParser(
        prog="nox -s generate-any --",
        description="Generate a client from the document of any HubSpot API.",
    )
    parser.add_argument("--document", type=Path, metavar="FILE", required=True, help="the document")
    parser.add_argument(
        "--output", type=Path, metavar="DIR", required=True, help="where to put its client"
    )
    parser.add_argument(
        "--strict", action="store_true", help="refuse it if anything is left out or adapted"
    )
    options = parser.parse_args(arguments)
    findings = generate(
        Project(), options.document, options.output.absolute(), strict=options.strict
    )
    print("\n".join([*findings, f"{options.output}: {len(findings)} findings"]))
