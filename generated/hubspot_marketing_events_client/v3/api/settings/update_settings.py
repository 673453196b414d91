from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.event_detail_settings import EventDetailSettings
from ...models.event_detail_settings_url import EventDetailSettingsUrl
from ...types import Response


def _get_kwargs(
    app_id: int,
    *,
    body: EventDetailSettingsUrl,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/marketing/v3/marketing-events/{app_id}/settings".format(
            app_id=quote(str(app_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Error | EventDetailSettings:
    if response.status_code == 200:
        response_200 = EventDetailSettings.from_dict(response.json())

        return response_200

    response_default = Error.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | EventDetailSettings]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    app_id: int,
    *,
    client: AuthenticatedClient,
    body: EventDetailSettingsUrl,
) -> Response[Error | EventDetailSettings]:
    """Change an app's settings

     Sets the URL from which HubSpot reads the details of an event of this app.

    Args:
        app_id (int):
        body (EventDetailSettingsUrl): The setting an app can change.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | EventDetailSettings]
    """

    kwargs = _get_kwargs(
        app_id=app_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    app_id: int,
    *,
    client: AuthenticatedClient,
    body: EventDetailSettingsUrl,
) -> Error | EventDetailSettings | None:
    """Change an app's settings

     Sets the URL from which HubSpot reads the details of an event of this app.

    Args:
        app_id (int):
        body (EventDetailSettingsUrl): The setting an app can change.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | EventDetailSettings
    """

    return sync_detailed(
        app_id=app_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    app_id: int,
    *,
    client: AuthenticatedClient,
    body: EventDetailSettingsUrl,
) -> Response[Error | EventDetailSettings]:
    """Change an app's settings

     Sets the URL from which HubSpot reads the details of an event of this app.

    Args:
        app_id (int):
        body (EventDetailSettingsUrl): The setting an app can change.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | EventDetailSettings]
    """

    kwargs = _get_kwargs(
        app_id=app_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    app_id: int,
    *,
    client: AuthenticatedClient,
    body: EventDetailSettingsUrl,
) -> Error | EventDetailSettings | None:
    """Change an app's settings

     Sets the URL from which HubSpot reads the details of an event of this app.

    Args:
        app_id (int):
        body (EventDetailSettingsUrl): The setting an app can change.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | EventDetailSettings
    """

    return (
        await asyncio_detailed(
            app_id=app_id,
            client=client,
            body=body,
        )
    ).parsed
