from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="EventDetailSettingsUrl")


@_attrs_define
class EventDetailSettingsUrl:
    """The setting an app can change.

    Attributes:
        event_details_url (str): URL template from which HubSpot reads an event's details; holds a placeholder for the
            event id.
    """

    event_details_url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        event_details_url = self.event_details_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["eventDetailsUrl"] = event_details_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        event_details_url = d.pop("eventDetailsUrl")

        event_detail_settings_url = cls(
            event_details_url=event_details_url,
        )
        event_detail_settings_url.additional_properties = d
        return event_detail_settings_url

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
