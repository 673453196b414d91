from typing import Literal

GetParticipationsBreakdownByContactIdState = Literal["ATTENDED", "CANCELLED", "NO_SHOW", "REGISTERED"]

GET_PARTICIPATIONS_BREAKDOWN_BY_CONTACT_ID_STATE_VALUES: set[GetParticipationsBreakdownByContactIdState] = {
    "ATTENDED",
    "CANCELLED",
    "NO_SHOW",
    "REGISTERED",
}


def check_get_participations_breakdown_by_contact_id_state(value: str) -> GetParticipationsBreakdownByContactIdState:
    if value in GET_PARTICIPATIONS_BREAKDOWN_BY_CONTACT_ID_STATE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GET_PARTICIPATIONS_BREAKDOWN_BY_CONTACT_ID_STATE_VALUES!r}"
    )
