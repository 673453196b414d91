"""Report what changed between two OpenAPI documents, by meaning.

    nox -s compare -- OLD NEW [--format text|markdown|html|json|sarif] [--fail-on breaking|any]

OLD and NEW are files, JSON or YAML, or versions such as 2026-03, which stand for their normalized
document. Order, prose and the version in paths are ignored. Each change says where it is and which
operations it reaches: it breaks callers, may break them, or does not. Requests and responses are
judged separately; `docs/reference/compare.md` has the rules and the formats. Exit code 0; 1 for
what `--fail-on` names; 2 if a document cannot be read.
"""

from scripts.compare._command import STYLES, changes, load, report
from scripts.compare._comparison import Comparison
from scripts.compare._rules import RULES, Change
from scripts.compare._usage import OFFERS, reaches_client, recorded
from scripts.compare.reports import counted, drift_page
from scripts.openapi.identity import masked

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
    "reaches_client",
    "recorded",
    "report",
]
