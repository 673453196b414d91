"""The bulk upsert of events."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from hubspot_marketing_events._checks import checked
from hubspot_marketing_events._core import BatchCall, PendingInput
from hubspot_marketing_events._core._matching import likeness, matched
from hubspot_marketing_events._core._results import BatchResponse, Result, distinct, verdict
from hubspot_marketing_events._http import UpsertCall, read_response
from hubspot_marketing_events._outcomes import Status


def upsert(api_version: str | None) -> BatchCall:
    """Describe the upsert of an API version.

    Raises:
        ConfigurationError: the version is not generated.
    """
    return BatchCall(
        check=checked,
        key=attrgetter("external_account_id", "external_event_id"),
        arguments=UpsertCall(api_version).request,
        read=read_response,
        match=_matched,
        likeness=likeness,
        verdict=_verdict,
    )


def _matched(
    part: Sequence[PendingInput], results: Sequence[Result]
) -> list[tuple[PendingInput, Result]]:
    return matched(part, distinct(results))


def _verdict(pending: PendingInput, result: Result, response: BatchResponse) -> Status:
    status = verdict(result.created_at, response.started_at)
    if status is Status.UPDATED and pending.is_unclear:
        return Status.ACCEPTED  # an earlier attempt may have created it
    return status
