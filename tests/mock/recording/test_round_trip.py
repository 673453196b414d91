"""Whatever an upstream answers, its recording is replayed as it came."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import orjson
from attrs import evolve, frozen
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hubspot_marketing_events_mock import Contract, Mock, Recorder, Token
from hubspot_marketing_events_mock.recording import Redactor
from tests.mock.caller import PREFIX

TOKEN = "own-token-of-a-caller"
KEPT_HEADERS = ("content-type", "retry-after")


@frozen
class Sent:
    """A request, and the upstream's response to it."""

    method: str
    path: str
    body: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes


def is_harmless(*texts: str | bytes) -> bool:
    """Whether redaction leaves texts as they are, so that the request itself can be sent again."""
    redactor = Redactor(b"key")
    shown = [text.decode("latin-1") if isinstance(text, bytes) else text for text in texts]
    return all(text == redactor.text(text) for text in shown)


anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
special = st.text("ab+?#%/ &=.\\;:é", min_size=1, max_size=6)
names = special | anything
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
bodies = st.one_of(
    json_values.map(orjson.dumps),
    json_values.map(lambda value: orjson.dumps(value, option=orjson.OPT_INDENT_2)),
    st.binary(max_size=40),
    names.map(str.encode),
    st.just(b"{"),
    st.just(b""),
)
media_types = st.sampled_from(
    ["application/json", "application/json;charset=utf-8", "text/html", "text/plain"]
)


@st.composite
def exchanges(draw: st.DrawFn) -> Sent:
    """Exchanges of operations with any path, query and bodies."""
    name, other = draw(names), draw(names)
    paths = [
        ("GET", f"/{quote(name, safe='')}/identifiers"),
        ("GET", "/events/search?" + urlencode({"q": name})),
        ("GET", f"/events/{quote(name, safe='')}?" + urlencode({"externalAccountId": other})),
        ("GET", f"/participations/{quote(name, safe='')}/{quote(other, safe='')}"),
        ("DELETE", f"/{quote(name, safe='')}"),
        ("POST", "/events/upsert"),
        ("GET", "?" + urlencode([("limit", "3"), ("after", name)])),
    ]
    method, path = draw(st.sampled_from(paths))
    body = draw(bodies) if method == "POST" else b""
    status = draw(st.sampled_from([200, 201, 204, 207, 400, 404, 429, 500, 502]))
    content = b"" if status == 204 else draw(bodies)
    headers = [("content-type", draw(media_types))] if content else []
    headers += [("retry-after", "3")] if status == 429 else []
    assume({name, other}.isdisjoint({".", ".."}))  # clients take these out of a path
    assume(name not in {"upsert", "delete", "search"})  # which are paths of other operations
    assume(is_harmless(name, other, body, content))
    return Sent(method, path, body, status, tuple(headers), content)


async def through(app: Any, sent: Sequence[Sent]) -> list[tuple[int, bytes, list[str | None]]]:
    """Send requests through an application; returns what came back of each."""
    received = []
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for one in sent:
            headers = {"Authorization": f"Bearer {TOKEN}"}
            if one.body:
                headers["Content-Type"] = "application/json"
            url = f"http://127.0.0.1{PREFIX}{one.path}"
            reply = await client.request(one.method, url, content=one.body, headers=headers)
            shown = [reply.headers.get(name) for name in KEPT_HEADERS]
            received.append((reply.status_code, reply.content, shown))
    return received


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(st.lists(exchanges(), min_size=1, max_size=4), st.booleans())
def test_what_was_recorded_is_replayed_as_it_came(sent: list[Sent], again: bool) -> None:
    """Status, body, and kept headers come back, and one request's responses in their order."""
    other = evolve(sent[0], status=423, headers=(), content=b"")
    answers = [sent[0], other, *sent] if again else sent
    upcoming = iter(answers)

    def upstream(_: httpx.Request) -> httpx.Response:
        one = next(upcoming)
        return httpx.Response(
            one.status, headers=list(one.headers), stream=httpx.ByteStream(one.content)
        )

    with tempfile.TemporaryDirectory() as folder:
        contract = Contract.load()
        recorder = Recorder(
            "http://upstream.example",
            Path(folder),
            contract,
            transport=httpx.MockTransport(upstream),
        )
        recorded = asyncio.run(through(recorder, answers))
        tokens = {TOKEN: Token()}
        mock = Mock(contract, mode="replay", recordings=Path(folder), tokens=tokens)
        assert recorded == asyncio.run(through(mock, answers))
