from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.masked_substring import MaskedSubstring

T = TypeVar("T", bound="MaskedSubstrings")


@_attrs_define
class MaskedSubstrings:
    """The masked stretches of a sensitive value.

    Attributes:
        substrings (list[MaskedSubstring]): The masked stretches.
    """

    substrings: list[MaskedSubstring]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        substrings = []
        for substrings_item_data in self.substrings:
            substrings_item = substrings_item_data.to_dict()
            substrings.append(substrings_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["substrings"] = substrings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        if d.get("substrings"):
            from ..models.masked_substring import MaskedSubstring
        substrings = []
        _substrings = d.pop("substrings")
        for substrings_item_data in _substrings:
            substrings_item = MaskedSubstring.from_dict(substrings_item_data)

            substrings.append(substrings_item)

        masked_substrings = cls(
            substrings=substrings,
        )
        masked_substrings.additional_properties = d
        return masked_substrings

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
