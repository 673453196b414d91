"""Claim: every recording says where it comes from, keeps the contract and is replayed exactly."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

from contract_tests.support.version import CONTRACT, KEY
from hubspot_marketing_events import MarketingEvents, errors
from hubspot_marketing_events_mock import MockServer

# Another folder is named by `nox -s defects`, with a recording in it that is wrong.
FOLDER = Path(os.environ.get("CONTRACT_RECORDINGS", Path(__file__).parent / "recordings"))
FILES = sorted((FOLDER / KEY).glob("*.har"))
HEADERS = {"Authorization": "Bearer mock-token"}


def entry(path: Path) -> Any:
    """The one exchange of a recording."""
    (only,) = json.loads(path.read_text())["log"]["entries"]
    return only


def test_there_are_recordings() -> None:
    """The documented upsert is among the recordings."""
    assert "upsert-documented-example" in {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recording_says_how_it_was_obtained(path: Path) -> None:
    """None claims to be of a live account, and each names its source, certainty and version."""
    origin = json.loads(path.read_text())["log"]["_recording"]
    assert origin["obtained"] in {"documentation", "another server"}
    assert origin["certainty"] in {"documented", "observed", "assumed"}
    assert (path.parent.name, True) == (origin["apiVersion"], bool(origin["source"]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recording_holds_no_credential(path: Path) -> None:
    """No Authorization header and no token is stored."""
    text = path.read_text().lower()
    assert not [word for word in ("authorization", "bearer", "pat-na", 'cookie"') if word in text]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recording_is_replayed_exactly(path: Path) -> None:
    """A recorded request gets the recorded response, whatever the order of its keys.

    Only the headers that the recording declares volatile may differ.
    """
    request, response = entry(path)["request"], entry(path)["response"]
    body = json.loads(request["postData"]["text"])
    with MockServer(contract=CONTRACT, mode="replay", recordings=path.parent) as server:
        url = server.url + httpx.URL(request["url"]).path
        again = json.dumps(body, sort_keys=True)
        headers = {**HEADERS, "Content-Type": "application/json"}
        replayed = httpx.request(request["method"], url, content=again, headers=headers)
        assert f"recording {path.stem}" == server.requests[-1].origin
    assert (response["status"], response["content"]["text"]) == (
        replayed.status_code,
        replayed.text,
    )
    volatile = json.loads(path.read_text())["log"]["_recording"].get("volatile", [])
    lasting = {
        item["name"]: item["value"] for item in response["headers"] if item["name"] not in volatile
    }
    assert lasting == {name: replayed.headers[name] for name in lasting}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recording_keeps_the_contract(path: Path, contract: dict[str, Any]) -> None:
    """Request and response are valid, formats included, or the recording says where not."""
    request, response = entry(path)["request"], entry(path)["response"]
    operation = contract["paths"][httpx.URL(request["url"]).path][request["method"].lower()]
    declared = (
        operation["responses"].get(str(response["status"]))
        or contract["components"]["responses"]["Error"]
    )
    broken = json.loads(path.read_text())["log"]["_recording"].get("breaksContract")
    if broken:
        assert ("the body is HTML, not JSON", "text/html") == (
            broken,
            response["content"]["mimeType"],
        )
        response = {"content": {"text": "{}"}}
    for part, text in (
        (operation["requestBody"], request["postData"]["text"]),
        (declared, response["content"]["text"]),
    ):
        schema = {
            **part["content"]["application/json"]["schema"],
            "components": contract["components"],
        }
        jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(json.loads(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recorded_result_is_of_what_was_sent(path: Path) -> None:
    """Every recorded result echoes the name and organizer of an input of its own request."""
    request, response = entry(path)["request"], entry(path)["response"]
    if "json" not in response["content"]["mimeType"]:
        return
    sent = [
        (one["eventName"], one["eventOrganizer"])
        for one in json.loads(request["postData"]["text"])["inputs"]
    ]
    results = json.loads(response["content"]["text"]).get("results", [])
    assert {(one["eventName"], one["eventOrganizer"]) for one in results} <= set(sent)


UNDERSTOOD = {
    "upsert-200-created": ("created", None),
    "upsert-207-partial-failure": ("created rejected", None),
    "upsert-401-expired-token": ("not_sent", errors.AuthenticationError),
    "upsert-403-missing-scopes": ("not_sent", errors.PermissionDeniedError),
    "upsert-423-locked": ("failed", None),
    "upsert-429-daily-limit": ("not_sent", None),
    "upsert-429-ten-secondly-limit": ("not_sent", None),
    "upsert-477-migrating": ("failed", errors.UnavailableError),  # an hour is too long to wait for
    "upsert-500-internal-error": ("failed", None),
    "upsert-502-bad-gateway": ("failed", None),
}
# The client sends neither all fields of a property, nor one event twice in a batch.
NOT_SENT = {"upsert-documented-example", "upsert-400-duplicates"}


def test_each_recording_of_the_clients_call_is_understood_by_it() -> None:
    """There is an expectation for each recording whose request the client can send."""
    assert UNDERSTOOD.keys() == {path.stem for path in FILES} - NOT_SENT


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem not in NOT_SENT], ids=lambda path: path.stem
)
def test_the_client_understands_a_recording(path: Path) -> None:
    """Each recorded input gets the outcome that the recorded response stands for."""
    outcomes, error = UNDERSTOOD[path.stem]
    inputs = json.loads(entry(path)["request"]["postData"]["text"])["inputs"]
    with MockServer(contract=CONTRACT, mode="replay", recordings=path.parent) as server:
        with (
            MarketingEvents(
                token="mock-token", api_version=KEY, base_url=server.url, attempts=1
            ) as client,
            pytest.raises(error) if error else contextlib.nullcontext() as caught,
        ):
            report = client.upsert(inputs)
        assert path.stem in {exchange.origin.rpartition(" ")[2] for exchange in server.requests}
    known = caught.value.report if caught else report
    assert outcomes.split() == [outcome.status for outcome in known or ()]
