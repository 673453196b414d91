"""Check a document against the OpenAPI specification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from openapi_spec_validator.validation.keywords import ValueValidator
from referencing.exceptions import Unresolvable

from scripts.openapi import reading
from scripts.project.layout import PipelineError


def load(path: Path, name: str) -> dict[str, Any]:
    """Read and validate a published document.

    Args:
        path: a JSON file.
        name: what to call it in an error.

    Raises:
        PipelineError: `reading.read` refuses it, or it is not a valid OpenAPI 3 document.
    """
    document = reading.read(path, name)
    validate(document, name)
    if "paths" not in document:  # which OpenAPI 3.1 allows
        raise PipelineError(f"{name}: it has no paths")
    return document


class _NoDefaults(ValueValidator):
    """Tries no `default` against its schema: one can be made to take for ever, and a wrong one is no hindrance."""

    def __call__(self, schema: Any, value: Any) -> Iterator[Any]:  # noqa: ARG002 - as in ValueValidator
        yield from ()


class _Validator30(OpenAPIV30SpecValidator):
    keyword_validators = {**OpenAPIV30SpecValidator.keyword_validators, "default": _NoDefaults}  # noqa: RUF012 - as its base


class _Validator31(OpenAPIV31SpecValidator):
    keyword_validators = {**OpenAPIV31SpecValidator.keyword_validators, "default": _NoDefaults}  # noqa: RUF012 - as its base


def validate(document: Any, name: str, *, tolerated: tuple[type[Exception], ...] = ()) -> None:
    """Check a document against the OpenAPI specification.

    Args:
        document: what `reading.read` gave, since a reference to elsewhere would be fetched.
        name: what to call it in an error.
        tolerated: kinds of errors to pass over.

    Raises:
        PipelineError: it is not OpenAPI 3.0 or 3.1, or breaks the specification; names the first place.
    """
    version = str(document.get("openapi", "")) if isinstance(document, dict) else ""
    validators = {"3.0": _Validator30, "3.1": _Validator31}
    if version[:3] not in validators:
        found = f"openapi is {version!r}" if version else "it has no `openapi` key"
        raise PipelineError(f"{name}: not an OpenAPI 3.0 or 3.1 document: {found}")
    try:
        for error in validators[version[:3]](_without_patterns(document)).iter_errors():
            if not isinstance(error, tolerated):
                place = (
                    reading.shown("/".join(map(str, getattr(error, "absolute_path", ()))))
                    or "the root"
                )
                found = (
                    f"not valid OpenAPI at {place}: {' '.join(str(error.message).split())[:200]}"
                )
                break
        else:
            return
    except RecursionError:
        found = "its schemas nest too deep, or refer to themselves through `allOf`"
    except Unresolvable as error:
        found = f"no place in the document is called {error.ref[:200]!a}"
    except Exception as error:  # noqa: BLE001 - whatever a document can make the validator do
        found = f"not valid OpenAPI: {' '.join(str(error).split())[:200]}"
    raise PipelineError(f"{name}: {found}")


def _without_patterns(value: Any) -> Any:
    """A copy for the validator, which compiles every pattern, in Python's own language of them."""
    if isinstance(value, list):
        return [_without_patterns(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    kept = {
        key: item for key, item in value.items() if key != "pattern" or not isinstance(item, str)
    }
    return {
        key: _without_patterns(item) for key, item in kept.items() if key != "patternProperties"
    }
