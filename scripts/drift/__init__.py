"""Say what HubSpot has changed since it was taken over: in every version that is carried, and in the catalog.

    nox -s drift -- [VERSION ...] [--catalog URL] [--document URL|FILE] [--history FILE] [--format text|markdown|html]

Exit code 0: as it was taken over. 1: changed, and something of it is new. 3: could not look. 4: changed, and all of it
was reported before, as `--history` knows. Which scopes a document offers is no change. Made for a daily job.
"""

from scripts.drift._history import History
from scripts.drift._look import Look, look
from scripts.drift._report import Report

__all__ = ["History", "Look", "Report", "look"]
