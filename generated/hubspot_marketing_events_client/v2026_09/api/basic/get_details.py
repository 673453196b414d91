from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.marketing_event_public_read_response import (
    MarketingEventPublicReadResponse,
)
from ...types import UNSET, Response


def _get_kwargs(
    external_event_id: str,
    *,
    external_account_id: str,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["externalAccountId"] = external_account_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/marketing/marketing-events/2026-09/events/{external_event_id}".format(
            external_event_id=quote(str(external_event_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | MarketingEventPublicReadResponse:
    if response.status_code == 200:
        response_200 = MarketingEventPublicReadResponse.from_dict(response.json())

        return response_200

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | MarketingEventPublicReadResponse]:
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
    external_account_id: str,
) -> Response[Error | MarketingEventPublicReadResponse]:
    """Get an event by external ids

     Returns one event that the calling app created.

    Args:
        external_event_id (str):
        external_account_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventPublicReadResponse]
    """

    kwargs = _get_kwargs(
        external_event_id=external_event_id,
        external_account_id=external_account_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    external_event_id: str,
    *,
    client: AuthenticatedClient,
    external_account_id: str,
) -> Error | MarketingEventPublicReadResponse | None:
    """Get an event by external ids

     Returns one event that the calling app created.

    Args:
        external_event_id (str):
        external_account_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MarketingEventPublicReadResponse
    """

    return sync_detailed(
        external_event_id=external_event_id,
        client=client,
        external_account_id=external_account_id,
    ).parsed


async def asyncio_detailed(
    external_event_id: str,
    *,
    client: AuthenticatedClient,
    external_account_id: str,
) -> Response[Error | MarketingEventPublicReadResponse]:
    """Get an event by external ids

     Returns one event that the calling app created.

    Args:
        external_event_id (str):
        external_account_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventPublicReadResponse]
    """

    kwargs = _get_kwargs(
        external_event_id=external_event_id,
        external_account_id=external_account_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    external_event_id: str,
    *,
    client: AuthenticatedClient,
    external_account_id: str,
) -> Error | MarketingEventPublicReadResponse | None:
    """Get an event by external ids

     Returns one event that the calling app created.

    Args:
        external_event_id (str):
        external_account_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MarketingEventPublicReadResponse
    """

    return (
        await asyncio_detailed(
            external_event_id=external_event_id,
            client=client,
            external_account_id=external_account_id,
        )
    ).parsed
