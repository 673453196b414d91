from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.marketing_event_public_default_response import (
    MarketingEventPublicDefaultResponse,
)
from ...models.marketing_event_update_request_params import (
    MarketingEventUpdateRequestParams,
)
from ...types import UNSET, Response


def _get_kwargs(
    external_event_id: str,
    *,
    body: MarketingEventUpdateRequestParams,
    external_account_id: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["externalAccountId"] = external_account_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/marketing/marketing-events/2026-09/events/{external_event_id}".format(
            external_event_id=quote(str(external_event_id), safe=""),
        ),
        "params": params,
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
    body: MarketingEventUpdateRequestParams,
    external_account_id: str,
) -> Response[Error | MarketingEventPublicDefaultResponse]:
    """Update an event by external ids

     Changes one event that the calling app created; a field left out keeps its value.

    Args:
        external_event_id (str):
        external_account_id (str):
        body (MarketingEventUpdateRequestParams): A change to the event that path and query name.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventPublicDefaultResponse]
    """

    kwargs = _get_kwargs(
        external_event_id=external_event_id,
        body=body,
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
    body: MarketingEventUpdateRequestParams,
    external_account_id: str,
) -> Error | MarketingEventPublicDefaultResponse | None:
    """Update an event by external ids

     Changes one event that the calling app created; a field left out keeps its value.

    Args:
        external_event_id (str):
        external_account_id (str):
        body (MarketingEventUpdateRequestParams): A change to the event that path and query name.

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
        external_account_id=external_account_id,
    ).parsed


async def asyncio_detailed(
    external_event_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventUpdateRequestParams,
    external_account_id: str,
) -> Response[Error | MarketingEventPublicDefaultResponse]:
    """Update an event by external ids

     Changes one event that the calling app created; a field left out keeps its value.

    Args:
        external_event_id (str):
        external_account_id (str):
        body (MarketingEventUpdateRequestParams): A change to the event that path and query name.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MarketingEventPublicDefaultResponse]
    """

    kwargs = _get_kwargs(
        external_event_id=external_event_id,
        body=body,
        external_account_id=external_account_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    external_event_id: str,
    *,
    client: AuthenticatedClient,
    body: MarketingEventUpdateRequestParams,
    external_account_id: str,
) -> Error | MarketingEventPublicDefaultResponse | None:
    """Update an event by external ids

     Changes one event that the calling app created; a field left out keeps its value.

    Args:
        external_event_id (str):
        external_account_id (str):
        body (MarketingEventUpdateRequestParams): A change to the event that path and query name.

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
            external_account_id=external_account_id,
        )
    ).parsed
