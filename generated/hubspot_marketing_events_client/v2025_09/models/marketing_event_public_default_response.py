from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.property_value import PropertyValue

T = TypeVar("T", bound="MarketingEventPublicDefaultResponse")


@_attrs_define
class MarketingEventPublicDefaultResponse:
    """An event as written, without external ids.

    Attributes:
        created_at (datetime.datetime): When HubSpot created it.
        custom_properties (list[PropertyValue]): Custom properties. One that the account does not define is dropped by
            HubSpot without an error.
        event_name (str): Name of the event.
        event_organizer (str): Who organizes the event.
        id (str): Id that HubSpot gave it.
        updated_at (datetime.datetime): When it last changed.
        end_date_time (datetime.datetime | None | Unset): When the event ends.
        event_cancelled (bool | None | Unset): Whether the event is cancelled.
        event_completed (bool | None | Unset): Whether the event has taken place.
        event_description (None | str | Unset): What the event is about.
        event_type (None | str | Unset): Kind of event, as webinar or conference.
        event_url (None | str | Unset): Where the event can be found on the web.
        object_id (None | str | Unset): Object id of the event in HubSpot, a numeric string.
        start_date_time (datetime.datetime | None | Unset): When the event starts.
    """

    created_at: datetime.datetime
    custom_properties: list[PropertyValue]
    event_name: str
    event_organizer: str
    id: str
    updated_at: datetime.datetime
    end_date_time: datetime.datetime | None | Unset = UNSET
    event_cancelled: bool | None | Unset = UNSET
    event_completed: bool | None | Unset = UNSET
    event_description: None | str | Unset = UNSET
    event_type: None | str | Unset = UNSET
    event_url: None | str | Unset = UNSET
    object_id: None | str | Unset = UNSET
    start_date_time: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        created_at = self.created_at.isoformat()

        custom_properties = []
        for custom_properties_item_data in self.custom_properties:
            custom_properties_item = custom_properties_item_data.to_dict()
            custom_properties.append(custom_properties_item)

        event_name = self.event_name

        event_organizer = self.event_organizer

        id = self.id

        updated_at = self.updated_at.isoformat()

        end_date_time: None | str | Unset
        if isinstance(self.end_date_time, datetime.datetime):
            end_date_time = self.end_date_time.isoformat()
        else:
            end_date_time = self.end_date_time

        event_cancelled = self.event_cancelled

        event_completed = self.event_completed

        event_description = self.event_description

        event_type = self.event_type

        event_url = self.event_url

        object_id = self.object_id

        start_date_time: None | str | Unset
        if isinstance(self.start_date_time, datetime.datetime):
            start_date_time = self.start_date_time.isoformat()
        else:
            start_date_time = self.start_date_time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["createdAt"] = created_at
        field_dict["customProperties"] = custom_properties
        field_dict["eventName"] = event_name
        field_dict["eventOrganizer"] = event_organizer
        field_dict["id"] = id
        field_dict["updatedAt"] = updated_at
        if end_date_time is not UNSET:
            field_dict["endDateTime"] = end_date_time
        if event_cancelled is not UNSET:
            field_dict["eventCancelled"] = event_cancelled
        if event_completed is not UNSET:
            field_dict["eventCompleted"] = event_completed
        if event_description is not UNSET:
            field_dict["eventDescription"] = event_description
        if event_type is not UNSET:
            field_dict["eventType"] = event_type
        if event_url is not UNSET:
            field_dict["eventUrl"] = event_url
        if object_id is not UNSET:
            field_dict["objectId"] = object_id
        if start_date_time is not UNSET:
            field_dict["startDateTime"] = start_date_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        if d.get("customProperties"):
            from ..models.property_value import PropertyValue
        custom_properties = []
        _custom_properties = d.pop("customProperties")
        for custom_properties_item_data in _custom_properties:
            custom_properties_item = PropertyValue.from_dict(custom_properties_item_data)

            custom_properties.append(custom_properties_item)

        event_name = d.pop("eventName")

        event_organizer = d.pop("eventOrganizer")

        id = d.pop("id")

        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))

        end_date_time = d.pop("endDateTime", UNSET)
        if isinstance(end_date_time, str):
            try:
                end_date_time = datetime.datetime.fromisoformat(end_date_time)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        event_cancelled = d.pop("eventCancelled", UNSET)

        event_completed = d.pop("eventCompleted", UNSET)

        event_description = d.pop("eventDescription", UNSET)

        event_type = d.pop("eventType", UNSET)

        event_url = d.pop("eventUrl", UNSET)

        object_id = d.pop("objectId", UNSET)

        start_date_time = d.pop("startDateTime", UNSET)
        if isinstance(start_date_time, str):
            try:
                start_date_time = datetime.datetime.fromisoformat(start_date_time)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        marketing_event_public_default_response = cls(
            created_at=created_at,
            custom_properties=custom_properties,
            event_name=event_name,
            event_organizer=event_organizer,
            id=id,
            updated_at=updated_at,
            end_date_time=end_date_time,
            event_cancelled=event_cancelled,
            event_completed=event_completed,
            event_description=event_description,
            event_type=event_type,
            event_url=event_url,
            object_id=object_id,
            start_date_time=start_date_time,
        )
        marketing_event_public_default_response.additional_properties = d
        return marketing_event_public_default_response

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
