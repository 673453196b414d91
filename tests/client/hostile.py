"""A server that keeps a true store, and a generator of ways to spoil what it responds.

Each way changes the response only: what the server stored stays known, so that every outcome can
be compared with it.
"""

from __future__ import annotations

import copy
import datetime as dt
import html
import itertools
import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from attrs import define, field

REFUSED = "refused"  # HubSpot refuses an event that has this type
Body = dict[str, Any]


@define
class Way:
    """One way to spoil a response.

    Args:
        name: what is spoilt, and how.
        spoil: makes a response of the true body.
        writes: whether the server stores what it is sent before it responds so.
        lies: whether the ids or the creation times it gives are wrong in a way that nobody can see.
    """

    name: str
    spoil: Callable[[Body], httpx.Response]
    lies: bool = False
    writes: bool = True


@define
class Server:
    """Stores events truly, and responds in a spoilt way."""

    way: Way
    store: dict[tuple[str, str], Body] = field(factory=dict)
    times: int = 10**9  # how many responses are spoilt
    requests: int = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        inputs = json.loads(request.content)["inputs"]
        self.requests += 1
        now = dt.datetime(2026, 11, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=self.requests)
        started = instant(now + dt.timedelta(milliseconds=250))
        results, refusals = [], []
        for given in inputs:
            if given.get("eventType") == REFUSED:
                refusals.append({"category": "VALIDATION_ERROR", "message": "no"})
            elif self.way.writes:
                results.append(self._written(given, instant(now + dt.timedelta(milliseconds=300))))
        body = {"status": "COMPLETE", "results": results, "startedAt": started}
        body |= {"completedAt": started, "requestedAt": started}
        if refusals:
            body |= {"errors": refusals, "numErrors": len(refusals)}
        if self.requests > self.times:
            return httpx.Response(207 if refusals else 200, json=body)
        return self.way.spoil(copy.deepcopy(body))

    def _written(self, given: Body, now: str) -> Body:
        key = given["externalAccountId"], given["externalEventId"]
        kept = self.store.setdefault(
            key, {"createdAt": now, "objectId": str(10**10 + len(self.store)), "id": None}
        )
        kept |= {"updatedAt": now, "customProperties": []}
        kept |= {n: v for n, v in given.items() if not n.startswith("external")}
        kept["id"] = kept["objectId"]
        return dict(kept)


def instant(value: dt.datetime) -> str:
    """A time as HubSpot writes it."""
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ok(body: Any) -> httpx.Response:
    """A success with a body, whatever Python's own JSON makes of it."""
    return httpx.Response(200, content=json.dumps(body).encode())


def nested(depth: int) -> bytes:
    """Arrays within arrays."""
    return b"[" * depth + b"]" * depth


WRONG = [
    None, True, False, 0, 5, -1, 1.5, 10**30, "", " ", "x", "x" * 10_000, "\x00\x1b[31m", "\ud800",
    "2026-11-01", "2026-11-01T00:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
    "99999-01-01T00:00:00Z", [], [1], [[]], {}, {"a": {"b": []}}, "true", "null", "QUEUED",
]  # fmt: skip
TOP = [
    "status",
    "results",
    "startedAt",
    "completedAt",
    "requestedAt",
    "numErrors",
    "errors",
    "links",
]
FIELDS = [
    "id", "objectId", "eventName", "eventOrganizer", "createdAt", "updatedAt", "startDateTime",
    "endDateTime", "eventType", "customProperties", "eventCancelled",
]  # fmt: skip
STATES = ["PENDING", "PROCESSING", "CANCELED", "QUEUED", "FAILED", "complete?", "COMPLETED"]
MAY_WRITE = {299, 408, 423, 477, *range(500, 1000)}  # statuses after which it may be written
SWAPPED_UNSEEN = {
    "objectId", "eventName", "eventOrganizer", "startDateTime", "createdAt", "vid", "email",
}  # fmt: skip
LYING = {"createdAt", "startedAt"}  # a plausible wrong time is not to be told from a right one


def ways() -> Iterator[Way]:
    """Every way."""
    yield from _fields_of_the_batch()
    yield from _fields_of_results(FIELDS)
    yield from _arrangements()
    yield from _normalisations()
    yield from _transfers()


def ways_with_participants() -> Iterator[Way]:
    """Every way that a response about participants can be spoilt."""
    yield from _fields_of_the_batch()
    yield from _fields_of_results(["vid", "email"])
    yield from _arrangements()
    yield from _transfers()


def ways_without_results() -> Iterator[Way]:
    """Every way that a response without results can be spoilt, but for errors that are untrue."""
    wrong = {"errors", "numErrors"}
    yield from (way for way in _fields_of_the_batch() if way.name.partition(" ")[0] not in wrong)
    yield from _transfers()


def _transfers() -> Iterator[Way]:
    yield from _statuses()
    yield from _headers()
    yield from _bodies()


def _fields_of_the_batch() -> Iterator[Way]:
    for name, value in itertools.product(TOP, WRONG):
        yield Way(f"{name} is {value!r:.40}", lambda b, n=name, v=value: ok({**b, n: v}))
    for name in TOP:
        yield Way(f"{name} is missing", lambda b, n=name: ok(_without(b, n)))
    for state in STATES:
        yield Way(f"status is {state}", lambda b, s=state: ok({**b, "status": s}))
    for count in (1, 3, 150, 10**9):
        yield Way(f"numErrors is {count}", lambda b, c=count: ok({**b, "numErrors": c}))


def _fields_of_results(names: list[str]) -> Iterator[Way]:
    for name, value, first in itertools.product(names, WRONG, (True, False)):
        which = "first" if first else "each"
        yield Way(
            f"{name} of {which} is {value!r:.40}",
            lambda b, n=name, v=value, f=first: ok(_changed(b, f, lambda r: {**r, n: v})),
            lies=name in LYING
            or (name == "vid" and type(value) is int)
            or (name == "objectId" and value in (5, "x", "true", "null", "QUEUED"))
            or (name == "objectId" and isinstance(value, str)),
        )
    for name, first in itertools.product(names, (True, False)):
        yield Way(
            f"{name} of {'first' if first else 'each'} is missing",
            lambda b, n=name, f=first: ok(_changed(b, f, lambda r: _without(r, n))),
        )
    for name in names:
        yield Way(
            f"{name} swapped",
            lambda b, n=name: ok(_swapped(b, n)),
            lies=name
            in {"objectId", "vid", "email", "eventName", "eventOrganizer", "startDateTime", *LYING},
        )


def _arrangements() -> Iterator[Way]:
    orders: dict[str, Callable[[list[Any]], list[Any]]] = {
        "reversed": lambda r: r[::-1],
        "rotated": lambda r: r[1:] + r[:1],
        "without the first": lambda r: r[1:],
        "without the last": lambda r: r[:-1],
        "first twice": lambda r: r[:1] + r,
        "only the first, as often as there are": lambda r: r[:1] * len(r),
        "each twice": lambda r: r + r,
        "none": lambda _: [],
        "of another event": lambda r: [{**one, "eventName": "Of somebody else"} for one in r],
        "one of another event": lambda r: [*r[:-1], {"objectId": "99", "eventName": "Else"}],
        "numbers": lambda r: list(range(len(r))),
        "empty objects": lambda r: [{} for _ in r],
        "with null": lambda r: [None, *r],
        "with a list": lambda r: [[], *r],
        "reversed, without names": lambda r: [_without(o, "eventName") for o in r[::-1]],
    }
    for name, order in orders.items():
        yield Way(f"results {name}", lambda b, o=order: ok({**b, "results": o(b["results"])}))
    yield Way(
        "one object id on all",
        lambda b: ok(_changed(b, False, lambda r: {**r, "objectId": "777", "id": "777"})),
        lies=True,
    )
    yield Way("refused ones echoed", _all_echoed)
    yield Way("refused without errors", lambda b: ok(_without(_without(b, "errors"), "numErrors")))


def _all_echoed(body: Body) -> httpx.Response:
    extra = [
        {"objectId": str(n), "eventName": f"Event {n}"}
        for n, _ in enumerate(body.get("errors", ()))
    ]
    return httpx.Response(207, json={**body, "results": body["results"] + extra})


def _normalisations() -> Iterator[Way]:
    yield from _rewritten_texts()
    yield from _rewritten_times()


def _rewritten_texts() -> Iterator[Way]:
    texts: dict[str, Callable[[str], str]] = {
        "upper case": str.upper,
        "lower case": str.lower,
        "title case": str.title,
        "NFD": lambda t: unicodedata.normalize("NFD", t),
        "NFC": lambda t: unicodedata.normalize("NFC", t),
        "escaped": html.escape,
        "stripped": str.strip,
        "cut to 40": lambda t: t[:40],
        "cut to 24 with dots": lambda t: t if len(t) <= 24 else t[:24] + "...",
        "spaces folded": lambda t: " ".join(t.split()),
        "rewritten": lambda t: f"[Sandbox] {t}",
        "one text for all": lambda _: "Event",
    }
    for name, change in texts.items():
        for fields in (("eventName",), ("eventName", "eventOrganizer")):
            yield Way(
                f"{'+'.join(fields)} {name}",
                lambda b, c=change, f=fields: ok(
                    _changed(b, False, lambda r: {**r, **{n: c(r[n]) for n in f}})
                ),
            )


def _rewritten_times() -> Iterator[Way]:
    times: dict[str, Callable[[str], str]] = {
        "cut to seconds": lambda t: t[:19] + "Z",
        "rounded": lambda t: instant(
            _moment(t).replace(microsecond=0)
            + dt.timedelta(seconds=_moment(t).microsecond >= 500_000)
        ),
        "in another zone": lambda t: (
            _moment(t).astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30))).isoformat()
        ),
        "without a zone": lambda t: t.rstrip("Z"),
        "as a date": lambda t: t[:10],
        "in milliseconds": _milliseconds,  # type: ignore[dict-item]
    }
    for name, change in times.items():
        for field_name in ("startDateTime", "createdAt", "updatedAt"):
            yield Way(
                f"{field_name} {name}",
                lambda b, c=change, n=field_name: ok(
                    _changed(b, False, lambda r: {**r, n: c(r[n])} if r.get(n) else r)
                ),
            )
        yield Way(
            f"startedAt {name}", lambda b, c=change: ok({**b, "startedAt": c(b["startedAt"])})
        )


def _statuses() -> Iterator[Way]:
    bodies = [
        b"",
        b"<h1>no</h1>",
        b'{"message": "no", "category": "X"}',
        nested(100_000),
        b"\xff\xfe",
    ]
    odd = [299, 300, 302, 304, 400, 401, 403, 404, 405, 408, 409, 413, 422, 423, 429, 477, 499]
    odd += [500, 502, 503, 504, 520, 526, 599, 700, 999]
    for status, content in itertools.product(odd, bodies):
        yield Way(
            f"status {status} with {content[:20]!r}",
            lambda _, s=status, c=content: httpx.Response(s, content=c),
            writes=status in MAY_WRITE,
        )
    for status in (201, 202, 206, 226, 299):
        yield Way(f"status {status}", lambda b, s=status: httpx.Response(s, json=b))
    names = ["message", "category", "errorType", "correlationId", "policyName", "context", "errors"]
    for name, value, status in itertools.product(names, WRONG, (400, 429, 503)):
        yield Way(
            f"{status} with {name} {value!r:.40}",
            lambda _, n=name, v=value, s=status: httpx.Response(
                s, content=json.dumps({n: v}).encode()
            ),
            writes=status in MAY_WRITE,
        )


def _headers() -> Iterator[Way]:
    names = [
        "Retry-After", "X-HubSpot-RateLimit-Max", "X-HubSpot-RateLimit-Interval-Milliseconds",
        "X-HubSpot-Correlation-Id", "Content-Type", "Date", "Set-Cookie", "Location",
    ]  # fmt: skip
    values = [
        "", "0", "-1", "1.5", "9" * 5000, "soon", "Mon, 01 Jan 99999 00:00:00 GMT", "1e18", "NaN",
        "Wed, 21 Oct 2015 07:28:00 GMT", "a=b; Max-Age=9", "http://[", "\u0661",
        "text/html; charset=x",
    ]  # fmt: skip
    for name, value, status in itertools.product(names, values, (200, 503)):
        header = [(name.encode(), value.encode())]
        yield Way(
            f"{status} with {name}: {value[:30]}",
            lambda b, h=header, s=status: httpx.Response(s, headers=h, json=b),
        )


def _bodies() -> Iterator[Way]:
    contents: dict[str, Callable[[bytes], bytes]] = {
        "empty": lambda _: b"",
        "cut off": lambda c: c[: len(c) // 2],
        "twice": lambda c: c + c,
        "with a mark": lambda c: b"\xef\xbb\xbf" + c,
        "in UTF-16": lambda c: c.decode().encode("utf-16"),
        "with Latin-1": lambda c: c.replace(b"Event", b"\xe9vent"),
        "nested": lambda _: nested(100_000),
        "nested results": lambda _: b'{"results": ' + nested(100_000) + b"}",
        "a long number": lambda _: b'{"results": [], "numErrors": ' + b"9" * 5000 + b"}",
        "not a number": lambda c: c.replace(b'"COMPLETE"', b"NaN"),
        "a list": lambda c: b"[" + c + b"]",
        "a text": lambda _: b'"ok"',
        "null": lambda _: b"null",
        "HTML": lambda _: b"<html>Signed out</html>",
    }
    for name, change in contents.items():
        yield Way(
            f"body {name}",
            lambda b, c=change: httpx.Response(200, content=c(json.dumps(b).encode())),
        )
    for encoding in ("gzip", "br", "zstd", "gzip, gzip", "deflate", "compress", "x"):
        yield Way(
            f"not {encoding}",
            lambda b, e=encoding: httpx.Response(
                200,
                headers={"Content-Encoding": e},
                stream=httpx.ByteStream(json.dumps(b).encode()),
            ),
        )


def _without(value: Body, name: str) -> Body:
    return {n: v for n, v in value.items() if n != name}


def _changed(body: Body, first: bool, change: Callable[[Body], Body]) -> Body:
    results = [change(r) if n == 0 or not first else r for n, r in enumerate(body["results"])]
    return {**body, "results": results}


def _swapped(body: Body, name: str) -> Body:
    results = body["results"]
    values = [result.get(name) for result in results]
    pairs = zip(results, values[1:] + values[:1], strict=True)
    return {**body, "results": [{**result, name: value} for result, value in pairs]}


def _milliseconds(text: str) -> int:
    return int(_moment(text).timestamp() * 1000)


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
