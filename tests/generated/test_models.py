"""What the templates in `openapi/templates/` promise of the generated models."""

from __future__ import annotations

import datetime as dt
import importlib
import pickle
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

PACKAGES = ["hubspot_marketing_events_client.v2025_09", "hubspot_marketing_events_client.v2026_03"]
EVENT = {
    "id": "1",
    "eventName": "Tour",
    "eventOrganizer": "Northwind",
    "createdAt": "2026-05-01T10:00:00Z",
    "updatedAt": "2026-05-01T10:00:00Z",
    "customProperties": [{"name": "stop", "value": "7"}],
}


@pytest.fixture(params=PACKAGES)
def models(request: pytest.FixtureRequest) -> ModuleType:
    """The models of a version."""
    return importlib.import_module(f"{request.param}.models")


def classes(models: ModuleType) -> Iterator[type[Any]]:
    """Every model that is a class; the others are types of text."""
    named = (getattr(models, name) for name in models.__all__)
    return (model for model in named if isinstance(model, type))


def read(models: ModuleType, **changes: Any) -> Any:
    """An event as it is read from a response."""
    return models.MarketingEventPublicDefaultResponse.from_dict(EVENT | changes)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_call_imports_only_the_models_it_needs(package: str) -> None:
    """Importing the upsert call imports those of a batch and of an error, not all of them."""
    code = (
        f"import sys, {package}.api.batch.upsert\n"
        f"print(sum(name.startswith('{package}.models.') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 3 == int(done.stdout)


def test_every_model_is_had_by_name_and_by_star(models: ModuleType) -> None:
    """`from models import *` gives all names, and `dir` lists them."""
    names: dict[str, Any] = {}
    exec(f"from {models.__name__} import *", names)  # noqa: S102 - the statement is the claim
    assert set(models.__all__) == names.keys() - {"__builtins__"}
    assert set(models.__all__) <= set(dir(models))


def test_an_unknown_name_is_an_attribute_error(models: ModuleType) -> None:
    """A misspelt model is told as one of any other module."""
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = models.Nothing


def test_models_survive_pickle(models: ModuleType) -> None:
    """Every class is found again by its name, and an object's values come back."""
    assert [*classes(models)] == pickle.loads(pickle.dumps([*classes(models)]))  # noqa: S301
    event = read(models)
    copy = pickle.loads(pickle.dumps(event))  # noqa: S301
    assert event.created_at == copy.created_at
    assert event.custom_properties[0].value == copy.custom_properties[0].value


@pytest.mark.parametrize("value", [None, "not a date", 5, ["a"], {"a": 1}])
def test_what_is_no_date_is_kept_as_it_came(models: ModuleType, value: object) -> None:
    """A value of a union that does not convert is kept, and written as it came."""
    event = read(models, startDateTime=value)
    assert value == event.start_date_time
    assert value == event.to_dict()["startDateTime"]


def test_a_date_of_a_union_is_read_and_written(models: ModuleType) -> None:
    """A date in a union is a datetime, and an absent one is left out."""
    start = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)
    event = read(models, startDateTime=start.isoformat())
    assert start == event.start_date_time
    assert start.isoformat() == event.to_dict()["startDateTime"]
    assert "endDateTime" not in event.to_dict()


def test_models_inside_models_are_read(models: ModuleType) -> None:
    """A list of models, a model in a union and a list in a union are read as such."""
    event = read(models)
    assert [models.PropertyValue(name="stop", value="7")] == event.custom_properties

    batch = models.BatchResponseMarketingEventPublicDefaultResponse.from_dict(
        {
            "status": "COMPLETE",
            "results": [EVENT],
            "startedAt": EVENT["createdAt"],
            "completedAt": EVENT["createdAt"],
            "errors": [{"status": "error", "message": "no", "context": {"ids": ["1"]}}],
            "links": {"self": "x"},
        }
    )
    assert [event] == batch.results
    assert ["1"] == batch.errors[0].context["ids"]
    assert isinstance(batch.links, models.Links)
