from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContactAssociation")


@_attrs_define
class ContactAssociation:
    """The contact of a participation.

    Attributes:
        contact_id (str): Id of the contact.
        email (str): E-mail address of the contact.
        firstname (None | str | Unset): First name of the contact.
        lastname (None | str | Unset): Last name of the contact.
    """

    contact_id: str
    email: str
    firstname: None | str | Unset = UNSET
    lastname: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        contact_id = self.contact_id

        email = self.email

        firstname = self.firstname

        lastname = self.lastname

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["contactId"] = contact_id
        field_dict["email"] = email
        if firstname is not UNSET:
            field_dict["firstname"] = firstname
        if lastname is not UNSET:
            field_dict["lastname"] = lastname

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        contact_id = d.pop("contactId")

        email = d.pop("email")

        firstname = d.pop("firstname", UNSET)

        lastname = d.pop("lastname", UNSET)

        contact_association = cls(
            contact_id=contact_id,
            email=email,
            firstname=firstname,
            lastname=lastname,
        )
        contact_association.additional_properties = d
        return contact_association

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
