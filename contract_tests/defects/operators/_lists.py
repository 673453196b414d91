"""Operators on lists, counters, pages and batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from contract_tests.defects._defect import BREAKDOWNS, COUNTERS, OK, READS, Exchange, Tamper
from contract_tests.defects.operators._catalogue import (
    BREAKDOWN_OF_CONTACT,
    LISTS,
    register,
    shown,
)


def _one_short(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda one: one.update({name: one[name] - 1}) if (one.get(name) or 0) > 1 else None


def reorder() -> None:
    """Items come in another order."""
    for operation in ("upsert", "updateByObjectId", "listEvents", *BREAKDOWNS):
        for label, key in (("by-name", _name), ("backwards", None)):

            def tamper(x: Exchange, key: Any = key) -> httpx.Response:
                response, found = x.send(), x.received
                if not response.is_success or not isinstance(found, dict) or "results" not in found:
                    return response
                results = found["results"]
                found["results"] = sorted(results, key=key) if key else results[::-1]
                return x.respond(found)

            register(
                "reorder", "order", f"{operation} gives items {label}.", operation, label, tamper
            )


def _name(one: Any) -> str:
    return str(one.get("eventName", one.get("id", one.get("externalAccountId"))))


def duplicate() -> None:
    """An item comes twice, or the last of several not at all."""
    for operation in (
        *BREAKDOWNS,
        BREAKDOWN_OF_CONTACT,
        *LISTS,
        "doSearch",
        "searchPortalEvents",
        "listEvents",
    ):
        for label, change in (
            ("twice", lambda items: items + items[-1:]),
            ("short", lambda items: items[:2]),
        ):

            def tamper(x: Exchange, change: Any = change) -> httpx.Response:
                response, found = x.send(), x.received
                if not response.is_success or not isinstance(found, dict) or "results" not in found:
                    return response
                return x.respond({**found, "results": change(found["results"])})

            register(
                "duplicate", "data", f"{operation} gives items {label}.", operation, label, tamper
            )


def counters() -> None:
    """A counter is wrong in one state, on one read."""
    names = ("registered", "attended", "cancelled", "noShows")
    for operation in COUNTERS:
        for name in names:
            register(
                "shift", "data", f"{operation} counts {name} one short from two on.", operation,
                name, shown(_one_short(name)),
            )  # fmt: skip
    for operation in READS:
        for name in ("registrants", "attendees", "cancellations"):
            register(
                "shift", "data", f"{operation} counts {name} one short from two on.", operation,
                name, shown(_one_short(name)),
            )  # fmt: skip


def _unfiltered(x: Exchange) -> httpx.Response:
    if "after" in x.values and "state" in x.values:
        return x.send(url=str(x.request.url.copy_remove_param("state")))
    return x.send()


def _page_changed(change: Callable[[Exchange, Any], Any]) -> Tamper:
    def tamper(x: Exchange) -> httpx.Response:
        response, found = x.send(), x.received
        return x.respond(change(x, found)) if response.is_success else response

    return tamper


def _one_page_more(x: Exchange, found: Any) -> Any:
    full = len(found["results"]) == int(x.values.get("limit", 10))
    following = {"paging": {"next": {"after": str(found["total"])}}}
    return following | found if full else found


def _fifty_at_most(_: Exchange, found: Any) -> Any:
    return {**found, "results": found["results"][:50]}


def _total_with_filter(x: Exchange, found: Any) -> Any:
    return {**found, "total": found["total"] + ("state" in x.values)}


def pages() -> None:
    """A list and its filters go wrong together."""
    kinds: dict[str, Tamper] = {
        "filter-forgotten-with-cursor": _unfiltered,
        "empty-last-page": _page_changed(_one_page_more),
        "fifty-at-most": _page_changed(_fifty_at_most),
        "total-with-filter": _page_changed(_total_with_filter),
    }
    for operation in (*BREAKDOWNS, BREAKDOWN_OF_CONTACT):
        for label, tamper in kinds.items():
            if operation != BREAKDOWN_OF_CONTACT or label != "fifty-at-most":
                register("page", "paging", f"{operation}: {label}.", operation, label, tamper)


def batch() -> None:
    """A batch goes wrong where it is long, or where its first input is a known event."""
    for operation in ("upsert", "updateByObjectId"):

        def thirtieth(x: Exchange) -> httpx.Response:
            if len(x.inputs) < 30:
                return x.send()
            sent = x.sent
            sent["inputs"][29]["eventType"] = sent["inputs"][28].get("eventType", "x")
            return x.send(sent)

        def equal_names(x: Exchange) -> httpx.Response:
            names = [one.get("eventName") for one in x.inputs if isinstance(one, dict)]
            response, found = x.send(), x.received
            if response.status_code == OK and len(set(map(str, names))) < len(names) > 1:
                found["results"][-1] = found["results"][0]
                return x.respond(found)
            return response

        register(
            "swap",
            "data",
            f"{operation}: the thirtieth input has its neighbour's type.",
            operation,
            "thirtieth",
            thirtieth,
        )
        register(
            "duplicate",
            "data",
            f"{operation}: of equal names one result comes twice.",
            operation,
            "equal-names",
            equal_names,
        )
