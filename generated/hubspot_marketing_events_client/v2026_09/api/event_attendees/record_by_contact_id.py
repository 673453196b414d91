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
from ...models.record_by_contact_id_subscriber_state import (
    RecordByContactIdSubscriberState,
)
from ...types import Response


def _get_kwargs(
    object_id: str,
    subscriber_state: RecordByContactIdSubscriberState,
    *,
    body: BatchInputMarketingEventSubscriber,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/marketing/marketing-events/2026-09/{object_id}/attendance/{subscriber_state}/create".format(
            object_id=quote(str(object_id), safe=""),
            subscriber_state=quote(str(subscriber_state), safe=""),
        ),
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
    object_id: str,
    subscriber_state: RecordByContactIdSubscriberState,
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventSubscriber,
) -> Response[BatchResponseSubscriberVidResponse | Error]:
    """Record attendance by contact id and object id

     Records a participant state for contacts, each named by its contact id, at one event.

    Args:
        object_id (str):
        subscriber_state (RecordByContactIdSubscriberState):
        body (BatchInputMarketingEventSubscriber): A batch of participants named by contact id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResponseSubscriberVidResponse | Error]
    """

    kwargs = _get_kwargs(
        object_id=object_id,
        subscriber_state=subscriber_state,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    object_id: str,
    subscriber_state: RecordByContactIdSubscriberState,
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventSubscriber,
) -> BatchResponseSubscriberVidResponse | Error | None:
    """Record attendance by contact id and object id

     Records a participant state for contacts, each named by its contact id, at one event.

    Args:
        object_id (str):
        subscriber_state (RecordByContactIdSubscriberState):
        body (BatchInputMarketingEventSubscriber): A batch of participants named by contact id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResponseSubscriberVidResponse | Error
    """

    return sync_detailed(
        object_id=object_id,
        subscriber_state=subscriber_state,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    object_id: str,
    subscriber_state: RecordByContactIdSubscriberState,
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventSubscriber,
) -> Response[BatchResponseSubscriberVidResponse | Error]:
    """Record attendance by contact id and object id

     Records a participant state for contacts, each named by its contact id, at one event.

    Args:
        object_id (str):
        subscriber_state (RecordByContactIdSubscriberState):
        body (BatchInputMarketingEventSubscriber): A batch of participants named by contact id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResponseSubscriberVidResponse | Error]
    """

    kwargs = _get_kwargs(
        object_id=object_id,
        subscriber_state=subscriber_state,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    object_id: str,
    subscriber_state: RecordByContactIdSubscriberState,
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventSubscriber,
) -> BatchResponseSubscriberVidResponse | Error | None:
    """Record attendance by contact id and object id

     Records a participant state for contacts, each named by its contact id, at one event.

    Args:
        object_id (str):
        subscriber_state (RecordByContactIdSubscriberState):
        body (BatchInputMarketingEventSubscriber): A batch of participants named by contact id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResponseSubscriberVidResponse | Error
    """

    return (
        await asyncio_detailed(
            object_id=object_id,
            subscriber_state=subscriber_state,
            client=client,
            body=body,
        )
    ).parsed
