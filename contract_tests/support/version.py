"""Which version of the API is under test: `--api-version`, else the default one."""

from __future__ import annotations

import os
from typing import Any

from hubspot_marketing_events_contract.target._contract import client_module, load_contract
from hubspot_marketing_events_mock import Contract

_asked = os.environ.get("CONTRACT_API_VERSION")

CLIENT = client_module(_asked)
DOCUMENT: dict[str, Any] = load_contract(_asked)
CONTRACT = Contract(DOCUMENT)
KEY = CONTRACT.version
PREFIX = CONTRACT.prefix
