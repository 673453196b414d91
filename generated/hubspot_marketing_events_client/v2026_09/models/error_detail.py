from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.error_context import ErrorContext

T = TypeVar("T", bound="ErrorDetail")


@_attrs_define
class ErrorDetail:
    """One cause of an error.

    Attributes:
        code (None | str | Unset): Machine-readable cause.
        in_ (None | str | Unset): Which field the error concerns.
        message (None | str | Unset): What went wrong, for a person; its wording may change.
        sub_category (None | str | Unset): Finer kind of error.
        context (ErrorContext | None | str | Unset): Details of the error, each a list of strings.
    """

    code: None | str | Unset = UNSET
    in_: None | str | Unset = UNSET
    message: None | str | Unset = UNSET
    sub_category: None | str | Unset = UNSET
    context: ErrorContext | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        from ..models.error_context import ErrorContext

        code = self.code

        in_ = self.in_

        message = self.message

        sub_category = self.sub_category

        context: dict[str, Any] | None | str | Unset
        if isinstance(self.context, ErrorContext):
            context = self.context.to_dict()
        else:
            context = self.context

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        if code is not UNSET:
            field_dict["code"] = code
        if in_ is not UNSET:
            field_dict["in"] = in_
        if message is not UNSET:
            field_dict["message"] = message
        if sub_category is not UNSET:
            field_dict["subCategory"] = sub_category
        if context is not UNSET:
            field_dict["context"] = context

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code", UNSET)

        in_ = d.pop("in", UNSET)

        message = d.pop("message", UNSET)

        sub_category = d.pop("subCategory", UNSET)

        if "context" in d:
            from ..models.error_context import ErrorContext
        context = d.pop("context", UNSET)
        if isinstance(context, dict):
            try:
                context = ErrorContext.from_dict(context)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        error_detail = cls(
            code=code,
            in_=in_,
            message=message,
            sub_category=sub_category,
            context=context,
        )
        error_detail.additional_properties = d
        return error_detail

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
