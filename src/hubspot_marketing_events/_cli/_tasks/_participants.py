"""`participants`: a row is a contact who registered for an event, attended it, or cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from attrs import evolve

from hubspot_marketing_events import EventKey, ParticipantState, Status
from hubspot_marketing_events._addresses import address_fault
from hubspot_marketing_events._calls import recording
from hubspot_marketing_events._cli._files import Content, Field, Fields, Kind, Problem, Row
from hubspot_marketing_events._cli._tasks._merging import merged
from hubspot_marketing_events._cli._tasks._task import (
    REPORTED,
    Key,
    Prepared,
    Task,
    parts_of,
    target_of,
    text_or_none,
)
from hubspot_marketing_events._http import Api

AT = "interactionDateTime"
JOINED, LEFT = "joinedAt", "leftAt"
CONTACT_HINTS = {
    **dict.fromkeys(("first", "given", "forename"), "firstname"),
    **dict.fromkeys(("last", "family", "surname"), "lastname"),
    **dict.fromkeys(("company", "organization", "organisation", "employer"), "company"),
    **dict.fromkeys(("title", "position", "jobrole"), "jobtitle"),  # a role may be of the webinar
    **dict.fromkeys(("phone", "mobile", "telephone"), "phone"),
    **dict.fromkeys(("country", "region"), "country"),
    **dict.fromkeys(("zip", "postcode"), "zip"),
    "nom": "lastname",  # in French, beside "prénom"
    **dict.fromkeys(("nombre", "nome"), "firstname"),  # in Spanish and Italian
    **{name: name for name in ("city", "state", "address", "website", "industry")},
}
OCCASIONS = {
    ParticipantState.REGISTERED: ("registered", "registration", "signup"),
    ParticipantState.ATTENDED: (),
    ParticipantState.CANCELLED: ("cancelled", "canceled", "cancellation"),
}
TWO_TIMES = ("joinleave", "jointimeleave", "joinexit", "jointimeexit")  # one column has both
BIRTH = ("datebirth", "birthdate")
OTHERS = ("full", "user", "event", "webinar", "topic", "titel")  # no name or title of a contact
CAME = {
    **dict.fromkeys(("attended", "attendance"), "Yes"),
    "teilgenommen": "Ja",
    **dict.fromkeys(("participé", "aparticipé"), "Oui"),
    **dict.fromkeys(("asistió", "asistencia"), "Sí"),
}


def fields_of(state: ParticipantState) -> Fields:
    """The fields of participants; only attendees have times of joining and leaving."""
    attended = state is ParticipantState.ATTENDED
    times = {JOINED: f"properties.{JOINED}", LEFT: f"properties.{LEFT}"} if attended else {}
    known = {
        "email": Kind.TEXT,
        "vid": Kind.NUMBER,
        AT: Kind.TIME,
        **dict.fromkeys(times.values(), Kind.TIME),
        "contactProperties": Kind.PROPERTIES,
        "properties": Kind.PROPERTIES,
    }
    hints = {word: f"contactProperties.{name}" for word, name in CONTACT_HINTS.items()}
    hints |= dict.fromkeys((*OCCASIONS[state], "date", "timestamp", "when"), AT)
    hints |= dict.fromkeys(("email", "mail", "emailaddress", "mailaddress"), "email")
    hints |= dict.fromkeys((*TWO_TIMES, *BIRTH, *OTHERS), "")
    others = {name for when in OCCASIONS.values() for name in when} - set(OCCASIONS[state])
    for time in ("date", "time", "timestamp"):
        hints |= {words: "" for name in others for words in (f"{name}{time}", f"{time}{name}")}
    if attended:
        hints |= dict.fromkeys(("join", "joined", "entered", "arrived"), times[JOINED])
        hints |= dict.fromkeys(("leave", "left", "exit", "departed"), times[LEFT])
    return Fields(
        "a participant",
        {name: Field(name, kind) for name, kind in known.items()},
        hints,
        aliases={**times, "contactId": "vid", "at": AT},
        needs=(("email", "vid"), (AT, times[JOINED]) if attended else (AT,)),
        dropped=REPORTED,
        empty=frozenset({"--", "-", "n/a", "N/A", "N/a", "#N/A"}),
        filters=CAME,
        contents={
            Content.ADDRESSES: ("email",),
            Content.TIMES: tuple(times.values()) or (AT,),
        },
    )


def participants_task(
    event: EventKey | str, state: ParticipantState, *, create_missing_contacts: bool
) -> Task:
    """The task of recording participants.

    Args:
        event: the external ids or the object id of the event.
        state: what they did.
        create_missing_contacts: whether contacts are created for unknown e-mail addresses.
    """
    given = {"create_missing_contacts": create_missing_contacts}

    def prepare(api_version: str | None) -> Callable[[Sequence[Any]], Iterable[Prepared]]:
        return partial(_prepared, recording(Api(api_version), event, state, **given))

    return Task(
        command="participants",
        noun="participant",
        fields=fields_of(state),
        send=lambda client, inputs, concurrency, on_batch: client.record_participants_iter(
            event, inputs, state=state, concurrency=concurrency, on_batch=on_batch, **given
        ),
        prepare=prepare,
        key=key_of,
        source=_source,
        arrange=lambda rows: merged(
            map(_with_address_checked, rows), "participant", key_of, partial(_merged, state)
        ),
        meanings={Status.UNCONFIRMED: "HubSpot took them, and does not say whom it recorded"},
        about={"event": event, "state": state.name.lower(), **given},
    )


def key_of(values: Any) -> Key:
    """The e-mail address or the contact id of a row; an address counts in any case (assumed)."""
    if not isinstance(values, Mapping):
        return None, None
    if "vid" in values:
        return "", text_or_none(values["vid"])
    email = text_or_none(values.get("email"))
    return (email.strip().lower(), "") if email else (None, None)


def _with_address_checked(row: Row) -> Row:
    """A row with a problem where its e-mail address is none, unless a contact id goes before it.

    The client refuses such an address as well. Here it is refused before rows are merged: several
    people with the address "unknown" are not one person.
    """
    values = row.values
    if not isinstance(values, Mapping) or "vid" in values:
        return row
    email = values.get("email")
    fault = address_fault(email.strip()) if isinstance(email, str) and email.strip() else None
    if fault is None:
        return row
    return evolve(row, problems=(*row.problems, Problem(fault, "email", email)))


def _source(values: Any) -> Any:
    """The input of the client: the contact id goes before the e-mail address."""
    given = dict(values)
    if "vid" in given:
        given.pop("email", None)
    given[AT] = _at(values)
    return given


def _at(values: Mapping[str, Any]) -> Any:
    """When somebody did something; of attendees, the time of joining if there is no other."""
    return values[AT] if AT in values else values["properties"][JOINED]


def _prepared(call: Any, inputs: Sequence[Any]) -> Iterable[Prepared]:
    for part in parts_of(call, inputs):
        request = call.arguments(part)
        kind = "EmailSubscriber" if part[0].email is not None else "Subscriber"
        schema = f"BatchInputMarketingEvent{kind}"
        yield Prepared(target_of(request), request["json"]["inputs"], schema)


def _merged(
    state: ParticipantState, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Mapping[str, Any]:
    """One participant of two rows.

    The first registration and the last cancellation count. Who attended joined at the first time,
    and left at the last. Of other values, those of the later row count.
    """
    values = {**before, **after}
    for name in ("properties", "contactProperties"):
        both = [v[name] for v in (before, after) if isinstance(v.get(name), Mapping)]
        if len(both) > 1:
            values[name] = {**both[0], **both[1]}
    choice = max if state is ParticipantState.CANCELLED else min
    values[AT] = choice(_at(before), _at(after), key=dt.datetime.fromisoformat)
    first, second = before.get("properties"), after.get("properties")
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        _choose(values["properties"], first, second, JOINED, min)
        _choose(values["properties"], first, second, LEFT, max)
    return values


def _choose(values: Any, before: Any, after: Any, name: str, choice: Any) -> None:
    if name in before and name in after:
        values[name] = choice(before[name], after[name], key=dt.datetime.fromisoformat)
