"""Failures on command."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from attrs import field, frozen

from hubspot_marketing_events_mock._answers import Answer, error, page

_FROM_THE_EDGE = {502, *range(520, 527)}  # answered in HTML (observed)


@frozen(kw_only=True)
class Fault:
    """What goes wrong with one request.

    Args:
        status: the answer's status; None leaves the model's.
        body: its body, as `Answer.body`; None gives the one that is usual for the status.
        headers: more headers, as Retry-After.
        operation: the operation it waits for; None takes the next request.
        after_write: carry the request out first, so that only its answer is lost.
        fail_inputs: positions of inputs that fail, in a partial failure with 207.
        truncate: how many bytes of the body to keep; the length header fits, so that only the JSON is broken.
    """

    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict)
    operation: str | None = None
    after_write: bool = False
    fail_inputs: frozenset[int] = frozenset()
    truncate: int | None = None

    def answer(self, modelled: Answer) -> Answer:
        """The answer in place of the modelled one."""
        given = modelled if self.status is None else self._own(self.status)
        body = given.body if self.truncate is None else given.encoded()[0][: self.truncate]
        return Answer(given.status, body, {**given.headers, **self.headers}, "fault")

    def _own(self, status: int) -> Answer:
        if self.body is not None:
            return Answer(status, self.body)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return too_many()
        return page(status) if status in _FROM_THE_EDGE else error(status, "An injected failure")


def too_many(policy: str = "TEN_SECONDLY_ROLLING") -> Answer:
    """429 as captured in public: an errorType and a policy, and no category."""
    said = f"You have reached your {policy.lower()} limit."
    return error(429, said, errorType="RATE_LIMIT", policyName=policy)
