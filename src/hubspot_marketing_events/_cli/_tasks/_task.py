"""What a command does with the rows of a file; the rest of a run is the same for all commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from hubspot_marketing_events import MarketingEvents, Outcome, Status
from hubspot_marketing_events._cli._files import Fields, Row
from hubspot_marketing_events._core import PendingInput
from hubspot_marketing_events._core._calls import BatchCall
from hubspot_marketing_events._drivers import Outcomes

Key = tuple[str | None, str | None]
OnBatch = Callable[[Sequence[Outcome]], None]
REPORTED = frozenset({"line", "outcome", "problem"})  # columns that a report has beside the fields


@frozen
class Prepared:
    """A request as it would be sent.

    Args:
        target: its method and path.
        inputs: what it says of each input.
        schema: the name of the body's schema in the contract; None where it has no body.
        warnings: what is worth saying of each input, in their order; empty if of none.
    """

    target: str
    inputs: Sequence[Mapping[str, Any]]
    schema: str | None = None
    warnings: Sequence[str | None] = ()


@frozen
class Task:
    """What becomes of the rows of a file.

    Args:
        command: the command's name.
        noun: what a row is, as "event".
        fields: the fields that a row may have.
        send: sends inputs with a client: of it, the inputs, how many batches may be in flight, and
            what is told of each batch.
        prepare: of a version of the API, makes what makes the requests of some inputs, for dry
            runs. The latter raises `InvalidEventError` if one of them cannot be sent.
        key: what a row is about, by which a retry knows it again.
        source: makes the input of the client from the values of a row.
        arrange: brings rows into the form in which they are sent, if they are not as they stand.
        about: what else a retry has to know, for the outcomes file.
        meanings: what a status says here, where its name does not say it all.
    """

    command: str
    noun: str
    fields: Fields
    send: Callable[[MarketingEvents, Iterable[Any], int, OnBatch], Outcomes]
    prepare: Callable[[str | None], Callable[[Sequence[Any]], Iterable[Prepared]]]
    key: Callable[[Any], Key]
    source: Callable[[Any], Any] = lambda values: values
    arrange: Callable[[Iterator[Row]], Iterator[Row]] = iter
    about: Mapping[str, Any] = {}
    meanings: Mapping[Status, str] = {}

    def counted(self, count: int) -> str:
        """A number of rows, as "1 event" or "1,200 events"."""
        return f"{count:,} {self.noun}{'' if count == 1 else 's'}"


def parts_of(call: BatchCall, inputs: Sequence[Any]) -> list[list[Any]]:
    """Divide inputs into those of each request, as the client does.

    Raises:
        InvalidEventError: one of them cannot be sent.
    """
    items = [call.check(given)[0] for given in inputs]
    pending = [PendingInput(None, item, call.key(item)) for item in items]
    return [[one.item for one in part] for part in call.divide(pending)]


def target_of(arguments: Mapping[str, Any]) -> str:
    """The method and path of a request."""
    return f"{arguments['method'].upper()} {arguments['url']}"


def text_or_none(value: Any) -> str | None:
    """A text as the index of outcomes takes it; one that is no UTF-8 identifies nothing."""
    if not isinstance(value, str):
        return None
    is_whole = value.isascii() or value.encode("utf-8", "ignore").decode() == value
    return value if is_whole else None
