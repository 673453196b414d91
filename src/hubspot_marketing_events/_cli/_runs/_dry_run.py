"""A run that checks everything and sends nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

import jsonschema_rs
from attrs import define, field

from hubspot_marketing_events._cli._files import Row
from hubspot_marketing_events._cli._tasks import Prepared, Task
from hubspot_marketing_events._http import contract_of
from hubspot_marketing_events._outcomes import ErrorDetails, Outcome, Status
from hubspot_marketing_events.errors import InvalidEventError

SIZE = 100  # rows that are checked together, as they would be sent
SAMPLE = 3  # inputs that are shown


@define
class DryRun:
    """Checks rows as the client does, and the requests they would make against the contract.

    Args:
        task: what would be done with the rows.
        api_version: which version of the API; None for the current one.
    """

    task: Task
    api_version: str | None
    target: str | None = None  # of the first request
    sample: list[Mapping[str, Any]] = field(factory=list)
    duplicates: int = 0
    _keys: sqlite3.Connection = field(factory=lambda: sqlite3.connect(""))
    _prepare: Any = field(init=False)
    _components: Any = field(init=False)
    _validators: dict[str, Any] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._prepare = self.task.prepare(self.api_version)
        self._components = contract_of(self.api_version)["components"]
        self._keys.execute(
            "CREATE TABLE keys (account, event, PRIMARY KEY (account, event)) WITHOUT ROWID"
        )

    def close(self) -> None:
        """Give the database up."""
        self._keys.close()

    def outcomes(self, rows: Iterable[tuple[Row, Any]]) -> Iterator[tuple[Row, Outcome]]:
        """Check rows.

        Args:
            rows: each with what the client would be given.

        Yields:
            Each row with an outcome: `not_sent` if it is valid, else `invalid`.
        """
        remaining = iter(rows)
        while batch := list(islice(remaining, SIZE)):
            valid = [pair for pair in batch if not pair[0].superseded]
            judged = self._judged(valid)
            for row, given in batch:
                if row.superseded:
                    why = ErrorDetails(message=row.superseded)
                    yield row, Outcome(given, Status.SUPERSEDED, error=why)
                else:
                    yield next(judged)

    def _judged(self, batch: Sequence[tuple[Row, Any]]) -> Iterator[tuple[Row, Outcome]]:
        try:
            yield from self._checked(batch)
        except InvalidEventError:
            for pair in batch:
                yield from self._alone(pair)

    def _checked(self, batch: Sequence[tuple[Row, Any]]) -> Iterator[tuple[Row, Outcome]]:
        """Check a batch at once; raises if a row of it is invalid."""
        requests = list(self._prepare([given for _, given in batch])) if batch else []
        problems = [problem for request in requests for problem in self._problems(request)]
        if problems:
            raise InvalidEventError("; ".join(problems))
        for request in requests:
            self.target = self.target or request.target
            self.sample += request.inputs[: SAMPLE - len(self.sample)]
        self._count_duplicates([self.task.key(row.values) for row, _ in batch])
        warnings = [warning for request in requests for warning in request.warnings]
        return (
            (row, Outcome(given, Status.NOT_SENT, warning=warning))
            for (row, given), warning in zip_longest(batch, warnings)
        )

    def _alone(self, pair: tuple[Row, Any]) -> Iterator[tuple[Row, Outcome]]:
        row, given = pair
        try:
            yield from self._checked([pair])
        except InvalidEventError as error:
            yield row, Outcome(given, Status.INVALID, error=error.why)

    def _problems(self, request: Prepared) -> Iterator[str]:
        if request.schema is None:
            return
        validator, body = self._validator(request.schema), {"inputs": request.inputs}
        if not validator.is_valid(body):
            for problem in validator.iter_errors(body):
                place = "/".join(map(str, problem.instance_path[2:]))
                yield f"{place} {problem.message}"

    def _validator(self, schema: str) -> Any:
        if schema not in self._validators:
            whole = {"$ref": f"#/components/schemas/{schema}", "components": self._components}
            self._validators[schema] = jsonschema_rs.Draft202012Validator(
                whole, validate_formats=True
            )
        return self._validators[schema]

    def _count_duplicates(self, keys: Sequence[tuple[str | None, str | None]]) -> None:
        before = self._keys.total_changes
        self._keys.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", keys)
        self.duplicates += len(keys) - (self._keys.total_changes - before)

    def shown(self) -> str:
        """The first inputs as they would be sent, for people."""
        return json.dumps(self.sample, indent=2, ensure_ascii=False)
