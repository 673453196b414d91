"""Defects of what is kept and told: fields, order, moments and letters."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from contract_tests.defects._defect import (
    ATTENDANCE,
    BREAKDOWNS,
    COUNTERS,
    OK,
    ONES,
    READS,
    WRITES,
    Exchange,
    defect,
    each,
    every,
    put,
    shifted,
)

# data


@defect("data", "upsert")
def the_last_input_is_dropped(x: Exchange) -> httpx.Response:
    """The last input of a batch is neither written nor in the response."""
    return x.send({"inputs": x.inputs[:-1]} if len(x.inputs) > 1 else None)


@defect("data", "upsert")
def an_input_is_dropped_with_a_result(x: Exchange) -> httpx.Response:
    """Of a batch, the last input is not written, and has the result of the first."""
    if len(x.inputs) < 2:
        return x.send()
    x.send({"inputs": x.inputs[:-1]})
    received = x.received
    if x.status == OK:
        received["results"].append(received["results"][0])
    return x.respond(received)


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
    return every(
        x,
        lambda one: one.update(
            startDateTime=one.get("endDateTime"), endDateTime=one.get("startDateTime")
        ),
    )


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
    return each(
        x, lambda one: one.update(customProperties=[]) if "customProperties" in one else None
    )


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
    return every(
        x, lambda one: one.update(registered=one["registered"] + one["noShows"], noShows=0)
    )


@defect("data", *ATTENDANCE)
def only_the_first_participant_is_recorded(x: Exchange) -> httpx.Response:
    """Of several participants in one request, the first is recorded."""
    return x.send({"inputs": x.inputs[:1]} if len(x.inputs) > 1 else None)


@defect("data", "recordByContactId", "recordByContactIds")
def a_wrong_contact_is_returned(x: Exchange) -> httpx.Response:
    """The response names another contact than was recorded."""
    return every(x, lambda one: one.update(vid=one["vid"] + 1))


@defect("data", *BREAKDOWNS)
def a_filter_is_passed_over(x: Exchange) -> httpx.Response:
    """The list of participants is not filtered by state."""
    return x.send(url=str(x.request.url.copy_remove_param("state")))


@defect("data", "getParticipationsBreakdownByContactId")
def a_contact_has_one_event_only(x: Exchange) -> httpx.Response:
    """Only the first of a contact's participations is listed."""
    x.send()
    received = x.received
    return x.respond({**received, "results": received["results"][:1]}) if x.status == OK else x.kept


@defect("data", "updateSettings")
def settings_are_forgotten(x: Exchange) -> httpx.Response:
    """Settings are acknowledged and not kept."""
    before = x.send(method="GET")
    kept = before.json().get("eventDetailsUrl", "") if before.is_success else ""
    response = x.send()
    if response.is_success:
        x.send({"eventDetailsUrl": kept})
    return response


@defect("data", "upsertEvent")
def a_put_keeps_what_it_leaves_out(x: Exchange) -> httpx.Response:
    """A PUT behaves like a patch."""
    sent = x.sent
    if not isinstance(sent, dict) or "externalAccountId" not in sent:
        return x.send()
    path = str(x.request.url).partition("?")[0]
    patched = x.send(
        url=f"{path}?externalAccountId={quote(sent['externalAccountId'], safe='')}", method="PATCH"
    )
    return patched if patched.is_success else x.send()


@defect("data", "upsert")
def an_upsert_clears_what_it_leaves_out(x: Exchange) -> httpx.Response:
    """An upsert behaves like a PUT."""
    return each(
        x, lambda one: [one.setdefault(name, "") for name in ("eventDescription", "eventType")]
    )


@defect("data", "complete")
def completing_forgets_the_times(x: Exchange) -> httpx.Response:
    """Completing an event keeps the old start and end."""
    details = str(x.request.url).replace("/complete", "")
    before = x.forward(httpx.Request("GET", details, headers=x.request.headers))
    response = x.send()
    if before.is_success and response.is_success:
        kept = {
            n: v for n, v in before.json().items() if n in {"startDateTime", "endDateTime"} and v
        }
        x.forward(
            httpx.Request(
                "PATCH",
                details,
                headers={"Authorization": x.request.headers["Authorization"]},
                json=kept,
            )
        )
    return response


# order


@defect("order", "upsert")
def results_come_backwards(x: Exchange) -> httpx.Response:
    """The results of a batch come in the opposite order."""
    x.send()
    received = x.received
    if x.status == OK:
        received["results"].reverse()
    return x.respond(received)


@defect("order", "upsert")
def object_ids_slip_by_one(x: Exchange) -> httpx.Response:
    """In a batch's response, each result has the object id of its neighbour."""
    x.send()
    received = x.received
    if x.status == OK and len(received["results"]) > 1:
        ids = [one["objectId"] for one in received["results"]]
        for one, name in zip(received["results"], [*ids[1:], ids[0]], strict=True):
            one["objectId"] = name
    return x.respond(received)


@defect("order", "listEvents")
def the_list_turns_round(x: Exchange) -> httpx.Response:
    """Every other time, the list of events comes in the opposite order."""
    x.send()
    received = x.received
    x.memory["turn"] = not x.memory.get("turn", False)
    if x.status == OK and x.memory["turn"]:
        received["results"].reverse()
    return x.respond(received) if x.status == OK else x.kept


# time


@defect("time", *WRITES)
def milliseconds_are_lost(x: Exchange) -> httpx.Response:
    """Moments are kept to the second."""

    def cut(one: dict[str, Any]) -> None:
        for name in ("startDateTime", "endDateTime"):
            if isinstance(one.get(name), str) and "." in one[name]:
                one[name] = one[name].partition(".")[0] + one[name].partition(".")[2].lstrip(
                    "0123456789"
                )

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
    return each(
        x, lambda one: [shifted(one, name, hours=1) for name in ("startDateTime", "endDateTime")]
    )


@defect("time", "getByObjectId")
def moments_are_read_in_another_zone(x: Exchange) -> httpx.Response:
    """Read by object id, start and end are local time called UTC."""
    return every(
        x, lambda one: [shifted(one, name, hours=-5) for name in ("startDateTime", "endDateTime")]
    )


@defect("time", "upsert")
def created_at_changes(x: Exchange) -> httpx.Response:
    """CreatedAt is the moment of the last write."""
    return every(x, lambda one: one.update(createdAt=one["updatedAt"]))


@defect("time", *ONES)
def updated_at_goes_back(x: Exchange) -> httpx.Response:
    """UpdatedAt is earlier with every response."""
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
        lambda one: (
            put("eventName", one["eventName"].lower())(one)
            if isinstance(one.get("eventName"), str)
            else None
        ),
    )


@defect("encoding", *WRITES)
def emoji_are_dropped(x: Exchange) -> httpx.Response:
    """Characters beyond the basic plane are left out."""
    return each(
        x,
        lambda one: (
            put(
                "eventDescription", "".join(c for c in one["eventDescription"] if ord(c) < 0x10000)
            )(one)
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
