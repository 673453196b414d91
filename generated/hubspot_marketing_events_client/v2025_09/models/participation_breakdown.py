from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.participation_associations import ParticipationAssociations
    from ..models.participation_properties import ParticipationProperties

T = TypeVar("T", bound="ParticipationBreakdown")


@_attrs_define
class ParticipationBreakdown:
    """One contact's participation in one event.

    Attributes:
        associations (ParticipationAssociations): The contact and the event of a participation.
        created_at (datetime.datetime): When HubSpot created it.
        id (str): Id that HubSpot gave it.
        properties (ParticipationProperties): The state of a participation.
    """

    associations: ParticipationAssociations
    created_at: datetime.datetime
    id: str
    properties: ParticipationProperties
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        associations = self.associations.to_dict()

        created_at = self.created_at.isoformat()

        id = self.id

        properties = self.properties.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["associations"] = associations
        field_dict["createdAt"] = created_at
        field_dict["id"] = id
        field_dict["properties"] = properties

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        if "associations" in d:
            from ..models.participation_associations import ParticipationAssociations
        associations = ParticipationAssociations.from_dict(d.pop("associations"))

        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        id = d.pop("id")

        if "properties" in d:
            from ..models.participation_properties import ParticipationProperties
        properties = ParticipationProperties.from_dict(d.pop("properties"))

        participation_breakdown = cls(
            associations=associations,
            created_at=created_at,
            id=id,
            properties=properties,
        )
        participation_breakdown.additional_properties = d
        return participation_breakdown

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
