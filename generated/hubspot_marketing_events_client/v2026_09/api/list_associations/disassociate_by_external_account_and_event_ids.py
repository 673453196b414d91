from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...types import Response


def _get_kwargs(
    external_account_id: str,
    external_event_id: str,
    list_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/marketing/marketing-events/2026-09/associations/{external_account_id}/{external_event_id}/lists/{list_id}".format(
            external_account_id=quote(str(external_account_id), safe=""),
            external_event_id=quote(str(external_event_id), safe=""),
            list_id=quote(str(list_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | Error:
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

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
    external_account_id: str,
    external_event_id: str,
    list_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[Any | Error]:
    """Remove a list from an event, by external ids

     Unlinks a contact list from an event that the calling app created.

    Args:
        external_account_id (str):
        external_event_id (str):
        list_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error]
    """

    kwargs = _get_kwargs(
        external_account_id=external_account_id,
        external_event_id=external_event_id,
        list_id=list_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    external_account_id: str,
    external_event_id: str,
    list_id: str,
    *,
    client: AuthenticatedClient,
) -> Any | Error | None:
    """Remove a list from an event, by external ids

     Unlinks a contact list from an event that the calling app created.

    Args:
        external_account_id (str):
        external_event_id (str):
        list_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error
    """

    return sync_detailed(
        external_account_id=external_account_id,
        external_event_id=external_event_id,
        list_id=list_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    external_account_id: str,
    external_event_id: str,
    list_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[Any | Error]:
    """Remove a list from an event, by external ids

     Unlinks a contact list from an event that the calling app created.

    Args:
        external_account_id (str):
        external_event_id (str):
        list_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error]
    """

    kwargs = _get_kwargs(
        external_account_id=external_account_id,
        external_event_id=external_event_id,
        list_id=list_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    external_account_id: str,
    external_event_id: str,
    list_id: str,
    *,
    client: AuthenticatedClient,
) -> Any | Error | None:
    """Remove a list from an event, by external ids

     Unlinks a contact list from an event that the calling app created.

    Args:
        external_account_id (str):
        external_event_id (str):
        list_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error
    """

    return (
        await asyncio_detailed(
            external_account_id=external_account_id,
            external_event_id=external_event_id,
            list_id=list_id,
            client=client,
        )
    ).parsed
