from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PropertyValue")


@_attrs_define
class PropertyValue:
    """A custom property as HubSpot stores it, with where its value came from.

    Attributes:
        name (str): Name.
        data_sensitivity (None | str | Unset): How sensitive the value is. Known values: high, none, standard; more may
            come.
        is_encrypted (bool | None | Unset): Whether the value is stored encrypted.
        is_large_value (bool | None | Unset): Whether the value is stored apart for its size.
        persistence_timestamp (int | None | Unset): When the value was stored, in milliseconds since 1970-01-01 UTC.
        request_id (None | str | Unset): Id of the request that set the value.
        selected_by_user (bool | None | Unset): Whether a user chose the value.
        selected_by_user_timestamp (int | None | Unset): When a user chose the value, in milliseconds since 1970-01-01
            UTC.
        source (None | str | Unset): What set the value, as API or FORM. HubSpot adds and removes values without notice.
        source_id (None | str | Unset): Id within the source.
        source_label (None | str | Unset): Readable name of the source.
        source_metadata (None | str | Unset): Details of the source, encoded.
        source_upstream_deployable (None | str | Unset): HubSpot service that set the value.
        source_vid (list[int] | None | Unset): Contacts the value was merged from.
        timestamp (int | None | Unset): When the value became valid, in milliseconds since 1970-01-01 UTC.
        unit (None | str | Unset): Unit of the value.
        updated_by_user_id (int | None | Unset): Id of the user who set the value.
        use_timestamp_as_persistence_timestamp (bool | None | Unset): Whether `timestamp` stands for
            `persistenceTimestamp`.
        value (None | str | Unset): Value, as text.
    """

    name: str
    data_sensitivity: None | str | Unset = UNSET
    is_encrypted: bool | None | Unset = UNSET
    is_large_value: bool | None | Unset = UNSET
    persistence_timestamp: int | None | Unset = UNSET
    request_id: None | str | Unset = UNSET
    selected_by_user: bool | None | Unset = UNSET
    selected_by_user_timestamp: int | None | Unset = UNSET
    source: None | str | Unset = UNSET
    source_id: None | str | Unset = UNSET
    source_label: None | str | Unset = UNSET
    source_metadata: None | str | Unset = UNSET
    source_upstream_deployable: None | str | Unset = UNSET
    source_vid: list[int] | None | Unset = UNSET
    timestamp: int | None | Unset = UNSET
    unit: None | str | Unset = UNSET
    updated_by_user_id: int | None | Unset = UNSET
    use_timestamp_as_persistence_timestamp: bool | None | Unset = UNSET
    value: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        name = self.name

        data_sensitivity = self.data_sensitivity

        is_encrypted = self.is_encrypted

        is_large_value = self.is_large_value

        persistence_timestamp = self.persistence_timestamp

        request_id = self.request_id

        selected_by_user = self.selected_by_user

        selected_by_user_timestamp = self.selected_by_user_timestamp

        source = self.source

        source_id = self.source_id

        source_label = self.source_label

        source_metadata = self.source_metadata

        source_upstream_deployable = self.source_upstream_deployable

        source_vid: list[int] | None | Unset
        if isinstance(self.source_vid, list):
            source_vid = self.source_vid
        else:
            source_vid = self.source_vid

        timestamp = self.timestamp

        unit = self.unit

        updated_by_user_id = self.updated_by_user_id

        use_timestamp_as_persistence_timestamp = self.use_timestamp_as_persistence_timestamp

        value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["name"] = name
        if data_sensitivity is not UNSET:
            field_dict["dataSensitivity"] = data_sensitivity
        if is_encrypted is not UNSET:
            field_dict["isEncrypted"] = is_encrypted
        if is_large_value is not UNSET:
            field_dict["isLargeValue"] = is_large_value
        if persistence_timestamp is not UNSET:
            field_dict["persistenceTimestamp"] = persistence_timestamp
        if request_id is not UNSET:
            field_dict["requestId"] = request_id
        if selected_by_user is not UNSET:
            field_dict["selectedByUser"] = selected_by_user
        if selected_by_user_timestamp is not UNSET:
            field_dict["selectedByUserTimestamp"] = selected_by_user_timestamp
        if source is not UNSET:
            field_dict["source"] = source
        if source_id is not UNSET:
            field_dict["sourceId"] = source_id
        if source_label is not UNSET:
            field_dict["sourceLabel"] = source_label
        if source_metadata is not UNSET:
            field_dict["sourceMetadata"] = source_metadata
        if source_upstream_deployable is not UNSET:
            field_dict["sourceUpstreamDeployable"] = source_upstream_deployable
        if source_vid is not UNSET:
            field_dict["sourceVid"] = source_vid
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if unit is not UNSET:
            field_dict["unit"] = unit
        if updated_by_user_id is not UNSET:
            field_dict["updatedByUserId"] = updated_by_user_id
        if use_timestamp_as_persistence_timestamp is not UNSET:
            field_dict["useTimestampAsPersistenceTimestamp"] = use_timestamp_as_persistence_timestamp
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        data_sensitivity = d.pop("dataSensitivity", UNSET)

        is_encrypted = d.pop("isEncrypted", UNSET)

        is_large_value = d.pop("isLargeValue", UNSET)

        persistence_timestamp = d.pop("persistenceTimestamp", UNSET)

        request_id = d.pop("requestId", UNSET)

        selected_by_user = d.pop("selectedByUser", UNSET)

        selected_by_user_timestamp = d.pop("selectedByUserTimestamp", UNSET)

        source = d.pop("source", UNSET)

        source_id = d.pop("sourceId", UNSET)

        source_label = d.pop("sourceLabel", UNSET)

        source_metadata = d.pop("sourceMetadata", UNSET)

        source_upstream_deployable = d.pop("sourceUpstreamDeployable", UNSET)

        def _parse_source_vid(data: Any) -> list[int] | None | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, list):
                try:
                    source_vid_type_0 = cast(list[int], data)
                    return source_vid_type_0
                except (AttributeError, KeyError, TypeError, ValueError):
                    pass
            return cast(list[int] | None | Unset, data)

        source_vid = _parse_source_vid(d.pop("sourceVid", UNSET))

        timestamp = d.pop("timestamp", UNSET)

        unit = d.pop("unit", UNSET)

        updated_by_user_id = d.pop("updatedByUserId", UNSET)

        use_timestamp_as_persistence_timestamp = d.pop("useTimestampAsPersistenceTimestamp", UNSET)

        value = d.pop("value", UNSET)

        property_value = cls(
            name=name,
            data_sensitivity=data_sensitivity,
            is_encrypted=is_encrypted,
            is_large_value=is_large_value,
            persistence_timestamp=persistence_timestamp,
            request_id=request_id,
            selected_by_user=selected_by_user,
            selected_by_user_timestamp=selected_by_user_timestamp,
            source=source,
            source_id=source_id,
            source_label=source_label,
            source_metadata=source_metadata,
            source_upstream_deployable=source_upstream_deployable,
            source_vid=source_vid,
            timestamp=timestamp,
            unit=unit,
            updated_by_user_id=updated_by_user_id,
            use_timestamp_as_persistence_timestamp=use_timestamp_as_persistence_timestamp,
            value=value,
        )
        property_value.additional_properties = d
        return property_value

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
