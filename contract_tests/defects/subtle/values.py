"""Defects of values that differ by a little, in one call or one read."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import httpx

from contract_tests.defects._defect import BREAKDOWNS, Exchange, defect, each, every, shifted
from contract_tests.defects.subtle._calls import custom, items, text


@defect("encoding", "getByObjectId")
def a_description_is_shown_without_its_end_space(x: Exchange) -> httpx.Response:
    """By object id, a description is shown without the white space at its end."""
    return every(x, lambda one: text(one, "eventDescription", str.rstrip))


@defect("encoding", "listEvents")
def the_list_has_no_joiners(x: Exchange) -> httpx.Response:
    """In the list, a type has no zero-width joiners."""
    return every(x, lambda one: text(one, "eventType", lambda t: t.replace("\u200d", "")))


@defect("encoding", *BREAKDOWNS)
def participations_name_a_composed_event(x: Exchange) -> httpx.Response:
    """Participations have an event's name with its accents composed."""

    def compose(one: dict[str, Any]) -> None:
        event = one["associations"]["marketingEvent"]
        text(event, "name", lambda t: unicodedata.normalize("NFC", t))

    return items(x, compose)


@defect("data", "updateEvent")
def custom_numbers_lose_their_zeros(x: Exchange) -> httpx.Response:
    """A patch keeps a custom property 007 as 7."""

    def change(one: dict[str, Any]) -> None:
        for item in custom(one):
            text(item, "value", lambda t: str(int(t)) if t.isascii() and t.isdecimal() else t)

    return each(x, change)


@defect("data", "create")
def an_empty_custom_property_is_none(x: Exchange) -> httpx.Response:
    """A creation keeps no custom property whose value is empty."""

    def change(one: dict[str, Any]) -> None:
        if custom(one):
            one["customProperties"] = [item for item in custom(one) if item.get("value") != ""]

    return each(x, change)


@defect("data", "updateByObjectId")
def a_batch_update_keeps_one_custom_property(x: Exchange) -> httpx.Response:
    """Of several custom properties, a batch update keeps the first."""
    return each(x, lambda one: one.update(customProperties=custom(one)[:1]) if custom(one) else 0)


@defect("data", "updateByObjectId")
def a_batch_update_does_not_undo_a_cancellation(x: Exchange) -> httpx.Response:
    """A batch update takes eventCancelled false for no value."""
    return each(x, _without_false)


@defect("data", "upsert")
def an_upsert_does_not_undo_a_cancellation(x: Exchange) -> httpx.Response:
    """An upsert takes eventCancelled false for no value."""
    return each(x, _without_false)


def _without_false(one: dict[str, Any]) -> None:
    if one.get("eventCancelled") is False:
        del one["eventCancelled"]


@defect("data", "updateEvent", "updateEventByObjectId")
def an_empty_text_is_no_change(x: Exchange) -> httpx.Response:
    """A patch takes an empty text for no value."""

    def change(one: dict[str, Any]) -> None:
        for name in [name for name, value in one.items() if value == ""]:
            del one[name]

    return each(x, change)


@defect("time", "create")
def a_day_is_lost_far_in_the_east(x: Exchange) -> httpx.Response:
    """A creation keeps a start at +14:00 a day early."""

    def change(one: dict[str, Any]) -> None:
        if str(one.get("startDateTime")).endswith("+14:00"):
            shifted(one, "startDateTime", days=-1)

    return each(x, change)


@defect("time", "complete")
def completing_cuts_milliseconds(x: Exchange) -> httpx.Response:
    """Completing keeps start and end to the second."""

    def change(one: dict[str, Any]) -> None:
        for name in ("startDateTime", "endDateTime"):
            text(one, name, lambda t: re.sub(r"\.\d+", "", t))

    return each(x, change)


@defect("time", "listEvents")
def an_event_of_no_length_has_no_end(x: Exchange) -> httpx.Response:
    """The list shows no end of an event that ends as it starts."""

    def change(one: dict[str, Any]) -> None:
        if one.get("startDateTime") == one.get("endDateTime"):
            one["endDateTime"] = None

    return every(x, change)


@defect("time", "recordByEmail", "recordByContactEmails")
def an_interaction_is_kept_to_the_second(x: Exchange) -> httpx.Response:
    """The moment of an interaction is kept to the second."""

    def change(one: dict[str, Any]) -> None:
        if isinstance(one.get("interactionDateTime"), int):
            one["interactionDateTime"] -= one["interactionDateTime"] % 1000

    return each(x, change)


@defect("time", "recordByContactId")
def no_interaction_is_before_1970(x: Exchange) -> httpx.Response:
    """An interaction before 1970 is kept as one of its first moment."""

    def change(one: dict[str, Any]) -> None:
        if isinstance(one.get("interactionDateTime"), int):
            one["interactionDateTime"] = max(0, one["interactionDateTime"])

    return each(x, change)


@defect("encoding", "updateEventByObjectId")
def empty_lines_are_dropped(x: Exchange) -> httpx.Response:
    """A patch by object id keeps one line end where a description has several."""
    return each(x, lambda one: text(one, "eventDescription", lambda t: re.sub("\n\n+", "\n", t)))


@defect("encoding", "upsert")
def a_host_is_written_small(x: Exchange) -> httpx.Response:
    """An upsert keeps a URL with its host in small letters."""

    def change(one: dict[str, Any]) -> None:
        start = r"(?i)^https?://[^/]*"
        text(one, "eventUrl", lambda t: re.sub(start, lambda found: found[0].lower(), t))

    return each(x, change)


@defect("encoding", "create")
def a_slash_at_the_end_is_dropped(x: Exchange) -> httpx.Response:
    """A creation keeps a URL without the slash at its end."""
    return each(
        x, lambda one: text(one, "eventUrl", lambda t: t[:-1] if t[:4] + t[-1:] == "http/" else t)
    )


@defect("data", "recordByContactIds")
def contact_ids_have_31_bits(x: Exchange) -> httpx.Response:
    """A larger contact id is another contact's."""

    def change(one: dict[str, Any]) -> None:
        if isinstance(one.get("vid"), int):
            one["vid"] %= 2**31

    return each(x, change)


@defect("data", "recordByContactId")
def contact_ids_are_floats(x: Exchange) -> httpx.Response:
    """A contact id is kept as precisely as a float can."""

    def change(one: dict[str, Any]) -> None:
        if isinstance(one.get("vid"), int):
            one["vid"] = int(float(one["vid"]))

    return each(x, change)
