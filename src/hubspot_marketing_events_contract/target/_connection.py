"""Sends requests one after another: paced, retried where nothing can go wrong by it, and kept."""

from __future__ import annotations

import datetime as dt
import email.utils
import threading
import time
from collections import Counter, deque
from typing import Any

import httpx

from hubspot_marketing_events_contract._errors import NoResponse, RunEnded

LONGEST_WAIT = 60.0  # seconds; a longer Retry-After ends the run
MAX_BODY = 32 * 1024 * 1024  # bytes of a response
_TRIES = 5
_BUSY = 429
_KEPT = 200  # exchanges that are kept for a finding
_PAUSE = 0.2  # seconds before a read is sent again

Exchange = tuple[httpx.Request, httpx.Response]


class Connection:
    """A connection to the server under test.

    Args:
        http: the client that sends.
        rate: requests a second, at most; None for as many as go.
        read_only: let nothing but GET go out.
    """

    def __init__(
        self, http: httpx.Client, *, rate: float | None = None, read_only: bool = False
    ) -> None:
        self.http, self.rate, self.read_only = http, rate, read_only
        self.interrupted = False
        self.sent = 0
        self.flaky: Counter[str] = Counter()
        self.log: deque[Exchange] = deque(maxlen=_KEPT)
        self.unanswered: httpx.Request | None = None
        self._next, self._lock = 0.0, threading.Lock()

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request, again where the server is busy, or a read was cut off.

        Raises:
            NoResponse: there is no response.
            RunEnded: the server asks to wait longer than a run can.
        """
        if self.read_only and method != "GET":
            raise RuntimeError(f"{method} {path} would write, and nothing but GET may go out")

        for attempt in range(1, _TRIES + 1):
            response = self._send_once(method, path, options)
            if response.status_code != _BUSY:
                return response
            self._wait(response, attempt)

        raise RunEnded(
            f"{method} {path} is 429 (too many requests) after {_TRIES} tries; try again later, or"
            " send fewer requests with --rate"
        )

    def _send_once(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        tries = 3 if method == "GET" else 1

        for attempt in range(1, tries + 1):
            if self.interrupted:
                raise KeyboardInterrupt
            self._pace()
            request = self.http.build_request(method, path, **options)
            try:
                response = self.http.send(request, stream=True)
                _read(response)
            except (httpx.TransportError, httpx.DecodingError) as error:
                self.flaky[f"{method} {request.url.path}"] += 1
                # A read that took the whole time-out is not sent again and again.
                if attempt == tries or isinstance(error, httpx.TimeoutException):
                    self.unanswered = request
                    raise NoResponse(
                        f"{method} {request.url} has no response: {_reason(error)}"
                    ) from error
                time.sleep(_PAUSE)
            else:
                self.http.cookies.clear()
                self.log.append((request, response))
                return response

        raise AssertionError("unreachable")  # pragma: no cover - the last try returns or raises

    def _pace(self) -> None:
        with self._lock:
            self.sent += 1
            if self.rate is None:
                return
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + 1 / self.rate
        time.sleep(start - now)

    def _wait(self, response: httpx.Response, attempt: int) -> None:
        if "DAILY" in response.text[:10_000]:
            raise RunEnded(
                "the daily limit of the account is reached (429, DAILY); try again tomorrow"
            )
        seconds = retry_after(response.headers.get("Retry-After", ""))
        wait = 2.0 * attempt if seconds is None else seconds
        if wait > LONGEST_WAIT:
            raise RunEnded(
                f"the server asks to wait for {wait:.0f} seconds (429, Retry-After); a run waits"
                f" for {LONGEST_WAIT:.0f} at most"
            )
        end = time.monotonic() + wait
        while time.monotonic() < end and not self.interrupted:
            time.sleep(min(0.2, max(0.0, end - time.monotonic())))


def retry_after(value: str) -> float | None:
    """Return the seconds that a Retry-After asks for, as a number or a date; None if neither."""
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())


def _read(response: httpx.Response) -> None:
    """Read a body, up to what is kept of one."""
    size, parts = 0, []
    for part in response.iter_bytes():
        size += len(part)
        if size > MAX_BODY:
            response.close()
            raise httpx.ReadError(f"the body is over {MAX_BODY} bytes")
        parts.append(part)
    response.close()
    response._content = b"".join(parts)  # noqa: SLF001 - as httpx does when it reads a body whole


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "nothing came within the time-out (--timeout)"
    return str(error) or type(error).__name__
