"""Claim: the generated client parses every response of the contract, and loses nothing."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.support.strategies import JSON, TEXT, instances
from contract_tests.support.version import CLIENT, DOCUMENT


def responses() -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """Every response with a JSON body: tag, operation, status, schema."""
    error = DOCUMENT["components"]["responses"]["Error"]
    for item in DOCUMENT["paths"].values():
        for operation in item.values():
            for code, response in operation["responses"].items():
                content = (error if "$ref" in response else response).get("content") or {}
                for media in content.values():
                    status = 418 if code == "default" else int(code)
                    yield operation["tags"][0], operation["operationId"], status, media["schema"]


def with_shares() -> Iterator[tuple[str, str, int, dict[str, Any], int]]:
    """Each response with its share of the examples: a quarter, or a twentieth.

    What a schema allows is drawn for the first operation that responds with it. Of each other one,
    fewer examples show that its call reads this status with the model of this schema.
    """
    known = set[str]()
    for tag, operation, status, schema in responses():
        text = json.dumps(schema, sort_keys=True)
        yield tag, operation, status, schema, 20 if text in known else 4
        known.add(text)


RESPONSES = list(with_shares())
PARAMETERS = ("tag", "operation", "status", "schema", "share")


def tried(test: Callable[[st.DataObject], None], share: int) -> None:
    """Try a test with a share of the examples that the profile says."""
    settings(max_examples=settings().max_examples // share)(given(st.data())(test))()


@cache
def validator(text: str) -> jsonschema_rs.Draft202012Validator:
    """A validator of a schema of the contract."""
    whole = {**json.loads(text), "components": DOCUMENT["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def named(value: object) -> str:
    """Name a case by its words alone."""
    return value if isinstance(value, str) else ""


def snake(name: str) -> str:
    """A name as the generator spells modules."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace(" ", "_").lower()


def as_instants(value: Any) -> Any:
    """JSON with texts that are instants as instants, so that two spellings of one are equal."""
    if isinstance(value, dict):
        return {key: as_instants(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_instants(item) for item in value]
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def test_every_operation_has_an_error_and_a_success() -> None:
    """The list covers the errors of all operations, and each success that has a body."""
    count = sum(len(item) for item in DOCUMENT["paths"].values())
    assert count == sum(status == 418 for _, _, status, _, _ in RESPONSES)
    assert 30 <= sum(status < 300 for _, _, status, _, _ in RESPONSES)


@pytest.mark.parametrize(PARAMETERS, RESPONSES, ids=named)
def test_a_response_is_parsed_and_given_back(
    tag: str, operation: str, status: int, schema: dict[str, Any], share: int
) -> None:
    """Nulls, unknown fields, unknown values and instants survive a parse and a round trip."""
    module = importlib.import_module(f"{CLIENT}.api.{snake(tag)}.{snake(operation)}")
    client = importlib.import_module(f"{CLIENT}.client").Client(base_url="")

    def parsed(data: st.DataObject) -> None:
        sent = data.draw(instances(schema, DOCUMENT))
        validator(json.dumps(schema)).validate(sent)
        received = httpx.Response(status, json=sent)
        response = module._build_response(client=client, response=received)  # noqa: SLF001
        assert as_instants(sent) == as_instants(response.parsed.to_dict())

    tried(parsed, share)


def evolved(value: Any, draw: Any) -> Any:
    """A response after changes without notice: new fields, another order, other words."""
    if isinstance(value, list):
        return [evolved(item, draw) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: evolved(item, draw) for key, item in value.items()}
    if isinstance(kept.get("message"), str):
        kept["message"] = draw(TEXT)
    if "status" in kept and "results" in kept:
        kept["status"] = draw(st.sampled_from(["COMPLETE", "ARCHIVED_LATER", "done", ""]))
    kept |= draw(
        st.dictionaries(
            st.sampled_from(["aNewField", "a_new_field", "new", "class", "from"]), JSON, max_size=2
        )
    )
    return dict(draw(st.permutations(list(kept.items()))))


@pytest.mark.parametrize(PARAMETERS, RESPONSES, ids=named)
def test_a_change_that_may_come_without_notice_breaks_nothing(
    tag: str, operation: str, status: int, schema: dict[str, Any], share: int
) -> None:
    """New fields, headers, values and wording do not raise; what was known reads as it did."""
    module = importlib.import_module(f"{CLIENT}.api.{snake(tag)}.{snake(operation)}")
    client = importlib.import_module(f"{CLIENT}.client").Client(base_url="")

    def read(body: Any, **headers: str) -> Any:
        response = httpx.Response(status, json=body, headers=headers)
        built = module._build_response(client=client, response=response)  # noqa: SLF001
        return as_instants(built.parsed.to_dict())

    def unchanged(data: st.DataObject) -> None:
        before = data.draw(instances(schema, DOCUMENT))
        after = evolved(before, data.draw)
        old, new = read(before), read(after, **{"X-HubSpot-New": "1"})
        changed = {"message", "status"}
        assert {
            n: v for n, v in old.items() if n not in changed and not isinstance(v, dict | list)
        } == {
            n: v
            for n, v in new.items()
            if n in old and n not in changed and not isinstance(v, dict | list)
        }

    tried(unchanged, share)
