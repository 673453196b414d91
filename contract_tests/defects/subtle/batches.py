"""Defects of batches, walks through pages, and calls at the same moment."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx

from contract_tests.defects._defect import BAD, MISSING, OK, Exchange, defect
from contract_tests.defects.subtle._calls import caller, details, go, page, texts_of, written

_LOCK = threading.Lock()


@defect("data", "upsert")
def a_url_spreads_through_a_batch(x: Exchange) -> httpx.Response:
    """Inputs without a URL get that of the first input's event, where it exists."""
    url = details(x, next(written(x), None)).get("eventUrl")
    if url and len(x.inputs) > 1:
        return x.send({"inputs": [{"eventUrl": url, **one} for one in x.inputs]})
    return x.send()


@defect("state", "archiveByObjectId")
def a_deletion_ends_at_a_missing_event(x: Exchange) -> httpx.Response:
    """A batch deletion ends at the first object that does not exist."""
    kept = []
    for one in x.inputs:
        kept.append(one)
        number = one.get("objectId") if isinstance(one, dict) else None
        if go(x, "GET", f"/{number}").status_code == MISSING:
            break
    return x.send({"inputs": kept}) if kept else x.send()


@defect("state", "archive")
def a_deletion_by_external_ids_ends_at_a_missing_event(x: Exchange) -> httpx.Response:
    """A batch deletion by external ids ends at the first event that does not exist."""
    ids = list(written(x))
    missing = next((n for n, one in enumerate(ids, 1) if not details(x, one)), len(ids))
    return x.send({"inputs": x.inputs[:missing]}) if ids else x.send()


@defect("state", "recordByEmail")
def the_first_of_refused_people_is_recorded(x: Exchange) -> httpx.Response:
    """Of several people who are refused, the first is recorded."""
    response = x.send()
    if response.status_code == BAD and len(x.inputs) > 1:
        x.send({"inputs": x.inputs[:1]})
    return response


@defect("data", "upsert")
def the_last_of_many_is_not_written(x: Exchange) -> httpx.Response:
    """Of 64 inputs and more, the last is not written where its event exists."""
    ids = list(written(x))
    known = details(x, ids[-1]) if len(ids) >= 64 else {}
    if not known:
        return x.send()
    names = {"externalAccountId": ids[-1][0], "externalEventId": ids[-1][1]}
    response = x.send({"inputs": [*x.inputs[:-1], {**texts_of(known), **names}]})
    found = x.received
    if response.is_success:
        found["results"][-1] |= texts_of(x.inputs[-1])
        return x.respond(found)
    return response


@defect("paging", "listEvents")
def a_cursor_on_a_deleted_event_starts_again(x: Exchange) -> httpx.Response:
    """A cursor that rests on a deleted event leads to the first page."""
    after = x.values.get("after", "")
    if after.isdecimal() and go(x, "GET", f"/{after}").status_code == MISSING:
        return x.send(url=str(x.request.url.copy_remove_param("after")))
    return x.send()


@defect("paging", "listEvents")
def a_cursor_counts_on_its_limit(x: Exchange) -> httpx.Response:
    """A cursor that is used with another limit leaves an event out."""
    limit, after = x.values.get("limit"), x.values.get("after")

    def change(found: dict[str, Any]) -> None:
        following = found.get("paging", {}).get("next", {}).get("after")
        if x.memory.setdefault(after, limit) != limit:
            del found["results"][:1]
        x.memory[following] = limit

    x.memory[None] = limit
    return page(x, change)


@defect("concurrency", "updateEvent", "updateEventByObjectId")
def one_of_two_patches_is_lost(x: Exchange) -> httpx.Response:
    """A patch writes the whole event as it was read before."""
    before = x.forward(httpx.Request("GET", x.request.url, headers={"Authorization": caller(x)}))
    time.sleep(0.01)
    if before.status_code == OK and x.sent and isinstance(x.sent, dict):
        return x.send(texts_of(before.json()) | x.sent)
    return x.send()


@defect("concurrency", "updateEvent")
def a_patch_is_written_field_by_field(x: Exchange) -> httpx.Response:
    """A patch of several fields is written one by one, and read in between."""
    sent = x.sent
    if not isinstance(sent, dict) or x.send(method="GET").status_code != OK:
        return x.send(sent)
    response = x.send({})
    for name, value in sent.items():
        response = x.send({name: value})
        time.sleep(0.004)
    return response


@defect("concurrency", "associateByMarketingEventId")
def one_list_is_linked_at_a_time(x: Exchange) -> httpx.Response:
    """Of lists that are linked to an event at the same moment, one is."""
    key = x.values.get("marketingEventId")
    with _LOCK:
        busy = x.memory.get(key, 0)
        x.memory[key] = busy + 1
    time.sleep(0.01)
    try:
        return httpx.Response(204) if busy else x.send()
    finally:
        with _LOCK:
            x.memory[key] -= 1


@defect("concurrency", "upsert")
def responses_are_exchanged(x: Exchange) -> httpx.Response:
    """Of two upserts at the same moment, one gets the other's response."""
    with _LOCK:
        x.memory["busy"] = x.memory.get("busy", 0) + 1
    time.sleep(0.003)
    response = x.send()
    with _LOCK:
        x.memory["busy"] -= 1
        other = x.memory.get("last", response)
        x.memory["last"] = response
        one = len(x.inputs) == 1 and x.status == other.status_code == OK
    return other if x.memory["busy"] and one else response
