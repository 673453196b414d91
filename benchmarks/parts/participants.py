"""What recording participants costs, against its peers."""

from __future__ import annotations

from benchmarks import rounds as r
from benchmarks.environments import Environments
from benchmarks.parts.upsert import compared
from benchmarks.workload import Participants

TITLE = "Recording 100 participants"
_RUNS = 2
_WHAT = """\
As above, for one batch of 100 participants who attended an event, each named by e-mail address and
with two contact properties; of the results each contact id is compared."""


def measure(environments: Environments, rounds: int) -> str:
    """Compare all contenders, twice."""
    runs = [r.compare(environments, r.PARTICIPANTS, Participants(), rounds) for _ in range(_RUNS)]
    return f"{_WHAT}\n\n{compared(runs)}"
