"""Which contracts the mock takes, and which version a path belongs to."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from hubspot_marketing_events_mock import Contract, ContractError, Mock, MockServer
from hubspot_marketing_events_mock.contract import installed, installed_versions
from tests.mock.caller import BODY, HEADERS, Caller

VERSIONS = installed_versions()


def document(version: str | None = None) -> dict[str, Any]:
    """An installed contract, to be changed."""
    read: dict[str, Any] = json.loads(installed(version).read_text())
    return read


def written(folder: Path, contract: dict[str, Any]) -> Path:
    """A contract as a file."""
    path = folder / "contract.json"
    path.write_text(json.dumps(contract))
    return path


def test_every_version_is_served_on_one_state() -> None:
    """Any version reads what another has written, with and without a slash at the end."""
    assert {"v3", "2025-09", "2026-03", "2026-09"} <= VERSIONS.keys()
    with MockServer() as server:
        first = VERSIONS["v3"]
        sent = httpx.post(f"{server.url}{first}/events/upsert", json=BODY, headers=HEADERS)
        assert 200 == sent.status_code
        for prefix in VERSIONS.values():
            for path in (prefix, f"{prefix}/"):
                found = httpx.get(server.url + path, headers=HEADERS)
                assert (200, 2) == (found.status_code, len(found.json()["results"]))
        assert [] == server.mock.violations


@pytest.mark.parametrize("version", VERSIONS)
def test_a_path_of_another_version_says_which_are_served(
    version: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The body and the log name the version that is served, and where."""
    call = Caller(contract=Contract.load(version=version))
    with caplog.at_level(logging.WARNING):
        reply = call("GET", prefix="/marketing/marketing-events/2031-09")
    assert 404 == reply.status
    for said in (reply.content.decode(), caplog.text):
        assert f"{version} at {VERSIONS[version]}" in said


def test_an_older_openapi_is_refused_at_start(tmp_path: Path) -> None:
    """A contract in OpenAPI 3.0 is refused by its file and the reason."""
    path = written(tmp_path, document() | {"openapi": "3.0.1"})
    with pytest.raises(
        ContractError, match=r"contract\.json: is OpenAPI 3\.0\.1, and the mock reads 3\.1"
    ):
        Contract.load(path)


@pytest.mark.parametrize(
    "broken", [[], 5, {"openapi": "3.1.0"}, {"openapi": "3.1.0", "info": {}, "paths": 5}]
)
def test_what_is_no_contract_is_refused(tmp_path: Path, broken: Any) -> None:
    """Any other JSON is refused by its file."""
    with pytest.raises(ContractError, match=r"contract\.json: "):
        Contract.load(written(tmp_path, broken))


def test_an_operation_that_is_not_modelled_is_refused_at_start(tmp_path: Path) -> None:
    """A contract with other operations is refused by name, unless replayed or let through."""
    changed = document()
    changed["paths"][f"{VERSIONS['2026-03']}/dance"] = {
        "get": {
            "operationId": "dance",
            "responses": {"200": {"description": "ok"}},
        }
    }
    path = written(tmp_path, changed)
    with pytest.raises(ContractError, match="does not model 1 of its 37 operations: dance"):
        Mock(Contract.load(path))
    command = [
        sys.executable,
        "-m",
        "hubspot_marketing_events_mock",
        "serve",
        "--contract",
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert "dance" in done.stderr
    Mock(Contract.load(path), mode="replay")
    call = Caller(contract=Contract.load(path), allow_unmodelled=True)
    assert 501 == call("GET", "dance").status


def test_an_installed_version_is_served_whatever_is_new_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A new operation of an installed version gets 501, is named in the log, and stops nothing."""
    changed = document()
    operation = {"operationId": "dance", "responses": {"200": {"description": "ok"}}}
    changed["paths"][f"{VERSIONS['2026-03']}/dance"] = {"get": operation}
    contract = Contract.load(written(tmp_path, changed))
    monkeypatch.setattr(contract, "is_installed", True)
    call = Caller(contract=contract)
    assert call.create()
    assert 501 == call("GET", "dance").status
    assert "does not model 1 of its 37 operations: dance; they get 501" in caplog.text


def test_packaged_recordings_do_not_concern_another_contract(tmp_path: Path) -> None:
    """A contract of one's own is served by default, whatever is recorded for another."""
    changed = document()
    schema = changed["components"]["schemas"]["MarketingEventCreateRequestParams"]
    schema["properties"]["eventName"]["maxLength"] = 50
    call = Caller(contract=Contract.load(written(tmp_path, changed)), mode="auto")
    assert call.create()
    changed["info"]["version"] = "of-my-own"
    assert Caller(contract=Contract.load(written(tmp_path, changed)), mode="auto").create()


def test_a_response_says_where_it_comes_from() -> None:
    """Header and journal name the recording, or the model and why no near recording was taken."""
    call = Caller(mode="auto")
    recordings = (
        Path(__file__).parents[3] / "contract_tests" / "recordings" / call.mock.contract.version
    )
    har = json.loads((recordings / "upsert-429-daily-limit.har").read_text())
    sent = json.loads(har["log"]["entries"][0]["request"]["postData"]["text"])
    replayed = call("POST", "events", "upsert", body=sent)
    sent["inputs"][0]["eventOrganizer"] = "somebody else"
    modelled = call("POST", "events", "upsert", body=sent)
    origins = ["recording upsert-429-daily-limit", "model"]
    assert origins == [one.headers["X-Mock-Origin"] for one in (replayed, modelled)]
    assert origins == [one.origin for one in call.mock.requests]
    said = "upsert-429-daily-limit differs in body at /inputs/0/eventOrganizer"
    assert (said, said) == (modelled.headers["X-Mock-Missed"], call.mock.requests[-1].missed)
    assert "X-Mock-Missed" not in replayed.headers


COMPONENTS: dict[str, Any] = {
    "Words": {"type": "object", "properties": {"a": {"type": "string"}}},
    "Number": {"type": "integer"},
    "Far": {"type": "array", "items": {"$ref": "#/components/schemas/Number"}},
    "Itself": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/Itself"}}},
    "a b/c": {"type": "string"},
}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, True),
        (True, True),
        ({"type": ["integer", "null"]}, True),
        ({"enum": [1, 2]}, True),
        ({"const": 1}, True),
        ({"format": "int64"}, True),
        ({"type": "object"}, True),
        ({"type": "object", "additionalProperties": True}, True),
        ({"type": "array"}, True),
        ({"type": "object", "properties": {"a": {}}}, True),
        ({"anyOf": [{"type": "string"}, {}]}, True),
        ({"type": "object", "patternProperties": {"^a": {}}}, True),
        ({"$ref": "#/components/schemas/Far"}, True),
        ({"$ref": "#/components/schemas/Missing"}, True),
        ({"$ref": "#/components/schemas/Words"}, False),
        ({"$ref": "#/components/schemas/Words/properties/a"}, False),
        ({"$ref": "#/components/schemas/Itself"}, False),
        ({"$ref": "#/components/schemas/a%20b~1c"}, False),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, False),
        ({"type": "array", "items": {"type": ["string", "null"]}}, False),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, False),
        ({"type": "object", "additionalProperties": False}, False),
    ],
)
def test_a_contract_says_where_numbers_may_stand(schema: Any, expected: bool) -> None:
    """A body is read for numbers where a schema names one or says nothing of a value."""
    changed = document()
    content = {"application/json": {"schema": schema}}
    changed["paths"]["/a"] = {
        "post": {"operationId": "a", "requestBody": {"content": content}, "responses": {}}
    }
    changed["components"]["schemas"] |= COMPONENTS
    assert expected == Contract(changed).operations["a"].takes_numbers


def test_a_number_is_kept_exactly_where_any_value_may_stand() -> None:
    """Where a contract says nothing of a value, a large number comes back as it was sent."""
    changed = document()
    for schema in changed["components"]["schemas"].values():
        if "eventDescription" in schema.get("properties", {}):
            schema["properties"]["eventDescription"] = {}
    call = Caller(contract=Contract(changed), mode="model")
    given = json.dumps(BODY["inputs"][0])[:-1]
    sent = f'{{"inputs": [{given}, "eventDescription": 9007199254740993.0}}]}}'
    reply = call("POST", "events", "upsert", raw=sent.encode())
    assert (200, 9007199254740993) == (reply.status, reply.json["results"][0]["eventDescription"])
