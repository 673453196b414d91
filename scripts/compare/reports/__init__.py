"""Write changes for a terminal, a page, a program, or a review beside code."""

from scripts.compare.reports._formats import as_json, counted, markdown, sarif, text
from scripts.compare.reports._pages import drift_page, html

__all__ = ["as_json", "counted", "drift_page", "html", "markdown", "sarif", "text"]
