"""A secret in a URL is printed nowhere and kept nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from pipeline import Script

from scripts.fetch import _download


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("http://user:secret@x.example/a/b@c?sig=secret#secret", "http://x.example/a/b@c"),
        ("HTTPS://user:se?cret@x.example:80", "HTTPS://x.example:80"),
        ("the catalog, https://x.example/a?sig=secret", "the catalog, https://x.example/a"),
        ("folder/a?b@c#d.json", "folder/a?b@c#d.json"),
    ],
)
def test_what_may_be_secret_in_a_url_is_not_shown(source: str, shown: str) -> None:
    """User, password, query and fragment go; a file's name is left as it is."""
    assert shown == _download.public(source)


@pytest.mark.parametrize("word", ["titled", "new", "gone", "specs"])
@pytest.mark.parametrize(
    "command", ["fetch --document", "fetch --catalog", "drift --document", "normalize --"]
)
def test_a_secret_in_a_url_is_told_nobody(
    script: Script, url: str, command: str, word: str
) -> None:
    """Whether all is well or not, the URL is printed without it."""
    verb, option = command.split()
    done = script(verb, "2026-03", option, f"{url}/{word}?sig=secret")
    assert "secret" not in done.stdout + done.stderr
    assert f"{url}/{word}" in done.stdout + done.stderr or (verb, word) == (
        "drift",
        "titled",
    )  # where none is printed


@pytest.mark.parametrize("command", ["fetch --document", "normalize --"])
def test_a_secret_in_a_url_is_not_kept(
    script: Script, project: Path, url: str, command: str
) -> None:
    """The lock says where a document is from, without it."""
    verb, option = command.split()
    script(verb, "2026-03", option, f"{url}/titled?sig=secret")
    lock = (project / "openapi" / "versions.lock").read_text()
    assert (True, False) == (f'source = "{url}/titled"' in lock, "secret" in lock)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "command", ["fetch --document", "drift --document", "drift --catalog", "normalize --"]
)
def test_a_password_in_a_url_is_refused_and_not_shown(
    script: Script, url: str, command: str
) -> None:
    """A password would be taken for a part of the host's name, so nothing is asked."""
    verb, option = command.split()
    done = script(verb, "2026-03", option, f"{url.replace('//', '//user:secret@')}/titled")
    said = (
        f"{url}/titled: a user or password in a URL is not sent; "
        "give a file as the document instead"
    )
    assert said == done.stderr.strip().partition(": ")[2]


def test_the_next_step_shows_no_secret(script: Script, url: str) -> None:
    """A URL that may hold a secret is for the person to name again."""
    done = script("fetch", "2099-01", "--document", f"{url}/new?sig=secret")
    assert f"bytes from {url}/new; next: nox -s bump -- 2099-01 --document URL\n" in done.stdout
