"""Claim: the generated client parses every response of the contract, and loses nothing."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from collections.abc import Iterator
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


RESPONSES = list(responses())


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
    assert count == sum(status == 418 for _, _, status, _ in RESPONSES)
    assert 30 <= sum(status < 300 for _, _, status, _ in RESPONSES)


@pytest.mark.parametrize(("tag", "operation", "status", "schema"), RESPONSES, ids=named)
@settings(
    max_examples=settings().max_examples // 4
)  # a quarter each, since there are dozens of responses
@given(data=st.data())
def test_a_response_is_parsed_and_given_back(
    tag: str, operation: str, status: int, schema: dict[str, Any], data: st.DataObject
) -> None:
    """Nulls, unknown fields, unknown values and instants survive a parse and a round trip."""
    sent = data.draw(instances(schema, DOCUMENT))
    whole = {**schema, "components": DOCUMENT["components"]}
    jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(sent)
    module = importlib.import_module(f"{CLIENT}.api.{snake(tag)}.{snake(operation)}")
    client = importlib.import_module(f"{CLIENT}.client").Client(base_url="")
    received = httpx.Response(status, json=sent)
    response = module._build_response(client=client, response=received)  # noqa: SLF001
    assert as_instants(sent) == as_instants(response.parsed.to_dict())


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


@pytest.mark.parametrize(("tag", "operation", "status", "schema"), RESPONSES, ids=named)
@settings(max_examples=settings().max_examples // 4)
@given(data=st.data())
def test_a_change_that_may_come_without_notice_breaks_nothing(
    tag: str, operation: str, status: int, schema: dict[str, Any], data: st.DataObject
) -> None:
    """New fields, headers, values and wording do not raise; what was known reads as it did."""
    before = data.draw(instances(schema, DOCUMENT))
    after = evolved(before, data.draw)
    module = importlib.import_module(f"{CLIENT}.api.{snake(tag)}.{snake(operation)}")
    client = importlib.import_module(f"{CLIENT}.client").Client(base_url="")

    def read(body: Any, **headers: str) -> Any:
        response = httpx.Response(status, json=body, headers=headers)
        built = module._build_response(client=client, response=response)  # noqa: SLF001
        return as_instants(built.parsed.to_dict())

    old, new = read(before), read(after, **{"X-HubSpot-New": "1"})
    changed = {"message", "status"}
    assert {
        n: v for n, v in old.items() if n not in changed and not isinstance(v, dict | list)
    } == {
        n: v
        for n, v in new.items()
        if n in old and n not in changed and not isinstance(v, dict | list)
    }
