from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PublicList")


@_attrs_define
class PublicList:
    """A contact list.

    Attributes:
        list_id (str): Id of the list.
        list_version (int): How often the definition of the list has changed.
        name (str): Name.
        object_type_id (str): Type of the objects the list holds.
        processing_status (str): Whether the list is up to date.
        processing_type (str): How the members of the list are chosen.
        created_at (datetime.datetime | None | Unset): When HubSpot created it.
        created_by_id (None | str | Unset): Id of the user who created the list.
        deleted_at (datetime.datetime | None | Unset): When it was deleted.
        filters_updated_at (datetime.datetime | None | Unset): When the filters of the list last changed.
        size (int | None | Unset): How many members the list has.
        updated_at (datetime.datetime | None | Unset): When it last changed.
        updated_by_id (None | str | Unset): Id of the user who last changed the list.
    """

    list_id: str
    list_version: int
    name: str
    object_type_id: str
    processing_status: str
    processing_type: str
    created_at: datetime.datetime | None | Unset = UNSET
    created_by_id: None | str | Unset = UNSET
    deleted_at: datetime.datetime | None | Unset = UNSET
    filters_updated_at: datetime.datetime | None | Unset = UNSET
    size: int | None | Unset = UNSET
    updated_at: datetime.datetime | None | Unset = UNSET
    updated_by_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        list_id = self.list_id

        list_version = self.list_version

        name = self.name

        object_type_id = self.object_type_id

        processing_status = self.processing_status

        processing_type = self.processing_type

        created_at: None | str | Unset
        if isinstance(self.created_at, datetime.datetime):
            created_at = self.created_at.isoformat()
        else:
            created_at = self.created_at

        created_by_id = self.created_by_id

        deleted_at: None | str | Unset
        if isinstance(self.deleted_at, datetime.datetime):
            deleted_at = self.deleted_at.isoformat()
        else:
            deleted_at = self.deleted_at

        filters_updated_at: None | str | Unset
        if isinstance(self.filters_updated_at, datetime.datetime):
            filters_updated_at = self.filters_updated_at.isoformat()
        else:
            filters_updated_at = self.filters_updated_at

        size = self.size

        updated_at: None | str | Unset
        if isinstance(self.updated_at, datetime.datetime):
            updated_at = self.updated_at.isoformat()
        else:
            updated_at = self.updated_at

        updated_by_id = self.updated_by_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["listId"] = list_id
        field_dict["listVersion"] = list_version
        field_dict["name"] = name
        field_dict["objectTypeId"] = object_type_id
        field_dict["processingStatus"] = processing_status
        field_dict["processingType"] = processing_type
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if created_by_id is not UNSET:
            field_dict["createdById"] = created_by_id
        if deleted_at is not UNSET:
            field_dict["deletedAt"] = deleted_at
        if filters_updated_at is not UNSET:
            field_dict["filtersUpdatedAt"] = filters_updated_at
        if size is not UNSET:
            field_dict["size"] = size
        if updated_at is not UNSET:
            field_dict["updatedAt"] = updated_at
        if updated_by_id is not UNSET:
            field_dict["updatedById"] = updated_by_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        list_id = d.pop("listId")

        list_version = d.pop("listVersion")

        name = d.pop("name")

        object_type_id = d.pop("objectTypeId")

        processing_status = d.pop("processingStatus")

        processing_type = d.pop("processingType")

        created_at = d.pop("createdAt", UNSET)
        if isinstance(created_at, str):
            try:
                created_at = datetime.datetime.fromisoformat(created_at)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        created_by_id = d.pop("createdById", UNSET)

        deleted_at = d.pop("deletedAt", UNSET)
        if isinstance(deleted_at, str):
            try:
                deleted_at = datetime.datetime.fromisoformat(deleted_at)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        filters_updated_at = d.pop("filtersUpdatedAt", UNSET)
        if isinstance(filters_updated_at, str):
            try:
                filters_updated_at = datetime.datetime.fromisoformat(filters_updated_at)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        size = d.pop("size", UNSET)

        updated_at = d.pop("updatedAt", UNSET)
        if isinstance(updated_at, str):
            try:
                updated_at = datetime.datetime.fromisoformat(updated_at)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        updated_by_id = d.pop("updatedById", UNSET)

        public_list = cls(
            list_id=list_id,
            list_version=list_version,
            name=name,
            object_type_id=object_type_id,
            processing_status=processing_status,
            processing_type=processing_type,
            created_at=created_at,
            created_by_id=created_by_id,
            deleted_at=deleted_at,
            filters_updated_at=filters_updated_at,
            size=size,
            updated_at=updated_at,
            updated_by_id=updated_by_id,
        )
        public_list.additional_properties = d
        return public_list

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
