from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="MarketingEventCompleteRequestParams")


@_attrs_define
class MarketingEventCompleteRequestParams:
    """When a completed event really took place.

    Attributes:
        end_date_time (datetime.datetime): When the event ends.
        start_date_time (datetime.datetime): When the event starts.
    """

    end_date_time: datetime.datetime
    start_date_time: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        end_date_time = self.end_date_time.isoformat()

        start_date_time = self.start_date_time.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["endDateTime"] = end_date_time
        field_dict["startDateTime"] = start_date_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        end_date_time = datetime.datetime.fromisoformat(d.pop("endDateTime"))

        start_date_time = datetime.datetime.fromisoformat(d.pop("startDateTime"))

        marketing_event_complete_request_params = cls(
            end_date_time=end_date_time,
            start_date_time=start_date_time,
        )
        marketing_event_complete_request_params.additional_properties = d
        return marketing_event_complete_request_params

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
