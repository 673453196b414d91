"""Which version of the API is under test: `--api-version`, else the default one."""

from __future__ import annotations

import os
from typing import Any

from contract_tests import harness
from hubspot_marketing_events_mock import Contract

_asked = os.environ.get("CONTRACT_API_VERSION")

CLIENT = harness.module_of(_asked)
DOCUMENT: dict[str, Any] = harness.contract_of(_asked)
CONTRACT = Contract(DOCUMENT)
KEY = CONTRACT.version
PREFIX = f"/marketing/marketing-events/{KEY}"
