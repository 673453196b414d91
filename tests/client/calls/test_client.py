"""The clients: arguments, tokens, and what they never show."""

from __future__ import annotations

import logging
import traceback
from types import ModuleType

import httpx
import pytest
from stand_in import StandIn, error, events

import hubspot_marketing_events
from hubspot_marketing_events import MarketingEvents, _calls, errors


def test_all_is_what_is_public() -> None:
    """`__all__` is alphabetical and names everything public."""
    # pytest adds names with an @ where it rewrites asserts.
    public = {
        name
        for name in vars(hubspot_marketing_events)
        if name.isidentifier() and not name.startswith("_")
    }
    named = hubspot_marketing_events.__all__
    assert sorted(named) == named
    apart = {"shared"}  # a module that needs an extra, here once it is imported
    assert {"TYPE_CHECKING"} == public - set(named) - apart


@pytest.mark.parametrize("name", hubspot_marketing_events.__all__)
def test_what_is_public_is_there(name: str) -> None:
    """Each public name leads to what is called so, also where it is imported on demand."""
    found = getattr(hubspot_marketing_events, name)
    assert name == found.__name__.rpartition(".")[2]


@pytest.mark.parametrize("package", [hubspot_marketing_events, _calls])
def test_another_name_is_no_attribute(package: ModuleType) -> None:
    """The error is Python's own, and names the package and the attribute."""
    said = f"^module '{package.__name__}' has no attribute 'Evnet'$"
    with pytest.raises(AttributeError, match=said):
        _ = package.Evnet


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"token": "t", "base_url": "ftp://x"}, "base_url 'ftp://x'"),
        (
            {"token": "t", "api_version": "1999-01"},
            "api_version '1999-01' is not generated; there is v3, 2025-09, ",
        ),
        ({"token": ""}, "^the token is empty. Next"),
        ({"token": "two words"}, "characters that no token has"),
        ({"token": "two\nlines"}, "characters that no token has"),
        ({"token": b"bytes"}, "the token is of type bytes, not str"),
        ({"token": "t", "attempts": 0}, "attempts is 0"),
    ],
)
def test_an_argument_that_cannot_work_is_refused(options: dict[str, str], said: str) -> None:
    """A wrong argument is refused when the client is made, in words that say what is wrong."""
    with pytest.raises(errors.ConfigurationError, match=said):
        MarketingEvents(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize("concurrency", [0, 65])
def test_a_concurrency_that_cannot_work_is_refused(concurrency: int) -> None:
    """So many batches in flight are refused, and the inputs are in the report as not sent."""
    with (
        StandIn().client() as client,
        pytest.raises(errors.ConfigurationError, match="it goes from 1 to 64"),
    ):
        client.upsert(events(1), concurrency=concurrency)


def test_a_client_shows_where_it_sends() -> None:
    """The repr names the class and the address, and nothing secret."""
    expected = "MarketingEvents(base_url='http://x')"
    assert expected == repr(MarketingEvents(token="secret-token", base_url="http://x"))


def test_the_token_is_a_bearer_token() -> None:
    """Each request carries the token as HubSpot wants it."""
    server = StandIn()
    with server.client() as client:
        client.upsert(events(1))
    assert ["Bearer secret-token"] == server.tokens


def test_a_callable_is_asked_for_a_token_before_each_request() -> None:
    """A token that a callable gives may change from request to request."""
    server, tokens = StandIn(), iter("abc")
    with server.client(token=lambda: next(tokens)) as client:
        client.upsert(events(250))
    assert ["Bearer a", "Bearer b", "Bearer c"] == server.tokens


def test_an_expired_token_is_renewed_once() -> None:
    """After 401 for an expired token, the callable is asked once more."""
    server = StandIn(error(401, category="EXPIRED_AUTHENTICATION"), None)
    tokens = iter("ab")
    with server.client(token=lambda: next(tokens)) as client:
        assert {"created": 1} == client.upsert(events(1)).counts
    assert ["Bearer a", "Bearer b"] == server.tokens


@pytest.mark.parametrize(("token", "requests"), [("fixed", 1), (lambda: "renewed", 2)])
def test_a_token_that_stays_expired_raises(token: object, requests: int) -> None:
    """A fixed token is not tried again, and a renewed one only once."""
    server = StandIn(error(401, category="EXPIRED_AUTHENTICATION"))
    with server.client(token=token) as client, pytest.raises(errors.AuthenticationError):
        client.upsert(events(1))
    assert requests == len(server.tokens)


async def test_a_coroutine_may_give_the_token() -> None:
    """The asynchronous client awaits a token callable that is a coroutine function."""
    server = StandIn()

    async def token() -> str:
        return "later"

    async with server.async_client(token=token) as client:
        await client.upsert(events(1))
    assert ["Bearer later"] == server.tokens


def test_the_token_is_shown_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """Neither reprs, logs, errors nor the locals of this package's frames hold the token."""
    caplog.set_level(logging.DEBUG)
    server = StandIn(httpx.ConnectError("refused"), error(401, category="INVALID_AUTHENTICATION"))
    with server.client() as client, pytest.raises(errors.AuthenticationError) as caught:
        client.upsert(events(1))
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [str(f.locals) for f in frames.stack if "hubspot_marketing_events" in f.filename]
    shown = [repr(client), str(caught.value), repr(caught.value.why), caplog.text, *ours]
    shown += [repr(vars(record)) for record in caplog.records]
    assert ours
    assert not [text for text in shown if "secret-token" in text]


def test_a_refused_token_is_not_shown() -> None:
    """A malformed token appears neither in the error nor in this package's frames."""
    with pytest.raises(errors.ConfigurationError) as caught:
        MarketingEvents(token="secret token")
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [str(f.locals) for f in frames.stack if "/hubspot_marketing_events/" in f.filename]
    assert ours
    assert not [text for text in [str(caught.value), *ours] if "secret token" in text]


def test_the_user_agent_names_the_package() -> None:
    """Requests say which package and version sends them."""
    seen: list[str] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["User-Agent"])
        return httpx.Response(401, json={})

    client = MarketingEvents(token="t", transport=httpx.MockTransport(note))
    with client, pytest.raises(errors.AuthenticationError):
        client.upsert(events(1))
    assert seen[0].startswith("hubspot-marketing-events/0.1.0 ")


def test_headers_of_ones_own_are_sent() -> None:
    """Headers among the client's options go out beside the package's."""
    seen: list[httpx.Headers] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return StandIn()(request)

    options = {"headers": {"X-Team": "events"}}
    StandIn().client(transport=httpx.MockTransport(note), client_options=options).upsert(events(1))
    assert ("events", True) == (
        seen[0]["X-Team"],
        seen[0]["User-Agent"].startswith("hubspot-marketing-events/"),
    )


def test_a_coroutine_is_no_token_of_a_blocking_client() -> None:
    """A token that would have to be awaited is refused, and nothing is sent."""

    async def token() -> str:
        raise AssertionError

    server = StandIn()
    with pytest.raises(errors.ConfigurationError, match="use AsyncMarketingEvents") as caught:
        server.client(token=token).upsert(events(1))
    assert ([], ["not_sent"]) == (server.sizes, [o.status for o in caught.value.report or ()])
