from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.batch_input_marketing_event_public_update_request_full_v2 import (
    BatchInputMarketingEventPublicUpdateRequestFullV2,
)
from ...models.batch_response_marketing_event_public_default_response_v2 import (
    BatchResponseMarketingEventPublicDefaultResponseV2,
)
from ...models.batch_response_marketing_event_public_default_response_v2_with_errors import (
    BatchResponseMarketingEventPublicDefaultResponseV2WithErrors,
)
from ...models.error import Error
from ...types import Response


def _get_kwargs(
    *,
    body: BatchInputMarketingEventPublicUpdateRequestFullV2,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/marketing/v3/marketing-events/batch/update",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> (
    BatchResponseMarketingEventPublicDefaultResponseV2
    | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors
    | Error
):
    if response.status_code == 200:
        response_200 = BatchResponseMarketingEventPublicDefaultResponseV2.from_dict(response.json())

        return response_200

    if response.status_code == 207:
        response_207 = BatchResponseMarketingEventPublicDefaultResponseV2WithErrors.from_dict(response.json())

        return response_207

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[
    BatchResponseMarketingEventPublicDefaultResponseV2
    | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors
    | Error
]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventPublicUpdateRequestFullV2,
) -> Response[
    BatchResponseMarketingEventPublicDefaultResponseV2
    | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors
    | Error
]:
    """Update events by object id

     Changes up to a batch of events, each named by its object id; a field left out keeps its value.

    Args:
        body (BatchInputMarketingEventPublicUpdateRequestFullV2): A batch of changes to events
            named by object id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResponseMarketingEventPublicDefaultResponseV2 | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors | Error]
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
    body: BatchInputMarketingEventPublicUpdateRequestFullV2,
) -> (
    BatchResponseMarketingEventPublicDefaultResponseV2
    | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors
    | Error
    | None
):
    """Update events by object id

     Changes up to a batch of events, each named by its object id; a field left out keeps its value.

    Args:
        body (BatchInputMarketingEventPublicUpdateRequestFullV2): A batch of changes to events
            named by object id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResponseMarketingEventPublicDefaultResponseV2 | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors | Error
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventPublicUpdateRequestFullV2,
) -> Response[
    BatchResponseMarketingEventPublicDefaultResponseV2
    | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors
    | Error
]:
    """Update events by object id

     Changes up to a batch of events, each named by its object id; a field left out keeps its value.

    Args:
        body (BatchInputMarketingEventPublicUpdateRequestFullV2): A batch of changes to events
            named by object id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResponseMarketingEventPublicDefaultResponseV2 | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors | Error]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: BatchInputMarketingEventPublicUpdateRequestFullV2,
) -> (
    BatchResponseMarketingEventPublicDefaultResponseV2
    | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors
    | Error
    | None
):
    """Update events by object id

     Changes up to a batch of events, each named by its object id; a field left out keeps its value.

    Args:
        body (BatchInputMarketingEventPublicUpdateRequestFullV2): A batch of changes to events
            named by object id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResponseMarketingEventPublicDefaultResponseV2 | BatchResponseMarketingEventPublicDefaultResponseV2WithErrors | Error
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
