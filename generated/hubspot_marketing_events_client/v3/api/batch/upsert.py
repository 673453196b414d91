from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.batch_input_marketing_event_create_request_params import (
    BatchInputMarketingEventCreateRequestParams,
)
from ...models.batch_response_marketing_event_public_default_response import (
    BatchResponseMarketingEventPublicDefaultResponse,
)
from ...models.error import Error
from ...types import Response


def _get_kwargs(
    *,
    body: BatchInputMarketingEventCreateRequestParams,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/marketing/v3/marketing-events/events/upsert",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BatchResponseMarketingEventPublicDefaultResponse | Error:
    if response.status_code == 200:
        response_200 = BatchResponseMarketingEventPublicDefaultResponse.from_dict(response.json())

        return response_200

    if response.status_code == 207:
        response_207 = BatchResponseMarketingEventPublicDefaultResponse.from_dict(response.json())

        return response_207

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[BatchResponseMarketingEventPublicDefaultResponse | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventCreateRequestParams,
) -> Response[BatchResponseMarketingEventPublicDefaultResponse | Error]:
    """Create or update events

     For each input, updates the calling app's event with these external ids where there is one, and
    creates it where there is none. Results carry no external id.

    Args:
        body (BatchInputMarketingEventCreateRequestParams): A batch of events to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResponseMarketingEventPublicDefaultResponse | Error]
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
    body: BatchInputMarketingEventCreateRequestParams,
) -> BatchResponseMarketingEventPublicDefaultResponse | Error | None:
    """Create or update events

     For each input, updates the calling app's event with these external ids where there is one, and
    creates it where there is none. Results carry no external id.

    Args:
        body (BatchInputMarketingEventCreateRequestParams): A batch of events to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResponseMarketingEventPublicDefaultResponse | Error
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventCreateRequestParams,
) -> Response[BatchResponseMarketingEventPublicDefaultResponse | Error]:
    """Create or update events

     For each input, updates the calling app's event with these external ids where there is one, and
    creates it where there is none. Results carry no external id.

    Args:
        body (BatchInputMarketingEventCreateRequestParams): A batch of events to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResponseMarketingEventPublicDefaultResponse | Error]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventCreateRequestParams,
) -> BatchResponseMarketingEventPublicDefaultResponse | Error | None:
    """Create or update events

     For each input, updates the calling app's event with these external ids where there is one, and
    creates it where there is none. Results carry no external id.

    Args:
        body (BatchInputMarketingEventCreateRequestParams): A batch of events to create or update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResponseMarketingEventPublicDefaultResponse | Error
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
