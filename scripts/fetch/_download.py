"""Read a whole URL, http or https, within limits of size and time; a failure is one clear line."""

from __future__ import annotations

import gzip
import io
import re
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from scripts.project.layout import PipelineError

LIMIT = 32 * 1024 * 1024
TIMEOUT = 30.0  # seconds without a byte
DEADLINE = 120.0  # seconds a try, however steadily the bytes come
PAUSES = (0.5, 2.0)  # seconds before the second and third try
_PIECE = 64 * 1024
_WIPE = "\r\x1b[K"  # the line of a terminal
_USER = r"(?<=://)[^/]*@"  # and password, which may hold a stray ? or #
_PASSING = {408, 429, 500, 502, 503, 504}


def public(source: str) -> str:
    """A source that may be shown and kept: a URL loses its user, password, query and fragment.

    These may be secret.
    """
    return re.sub(rf"(?s){_USER}|[?#].*", "", source) if "://" in source else source


def download(url: str) -> bytes:
    """Read a URL whole, trying again where that may help.

    Raises:
        PipelineError: no response, an error status, or a body that is cut off, over `LIMIT`, or not
            gzip as it says.
    """
    name = public(url)
    check_url(url, name)
    for pause in (*PAUSES, None):
        try:
            with _deadline():
                return _once(url)
        except (OSError, HTTPException, EOFError, zlib.error, ValueError) as error:
            passing = not isinstance(error, ValueError)
            if isinstance(error, urllib.error.HTTPError):
                passing = error.code in _PASSING
                error.close()
            if pause is None or not passing:
                told = (
                    f"{name}: cannot be downloaded: {_said(error)}; "
                    "a file can be given as the document instead"
                )
                raise PipelineError(told) from error
            time.sleep(pause)
    raise AssertionError


def check_url(url: str, told: str) -> None:
    """Refuse a URL of any scheme but http and https, or with a user or password.

    Raises:
        PipelineError: it is one; the message begins with `told`.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise PipelineError(
            f"{told}: no URL that begins with http:// or https://, and no other is read"
        )
    if re.search(_USER, url):
        raise PipelineError(
            f"{told}: a user or password in a URL is not sent; give a file as the document instead"
        )


def _said(error: Exception) -> str:
    """What went wrong, in words and one line."""
    cause = error.reason if type(error) is urllib.error.URLError else error
    return " ".join(
        (getattr(cause, "strerror", None) or str(cause) or type(cause).__name__).split()
    )


@contextmanager
def _deadline() -> Iterator[None]:
    """Stop an attempt that takes too long as a whole: `TIMEOUT` begins anew with each byte.

    Windows has no such alarm, so there `TIMEOUT` alone holds.
    """
    if sys.platform == "win32":
        yield
        return

    def late(*_: object) -> None:
        raise TimeoutError(f"not done after {DEADLINE:g} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, DEADLINE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follow redirects to http and https only, never from https to http; bodies are not read."""

    inf_msg = "it redirects without end: "

    def redirect_request(  # noqa: PLR0917 - as urllib calls it
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        """The request to follow with, or an error."""
        fp.close()
        schemes = {"https", urllib.parse.urlsplit(req.full_url).scheme}
        if urllib.parse.urlsplit(newurl).scheme not in schemes:
            allowed = " or ".join(sorted(schemes))
            raise PipelineError(
                f"{public(req.full_url)}: redirects to {public(newurl)}, which is not {allowed}"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _once(url: str) -> bytes:
    quoted = urllib.parse.quote(url, safe=":/?#[]@!$&'()*+,;=%")
    headers = {"Accept-Encoding": "gzip"}
    request = urllib.request.Request(quoted, headers=headers)  # noqa: S310 - scheme checked
    with urllib.request.build_opener(Redirects).open(request, timeout=TIMEOUT) as response:
        promised, packed = (
            response.headers.get("Content-Length"),
            response.headers.get("Content-Encoding") == "gzip",
        )
        data = _body(response, f" of {int(promised):,}" if promised else "")
    if promised is not None and len(data) < int(promised):
        raise ConnectionError(f"cut off after {len(data)} of {promised} bytes; try again")
    return _unpacked(data) if packed else data


def _body(response: Any, of: str) -> bytes:
    data, shown = bytearray(), sys.stderr.isatty()
    try:
        while piece := response.read(_PIECE):
            data += piece
            if shown:
                sys.stderr.write(f"{_WIPE}{len(data):,}{of} bytes")
            if len(data) > LIMIT:
                raise ValueError(f"over {LIMIT} bytes, which no published document is")
    finally:
        if shown:
            sys.stderr.write(_WIPE)
    return bytes(data)


def _unpacked(data: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        unpacked = file.read(LIMIT + 1)
    if len(unpacked) > LIMIT:
        raise ValueError(f"over {LIMIT} bytes unpacked, which no published document is")
    return unpacked
