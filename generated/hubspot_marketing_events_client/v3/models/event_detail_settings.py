from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="EventDetailSettings")


@_attrs_define
class EventDetailSettings:
    """The marketing event settings of an app.

    Attributes:
        app_id (int): Id of the app that created the event.
        event_details_url (str): URL template from which HubSpot reads an event's details; holds a placeholder for the
            event id.
    """

    app_id: int
    event_details_url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        app_id = self.app_id

        event_details_url = self.event_details_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["appId"] = app_id
        field_dict["eventDetailsUrl"] = event_details_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        app_id = d.pop("appId")

        event_details_url = d.pop("eventDetailsUrl")

        event_detail_settings = cls(
            app_id=app_id,
            event_details_url=event_details_url,
        )
        event_detail_settings.additional_properties = d
        return event_detail_settings

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
