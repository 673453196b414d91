"""The contract, its operations, and the requests and responses that must keep it."""

from hubspot_marketing_events_mock.contract._contract import (
    Contract,
    ContractError,
    installed,
    installed_prefix,
    installed_versions,
)
from hubspot_marketing_events_mock.contract._messages import Request, Response
from hubspot_marketing_events_mock.contract._operation import Operation, Problem
from hubspot_marketing_events_mock.contract._reading import (
    UnreadableError,
    misfit,
    pointer,
    read_json,
    read_toml,
)

__all__ = [
    "Contract",
    "ContractError",
    "Operation",
    "Problem",
    "Request",
    "Response",
    "UnreadableError",
    "installed",
    "installed_prefix",
    "installed_versions",
    "misfit",
    "pointer",
    "read_json",
    "read_toml",
]
