from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.marketing_event_create_request_params import (
    MarketingEventCreateRequestParams,
)
from ...models.marketing_event_public_default_response import (
    MarketingEventPublicDefaultResponse,
)
from ...types import Response


def _get_kwargs(
    external_event_id: str,
    *,
    body: MarketingEventCreateRequestParams,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/marketing/marketing-events/2026-09/events/{external_event_id}".format(
            external_event_id=quote(str(external_event_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | MarketingEventPublicDefaultResponse:
    if response.status_code == 200:
        response_200 = MarketingEventPublicDefaultResponse.from_dict(response.json())

        return response_200

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | MarketingEventPublicDefaultResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    external_event_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventCreateRequestParams,
) -> Response[Error | MarketingEventPublicDefaultResponse]:
    """Create or update an event

     Replaces the calling app's event with this external event id, or creates it; a field left out is
    cleared (observed in public code).

    Args:
        external_event_id (str):
        body (MarketingEventCreateRequestParams): An event to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventPublicDefaultResponse]
    """

    kwargs = _get_kwargs(
        external_event_id=external_event_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    external_event_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventCreateRequestParams,
) -> Error | MarketingEventPublicDefaultResponse | None:
    """Create or update an event

     Replaces the calling app's event with this external event id, or creates it; a field left out is
    cleared (observed in public code).

    Args:
        external_event_id (str):
        body (MarketingEventCreateRequestParams): An event to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MarketingEventPublicDefaultResponse
    """

    return sync_detailed(
        external_event_id=external_event_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    external_event_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventCreateRequestParams,
) -> Response[Error | MarketingEventPublicDefaultResponse]:
    """Create or update an event

     Replaces the calling app's event with this external event id, or creates it; a field left out is
    cleared (observed in public code).

    Args:
        external_event_id (str):
        body (MarketingEventCreateRequestParams): An event to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventPublicDefaultResponse]
    """

    kwargs = _get_kwargs(
        external_event_id=external_event_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    external_event_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventCreateRequestParams,
) -> Error | MarketingEventPublicDefaultResponse | None:
    """Create or update an event

     Replaces the calling app's event with this external event id, or creates it; a field left out is
    cleared (observed in public code).

    Args:
        external_event_id (str):
        body (MarketingEventCreateRequestParams): An event to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MarketingEventPublicDefaultResponse
    """

    return (
        await asyncio_detailed(
            external_event_id=external_event_id,
            client=client,
            body=body,
        )
    ).parsed
