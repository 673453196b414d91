"""The help of each command fits the command."""

from __future__ import annotations

import re

import pytest

from hubspot_marketing_events import ParticipantState
from hubspot_marketing_events._cli import main
from hubspot_marketing_events._cli._files import Fields
from hubspot_marketing_events._cli._tasks import DELETION, EVENTS, fields_of

FIELDS = {
    "upsert": EVENTS,
    "participants": fields_of(ParticipantState.REGISTERED),
    "delete": DELETION.fields,
}


def page(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The help of a command, without the lines around it and between its words."""
    capsys.readouterr()
    main([command, "--help"] if command else ["--help"])
    return " ".join(re.sub("[│─╭╮╰╯]", " ", capsys.readouterr().out).split())


@pytest.mark.parametrize("command", ["", *FIELDS, "list", "get", "find"])
def test_every_help_says_where_the_token_comes_from(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody has to look at another command's help for it."""
    assert "environment variable HUBSPOT_ACCESS_TOKEN" in page(command, capsys)


@pytest.mark.parametrize(("command", "fields"), FIELDS.items())
def test_the_example_of_a_constant_is_a_field_of_the_command(
    command: str, fields: Fields, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the help shows can be given to that very command."""
    example = re.search(r"as --set ?([\w.]+)=", page(command, capsys))
    assert example
    assert fields.find(example[1])
