"""The key of a developer account, which v3 takes in the query for an app's settings."""

from __future__ import annotations

import logging

import httpx
import pytest

from hubspot_marketing_events_mock import MockServer, Request
from hubspot_marketing_events_mock.recording._recording import target_of
from tests.mock.caller import HEADERS, PREFIX, Caller

V3 = "/marketing/v3/marketing-events"
SETTINGS = ("1000001", "settings")
NO_TOKEN = {"Authorization": ""}


@pytest.fixture
def call() -> Caller:
    """A caller of a mock of every version."""
    return Caller()


def test_v3_takes_a_key_for_settings(call: Caller) -> None:
    """A known key in place of a token reads and changes an app's settings."""
    body = {"eventDetailsUrl": "https://a.example/%s"}
    written = call("POST", *SETTINGS, headers=NO_TOKEN, prefix=V3, body=body, hapikey="ada")
    read = call("GET", *SETTINGS, headers=NO_TOKEN, prefix=V3, hapikey="ada")
    assert (200, 200) == (written.status, read.status)
    assert body["eventDetailsUrl"] == read.json["eventDetailsUrl"]


@pytest.mark.parametrize("key", ["", "unknown"])
def test_a_key_has_to_be_known(call: Caller, key: str) -> None:
    """A key that is empty or unknown gets 401, and is not repeated."""
    response = call("GET", *SETTINGS, headers=NO_TOKEN, prefix=V3, hapikey=key)
    assert (401, "INVALID_AUTHENTICATION") == (response.status, response.json["category"])
    assert "unknown" not in response.content.decode()


def test_token_and_key_have_to_be_known_where_both_are_given(call: Caller) -> None:
    """A wrong token is not mended by a right key, nor a wrong key by a right token."""
    assert 401 == call("GET", *SETTINGS, token="no", prefix=V3, hapikey="ada").status
    assert 401 == call("GET", *SETTINGS, token="ada", prefix=V3, hapikey="no").status
    assert 200 == call("GET", *SETTINGS, token="ada", prefix=V3, hapikey="ada").status


def test_other_calls_take_no_key(call: Caller) -> None:
    """A key is no way to call what the contract does not name it for, and no parameter of it."""
    assert 401 == call("GET", headers=NO_TOKEN, prefix=V3, hapikey="ada").status
    assert 400 == call("GET", token="ada", prefix=V3, hapikey="ada").status


def test_other_versions_take_no_key(call: Caller) -> None:
    """The default version takes tokens alone."""
    assert 401 == call("GET", *SETTINGS, headers=NO_TOKEN, prefix=PREFIX, hapikey="ada").status


def test_a_recording_holds_whatever_the_key() -> None:
    """A key is no part of what a request has to repeat to get a recorded response."""
    path = f"{V3}/1000001/settings".encode()
    sent = [
        Request.of("GET", path, query, (), b"") for query in (b"hapikey=one", b"hapikey=two", b"")
    ]
    assert 1 == len({target_of(one) for one in sent})


def test_a_key_is_listed_and_logged_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the list of received requests nor any log has the key, whatever it calls."""
    secret = "key-of-a-developer-7d1c"
    with caplog.at_level(logging.DEBUG), MockServer(mode="model") as server:
        for path in (f"{V3}/1000001/settings", V3, f"{V3}/nowhere", "/elsewhere"):
            for given in (HEADERS, {}):
                httpx.get(f"{server.url}{path}", params={"hapikey": secret}, headers=given)
        listed = httpx.get(f"{server.url}/_mock/requests").text
    from_client = {"httpx", "httpcore"}
    logged = [
        one.getMessage() for one in caplog.records if one.name.partition(".")[0] not in from_client
    ]
    assert "hapikey" in listed
    assert secret not in listed + "\n".join(logged)
