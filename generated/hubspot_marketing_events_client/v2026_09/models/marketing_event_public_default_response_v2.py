from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.app_info import AppInfo
    from ..models.crm_property_wrapper import CrmPropertyWrapper

T = TypeVar("T", bound="MarketingEventPublicDefaultResponseV2")


@_attrs_define
class MarketingEventPublicDefaultResponseV2:
    """An event as written by object id.

    Attributes:
        created_at (datetime.datetime): When HubSpot created it.
        custom_properties (list[CrmPropertyWrapper]): Custom properties. One that the account does not define is dropped
            by HubSpot without an error.
        event_name (str): Name of the event.
        object_id (str): Object id of the event in HubSpot, a numeric string.
        updated_at (datetime.datetime): When it last changed.
        app_info (AppInfo | None | Unset): The app that created the event.
        end_date_time (datetime.datetime | None | Unset): When the event ends.
        event_cancelled (bool | None | Unset): Whether the event is cancelled.
        event_completed (bool | None | Unset): Whether the event has taken place.
        event_description (None | str | Unset): What the event is about.
        event_organizer (None | str | Unset): Who organizes the event.
        event_type (None | str | Unset): Kind of event, as webinar or conference.
        event_url (None | str | Unset): Where the event can be found on the web.
        start_date_time (datetime.datetime | None | Unset): When the event starts.
    """

    created_at: datetime.datetime
    custom_properties: list[CrmPropertyWrapper]
    event_name: str
    object_id: str
    updated_at: datetime.datetime
    app_info: AppInfo | None | Unset = UNSET
    end_date_time: datetime.datetime | None | Unset = UNSET
    event_cancelled: bool | None | Unset = UNSET
    event_completed: bool | None | Unset = UNSET
    event_description: None | str | Unset = UNSET
    event_organizer: None | str | Unset = UNSET
    event_type: None | str | Unset = UNSET
    event_url: None | str | Unset = UNSET
    start_date_time: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.app_info import AppInfo

        created_at = self.created_at.isoformat()

        custom_properties = []
        for custom_properties_item_data in self.custom_properties:
            custom_properties_item = custom_properties_item_data.to_dict()
            custom_properties.append(custom_properties_item)

        event_name = self.event_name

        object_id = self.object_id

        updated_at = self.updated_at.isoformat()

        app_info: dict[str, Any] | None | Unset
        if isinstance(self.app_info, AppInfo):
            app_info = self.app_info.to_dict()
        else:
            app_info = self.app_info

        end_date_time: None | str | Unset
        if isinstance(self.end_date_time, datetime.datetime):
            end_date_time = self.end_date_time.isoformat()
        else:
            end_date_time = self.end_date_time

        event_cancelled = self.event_cancelled

        event_completed = self.event_completed

        event_description = self.event_description

        event_organizer = self.event_organizer

        event_type = self.event_type

        event_url = self.event_url

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
        field_dict["objectId"] = object_id
        field_dict["updatedAt"] = updated_at
        if app_info is not UNSET:
            field_dict["appInfo"] = app_info
        if end_date_time is not UNSET:
            field_dict["endDateTime"] = end_date_time
        if event_cancelled is not UNSET:
            field_dict["eventCancelled"] = event_cancelled
        if event_completed is not UNSET:
            field_dict["eventCompleted"] = event_completed
        if event_description is not UNSET:
            field_dict["eventDescription"] = event_description
        if event_organizer is not UNSET:
            field_dict["eventOrganizer"] = event_organizer
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
        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        if d.get("customProperties"):
            from ..models.crm_property_wrapper import CrmPropertyWrapper
        custom_properties = []
        _custom_properties = d.pop("customProperties")
        for custom_properties_item_data in _custom_properties:
            custom_properties_item = CrmPropertyWrapper.from_dict(custom_properties_item_data)

            custom_properties.append(custom_properties_item)

        event_name = d.pop("eventName")

        object_id = d.pop("objectId")

        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))

        if "appInfo" in d:
            from ..models.app_info import AppInfo
        app_info = d.pop("appInfo", UNSET)
        if isinstance(app_info, dict):
            try:
                app_info = AppInfo.from_dict(app_info)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        end_date_time = d.pop("endDateTime", UNSET)
        if isinstance(end_date_time, str):
            try:
                end_date_time = datetime.datetime.fromisoformat(end_date_time)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        event_cancelled = d.pop("eventCancelled", UNSET)

        event_completed = d.pop("eventCompleted", UNSET)

        event_description = d.pop("eventDescription", UNSET)

        event_organizer = d.pop("eventOrganizer", UNSET)

        event_type = d.pop("eventType", UNSET)

        event_url = d.pop("eventUrl", UNSET)

        start_date_time = d.pop("startDateTime", UNSET)
        if isinstance(start_date_time, str):
            try:
                start_date_time = datetime.datetime.fromisoformat(start_date_time)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        marketing_event_public_default_response_v2 = cls(
            created_at=created_at,
            custom_properties=custom_properties,
            event_name=event_name,
            object_id=object_id,
            updated_at=updated_at,
            app_info=app_info,
            end_date_time=end_date_time,
            event_cancelled=event_cancelled,
            event_completed=event_completed,
            event_description=event_description,
            event_organizer=event_organizer,
            event_type=event_type,
            event_url=event_url,
            start_date_time=start_date_time,
        )
        marketing_event_public_default_response_v2.additional_properties = d
        return marketing_event_public_default_response_v2

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
