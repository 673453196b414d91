from typing import Literal

RecordByContactIdSubscriberState = Literal["attend", "cancel", "register"]

RECORD_BY_CONTACT_ID_SUBSCRIBER_STATE_VALUES: set[RecordByContactIdSubscriberState] = {
    "attend",
    "cancel",
    "register",
}


def check_record_by_contact_id_subscriber_state(value: str) -> RecordByContactIdSubscriberState:
    if value in RECORD_BY_CONTACT_ID_SUBSCRIBER_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RECORD_BY_CONTACT_ID_SUBSCRIBER_STATE_VALUES!r}")
