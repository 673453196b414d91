"""Turn a published document into a normalized one: `openapi/published/<key>.yaml`.

nox -s normalize -- 2026-03 DOCUMENT
"""

from scripts.normalize._command import keep
from scripts.normalize._document import normalized
from scripts.normalize._writing import dump

__all__ = ["dump", "keep", "normalized"]
