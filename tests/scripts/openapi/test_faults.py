"""Documents as HubSpot publishes them: faults that hinder nobody are read, named and mended."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from documents import small

from scripts import adapt, normalize
from scripts.openapi import validation
from scripts.openapi.faults import faults
from scripts.project.layout import PipelineError

Document = dict[str, Any]


def flow_without_scopes(one: Document) -> None:
    """An oauth2 flow that lists no scopes."""
    flow = {"authorizationUrl": "https://x.example", "tokenUrl": "https://x.example"}
    scheme = {"type": "oauth2", "flows": {"authorizationCode": flow}}
    one.setdefault("components", {}).setdefault("securitySchemes", {})["oauth2"] = scheme


def reference_to_nothing(one: Document) -> None:
    """A schema that refers to one that is not there."""
    thing = {"type": "object", "properties": {"gone": {"$ref": "#/components/schemas/Gone"}}}
    one.setdefault("components", {}).setdefault("schemas", {})["Faulty"] = thing


def value_twice(one: Document) -> None:
    """An enum that lists a value twice."""
    listed = {"type": "string", "enum": ["b", "a", "b"]}
    one.setdefault("components", {}).setdefault("schemas", {})["Listed"] = listed


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            flow_without_scopes,
            "components/securitySchemes/oauth2/flows/authorizationCode: lists no scopes",
        ),
        (
            reference_to_nothing,
            (
                "components/schemas/Faulty/properties/gone: refers to #/components/schemas/Gone, "
                "which is not in the document"
            ),
        ),
        (value_twice, "components/schemas/Listed/enum: lists 'b' twice"),
    ],
)
def test_a_fault_is_read_and_named(
    tmp_path: Path, edit: Callable[[Document], None], said: str
) -> None:
    """The document is taken, its facts are made, and the fault is one line."""
    document = small()
    edit(document)
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document))
    read = validation.load(path, "it")
    assert [said] == faults(read)
    assert normalize.normalized(read, "it")
    before = copy.deepcopy(read)
    validation.validate(read, "it")
    assert before == read


def test_a_document_without_faults_has_none() -> None:
    """Nothing is made up."""
    assert [] == faults(small())


def test_true_and_one_are_two_values() -> None:
    """An enum of 1 and true lists no value twice."""
    assert [] == faults({"components": {"schemas": {"A": {"enum": [1, True, "1"]}}}})


def test_facts_list_each_value_once() -> None:
    """What stands twice in an enum stands once in the facts."""
    document = small()
    value_twice(document)
    facts = normalize.normalized(document, "it")
    assert ["a", "b"] == facts["components"]["schemas"]["Listed"]["enum"]


def test_a_refusal_says_what_is_missing_and_where(tmp_path: Path) -> None:
    """An invalid document is refused with the place and what is missing there, however large."""
    document = small()
    (item,) = document["paths"].values()
    (operation,) = item.values()
    operation["parameters"].append({"name": "x" * 500, "schema": {"enum": ["y" * 500]}})
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document))
    with pytest.raises(PipelineError) as caught:
        validation.load(path, "it")
    assert str(caught.value).endswith("'in' is a required property"), str(caught.value)
    assert "/parameters/" in str(caught.value)


def test_a_key_too_many_is_named() -> None:
    """A key that OpenAPI does not know is named with its place, and nothing is cut off."""
    document = {**small(), "openapi": "3.1.0"}
    document["components"]["securitySchemes"]["oauth2"]["for the two"] = None
    with pytest.raises(PipelineError) as caught:
        validation.validate(document, "it")
    place = "it: not valid OpenAPI at components/securitySchemes/oauth2: "
    assert str(caught.value).startswith(f"{place}Unevaluated properties are not allowed")
    assert str(caught.value).endswith("('for the two' was unexpected)")


def test_other_apis_are_read_as_well(tmp_path: Path) -> None:
    """A document of another API with a value twice is taken, and the fault is a finding."""
    document = small()
    value_twice(document)
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document))
    _, found = adapt.read(path)
    assert ["components/schemas/Listed/enum: lists 'b' twice"] == found
