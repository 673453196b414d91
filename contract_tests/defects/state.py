"""Defects of what the server stores, and of how much of it responses show."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from contract_tests.defects._defect import (
    BAD,
    BREAKDOWNS,
    OK,
    WRITES,
    Exchange,
    defect,
    each,
    every,
    put,
)

# state


@defect("state", "upsert")
def a_second_upsert_makes_a_second_object(x: Exchange) -> httpx.Response:
    """An upsert of an event that exists deletes it and makes another object."""
    headers = {"Authorization": x.request.headers.get("Authorization", "")}
    for one in x.inputs:
        ids = (
            [one.get(name) for name in ("externalEventId", "externalAccountId")]
            if isinstance(one, dict)
            else [0]
        )
        if all(isinstance(name, str) for name in ids):
            event, account = (quote(str(name), safe="") for name in ids)
            url = str(x.request.url).replace("/upsert", f"/{event}?externalAccountId={account}")
            x.forward(httpx.Request("DELETE", url, headers=headers))
    return x.send()


@defect("state", "updateEvent")
def a_patch_is_acknowledged_and_forgotten(x: Exchange) -> httpx.Response:
    """A patch returns what was sent, and nothing is kept."""
    return _forgotten(x, str(x.request.url))


@defect("state", "updateEventByObjectId")
def a_patch_by_object_id_is_forgotten(x: Exchange) -> httpx.Response:
    """A patch by object id returns what was sent, and nothing is kept."""
    return _forgotten(x, str(x.request.url))


def _forgotten(x: Exchange, url: str) -> httpx.Response:
    before = x.forward(httpx.Request("GET", url, headers=x.request.headers))
    response = x.send()
    if before.is_success and response.is_success:
        fields = (
            "eventName",
            "eventOrganizer",
            "eventType",
            "eventUrl",
            "eventDescription",
            "startDateTime",
            "endDateTime",
        )
        kept = {
            name: before.json().get(name) for name in fields if before.json().get(name) is not None
        }
        headers = {"Authorization": x.request.headers["Authorization"]}
        x.forward(httpx.Request("PATCH", url, headers=headers, json=kept))
    return response


@defect("state", "updateEvent", "updateEventByObjectId")
def a_patch_clears_what_it_leaves_out(x: Exchange) -> httpx.Response:
    """A patch empties the type where it does not name it."""
    return each(x, lambda one: one.setdefault("eventType", ""))


@defect("state", "updateByObjectId")
def a_batch_update_changes_the_first_only(x: Exchange) -> httpx.Response:
    """A batch update returns all inputs and changes the first."""
    inputs = x.inputs
    if len(inputs) > 1 and all(isinstance(one, dict) for one in inputs):
        return x.send(
            {"inputs": [inputs[0], *({"objectId": one.get("objectId")} for one in inputs[1:])]}
        )
    return x.send()


@defect("state", "getDetails")
def what_was_created_cannot_be_read(x: Exchange) -> httpx.Response:
    """An event is not found by its external ids until it was asked for twice."""
    key = (x.values.get("externalAccountId"), x.values.get("externalEventId"))
    x.memory[key] = x.memory.get(key, 0) + 1
    return (
        x.send()
        if x.memory[key] > 1
        else x.send(url=str(x.request.url).replace("externalAccountId=", "externalAccountId=no-"))
    )


@defect("state", "archiveEvent", "archiveEventByObjectId")
def a_deletion_is_acknowledged_and_forgotten(x: Exchange) -> httpx.Response:
    """A deletion responds with success, and the event stays."""
    x.send(method="GET")
    return httpx.Response(204) if x.status == OK else x.kept


@defect("state", "archiveByObjectId", "archive")
def a_batch_deletion_deletes_the_first_only(x: Exchange) -> httpx.Response:
    """Of several events, the first is deleted."""
    return x.send({"inputs": x.inputs[:1]} if len(x.inputs) > 1 else None)


@defect("state", "archive")
def a_batch_deletion_by_external_ids_does_nothing(x: Exchange) -> httpx.Response:
    """A deletion by external ids in a batch responds with success and deletes nothing."""
    return x.send({"inputs": []} if x.inputs else None)


@defect("state", "archiveEvent", "listEvents", "archiveEventByObjectId", "archiveByObjectId")
def the_deleted_stay_in_the_list(x: Exchange) -> httpx.Response:
    """What was deleted is still listed."""
    x.send()
    if x.operation != "listEvents":
        return x.kept
    received = x.received
    if x.status != OK:
        return x.kept
    known = x.memory.setdefault("known", {})
    if "after" not in x.values and "limit" in x.values and int(x.values["limit"]) == 100:
        now = {one["objectId"] for one in received["results"]}
        received["results"] += [one for name, one in known.items() if name not in now][
            : 100 - len(now)
        ]
        known |= {one["objectId"]: one for one in received["results"]}
    return x.respond(received)


@defect("state", "archiveEventByObjectId")
def a_neighbour_is_deleted_too(x: Exchange) -> httpx.Response:
    """With an event, the one made after it is deleted."""
    response = x.send()
    number = x.values.get("objectId", "")
    if response.status_code == 204 and number.isdecimal():
        x.send(url=str(x.request.url).replace(number, str(int(number) + 1)))
    return response


@defect("state", "archiveEventByObjectId", "upsert")
def the_deleted_comes_back(x: Exchange) -> httpx.Response:
    """An event made again after its deletion has the old description."""
    if x.operation == "archiveEventByObjectId":
        before = x.send(method="GET")
        if before.is_success:
            x.memory[before.json().get("externalEventId")] = before.json().get("eventDescription")
        return x.send()

    def revive(one: dict[str, Any]) -> None:
        old = x.memory.get(str(one.get("externalEventId")))
        one |= {"eventDescription": old} if old and "eventDescription" not in one else {}

    return each(x, revive)


@defect("state", "doSearch")
def the_search_finds_nothing(x: Exchange) -> httpx.Response:
    """The search returns no event."""
    x.send()
    return x.respond({**x.received, "results": []}) if x.status == OK else x.kept


@defect("state", "searchPortalEvents")
def identifiers_stop_at_the_first(x: Exchange) -> httpx.Response:
    """Of several events with one external id, the first is named."""
    x.send()
    received = x.received
    return (
        x.respond(
            {**received, "results": received["results"][:1], "total": len(received["results"][:1])}
        )
        if x.status == OK
        else x.kept
    )


@defect("state", "cancel")
def cancelling_completes_too(x: Exchange) -> httpx.Response:
    """A cancelled event is also complete."""
    response = x.send()
    headers = {"Authorization": x.request.headers.get("Authorization", "")}
    url = str(x.request.url).replace("/cancel", "")
    if response.is_success:
        x.forward(httpx.Request("PATCH", url, headers=headers, json={"eventCompleted": True}))
    return response


@defect("state", "getByObjectId", "listEvents")
def a_cancellation_is_not_shown(x: Exchange) -> httpx.Response:
    """Read by object id, an event is never cancelled."""
    return every(x, put("eventCancelled", False))


@defect("state", "disassociateByMarketingEventId", "disassociateByExternalAccountAndEventIds")
def a_list_stays_linked(x: Exchange) -> httpx.Response:
    """Unlinking a list responds with success, and it stays."""
    return x.send(method="PUT")


@defect("state", "associateByMarketingEventId")
def the_first_list_only_is_linked(x: Exchange) -> httpx.Response:
    """A second list is not linked."""
    url = str(x.request.url)
    event = url.rpartition("/")[0]
    first = x.memory.setdefault(event, url)
    return x.send(url=first)


@defect("state", *WRITES)
def accounts_are_one(x: Exchange) -> httpx.Response:
    """The account is passed over: one event id is one event, whatever the account."""

    def one_account(one: dict[str, Any]) -> None:
        if isinstance(one.get("externalEventId"), str) and isinstance(
            one.get("externalAccountId"), str
        ):
            one["externalAccountId"] = x.memory.setdefault(
                one["externalEventId"], one["externalAccountId"]
            )

    return each(x, one_account)


@defect("state", *WRITES, "getDetails", "cancel", "archiveEvent")
def apps_are_one(x: Exchange) -> httpx.Response:
    """Which app calls is passed over: every app finds every event by external ids."""
    if x.request.headers.get("Authorization") == "Bearer other-app-token":
        return x.send(headers={"authorization": "Bearer mock-token"})
    return x.send()


@defect("state", "getByObjectId")
def another_apps_object_is_not_found(x: Exchange) -> httpx.Response:
    """An event is found by object id only by the app that made it."""
    response = x.send()
    mine = str((x.received or {}).get("appInfo", {}).get("id", "")) if response.is_success else ""
    caller = (
        "7" if x.request.headers.get("Authorization") == "Bearer other-app-token" else "1000001"
    )
    return response if not mine or mine == caller else x.send(url=str(x.request.url) + "0")


@defect("state", "upsert")
def a_refused_batch_is_written_in_part(x: Exchange) -> httpx.Response:
    """Of a batch that is refused, the valid inputs are written."""
    response = x.send()
    if response.status_code == BAD:
        for one in x.inputs:
            x.send({"inputs": [one]})
    return response


@defect("state", "updateEvent", "updateEventByObjectId")
def a_refused_patch_is_carried_out_in_part(x: Exchange) -> httpx.Response:
    """Of a patch that is refused, the good fields are written."""
    response, sent = x.send(), x.sent
    if response.status_code == BAD and isinstance(sent, dict):
        for name, value in sent.items():
            x.send({name: value})
    return response


@defect("state", "upsert")
def everything_changes_an_unrelated_event(x: Exchange) -> httpx.Response:
    """An upsert also renames the event that was upserted before it."""
    before, response = x.memory.get("last"), x.send()
    if x.status == OK and len(x.inputs) == 1:
        same = before and before.get("externalEventId") == x.inputs[0].get("externalEventId")
        x.memory["last"] = dict(x.inputs[0])
        if before and not same:
            x.forward(
                httpx.Request(
                    "POST",
                    x.request.url,
                    headers={"Authorization": x.request.headers["Authorization"]},
                    json={"inputs": [{**before, "eventName": "renamed"}]},
                )
            )
    return response


@defect("state", "create")
def an_event_is_created_over_another(x: Exchange) -> httpx.Response:
    """A creation of an event that exists writes over it."""
    response, sent = x.send(), x.sent
    if response.status_code == BAD and isinstance(sent, dict):
        upserted = x.send({"inputs": [sent]}, url=f"{x.request.url}/upsert")
        if upserted.is_success:
            one = upserted.json()["results"][0]
            return x.respond(
                {n: v for n, v in one.items() if n not in {"id", "createdAt", "updatedAt"}}
            )
    return response


@defect("state", "recordByEmail", "recordByContactEmails")
def a_participant_stays_in_the_first_state(x: Exchange) -> httpx.Response:
    """Once recorded, a participant's state does not change."""

    def first(one: dict[str, Any]) -> None:
        key = (x.values.get("objectId"), x.values.get("externalEventId"), one.get("email"))
        one["interactionDateTime"] = -1 if key in x.memory else one.get("interactionDateTime")
        x.memory[key] = True

    return each(x, first)


@defect("state", "upsertByContactEmail")
def a_state_by_address_makes_contacts(x: Exchange) -> httpx.Response:
    """Setting a state by e-mail address creates missing contacts and counts them."""
    url = (
        str(x.request.url)
        .replace("/events/", "/attendance/")
        .replace("/email-upsert", "/email-create")
    )
    return httpx.Response(204) if x.send(url=url).is_success else x.send()


@defect("state", *BREAKDOWNS)
def a_participant_is_listed_twice(x: Exchange) -> httpx.Response:
    """The first participant is in the list twice."""
    x.send()
    received = x.received
    return (
        x.respond({**received, "results": received["results"][:1] + received["results"]})
        if x.status == OK
        else x.kept
    )
