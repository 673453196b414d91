from typing import Literal

GetParticipationsBreakdownByMarketingEventIdState = Literal["ATTENDED", "CANCELLED", "NO_SHOW", "REGISTERED"]

GET_PARTICIPATIONS_BREAKDOWN_BY_MARKETING_EVENT_ID_STATE_VALUES: set[
    GetParticipationsBreakdownByMarketingEventIdState
] = {
    "ATTENDED",
    "CANCELLED",
    "NO_SHOW",
    "REGISTERED",
}


def check_get_participations_breakdown_by_marketing_event_id_state(
    value: str,
) -> GetParticipationsBreakdownByMarketingEventIdState:
    if value in GET_PARTICIPATIONS_BREAKDOWN_BY_MARKETING_EVENT_ID_STATE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GET_PARTICIPATIONS_BREAKDOWN_BY_MARKETING_EVENT_ID_STATE_VALUES!r}"
    )
