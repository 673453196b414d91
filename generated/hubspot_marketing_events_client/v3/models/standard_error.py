from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.error_context import ErrorContext
    from ..models.error_detail import ErrorDetail
    from ..models.links import Links

T = TypeVar("T", bound="StandardError")


@_attrs_define
class StandardError:
    """Why one or more inputs of a batch failed.

    Attributes:
        category (None | str | Unset): Kind of error, as VALIDATION_ERROR; the value to branch on. More may come.
        errors (list[ErrorDetail] | None | Unset): Causes, one each.
        id (None | str | Unset): Id that HubSpot gave it.
        message (None | str | Unset): What went wrong, for a person; its wording may change.
        status (None | str | Unset): State of the batch or class of the error. Known values for a batch: CANCELED,
            COMPLETE, PENDING, PROCESSING; more may come.
        context (ErrorContext | None | Unset): Details of the error, each a list of strings.
        links (Links | None | Unset): URLs about the error or answer, by name.
        sub_category (Any | Unset): Finer kind of error.
    """

    category: None | str | Unset = UNSET
    errors: list[ErrorDetail] | None | Unset = UNSET
    id: None | str | Unset = UNSET
    message: None | str | Unset = UNSET
    status: None | str | Unset = UNSET
    context: ErrorContext | None | Unset = UNSET
    links: Links | None | Unset = UNSET
    sub_category: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        from ..models.error_context import ErrorContext
        from ..models.links import Links

        category = self.category

        errors: list[dict[str, Any]] | None | Unset
        if isinstance(self.errors, list):
            errors = []
            for errors_type_0_item_data in self.errors:
                errors_type_0_item = errors_type_0_item_data.to_dict()
                errors.append(errors_type_0_item)
        else:
            errors = self.errors

        id = self.id

        message = self.message

        status = self.status

        context: dict[str, Any] | None | Unset
        if isinstance(self.context, ErrorContext):
            context = self.context.to_dict()
        else:
            context = self.context

        links: dict[str, Any] | None | Unset
        if isinstance(self.links, Links):
            links = self.links.to_dict()
        else:
            links = self.links

        sub_category = self.sub_category

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        if category is not UNSET:
            field_dict["category"] = category
        if errors is not UNSET:
            field_dict["errors"] = errors
        if id is not UNSET:
            field_dict["id"] = id
        if message is not UNSET:
            field_dict["message"] = message
        if status is not UNSET:
            field_dict["status"] = status
        if context is not UNSET:
            field_dict["context"] = context
        if links is not UNSET:
            field_dict["links"] = links
        if sub_category is not UNSET:
            field_dict["subCategory"] = sub_category

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        category = d.pop("category", UNSET)

        if "errors" in d:
            from ..models.error_detail import ErrorDetail

        def _parse_errors(data: Any) -> list[ErrorDetail] | None | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, list):
                try:
                    errors_type_0 = []
                    _errors_type_0 = data
                    for errors_type_0_item_data in _errors_type_0:
                        errors_type_0_item = ErrorDetail.from_dict(errors_type_0_item_data)

                        errors_type_0.append(errors_type_0_item)
                    return errors_type_0
                except (AttributeError, KeyError, TypeError, ValueError):
                    pass
            return cast(list[ErrorDetail] | None | Unset, data)

        errors = _parse_errors(d.pop("errors", UNSET))

        id = d.pop("id", UNSET)

        message = d.pop("message", UNSET)

        status = d.pop("status", UNSET)

        if "context" in d:
            from ..models.error_context import ErrorContext
        context = d.pop("context", UNSET)
        if isinstance(context, dict):
            try:
                context = ErrorContext.from_dict(context)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        if "links" in d:
            from ..models.links import Links
        links = d.pop("links", UNSET)
        if isinstance(links, dict):
            try:
                links = Links.from_dict(links)
            except (AttributeError, KeyError, TypeError, ValueError):
                pass

        sub_category = d.pop("subCategory", UNSET)

        standard_error = cls(
            category=category,
            errors=errors,
            id=id,
            message=message,
            status=status,
            context=context,
            links=links,
            sub_category=sub_category,
        )
        standard_error.additional_properties = d
        return standard_error

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
