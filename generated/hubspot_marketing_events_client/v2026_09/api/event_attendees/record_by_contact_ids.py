from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.batch_input_marketing_event_subscriber import (
    BatchInputMarketingEventSubscriber,
)
from ...models.batch_response_subscriber_vid_response import (
    BatchResponseSubscriberVidResponse,
)
from ...models.error import Error
from ...models.record_by_contact_ids_subscriber_state import (
    RecordByContactIdsSubscriberState,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    external_event_id: str,
    subscriber_state: RecordByContactIdsSubscriberState,
    *,
    body: BatchInputMarketingEventSubscriber,
    external_account_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["externalAccountId"] = external_account_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/marketing/marketing-events/2026-09/attendance/{external_event_id}/{subscriber_state}/create".format(
            external_event_id=quote(str(external_event_id), safe=""),
            subscriber_state=quote(str(subscriber_state), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BatchResponseSubscriberVidResponse | Error:
    if response.status_code == 200:
        response_200 = BatchResponseSubscriberVidResponse.from_dict(response.json())

        return response_200

    if response.status_code == 207:
        response_207 = BatchResponseSubscriberVidResponse.from_dict(response.json())

        return response_207

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[BatchResponseSubscriberVidResponse | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    external_event_id: str,
    subscriber_state: RecordByContactIdsSubscriberState,
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventSubscriber,
    external_account_id: str | Unset = UNSET,
) -> Response[BatchResponseSubscriberVidResponse | Error]:
    """Record attendance by contact id and external event id

     Records a participant state for contacts, each named by its contact id, at an event that the calling
    app created.

    Args:
        external_event_id (str):
        subscriber_state (RecordByContactIdsSubscriberState):
        external_account_id (str | Unset):
        body (BatchInputMarketingEventSubscriber): A batch of participants named by contact id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResponseSubscriberVidResponse | Error]
    """

    kwargs = _get_kwargs(
        external_event_id=external_event_id,
        subscriber_state=subscriber_state,
        body=body,
        external_account_id=external_account_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    external_event_id: str,
    subscriber_state: RecordByContactIdsSubscriberState,
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventSubscriber,
    external_account_id: str | Unset = UNSET,
) -> BatchResponseSubscriberVidResponse | Error | None:
    """Record attendance by contact id and external event id

     Records a participant state for contacts, each named by its contact id, at an event that the calling
    app created.

    Args:
        external_event_id (str):
        subscriber_state (RecordByContactIdsSubscriberState):
        external_account_id (str | Unset):
        body (BatchInputMarketingEventSubscriber): A batch of participants named by contact id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResponseSubscriberVidResponse | Error
    """

    return sync_detailed(
        external_event_id=external_event_id,
        subscriber_state=subscriber_state,
        client=client,
        body=body,
        external_account_id=external_account_id,
    ).parsed


async def asyncio_detailed(
    external_event_id: str,
    subscriber_state: RecordByContactIdsSubscriberState,
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventSubscriber,
    external_account_id: str | Unset = UNSET,
) -> Response[BatchResponseSubscriberVidResponse | Error]:
    """Record attendance by contact id and external event id

     Records a participant state for contacts, each named by its contact id, at an event that the calling
    app created.

    Args:
        external_event_id (str):
        subscriber_state (RecordByContactIdsSubscriberState):
        external_account_id (str | Unset):
        body (BatchInputMarketingEventSubscriber): A batch of participants named by contact id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResponseSubscriberVidResponse | Error]
    """

    kwargs = _get_kwargs(
        external_event_id=external_event_id,
        subscriber_state=subscriber_state,
        body=body,
        external_account_id=external_account_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    external_event_id: str,
    subscriber_state: RecordByContactIdsSubscriberState,
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventSubscriber,
    external_account_id: str | Unset = UNSET,
) -> BatchResponseSubscriberVidResponse | Error | None:
    """Record attendance by contact id and external event id

     Records a participant state for contacts, each named by its contact id, at an event that the calling
    app created.

    Args:
        external_event_id (str):
        subscriber_state (RecordByContactIdsSubscriberState):
        external_account_id (str | Unset):
        body (BatchInputMarketingEventSubscriber): A batch of participants named by contact id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResponseSubscriberVidResponse | Error
    """

    return (
        await asyncio_detailed(
            external_event_id=external_event_id,
            subscriber_state=subscriber_state,
            client=client,
            body=body,
            external_account_id=external_account_id,
        )
    ).parsed
