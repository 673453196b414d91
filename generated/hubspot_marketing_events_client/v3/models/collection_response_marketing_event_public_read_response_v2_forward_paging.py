from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.forward_paging import ForwardPaging
    from ..models.marketing_event_public_read_response_v2 import (
        MarketingEventPublicReadResponseV2,
    )

T = TypeVar("T", bound="CollectionResponseMarketingEventPublicReadResponseV2ForwardPaging")


@_attrs_define
class CollectionResponseMarketingEventPublicReadResponseV2ForwardPaging:
    """One page of events.

    Attributes:
        results (list[MarketingEventPublicReadResponseV2]): What the call found or wrote.
        paging (ForwardPaging | None | Unset): Where to go on; absent on the last page.
    """

    results: list[MarketingEventPublicReadResponseV2]
    paging: ForwardPaging | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.forward_paging import ForwardPaging

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        paging: dict[str, Any] | None | Unset
        if isinstance(self.paging, ForwardPaging):
            paging = self.paging.to_dict()
        else:
            paging = self.paging

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["results"] = results
        if paging is not UNSET:
            field_dict["paging"] = paging

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        if d.get("results"):
            from ..models.marketing_event_public_read_response_v2 import (
                MarketingEventPublicReadResponseV2,
            )
        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = MarketingEventPublicReadResponseV2.from_dict(results_item_data)

            results.append(results_item)

        if "paging" in d:
            from ..models.forward_paging import ForwardPaging
        paging = d.pop("paging", UNSET)
        if isinstance(paging, dict):
            try:
                paging = ForwardPaging.from_dict(paging)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        collection_response_marketing_event_public_read_response_v2_forward_paging = cls(
            results=results,
            paging=paging,
        )
        collection_response_marketing_event_public_read_response_v2_forward_paging.additional_properties = d
        return collection_response_marketing_event_public_read_response_v2_forward_paging

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
