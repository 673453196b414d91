"""Which operations of a version no other version's run tests: those with a contract of their own.

The default version is tested whole, then each other version in the order of the table. An operation
that is the same in two versions, but for the start of its path, is tested once.
in two versions, but for what their paths begin with, is tested once.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from hubspot_marketing_events_mock import Contract

_CLIENT = "hubspot_marketing_events_client"


def versions_in_order() -> list[str]:
    """The versions in the order in which they are tested, the default first."""
    table: dict[str, Any] = json.loads(files(_CLIENT).joinpath("versions.json").read_bytes())
    return [table["default"], *(key for key in table["versions"] if key != table["default"])]


def new_operations(key: str) -> set[str]:
    """The operationIds of a version whose contract no version has that is tested before it."""
    order = versions_in_order()
    before = order[: order.index(key)]
    known = {(name, said) for one in before for name, said in _fingerprints(one).items()}
    return {name for name, said in _fingerprints(key).items() if (name, said) not in known}


def _fingerprints(key: str) -> dict[str, str]:
    """Return a hash of each operation's contract, without the start of the version's paths."""
    contract = Contract.load(version=key)
    document = json.loads(json.dumps(contract.document).replace(contract.prefix, "/prefix"))
    for item in document["paths"].values():
        for operation in item.values():
            operation.pop("x-also-served-at", None)  # tests/mock tests other spellings of a path
    alike = Contract(document)
    return {name: operation.fingerprint for name, operation in alike.operations.items()}
