from typing import Literal

UpsertByContactIdSubscriberState = Literal["attend", "cancel", "register"]

UPSERT_BY_CONTACT_ID_SUBSCRIBER_STATE_VALUES: set[UpsertByContactIdSubscriberState] = {
    "attend",
    "cancel",
    "register",
}


def check_upsert_by_contact_id_subscriber_state(value: str) -> UpsertByContactIdSubscriberState:
    if value in UPSERT_BY_CONTACT_ID_SUBSCRIBER_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {UPSERT_BY_CONTACT_ID_SUBSCRIBER_STATE_VALUES!r}")
