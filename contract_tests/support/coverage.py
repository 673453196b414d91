"""Which operations of a version no other version's run tests: those with a contract of their own.

The default version is tested whole, then each other version in the order of the table. An operation
that is the same in two versions, but for the start of its path, is tested once.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from hubspot_marketing_events_contract.properties import PROPERTIES
from hubspot_marketing_events_mock import Contract
from hubspot_marketing_events_mock.behaviour import HANDLERS

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


def properties_of(key: str, *, whole: bool = False) -> list[str]:
    """The properties to run for a version.

    For the default version, and where asked for, these are all. For another one they are those that
    need an operation of its own, and others until each operation is called at its path.
    """
    modelled = Contract.load(version=key).operations.keys() & HANDLERS.keys()
    possible = [one for one in PROPERTIES.values() if one.needs <= modelled]
    if whole or key == versions_in_order()[0]:
        return [one.name for one in possible]
    new = new_operations(key)
    chosen = [one for one in possible if one.needs & new]
    left = modelled - {name for one in chosen for name in one.needs}
    for one in possible:
        if one.needs & left:
            chosen.append(one)
            left -= one.needs
    return [one.name for one in chosen]


def _fingerprints(key: str) -> dict[str, str]:
    """Return a hash of each operation's contract, without the start of the version's paths."""
    contract = Contract.load(version=key)
    document = json.loads(json.dumps(contract.document).replace(contract.prefix, "/prefix"))
    for item in document["paths"].values():
        for operation in item.values():
            operation.pop("x-also-served-at", None)  # tests/mock tests other spellings of a path
    alike = Contract(document)
    return {name: operation.fingerprint for name, operation in alike.operations.items()}
