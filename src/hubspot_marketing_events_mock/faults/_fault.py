"""One fault: what goes wrong with one request."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from attrs import field, frozen

from hubspot_marketing_events_mock.behaviour import error, page, too_many
from hubspot_marketing_events_mock.contract import Response
from hubspot_marketing_events_mock.faults._connection import CONNECTION_FAULTS

_FROM_THE_EDGE = {
    502,
    *range(520, 527),
}  # answered in HTML (observed)  # answered in HTML (observed)
_CATEGORIES = {
    400: "VALIDATION_ERROR",
    404: "OBJECT_NOT_FOUND",
    409: "CONFLICT",
}  # observed  # observed
_REPLACING = {
    "reset",
    "stall",
}  # no answer comes of them, so the request need not be carried out  # no answer comes of them, so the request need not be carried out
_LAST_STATUS = 599


class FaultError(ValueError):
    """A fault or a plan of faults that cannot be; says where and what."""


@frozen(kw_only=True)
class Fault:
    """What goes wrong with one request.

    Args:
        status: the answer's status; None leaves the model's.
        body: its body, as `Response.body`; None gives the one that is usual for the status.
        headers: more headers, as Retry-After.
        operation: the operation it waits for; None takes the next request.
        after_write: carry the request out first, so that only its answer is lost.
        fail_inputs: positions of inputs that fail, in a partial failure with 207.
        truncate: how many bytes of the body to keep; the length header fits, so that only the JSON is broken.
        latency: seconds to wait before the answer, or that a drip or a stall takes.
        wire: what goes wrong below HTTP, at a port only: reset, truncated, wrong-length, garbage, drip, stall; or
            bad-gzip, which works in memory as well.
    """

    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict)
    operation: str | None = None
    after_write: bool = False
    fail_inputs: frozenset[int] = field(factory=frozenset, converter=frozenset)
    truncate: int | None = None
    latency: float = 0.0
    wire: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.wire is not None and self.wire not in CONNECTION_FAULTS:
            raise FaultError(f"wire {self.wire!r} is none of {', '.join(CONNECTION_FAULTS)}")
        if self.status is not None and not HTTPStatus.OK <= self.status <= _LAST_STATUS:
            raise FaultError(f"status {self.status} is not from 200 to {_LAST_STATUS}")

    @property
    def replaces(self) -> bool:
        """Whether the request is not carried out."""
        return not self.after_write and (self.status is not None or self.wire in _REPLACING)

    def answer(self, modelled: Response) -> Response:
        """The answer in place of the modelled one."""
        given = modelled if self.status is None else self._own(self.status)
        body = given.body if self.truncate is None else given.encoded()[0][: self.truncate]
        return Response(
            given.status, body, {**given.headers, **self.headers}, "fault", self.latency, self.wire
        )

    def _own(self, status: int) -> Response:
        if self.body is not None:
            return Response(status, self.body)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return too_many()
        return (
            page(status)
            if status in _FROM_THE_EDGE
            else error(status, "An injected failure", _CATEGORIES.get(status))
        )
