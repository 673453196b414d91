"""Which version of the API is under test: `--api-version`, else the default one."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from typing import Any

from hubspot_marketing_events_mock import Contract

_PACKAGE = "hubspot_marketing_events_client"
_table = json.loads(files(_PACKAGE).joinpath("versions.json").read_text())

KEY: str = os.environ.get("CONTRACT_API_VERSION") or _table["default"]
CLIENT = f"{_PACKAGE}.{_table['versions'][KEY]}"
DOCUMENT: dict[str, Any] = json.loads(files(CLIENT).joinpath("openapi.json").read_text())
CONTRACT = Contract(DOCUMENT)
PREFIX = f"/marketing/marketing-events/{KEY}"
