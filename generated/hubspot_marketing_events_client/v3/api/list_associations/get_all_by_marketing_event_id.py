from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.collection_response_with_total_public_list import (
    CollectionResponseWithTotalPublicList,
)
from ...models.error import Error
from ...types import Response


def _get_kwargs(
    marketing_event_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/marketing/v3/marketing-events/associations/{marketing_event_id}/lists".format(
            marketing_event_id=quote(str(marketing_event_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CollectionResponseWithTotalPublicList | Error:
    if response.status_code == 200:
        response_200 = CollectionResponseWithTotalPublicList.from_dict(response.json())

        return response_200

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CollectionResponseWithTotalPublicList | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    marketing_event_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[CollectionResponseWithTotalPublicList | Error]:
    """List the lists of an event, by object id

     Returns the contact lists associated with an event.

    Args:
        marketing_event_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CollectionResponseWithTotalPublicList | Error]
    """

    kwargs = _get_kwargs(
        marketing_event_id=marketing_event_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    marketing_event_id: str,
    *,
    client: AuthenticatedClient,
) -> CollectionResponseWithTotalPublicList | Error | None:
    """List the lists of an event, by object id

     Returns the contact lists associated with an event.

    Args:
        marketing_event_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CollectionResponseWithTotalPublicList | Error
    """

    return sync_detailed(
        marketing_event_id=marketing_event_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    marketing_event_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[CollectionResponseWithTotalPublicList | Error]:
    """List the lists of an event, by object id

     Returns the contact lists associated with an event.

    Args:
        marketing_event_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CollectionResponseWithTotalPublicList | Error]
    """

    kwargs = _get_kwargs(
        marketing_event_id=marketing_event_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    marketing_event_id: str,
    *,
    client: AuthenticatedClient,
) -> CollectionResponseWithTotalPublicList | Error | None:
    """List the lists of an event, by object id

     Returns the contact lists associated with an event.

    Args:
        marketing_event_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CollectionResponseWithTotalPublicList | Error
    """

    return (
        await asyncio_detailed(
            marketing_event_id=marketing_event_id,
            client=client,
        )
    ).parsed
