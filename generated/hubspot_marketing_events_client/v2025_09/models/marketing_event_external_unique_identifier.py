from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="MarketingEventExternalUniqueIdentifier")


@_attrs_define
class MarketingEventExternalUniqueIdentifier:
    """What identifies an event to the app that created it.

    Attributes:
        app_id (int): Id of the app that created the event.
        external_account_id (str): Id of the account in the calling app that the event belongs to.
        external_event_id (str): Id of the event in the calling app.
    """

    app_id: int
    external_account_id: str
    external_event_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        app_id = self.app_id

        external_account_id = self.external_account_id

        external_event_id = self.external_event_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["appId"] = app_id
        field_dict["externalAccountId"] = external_account_id
        field_dict["externalEventId"] = external_event_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        app_id = d.pop("appId")

        external_account_id = d.pop("externalAccountId")

        external_event_id = d.pop("externalEventId")

        marketing_event_external_unique_identifier = cls(
            app_id=app_id,
            external_account_id=external_account_id,
            external_event_id=external_event_id,
        )
        marketing_event_external_unique_identifier.additional_properties = d
        return marketing_event_external_unique_identifier

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
