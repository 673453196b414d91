"""The outcomes file, and what is left to do after the run that wrote it."""

from hubspot_marketing_events._cli._journal._outcomes_file import (
    SETTLED,
    OutcomesFile,
    OutcomesLostError,
    has_sent,
)
from hubspot_marketing_events._cli._journal._resume import (
    WHOLE,
    Earlier,
    Left,
    recorded_run,
)

__all__ = [
    "SETTLED",
    "WHOLE",
    "Earlier",
    "Left",
    "OutcomesFile",
    "OutcomesLostError",
    "has_sent",
    "recorded_run",
]
