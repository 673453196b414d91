from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.marketing_event_create_request_params import (
    MarketingEventCreateRequestParams,
)
from ...models.marketing_event_default_response import MarketingEventDefaultResponse
from ...types import Response


def _get_kwargs(
    *,
    body: MarketingEventCreateRequestParams,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/marketing/v3/marketing-events/events",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | MarketingEventDefaultResponse:
    if response.status_code == 200:
        response_200 = MarketingEventDefaultResponse.from_dict(response.json())

        return response_200

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | MarketingEventDefaultResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: MarketingEventCreateRequestParams,
) -> Response[Error | MarketingEventDefaultResponse]:
    """Create an event

     Creates one event under the calling app; an event with the same external ids is a conflict.

    Args:
        body (MarketingEventCreateRequestParams): An event to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventDefaultResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: MarketingEventCreateRequestParams,
) -> Error | MarketingEventDefaultResponse | None:
    """Create an event

     Creates one event under the calling app; an event with the same external ids is a conflict.

    Args:
        body (MarketingEventCreateRequestParams): An event to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MarketingEventDefaultResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: MarketingEventCreateRequestParams,
) -> Response[Error | MarketingEventDefaultResponse]:
    """Create an event

     Creates one event under the calling app; an event with the same external ids is a conflict.

    Args:
        body (MarketingEventCreateRequestParams): An event to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventDefaultResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: MarketingEventCreateRequestParams,
) -> Error | MarketingEventDefaultResponse | None:
    """Create an event

     Creates one event under the calling app; an event with the same external ids is a conflict.

    Args:
        body (MarketingEventCreateRequestParams): An event to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MarketingEventDefaultResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
