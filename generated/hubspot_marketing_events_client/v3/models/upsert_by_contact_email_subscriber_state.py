from typing import Literal

UpsertByContactEmailSubscriberState = Literal["attend", "cancel", "register"]

UPSERT_BY_CONTACT_EMAIL_SUBSCRIBER_STATE_VALUES: set[UpsertByContactEmailSubscriberState] = {
    "attend",
    "cancel",
    "register",
}


def check_upsert_by_contact_email_subscriber_state(value: str) -> UpsertByContactEmailSubscriberState:
    if value in UPSERT_BY_CONTACT_EMAIL_SUBSCRIBER_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {UPSERT_BY_CONTACT_EMAIL_SUBSCRIBER_STATE_VALUES!r}")
