from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.marketing_event_email_subscriber_contact_properties import (
        MarketingEventEmailSubscriberContactProperties,
    )
    from ..models.marketing_event_email_subscriber_properties import (
        MarketingEventEmailSubscriberProperties,
    )

T = TypeVar("T", bound="MarketingEventEmailSubscriber")


@_attrs_define
class MarketingEventEmailSubscriber:
    """A participant named by e-mail address.

    Attributes:
        email (str): E-mail address of the contact.
        interaction_date_time (int): When the contact did this, in milliseconds since 1970-01-01 UTC.
        contact_properties (MarketingEventEmailSubscriberContactProperties | Unset): Properties for a contact that this
            call creates; ignored where the contact exists.
        properties (MarketingEventEmailSubscriberProperties | Unset): Details of the interaction, as joinedAt and leftAt
            for attendance.
    """

    email: str
    interaction_date_time: int
    contact_properties: MarketingEventEmailSubscriberContactProperties | Unset = UNSET
    properties: MarketingEventEmailSubscriberProperties | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        interaction_date_time = self.interaction_date_time

        contact_properties: dict[str, Any] | Unset = UNSET
        if not isinstance(self.contact_properties, Unset):
            contact_properties = self.contact_properties.to_dict()

        properties: dict[str, Any] | Unset = UNSET
        if not isinstance(self.properties, Unset):
            properties = self.properties.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["email"] = email
        field_dict["interactionDateTime"] = interaction_date_time
        if contact_properties is not UNSET:
            field_dict["contactProperties"] = contact_properties
        if properties is not UNSET:
            field_dict["properties"] = properties

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        interaction_date_time = d.pop("interactionDateTime")

        if "contactProperties" in d:
            from ..models.marketing_event_email_subscriber_contact_properties import (
                MarketingEventEmailSubscriberContactProperties,
            )
        _contact_properties = d.pop("contactProperties", UNSET)
        contact_properties: MarketingEventEmailSubscriberContactProperties | Unset
        if isinstance(_contact_properties, Unset):
            contact_properties = UNSET
        else:
            contact_properties = MarketingEventEmailSubscriberContactProperties.from_dict(_contact_properties)

        if "properties" in d:
            from ..models.marketing_event_email_subscriber_properties import (
                MarketingEventEmailSubscriberProperties,
            )
        _properties = d.pop("properties", UNSET)
        properties: MarketingEventEmailSubscriberProperties | Unset
        if isinstance(_properties, Unset):
            properties = UNSET
        else:
            properties = MarketingEventEmailSubscriberProperties.from_dict(_properties)

        marketing_event_email_subscriber = cls(
            email=email,
            interaction_date_time=interaction_date_time,
            contact_properties=contact_properties,
            properties=properties,
        )
        marketing_event_email_subscriber.additional_properties = d
        return marketing_event_email_subscriber

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
