"""The validators of the OpenAPI specification, which take a third of a second to import."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from openapi_spec_validator.validation.keywords import ValueValidator
from referencing.exceptions import Unresolvable

__all__ = ["VALIDATORS", "Unresolvable"]

# Where jsonschema-rs is installed, the validator would use it, and its errors hold no reasons.
os.environ["OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"] = "jsonschema"


class _NoDefaults(ValueValidator):
    """Checks no `default`: the check can be made to take for ever; a wrong value is harmless."""

    def __call__(self, schema: Any, value: Any) -> Iterator[Any]:  # noqa: ARG002
        yield from ()


class _Validator30(OpenAPIV30SpecValidator):
    keyword_validators = OpenAPIV30SpecValidator.keyword_validators | {"default": _NoDefaults}


class _Validator31(OpenAPIV31SpecValidator):
    keyword_validators = OpenAPIV31SpecValidator.keyword_validators | {"default": _NoDefaults}


VALIDATORS = {"3.0": _Validator30, "3.1": _Validator31}
