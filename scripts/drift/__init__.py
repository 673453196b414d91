"""Report what HubSpot changed in the catalog and in every version that this project carries.

    nox -s drift -- [VERSION ...] [--catalog URL] [--document URL|FILE]
                    [--history FILE] [--format text|markdown|html]

Exit code 0: nothing changed. 1: something changed, and some of it is new. 3: could not look. 4:
something changed, and `--history` knows all of it. The scopes that a document offers are no change.
Made for a daily job.
"""

from scripts.drift._history import History
from scripts.drift._look import Look, look
from scripts.drift._report import Report

__all__ = ["History", "Look", "Report", "look"]
