"""What was reported before, so that a change that comes and goes is reported once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scripts.compare import Change
from scripts.project import files
from scripts.project.layout import PipelineError

_FORMAT = "reported-1"


@dataclass
class History:
    """What was reported of each version and of the catalog, as hashes.

    Args:
        reported: hashes of findings by subject: a version's key, or `catalog`.
    """

    reported: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None) -> History:
        """Read a history; without a path, without a file or with an empty file it is empty.

        Raises:
            PipelineError: the file is no history.
        """
        if path is None or not path.exists() or not path.read_bytes().strip():
            return cls()
        try:
            said = json.loads(path.read_bytes())[_FORMAT]
            return cls({name: set(map(str, known)) for name, known in said.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PipelineError(
                f"{path}: no history of drift: {type(error).__name__}: {error}; "
                "delete it to begin anew"
            ) from error

    def write(self, path: Path) -> None:
        """Write the history in one step."""
        reported = {name: sorted(known) for name, known in sorted(self.reported.items())}
        files.write(path, f"{json.dumps({_FORMAT: reported})}\n".encode())

    def new_changes(self, subject: str, changes: Iterable[Change]) -> list[Change]:
        """Those of some changes that were not reported."""
        known = self.reported.get(subject, set())
        return [change for change in changes if _hash_of(change) not in known]

    def new_texts(self, subject: str, texts: Iterable[str]) -> list[str]:
        """Those of some findings in words that were not reported."""
        known = self.reported.get(subject, set())
        return [text for text in texts if _hash(text) not in known]

    def note(self, subject: str, changes: Iterable[Change], texts: Iterable[str]) -> None:
        """Remember that these were reported."""
        known = self.reported.setdefault(subject, set())
        known.update(map(_hash_of, changes))
        known.update(map(_hash, texts))


def _hash_of(change: Change) -> str:
    return _hash(json.dumps([change.rule, change.side, change.place, change.detail]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
