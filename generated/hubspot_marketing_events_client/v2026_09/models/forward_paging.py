from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.next_page import NextPage

T = TypeVar("T", bound="ForwardPaging")


@_attrs_define
class ForwardPaging:
    """Where a page continues.

    Attributes:
        next_ (NextPage | None | Unset): The next page; absent on the last one.
    """

    next_: NextPage | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.next_page import NextPage

        next_: dict[str, Any] | None | Unset
        if isinstance(self.next_, NextPage):
            next_ = self.next_.to_dict()
        else:
            next_ = self.next_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        if next_ is not UNSET:
            field_dict["next"] = next_

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

        forward_paging = cls(
            next_=next_,
        )
        forward_paging.additional_properties = d
        return forward_paging

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
