"""Defects of a server: each wrapped around the mock, which has none of them."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from typing import Any
from urllib.parse import quote

import httpx

from contract_tests.defects._defect import Exchange, defect, each, every

WRITES = ("upsert", "create", "upsertEvent", "updateEvent", "updateEventByObjectId", "updateByObjectId")
READS = ("getDetails", "getByObjectId", "listEvents")
ONES = ("upsert", "upsertEvent", "updateEvent", "updateEventByObjectId", "getDetails", "getByObjectId")
BREAKDOWNS = ("getParticipationsBreakdownByMarketingEventId", "getParticipationsBreakdownByExternalEventId")
COUNTERS = ("getParticipationsCountersByMarketingEventId", "getParticipationsCountersByEventExternalId")
ATTENDANCE = ("recordByEmail", "recordByContactEmails", "recordByContactId", "recordByContactIds", "upsertByContactId")
OK, PARTIAL, BAD, UNAUTHORIZED, FORBIDDEN, MISSING = 200, 207, 400, 401, 403, 404


def put(name: str, value: Any) -> Any:
    """Set a field where it is."""
    return lambda one: one.__setitem__(name, value) if name in one else None


def moved(text: str, **by: float) -> str:
    """A moment later or earlier."""
    return (dt.datetime.fromisoformat(text) + dt.timedelta(**by)).astimezone(dt.UTC).isoformat(timespec="milliseconds")[
        :23
    ] + "Z"


def shifted(one: dict[str, Any], name: str, **by: float) -> Any:
    """Move a moment where it is one."""
    if isinstance(one.get(name), str):
        with contextlib.suppress(ValueError):
            one[name] = moved(one[name], **by)


# data


@defect("data", "upsert")
def the_last_input_is_dropped(x: Exchange) -> httpx.Response:
    """The last input of a batch is neither written nor answered."""
    return x.send({"inputs": x.inputs[:-1]} if len(x.inputs) > 1 else None)


@defect("data", "upsert")
def an_input_is_dropped_and_answered(x: Exchange) -> httpx.Response:
    """Of a batch, the last input is not written, and answered as if it were the first."""
    if len(x.inputs) < 2:
        return x.send()
    x.send({"inputs": x.inputs[:-1]})
    answer = x.answer
    if x.status == OK:
        answer["results"].append(answer["results"][0])
    return x.reply(answer)


@defect("data", *WRITES)
def start_and_end_are_exchanged(x: Exchange) -> httpx.Response:
    """Start and end change places as they are written."""

    def swap(one: dict[str, Any]) -> None:
        start, end = one.pop("startDateTime", None), one.pop("endDateTime", None)
        one |= {n: v for n, v in (("startDateTime", end), ("endDateTime", start)) if v is not None}

    return each(x, swap)


@defect("data", *READS)
def start_and_end_are_exchanged_when_read(x: Exchange) -> httpx.Response:
    """Start and end change places as they are read."""
    return every(x, lambda one: one.update(startDateTime=one.get("endDateTime"), endDateTime=one.get("startDateTime")))


@defect("data", *WRITES)
def a_description_is_dropped(x: Exchange) -> httpx.Response:
    """The description is taken and not kept."""
    return each(x, lambda one: one.pop("eventDescription", None))


@defect("data", "updateEvent", "updateEventByObjectId", "updateByObjectId")
def an_address_is_not_updated(x: Exchange) -> httpx.Response:
    """A patch passes over the event's address."""
    return each(x, lambda one: one.pop("eventUrl", None))


@defect("data", *WRITES)
def custom_properties_are_dropped(x: Exchange) -> httpx.Response:
    """Custom properties are taken and not kept."""
    return each(x, lambda one: one.update(customProperties=[]) if "customProperties" in one else None)


@defect("data", *WRITES)
def custom_values_are_exchanged(x: Exchange) -> httpx.Response:
    """The values of two custom properties change places."""

    def swap(one: dict[str, Any]) -> None:
        given = one.get("customProperties")
        if isinstance(given, list) and len(given) > 1:
            given[0]["value"], given[1]["value"] = given[1]["value"], given[0]["value"]

    return each(x, swap)


@defect("data", "upsert")
def fields_slip_between_inputs(x: Exchange) -> httpx.Response:
    """In a batch, each event gets the type of the one before it."""
    inputs = x.inputs
    if len(inputs) > 1 and all(isinstance(one, dict) for one in inputs):
        types = [one.pop("eventType", None) for one in inputs]
        for one, kind in zip(inputs, [types[-1], *types[:-1]], strict=True):
            one.update({"eventType": kind} if kind else {})
        return x.send({"inputs": inputs})
    return x.send()


@defect("data", *WRITES)
def a_cancellation_is_not_kept(x: Exchange) -> httpx.Response:
    """That an event is cancelled is taken and not kept, unless it is cancelled by its own call."""
    return each(x, lambda one: one.pop("eventCancelled", None))


@defect("data", *WRITES)
def long_text_is_cut(x: Exchange) -> httpx.Response:
    """A description ends after 255 characters."""
    return each(
        x,
        lambda one: (
            put("eventDescription", one["eventDescription"][:255])(one)
            if isinstance(one.get("eventDescription"), str)
            else None
        ),
    )


@defect("data", *COUNTERS)
def a_counter_is_one_too_many(x: Exchange) -> httpx.Response:
    """One participant too many is counted as soon as there is one."""
    return every(x, lambda one: one.update(attended=one["attended"] + bool(one["attended"])))


@defect("data", *ATTENDANCE)
def cancelling_counts_as_coming(x: Exchange) -> httpx.Response:
    """Who cancels is recorded as having come."""
    return x.send(url=str(x.request.url).replace("/cancel/", "/attend/"))


@defect("data", *COUNTERS)
def no_shows_are_counted_as_registered(x: Exchange) -> httpx.Response:
    """Who stayed away is still counted among those registered."""
    return every(x, lambda one: one.update(registered=one["registered"] + one["noShows"], noShows=0))


@defect("data", *ATTENDANCE)
def only_the_first_participant_is_recorded(x: Exchange) -> httpx.Response:
    """Of several participants in one request, the first is recorded."""
    return x.send({"inputs": x.inputs[:1]} if len(x.inputs) > 1 else None)


@defect("data", "recordByContactId", "recordByContactIds")
def a_wrong_contact_is_answered(x: Exchange) -> httpx.Response:
    """The answer names another contact than was recorded."""
    return every(x, lambda one: one.update(vid=one["vid"] + 1))


@defect("data", *BREAKDOWNS)
def a_filter_is_passed_over(x: Exchange) -> httpx.Response:
    """The list of participants is not filtered by state."""
    return x.send(url=str(x.request.url.copy_remove_param("state")))


@defect("data", "getParticipationsBreakdownByContactId")
def a_contact_has_one_event_only(x: Exchange) -> httpx.Response:
    """Of a contact's participations, the first is told."""
    x.send()
    answer = x.answer
    return x.reply({**answer, "results": answer["results"][:1]}) if x.status == OK else x.kept


@defect("data", "updateSettings")
def settings_are_forgotten(x: Exchange) -> httpx.Response:
    """Settings are acknowledged and not kept."""
    before = x.send(method="GET")
    kept = before.json().get("eventDetailsUrl", "") if before.is_success else ""
    answer = x.send()
    if answer.is_success:
        x.send({"eventDetailsUrl": kept})
    return answer


@defect("data", "upsertEvent")
def a_put_keeps_what_it_leaves_out(x: Exchange) -> httpx.Response:
    """A PUT behaves like a patch."""
    sent = x.sent
    if not isinstance(sent, dict) or "externalAccountId" not in sent:
        return x.send()
    path = str(x.request.url).partition("?")[0]
    patched = x.send(url=f"{path}?externalAccountId={quote(sent['externalAccountId'], safe='')}", method="PATCH")
    return patched if patched.is_success else x.send()


@defect("data", "upsert")
def an_upsert_clears_what_it_leaves_out(x: Exchange) -> httpx.Response:
    """An upsert behaves like a PUT."""
    return each(x, lambda one: [one.setdefault(name, "") for name in ("eventDescription", "eventType")])


@defect("data", "complete")
def completing_forgets_the_times(x: Exchange) -> httpx.Response:
    """Completing an event keeps the old start and end."""
    details = str(x.request.url).replace("/complete", "")
    before = x.forward(httpx.Request("GET", details, headers=x.request.headers))
    answer = x.send()
    if before.is_success and answer.is_success:
        kept = {n: v for n, v in before.json().items() if n in {"startDateTime", "endDateTime"} and v}
        x.forward(
            httpx.Request("PATCH", details, headers={"Authorization": x.request.headers["Authorization"]}, json=kept)
        )
    return answer


# order


@defect("order", "upsert")
def results_come_backwards(x: Exchange) -> httpx.Response:
    """The results of a batch come in the opposite order."""
    x.send()
    answer = x.answer
    if x.status == OK:
        answer["results"].reverse()
    return x.reply(answer)


@defect("order", "upsert")
def object_ids_slip_by_one(x: Exchange) -> httpx.Response:
    """In a batch's answer, each result has the object id of its neighbour."""
    x.send()
    answer = x.answer
    if x.status == OK and len(answer["results"]) > 1:
        ids = [one["objectId"] for one in answer["results"]]
        for one, name in zip(answer["results"], [*ids[1:], ids[0]], strict=True):
            one["objectId"] = name
    return x.reply(answer)


@defect("order", "listEvents")
def the_list_turns_round(x: Exchange) -> httpx.Response:
    """Every other time, the list of events comes in the opposite order."""
    x.send()
    answer = x.answer
    x.memory["turn"] = not x.memory.get("turn", False)
    if x.status == OK and x.memory["turn"]:
        answer["results"].reverse()
    return x.reply(answer) if x.status == OK else x.kept


# state


@defect("state", "upsert")
def a_second_upsert_makes_a_second_object(x: Exchange) -> httpx.Response:
    """An upsert of an event that exists deletes it and makes another object."""
    headers = {"Authorization": x.request.headers.get("Authorization", "")}
    for one in x.inputs:
        ids = [one.get(name) for name in ("externalEventId", "externalAccountId")] if isinstance(one, dict) else [0]
        if all(isinstance(name, str) for name in ids):
            event, account = (quote(str(name), safe="") for name in ids)
            url = str(x.request.url).replace("/upsert", f"/{event}?externalAccountId={account}")
            x.forward(httpx.Request("DELETE", url, headers=headers))
    return x.send()


@defect("state", "updateEvent")
def a_patch_is_acknowledged_and_forgotten(x: Exchange) -> httpx.Response:
    """A patch answers what was asked, and nothing is kept."""
    return _forgotten(x, str(x.request.url))


@defect("state", "updateEventByObjectId")
def a_patch_by_object_id_is_forgotten(x: Exchange) -> httpx.Response:
    """A patch by object id answers what was asked, and nothing is kept."""
    return _forgotten(x, str(x.request.url))


def _forgotten(x: Exchange, url: str) -> httpx.Response:
    before = x.forward(httpx.Request("GET", url, headers=x.request.headers))
    answer = x.send()
    if before.is_success and answer.is_success:
        fields = (
            "eventName",
            "eventOrganizer",
            "eventType",
            "eventUrl",
            "eventDescription",
            "startDateTime",
            "endDateTime",
        )
        kept = {name: before.json().get(name) for name in fields if before.json().get(name) is not None}
        headers = {"Authorization": x.request.headers["Authorization"]}
        x.forward(httpx.Request("PATCH", url, headers=headers, json=kept))
    return answer


@defect("state", "updateEvent", "updateEventByObjectId")
def a_patch_clears_what_it_leaves_out(x: Exchange) -> httpx.Response:
    """A patch empties the type where it does not name it."""
    return each(x, lambda one: one.setdefault("eventType", ""))


@defect("state", "updateByObjectId")
def a_batch_update_changes_the_first_only(x: Exchange) -> httpx.Response:
    """A batch update answers all inputs and changes the first."""
    inputs = x.inputs
    if len(inputs) > 1 and all(isinstance(one, dict) for one in inputs):
        return x.send({"inputs": [inputs[0], *({"objectId": one.get("objectId")} for one in inputs[1:])]})
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
    """A deletion answers success, and the event stays."""
    x.send(method="GET")
    return httpx.Response(204) if x.status == OK else x.kept


@defect("state", "archiveByObjectId", "archive")
def a_batch_deletion_deletes_the_first_only(x: Exchange) -> httpx.Response:
    """Of several events, the first is deleted."""
    return x.send({"inputs": x.inputs[:1]} if len(x.inputs) > 1 else None)


@defect("state", "archive")
def a_batch_deletion_by_external_ids_does_nothing(x: Exchange) -> httpx.Response:
    """A deletion by external ids in a batch answers success and deletes nothing."""
    return x.send({"inputs": []} if x.inputs else None)


@defect("state", "archiveEvent", "listEvents", "archiveEventByObjectId", "archiveByObjectId")
def the_deleted_stay_in_the_list(x: Exchange) -> httpx.Response:
    """What was deleted is still listed."""
    x.send()
    if x.operation != "listEvents":
        return x.kept
    answer = x.answer
    if x.status != OK:
        return x.kept
    known = x.memory.setdefault("known", {})
    if "after" not in x.values and "limit" in x.values and int(x.values["limit"]) == 100:
        now = {one["objectId"] for one in answer["results"]}
        answer["results"] += [one for name, one in known.items() if name not in now][: 100 - len(now)]
        known |= {one["objectId"]: one for one in answer["results"]}
    return x.reply(answer)


@defect("state", "archiveEventByObjectId")
def a_neighbour_is_deleted_too(x: Exchange) -> httpx.Response:
    """With an event, the one made after it is deleted."""
    answer = x.send()
    number = x.values.get("objectId", "")
    if answer.status_code == 204 and number.isdecimal():
        x.send(url=str(x.request.url).replace(number, str(int(number) + 1)))
    return answer


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
    """The search answers no event."""
    x.send()
    return x.reply({**x.answer, "results": []}) if x.status == OK else x.kept


@defect("state", "searchPortalEvents")
def identifiers_stop_at_the_first(x: Exchange) -> httpx.Response:
    """Of several events with one external id, the first is named."""
    x.send()
    answer = x.answer
    return (
        x.reply({**answer, "results": answer["results"][:1], "total": len(answer["results"][:1])})
        if x.status == OK
        else x.kept
    )


@defect("state", "cancel")
def cancelling_completes_too(x: Exchange) -> httpx.Response:
    """A cancelled event is also complete."""
    answer = x.send()
    headers = {"Authorization": x.request.headers.get("Authorization", "")}
    url = str(x.request.url).replace("/cancel", "")
    if answer.is_success:
        x.forward(httpx.Request("PATCH", url, headers=headers, json={"eventCompleted": True}))
    return answer


@defect("state", "getByObjectId", "listEvents")
def a_cancellation_is_not_shown(x: Exchange) -> httpx.Response:
    """Read by object id, an event is never cancelled."""
    return every(x, put("eventCancelled", False))


@defect("state", "disassociateByMarketingEventId", "disassociateByExternalAccountAndEventIds")
def a_list_stays_linked(x: Exchange) -> httpx.Response:
    """Unlinking a list answers success, and it stays."""
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
        if isinstance(one.get("externalEventId"), str) and isinstance(one.get("externalAccountId"), str):
            one["externalAccountId"] = x.memory.setdefault(one["externalEventId"], one["externalAccountId"])

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
    answer = x.send()
    mine = str((x.answer or {}).get("appInfo", {}).get("id", "")) if answer.is_success else ""
    caller = "7" if x.request.headers.get("Authorization") == "Bearer other-app-token" else "1000001"
    return answer if not mine or mine == caller else x.send(url=str(x.request.url) + "0")


@defect("state", "upsert")
def a_refused_batch_is_written_in_part(x: Exchange) -> httpx.Response:
    """Of a batch that is refused, the valid inputs are written."""
    answer = x.send()
    if answer.status_code == BAD:
        for one in x.inputs:
            x.send({"inputs": [one]})
    return answer


@defect("state", "updateEvent", "updateEventByObjectId")
def a_refused_patch_is_carried_out_in_part(x: Exchange) -> httpx.Response:
    """Of a patch that is refused, the good fields are written."""
    answer, sent = x.send(), x.sent
    if answer.status_code == BAD and isinstance(sent, dict):
        for name, value in sent.items():
            x.send({name: value})
    return answer


@defect("state", "upsert")
def everything_changes_an_unrelated_event(x: Exchange) -> httpx.Response:
    """An upsert also renames the event that was upserted before it."""
    before, answer = x.memory.get("last"), x.send()
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
    return answer


@defect("state", "create")
def an_event_is_created_over_another(x: Exchange) -> httpx.Response:
    """A creation of an event that exists writes over it."""
    answer, sent = x.send(), x.sent
    if answer.status_code == BAD and isinstance(sent, dict):
        upserted = x.send({"inputs": [sent]}, url=f"{x.request.url}/upsert")
        if upserted.is_success:
            one = upserted.json()["results"][0]
            return x.reply({n: v for n, v in one.items() if n not in {"id", "createdAt", "updatedAt"}})
    return answer


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
    """Setting a state by e-mail address counts who is no contact."""
    url = str(x.request.url).replace("/events/", "/attendance/").replace("/email-upsert", "/email-create")
    return httpx.Response(204) if x.send(url=url).is_success else x.send()


@defect("state", *BREAKDOWNS)
def a_participant_is_listed_twice(x: Exchange) -> httpx.Response:
    """The first participant is in the list twice."""
    x.send()
    answer = x.answer
    return x.reply({**answer, "results": answer["results"][:1] + answer["results"]}) if x.status == OK else x.kept


# time


@defect("time", *WRITES)
def milliseconds_are_lost(x: Exchange) -> httpx.Response:
    """Moments are kept to the second."""

    def cut(one: dict[str, Any]) -> None:
        for name in ("startDateTime", "endDateTime"):
            if isinstance(one.get(name), str) and "." in one[name]:
                one[name] = one[name].partition(".")[0] + one[name].partition(".")[2].lstrip("0123456789")

    return each(x, cut)


@defect("time", *WRITES)
def an_offset_is_dropped(x: Exchange) -> httpx.Response:
    """A moment with an offset is taken as UTC."""

    def drop(one: dict[str, Any]) -> None:
        for name in ("startDateTime", "endDateTime"):
            if isinstance(one.get(name), str) and one[name][-6:-5] in {"+", "-"}:
                one[name] = one[name][:-6] + "Z"

    return each(x, drop)


@defect("time", *WRITES)
def moments_are_an_hour_late(x: Exchange) -> httpx.Response:
    """Start and end are kept an hour late."""
    return each(x, lambda one: [shifted(one, name, hours=1) for name in ("startDateTime", "endDateTime")])


@defect("time", "getByObjectId")
def moments_are_read_in_another_zone(x: Exchange) -> httpx.Response:
    """Read by object id, start and end are local time called UTC."""
    return every(x, lambda one: [shifted(one, name, hours=-5) for name in ("startDateTime", "endDateTime")])


@defect("time", "upsert")
def created_at_changes(x: Exchange) -> httpx.Response:
    """CreatedAt is the moment of the last write."""
    return every(x, lambda one: one.update(createdAt=one["updatedAt"]))


@defect("time", *ONES)
def updated_at_goes_back(x: Exchange) -> httpx.Response:
    """UpdatedAt is earlier with every answer."""
    x.memory["turn"] = x.memory.get("turn", 0) + 1
    return every(x, lambda one: shifted(one, "updatedAt", seconds=-x.memory["turn"]))


@defect("time", "getByObjectId", "getDetails")
def reading_touches_an_event(x: Exchange) -> httpx.Response:
    """Reading an event moves its updatedAt."""
    x.memory["turn"] = x.memory.get("turn", 0) + 1
    return every(x, lambda one: shifted(one, "updatedAt", milliseconds=x.memory["turn"]))


@defect("time", "upsert")
def the_clock_is_a_day_ahead(x: Exchange) -> httpx.Response:
    """The server's own moments are of tomorrow."""
    return every(x, lambda one: [shifted(one, name, days=1) for name in ("createdAt", "updatedAt")])


# auth


@defect("auth")
def nobody_is_asked_for_a_token(x: Exchange) -> httpx.Response:
    """Whoever calls is let in."""
    return (
        x.send(headers={"authorization": "Bearer mock-token"}) if "Authorization" not in x.request.headers else x.send()
    )


@defect("auth", "searchPortalEvents")
def one_call_asks_for_no_token(x: Exchange) -> httpx.Response:
    """One operation lets in whoever calls."""
    return x.send(headers={"authorization": "Bearer mock-token"})


@defect("auth")
def any_scheme_will_do(x: Exchange) -> httpx.Response:
    """A token is taken by any scheme."""
    given = x.request.headers.get("Authorization", "")
    return x.send(headers={"authorization": f"Bearer {given.rpartition(' ')[2]}"} if given else None)


@defect("auth")
def any_token_will_do(x: Exchange) -> httpx.Response:
    """A token of nobody's is taken for one's own."""
    known = {"mock-token", "other-app-token", "reader-token", "expired-token"}
    given = x.request.headers.get("Authorization", "")
    scheme, _, token = given.partition(" ")
    return x.send(headers={"authorization": "Bearer mock-token"} if scheme == "Bearer" and token not in known else None)


@defect("auth")
def an_expired_token_will_do(x: Exchange) -> httpx.Response:
    """An expired token is taken."""
    expired = x.request.headers.get("Authorization") == "Bearer expired-token"
    return x.send(headers={"authorization": "Bearer mock-token"} if expired else None)


@defect("auth")
def an_expired_token_is_called_invalid(x: Exchange) -> httpx.Response:
    """The answer to an expired token does not say that it has expired."""
    x.send()
    expired = x.status == UNAUTHORIZED and "EXPIRED" in str(x.answer.get("category"))
    return x.reply({**x.answer, "category": "INVALID_AUTHENTICATION"}) if expired else x.kept


@defect("auth")
def no_scope_is_needed(x: Exchange) -> httpx.Response:
    """A token for reading may write."""
    reader = x.request.headers.get("Authorization") == "Bearer reader-token"
    return x.send(headers={"authorization": "Bearer mock-token"} if reader else None)


@defect("auth")
def the_missing_scope_is_not_named(x: Exchange) -> httpx.Response:
    """403 does not say which scope is missing."""
    x.send()
    return x.reply({n: v for n, v in x.answer.items() if n != "errors"}) if x.status == FORBIDDEN else x.kept


@defect("auth", "upsert", "updateEvent", "cancel", "archiveEvent")
def who_is_refused_is_obeyed(x: Exchange) -> httpx.Response:
    """A write without a token answers 401 and is carried out."""
    answer = x.send()
    if answer.status_code == UNAUTHORIZED:
        x.send(headers={"authorization": "Bearer mock-token"})
    return answer


# status and shape


@defect("status", "upsert")
def an_upsert_is_201(x: Exchange) -> httpx.Response:
    """A success has a status that the contract does not declare."""
    x.send()
    return x.reply(x.answer, 201) if x.status == OK else x.kept


@defect("status", "getByObjectId", "getDetails")
def the_missing_is_an_empty_success(x: Exchange) -> httpx.Response:
    """An event that does not exist is answered 200 with another event's shape and no name."""
    x.send()
    empty = {
        "eventName": "",
        "eventOrganizer": "",
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z",
        "customProperties": [],
        "objectId": "1",
        "id": "1",
        "externalEventId": "",
        "registrants": 0,
        "attendees": 0,
        "cancellations": 0,
    }
    return x.reply(empty, OK) if x.status == MISSING else x.kept


@defect("status", "archiveEvent", "cancel")
def the_missing_is_400(x: Exchange) -> httpx.Response:
    """An event that does not exist is answered 400."""
    x.send()
    return x.reply(x.answer, BAD) if x.status == MISSING else x.kept


@defect("status")
def a_wrong_method_is_carried_out(x: Exchange) -> httpx.Response:
    """PUT is taken for POST."""
    if x.request.method == "PUT" and not x.operation:
        return x.send(method="POST")
    return x.send()


@defect("status")
def the_allowed_methods_are_not_named(x: Exchange) -> httpx.Response:
    """405 does not say which methods there are."""
    answer = x.send()
    return httpx.Response(405) if answer.status_code == 405 else answer


@defect("status", "upsert")
def long_text_is_a_crash(x: Exchange) -> httpx.Response:
    """A long description is a server error."""
    long = any(len(str(one.get("eventDescription"))) > 10_000 for one in x.inputs if isinstance(one, dict))
    answer = x.send()
    return x.reply({"status": "error", "message": "internal"}, 500) if long else answer


@defect("status")
def any_path_is_found(x: Exchange) -> httpx.Response:
    """An unknown path answers 200."""
    answer = x.send()
    return httpx.Response(OK, json={}) if not x.operation and answer.status_code == MISSING else answer


@defect("status", "upsert")
def any_type_will_do(x: Exchange) -> httpx.Response:
    """A field of another type is passed over instead of refused."""

    def tidy(one: dict[str, Any]) -> None:
        for name in ("eventUrl", "eventDescription", "eventType", "startDateTime", "endDateTime"):
            if name in one and not isinstance(one[name], str):
                del one[name]

    return each(x, tidy)


@defect("status", "upsert")
def any_body_will_do(x: Exchange) -> httpx.Response:
    """A body that is no JSON is taken for an empty batch."""
    return x.send() if x.sent is not None else x.send({"inputs": []}, headers={"content-type": "application/json"})


@defect("status", "upsert")
def any_content_type_will_do(x: Exchange) -> httpx.Response:
    """Whatever the content type, the body is read as JSON."""
    return x.send(headers={"content-type": "application/json"})


@defect("status", "upsert")
def a_valid_batch_has_errors(x: Exchange) -> httpx.Response:
    """A batch that was written whole is answered as a partial failure."""
    x.send()
    error = {"status": "error", "category": "VALIDATION_ERROR", "message": "no", "context": {}}
    return x.reply({**x.answer, "errors": [error], "numErrors": 1}, PARTIAL) if x.status == OK else x.kept


@defect("status", "updateByObjectId")
def a_missing_object_is_passed_over(x: Exchange) -> httpx.Response:
    """A batch update says nothing of an object that does not exist."""
    x.send()
    answer = x.answer
    if x.status == PARTIAL:
        return x.reply({n: v for n, v in answer.items() if n not in {"errors", "numErrors"}}, OK)
    return x.kept


@defect("shape")
def errors_have_no_category(x: Exchange) -> httpx.Response:
    """Error answers have neither category nor errorType."""
    x.send()
    if x.status >= BAD and isinstance(x.answer, dict):
        return x.reply({n: v for n, v in x.answer.items() if n not in {"category", "errorType"}})
    return x.kept


@defect("shape")
def errors_have_no_correlation_id(x: Exchange) -> httpx.Response:
    """Error answers have no correlation id, in body or header."""
    answer = x.send()
    if x.status >= BAD and isinstance(x.answer, dict):
        return httpx.Response(x.status, json={n: v for n, v in x.answer.items() if n != "correlationId"})
    return answer


@defect("shape")
def errors_are_text(x: Exchange) -> httpx.Response:
    """Error answers are called text."""
    answer = x.send()
    kind = {"Content-Type": "text/plain"}
    return (
        httpx.Response(x.status, content=answer.content, headers=kind)
        if x.status in {BAD, MISSING} and x.answer
        else answer
    )


@defect("shape", "upsert")
def an_object_id_is_a_number(x: Exchange) -> httpx.Response:
    """Object ids are numbers where the contract says strings."""
    return every(x, lambda one: one.update(objectId=int(one["objectId"])))


@defect("shape", *ONES)
def a_required_field_is_missing(x: Exchange) -> httpx.Response:
    """An answer lacks createdAt, which the contract requires."""
    return every(x, lambda one: one.pop("createdAt", None))


@defect("shape", *READS)
def moments_are_numbers(x: Exchange) -> httpx.Response:
    """UpdatedAt is a number of milliseconds."""
    return every(x, lambda one: one.update(updatedAt=1_760_000_000_000))


@defect("shape", *READS)
def moments_have_no_zone(x: Exchange) -> httpx.Response:
    """UpdatedAt has no zone."""
    return every(x, lambda one: one.update(updatedAt=one["updatedAt"].rstrip("Z")))


@defect("shape", "archiveEventByObjectId")
def a_204_has_a_body(x: Exchange) -> httpx.Response:
    """A deletion answers 200 with a body."""
    x.send()
    return httpx.Response(OK, json={"deleted": True}) if x.status == 204 else x.kept


@defect("shape", "upsert")
def unknown_fields_come_back(x: Exchange) -> httpx.Response:
    """Whatever a request says is said in the answer, known to the contract or not."""
    x.send()
    answer = x.answer
    if x.status == OK:
        for one, sent in zip(answer["results"], x.inputs, strict=False):
            one |= {name: value for name, value in sent.items() if name not in one}
    return x.reply(answer)


# paging


@defect("paging", "listEvents", *BREAKDOWNS)
def a_limit_is_passed_over(x: Exchange) -> httpx.Response:
    """A page has as many items as there are."""
    given = x.values.get("limit", "")
    return (
        x.send(url=str(x.request.url.copy_set_param("limit", "100")))
        if given.isdecimal() and 0 < int(given) < 100
        else x.send()
    )


@defect("paging", "listEvents")
def a_cursor_is_passed_over(x: Exchange) -> httpx.Response:
    """Every page is the first."""
    return x.send(url=str(x.request.url.copy_remove_param("after")))


@defect("paging", "listEvents")
def pages_overlap(x: Exchange) -> httpx.Response:
    """A page begins with the last item of the one before it."""
    return (
        x.send(url=str(x.request.url.copy_set_param("after", str(int(x.values["after"]) - 1))))
        if x.values.get("after", "").isdecimal()
        else x.send()
    )


@defect("paging", "listEvents", *BREAKDOWNS)
def an_item_falls_between_pages(x: Exchange) -> httpx.Response:
    """The first item of every later page is left out."""
    x.send()
    answer = x.answer
    if x.status == OK and "after" in x.values:
        answer["results"] = answer["results"][1:]
        return x.reply(answer)
    return x.kept


@defect("paging", "listEvents")
def the_last_page_is_lost(x: Exchange) -> httpx.Response:
    """The page before the last says that it is the last."""
    x.send()
    answer = x.answer
    if x.status == OK and "paging" in answer:
        follows = x.forward(
            httpx.Request(
                "GET",
                x.request.url.copy_set_param("after", answer["paging"]["next"]["after"]),
                headers=x.request.headers,
            )
        )
        if "paging" not in follows.json():
            del answer["paging"]
            return x.reply(answer)
    return x.kept


@defect("paging", "listEvents")
def a_page_is_one_too_long(x: Exchange) -> httpx.Response:
    """A page has one item more than asked for."""
    given = x.values.get("limit", "")
    return (
        x.send(url=str(x.request.url.copy_set_param("limit", str(int(given) + 1))))
        if given.isdecimal() and 0 < int(given) < 100
        else x.send()
    )


@defect("paging", "listEvents")
def any_limit_will_do(x: Exchange) -> httpx.Response:
    """A limit that is none is taken for the default."""
    given = x.values.get("limit", "1")
    return x.send() if given.isdecimal() and int(given) else x.send(url=str(x.request.url.copy_remove_param("limit")))


@defect("paging", "getParticipationsBreakdownByMarketingEventId")
def the_total_is_of_the_page(x: Exchange) -> httpx.Response:
    """The total counts the page, and not the whole."""
    x.send(url=str(x.request.url.copy_set_param("limit", "2")) if "limit" not in x.values else None)
    return x.reply({**x.answer, "total": len(x.answer["results"])}) if x.status == OK else x.kept


# concurrency

_BUSY = threading.Lock()


@defect("concurrency", "upsert")
def requests_at_once_lose_one(x: Exchange) -> httpx.Response:
    """Of writes at the same moment, one overwrites another's event."""
    if _BUSY.acquire(blocking=False):
        try:
            time.sleep(0.005)
            return x.send()
        finally:
            _BUSY.release()
    answer = x.send()
    if answer.is_success and x.inputs:
        x.send({"inputs": [{**one, "eventName": "overwritten"} for one in x.inputs]})
    return answer


@defect("concurrency", "upsert")
def one_event_at_once_becomes_two(x: Exchange) -> httpx.Response:
    """Upserts of one event at the same moment each make an object."""
    if _BUSY.acquire(blocking=False):
        try:
            time.sleep(0.005)
            return x.send()
        finally:
            _BUSY.release()
    x.memory["n"] = x.memory.get("n", 0) + 1
    return each(x, lambda one: one.update(externalEventId=f"{one.get('externalEventId')}-{x.memory['n']}"))


# encoding


@defect("encoding", *WRITES)
def letters_beyond_ascii_are_lost(x: Exchange) -> httpx.Response:
    """What is not ASCII becomes a question mark."""
    return each(
        x,
        lambda one: [
            put(n, v.encode("ascii", "replace").decode())(one)
            for n, v in list(one.items())
            if n == "eventName" and isinstance(v, str)
        ],
    )


@defect("encoding", *WRITES)
def text_is_read_in_another_encoding(x: Exchange) -> httpx.Response:
    """UTF-8 is read as Latin-1."""
    return each(
        x,
        lambda one: [
            put(n, v.encode().decode("latin-1"))(one)
            for n, v in list(one.items())
            if n == "eventOrganizer" and isinstance(v, str)
        ],
    )


@defect("encoding", *WRITES)
def text_is_normalized(x: Exchange) -> httpx.Response:
    """Capital letters become small."""
    return each(
        x,
        lambda one: put("eventName", one["eventName"].lower())(one) if isinstance(one.get("eventName"), str) else None,
    )


@defect("encoding", *WRITES)
def emoji_are_dropped(x: Exchange) -> httpx.Response:
    """Characters beyond the basic plane are left out."""
    return each(
        x,
        lambda one: (
            put("eventDescription", "".join(c for c in one["eventDescription"] if ord(c) < 0x10000))(one)
            if isinstance(one.get("eventDescription"), str)
            else None
        ),
    )


@defect("encoding", "getDetails")
def a_plus_in_a_path_is_a_space(x: Exchange) -> httpx.Response:
    """A plus sign in a path is read as a space."""
    return x.send(url=str(x.request.url).replace("%2B", "%20"))


@defect("encoding", "getDetails")
def a_path_is_unescaped_twice(x: Exchange) -> httpx.Response:
    """An escaped percent sign in a path is unescaped once more."""
    return x.send(url=str(x.request.url).replace("%25", "%20"))


@defect("encoding", "getDetails")
def a_slash_in_a_path_divides(x: Exchange) -> httpx.Response:
    """An escaped slash in a path divides it."""
    return x.send(url=str(x.request.url).replace("%2F", "/"))


@defect("encoding", *WRITES)
def text_is_escaped_for_html(x: Exchange) -> httpx.Response:
    """Ampersands and angle brackets are escaped as they are written."""

    def escape(one: dict[str, Any]) -> None:
        for name in ("eventName", "eventDescription"):
            if isinstance(one.get(name), str):
                one[name] = one[name].replace("&", "&amp;").replace("<", "&lt;")

    return each(x, escape)
