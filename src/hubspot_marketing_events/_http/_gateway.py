"""Sends a batch: events go in, a response or an error of ours comes out.

The request is the generated call's. It is sent and read here, since the generated call has limits
neither of time nor of size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http.cookiejar import CookieJar
from typing import Any

import httpx
from attrs import frozen

from hubspot_marketing_events import errors
from hubspot_marketing_events._core._results import BatchResponse
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._http._call import UpsertCall
from hubspot_marketing_events._http._json import write_json
from hubspot_marketing_events._http._limits import (
    ERROR_LIMIT,
    RESPONSE_LIMIT,
    Body,
    limit_waits,
    timeouts,
)
from hubspot_marketing_events._http._responses import read_response
from hubspot_marketing_events._http._tokens import Secret
from hubspot_marketing_events._pacing import Pacer
from hubspot_marketing_events._version import __version__

_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_FROM_TRANSPORT = (httpx.RequestError, httpx.InvalidURL, OSError, EOFError)
_GRACE = 0.1  # seconds by which httpx's own timeouts come first, which know what they waited for
Reply = BatchResponse | errors.MarketingEventsError


@frozen(eq=False, repr=False)
class Settings:
    """How connections are made, the same for both clients.

    Args:
        base_url: where HubSpot is, or a stand-in.
        api_version: one of the generated versions; None for the default.
        transport: an httpx transport to send through; None for httpx's own.
        options: further arguments of the httpx client.
        timeout: seconds that one request may take as a whole; None for no end.
    """

    base_url: str
    api_version: str | None
    transport: Any
    options: Mapping[str, Any]
    timeout: float | None

    def open(self, kind: type[Any]) -> Any:
        """Make an httpx client.

        Raises:
            ConfigurationError: an option or the URL cannot work.
        """
        agent = f"hubspot-marketing-events/{__version__}"
        headers = {
            "User-Agent": f"{agent} httpx/{httpx.__version__}",
            **self.options.get("headers", {}),
            "Accept-Encoding": "gzip",  # what `Body` can decode within its limit
        }
        given = {"timeout": self.timeout, "cookies": _NoCookies(), **self.options}
        given |= {"base_url": self.base_url, "transport": self.transport, "headers": headers}
        try:
            http = kind(**given)
        except (TypeError, ValueError, ImportError, OSError, httpx.InvalidURL) as error:
            raise errors.ConfigurationError(f"the httpx client cannot be made: {error}") from error

        if isinstance(http, httpx.Client):
            limit_waits(http)
        return http


class _NoCookies(CookieJar):
    """Keeps no cookie: no response of one call says anything in another."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Ignore them."""


class _Gateway:
    """What both gateways do: requests of one API version, and what their responses mean."""

    def __init__(self, settings: Settings, pacer: Pacer) -> None:
        self._call = UpsertCall(settings.api_version)
        self._settings, self._pacer = settings, pacer

    def _request(
        self, http: Any, events: Sequence[Event], token: Secret, seconds: float
    ) -> httpx.Request:
        made = self._call.request(events)
        made["content"] = write_json(made.pop("json"))
        made["headers"]["Authorization"] = token.bearer()
        if seconds < float("inf"):
            made["extensions"] = {"timeout": timeouts(http, seconds)}
        request: httpx.Request = http.build_request(**made)
        return request

    def _seconds(self, left: float) -> float:
        """Return how long a request may take, if so many seconds are left of the run."""
        return left if self._settings.timeout is None else min(left, self._settings.timeout)

    def _read(self, response: httpx.Response, body: Body, token: Secret) -> Reply:
        self._pacer.learn(response.headers)
        if response.request.method != "POST":  # a redirect that made a GET of it
            details = errors.ErrorDetails(
                message=f"redirected to {response.url.host}; set base_url to where HubSpot is",
                status=response.history[0].status_code,
            )
            return errors.UnexpectedResponseError(details)

        return read_response(
            response.status_code, response.headers, body.content, body.problem, token.hide
        )


class BlockingGateway(_Gateway):
    """Sends batches, and blocks until a response has come."""

    def send(
        self, http: httpx.Client, events: Sequence[Event], token: Secret, left: float
    ) -> Reply:
        """Upsert a batch, once.

        Args:
            http: what to send through.
            events: the batch.
            token: the token.
            left: the seconds until the run must have ended.

        Returns:
            The response, or the error that came of it.
        """
        try:
            response = http.send(
                self._request(http, events, token, self._seconds(left)), stream=True
            )
            body = _body(response)
            try:
                if response.is_stream_consumed:
                    body.take(response.content)
                for chunk in () if response.is_stream_consumed else response.iter_raw():
                    if not body.take(chunk):
                        break
            finally:
                response.close()
            return self._read(response, body, token)
        except RuntimeError as error:
            return _closed(http, error)
        except _FROM_TRANSPORT as error:
            return _failure(error, http, token)


class AsyncGateway(_Gateway):
    """Sends batches on an asyncio event loop."""

    async def send(
        self, http: httpx.AsyncClient, events: Sequence[Event], token: Secret, left: float
    ) -> Reply:
        """Upsert a batch, once; see `BlockingGateway.send`."""
        import asyncio  # noqa: PLC0415 - of no use to a blocking client, and slow to import

        seconds = self._seconds(left)
        request = self._request(http, events, token, seconds)
        try:
            async with asyncio.timeout(seconds + _GRACE if seconds < float("inf") else None):
                response = await http.send(request, stream=True)
                body = _body(response)
                try:
                    if response.is_stream_consumed:
                        body.take(response.content)
                    else:
                        async for chunk in response.aiter_raw():
                            if not body.take(chunk):
                                break
                finally:
                    await response.aclose()
            return self._read(response, body, token)
        except RuntimeError as error:
            return _closed(http, error)
        except TimeoutError:
            return errors.TransportError(f"no response within {seconds:.1f} s")
        except _FROM_TRANSPORT as error:
            return _failure(error, http, token)


def _body(response: httpx.Response) -> Body:
    """Return what takes in the body; a response that a transport made whole is decoded already."""
    headers = {} if response.is_stream_consumed else response.headers
    return Body(headers, RESPONSE_LIMIT if response.is_success else ERROR_LIMIT)


def _closed(http: Any, error: RuntimeError) -> errors.ConfigurationError:
    if http.is_closed:
        return errors.ConfigurationError("the client was closed during the call")
    raise error


def _failure(error: Exception, http: Any, token: Secret) -> errors.TransportError:
    """Tell a connection that did not come about from one that broke."""
    said = token.hide(f"{type(error).__name__}: {error}".removesuffix(": "))
    if isinstance(error, _BEFORE_SENDING):
        url = http.base_url
        host = f"{url.host}:{url.port}" if url.port else url.host
        return errors.UnreachableError(f"no connection to {host}: {said}")
    return errors.TransportError(f"no response: {said}")
