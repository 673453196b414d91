from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.app_info import AppInfo

T = TypeVar("T", bound="MarketingEventIdentifiersResponse")


@_attrs_define
class MarketingEventIdentifiersResponse:
    """Every identifier of one event.

    Attributes:
        external_event_id (str): Id of the event in the calling app.
        marketing_event_name (str): Name of the event.
        object_id (str): Object id of the event in HubSpot, a numeric string.
        app_info (AppInfo | None | Unset): The app that created the event.
        external_account_id (None | str | Unset): Id of the account in the calling app that the event belongs to.
    """

    external_event_id: str
    marketing_event_name: str
    object_id: str
    app_info: AppInfo | None | Unset = UNSET
    external_account_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.app_info import AppInfo

        external_event_id = self.external_event_id

        marketing_event_name = self.marketing_event_name

        object_id = self.object_id

        app_info: dict[str, Any] | None | Unset
        if isinstance(self.app_info, AppInfo):
            app_info = self.app_info.to_dict()
        else:
            app_info = self.app_info

        external_account_id = self.external_account_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["externalEventId"] = external_event_id
        field_dict["marketingEventName"] = marketing_event_name
        field_dict["objectId"] = object_id
        if app_info is not UNSET:
            field_dict["appInfo"] = app_info
        if external_account_id is not UNSET:
            field_dict["externalAccountId"] = external_account_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        external_event_id = d.pop("externalEventId")

        marketing_event_name = d.pop("marketingEventName")

        object_id = d.pop("objectId")

        if "appInfo" in d:
            from ..models.app_info import AppInfo
        app_info = d.pop("appInfo", UNSET)
        if isinstance(app_info, dict):
            try:
                app_info = AppInfo.from_dict(app_info)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        external_account_id = d.pop("externalAccountId", UNSET)

        marketing_event_identifiers_response = cls(
            external_event_id=external_event_id,
            marketing_event_name=marketing_event_name,
            object_id=object_id,
            app_info=app_info,
            external_account_id=external_account_id,
        )
        marketing_event_identifiers_response.additional_properties = d
        return marketing_event_identifiers_response

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
