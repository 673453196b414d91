from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.property_value_input import PropertyValueInput

T = TypeVar("T", bound="MarketingEventCreateRequestParams")


@_attrs_define
class MarketingEventCreateRequestParams:
    """An event to create or update.

    Attributes:
        event_name (str): Name of the event.
        event_organizer (str): Who organizes the event.
        external_account_id (str): Id of the account in the calling app that the event belongs to.
        external_event_id (str): Id of the event in the calling app.
        custom_properties (list[PropertyValueInput] | Unset): Custom properties. One that the account does not define is
            dropped by HubSpot without an error.
        end_date_time (datetime.datetime | Unset): When the event ends.
        event_cancelled (bool | Unset): Whether the event is cancelled.
        event_completed (bool | Unset): Whether the event has taken place.
        event_description (str | Unset): What the event is about.
        event_type (str | Unset): Kind of event, as webinar or conference.
        event_url (str | Unset): Where the event can be found on the web.
        start_date_time (datetime.datetime | Unset): When the event starts.
    """

    event_name: str
    event_organizer: str
    external_account_id: str
    external_event_id: str
    custom_properties: list[PropertyValueInput] | Unset = UNSET
    end_date_time: datetime.datetime | Unset = UNSET
    event_cancelled: bool | Unset = UNSET
    event_completed: bool | Unset = UNSET
    event_description: str | Unset = UNSET
    event_type: str | Unset = UNSET
    event_url: str | Unset = UNSET
    start_date_time: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        event_name = self.event_name

        event_organizer = self.event_organizer

        external_account_id = self.external_account_id

        external_event_id = self.external_event_id

        custom_properties: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.custom_properties, Unset):
            custom_properties = []
            for custom_properties_item_data in self.custom_properties:
                custom_properties_item = custom_properties_item_data.to_dict()
                custom_properties.append(custom_properties_item)

        end_date_time: str | Unset = UNSET
        if not isinstance(self.end_date_time, Unset):
            end_date_time = self.end_date_time.isoformat()

        event_cancelled = self.event_cancelled

        event_completed = self.event_completed

        event_description = self.event_description

        event_type = self.event_type

        event_url = self.event_url

        start_date_time: str | Unset = UNSET
        if not isinstance(self.start_date_time, Unset):
            start_date_time = self.start_date_time.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["eventName"] = event_name
        field_dict["eventOrganizer"] = event_organizer
        field_dict["externalAccountId"] = external_account_id
        field_dict["externalEventId"] = external_event_id
        if custom_properties is not UNSET:
            field_dict["customProperties"] = custom_properties
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
        if start_date_time is not UNSET:
            field_dict["startDateTime"] = start_date_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        event_name = d.pop("eventName")

        event_organizer = d.pop("eventOrganizer")

        external_account_id = d.pop("externalAccountId")

        external_event_id = d.pop("externalEventId")

        if d.get("customProperties"):
            from ..models.property_value_input import PropertyValueInput
        _custom_properties = d.pop("customProperties", UNSET)
        custom_properties: list[PropertyValueInput] | Unset = UNSET
        if _custom_properties is not UNSET:
            custom_properties = []
            for custom_properties_item_data in _custom_properties:
                custom_properties_item = PropertyValueInput.from_dict(custom_properties_item_data)

                custom_properties.append(custom_properties_item)

        _end_date_time = d.pop("endDateTime", UNSET)
        end_date_time: datetime.datetime | Unset
        if isinstance(_end_date_time, Unset):
            end_date_time = UNSET
        else:
            end_date_time = datetime.datetime.fromisoformat(_end_date_time)

        event_cancelled = d.pop("eventCancelled", UNSET)

        event_completed = d.pop("eventCompleted", UNSET)

        event_description = d.pop("eventDescription", UNSET)

        event_type = d.pop("eventType", UNSET)

        event_url = d.pop("eventUrl", UNSET)

        _start_date_time = d.pop("startDateTime", UNSET)
        start_date_time: datetime.datetime | Unset
        if isinstance(_start_date_time, Unset):
            start_date_time = UNSET
        else:
            start_date_time = datetime.datetime.fromisoformat(_start_date_time)

        marketing_event_create_request_params = cls(
            event_name=event_name,
            event_organizer=event_organizer,
            external_account_id=external_account_id,
            external_event_id=external_event_id,
            custom_properties=custom_properties,
            end_date_time=end_date_time,
            event_cancelled=event_cancelled,
            event_completed=event_completed,
            event_description=event_description,
            event_type=event_type,
            event_url=event_url,
            start_date_time=start_date_time,
        )
        marketing_event_create_request_params.additional_properties = d
        return marketing_event_create_request_params

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
