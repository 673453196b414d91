"""Defects of pages, and of requests at the same moment."""

from __future__ import annotations

import threading
import time

import httpx

from contract_tests.defects._defect import (
    BREAKDOWNS,
    OK,
    Exchange,
    defect,
    each,
)

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
    received = x.received
    if x.status == OK and "after" in x.values:
        received["results"] = received["results"][1:]
        return x.respond(received)
    return x.kept


@defect("paging", "listEvents")
def the_last_page_is_lost(x: Exchange) -> httpx.Response:
    """The page before the last says that it is the last."""
    x.send()
    received = x.received
    if x.status == OK and "paging" in received:
        follows = x.forward(
            httpx.Request(
                "GET",
                x.request.url.copy_set_param("after", received["paging"]["next"]["after"]),
                headers=x.request.headers,
            )
        )
        if "paging" not in follows.json():
            del received["paging"]
            return x.respond(received)
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
    """An invalid limit is replaced by the default."""
    given = x.values.get("limit", "1")
    return (
        x.send()
        if given.isdecimal() and int(given)
        else x.send(url=str(x.request.url.copy_remove_param("limit")))
    )


@defect("paging", "getParticipationsBreakdownByMarketingEventId")
def the_total_is_of_the_page(x: Exchange) -> httpx.Response:
    """The total counts the page, and not the whole."""
    x.send(url=str(x.request.url.copy_set_param("limit", "2")) if "limit" not in x.values else None)
    return (
        x.respond({**x.received, "total": len(x.received["results"])}) if x.status == OK else x.kept
    )


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
    response = x.send()
    if response.is_success and x.inputs:
        x.send({"inputs": [{**one, "eventName": "overwritten"} for one in x.inputs]})
    return response


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
    return each(
        x, lambda one: one.update(externalEventId=f"{one.get('externalEventId')}-{x.memory['n']}")
    )
