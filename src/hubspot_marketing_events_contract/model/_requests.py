"""A valid request of every operation, about one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hubspot_marketing_events_contract.model._model import Key
from hubspot_marketing_events_contract.target._target import Target

LIFE = (
    "upsert", "create", "upsertEvent", "updateEvent", "updateEventByObjectId", "updateByObjectId",
    "cancel", "complete", "archiveEvent", "archiveEventByObjectId", "archiveByObjectId", "archive",
)  # fmt: skip
MAKING = ("upsert", "create", "upsertEvent")
BATCHES = ("upsert", "updateByObjectId", "archiveByObjectId", "archive")
BY_OBJECT_ID = (
    "updateEventByObjectId", "updateByObjectId", "archiveEventByObjectId", "archiveByObjectId",
    "recordByEmail", "recordByContactId", "associateByMarketingEventId",
    "disassociateByMarketingEventId",
)  # fmt: skip
PATCHING = ("updateEvent", "updateEventByObjectId", "updateByObjectId")
DELETING = ("archiveEvent", "archiveEventByObjectId", "archiveByObjectId", "archive")
BY_EMAIL = ("recordByEmail", "recordByContactEmails", "upsertByContactEmail")
BY_CONTACT = ("recordByContactId", "recordByContactIds", "upsertByContactId")
LINKING = ("associateByMarketingEventId", "associateByExternalAccountAndEventIds")
UNLINKING = ("disassociateByMarketingEventId", "disassociateByExternalAccountAndEventIds")
CHANGING = (*LIFE, *BY_EMAIL, *BY_CONTACT, *LINKING, *UNLINKING)
TIMES = {"startDateTime": "2020-01-02T03:04:05.678Z", "endDateTime": "2020-01-02T04:04:05.001Z"}
NOBODY = "1"  # an object id that no event has

Request = tuple[Any, dict[str, Any]]


def fresh_keys(target: Target, count: int, app: str = "own") -> list[Key]:
    """Return ids of one account that nobody has used; no other ids begin as the event ids do."""
    ids = target.fresh()
    account, event = ids["externalAccountId"], ids["externalEventId"]
    return [(app, account, f"{event}.{number}") for number in range(1, count + 1)]


def valid_request(
    target: Target,
    operation: str,
    key: Key,
    *,
    object_id: str | None = None,
    fields: Mapping[str, Any] | None = None,
    people: Sequence[Mapping[str, Any]] = (),
    state: str = "attend",
    list_id: str = "7",
    app_id: str = "1",
) -> Request:
    """Return the body and the parameters of a valid call.

    Args:
        target: knows which parameters the operation has.
        operation: its id.
        key: the event that it is about.
        object_id: the event's, where it has one.
        fields: what it says of the event.
        people: inputs of a call about participants.
        state: the state that they are said to be in: register, attend or cancel.
        list_id: the list to link or unlink.
        app_id: the calling app's own id.
    """
    ids = {"externalAccountId": key[1], "externalEventId": key[2]}
    number = object_id or NOBODY
    known: dict[str, Any] = {
        **ids, "objectId": number, "marketingEventId": number, "listId": list_id, "appId": app_id,
        "subscriberState": state, "q": key[2],
    }  # fmt: skip
    parameters = target.paths[operation][2].get("parameters", ())
    values = {one["name"]: known[one["name"]] for one in parameters if one["name"] in known}
    if operation == "getParticipationsBreakdownByContactId":
        values["contactIdentifier"] = NOBODY

    if operation in (*BY_EMAIL, *BY_CONTACT):
        return {"inputs": list(people)}, values
    return _bodies(ids, number, dict(fields or {}), app_id).get(operation), values


def _bodies(ids: dict[str, Any], number: str, told: dict[str, Any], app_id: str) -> dict[str, Any]:
    """Return the body of every operation about an event that has one, people aside."""
    whole = {"eventName": "Tour", "eventOrganizer": "Northwind", **told, **ids}
    return {
        "upsert": {"inputs": [whole]},
        "create": whole,
        "upsertEvent": whole,
        "updateEvent": told,
        "updateEventByObjectId": told,
        "updateByObjectId": {"inputs": [{**told, "objectId": number}]},
        "complete": {name: told.get(name, moment) for name, moment in TIMES.items()},
        "archiveByObjectId": {"inputs": [{"objectId": number}]},
        "archive": {"inputs": [{**ids, "appId": int(app_id)}]},
        "updateSettings": {"eventDetailsUrl": "https://example.org/%s"},
    }


def joined(requests: Sequence[Request]) -> Request:
    """Return one batch with the inputs of several valid requests."""
    inputs = [one for body, _ in requests for one in body["inputs"]]
    return {"inputs": inputs}, requests[0][1]


def by_email(email: str, moment: int) -> dict[str, Any]:
    """Return an input about a person by e-mail address."""
    return {
        "email": email, "interactionDateTime": moment, "properties": {}, "contactProperties": {}
    }  # fmt: skip


def by_contact(number: int, moment: int) -> dict[str, Any]:
    """Return an input about a person by contact id."""
    return {"vid": number, "interactionDateTime": moment, "properties": {}}
