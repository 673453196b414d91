from http import HTTPStatus
from typing import Any, cast

import httpx

from ...client import AuthenticatedClient, Client
from ...models.batch_input_marketing_event_public_object_id_delete_request import (
    BatchInputMarketingEventPublicObjectIdDeleteRequest,
)
from ...models.error import Error
from ...types import Response


def _get_kwargs(
    *,
    body: BatchInputMarketingEventPublicObjectIdDeleteRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/marketing/v3/marketing-events/batch/archive",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | Error:
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

    if response.status_code == 207:
        response_207 = cast(Any, None)
        return response_207

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventPublicObjectIdDeleteRequest,
) -> Response[Any | Error]:
    """Delete events by object id

     Deletes up to a batch of events, each named by its object id.

    Args:
        body (BatchInputMarketingEventPublicObjectIdDeleteRequest): A batch of events to delete,
            named by object id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error]
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
    body: BatchInputMarketingEventPublicObjectIdDeleteRequest,
) -> Any | Error | None:
    """Delete events by object id

     Deletes up to a batch of events, each named by its object id.

    Args:
        body (BatchInputMarketingEventPublicObjectIdDeleteRequest): A batch of events to delete,
            named by object id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventPublicObjectIdDeleteRequest,
) -> Response[Any | Error]:
    """Delete events by object id

     Deletes up to a batch of events, each named by its object id.

    Args:
        body (BatchInputMarketingEventPublicObjectIdDeleteRequest): A batch of events to delete,
            named by object id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventPublicObjectIdDeleteRequest,
) -> Any | Error | None:
    """Delete events by object id

     Deletes up to a batch of events, each named by its object id.

    Args:
        body (BatchInputMarketingEventPublicObjectIdDeleteRequest): A batch of events to delete,
            named by object id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
