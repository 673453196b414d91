"""Recording from an upstream full of planted secrets: what reaches the disk, and what not."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from hubspot_marketing_events_mock import Contract, MockServer, Recorder, RecordingError
from hubspot_marketing_events_mock.recording import RULES, LeakError, Redactor
from tests.mock.caller import BODY, HEADERS, PREFIX, VERSION
from tests.mock.recording.test_redaction import SHAPES

TOKEN = "pat-na1-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
OWN = {"Authorization": "Bearer own-token-of-a-caller"}
BREAKDOWN = f"{PREFIX}/participations/contacts/jane.doe%2Bx%40corp.example/breakdown"
PLANTED = {
    TOKEN, "session-cookie-1", "jane.doe", "corp.example", "hapi-0123456789", "client-secret-77",
    "Jane Q. Doe", "sales@corp",
    "62515", "71717", "9988776", "+49 170 5551234", "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl",
    "203.0.113.9",
}  # fmt: skip
EVENT = {
    "eventName": "Tour with jane.doe@corp.example",
    "eventOrganizer": "Jane Q. Doe",
    "eventDescription": "Ask Jane Q. Doe of portal 62515, or send eyJhbGciOi.eyJzdWIiOi."
    f"c2lnbmF0dXJl and {TOKEN}",
    "externalAccountId": "account",
    "externalEventId": "planted",
    "customProperties": [
        {"name": "phone", "value": "+49 170 5551234"},
        {"name": "owner", "value": "9988776"},
    ],
}
ANSWER = {
    "status": "error",
    "message": "User 9988776 of portal 62515: sales@corp.example may not",
    "category": "VALIDATION_ERROR",
    "correlationId": "11111111-2222-4333-8444-555555555555",
    "groupName": "publicapi:private-app-api-calls-10-seconds:71717",
    "context": {
        "userId": ["9988776"],
        "portalId": ["62515"],
        "client_secret": ["client-secret-77"],
    },
}


def upstream(_: httpx.Request) -> httpx.Response:
    """Answers with secrets in headers and body."""
    headers = {
        "Set-Cookie": "session-cookie-1",
        "X-Served-By": "203.0.113.9",
        "Retry-After": "7",
        "X-User": "Jane Q. Doe",
    }
    return httpx.Response(400, json=ANSWER, headers=headers)


def recorded(
    folder: Path, rules: frozenset[str] = RULES, **request: Any
) -> tuple[httpx.Response, str]:
    """Record a request full of secrets; returns the response and all that was stored."""
    recorder = Recorder(
        "http://upstream.example",
        folder,
        Contract.load(),
        token=TOKEN,
        key="recorder-key-1",
        rules=rules,
        transport=httpx.MockTransport(upstream),
    )

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(recorder)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(**request)

    answer = asyncio.run(send())
    return answer, "\n".join(f"{path.name}\n{path.read_text()}" for path in folder.iterdir())


def planted(folder: Path, rules: frozenset[str] = RULES) -> tuple[httpx.Response, str]:
    """As `recorded`, with secrets in headers, body and query."""
    headers = {
        "Authorization": "Bearer recorder-key-1",
        "Cookie": "session-cookie-1",
        "X-Forwarded-For": "203.0.113.9",
    }
    return recorded(
        folder, rules, method="POST",
        url=f"{PREFIX}/events/upsert?hapikey=hapi-0123456789&portalId=62515",
        headers=headers, json={"inputs": [EVENT]},
    )  # fmt: skip


def left(text: str) -> set[str]:
    """The planted secrets that a text still has."""
    return {secret for secret in PLANTED if secret in text}


def test_no_secret_reaches_the_disk(tmp_path: Path) -> None:
    """Nothing that was planted is stored, and the caller gets all of the response."""
    answer, stored = planted(tmp_path)
    assert ANSWER == answer.json()
    assert answer.headers["x-mock-recording"].startswith("upsert-")
    assert set() == left(stored)
    assert "Retry-After" in stored.title()


def test_no_planted_shape_reaches_the_disk(tmp_path: Path) -> None:
    """Each of over a hundred shapes in a description is replaced, or nothing is stored."""
    inputs = [
        EVENT | {"externalEventId": str(number), "eventDescription": text}
        for number, (_, _, text) in enumerate(SHAPES)
    ]
    answer, stored = recorded(
        tmp_path, method="POST", url=f"{PREFIX}/events/upsert", json={"inputs": inputs}, headers=OWN
    )
    assert answer.headers["x-mock-recording"].startswith("upsert-")
    assert [] == [secret for _, secret, _ in SHAPES if len(secret) > 3 and secret in stored]


NEEDED = ("credentials", "secrets", "emails", "names", "ids", "groups", "mentions")


@pytest.mark.parametrize("rule", NEEDED)
def test_each_rule_is_needed(tmp_path: Path, rule: str) -> None:
    """Without any one of the rules, a planted secret would be stored, or nothing is."""
    answer, stored = planted(tmp_path, RULES - {rule})
    assert "refused" == answer.headers["x-mock-recording"] or left(stored)


def test_headers_are_taken_by_a_list(tmp_path: Path) -> None:
    """A header that is not known to be harmless is not stored, whatever is in it."""
    answer, stored = planted(tmp_path)
    assert answer.headers["x-mock-recording"].startswith("upsert-")
    assert "x-served-by" not in stored.lower()


def test_an_address_in_a_path_is_replaced(tmp_path: Path) -> None:
    """A contact's address in the path is a pseudonym in the recording's."""
    answer, stored = recorded(tmp_path, method="GET", url=BREAKDOWN, headers=OWN)
    assert (400, set()) == (answer.status_code, left(stored))
    assert "/contacts/person-" in stored


def test_pseudonyms_are_stable_and_keep_their_kind(tmp_path: Path) -> None:
    """One value has one pseudonym everywhere; a number of so many digits stays one."""
    planted(tmp_path)
    (path,) = tmp_path.iterdir()
    log = json.loads(path.read_text())["log"]
    answer = json.loads(log["entries"][0]["response"]["content"]["text"])
    user, portal = answer["context"]["userId"][0], answer["context"]["portalId"][0]
    assert (7, 5) == (len(user), len(portal))
    assert f"User {user} of portal {portal}: person-" in answer["message"]
    assert "10-seconds:1" in answer["groupName"]
    assert f"portalId={portal}" in log["entries"][0]["request"]["url"]
    (tmp_path / "again").mkdir()
    _, again = planted(tmp_path / "again")
    assert user in again


def test_a_recording_says_where_it_comes_from(tmp_path: Path) -> None:
    """Origin, certainty, version and contract are stated, and where the response breaks it."""
    planted(tmp_path)
    (path,) = tmp_path.iterdir()
    origin = json.loads(path.read_text())["log"]["_recording"]
    assert ("another server", "observed", VERSION) == (
        origin["obtained"],
        origin["certainty"],
        origin["apiVersion"],
    )
    assert Contract.load().operations["upsert"].fingerprint == origin["contractSha256"]


def test_an_encoded_address_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """An address in another encoding is found, and the word that holds it is replaced."""
    body = {"inputs": [EVENT | {"eventUrl": "https://x.example/?m=someone%40corp.example"}]}
    answer, stored = recorded(
        tmp_path, method="POST", url=f"{PREFIX}/events/upsert", json=body, headers=OWN
    )
    assert answer.headers["x-mock-recording"].startswith("upsert-")
    assert "someone" not in stored


def test_what_cannot_be_redacted_is_not_stored(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What the second look finds is named by place and kind, never by value, and not stored."""
    body = {"inputs": [EVENT | {"eventUrl": "https://x.example/?m=someone%40corp.example"}]}
    answer, stored = recorded(
        tmp_path,
        RULES - {"encodings"},
        method="POST",
        url=f"{PREFIX}/events/upsert",
        json=body,
        headers=OWN,
    )
    assert ("refused", "") == (answer.headers["x-mock-recording"], stored)
    assert [
        "not recorded: at /body/text is something of the kind emails; nothing is stored"
    ] == caplog.messages


def test_a_secret_in_a_name_is_found() -> None:
    """What stands where no value stands is looked at as well."""
    with pytest.raises(LeakError, match="at a name in /a is something of the kind emails"):
        Redactor(b"key").check({"a": {"x@corp.example": 1}})


def test_other_calls_are_only_forwarded(tmp_path: Path) -> None:
    """An unknown call is forwarded with the caller's own token, and not recorded."""
    answer, stored = recorded(tmp_path, method="GET", url="/crm/v3/objects", headers=OWN)
    assert ("none: the contract has no such call", "") == (
        answer.headers["x-mock-recording"],
        stored,
    )


@pytest.mark.parametrize("address", ["ftp://x", "https://user:secret@x.example", "x.example", ""])
def test_an_upstream_must_be_an_address(tmp_path: Path, address: str) -> None:
    """What is no plain http(s) URL is refused, and not repeated: it may hold a password."""
    with pytest.raises(RecordingError) as caught:
        Recorder(address, tmp_path, Contract.load())
    assert "secret" not in str(caught.value)


def test_what_was_recorded_is_replayed(tmp_path: Path, hubspot_mock: MockServer) -> None:
    """The command records a stand-in server, stops, and replays the response byte for byte."""
    command = [
        sys.executable,
        "-m",
        "hubspot_marketing_events_mock._cli",
        "record",
        "--upstream",
        hubspot_mock.url,
    ]
    with subprocess.Popen(
        [*command, "--output", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().rpartition(" ")[2].strip()
        first = httpx.post(f"{url}{PREFIX}/events/upsert", json=BODY, headers=HEADERS)
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(10)
    (path,) = tmp_path.iterdir()
    entry = json.loads(path.read_text())["log"]["entries"][0]
    with MockServer(mode="replay", recordings=tmp_path) as server:
        sent = json.loads(entry["request"]["postData"]["text"])
        again = httpx.post(f"{server.url}{PREFIX}/events/upsert", json=sent, headers=HEADERS)
    assert entry["response"]["content"]["text"] == again.text
    assert (200, "COMPLETE", 200) == (first.status_code, first.json()["status"], again.status_code)


def test_a_drawn_key_can_be_pasted_anywhere(tmp_path: Path) -> None:
    """It has letters and digits only, so that no program takes it for an option."""
    drawn = {Recorder("http://x.example", tmp_path, Contract.load()).key for _ in range(50)}
    assert (50, True) == (len(drawn), all(key.isascii() and key.isalnum() for key in drawn))
