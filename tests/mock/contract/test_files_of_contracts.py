"""Files that cannot be read are explained in plain words, with the place."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspot_marketing_events_mock import Contract, ContractError
from hubspot_marketing_events_mock.behaviour import TokenError, load_tokens
from hubspot_marketing_events_mock.contract import installed
from hubspot_marketing_events_mock.faults import FaultError, Plan
from hubspot_marketing_events_mock.recording import RecordingError
from hubspot_marketing_events_mock.recording import load as load_recording

CONTRACT = json.loads(installed(None).read_text())
PYTHON = re.compile(r"\w+(Error|Exception)\b|argument of type|not iterable|unexpected keyword")
PATH = next(iter(CONTRACT["paths"]))
Load = Callable[[Path], Any]
READERS: dict[str, tuple[Load, type[ValueError]]] = {
    "contract": (Contract.load, ContractError),
    "tokens": (load_tokens, TokenError),
    "faults": (Plan.load, FaultError),
    "recording": (lambda path: load_recording(path, Contract.load()), RecordingError),
}


def refused(kind: str, content: bytes, folder: Path) -> str:
    """What is said of a file of some content, which has to be refused."""
    load, error = READERS[kind]
    path = folder / "file"
    path.write_bytes(content)
    with pytest.raises(error) as raised:
        load(path)
    said = str(raised.value)
    assert said.startswith(f"{path}: ")
    assert not PYTHON.search(said)
    return said


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "it is no text in UTF-8, from byte 1 on"),
        (b"ok\xff", "it is no text in UTF-8, from byte 3 on"),
        (b'{"a":\n x}', "at line"),
        (b"[" * 100_000, ""),
    ],
)
def test_what_is_no_text_of_the_format_is_told_with_the_place(
    kind: str, content: bytes, said: str, tmp_path: Path
) -> None:
    """A binary file, broken syntax and endless nesting are named, and no Python exception is."""
    assert said in refused(kind, content, tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        ('{"openapi": "3.1.0"}', "the whole file has no info"),
        ('{"openapi": "3.1.0", "info": {}, "paths": {}}', "/info has no version"),
        (
            '{"openapi": "3.1.0", "info": {"version": 1}, "paths": {"/a/b": 5}}',
            "/paths/~1a~1b should be an object of names and values",
        ),
        (
            '{"openapi": "3.1.0", "info": {"version": 1}, "paths": {"a": {}}}',
            "/paths has a name that does not begin with a slash",
        ),
        (
            '{"openapi": "3.1.0", "info": {"version": 1}, "paths": {"/a": {"get": {}}}}',
            "GET /a has no operationId",
        ),
        (
            (
                '{"openapi": "3.1.0", "info": {"version": 1}, "paths": {"/a": {"get": '
                '{"operationId": "x", "responses": {}, "parameters": [{"$ref": "#/b"}]}}}}'
            ),
            "GET /a, /parameters/0 has no in",
        ),
    ],
)
def test_a_contract_of_another_form_is_told_with_the_operation(
    text: str, said: str, tmp_path: Path
) -> None:
    """The message says where to look."""
    assert said in refused("contract", text.encode(), tmp_path)


def test_a_contract_in_yaml_is_told_what_to_take(tmp_path: Path) -> None:
    """The mock reads what the generator writes."""
    path = tmp_path / "c.yaml"
    path.write_text("openapi: 3.1.0\n")
    with pytest.raises(ContractError, match=r"a contract is the openapi\.json that"):
        Contract.load(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[a]\napp_id = "x"', "token 1, app_id: should be a whole number"),
        ("[a]\n[b]\nfoo = 1", "token 2: has foo, which is not known"),
        ('"pat-secret" = "pat-secret"', "token 1: should be an object"),
        ('["pat-secret"]\nscopes = "crm"', "token 1, scopes: should be a list"),
        ('["pat-secret"]\nscopes = ["crm", 5]', "token 1, scopes: should be text"),
        ('["pat-secret"]\nexpired = "no"', "token 1, expired: should be true or false"),
    ],
)
def test_a_token_of_another_form_is_told_and_not_repeated(
    text: str, said: str, tmp_path: Path
) -> None:
    """It is named by its number, with what a table may have."""
    told = refused("tokens", text.encode(), tmp_path)
    assert f"{said}" in told
    assert "may have app_id, portal_id, scopes, expired" in told
    assert "pat-secret" not in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('faults = ["a"]', "fault 1: is not a table"),
        ("faults = 5", "faults is not a list of tables"),
        ('[[faults]]\nprobability = 1\nlatency = "x"', "fault 1: latency 'x' is not from 0"),
    ],
)
def test_a_fault_of_another_form_is_told(text: str, said: str, tmp_path: Path) -> None:
    """It is named by its number and key."""
    assert said in refused("faults", text.encode(), tmp_path)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "the whole file should be an object of names and values"),
        ({"log": {"entries": []}}, "/log has no _recording"),
        ({"log": {"_recording": {}, "entries": []}}, "/log/_recording has no obtained"),
    ],
)
def test_a_recording_of_another_form_is_told(value: Any, said: str, tmp_path: Path) -> None:
    """The message has a pointer into the HAR file."""
    told = refused("recording", json.dumps(value).encode(), tmp_path)
    assert f"not a recording: {said}" in told


def places(value: Any) -> list[tuple[Any, ...]]:
    """The places of a document down to a schema, as paths of keys."""
    found: list[tuple[Any, ...]] = [()]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        rest = places(inner) if isinstance(inner, dict | list) and key != "schema" else [()]
        found += [(key, *place) for place in rest]
    return found


OPERATION = places(CONTRACT["paths"][PATH])


@settings(max_examples=60, deadline=None)
@given(
    place=st.sampled_from([("info",), ("paths",), *(("paths", PATH, *p) for p in OPERATION)]),
    value=st.sampled_from([None, 5, "x", [], {}, [5], {"a": 5}, True]),
)
def test_any_other_value_in_a_contract_is_taken_or_told_in_plain_words(
    place: tuple[Any, ...], value: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands in place of a part, loading ends with a contract or a message of ours."""
    changed = copy.deepcopy(CONTRACT)
    box = changed
    for key in place[:-1]:
        box = box[key]
    box[place[-1]] = value
    path = tmp_path_factory.getbasetemp() / "changed.json"
    path.write_text(json.dumps(changed))
    try:
        Contract.load(path)
    except ContractError as error:
        assert not PYTHON.search(str(error))  # noqa: PT017 - it may load as well
