"""JSON of requests and responses: orjson's where it is installed, else the standard library's.

For a batch of 100 events orjson takes 0.07 ms of CPU, the standard library 0.3 ms.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


@cache
def fast_json() -> Any:
    """Return the module orjson, or None where it is not installed.

    Importing it takes 2 ms, so the first request does it, and not the import of this package.
    """
    try:
        import orjson  # noqa: PLC0415 - see above
    except ImportError:
        return None
    return orjson


def write_json(value: Any) -> bytes:
    """Write a request body, which is of plain types."""
    if orjson := fast_json():
        content: bytes = orjson.dumps(value)
        return content
    return _encode(value).encode()


def read_json(content: bytes) -> Any:
    """Read a response body.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deeply.
    """
    if orjson := fast_json():
        try:
            return orjson.loads(content)
        except ValueError:
            pass  # the standard library takes more, such as NaN and half surrogates
    return json.loads(content)
