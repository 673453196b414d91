"""Recording who registered for an event, attended it, or cancelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from hubspot_marketing_events._calls._references import named, reference
from hubspot_marketing_events._checks import EPOCH, MILLISECOND, checked_participant
from hubspot_marketing_events._core import BatchCall, PendingInput
from hubspot_marketing_events._core._results import read_id
from hubspot_marketing_events._events import Participant, ParticipantState
from hubspot_marketing_events._http import Api, read_response
from hubspot_marketing_events._outcomes import Status
from hubspot_marketing_events.errors import ConfigurationError

if TYPE_CHECKING:
    from hubspot_marketing_events._calls._references import EventRef

Key = tuple[str, str]  # what names a contact, and the name


class _Contact(NamedTuple):
    """What a response says of one participant."""

    object_id: str | None
    keys: set[Key]


def recording(
    api: Api, event: EventRef, state: ParticipantState, *, create_missing_contacts: bool
) -> BatchCall:
    """Describe the recording of participants.

    By e-mail address, HubSpot has two calls (documented). One creates missing contacts and names
    each contact in its response; the other creates none and names none. By contact id, no call
    creates contacts, so the call that names each contact is used.

    Raises:
        ConfigurationError: HubSpot has no such call, or `state` is no `ParticipantState`.
        InvalidEventError: `event` names no event.
    """
    if not isinstance(state, ParticipantState):
        raise ConfigurationError(f"state is {state!r}, and no ParticipantState")
    about = reference(event)
    attended = "event_attendees.record_by_"
    by_id = named(about, attended + "contact_ids", attended + "contact_id")
    by_email = named(about, attended + "contact_emails", attended + "email")
    if not create_missing_contacts:
        by_email = named(about, "subscriber_state_changes.upsert_by_contact_email", None)

    def arguments(items: Sequence[Participant]) -> Any:
        is_email = items[0].email is not None
        operation, ids = by_email if is_email else by_id
        kind = "EmailSubscriber" if is_email else "Subscriber"
        body = (f"BatchInputMarketingEvent{kind}", {"inputs": [_input(item) for item in items]})
        return api.request(operation, body, subscriber_state=state.value, **ids)

    return BatchCall(
        check=checked_participant,
        key=_key,
        arguments=arguments,
        read=partial(
            read_response, results=_read_contacts, may_be_silent=not create_missing_contacts
        ),
        match=_matched,
        exclusive=False,  # two e-mail addresses may be one contact's
        divide=_divided,
        silence=None if create_missing_contacts else lambda _: Status.UNCONFIRMED,
        kind="participant",
    )


def _key(item: Participant) -> Key:
    """Return who is meant; HubSpot takes e-mail addresses in any case (assumed)."""
    if item.email is not None:
        return "email", item.email.lower()  # casefolded, one with ß would be one with ss
    return "vid", str(item.contact_id)


def _input(item: Participant) -> dict[str, Any]:
    named = {"email": item.email} if item.email is not None else {"vid": int(item.contact_id or 0)}
    given = {"properties": item.properties, "contactProperties": item.contact_properties}
    if item.email is None:
        del given["contactProperties"]
    milliseconds = (item.at - EPOCH) // MILLISECOND
    return {
        **named,
        "interactionDateTime": milliseconds,
        **{name: dict(value) for name, value in given.items() if value},
    }


def _divided(part: Sequence[PendingInput]) -> list[list[PendingInput]]:
    """Keep those named by e-mail address apart from those named by id: HubSpot has two calls."""
    parts: defaultdict[str, list[PendingInput]] = defaultdict(list)
    for pending in part:
        parts[pending.key[0]].append(pending)
    return list(parts.values())


def _read_contacts(given: Sequence[Any]) -> list[_Contact]:
    contacts = []
    for item in given:
        vid = read_id(item.get("vid")) if isinstance(item, dict) else None
        if vid and vid.isdecimal():
            email = item.get("email")
            keys = {("vid", vid)}
            if isinstance(email, str):
                keys.add(("email", email.strip().lower()))
            contacts.append(_Contact(vid, keys))
    return contacts


def _matched(
    part: Sequence[PendingInput], results: Sequence[_Contact]
) -> list[tuple[PendingInput, _Contact]]:
    """Match results by what they echo: the contact id, or the e-mail address.

    HubSpot may name a contact by its first address, or by its id since a merge (assumed). So
    where there is a result for each input, the results that are left belong to the inputs that
    are left, unless one of them names somebody else of the request. If several are left, none of
    them gets an id.
    """
    by_key = {pending.key: pending for pending in part}
    sent, pairs, left = set(by_key), [], list[_Contact]()
    for result in results:
        found = next((by_key.pop(key) for key in result.keys if key in by_key), None)
        if found:
            pairs.append((found, result))
        else:
            left.append(result)

    distinct = {frozenset(result.keys) for result in results}
    clear = all(sent.isdisjoint(result.keys) for result in left)
    if clear and len(distinct) == len(results) == len(part):
        one = len(left) == 1
        for pending, result in zip(by_key.values(), left, strict=True):
            pairs.append((pending, result if one else result._replace(object_id=None)))
    return pairs
