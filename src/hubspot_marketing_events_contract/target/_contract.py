"""The contract that counts: a file, or one that comes with the installed client."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

from hubspot_marketing_events_contract._errors import SetupError

CLIENT = "hubspot_marketing_events_client"


def client_module(version: str | None) -> str:
    """Return the package of an API version's client, or of the default version's.

    Raises:
        SetupError: the client is not installed, or has no such version.
    """
    table = json.loads((_folder() / "versions.json").read_bytes())
    module = table["versions"].get(version or table["default"])

    if module is None:
        known = ", ".join(table["versions"])
        raise SetupError(f"There is no version {version}; there is {known}.")

    return f"{CLIENT}.{module}"


def load_contract(version: str | None = None, path: Path | None = None) -> dict[str, Any]:
    """Read a contract: the file at `path`, or a version of the installed client.

    Raises:
        SetupError: the contract cannot be read.
    """
    if path is None:
        path = _folder() / client_module(version).rpartition(".")[2] / "openapi.json"

    try:
        document = json.loads(path.read_bytes())
    except RecursionError as error:
        raise SetupError(f"{path} cannot be read as a contract: nested too deeply") from error
    except (OSError, ValueError) as error:
        raise SetupError(f"{path} cannot be read as a contract: {error}") from error

    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise SetupError(f"{path} is not an OpenAPI document in JSON: it has no paths.")

    return document


def _folder() -> Path:
    # The specification alone is looked up: the tool never imports the client.
    found = importlib.util.find_spec(CLIENT)

    if found is None or found.origin is None:
        raise SetupError(f"{CLIENT} is not installed; name a contract with --contract FILE.")

    return Path(found.origin).parent
