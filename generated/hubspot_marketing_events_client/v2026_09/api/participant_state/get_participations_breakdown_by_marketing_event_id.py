from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.collection_response_with_total_participation_breakdown import (
    CollectionResponseWithTotalParticipationBreakdown,
)
from ...models.error import Error
from ...models.get_participations_breakdown_by_marketing_event_id_state import (
    GetParticipationsBreakdownByMarketingEventIdState,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    marketing_event_id: int,
    *,
    after: str | Unset = UNSET,
    contact_identifier: str | Unset = UNSET,
    limit: int | Unset = 10,
    state: GetParticipationsBreakdownByMarketingEventIdState | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["after"] = after

    params["contactIdentifier"] = contact_identifier

    params["limit"] = limit

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state

    params["state"] = json_state

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/marketing/marketing-events/2026-09/participations/{marketing_event_id}/breakdown".format(
            marketing_event_id=quote(str(marketing_event_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CollectionResponseWithTotalParticipationBreakdown | Error:
    if response.status_code == 200:
        response_200 = CollectionResponseWithTotalParticipationBreakdown.from_dict(response.json())

        return response_200

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CollectionResponseWithTotalParticipationBreakdown | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    marketing_event_id: int,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    contact_identifier: str | Unset = UNSET,
    limit: int | Unset = 10,
    state: GetParticipationsBreakdownByMarketingEventIdState | Unset = UNSET,
) -> Response[CollectionResponseWithTotalParticipationBreakdown | Error]:
    """List an event's participants, by object id

     Pages through the participants of one event, with the state of each.

    Args:
        marketing_event_id (int):
        after (str | Unset):
        contact_identifier (str | Unset):
        limit (int | Unset):  Default: 10.
        state (GetParticipationsBreakdownByMarketingEventIdState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CollectionResponseWithTotalParticipationBreakdown | Error]
    """

    kwargs = _get_kwargs(
        marketing_event_id=marketing_event_id,
        after=after,
        contact_identifier=contact_identifier,
        limit=limit,
        state=state,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    marketing_event_id: int,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    contact_identifier: str | Unset = UNSET,
    limit: int | Unset = 10,
    state: GetParticipationsBreakdownByMarketingEventIdState | Unset = UNSET,
) -> CollectionResponseWithTotalParticipationBreakdown | Error | None:
    """List an event's participants, by object id

     Pages through the participants of one event, with the state of each.

    Args:
        marketing_event_id (int):
        after (str | Unset):
        contact_identifier (str | Unset):
        limit (int | Unset):  Default: 10.
        state (GetParticipationsBreakdownByMarketingEventIdState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CollectionResponseWithTotalParticipationBreakdown | Error
    """

    return sync_detailed(
        marketing_event_id=marketing_event_id,
        client=client,
        after=after,
        contact_identifier=contact_identifier,
        limit=limit,
        state=state,
    ).parsed


async def asyncio_detailed(
    marketing_event_id: int,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    contact_identifier: str | Unset = UNSET,
    limit: int | Unset = 10,
    state: GetParticipationsBreakdownByMarketingEventIdState | Unset = UNSET,
) -> Response[CollectionResponseWithTotalParticipationBreakdown | Error]:
    """List an event's participants, by object id

     Pages through the participants of one event, with the state of each.

    Args:
        marketing_event_id (int):
        after (str | Unset):
        contact_identifier (str | Unset):
        limit (int | Unset):  Default: 10.
        state (GetParticipationsBreakdownByMarketingEventIdState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CollectionResponseWithTotalParticipationBreakdown | Error]
    """

    kwargs = _get_kwargs(
        marketing_event_id=marketing_event_id,
        after=after,
        contact_identifier=contact_identifier,
        limit=limit,
        state=state,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    marketing_event_id: int,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    contact_identifier: str | Unset = UNSET,
    limit: int | Unset = 10,
    state: GetParticipationsBreakdownByMarketingEventIdState | Unset = UNSET,
) -> CollectionResponseWithTotalParticipationBreakdown | Error | None:
    """List an event's participants, by object id

     Pages through the participants of one event, with the state of each.

    Args:
        marketing_event_id (int):
        after (str | Unset):
        contact_identifier (str | Unset):
        limit (int | Unset):  Default: 10.
        state (GetParticipationsBreakdownByMarketingEventIdState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CollectionResponseWithTotalParticipationBreakdown | Error
    """

    return (
        await asyncio_detailed(
            marketing_event_id=marketing_event_id,
            client=client,
            after=after,
            contact_identifier=contact_identifier,
            limit=limit,
            state=state,
        )
    ).parsed
