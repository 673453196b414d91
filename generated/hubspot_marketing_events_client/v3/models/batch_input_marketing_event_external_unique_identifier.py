from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.marketing_event_external_unique_identifier import (
        MarketingEventExternalUniqueIdentifier,
    )

T = TypeVar("T", bound="BatchInputMarketingEventExternalUniqueIdentifier")


@_attrs_define
class BatchInputMarketingEventExternalUniqueIdentifier:
    """A batch of events named by their external ids.

    Attributes:
        inputs (list[MarketingEventExternalUniqueIdentifier]): The inputs of the batch.
    """

    inputs: list[MarketingEventExternalUniqueIdentifier]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        inputs = []
        for inputs_item_data in self.inputs:
            inputs_item = inputs_item_data.to_dict()
            inputs.append(inputs_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["inputs"] = inputs

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        if d.get("inputs"):
            from ..models.marketing_event_external_unique_identifier import (
                MarketingEventExternalUniqueIdentifier,
            )
        inputs = []
        _inputs = d.pop("inputs")
        for inputs_item_data in _inputs:
            inputs_item = MarketingEventExternalUniqueIdentifier.from_dict(inputs_item_data)

            inputs.append(inputs_item)

        batch_input_marketing_event_external_unique_identifier = cls(
            inputs=inputs,
        )
        batch_input_marketing_event_external_unique_identifier.additional_properties = d
        return batch_input_marketing_event_external_unique_identifier

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
