"""Claim: every committed recording says where it comes from, keeps the contract, and is replayed exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

from hubspot_marketing_events_mock import MockServer

FILES = sorted((Path(__file__).parent / "recordings").rglob("*.har"))
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
    """The recorded request gets the recorded status and body, however its keys are ordered."""
    request, response = entry(path)["request"], entry(path)["response"]
    body = json.loads(request["postData"]["text"])
    with MockServer(mode="replay", recordings=path.parent) as server:
        url = server.url + httpx.URL(request["url"]).path
        again = json.dumps(body, sort_keys=True)
        headers = {**HEADERS, "Content-Type": "application/json"}
        answer = httpx.request(request["method"], url, content=again, headers=headers)
        assert f"recording {path.stem}" == server.requests[-1].origin
    assert (response["status"], response["content"]["text"]) == (answer.status_code, answer.text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recording_keeps_the_contract(path: Path, contract: dict[str, Any]) -> None:
    """Request and answer are valid under the contract, with formats."""
    request, response = entry(path)["request"], entry(path)["response"]
    operation = contract["paths"][httpx.URL(request["url"]).path][request["method"].lower()]
    answer = operation["responses"].get(str(response["status"])) or contract["components"]["responses"]["Error"]
    for part, text in ((operation["requestBody"], request["postData"]["text"]), (answer, response["content"]["text"])):
        schema = {**part["content"]["application/json"]["schema"], "components": contract["components"]}
        jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(json.loads(text))
