"""Replay: which recordings are taken, which are refused, and what comes nearest."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubspot_marketing_events_mock import Contract, Mock, RecordingError
from hubspot_marketing_events_mock._commands import run as main
from hubspot_marketing_events_mock.contract import installed
from tests.mock.caller import PREFIX, VERSION, Caller

RECORDINGS = Path(__file__).parents[3] / "contract_tests" / "recordings" / VERSION


def test_a_recording_of_another_version_is_refused() -> None:
    """A contract of another version refuses the recordings of this one with a sentence."""
    document = json.loads(installed(None).read_text())
    document["info"]["version"] = "2031-09"
    with pytest.raises(
        RecordingError, match=f"recorded for API version {VERSION}, not for 2031-09"
    ):
        Mock(Contract(document), recordings=RECORDINGS)


def test_a_replay_that_misses_names_the_nearest_recording() -> None:
    """In replay mode an unknown request says which recording comes nearest and where it differs."""
    call = Caller(mode="replay")
    har = json.loads((RECORDINGS / "upsert-429-daily-limit.har").read_text())
    sent = json.loads(har["log"]["entries"][0]["request"]["postData"]["text"])
    sent["inputs"][0]["eventOrganizer"] = "somebody else"
    reply = call("POST", "events", "upsert", body=sent)
    said = (
        "The nearest recording is upsert-429-daily-limit;"
        " it differs in body at /inputs/0/eventOrganizer."
    )
    assert (501, True) == (reply.status, reply.json["message"].endswith(said))
    assert PREFIX in call.mock.requests[-1].path


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with a copy of one recording."""
    shutil.copy(RECORDINGS / "upsert-200-created.har", tmp_path)
    return tmp_path


def changed(folder: Path, **origin: Any) -> None:
    """Change what the one recording of a folder says of its origin."""
    (path,) = folder.glob("*.har")
    document = json.loads(path.read_text())
    document["log"]["_recording"] |= origin
    path.write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (
            {"contractSha256": "0"},
            "recorded for another contract of upsert; `recordings --rehash` takes it",
        ),
        (
            {"obtained": "hearsay"},
            "obtained from 'hearsay'; say one of documentation, another server, live account",
        ),
    ],
)
def test_a_recording_that_does_not_belong_is_refused(
    shelf: Path, origin: dict[str, str], said: str
) -> None:
    """A recording of another contract, or without its origin, is refused by name."""
    changed(shelf, **origin)
    with pytest.raises(RecordingError, match=r"upsert-200-created\.har") as caught:
        Mock(recordings=shelf)
    assert said in str(caught.value)


def test_two_recordings_of_one_request_are_refused(shelf: Path) -> None:
    """What to answer must be plain."""
    shutil.copy(RECORDINGS / "upsert-200-created.har", shelf / "again.har")
    with pytest.raises(RecordingError, match="answers the same request as again"):
        Mock(recordings=shelf)


def test_a_folder_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped folder neither serves nothing nor passes a check."""
    missing = tmp_path / "missing"
    with pytest.raises(RecordingError, match="missing: no such folder"):
        Mock(recordings=missing)
    for folder in (missing, tmp_path):
        assert 2 == main(["recordings", str(folder)])
        assert f"error: {folder}: no recordings (*.har) there\n" == capsys.readouterr().err


def test_old_recordings_are_warned_of_or_refused(
    shelf: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A recording that is too old is named with its age, and fails where that is wanted."""
    options: dict[str, Any] = {
        "recordings": shelf,
        "clock": lambda: dt.datetime(2027, 1, 3, tzinfo=dt.UTC),
    }
    Mock(max_age=40, **options)
    assert [] == caplog.messages
    Mock(max_age=39, **options)
    said = (
        "recording upsert-200-created is 40 days old; more than 39 are not wanted: record it anew"
    )
    assert [said] == caplog.messages
    with pytest.raises(RecordingError, match=said):
        Mock(max_age=39, fail_expired=True, **options)


def test_a_recording_may_be_taken_over_where_it_holds(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a change of the contract, a recording that keeps it can be stamped anew."""
    changed(shelf, contractSha256="0")
    assert 3 == main(["recordings", str(shelf)])
    assert 0 == main(["recordings", str(shelf), "--rehash"])
    assert "upsert-200-created.har: holds, " in capsys.readouterr().out
    assert 0 == main(["recordings", str(shelf)])


def test_a_recording_that_does_not_hold_is_left_as_it_is(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer that breaks the contract is named by its place, and nothing is written."""
    (path,) = shelf.glob("*.har")
    path.write_text(path.read_text().replace('\\"300000000001\\"', "5"))
    before = path.read_text()
    assert 3 == main(["recordings", str(shelf), "--rehash"])
    assert "does not keep the contract of upsert: results/0/objectId: " in capsys.readouterr().out
    assert before == path.read_text()


def test_a_recording_may_become_one_of_another_version(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it keeps that version's contract it is written, and claims no more than it can."""
    other = shelf / "other"
    command = ["recordings", str(shelf), "--into", str(other), "--api-version", "2025-09"]
    assert (0, "upsert-200-created.har: holds, assumed\n") == (
        main(command),
        capsys.readouterr().out,
    )
    log = json.loads((other / "upsert-200-created.har").read_text())["log"]
    assert log["entries"][0]["request"]["url"].endswith(
        "/marketing/marketing-events/2025-09/events/upsert"
    )
    assert ("2025-09", "assumed") == (
        log["_recording"]["apiVersion"],
        log["_recording"]["certainty"],
    )
    assert log["_recording"]["note"].endswith(
        "Documented of version 2026-03; assumed of this one, whose contract it keeps."
    )
    assert Mock(Contract.load(version="2025-09"), recordings=other)


def test_a_recording_of_a_version_is_not_written_over(shelf: Path) -> None:
    """What there is of the other version already stays as it is."""
    command = ["recordings", str(shelf), "--into", str(shelf / "other"), "--api-version", "2025-09"]
    assert 0 == main(command)
    changed(shelf / "other", note="recorded by somebody")
    before = (shelf / "other" / "upsert-200-created.har").read_text()
    assert 0 == main(command)
    assert before == (shelf / "other" / "upsert-200-created.har").read_text()


def test_a_recording_that_breaks_another_version_is_refused(
    shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recording that breaks that version's contract is named with the place, and not written."""
    document = json.loads(installed("2025-09").read_text())
    document["components"]["schemas"]["MarketingEventPublicDefaultResponse"]["required"].append(
        "subtitle"
    )
    (tmp_path / "contract.json").write_text(json.dumps(document))
    chosen = ["--into", str(shelf / "other"), "--contract", str(tmp_path / "contract.json")]
    assert 3 == main(["recordings", str(shelf), *chosen])
    said = capsys.readouterr().out
    assert "upsert-200-created.har: does not keep the contract of upsert: results/0" in said
    assert not (shelf / "other").exists()


def test_a_hash_knows_no_prose() -> None:
    """A description changes no operation's hash; another type changes it."""

    def fingerprint(change: Callable[[Any], None]) -> str:
        document = json.loads(installed(None).read_text())
        change(document["components"]["schemas"]["MarketingEventCreateRequestParams"])
        return Contract(document).operations["upsert"].fingerprint

    original = Contract.load().operations["upsert"].fingerprint
    assert original == fingerprint(lambda schema: schema.update(description="other words"))
    assert original != fingerprint(
        lambda schema: schema["properties"]["eventName"].update(maxLength=5)
    )
    assert original != fingerprint(lambda schema: schema["properties"].pop("eventDescription"))
