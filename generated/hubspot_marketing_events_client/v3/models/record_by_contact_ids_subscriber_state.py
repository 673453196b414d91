from typing import Literal

RecordByContactIdsSubscriberState = Literal["attend", "cancel", "register"]

RECORD_BY_CONTACT_IDS_SUBSCRIBER_STATE_VALUES: set[RecordByContactIdsSubscriberState] = {
    "attend",
    "cancel",
    "register",
}


def check_record_by_contact_ids_subscriber_state(value: str) -> RecordByContactIdsSubscriberState:
    if value in RECORD_BY_CONTACT_IDS_SUBSCRIBER_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RECORD_BY_CONTACT_IDS_SUBSCRIBER_STATE_VALUES!r}")
