from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.marketing_event_public_default_response_v2 import (
    MarketingEventPublicDefaultResponseV2,
)
from ...models.marketing_event_public_update_request_v2 import (
    MarketingEventPublicUpdateRequestV2,
)
from ...types import Response


def _get_kwargs(
    object_id: str,
    *,
    body: MarketingEventPublicUpdateRequestV2,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/marketing/v3/marketing-events/{object_id}".format(
            object_id=quote(str(object_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | MarketingEventPublicDefaultResponseV2:
    if response.status_code == 200:
        response_200 = MarketingEventPublicDefaultResponseV2.from_dict(response.json())

        return response_200

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | MarketingEventPublicDefaultResponseV2]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    object_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventPublicUpdateRequestV2,
) -> Response[Error | MarketingEventPublicDefaultResponseV2]:
    """Update an event by object id

     Changes one event, whichever app created it; a field left out keeps its value.

    Args:
        object_id (str):
        body (MarketingEventPublicUpdateRequestV2): A change to the event that the path names.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventPublicDefaultResponseV2]
    """

    kwargs = _get_kwargs(
        object_id=object_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    object_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventPublicUpdateRequestV2,
) -> Error | MarketingEventPublicDefaultResponseV2 | None:
    """Update an event by object id

     Changes one event, whichever app created it; a field left out keeps its value.

    Args:
        object_id (str):
        body (MarketingEventPublicUpdateRequestV2): A change to the event that the path names.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MarketingEventPublicDefaultResponseV2
    """

    return sync_detailed(
        object_id=object_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    object_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventPublicUpdateRequestV2,
) -> Response[Error | MarketingEventPublicDefaultResponseV2]:
    """Update an event by object id

     Changes one event, whichever app created it; a field left out keeps its value.

    Args:
        object_id (str):
        body (MarketingEventPublicUpdateRequestV2): A change to the event that the path names.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventPublicDefaultResponseV2]
    """

    kwargs = _get_kwargs(
        object_id=object_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    object_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventPublicUpdateRequestV2,
) -> Error | MarketingEventPublicDefaultResponseV2 | None:
    """Update an event by object id

     Changes one event, whichever app created it; a field left out keeps its value.

    Args:
        object_id (str):
        body (MarketingEventPublicUpdateRequestV2): A change to the event that the path names.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MarketingEventPublicDefaultResponseV2
    """

    return (
        await asyncio_detailed(
            object_id=object_id,
            client=client,
            body=body,
        )
    ).parsed
