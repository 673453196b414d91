"""Sends a request: a response or an error of ours comes out.

The request is the generated call's. It is sent and read here, since the generated call has limits
neither of time nor of size.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

from hubspot_marketing_events import errors
from hubspot_marketing_events._core import Request
from hubspot_marketing_events._http._json import write_json
from hubspot_marketing_events._http._limits import (
    ERROR_LIMIT,
    RESPONSE_LIMIT,
    Body,
    limit_waits,
    timeouts,
)
from hubspot_marketing_events._http._responses import clean
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
# What httpx, its transports and the standard library raise for a connection or for odd bytes.
_FROM_TRANSPORT = (
    httpx.RequestError,
    httpx.InvalidURL,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
_GRACE = 0.1  # seconds by which httpx's own timeouts come first, which know what they waited for


class Settings:
    """How connections are made, the same for both clients.

    Args:
        base_url: where HubSpot is, or a stand-in.
        transport: an httpx transport to send through; None for httpx's own.
        options: further arguments of the httpx client.
        timeout: seconds that one request may take as a whole; None for no end.
    """

    def __init__(
        self, base_url: httpx.URL, transport: Any, options: Mapping[str, Any], timeout: float | None
    ) -> None:
        self.base_url, self.transport = base_url, transport
        self.options, self.timeout = options, timeout

    def open(self, kind: type[Any]) -> Any:
        """Make an httpx client.

        Raises:
            ConfigurationError: an option or the URL cannot work.
        """
        try:
            http = kind(**self._arguments())
        except (TypeError, ValueError, AttributeError, ImportError, OSError) as error:
            raise errors.ConfigurationError(f"the httpx client cannot be made: {error}") from error

        http._cookies = _FixedCookies(http.cookies)  # noqa: SLF001 - httpx's setter makes a copy
        if isinstance(http, httpx.Client):
            limit_waits(http)
        return http

    def _arguments(self) -> dict[str, Any]:
        headers = {
            "User-Agent": f"hubspot-marketing-events/{__version__} httpx/{httpx.__version__}",
            **self.options.get("headers", {}),
            "Accept-Encoding": "gzip",  # what `Body` can decode within its limit
        }
        given = {"timeout": self.timeout, **self.options}
        return given | {
            "base_url": self.base_url,
            "transport": self.transport,
            "headers": headers,
            "follow_redirects": False,  # which would take the events, and time, elsewhere
        }


class _FixedCookies(httpx.Cookies):
    """Cookies to which no response adds any, so that no call depends on an earlier one."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Do nothing, where httpx takes 0.03 ms to look for cookies."""


def checked_url(given: object) -> httpx.URL:
    """Return the URL, if connections can be made to it.

    Raises:
        ConfigurationError: it is no such URL, or has a user and a password.
    """
    shown = re.sub("//[^/@]*@", "//", str(given))
    try:
        url = httpx.URL(given)  # type: ignore[arg-type]
        url.host.encode("idna")
    except (TypeError, ValueError, httpx.InvalidURL) as error:
        raise errors.ConfigurationError(f"base_url {shown!r} is no URL: {error}") from None

    if url.scheme not in {"http", "https"} or not url.host or not (url.port or 1) < 2**16:
        raise errors.ConfigurationError(f"base_url {shown!r} is not an http(s) URL")
    if url.userinfo:
        message = f"base_url {shown!r} has a user and a password; HubSpot takes a token only"
        raise errors.ConfigurationError(message)
    return url


class _Gateway:
    """What both gateways do."""

    def __init__(self, settings: Settings, pacer: Pacer) -> None:
        self._settings, self._pacer = settings, pacer
        self._known: tuple[Any, Any, Any] = (None, None, None)  # what `_blank` made last, of what

    def _built(
        self, http: Any, request: Request[Any], token: Secret, seconds: float
    ) -> httpx.Request:
        made = dict(request.arguments)
        content = made.pop("content", b"")
        if "json" in made:
            content = write_json(made.pop("json"))
        blank = self._blank(http, made)

        headers = httpx.Headers(blank.headers)
        headers["Authorization"] = token.bearer()
        if content:
            headers["Content-Length"] = str(len(content))
        extensions = blank.extensions
        if seconds < float("inf"):
            extensions = {"timeout": timeouts(http, seconds)}
        built = httpx.Request(
            blank.method,
            blank.url,
            headers=headers,
            stream=httpx.ByteStream(content),
            extensions=extensions,
        )
        built.read()  # so that a transport of the caller's can look at `request.content`
        return built

    def _blank(self, http: Any, made: dict[str, Any]) -> httpx.Request:
        """Return a request without a body.

        httpx takes 0.06 ms to build one. It is the same for all batches of a call, so it is kept.
        """
        client, parts, blank = self._known
        if client is not http or parts != made:
            blank = http.build_request(**made)
            self._known = (http, made, blank)
        known: httpx.Request = blank
        return known

    def _seconds(self, left: float) -> float:
        """Return how long a request may take, if so many seconds are left of the run."""
        return left if self._settings.timeout is None else min(left, self._settings.timeout)

    def _read(
        self, request: Request[Any], response: httpx.Response, body: Body, token: Secret
    ) -> Any:
        self._pacer.learn(response.headers)
        return request.read(
            response.status_code, response.headers, body.content, body.problem, token.hide
        )


class BlockingGateway(_Gateway):
    """Sends requests, and blocks until a response has come."""

    def send(self, http: httpx.Client, request: Request[Any], token: Secret, left: float) -> Any:
        """Send a request, once.

        Args:
            http: what to send through.
            request: the request.
            token: the token.
            left: the seconds until the run must have ended.

        Returns:
            The response, or the error that came of it.
        """
        built = self._built(http, request, token, self._seconds(left))
        try:
            response = http.send(built, stream=True)
            body = _body(response)
            try:
                if response.is_stream_consumed:
                    body.take(response.content)
                else:
                    for chunk in response.iter_raw():
                        if not body.take(chunk):
                            break
            finally:
                response.close()
        except _FROM_TRANSPORT as error:
            return _failure(error, http, token)
        return self._read(request, response, body, token)


class AsyncGateway(_Gateway):
    """Sends requests on an asyncio event loop."""

    async def send(
        self, http: httpx.AsyncClient, request: Request[Any], token: Secret, left: float
    ) -> Any:
        """Send a request, once; see `BlockingGateway.send`."""
        import asyncio  # noqa: PLC0415 - of no use to a blocking client, and slow to import

        seconds = self._seconds(left)
        built = self._built(http, request, token, seconds)
        content = _Content(built.content, begun=self._settings.transport is not None)
        built.stream = content
        try:
            async with asyncio.timeout(seconds + _GRACE if seconds < float("inf") else None):
                response = await http.send(built, stream=True)
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
        except TimeoutError:
            kind = httpx.ReadTimeout if content.begun else httpx.ConnectTimeout
            return _failure(kind(f"no end within {seconds:.1f} s"), http, token)
        except _FROM_TRANSPORT as error:
            return _failure(error, http, token)
        return self._read(request, response, body, token)


class _Content(httpx.AsyncByteStream):
    """The body of a request, which knows whether its sending has begun.

    A transport of the caller's may send a body without asking for it here, so that it counts as
    begun from the first.
    """

    def __init__(self, content: bytes, *, begun: bool) -> None:
        self._content, self.begun = content, begun

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.begun = True
        yield self._content


def _body(response: httpx.Response) -> Body:
    """Return what takes in the body; a response that a transport made whole is decoded already."""
    whole = response.is_stream_consumed
    encoding = "" if whole else response.headers.get("Content-Encoding", "")
    limit = RESPONSE_LIMIT if response.is_success else ERROR_LIMIT
    return Body(encoding.strip().lower(), limit)


def _failure(error: Exception, http: Any, token: Secret) -> errors.MarketingEventsError:
    """Tell a connection that did not come about from one that broke."""
    if http.is_closed:
        return errors.ConfigurationError("the client was closed during the call")

    said = clean(token.hide(f"{type(error).__name__}: {error}".removesuffix(": ")))
    if isinstance(error, _BEFORE_SENDING):
        return errors.UnreachableError(f"no connection to {http.base_url.netloc.decode()}: {said}")
    return errors.TransportError(f"no response: {said}")
