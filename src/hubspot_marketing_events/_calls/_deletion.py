"""Deleting events."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from hubspot_marketing_events._calls._references import Reference, named, reference
from hubspot_marketing_events._core import BatchCall, PendingInput
from hubspot_marketing_events._events import EventKey
from hubspot_marketing_events._http import Api, read_response
from hubspot_marketing_events._outcomes import Status
from hubspot_marketing_events.errors import NotFoundError, RejectedError

# 207 says that some events are missing; 202 would only say that the request was taken on.
_STATUSES = {202: Status.UNCONFIRMED, 207: Status.NOT_FOUND}


def deletion(api: Api) -> BatchCall:
    """Describe the deletion of events.

    Object ids go in batches; 207 says that some of them name no event, but not which (documented).
    External ids go one by one, since the batch call for them needs the id of the app, and its
    response does not say what it found.
    """

    def arguments(items: Sequence[Reference]) -> Any:
        operation, ids = named(items[0], "basic.archive_event", "batch.archive_by_object_id")
        if isinstance(items[0], EventKey):
            return api.request(operation, **ids)
        body = {"inputs": [{"objectId": item} for item in items]}
        return api.request(operation, ("BatchInputMarketingEventPublicObjectIdDeleteRequest", body))

    return BatchCall(
        check=lambda given: (reference(given), None),
        key=lambda item: item,
        arguments=arguments,
        read=partial(read_response, results=lambda _: [], may_be_silent=True),
        match=lambda *_: [],
        refusals={RejectedError: Status.REJECTED, NotFoundError: Status.NOT_FOUND},
        divide=_divided,
        silence=lambda response: _STATUSES.get(response.status, Status.DELETED),
    )


def _divided(part: Sequence[PendingInput]) -> list[list[PendingInput]]:
    objects = [pending for pending in part if not isinstance(pending.item, EventKey)]
    alone = [[pending] for pending in part if isinstance(pending.item, EventKey)]
    return [objects, *alone] if objects else alone
