"""Take over a version as HubSpot publishes it now: a new one, or a new revision of one that is carried.

    nox -s bump -- 2026-09 [--catalog URL] [--document URL|FILE] [--like KEY] [--default]

fetch -> facts -> comparison -> overlays -> client -> recordings -> contract tests -> changelog, in a copy of the
project; all of it is put in place at the end, or, where a step fails, nothing. Run again, it goes on with the document
that it had, and tests nothing that it has tested. Exit code 0; 1 where something stands in the way, which is told;
130 on Ctrl-C.
"""

from scripts.bump._command import main
from scripts.bump._copies import COPIED, FILES, PLACED
from scripts.bump._steps import STEPS

__all__ = ["COPIED", "FILES", "PLACED", "STEPS", "main"]
