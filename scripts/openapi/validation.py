"""Check a document against the OpenAPI specification."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.openapi import reading
from scripts.openapi.faults import mended
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
    if "paths" not in document:  # OpenAPI 3.1 allows that
        raise PipelineError(f"{name}: it has no paths")
    return document


_SAID = 250  # characters of a reason


def validate(document: Any, name: str, *, tolerated: tuple[type[Exception], ...] = ()) -> None:
    """Check a document against the OpenAPI specification; what `faults` names is no error.

    Args:
        document: what `reading.read` gave, since a reference to elsewhere would be fetched.
        name: what to call it in an error.
        tolerated: kinds of errors to pass over.

    Raises:
        PipelineError: it is not OpenAPI 3.0 or 3.1, or breaks the specification; it names the first
            place.
    """
    kind = reading.specification(document, name)
    from scripts.openapi import specification  # noqa: PLC0415 - most commands validate nothing

    validator = specification.VALIDATORS[kind]
    try:
        for error in validator(_without_patterns(mended(document))).iter_errors():
            if not isinstance(error, tolerated):
                found = _described(error)
                break
        else:
            return
    except RecursionError:
        found = "its schemas nest too deep, or refer to themselves through `allOf`"
    except specification.Unresolvable as error:
        found = f"no place in the document is called {error.ref[:200]!a}"
    except Exception as error:  # noqa: BLE001 - a document can make the validator raise anything
        found = f"not valid OpenAPI: {' '.join(str(error).split())[:200]}"
    raise PipelineError(f"{name}: {found}")


def _described(error: Exception) -> str:
    """Say where a document is not valid, and what is wrong there, by the deepest reason."""
    error = _deepest(error)
    path = "/".join(map(str, getattr(error, "absolute_path", ())))
    # Some messages go on with the rule and the whole value.
    message = str(getattr(error, "message", error)).partition("\n\nFailed validating")[0]
    said = " ".join(message.split())
    if len(said) > _SAID:  # it begins with the whole value
        rule = getattr(error, "validator", type(error).__name__)
        said = f"breaks the rule {rule}: {said[-_SAID:]}"
    return f"not valid OpenAPI at {reading.shown(path) or 'the root'}: {reading.shown(said)}"


def _deepest(error: Any) -> Any:
    """The reason inside an error: a missing key if there is one, else the deepest reason."""
    while inner := [one for one in getattr(error, "context", None) or () if not _of_reference(one)]:
        missing = [one for one in inner if one.validator == "required"]
        error = (missing or sorted(inner, key=lambda one: -len(one.absolute_path)))[0]
    return error


def _of_reference(error: Any) -> bool:
    """Whether an error only says that something is no reference, which it need not be."""
    return "'$ref' is a required property" in str(error.message)


def _without_patterns(value: Any) -> Any:
    """A copy without patterns: the validator compiles each as a regular expression of Python."""
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
