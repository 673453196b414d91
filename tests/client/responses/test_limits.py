"""Each wait on a connection ends when its request has to."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpcore
import httpx
import pytest

from hubspot_marketing_events._http._limits import Body, Until, limit_waits, timeouts


class Noting(httpcore.NetworkStream, httpcore.NetworkBackend):
    """A connection, and what opens it, that note what they are given."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.calls.append(("read", max_bytes, timeout))
        return b"x"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.calls.append(("write", buffer, timeout))

    def close(self) -> None:
        self.calls.append(("close",))

    def start_tls(self, *given: Any) -> Any:
        self.calls.append(("start_tls", *given))
        return self

    def get_extra_info(self, info: str) -> Any:
        return f"about {info}"

    def connect_tcp(self, *given: Any) -> Any:
        self.calls.append(("connect_tcp", *given))
        return self

    def connect_unix_socket(self, *given: Any) -> Any:
        self.calls.append(("connect_unix_socket", *given))
        return self

    def sleep(self, seconds: float) -> None:
        self.calls.append(("sleep", seconds))


@pytest.fixture
def backend() -> tuple[Any, Noting]:
    """A client's backend, with what it hands on to."""
    noting = Noting()
    http = httpx.Client(mounts={"http://": httpx.HTTPTransport()})
    transports: list[Any] = [http._transport, *http._mounts.values()]  # noqa: SLF001
    pools = [transport._pool for transport in transports]  # noqa: SLF001
    for pool in pools:
        pool._network_backend = noting  # noqa: SLF001 - there is no other way to see it
    limit_waits(http)
    first, second = (pool._network_backend for pool in pools)  # noqa: SLF001 - as above
    assert type(first) is type(second) is not Noting
    return first, noting


def until(seconds: float, left: float) -> Until:
    """A timeout of so many seconds, of a request with so many left."""
    made = Until(seconds)
    made.end = time.monotonic() + left
    return made


CALLS: list[Callable[[Any, Any], Any]] = [
    lambda backend, timeout: backend.connect_tcp("h", 1, timeout, "l", []),
    lambda backend, timeout: backend.connect_unix_socket("/p", timeout, []),
    lambda backend, _: backend.connect_tcp("h", 1).read(5, _),
    lambda backend, _: backend.connect_tcp("h", 1).write(b"abc", _),
    lambda backend, _: backend.connect_tcp("h", 1).start_tls("context", "name", _),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_wait_is_no_longer_than_what_is_left(call: Any, backend: tuple[Any, Noting]) -> None:
    """The timeout that is handed on is the shorter of its own and the request's."""
    outer, noting = backend
    for timeout, low, high in ((until(5, 60), 5, 5), (until(60, 5), 4, 5), (7.0, 7, 7)):
        call(outer, timeout)
        (given,) = [v for v in noting.calls[-1] if isinstance(v, float)]
        assert low <= given <= high
    call(outer, None)
    assert not [v for v in noting.calls[-1] if isinstance(v, float)]


@pytest.mark.parametrize("call", CALLS)
def test_no_wait_begins_after_the_end(call: Any, backend: tuple[Any, Noting]) -> None:
    """Once the request has to have ended, a wait is a timeout at once."""
    outer, _ = backend
    with pytest.raises(httpcore.ReadTimeout, match=r"^the response took too long as a whole$"):
        call(outer, until(5, -0.001))


def test_everything_else_is_handed_on(backend: tuple[Any, Noting]) -> None:
    """Arguments and results pass through as they are."""
    outer, noting = backend
    stream = outer.connect_tcp("h", 1, None, "local", ["o"])
    outer.connect_unix_socket("/p", None, ["o"])
    tls = stream.start_tls("context", "name", None)
    assert (b"x", "about socket") == (tls.read(5), tls.get_extra_info("socket"))
    tls.write(b"a" * 100_000)
    tls.close()
    outer.sleep(3)
    written = [call[1] for call in noting.calls if call[0] == "write"]
    assert (b"a" * 100_000, [65536, 34464]) == (b"".join(written), [len(w) for w in written])
    assert [
        ("connect_tcp", "h", 1, None, "local", ["o"]),
        ("connect_unix_socket", "/p", None, ["o"]),
        ("start_tls", "context", "name", None),
        ("read", 5, None),
        ("close",),
        ("sleep", 3),
    ] == [call for call in noting.calls if call[0] != "write"]


def test_a_request_has_one_end_for_all_its_waits() -> None:
    """Each wait has httpx's own timeout or the request's, whichever is shorter, and one end."""
    with httpx.Client(timeout=httpx.Timeout(5, connect=60, pool=None)) as http:
        made = timeouts(http, 10)
    assert {"connect": 10, "read": 5, "write": 5, "pool": 10} == made
    assert 1 == len({timeout.end for timeout in made.values()})
    assert 9 < made["read"].end - time.monotonic() <= 10


@pytest.mark.parametrize(
    ("encoding", "chunks", "limit", "content", "problem"),
    [
        ("", [b"ab", b"c"], 3, b"abc", ""),
        ("identity", [b"abc"], 3, b"abc", ""),
        ("", [b"ab", b"cd"], 3, b"", "the response is larger than 3 bytes"),
        ("br", [b"ab"], 3, b"", "the response has an encoding that was not asked for"),
        ("gzip", [b"ab"], 3, b"", "the response does not decode"),
        ("", [], 3, b"", ""),
    ],
)
def test_a_body_is_taken_in_up_to_its_limit(
    encoding: str, chunks: list[bytes], limit: int, content: bytes, problem: str
) -> None:
    """What is decoded counts; what cannot be used is empty and says why."""
    body = Body(encoding, limit)
    taken = [body.take(chunk) for chunk in chunks]
    assert (content, problem) == (body.content, body.problem)
    assert taken == [True] * len(taken) if not problem else taken[-1] is False


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate"])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_packed_bodies_are_unpacked(encoding: str, size: int) -> None:
    """Packed bodies are unpacked in pieces of any size, several members included."""
    import gzip  # noqa: PLC0415 - of this test only
    import zlib  # noqa: PLC0415 - of this test only

    text = b"0123456789" * 50
    packed = zlib.compress(text * 2) if encoding == "deflate" else gzip.compress(text) * 2
    for limit, content in ((1000, text * 2), (999, b"")):
        body = Body(encoding, limit)
        for start in range(0, len(packed), size):
            if not body.take(packed[start : start + size]):
                break
        assert content == body.content
