from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

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
        from ..models.app_info import AppInfo  # noqa: PLC0415

        external_event_id = self.external_event_id

        marketing_event_name = self.marketing_event_name

        object_id = self.object_id

        app_info: dict[str, Any] | None | Unset
        if isinstance(self.app_info, Unset):
            app_info = UNSET
        elif isinstance(self.app_info, AppInfo):
            app_info = self.app_info.to_dict()
        else:
            app_info = self.app_info

        external_account_id: None | str | Unset
        if isinstance(self.external_account_id, Unset):
            external_account_id = UNSET
        else:
            external_account_id = self.external_account_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "externalEventId": external_event_id,
                "marketingEventName": marketing_event_name,
                "objectId": object_id,
            }
        )
        if app_info is not UNSET:
            field_dict["appInfo"] = app_info
        if external_account_id is not UNSET:
            field_dict["externalAccountId"] = external_account_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.app_info import AppInfo  # noqa: PLC0415

        d = dict(src_dict)
        external_event_id = d.pop("externalEventId")

        marketing_event_name = d.pop("marketingEventName")

        object_id = d.pop("objectId")

        def _parse_app_info(data: object) -> AppInfo | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                app_info_type_0 = AppInfo.from_dict(data)

                return app_info_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AppInfo | None | Unset, data)

        app_info = _parse_app_info(d.pop("appInfo", UNSET))

        def _parse_external_account_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_account_id = _parse_external_account_id(d.pop("externalAccountId", UNSET))

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
