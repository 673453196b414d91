"""Operators on what a server remembers: stale, forgotten, late, done twice."""

from __future__ import annotations

from typing import Any

import httpx

from contract_tests.defects._defect import ATTENDANCE, BREAKDOWNS, COUNTERS, READS, Exchange, Tamper
from contract_tests.defects.operators._catalogue import (
    ALL_READS,
    BY_EXTERNAL_IDS_OR_ALL,
    CHANGES,
    LISTS,
    LISTS_LINKED,
    register,
)


def stale() -> None:
    """A read does not notice one kind of change: it shows what it showed before."""
    for number, writer in enumerate(CHANGES):
        visible = [reader for reader in ALL_READS if _shows(reader, writer)]
        for turn in range(2 if visible else 0):
            reader = visible[(number + 5 * turn) % len(visible)]
            register(
                "stale", "state", f"{reader} shows nothing new after {writer}.", (),
                f"{reader}-after-{writer}", _stale(reader, writer),
            )  # fmt: skip


def _shows(reader: str, writer: str) -> bool:
    """Return whether what a call changes is part of what a read shows."""
    if writer == "updateSettings" or (writer == "create" and reader not in BY_EXTERNAL_IDS_OR_ALL):
        return False  # nothing to read, or a new object id, which nobody has read before
    if writer.startswith("archive") or writer in {"upsert", "create", "upsertEvent"}:
        return True
    if writer in LISTS_LINKED:
        return reader in LISTS
    if writer in (*ATTENDANCE, "upsertByContactEmail"):
        return reader in (*READS, *COUNTERS, *BREAKDOWNS)
    if writer == "complete":
        return reader in (*READS, *COUNTERS, *BREAKDOWNS)
    return reader in READS


def _stale(reader: str, writer: str) -> Tamper:
    def tamper(x: Exchange) -> httpx.Response:
        cache: dict[Any, httpx.Response] = x.memory.setdefault("cache", {})
        key = (str(x.request.url), x.request.headers.get("Authorization"))
        if x.operation == reader:
            if key not in cache:
                cache[key] = x.send()
            kept: httpx.Response = cache[key]
            return kept

        response = x.send()
        if x.request.method != "GET" and x.operation != writer and response.is_success:
            cache.clear()
        return response

    return tamper


def forget() -> None:
    """A change is acknowledged, and undone as soon as something else is changed."""
    for operation in ("cancel", "complete", *LISTS_LINKED, *ATTENDANCE, "upsertByContactEmail"):
        register(
            "forget", "state",
            f"{operation} responds with success and does nothing from the second call on.",
            operation, "", _second_time_nothing,
        )  # fmt: skip


def _second_time_nothing(x: Exchange) -> httpx.Response:
    key = str(x.request.url)
    before: httpx.Response | None = x.memory.get(key)
    if before is not None:
        return before
    response = x.send()
    if response.is_success:
        x.memory[key] = response
    return response


def late() -> None:
    """A change is acknowledged at once and carried out with the next change."""
    for operation in (
        "cancel",
        "updateEvent",
        "updateEventByObjectId",
        "archiveEvent",
        *LISTS_LINKED[:2],
    ):

        def tamper(x: Exchange, operation: str = operation) -> httpx.Response:
            waiting = x.memory.pop("waiting", None) if x.request.method != "GET" else None
            if waiting is not None:
                x.forward(waiting)
            if x.operation != operation:
                return x.send()
            probe = x.send(method="GET") if operation != "cancel" else None
            if probe is not None and not probe.is_success and probe.status_code != 405:
                return x.send()
            x.memory["waiting"] = x.request
            status = 204 if operation.startswith(("archive", "associate")) else 0
            return httpx.Response(204) if status else _applied_to_copy(x)

        register(
            "late",
            "state",
            f"{operation} takes effect with the next change.",
            (),
            operation,
            tamper,
        )


def _applied_to_copy(x: Exchange) -> httpx.Response:
    read = x.memory.pop("waiting")
    response = x.send()
    x.memory["waiting"] = read
    return response


def twice() -> None:
    """A change is carried out twice, the second time on a neighbour."""
    for operation in (
        "updateEvent",
        "cancel",
        "archiveEvent",
        "complete",
        "associateByExternalAccountAndEventIds",
    ):

        def tamper(x: Exchange) -> httpx.Response:
            response = x.send()
            account = x.values.get("externalAccountId", "")
            if response.is_success and account:
                for other in x.memory.setdefault("accounts", []):
                    if other != account:
                        x.forward(_elsewhere(x, account, other))
                x.memory["accounts"] = [*{*x.memory["accounts"], account}][-4:]
            return response

        register(
            "twice", "state", f"{operation} is also carried out in another account.", operation, "",
            tamper
        )  # fmt: skip


def _elsewhere(x: Exchange, account: str, other: str) -> httpx.Request:
    url = str(x.request.url).replace(account, other)
    headers = {n: v for n, v in x.request.headers.items() if n not in {"content-length", "host"}}
    return httpx.Request(x.request.method, url, headers=headers, content=x.request.content)
