"""Whatever happens to the server or the connection, a run ends and keeps what it found."""

from __future__ import annotations

import datetime as dt
import email.utils
import threading
import time
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest
from hostile_server import HostileServer, Interceptor, Respond

from hubspot_marketing_events_contract import _commands as cli
from hubspot_marketing_events_contract.target._redaction import Redaction

TOKEN = "pat-na1-0a1b2c3d-4e5f-6789-abcd-ef0123456789"
PERSON = "john.doe@realcompany.com"
FEW = (
    "an_upsert_returns_what_it_was_sent", "what_was_upserted_reads_the_same_by_object_id",
    "milliseconds_are_kept", "what_does_not_exist_is_404", "the_search_finds_an_event",
    "a_list_is_linked_until_it_is_not",
)  # fmt: skip
MOCK_TOKEN = "mock-token"
LAGGING = (*FEW, "both_ways_of_reading_agree")
NOTICING = (
    "both_ways_of_reading_agree",
    "a_put_updates_what_exists",
    "every_write_keeps_every_kind_of_value",
)
FAR_AWAY = email.utils.format_datetime(dt.datetime(2098, 1, 1, tzinfo=dt.UTC))


def run(
    server: HostileServer | str,
    folder: Path,
    *more: str,
    only: tuple[str, ...] = FEW,
    token: str = MOCK_TOKEN,
) -> int:
    """Run the command against a server; returns the exit code."""
    url = server if isinstance(server, str) else server.url
    chosen = [
        "--base-url",
        url,
        "--token",
        token,
        "--profile",
        "quick",
        "--reports",
        str(folder),
        "--timeout",
        "1",
    ]
    return cli.main([*chosen, "--only", *only, *more])


def right(_: int, __: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response:
    """Respond rightly."""
    return respond()


def page(status: int) -> Interceptor:
    """Respond with an HTML page to everything."""
    return lambda _, __, ___: httpx.Response(status, html="<!doctype html><title>Welcome</title>")


def test_a_right_server_passes(tmp_path: Path) -> None:
    """Without any mishap, the run that the other tests disturb finds nothing."""
    with HostileServer(right) as server:
        assert 0 == run(server, tmp_path)


@pytest.mark.parametrize(
    ("interceptor", "token", "said"),
    [
        (right, "somebody-elses-token", "the server does not know the token"),
        (page(200), MOCK_TOKEN, "with an HTML page: there is no Marketing Events API at"),
        (page(404), MOCK_TOKEN, "there is no Marketing Events API at"),
        (page(502), MOCK_TOKEN, "with an HTML page"),
        (lambda _, __, ___: None, MOCK_TOKEN, "is the server running, and the URL right?"),
        (
            lambda _, __, ___: httpx.Response(404, json={}),
            MOCK_TOKEN,
            "--base-url is the part before",
        ),
        (
            lambda _, __, ___: httpx.Response(301, headers={"Location": "https://x.example"}),
            MOCK_TOKEN,
            "https://x.example",
        ),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_one_sentence(
    interceptor: Interceptor,
    token: str,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A wrong token, prefix, page or port is one line and exit code 2, before any test."""
    with HostileServer(interceptor) as server:
        assert 2 == run(server, tmp_path, token=token)
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


def test_a_token_that_may_only_read_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A token without the scope for writing is told once, and not by every property."""
    with HostileServer(right) as server:
        assert 2 == run(server, tmp_path, token="reader-token")
    (line,) = capsys.readouterr().err.splitlines()
    assert "--read-only" in line


def test_a_server_that_dies_leaves_what_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the server dies, the results so far and the request at fault are reported."""

    def dies(number: int, _: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response | None:
        return respond() if number < 60 else None

    with HostileServer(dies) as server:
        assert 2 == run(server, tmp_path)
    assert "the server is gone" in capsys.readouterr().err
    cases = list(ET.parse(tmp_path / "junit.xml").iter("testcase"))  # noqa: S314 - our own
    assert len(cases) > 2
    assert (
        "/marketing/"
        in (tmp_path / "index.html").read_text().partition("Properties by operation")[0]
    )


def test_a_read_that_is_cut_off_now_and_then_is_flaky(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reset of one read in twenty is retried, told as flaky, and no finding."""

    def cuts(
        number: int, handler: BaseHTTPRequestHandler, respond: Respond
    ) -> httpx.Response | None:
        return None if number % 20 == 0 and handler.command == "GET" else respond()

    with HostileServer(cuts) as server:
        assert 0 == run(server, tmp_path)
    assert "flaky: GET" in capsys.readouterr().out


def test_a_write_that_is_cut_off_once_is_tried_with_its_property(tmp_path: Path) -> None:
    """A single reset of a write lets its property run again, and is no finding."""
    cut: list[int] = []

    def cuts(
        number: int, handler: BaseHTTPRequestHandler, respond: Respond
    ) -> httpx.Response | None:
        if number > 50 and handler.command == "POST" and not cut:
            cut.append(number)
            return None
        return respond()

    with HostileServer(cuts) as server:
        assert 0 == run(server, tmp_path)
    assert cut


def test_a_call_that_never_responds_does_not_hold_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A property whose operation never responds has no result; the others have theirs."""

    def hangs(_: int, handler: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response | None:
        if "/lists" in handler.path and handler.command == "PUT":
            time.sleep(4)
        return respond()

    begun = time.monotonic()
    with HostileServer(hangs) as server:
        assert 2 == run(server, tmp_path)
    assert time.monotonic() - begun < 60
    said = capsys.readouterr()
    assert "time-out" in said.out + said.err


@pytest.mark.parametrize(
    ("headers", "body", "said"),
    [
        ({"Retry-After": "86400"}, {}, "asks to wait for 86400 seconds"),
        ({"Retry-After": FAR_AWAY}, {}, "asks to wait for"),
        ({}, {"policyName": "DAILY"}, "the daily limit"),
        ({"Retry-After": "0"}, {}, "429 (too many requests) after 5 tries"),
    ],
)  # fmt: skip
def test_a_limit_that_lasts_ends_the_run(
    headers: dict[str, str],
    body: dict[str, str],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A wait that is too long, the daily limit and a lasting 429 end the run at once."""

    def limits(number: int, _: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response:
        return respond() if number < 60 else httpx.Response(429, headers=headers, json=body)

    with HostileServer(limits) as server:
        assert 2 == run(server, tmp_path)
    assert said in capsys.readouterr().err


def test_a_limit_that_passes_is_waited_for(tmp_path: Path) -> None:
    """A 429 with a short Retry-After, as a number or a date, is waited for and is no finding."""

    def limits(number: int, _: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response:
        soon = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1))
        value = {50: "0.1", 70: soon}.get(number)
        return httpx.Response(429, headers={"Retry-After": value}) if value else respond()

    with HostileServer(limits) as server:
        assert 0 == run(server, tmp_path)


def test_the_rate_is_kept(tmp_path: Path) -> None:
    """No more requests go out in a second than --rate says."""
    begun = time.monotonic()
    with HostileServer(right) as server:
        assert 0 == run(server, tmp_path, "--rate", "60/s", only=("milliseconds_are_kept",))
        count = server.count[0]
    assert count / (time.monotonic() - begun) < 66


def test_no_secret_is_in_any_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A token and an e-mail address that a server echoes are in no report."""

    def echoes(number: int, handler: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response:
        handler.headers.replace_header("Authorization", "Bearer mock-token")
        response = respond()
        if number > 50 and number % 3 == 0:
            text = f"{TOKEN} {PERSON} Bearer {TOKEN}"
            body = {"message": text, "category": PERSON, "status": "error", "correlationId": TOKEN}
            return httpx.Response(500, json=body, headers={"X-Debug": text, "Server": TOKEN})
        return response

    with HostileServer(echoes) as server:
        assert 1 == run(server, tmp_path, token=TOKEN)
    said = capsys.readouterr()
    written = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 5
    leaks = [text for text in (said.out, said.err, *written) if TOKEN in text or PERSON in text]
    assert [] == leaks


def test_cookies_are_not_kept(tmp_path: Path) -> None:
    """A cookie that one response sets goes out with no later request."""
    seen: list[str] = []

    def sets(_: int, handler: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response:
        seen.append(handler.headers.get("Cookie", ""))
        response = respond()
        response.headers["Set-Cookie"] = "session=1; Path=/"
        return response

    with HostileServer(sets) as server:
        assert 0 == run(server, tmp_path)
    assert {""} == set(seen)


def test_operations_that_are_not_served_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Operations that are not served are one finding, with the option to paste."""

    def part(_: int, handler: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response:
        if "/lists" in handler.path or "attendance" in handler.path:
            return httpx.Response(501, json={"status": "error"})
        return respond()

    with HostileServer(part) as server:
        assert 1 == run(server, tmp_path)
        said = capsys.readouterr().out
        assert "not served: recordByEmail" in said
        pattern = said.partition("--operations '")[2].partition("'")[0]
        assert 0 == run(server, tmp_path, "--operations", pattern)


def test_findings_of_one_cause_are_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One dropped field is one finding, with the other properties that notice it."""

    def drops(_: int, __: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response:
        response = respond()
        text = response.text.replace('"eventUrl"', '"eventurl"')
        return httpx.Response(
            response.status_code,
            headers={"Content-Type": response.headers["Content-Type"]},
            text=text,
        )

    with HostileServer(drops) as server:
        assert 1 == run(server, tmp_path, only=(*FEW, *NOTICING))
    said = capsys.readouterr().out
    assert "eventUrl" in said
    assert 1 == said.count("the same cause, as it seems")
    assert not [word for word in ("AssertionError", "KeyError", "Traceback") if word in said]


def test_one_finding_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --fail-fast the run stops at the first finding."""
    with HostileServer(page(500)) as server:
        assert 2 == run(server, tmp_path)  # nothing but pages is a wrong setting

    def breaks(number: int, _: BaseHTTPRequestHandler, respond: Respond) -> httpx.Response:
        return respond() if number < 50 else httpx.Response(500, json={})

    with HostileServer(breaks) as server:
        assert 1 == run(server, tmp_path, "--fail-fast")
    assert "1 wrong" in capsys.readouterr().out


class Lagging:
    """Lets reads see only writes that are older than some seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.server = HostileServer(self._intercept)
        self._states = [(0.0, self.server.mock.snapshot())]
        self._lock = threading.Lock()

    def _intercept(
        self, _: int, handler: BaseHTTPRequestHandler, respond: Respond
    ) -> httpx.Response:
        mock = self.server.mock
        with self._lock:
            if handler.command != "GET":
                response = respond()
                self._states.append((time.monotonic(), mock.snapshot()))
                return response

            seen = time.monotonic() - self.seconds
            while len(self._states) > 1 and self._states[1][0] <= seen:
                del self._states[0]
            mock.restore(self._states[0][1])
            try:
                return respond()
            finally:
                mock.restore(self._states[-1][1])


@pytest.mark.parametrize(("option", "code"), [("2", 0), ("0", 1)])
def test_reads_may_lag_by_what_the_option_says(tmp_path: Path, option: str, code: int) -> None:
    """Reads, lists and searches that lag behind writes are right with --eventually alone."""
    with Lagging(0.1).server as server:
        assert code == run(server, tmp_path, "--eventually", option, only=LAGGING)


def test_redaction_of_a_long_word_takes_no_quadratic_time() -> None:
    """A word of half a megabyte is redacted at once, and an address at its end with it."""
    word = "a" * 500_000
    begun = time.monotonic()
    shown = Redaction([TOKEN]).text(f"{word} {PERSON} {TOKEN}")
    assert time.monotonic() - begun < 30
    assert f"{word} [e-mail address] [token]" == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("ann+x.7@contacts.example", "ann+x.7@contacts.example"),
        ("ANN@CONTACTS.EXAMPLE.", "ANN@CONTACTS.EXAMPLE."),
        ("ann@more.contacts.example", "ann@more.contacts.example"),
        ("ann@contacts.example.com", "[e-mail address]"),
        ("ann@contacts.examples.org", "[e-mail address]"),
    ],
)
def test_only_addresses_that_the_tool_makes_up_are_shown(given: str, shown: str) -> None:
    """Addresses of the tool's own are shown, in any case, and none that only begin like them."""
    assert shown == Redaction([TOKEN]).text(given)
