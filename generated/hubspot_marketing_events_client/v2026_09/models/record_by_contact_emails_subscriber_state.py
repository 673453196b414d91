from typing import Literal

RecordByContactEmailsSubscriberState = Literal["attend", "cancel", "register"]

RECORD_BY_CONTACT_EMAILS_SUBSCRIBER_STATE_VALUES: set[RecordByContactEmailsSubscriberState] = {
    "attend",
    "cancel",
    "register",
}


def check_record_by_contact_emails_subscriber_state(value: str) -> RecordByContactEmailsSubscriberState:
    if value in RECORD_BY_CONTACT_EMAILS_SUBSCRIBER_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RECORD_BY_CONTACT_EMAILS_SUBSCRIBER_STATE_VALUES!r}")
