"""A recorded mock server for HubSpot's Marketing Events API.

Made from HubSpot's documentation and from what public code shows, never from a live account.
Install it with its extra: `pip install 'hubspot-marketing-events[mock]'`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hubspot_marketing_events_mock.behaviour import Assumptions, Token
    from hubspot_marketing_events_mock.contract import Contract, ContractError, Request
    from hubspot_marketing_events_mock.faults import Fault, FaultError, Plan
    from hubspot_marketing_events_mock.http import Exchange, Mock, MockServer, Recorder
    from hubspot_marketing_events_mock.recording import Recording, RecordingError

_PACKAGES = {
    "Assumptions": "behaviour",
    "Contract": "contract",
    "ContractError": "contract",
    "Exchange": "http",
    "Fault": "faults",
    "FaultError": "faults",
    "Mock": "http",
    "MockServer": "http",
    "Plan": "faults",
    "Recorder": "http",
    "Recording": "recording",
    "RecordingError": "recording",
    "Request": "contract",
    "Token": "behaviour",
}
_OF_THE_EXTRA = {"httptools", "jsonschema_rs", "orjson", "uvicorn"}

__all__ = [
    "Assumptions",
    "Contract",
    "ContractError",
    "Exchange",
    "Fault",
    "FaultError",
    "Mock",
    "MockServer",
    "Plan",
    "Recorder",
    "Recording",
    "RecordingError",
    "Request",
    "Token",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used.

    pytest imports this package in every run where it is installed, with or without the extra.
    So the package itself must import quickly and need nothing.
    """
    if name not in _PACKAGES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"{__name__}.{_PACKAGES[name]}"), name)
    except ModuleNotFoundError as missing:
        if missing.name not in _OF_THE_EXTRA:
            raise
        raise ImportError(
            f"the mock needs {missing.name}: pip install 'hubspot-marketing-events[mock]'",
            name=missing.name,
        ) from missing
