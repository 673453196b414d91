"""Take over a version as HubSpot publishes it now: a new version or a new revision.

    nox -s bump -- 2026-09 [--catalog URL] [--document URL|FILE] [--overlay-from KEY] [--default]

The steps are fetch, normalize, comparison, overlays, client, recordings, contract tests and
changelog. They run in a copy of the project. At the end everything is put in place; if a step
fails, nothing is. A second run continues with the same document and repeats no test that passed.
Exit code 0 for success, 1 if something stands in the way, which is reported, 130 on Ctrl-C.
"""

from scripts.bump._command import main
from scripts.bump._copies import COPIED, FILES, PLACED
from scripts.bump._steps import STEPS

__all__ = ["COPIED", "FILES", "PLACED", "STEPS", "main"]
