"""Arguments that cannot work are explained in plain words, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubspot_marketing_events._cli import main
from hubspot_marketing_events._cli._failures import failure
from hubspot_marketing_events.errors import ErrorDetails, PermissionDeniedError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with two files, and no token."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HUBSPOT_ACCESS_TOKEN", raising=False)
    for name in ("a.csv", "b.csv"):
        Path(name).touch()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("upsert a.csv b.csv", "'b.csv': upsert takes one FILE at a time. For several, run it"),
        ("delete a.csv b.csv c.csv", "'b.csv', 'c.csv': delete takes one FILE at a time"),
        ("participants a.csv b.csv", 'do hubspot-marketing-events participants "$file"; done'),
        ("upsert a.csv --map Start Time=x", "needs quotes, as --map 'Start Time=startDateTime'"),
        ("list a.csv", "'a.csv': list takes options only, as --event ID"),
        ("get 1 2", "'2': get takes one EVENT_ID; run it once for each"),
        ("find a b", "'b': find takes one EXTERNAL_ID; run it once for each"),
        ("find", "say which EXTERNAL_ID"),
        ("find -x", "An id that begins with a hyphen goes last, after --: find -- -x"),
        ("find -- -x --rate 1", "--rate stands after --, where no option is read"),
        ("get --account a --external-id -x", "follows an equals sign, as --external-id=-x"),
        ("upsert --map --dry-run", "--map has no value. See"),
        ("upsert --rate fast", "--rate fast: --rate takes a whole number"),
        ("list --rate 1.7", "--rate 1.7: --rate takes a whole number"),
        ("upsert --skip-lines 2.5", "--skip-lines 2.5: --skip-lines takes a whole number"),
        ("delete --concurrency=x", "--concurrency x: --concurrency takes a whole number"),
        ("upsert --dry-run=5", "--dry-run 5: --dry-run takes no value"),
        ("delete --event 1 --event 2", "--event is given twice; keep one"),
        ("list --format xml", '"xml" for --format. Choose from: "jsonl", "csv"'),
        ("upsert --mapp a=b", "Unknown option: --mapp. Did you mean --map?"),
        ("lst", 'Unknown command "lst". Did you mean "list"?'),
    ],
)
def test_a_command_line_that_cannot_work_is_one_line(
    arguments: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is wrong and which help to read; the exit code is 2."""
    assert 2 == main(arguments.split())
    told = capsys.readouterr()
    assert said in told.err
    command = arguments.split(maxsplit=1)[0]
    shown = "" if command == "lst" else f"{command} "
    assert told.err.endswith(f" See hubspot-marketing-events {shown}--help\n")
    assert (1, "") == (told.err.count("\n"), told.out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["get", "w-1"], "EVENT_ID 'w-1' is no object id of HubSpot's, which is a number"),
        (["list", "--event", "w-1"], "--event 'w-1' is no object id of HubSpot's"),
        (["get", "--account", "", "--external-id", "x"], "--account '' --external-id 'x': neither"),
        (["find", " "], "EXTERNAL_ID is empty"),
        (
            ["list", "--base-url", "127.0.0.1"],
            "error: --base-url '127.0.0.1' is not an http(s) URL",
        ),
        (["list", "--api-version", "3"], "error: --api-version '3' is not generated; there is v3"),
    ],
)
def test_a_value_that_cannot_work_is_named_by_its_option(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message speaks of what was typed, and not of arguments in Python."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    assert 2 == main(arguments)
    told = capsys.readouterr().err
    assert said in told
    assert ("mend the call" in told, "base_url" in told) == (False, False)


@pytest.mark.parametrize("token", ["a b", " ", "Bearer x"])
def test_a_token_that_cannot_be_one_names_its_variable(
    token: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says where the token comes from, and not what it is."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", token)
    assert 2 == main(["list"])
    told = capsys.readouterr().err
    assert told.endswith("Next: check HUBSPOT_ACCESS_TOKEN\n")
    assert "Bearer x" not in told


def test_missing_scopes_are_named() -> None:
    """The app's owner learns which scopes to grant."""
    context = {"requiredGranularScopes": ["events.read", "events.write"]}
    error = PermissionDeniedError(ErrorDetails(message="no", status=403, context=context))
    text, code = failure(error)
    assert text.endswith("Next: grant the app the scopes that it lacks: events.read, events.write")
    assert 1 == code
