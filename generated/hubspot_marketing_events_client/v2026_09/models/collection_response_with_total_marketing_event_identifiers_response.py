from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.marketing_event_identifiers_response import (
        MarketingEventIdentifiersResponse,
    )
    from ..models.paging import Paging

T = TypeVar("T", bound="CollectionResponseWithTotalMarketingEventIdentifiersResponse")


@_attrs_define
class CollectionResponseWithTotalMarketingEventIdentifiersResponse:
    """The identifiers of the events that share an external event id.

    Attributes:
        results (list[MarketingEventIdentifiersResponse]): What the call found or wrote.
        total (int): How many there are on all pages.
        paging (None | Paging | Unset): Where to go on.
    """

    results: list[MarketingEventIdentifiersResponse]
    total: int
    paging: None | Paging | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.paging import Paging

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        total = self.total

        paging: dict[str, Any] | None | Unset
        if isinstance(self.paging, Paging):
            paging = self.paging.to_dict()
        else:
            paging = self.paging

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["results"] = results
        field_dict["total"] = total
        if paging is not UNSET:
            field_dict["paging"] = paging

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        if d.get("results"):
            from ..models.marketing_event_identifiers_response import (
                MarketingEventIdentifiersResponse,
            )
        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = MarketingEventIdentifiersResponse.from_dict(results_item_data)

            results.append(results_item)

        total = d.pop("total")

        if "paging" in d:
            from ..models.paging import Paging
        paging = d.pop("paging", UNSET)
        if isinstance(paging, dict):
            try:
                paging = Paging.from_dict(paging)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        collection_response_with_total_marketing_event_identifiers_response = cls(
            results=results,
            total=total,
            paging=paging,
        )
        collection_response_with_total_marketing_event_identifiers_response.additional_properties = d
        return collection_response_with_total_marketing_event_identifiers_response

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
