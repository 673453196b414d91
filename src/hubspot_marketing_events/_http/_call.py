"""The only door to the generated client: the requests of one API version."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import starmap
from operator import attrgetter
from typing import Any

from attrs import fields

from hubspot_marketing_events._events import Event
from hubspot_marketing_events._http._json import write_json
from hubspot_marketing_events.errors import ConfigurationError

_CLIENT = "hubspot_marketing_events_client"
_FIELDS = {field.name for field in fields(Event)}


class Api:
    """The generated calls of one API version; each is imported when it is made first.

    Args:
        api_version: one of the generated versions; None for the default.

    Raises:
        ConfigurationError: the version is not generated.
    """

    def __init__(self, api_version: str | None) -> None:
        self._package = f"{_CLIENT}.{_module(api_version)}"

    def request(self, operation: str, body: tuple[str, Any] | None = None, **given: Any) -> Any:
        """Return method, path, query, headers and body of a request, as httpx takes them.

        Args:
            operation: tag and name of the generated call, such as "basic.create".
            body: the name of its model, and its content under HubSpot's names.
            given: the parameters, by the generated call's names; None leaves one out.
        """
        call = importlib.import_module(f"{self._package}.api.{operation}")
        if body is not None:
            model = getattr(importlib.import_module(f"{self._package}.models"), body[0])
            given["body"] = model.from_dict(body[1])
        return call._get_kwargs(**given)  # noqa: SLF001 - half of the call


class UpsertCall:
    """The generated upsert, imported when it is made first.

    Args:
        api_version: one of the generated versions; None for the default.

    Raises:
        ConfigurationError: the version is not generated.
    """

    def __init__(self, api_version: str | None) -> None:
        self._package = f"{_CLIENT}.{_module(api_version)}"

    @cached_property
    def _call(self) -> Any:
        return importlib.import_module(f"{self._package}.api.batch.upsert")

    @cached_property
    def _models(self) -> Any:
        return importlib.import_module(f"{self._package}.models")

    @cached_property
    def _input(self) -> Callable[[Event], Any]:
        unset = importlib.import_module(f"{self._package}.types").UNSET
        return _input_maker(self._models, unset)

    def request(self, events: Sequence[Event]) -> dict[str, Any]:
        """Return method, path, headers and content of a request, as httpx takes them."""
        body = self.body(events)
        made: dict[str, Any] = self._call._get_kwargs(body=body)  # noqa: SLF001 - half of the call
        made["content"] = write_json(made.pop("json"))
        return made

    def body(self, events: Sequence[Event]) -> Any:
        """Return the body of a batch, in the generated client's type; it can be written once.

        Each input is made when it is written, and gone before the next one: with ten custom
        properties each, a thousand models would bring in the garbage collector.
        """
        inputs = map(self._input, events)
        return self._models.BatchInputMarketingEventCreateRequestParams(inputs=inputs)


def _input_maker(models: Any, unset: Any) -> Callable[[Event], Any]:
    """Return what makes, of an event, an input in the generated client's type."""
    model = models.MarketingEventCreateRequestParams
    values = _values_of([field.name for field in fields(model) if field.init])

    def make(event: Event) -> Any:
        given = values(event)
        if None in given:
            given = [unset if value is None else value for value in given]
        made = model(*given)  # by position, which takes half as long as by name
        custom = event.custom_properties
        made.custom_properties = (
            starmap(models.PropertyValueInput, custom.items()) if custom else unset
        )
        return made

    return make


def _values_of(names: Sequence[str]) -> Callable[[Event], Sequence[Any]]:
    """Return what reads an event in the order of a model's fields; None for those of no event."""
    if _FIELDS.issuperset(names):
        return attrgetter(*names)
    return lambda event: [getattr(event, name, None) for name in names]


def _module(api_version: str | None) -> str:
    table = json.loads(_resource("versions.json"))
    module = table["versions"].get(api_version or table["default"])
    if module is None:
        known = ", ".join(table["versions"])
        message = f"api_version {api_version!r} is not generated; there is {known}"
        raise ConfigurationError(message)
    return str(module)


def contract_of(api_version: str | None) -> Any:
    """Return the contract that a version's client was made from."""
    return json.loads(_resource(f"{_module(api_version)}/openapi.json"))


def _resource(name: str) -> bytes:
    """Read a file of the generated client; importlib.resources would take 2 ms of every start."""
    spec: Any = importlib.import_module(_CLIENT).__spec__
    (folder,) = spec.submodule_search_locations
    content: bytes = spec.loader.get_data(f"{folder}/{name}")
    return content
