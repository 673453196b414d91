"""Which host a request goes to, and what happens where there is none."""

from __future__ import annotations

import httpx
import pytest
from raw_server import RawServer
from stand_in import StandIn, events

from hubspot_marketing_events import (
    MarketingEvents,
    Report,
    errors,
)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["https://evil.example/x", "/elsewhere", "http://xn--a/", ""])
def test_a_redirect_is_never_followed(status: int, location: str) -> None:
    """Neither the token nor the events go anywhere else, also where the caller asks for it."""
    seen: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(status, headers={"Location": location})

    options = {"follow_redirects": True}
    transport = httpx.MockTransport(respond)
    with StandIn().client(transport=transport, client_options=options, attempts=1) as client:
        try:
            report = client.upsert(events(1))
        except errors.UnexpectedResponseError as error:
            report = error.report or Report()
    assert (["api.hubapi.com"], False) == (seen, report[0].ok)


@pytest.mark.parametrize(("given", "sent"), [({}, None), ({"given": "yes"}, "given=yes")])
def test_no_cookie_is_kept(given: dict[str, str], sent: str | None) -> None:
    """What a response sets is not kept for any later request; what the caller gives is sent."""
    seen: list[str | None] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Cookie"))
        return httpx.Response(200, headers={"Set-Cookie": "a=b"}, json={"results": []})

    transport, options = httpx.MockTransport(respond), {"cookies": given}
    with StandIn().client(transport=transport, client_options=options) as client:
        client.upsert(events(250))
        assert given == dict(client._http().cookies)  # noqa: SLF001 - no request would show it
    assert [sent] * 3 == seen


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://no-such-host.invalid"])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_dead_host_ends_the_run_early(url: str, concurrency: int) -> None:
    """After three connections that do not come about the run ends, and says where and why."""
    with (
        MarketingEvents(token="t", base_url=url) as client,
        pytest.raises(errors.UnreachableError) as caught,
    ):
        client.upsert(events(1000), concurrency=concurrency)
    assert {"not_sent": 1000} == (caught.value.report or Report()).counts
    assert url.removeprefix("http://") in str(caught.value)


def test_an_untrusted_certificate_is_told_as_such() -> None:
    """A server that speaks no TLS is unreachable by https: nothing was sent to it."""
    with RawServer(lambda: iter([b"HTTP/1.1 200 OK\r\n\r\n"]), reads=False) as server:
        url = server.url.replace("http:", "https:")
        with (
            MarketingEvents(token="t", base_url=url) as client,
            pytest.raises(errors.UnreachableError, match="SSL_CERT_FILE"),
        ):
            client.upsert(events(1))
