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

T = TypeVar("T", bound="Error")


@_attrs_define
class Error:
    """Why a request failed. HubSpot promises none of these fields; branch on codes, never on messages.

    Attributes:
        category (None | str | Unset): Kind of error, as VALIDATION_ERROR; the value to branch on. More may come.
        correlation_id (None | str | Unset): Id to give to HubSpot support.
        errors (list[ErrorDetail] | None | Unset): Causes, one each.
        message (None | str | Unset): What went wrong, for a person; its wording may change.
        sub_category (None | str | Unset): Finer kind of error.
        status (None | str | Unset): State of the batch or class of the error. Known values for a batch: CANCELED,
            COMPLETE, PENDING, PROCESSING; more may come.
        error_type (None | str | Unset): Kind of error where there is no category, as RATE_LIMIT.
        policy_name (None | str | Unset): Limit that was reached: DAILY, TEN_SECONDLY_ROLLING or SECONDLY; more may
            come.
        request_id (None | str | Unset): Id of the request that set the value.
        context (ErrorContext | None | Unset): Details of the error, each a list of strings.
        links (Links | None | Unset): URLs about the error or answer, by name.
    """

    category: None | str | Unset = UNSET
    correlation_id: None | str | Unset = UNSET
    errors: list[ErrorDetail] | None | Unset = UNSET
    message: None | str | Unset = UNSET
    sub_category: None | str | Unset = UNSET
    status: None | str | Unset = UNSET
    error_type: None | str | Unset = UNSET
    policy_name: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    context: ErrorContext | None | Unset = UNSET
    links: Links | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        from ..models.error_context import ErrorContext
        from ..models.links import Links

        category = self.category

        correlation_id = self.correlation_id

        errors: list[dict[str, Any]] | None | Unset
        if isinstance(self.errors, list):
            errors = []
            for errors_type_0_item_data in self.errors:
                errors_type_0_item = errors_type_0_item_data.to_dict()
                errors.append(errors_type_0_item)
        else:
            errors = self.errors

        message = self.message

        sub_category = self.sub_category

        status = self.status

        error_type = self.error_type

        policy_name = self.policy_name

        request_id = self.request_id

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

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        if category is not UNSET:
            field_dict["category"] = category
        if correlation_id is not UNSET:
            field_dict["correlationId"] = correlation_id
        if errors is not UNSET:
            field_dict["errors"] = errors
        if message is not UNSET:
            field_dict["message"] = message
        if sub_category is not UNSET:
            field_dict["subCategory"] = sub_category
        if status is not UNSET:
            field_dict["status"] = status
        if error_type is not UNSET:
            field_dict["errorType"] = error_type
        if policy_name is not UNSET:
            field_dict["policyName"] = policy_name
        if request_id is not UNSET:
            field_dict["requestId"] = request_id
        if context is not UNSET:
            field_dict["context"] = context
        if links is not UNSET:
            field_dict["links"] = links

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        category = d.pop("category", UNSET)

        correlation_id = d.pop("correlationId", UNSET)

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

        message = d.pop("message", UNSET)

        sub_category = d.pop("subCategory", UNSET)

        status = d.pop("status", UNSET)

        error_type = d.pop("errorType", UNSET)

        policy_name = d.pop("policyName", UNSET)

        request_id = d.pop("requestId", UNSET)

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

        error = cls(
            category=category,
            correlation_id=correlation_id,
            errors=errors,
            message=message,
            sub_category=sub_category,
            status=status,
            error_type=error_type,
            policy_name=policy_name,
            request_id=request_id,
            context=context,
            links=links,
        )
        error.additional_properties = d
        return error

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
