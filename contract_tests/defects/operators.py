"""Defects made by operators: each way to be wrong, applied to many operations and fields.

A survivor names its operator, its operation and its field, so that the hole in the properties is
seen at once. Nothing here is written for a property, and no property for one of these.
"""

from __future__ import annotations

import datetime as dt
import html
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from contract_tests.defects._defect import (
    ATTENDANCE,
    BREAKDOWNS,
    COUNTERS,
    DEFECTS,
    OK,
    READS,
    WRITES,
    Defect,
    Exchange,
    Tamper,
    each,
    every,
    shifted,
)

TEXTS = ("eventName", "eventOrganizer", "eventType", "eventUrl", "eventDescription")
TIMES = ("startDateTime", "endDateTime")
FLAGS = ("eventCancelled",)
LISTS = ("getAllByMarketingEventId", "getAllByExternalAccountAndEventIds")
BREAKDOWN_OF_CONTACT = "getParticipationsBreakdownByContactId"
ALL_READS = (*READS, "doSearch", "searchPortalEvents", *COUNTERS, *BREAKDOWNS, *LISTS)
CHANGES = (
    *WRITES, "cancel", "complete", "archiveEvent", "archiveEventByObjectId", "archiveByObjectId",
    "archive", *ATTENDANCE, "upsertByContactEmail", "associateByMarketingEventId",
    "associateByExternalAccountAndEventIds", "disassociateByMarketingEventId",
    "disassociateByExternalAccountAndEventIds", "updateSettings",
)  # fmt: skip
BY_EXTERNAL_IDS = (
    "getDetails", "updateEvent", "cancel", "complete", "archiveEvent",
    "getAllByExternalAccountAndEventIds", "associateByExternalAccountAndEventIds",
    "getParticipationsCountersByEventExternalId", "getParticipationsBreakdownByExternalEventId",
    "recordByContactEmails",
)  # fmt: skip
BY_EXTERNAL_IDS_OR_ALL = (*BY_EXTERNAL_IDS, "listEvents", "doSearch", "searchPortalEvents")
OWN = {"authorization": "Bearer mock-token"}


def register(  # noqa: PLR0917 - calls read as rows of a table
    operator: str,
    kind: str,
    what: str,
    operations: str | tuple[str, ...],
    detail: str,
    tamper: Tamper,
) -> None:
    """Add one defect to the catalogue."""
    names = (operations,) if isinstance(operations, str) else operations
    label = operations if isinstance(operations, str) else "everywhere"
    name = ":".join(part for part in (operator, label, detail) if part)

    DEFECTS[name] = Defect(
        name=name,
        kind=kind,
        what=what,
        operations=frozenset(names),
        tamper=tamper,
        operator=operator,
    )


def rotated(*columns: tuple[str, ...], count: int | None = None) -> Iterator[tuple[str, ...]]:
    """Combine columns so that each value occurs about as often as any other, in `count` rows."""
    for number in range(count or max(map(len, columns))):
        yield tuple(
            column[(number * (step + 1)) % len(column)] for step, column in enumerate(columns)
        )


def changed_text(name: str, change: Callable[[str], str]) -> Callable[[dict[str, Any]], None]:
    """Return a change of one text field, where it is a text."""

    def apply(one: dict[str, Any]) -> None:
        if isinstance(one.get(name), str):
            one[name] = change(one[name])

    return apply


def _sent(change: Callable[[dict[str, Any]], Any]) -> Tamper:
    """Return a defect that changes what is sent."""
    return lambda x: each(x, change)


def _shown(change: Callable[[dict[str, Any]], Any]) -> Tamper:
    """Return a defect that changes what is shown."""
    return lambda x: every(x, change)


def _without(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda one: one.pop(name, None)


def _set(name: str, value: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda one: one.update({name: value})


def _cut(length: int) -> Callable[[str], str]:
    return lambda text: text[:length]


def _later(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda one: shifted(one, name, milliseconds=1)


def _changed(name: str, change: Callable[[Any], Any]) -> Callable[[dict[str, Any]], Any]:
    return lambda one: one.update({name: change(one[name])}) if name in one else None


def _one_short(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda one: one.update({name: one[name] - 1}) if (one.get(name) or 0) > 1 else None


def drop() -> None:
    """A field is taken and not kept, or kept and not shown."""
    for operation in WRITES:
        for name in (*TEXTS, *TIMES):
            if name not in {"eventName", "eventOrganizer"} or operation.startswith("update"):
                register(
                    "drop", "data", f"{operation} takes {name} and does not keep it.", operation,
                    name, _sent(_without(name)),
                )  # fmt: skip

    for operation in READS:
        for name in (*TEXTS[2:], *TIMES, "eventCancelled"):
            register(
                "drop", "data", f"{operation} does not show {name}.", operation, f"read-{name}",
                _shown(_set(name, None)),
            )  # fmt: skip


def truncate() -> None:
    """A text ends after so many characters."""
    for operation, name in rotated(WRITES, TEXTS, count=12):
        for length in (39, 255, 1000, 65_536):
            register(
                "truncate", "data", f"{operation} cuts {name} after {length} characters.",
                operation, f"{name}-{length}", _sent(changed_text(name, _cut(length))),
            )  # fmt: skip


_MANGLERS: dict[str, Callable[[str], str]] = {
    "strips": str.strip,
    "collapses-spaces": lambda text: (
        " ".join(text.split(" ")) if "  " not in text else " ".join(text.split())
    ),
    "composes": lambda text: unicodedata.normalize("NFC", text),
    "decomposes": lambda text: unicodedata.normalize("NFD", text),
    "drops-zero-width": lambda text: text.replace("\u200d", "").replace("\u200b", ""),
    "drops-controls": lambda text: "".join(c for c in text if c >= " " or c in "\r\n\t"),
    "unifies-line-ends": lambda text: text.replace("\r\n", "\n"),
    "drops-tabs": lambda text: text.replace("\t", " "),
    "drops-markup": lambda text: text.replace("<b>", "").replace("</b>", ""),
    "unescapes-html": html.unescape,
    "lowers": str.lower,
    "drops-combining": lambda text: "".join(c for c in text if not unicodedata.combining(c)),
    "reads-null": lambda text: "" if text in {"null", "None"} else text,
    "reads-numbers": lambda text: str(int(text)) if text.isascii() and text.isdecimal() else text,
    "empties-to-dash": lambda text: text or "-",
    "drops-emoji": lambda text: "".join(c for c in text if ord(c) < 0x10000),
    "unquotes-percent": lambda text: text.replace("%20", " "),
    "drops-backslashes": lambda text: text.replace("\\", ""),
    "straightens-quotes": lambda text: text.replace("“", '"').replace("”", '"'),
}


def mangle() -> None:
    """A text is kept as another text that looks nearly the same."""
    for number, (label, change) in enumerate(_MANGLERS.items()):
        for turn in range(2):
            operation = WRITES[(number + 3 * turn) % len(WRITES)]
            name = TEXTS[(number + 2 * turn) % len(TEXTS)]
            register(
                "mangle", "encoding", f"{operation} changes {name}: it {label}.", operation,
                f"{name}-{label}",
                _sent(changed_text(name, change)),
            )  # fmt: skip


def _clamped(low: int, high: int) -> Callable[[str], str]:
    def change(text: str) -> str:
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            return text
        if low <= moment.astimezone(dt.UTC).year < high:
            return text
        return f"{low if moment.year < low else high}-01-01T00:00:00Z"

    return change


def _zone(pattern: str, instead: str) -> Callable[[str], str]:
    return lambda text: text.replace(pattern, instead)


_ROUNDERS: dict[str, Callable[[str], str]] = {
    "before-1970": _clamped(1970, 9000),
    "after-2038": _clamped(1, 2038),
    "leap-day": lambda text: text.replace("-02-29T", "-02-28T"),
    "half-hour-offset": lambda text: text.replace("+05:30", "+05:00"),
    "quarter-hour-offset": lambda text: text.replace("+05:45", "+05:30"),
    "negative-offset": lambda text: text.replace("-03:30", "-03:00"),
    "milliseconds": lambda text: text.replace(".001", "").replace(".999", ""),
    "midnight": lambda text: text.replace("T00:00:00", "T00:00:01"),
    "end-of-year": lambda text: text.replace("-12-31T23:59:59", "-12-31T23:59:58"),
}


def round_times() -> None:
    """A moment of a certain kind is kept as another moment."""
    for number, (label, change) in enumerate(_ROUNDERS.items()):
        for turn in range(2):
            operation = WRITES[(number + 2 * turn) % len(WRITES)]
            name = TIMES[(number + turn) % 2]
            register(
                "round", "time", f"{operation} keeps another {name}: {label}.", operation,
                f"{name}-{label}",
                _sent(changed_text(name, change)),
            )  # fmt: skip


def shift() -> None:
    """A moment is shown a little later."""
    for operation in READS:
        for name in (*TIMES, "createdAt", "updatedAt"):
            register(
                "shift", "time", f"{operation} shows {name} a millisecond late.", operation, name,
                _shown(_later(name)),
            )  # fmt: skip


def swap() -> None:
    """Two fields change places."""
    pairs = (("eventType", "eventDescription"), ("eventName", "eventOrganizer"), TIMES)
    for operation, number in rotated((*WRITES, *READS), ("0", "1", "2"), count=9):
        first, second = pairs[int(number)]

        def exchange(one: dict[str, Any], first: str = first, second: str = second) -> None:
            if first in one and second in one:
                one[first], one[second] = one[second], one[first]

        register(
            "swap", "data", f"{operation} exchanges {first} and {second}.", operation, first,
            (_shown if operation in READS else _sent)(exchange),
        )  # fmt: skip


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


LISTS_LINKED = (
    "associateByMarketingEventId", "associateByExternalAccountAndEventIds",
    "disassociateByMarketingEventId", "disassociateByExternalAccountAndEventIds",
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


def cross_tenant() -> None:
    """Another app is let at an app's own events."""
    for operation in BY_EXTERNAL_IDS:

        def tamper(x: Exchange) -> httpx.Response:
            other = x.request.headers.get("Authorization") == "Bearer other-app-token"
            if not other:
                return x.send()
            right = x.send()
            return right if right.is_success else x.send(headers=OWN)

        register(
            "cross-tenant", "auth", f"{operation} finds events of another app.", operation, "",
            tamper
        )  # fmt: skip


def obey() -> None:
    """A call that is refused is carried out all the same."""
    for number, operation in enumerate(CHANGES):
        status = (401, 403)[number % 2] if operation != "updateSettings" else 401

        def tamper(x: Exchange, status: int = status) -> httpx.Response:
            response = x.send()
            if response.status_code == status:
                x.send(headers=OWN)
            return response

        register(
            "obey",
            "auth",
            f"{operation} responds with {status} and obeys.",
            operation,
            str(status),
            tamper,
        )


def let_in() -> None:
    """One operation takes a kind of token that it must not."""
    kinds: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("none", lambda given: not given),
        ("cut", lambda given: given.startswith("Bearer mock-t") and given != "Bearer mock-token"),
        (
            "longer",
            lambda given: given.startswith("Bearer mock-token") and given != "Bearer mock-token",
        ),
        (
            "other-case",
            lambda given: given.lower() == "bearer mock-token" and "mock-token" not in given,
        ),
        ("expired", lambda given: given == "Bearer expired-token"),
        ("reader", lambda given: given == "Bearer reader-token"),
        ("unknown", lambda given: given.startswith("Bearer nobody")),
    )
    operations = (*CHANGES, *ALL_READS, BREAKDOWN_OF_CONTACT, "getAll")
    for number, operation in enumerate(operations):
        label, wrong = kinds[number % len(kinds)]
        if label == "reader" and operation not in CHANGES:
            label, wrong = kinds[0]

        def tamper(x: Exchange, wrong: Callable[[str], bool] = wrong) -> httpx.Response:
            given = x.request.headers.get("Authorization", "")
            return x.send(headers=OWN if wrong(given) else None)

        register(
            "let-in",
            "auth",
            f"{operation} takes a token that is {label}.",
            operation,
            label,
            tamper,
        )


def wrong_status() -> None:
    """Something that does not exist gets another status than 404."""
    for number, operation in enumerate(
        (*BY_EXTERNAL_IDS, "getByObjectId", "updateEventByObjectId")
    ):
        status = (200, 204, 400, 403, 500)[number % 5]

        def tamper(x: Exchange, status: int = status) -> httpx.Response:
            response = x.send()
            if response.status_code != 404:
                return response
            return httpx.Response(204) if status == 204 else x.respond(x.received, status)

        register(
            "wrong-status", "status", f"{operation} responds {status} where there is no event.",
            operation, str(status), tamper,
        )  # fmt: skip


def wrong_type() -> None:
    """A field comes as another type."""
    kinds: tuple[tuple[str, Callable[[Any], Any]], ...] = (
        ("objectId", int), ("eventName", lambda value: [value]), ("eventCancelled", str),
        ("createdAt", lambda _: 1_700_000_000_000), ("customProperties", lambda _: {}),
    )  # fmt: skip
    for number, operation in enumerate((*READS, *WRITES)):
        name, change = kinds[number % len(kinds)]
        register(
            "wrong-type", "shape", f"{operation} gives {name} as another type.", operation, name,
            _shown(_changed(name, change)),
        )  # fmt: skip


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


def counters() -> None:
    """A counter is wrong in one state, on one read."""
    names = ("registered", "attended", "cancelled", "noShows")
    for operation in COUNTERS:
        for name in names:
            register(
                "shift", "data", f"{operation} counts {name} one short from two on.", operation,
                name, _shown(_one_short(name)),
            )  # fmt: skip
    for operation in READS:
        for name in ("registrants", "attendees", "cancellations"):
            register(
                "shift", "data", f"{operation} counts {name} one short from two on.", operation,
                name, _shown(_one_short(name)),
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


def ids() -> None:
    """Two ids that differ by a little are taken for one."""
    kinds: dict[str, Callable[[str], str]] = {
        "case": str.lower,
        "outer-space": str.strip,
        "leading-zeros": lambda text: text.replace("-00", "-"),
        "composed": lambda text: unicodedata.normalize("NFC", text),
        "separator": lambda text: text.replace(".", "-").replace("_", "-"),
        "length": lambda text: text[:64],
    }
    for label, change in kinds.items():
        for name in ("externalEventId", "externalAccountId"):

            def tamper(
                x: Exchange, name: str = name, change: Callable[[str], str] = change
            ) -> httpx.Response:
                url = str(x.request.url)
                given = x.values.get(name)
                if given and change(given) != given:
                    encoded = httpx.URL("http://x/", params={"v": given}).query.decode()[2:]
                    wanted = httpx.URL("http://x/", params={"v": change(given)}).query.decode()[2:]
                    for spelling in (encoded, encoded.replace("+", "%20"), given):
                        url = url.replace(spelling, wanted.replace("+", "%20"))
                sent = x.sent
                for one in sent.get("inputs", [sent]) if isinstance(sent, dict) else ():
                    if isinstance(one, dict) and isinstance(one.get(name), str):
                        one[name] = change(one[name])
                return x.send(sent, url=url)

            register(
                "ids", "data", f"Two values of {name} that differ by {label} are one.", (),
                f"{name}-{label}", tamper
            )  # fmt: skip


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


def make_all() -> None:
    """Fill the catalogue."""
    for operator in (
        drop, truncate, mangle, round_times, shift, swap, stale, forget, reorder, duplicate,
        cross_tenant, obey, let_in, wrong_status, wrong_type, late, twice, counters, pages, ids,
        batch,
    ):  # fmt: skip
        operator()


make_all()
