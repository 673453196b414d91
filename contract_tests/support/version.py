"""Which version of the API is under test: `--api-version`, else the default one.

A version may have operations that the mock does not model yet. They are listed, and all others are
tested.
"""

from __future__ import annotations

import os
from typing import Any

from hubspot_marketing_events_contract.target._contract import client_module, load_contract
from hubspot_marketing_events_mock import Contract
from hubspot_marketing_events_mock.behaviour import HANDLERS

_asked = os.environ.get("CONTRACT_API_VERSION")

CLIENT = client_module(_asked)
WHOLE: dict[str, Any] = load_contract(_asked)
NOT_MODELLED = sorted(
    facts["operationId"]
    for item in WHOLE["paths"].values()
    for facts in item.values()
    if facts["operationId"] not in HANDLERS
)
_MODELLED = {
    path: {method: one for method, one in item.items() if one["operationId"] in HANDLERS}
    for path, item in WHOLE["paths"].items()
}
DOCUMENT = WHOLE | {"paths": {path: item for path, item in _MODELLED.items() if item}}
CONTRACT = Contract(DOCUMENT)
KEY = CONTRACT.version
PREFIX = CONTRACT.prefix
