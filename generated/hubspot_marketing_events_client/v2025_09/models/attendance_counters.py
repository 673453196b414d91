from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AttendanceCounters")


@_attrs_define
class AttendanceCounters:
    """How many contacts are in each participant state at one event.

    Attributes:
        attended (int): How many contacts attended.
        cancelled (int): How many contacts cancelled their registration.
        registered (int): How many contacts registered.
        no_shows (int | None | Unset): How many registered contacts did not come.
    """

    attended: int
    cancelled: int
    registered: int
    no_shows: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        attended = self.attended

        cancelled = self.cancelled

        registered = self.registered

        no_shows = self.no_shows

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict["attended"] = attended
        field_dict["cancelled"] = cancelled
        field_dict["registered"] = registered
        if no_shows is not UNSET:
            field_dict["noShows"] = no_shows

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        attended = d.pop("attended")

        cancelled = d.pop("cancelled")

        registered = d.pop("registered")

        no_shows = d.pop("noShows", UNSET)

        attendance_counters = cls(
            attended=attended,
            cancelled=cancelled,
            registered=registered,
            no_shows=no_shows,
        )
        attendance_counters.additional_properties = d
        return attendance_counters

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
