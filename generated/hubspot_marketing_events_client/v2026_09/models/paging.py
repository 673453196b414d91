from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.next_page import NextPage
    from ..models.previous_page import PreviousPage

T = TypeVar("T", bound="Paging")


@_attrs_define
class Paging:
    """Where a page continues, both ways.

    Attributes:
        next_ (NextPage | None | Unset): The next page; absent on the last one.
        prev (None | PreviousPage | Unset): The previous page; absent on the first one.
    """

    next_: NextPage | None | Unset = UNSET
    prev: None | PreviousPage | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.next_page import NextPage
        from ..models.previous_page import PreviousPage

        next_: dict[str, Any] | None | Unset
        if isinstance(self.next_, NextPage):
            next_ = self.next_.to_dict()
        else:
            next_ = self.next_

        prev: dict[str, Any] | None | Unset
        if isinstance(self.prev, PreviousPage):
            prev = self.prev.to_dict()
        else:
            prev = self.prev

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        if next_ is not UNSET:
            field_dict["next"] = next_
        if prev is not UNSET:
            field_dict["prev"] = prev

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        if "next" in d:
            from ..models.next_page import NextPage
        next_ = d.pop("next", UNSET)
        if isinstance(next_, dict):
            try:
                next_ = NextPage.from_dict(next_)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        if "prev" in d:
            from ..models.previous_page import PreviousPage
        prev = d.pop("prev", UNSET)
        if isinstance(prev, dict):
            try:
                prev = PreviousPage.from_dict(prev)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        paging = cls(
            next_=next_,
            prev=prev,
        )
        paging.additional_properties = d
        return paging

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
