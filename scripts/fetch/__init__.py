"""Get a published document from the public catalog, a file or a URL into the ignored cache.

    nox -s fetch -- 2026-03 [--catalog URL] [--document URL|FILE]

The document is checked, stored as `.cache/<sha256>.json`, and noted in the lock. If it cannot be
had, nothing is changed.
"""

from scripts.fetch._catalog import CATALOG, Entry, listed, published
from scripts.fetch._command import parser
from scripts.fetch._download import check_url, public
from scripts.fetch._source import check, locate, noted

__all__ = [
    "CATALOG",
    "Entry",
    "check",
    "check_url",
    "listed",
    "locate",
    "noted",
    "parser",
    "public",
    "published",
]
