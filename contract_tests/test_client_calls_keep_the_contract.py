"""Claim: each call of the generated client makes the request that the contract describes."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.support.strategies import TEXT, instances
from contract_tests.support.version import CLIENT, CONTRACT, DOCUMENT
from hubspot_marketing_events_mock import Request

NOT_PROMISED = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)  # what `_gateway.py` of the client expects
# A segment that is empty or a dot cannot be told from a shorter path: RFC 3986, section 5.2.4. An
# id that is a segment of another path names that path, such as `delete` in /events/delete.
AMBIGUOUS = {".", "..", *(segment for path in DOCUMENT["paths"] for segment in path.split("/"))}
HOSTILE = st.one_of(TEXT, st.text(st.sampled_from("/%?#&+ .;:\\'\"<>é"), max_size=6)).filter(
    lambda text: text not in AMBIGUOUS
)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation: its tag, id and facts."""
    for item in DOCUMENT["paths"].values():
        for facts in item.values():
            yield facts["tags"][0], facts["operationId"], facts


OPERATIONS = list(operations())


def snake(name: str) -> str:
    """A name as the generator spells it."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace(" ", "_").lower()


def called(tag: str, operation: str) -> Any:
    """The module of a call."""
    return importlib.import_module(f"{CLIENT}.api.{snake(tag)}.{snake(operation)}")


def arguments(data: st.DataObject, facts: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Values for the parameters, and a body as JSON."""
    values = {}
    for parameter in facts.get("parameters", []):
        schema = parameter["schema"]
        text = schema.get("type") == "string" and "enum" not in schema and "pattern" not in schema
        if parameter.get("required") or data.draw(st.booleans()):
            pattern = st.from_regex(
                schema.get("pattern", ""), fullmatch=True, alphabet=st.characters(codec="ascii")
            )
            anything = pattern if "pattern" in schema else instances(schema, DOCUMENT)
            values[parameter["name"]] = data.draw(HOSTILE if text else anything)
    if "requestBody" not in facts:
        return values, None
    return values, data.draw(
        instances(facts["requestBody"]["content"]["application/json"]["schema"], DOCUMENT)
    )


def as_model(module: Any, body: Any) -> dict[str, Any]:
    """A body as the argument of a call, in the type that the call wants."""
    if body is None:
        return {}
    wanted = inspect.signature(module.sync_detailed).parameters["body"].annotation
    name = re.split(r"\W", str(wanted if isinstance(wanted, str) else wanted.__name__))[0]
    return {"body": getattr(importlib.import_module(f"{CLIENT}.models"), name).from_dict(body)}


def test_every_operation_is_called() -> None:
    """The generated client has a call for each operation."""
    assert sum(len(item) for item in DOCUMENT["paths"].values()) == len(OPERATIONS)
    assert all(callable(called(tag, operation).sync_detailed) for tag, operation, _ in OPERATIONS)


@pytest.mark.parametrize(
    ("tag", "operation", "facts"), OPERATIONS, ids=lambda v: v if isinstance(v, str) else ""
)
@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_a_call_makes_its_request(
    tag: str, operation: str, facts: dict[str, Any], data: st.DataObject
) -> None:
    """Method, path, query, body, content type and token are as the contract says."""
    seen: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(418, json={"message": "seen"})

    module = called(tag, operation)
    values, body = arguments(data, facts)
    client = importlib.import_module(f"{CLIENT}.client").AuthenticatedClient(
        base_url="http://x", token="a-token"
    )
    with httpx.Client(transport=httpx.MockTransport(respond), base_url="http://x") as http:
        http.headers["Authorization"] = "Bearer a-token"
        client.set_httpx_client(http)
        given = {snake(name): value for name, value in values.items()}
        module.sync_detailed(client=client, **given, **as_model(module, body))
    (request,) = seen
    path, query = request.url.raw_path.partition(b"?")[0], request.url.query
    received = Request.of(request.method, path, query, request.headers.raw, request.content)
    found, in_path, _ = CONTRACT.find(received)
    assert found is not None, path
    assert operation == found.id
    defaults = {
        p["name"]: p["schema"]["default"]
        for p in facts.get("parameters", [])
        if "default" in p["schema"]
    }
    assert {name: str(value) for name, value in (defaults | values).items()} == in_path | dict(
        received.query
    )
    assert [] == found.check_parameters(in_path, received.query)[1]
    if body is not None:
        assert "application/json" == request.headers["Content-Type"]
        assert [] == found.check_body(json.loads(request.content))
        assert set(leaves(body)) <= set(leaves(json.loads(request.content)))


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """What JSON holds, by place; of texts that are instants, only that they are there."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{place}/{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, f"{place}/{number}")
    else:
        moment = isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value)
        yield place, "an instant" if moment else f"{type(value).__name__} {value!r}"


NOT_JSON = [b"", b"<html>", b"{", b"[]", b"null", b'"x"', b'{"results": 5}', b'{"results": [5]}']
OTHER_JSON = (
    st.recursive(st.none() | TEXT | st.integers(), st.lists, max_leaves=3)
    .map(json.dumps)
    .map(str.encode)
)
BODIES = st.one_of(st.binary(max_size=30), st.sampled_from(NOT_JSON), OTHER_JSON)


@settings(max_examples=settings().max_examples * 5)
@given(data=st.data())
def test_a_response_that_is_not_promised_raises_what_is_documented(data: st.DataObject) -> None:
    """Whatever a server or proxy responds, a call returns or raises one of four known errors."""
    tag, operation, _ = data.draw(st.sampled_from(OPERATIONS))
    response = httpx.Response(
        data.draw(st.sampled_from([200, 201, 204, 207, 301, 400, 404, 502])),
        content=data.draw(BODIES),
    )
    client = importlib.import_module(f"{CLIENT}.client").Client(base_url="")
    try:
        called(tag, operation)._build_response(client=client, response=response)  # noqa: SLF001
    except NOT_PROMISED:
        return
