"""Access to mock and recorder: no foreign host, no foreign page, no stranger with the token."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hubspot_marketing_events_mock import Contract, MockServer, Recorder
from hubspot_marketing_events_mock.http import Access
from tests.mock.caller import BODY, HEADERS, PREFIX, post

FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:80",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "192.0.2.7",
]
OWN_HOSTS = ["127.0.0.1", "localhost", "LOCALHOST:99", "[::1]:80", "127.0.0.1."]
FOREIGN_ORIGINS = [
    "http://evil.example",
    "null",
    "http://127.0.0.1:1",
    "https://localhost",
    "file://",
]
ADMIN = [
    ("GET", "_mock/"),
    ("GET", "_mock/events"),
    ("GET", "_mock/requests"),
    ("POST", "_mock/reset"),
    ("POST", "_mock/faults"),
    ("PUT", "_mock/faults"),
    ("DELETE", "_mock/faults"),
    ("POST", "_mock/snapshot"),
]


def asked(server: MockServer, method: str, path: str, **headers: str) -> httpx.Response:
    """Send a request with certain headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.request(method, f"{server.url}/{path.lstrip('/')}", headers=named)


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize(("method", "path"), [*ADMIN, ("GET", PREFIX), ("GET", "")])
def test_a_foreign_host_is_refused(
    hubspot_mock: MockServer, host: str, method: str, path: str
) -> None:
    """A host name that is not the server's gets nothing, whatever the request and the token."""
    post(hubspot_mock)
    reply = asked(hubspot_mock, method, path, Host=host, **HEADERS)
    assert (403, "FOREIGN_HOST") == (reply.status_code, reply.json()["category"])
    assert 2 == len(hubspot_mock.events)


@pytest.mark.parametrize("host", OWN_HOSTS)
def test_its_own_names_are_answered(hubspot_mock: MockServer, host: str) -> None:
    """The names of this machine reach it, with any port."""
    assert 200 == asked(hubspot_mock, "GET", "_mock/events", Host=host).status_code


def test_further_hosts_can_be_named() -> None:
    """A name that is configured is answered, another is not."""
    with MockServer(access=Access(hosts={"mock.internal"})) as server:
        assert 200 == asked(server, "GET", "_mock/events", Host="Mock.Internal:8787").status_code
        assert 403 == asked(server, "GET", "_mock/events", Host="other.internal").status_code


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
@pytest.mark.parametrize(("method", "path"), [*ADMIN, ("GET", PREFIX)])
def test_a_foreign_origin_is_refused(
    hubspot_mock: MockServer, origin: str, method: str, path: str
) -> None:
    """A page of another origin reads nothing and changes nothing."""
    post(hubspot_mock)
    reply = asked(hubspot_mock, method, path, Origin=origin, **HEADERS)
    assert (403, "FOREIGN_ORIGIN") == (reply.status_code, reply.json()["category"])
    assert "access-control-allow-origin" not in reply.headers
    assert 2 == len(hubspot_mock.events)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_load_the_admin_path(hubspot_mock: MockServer, site: str) -> None:
    """A script or image of another site is refused; a link from it leads to the page."""
    loaded = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": "no-cors"}
    linked = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": "navigate"}
    assert 403 == asked(hubspot_mock, "GET", "_mock/events", **loaded).status_code
    assert 200 == asked(hubspot_mock, "GET", "_mock/", **linked).status_code
    assert 403 == asked(hubspot_mock, "POST", "_mock/reset", **linked).status_code


def test_the_page_itself_may_reset(hubspot_mock: MockServer) -> None:
    """The form of the page has the server's own origin, resets, and leads back to the page."""
    post(hubspot_mock)
    reply = asked(hubspot_mock, "POST", "_mock/reset", Origin=hubspot_mock.url, Accept="text/html")
    assert (303, "/_mock/", []) == (
        reply.status_code,
        reply.headers["Location"],
        hubspot_mock.events,
    )


def test_the_admin_key_is_asked_for() -> None:
    """With a key, the admin path asks for it as bearer token or password; API and health do not."""
    with MockServer(access=Access(admin_key="open-sesame")) as server:
        statuses = [
            httpx.get(f"{server.url}/_mock/events", **options).status_code
            for options in (
                {},
                {"headers": {"Authorization": "Bearer wrong"}},
                {"headers": {"Authorization": "Bearer open-sesame"}},
                {"auth": ("anybody", "open-sesame")},
            )
        ]
        assert [401, 401, 200, 200] == statuses
        assert 200 == post(server).status_code
        assert 200 == asked(server, "GET", "_mock/health").status_code


def test_an_allowed_origin_may_call_the_api_only() -> None:
    """CORS lets pages of a named origin call the API, after a preflight, and not the admin path."""
    origin = "http://localhost:5173"
    with MockServer(access=Access(cors={origin})) as server:
        preflight = httpx.options(
            f"{server.url}{PREFIX}/events/upsert",
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type",
            },
        )
        allowed = preflight.headers
        assert (204, origin, "authorization,content-type") == (
            preflight.status_code,
            allowed["Access-Control-Allow-Origin"],
            allowed["Access-Control-Allow-Headers"],
        )
        reply = asked(server, "GET", PREFIX, Origin=origin, **HEADERS)
        assert (200, origin) == (reply.status_code, reply.headers["Access-Control-Allow-Origin"])
        assert 403 == asked(server, "GET", PREFIX, Origin="http://evil.example").status_code
        assert 403 == asked(server, "GET", "_mock/events", Origin=origin).status_code


# The recorder


class Upstream:
    """An upstream that remembers what it was asked."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer with a cookie of its own."""
        self.requests.append(request)
        cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        return httpx.Response(200, headers=cookies, json={"results": []})


@pytest.fixture
def upstream() -> Upstream:
    """An upstream."""
    return Upstream()


@pytest.fixture
def recorder(upstream: Upstream, tmp_path: Path) -> Iterator[Recorder]:
    """A recorder that has a token to lend."""
    transport = httpx.MockTransport(upstream)
    recording = Recorder(
        "http://upstream.example",
        tmp_path,
        Contract.load(),
        token="live-token",
        transport=transport,
    )
    yield recording
    assert not [path for path in tmp_path.iterdir() if "live-token" in path.read_text()]


def through(recorder: Recorder, path: str, **options: Any) -> httpx.Response:
    """Send a request through a recorder."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(recorder)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request("GET", path, **options)

    return asyncio.run(send())


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (PREFIX, {}, 401),
        (PREFIX, {"Host": "evil.example", "Authorization": "Bearer KEY"}, 403),
        (PREFIX, {"Origin": "http://evil.example", "Authorization": "Bearer KEY"}, 403),
        ("/crm/v3/objects/contacts", {"Authorization": "Bearer KEY"}, 403),
        ("/crm/v3/objects/contacts", {}, 401),
        (PREFIX + "/../../crm/v3/objects", {"Authorization": "Bearer KEY"}, 403),
    ],
)
def test_the_token_is_not_lent(
    recorder: Recorder, upstream: Upstream, path: str, headers: dict[str, str], status: int
) -> None:
    """Strangers, foreign hosts and pages, and unknown calls reach no upstream with the token."""
    sent = {name: value.replace("KEY", recorder.key) for name, value in headers.items()}
    assert (status, []) == (through(recorder, path, headers=sent).status_code, upstream.requests)


def test_the_token_is_lent_for_the_key(recorder: Recorder, upstream: Upstream) -> None:
    """Who presents the recorder's key is lent the token."""
    reply = through(recorder, PREFIX, headers={"Authorization": f"Bearer {recorder.key}"})
    (request,) = upstream.requests
    assert (200, "Bearer live-token") == (reply.status_code, request.headers["Authorization"])


def test_a_caller_keeps_a_token_of_its_own(recorder: Recorder, upstream: Upstream) -> None:
    """A caller with its own token is forwarded with that, also for calls outside the contract."""
    own = {"Authorization": "Bearer own-token-of-a-caller"}
    for path in (PREFIX, "/crm/v3/objects/contacts"):
        assert 200 == through(recorder, path, headers=own).status_code
    assert [own["Authorization"]] * 2 == [one.headers["Authorization"] for one in upstream.requests]


def test_cookies_are_handed_on_one_by_one_and_kept_by_nobody(
    recorder: Recorder, upstream: Upstream
) -> None:
    """Each Set-Cookie reaches its caller by itself, and the next caller sends none of them."""
    key = {"Authorization": f"Bearer {recorder.key}"}
    reply = through(recorder, PREFIX, headers=key)
    assert ["a=1", "b=2"] == reply.headers.get_list("Set-Cookie")
    through(recorder, PREFIX, headers=key)
    assert "cookie" not in upstream.requests[1].headers


def test_only_encodings_that_can_be_unpacked_are_asked_for(
    recorder: Recorder, upstream: Upstream
) -> None:
    """Brotli and zstd are not asked for, since what cannot be read cannot be redacted."""
    key = {"Authorization": f"Bearer {recorder.key}"}
    for asked_for in ("br, zstd, gzip", "br"):
        through(recorder, PREFIX, headers=key | {"Accept-Encoding": asked_for})
    assert ["gzip", "identity"] == [one.headers["Accept-Encoding"] for one in upstream.requests]


def test_what_comes_packed_all_the_same_is_handed_on_and_not_stored(tmp_path: Path) -> None:
    """A response that cannot be unpacked reaches the caller as it is, and is not recorded."""

    def packed(_: httpx.Request) -> httpx.Response:
        headers = {"Content-Encoding": "br", "Content-Type": "application/json"}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"\x8b\x05\x80"))

    recorder = Recorder(
        "http://upstream.example", tmp_path, Contract.load(), transport=httpx.MockTransport(packed)
    )

    async def send() -> tuple[bytes, httpx.Headers]:
        transport = httpx.ASGITransport(recorder)  # type: ignore[arg-type]
        request = httpx.Request(
            "GET", f"http://127.0.0.1{PREFIX}", headers={"Authorization": "Bearer own-1"}
        )
        reply = await transport.handle_async_request(request)
        parts = [part async for part in reply.stream]  # type: ignore[union-attr]
        return b"".join(parts), reply.headers

    content, headers = asyncio.run(send())
    assert (b"\x8b\x05\x80", "br", "refused") == (
        content,
        headers["Content-Encoding"],
        headers["x-mock-recording"],
    )
    assert [] == list(tmp_path.iterdir())


def test_a_response_of_any_size_is_not_taken(tmp_path: Path) -> None:
    """A response over the limit is refused, and so is one that unpacks to more."""
    recorder = Recorder(
        "http://upstream.example",
        tmp_path,
        Contract.load(),
        limit=1000,
        transport=httpx.MockTransport(
            lambda _: httpx.Response(200, stream=httpx.ByteStream(b"x" * 1001))
        ),
    )
    reply = through(recorder, PREFIX, headers={"Authorization": "Bearer own-token"})
    assert (502, "UPSTREAM") == (reply.status_code, reply.json()["category"])


def test_a_client_that_leaves_is_not_recorded(upstream: Upstream, tmp_path: Path) -> None:
    """Half a body is no request: nothing is forwarded and nothing stored."""
    recorder = Recorder(
        "http://upstream.example",
        tmp_path,
        Contract.load(),
        transport=httpx.MockTransport(upstream),
    )
    messages: Iterator[dict[str, Any]] = iter(
        [
            {"type": "http.request", "body": b'{"inputs": [', "more_body": True},
            {"type": "http.disconnect"},
        ]
    )
    path = f"{PREFIX}/events/upsert"
    scope = {"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b""}

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(_: Any) -> None:
        pytest.fail("nobody is there to be answered")

    asyncio.run(recorder(scope, receive, send))
    assert ([], []) == (upstream.requests, list(tmp_path.iterdir()))


def test_the_body_of_a_post_is_not_a_way_in(hubspot_mock: MockServer) -> None:
    """A form of a foreign page, which needs no preflight, changes nothing."""
    form = {"Origin": "http://evil.example", "Content-Type": "text/plain"}
    for path in ("_mock/faults", "_mock/reset", f"{PREFIX}/events/upsert"):
        reply = httpx.post(f"{hubspot_mock.url}/{path.lstrip('/')}", headers=form, json=BODY)
        assert 403 == reply.status_code
    assert ((), 0) == (hubspot_mock.mock.pending, len(hubspot_mock.requests))


def test_what_would_take_long_to_redact_is_not_stored(
    recorder: Recorder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An exchange with bodies of megabytes is forwarded and not stored, and the log says so."""
    key = {"Authorization": f"Bearer {recorder.key}"}
    reply = through(recorder, PREFIX, headers=key, content=b"x" * (2 * 1024 * 1024 + 1))
    assert (200, "refused") == (reply.status_code, reply.headers["x-mock-recording"])
    assert "not recorded: the bodies are over 2097152 bytes" in caplog.text
    assert [] == list(tmp_path.iterdir())
