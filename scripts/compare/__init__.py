"""Say what changed between two OpenAPI documents, by meaning: what breaks callers, what may, and what does not.

    nox -s compare -- OLD NEW [--format text|markdown|html|json|sarif] [--fail-on breaking|any]

OLD and NEW are files, JSON or YAML, or versions as 2026-03, of which the published facts are taken. Order, prose and
the version in paths are passed over. Each change says where it lives and which operations it reaches, and is judged
apart for requests and answers; `docs/compare.md` has the rules and the formats. Exit code 0; 1 for what `--fail-on`
names; 2 where a document cannot be read.
"""

from scripts.compare._command import STYLES, changes, report
from scripts.compare._comparison import Comparison
from scripts.compare._pages import drift_page
from scripts.compare._reports import counted
from scripts.compare._rules import RULES, Change
from scripts.compare._usage import OFFERS, recorded
from scripts.openapi.identity import masked
from scripts.openapi.loading import load

__all__ = [
    "OFFERS",
    "RULES",
    "STYLES",
    "Change",
    "Comparison",
    "changes",
    "counted",
    "drift_page",
    "load",
    "masked",
    "recorded",
    "report",
]
