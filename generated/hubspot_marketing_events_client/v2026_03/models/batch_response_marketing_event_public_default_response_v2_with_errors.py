from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.links import Links
    from ..models.marketing_event_public_default_response_v2 import (
        MarketingEventPublicDefaultResponseV2,
    )
    from ..models.standard_error import StandardError

T = TypeVar("T", bound="BatchResponseMarketingEventPublicDefaultResponseV2WithErrors")


@_attrs_define
class BatchResponseMarketingEventPublicDefaultResponseV2WithErrors:
    """What became of a batch of changes to events, some of which failed.

    Attributes:
        completed_at (datetime.datetime): When HubSpot finished the batch.
        results (list[MarketingEventPublicDefaultResponseV2]): What the call found or wrote.
        started_at (datetime.datetime): When HubSpot began the batch.
        status (str): State of the batch or class of the error. Known values for a batch: CANCELED, COMPLETE, PENDING,
            PROCESSING; more may come.
        errors (list[StandardError] | None | Unset): Causes, one each.
        num_errors (int | None | Unset): How many inputs failed.
        requested_at (datetime.datetime | None | Unset): When HubSpot received the batch.
        links (Links | None | Unset): URLs about the error or answer, by name.
    """

    completed_at: datetime.datetime
    results: list[MarketingEventPublicDefaultResponseV2]
    started_at: datetime.datetime
    status: str
    errors: list[StandardError] | None | Unset = UNSET
    num_errors: int | None | Unset = UNSET
    requested_at: datetime.datetime | None | Unset = UNSET
    links: Links | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        from ..models.links import Links

        completed_at = self.completed_at.isoformat()

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        started_at = self.started_at.isoformat()

        status = self.status

        errors: list[dict[str, Any]] | None | Unset
        if isinstance(self.errors, list):
            errors = []
            for errors_type_0_item_data in self.errors:
                errors_type_0_item = errors_type_0_item_data.to_dict()
                errors.append(errors_type_0_item)
        else:
            errors = self.errors

        num_errors = self.num_errors

        requested_at: None | str | Unset
        if isinstance(self.requested_at, datetime.datetime):
            requested_at = self.requested_at.isoformat()
        else:
            requested_at = self.requested_at

        links: dict[str, Any] | None | Unset
        if isinstance(self.links, Links):
            links = self.links.to_dict()
        else:
            links = self.links

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["completedAt"] = completed_at
        field_dict["results"] = results
        field_dict["startedAt"] = started_at
        field_dict["status"] = status
        if errors is not UNSET:
            field_dict["errors"] = errors
        if num_errors is not UNSET:
            field_dict["numErrors"] = num_errors
        if requested_at is not UNSET:
            field_dict["requestedAt"] = requested_at
        if links is not UNSET:
            field_dict["links"] = links

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        completed_at = datetime.datetime.fromisoformat(d.pop("completedAt"))

        if d.get("results"):
            from ..models.marketing_event_public_default_response_v2 import (
                MarketingEventPublicDefaultResponseV2,
            )
        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = MarketingEventPublicDefaultResponseV2.from_dict(results_item_data)

            results.append(results_item)

        started_at = datetime.datetime.fromisoformat(d.pop("startedAt"))

        status = d.pop("status")

        if "errors" in d:
            from ..models.standard_error import StandardError

        def _parse_errors(data: Any) -> list[StandardError] | None | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, list):
                try:
                    errors_type_0 = []
                    _errors_type_0 = data
                    for errors_type_0_item_data in _errors_type_0:
                        errors_type_0_item = StandardError.from_dict(errors_type_0_item_data)

                        errors_type_0.append(errors_type_0_item)
                    return errors_type_0
                except (AttributeError, KeyError, TypeError, ValueError):
                    pass
            return cast(list[StandardError] | None | Unset, data)

        errors = _parse_errors(d.pop("errors", UNSET))

        num_errors = d.pop("numErrors", UNSET)

        requested_at = d.pop("requestedAt", UNSET)
        if isinstance(requested_at, str):
            try:
                requested_at = datetime.datetime.fromisoformat(requested_at)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        if "links" in d:
            from ..models.links import Links
        links = d.pop("links", UNSET)
        if isinstance(links, dict):
            try:
                links = Links.from_dict(links)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        batch_response_marketing_event_public_default_response_v2_with_errors = cls(
            completed_at=completed_at,
            results=results,
            started_at=started_at,
            status=status,
            errors=errors,
            num_errors=num_errors,
            requested_at=requested_at,
            links=links,
        )
        batch_response_marketing_event_public_default_response_v2_with_errors.additional_properties = d
        return batch_response_marketing_event_public_default_response_v2_with_errors

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
