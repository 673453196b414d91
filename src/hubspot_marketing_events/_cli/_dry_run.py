"""A run that checks everything and sends nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import jsonschema_rs
from attrs import define, field

from hubspot_marketing_events._checks import checked
from hubspot_marketing_events._cli._files import Row
from hubspot_marketing_events._cli._journal import key_of
from hubspot_marketing_events._http import UpsertCall, contract_of
from hubspot_marketing_events._outcomes import Outcome, Status
from hubspot_marketing_events.errors import InvalidEventError

SIZE = 100  # rows that are checked together, as they would be sent
SAMPLE = 3  # events that are shown
REQUEST = {"$ref": "#/components/schemas/BatchInputMarketingEventCreateRequestParams"}


def request_body(api_version: str | None) -> Any:
    """A function that makes the request of a batch of inputs, as the client would send it."""
    call = UpsertCall(api_version)
    return lambda inputs: call.body([checked(given)[0] for given in inputs]).to_dict()


@define
class DryRun:
    """Checks rows as the client does, and the requests they would make against the contract.

    Args:
        api_version: which version of the API; None for the current one.
    """

    api_version: str | None
    sample: list[Mapping[str, Any]] = field(factory=list)
    duplicates: int = 0
    _keys: sqlite3.Connection = field(factory=lambda: sqlite3.connect(""))
    _body: Any = field(init=False)
    _contract: Any = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._body = request_body(self.api_version)
        components = contract_of(self.api_version)["components"]
        self._contract = jsonschema_rs.Draft202012Validator(
            {**REQUEST, "components": components}, validate_formats=True
        )
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
            try:
                yield from self._checked(batch)
            except InvalidEventError:
                for pair in batch:
                    yield from self._alone(pair)

    def _checked(self, batch: Sequence[tuple[Row, Any]]) -> Iterator[tuple[Row, Outcome]]:
        """Check a batch at once; raises if a row of it is invalid."""
        body = self._body([given for _, given in batch])
        if not self._contract.is_valid(body):
            raise InvalidEventError("; ".join(self._problems(body)))
        self.sample += body["inputs"][: SAMPLE - len(self.sample)]
        self._count_duplicates([key_of(row.values) for row, _ in batch])
        return ((row, Outcome(given, Status.NOT_SENT)) for row, given in batch)

    def _alone(self, pair: tuple[Row, Any]) -> Iterator[tuple[Row, Outcome]]:
        row, given = pair
        try:
            yield from self._checked([pair])
        except InvalidEventError as error:
            yield row, Outcome(given, Status.INVALID, error=error.why)

    def _problems(self, body: Any) -> Iterator[str]:
        for problem in self._contract.iter_errors(body):
            place = "/".join(map(str, problem.instance_path[2:]))
            yield f"{place} {problem.message}"

    def _count_duplicates(self, keys: Sequence[tuple[str | None, str | None]]) -> None:
        before = self._keys.total_changes
        self._keys.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", keys)
        self.duplicates += len(keys) - (self._keys.total_changes - before)

    def shown(self) -> str:
        """The first events as they would be sent, for people."""
        return json.dumps(self.sample, indent=2, ensure_ascii=False)
