from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.masked_substrings import MaskedSubstrings


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
        masked_substrings (MaskedSubstrings | None | Unset): Which stretches of the value are masked.
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
    masked_substrings: MaskedSubstrings | None | Unset = UNSET
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
        from ..models.masked_substrings import MaskedSubstrings  # noqa: PLC0415

        name = self.name

        data_sensitivity: None | str | Unset
        if isinstance(self.data_sensitivity, Unset):
            data_sensitivity = UNSET
        else:
            data_sensitivity = self.data_sensitivity

        is_encrypted: bool | None | Unset
        if isinstance(self.is_encrypted, Unset):
            is_encrypted = UNSET
        else:
            is_encrypted = self.is_encrypted

        is_large_value: bool | None | Unset
        if isinstance(self.is_large_value, Unset):
            is_large_value = UNSET
        else:
            is_large_value = self.is_large_value

        masked_substrings: dict[str, Any] | None | Unset
        if isinstance(self.masked_substrings, Unset):
            masked_substrings = UNSET
        elif isinstance(self.masked_substrings, MaskedSubstrings):
            masked_substrings = self.masked_substrings.to_dict()
        else:
            masked_substrings = self.masked_substrings

        persistence_timestamp: int | None | Unset
        if isinstance(self.persistence_timestamp, Unset):
            persistence_timestamp = UNSET
        else:
            persistence_timestamp = self.persistence_timestamp

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        selected_by_user: bool | None | Unset
        if isinstance(self.selected_by_user, Unset):
            selected_by_user = UNSET
        else:
            selected_by_user = self.selected_by_user

        selected_by_user_timestamp: int | None | Unset
        if isinstance(self.selected_by_user_timestamp, Unset):
            selected_by_user_timestamp = UNSET
        else:
            selected_by_user_timestamp = self.selected_by_user_timestamp

        source: None | str | Unset
        if isinstance(self.source, Unset):
            source = UNSET
        else:
            source = self.source

        source_id: None | str | Unset
        if isinstance(self.source_id, Unset):
            source_id = UNSET
        else:
            source_id = self.source_id

        source_label: None | str | Unset
        if isinstance(self.source_label, Unset):
            source_label = UNSET
        else:
            source_label = self.source_label

        source_metadata: None | str | Unset
        if isinstance(self.source_metadata, Unset):
            source_metadata = UNSET
        else:
            source_metadata = self.source_metadata

        source_upstream_deployable: None | str | Unset
        if isinstance(self.source_upstream_deployable, Unset):
            source_upstream_deployable = UNSET
        else:
            source_upstream_deployable = self.source_upstream_deployable

        source_vid: list[int] | None | Unset
        if isinstance(self.source_vid, Unset):
            source_vid = UNSET
        elif isinstance(self.source_vid, list):
            source_vid = self.source_vid

        else:
            source_vid = self.source_vid

        timestamp: int | None | Unset
        if isinstance(self.timestamp, Unset):
            timestamp = UNSET
        else:
            timestamp = self.timestamp

        unit: None | str | Unset
        if isinstance(self.unit, Unset):
            unit = UNSET
        else:
            unit = self.unit

        updated_by_user_id: int | None | Unset
        if isinstance(self.updated_by_user_id, Unset):
            updated_by_user_id = UNSET
        else:
            updated_by_user_id = self.updated_by_user_id

        use_timestamp_as_persistence_timestamp: bool | None | Unset
        if isinstance(self.use_timestamp_as_persistence_timestamp, Unset):
            use_timestamp_as_persistence_timestamp = UNSET
        else:
            use_timestamp_as_persistence_timestamp = self.use_timestamp_as_persistence_timestamp

        value: None | str | Unset
        if isinstance(self.value, Unset):
            value = UNSET
        else:
            value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
            }
        )
        if data_sensitivity is not UNSET:
            field_dict["dataSensitivity"] = data_sensitivity
        if is_encrypted is not UNSET:
            field_dict["isEncrypted"] = is_encrypted
        if is_large_value is not UNSET:
            field_dict["isLargeValue"] = is_large_value
        if masked_substrings is not UNSET:
            field_dict["maskedSubstrings"] = masked_substrings
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
        from ..models.masked_substrings import MaskedSubstrings  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_data_sensitivity(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        data_sensitivity = _parse_data_sensitivity(d.pop("dataSensitivity", UNSET))

        def _parse_is_encrypted(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_encrypted = _parse_is_encrypted(d.pop("isEncrypted", UNSET))

        def _parse_is_large_value(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_large_value = _parse_is_large_value(d.pop("isLargeValue", UNSET))

        def _parse_masked_substrings(data: object) -> MaskedSubstrings | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                masked_substrings_type_0 = MaskedSubstrings.from_dict(data)

                return masked_substrings_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MaskedSubstrings | None | Unset, data)

        masked_substrings = _parse_masked_substrings(d.pop("maskedSubstrings", UNSET))

        def _parse_persistence_timestamp(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        persistence_timestamp = _parse_persistence_timestamp(d.pop("persistenceTimestamp", UNSET))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        request_id = _parse_request_id(d.pop("requestId", UNSET))

        def _parse_selected_by_user(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        selected_by_user = _parse_selected_by_user(d.pop("selectedByUser", UNSET))

        def _parse_selected_by_user_timestamp(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        selected_by_user_timestamp = _parse_selected_by_user_timestamp(d.pop("selectedByUserTimestamp", UNSET))

        def _parse_source(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        source = _parse_source(d.pop("source", UNSET))

        def _parse_source_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        source_id = _parse_source_id(d.pop("sourceId", UNSET))

        def _parse_source_label(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        source_label = _parse_source_label(d.pop("sourceLabel", UNSET))

        def _parse_source_metadata(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        source_metadata = _parse_source_metadata(d.pop("sourceMetadata", UNSET))

        def _parse_source_upstream_deployable(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        source_upstream_deployable = _parse_source_upstream_deployable(d.pop("sourceUpstreamDeployable", UNSET))

        def _parse_source_vid(data: object) -> list[int] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                source_vid_type_0 = cast(list[int], data)

                return source_vid_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int] | None | Unset, data)

        source_vid = _parse_source_vid(d.pop("sourceVid", UNSET))

        def _parse_timestamp(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        timestamp = _parse_timestamp(d.pop("timestamp", UNSET))

        def _parse_unit(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        unit = _parse_unit(d.pop("unit", UNSET))

        def _parse_updated_by_user_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        updated_by_user_id = _parse_updated_by_user_id(d.pop("updatedByUserId", UNSET))

        def _parse_use_timestamp_as_persistence_timestamp(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        use_timestamp_as_persistence_timestamp = _parse_use_timestamp_as_persistence_timestamp(
            d.pop("useTimestampAsPersistenceTimestamp", UNSET)
        )

        def _parse_value(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        value = _parse_value(d.pop("value", UNSET))

        property_value = cls(
            name=name,
            data_sensitivity=data_sensitivity,
            is_encrypted=is_encrypted,
            is_large_value=is_large_value,
            masked_substrings=masked_substrings,
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
