from typing import Literal

RecordByEmailSubscriberState = Literal["attend", "cancel", "register"]

RECORD_BY_EMAIL_SUBSCRIBER_STATE_VALUES: set[RecordByEmailSubscriberState] = {
    "attend",
    "cancel",
    "register",
}


def check_record_by_email_subscriber_state(value: str) -> RecordByEmailSubscriberState:
    if value in RECORD_BY_EMAIL_SUBSCRIBER_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RECORD_BY_EMAIL_SUBSCRIBER_STATE_VALUES!r}")
