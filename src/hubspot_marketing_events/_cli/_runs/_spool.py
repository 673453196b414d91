"""Rows that are all read before the first is sent, since somebody is asked about them."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, Self

from hubspot_marketing_events._cli._files import Row
from hubspot_marketing_events._cli._journal import Left

SHOWN = 3  # rows that are kept to be shown
IN_MEMORY = 1 << 20  # bytes; more goes to the disk


class Spool:
    """Rows in a temporary file that nobody else can open.

    Args:
        left: the rows; all are read at once.
    """

    def __init__(self, left: Iterable[Left]) -> None:
        self.count, self.first = 0, list[Row]()
        self._all = 0
        self._file: Any = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        for one in left:
            self._all += 1
            pickle.dump(one, self._file, pickle.HIGHEST_PROTOCOL)
            if one.settled is None and not one.row.problems and not one.row.superseded:
                self.count += 1
                if len(self.first) < SHOWN:
                    self.first.append(one.row)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Left]:
        self._file.seek(0)
        for _ in range(self._all):
            yield pickle.load(self._file)  # noqa: S301 - written above, by this process
