from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.marketing_event_subscriber_properties import (
        MarketingEventSubscriberProperties,
    )

T = TypeVar("T", bound="MarketingEventSubscriber")


@_attrs_define
class MarketingEventSubscriber:
    """A participant named by contact id.

    Attributes:
        interaction_date_time (int): When the contact did this, in milliseconds since 1970-01-01 UTC.
        vid (int): Id of the contact.
        properties (MarketingEventSubscriberProperties | Unset): Details of the interaction, as joinedAt and leftAt for
            attendance.
    """

    interaction_date_time: int
    vid: int
    properties: MarketingEventSubscriberProperties | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        interaction_date_time = self.interaction_date_time

        vid = self.vid

        properties: dict[str, Any] | Unset = UNSET
        if not isinstance(self.properties, Unset):
            properties = self.properties.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["interactionDateTime"] = interaction_date_time
        field_dict["vid"] = vid
        if properties is not UNSET:
            field_dict["properties"] = properties

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        interaction_date_time = d.pop("interactionDateTime")

        vid = d.pop("vid")

        if "properties" in d:
            from ..models.marketing_event_subscriber_properties import (
                MarketingEventSubscriberProperties,
            )
        _properties = d.pop("properties", UNSET)
        properties: MarketingEventSubscriberProperties | Unset
        if isinstance(_properties, Unset):
            properties = UNSET
        else:
            properties = MarketingEventSubscriberProperties.from_dict(_properties)

        marketing_event_subscriber = cls(
            interaction_date_time=interaction_date_time,
            vid=vid,
            properties=properties,
        )
        marketing_event_subscriber.additional_properties = d
        return marketing_event_subscriber

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
