"""Which result of a response belongs to which input.

A response carries neither external id, and nobody promises that results keep the order of the
inputs. A result is matched by what it echoes: name, organizer, start and end; and where its `id`
repeats the external event id of an input, it belongs to no other. What is missing in a result, or
was not sent, says nothing. A pair counts only where no other pair is possible.

First, results and inputs are compared as they are. If each has a partner then, the server keeps
what it is sent. Otherwise the server may have changed texts and times, so both are compared
without what a server may change. No input is matched in the first way beside a result that is
missing or that needs the second, since that result could be of this input as well.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence

from hubspot_marketing_events._core._results import Result
from hubspot_marketing_events._core._run import PendingInput
from hubspot_marketing_events._events import Event

SHORTEST_CUT = 20  # characters; no server is assumed to cut a text to fewer
Pairs = list[tuple[PendingInput, Result]]
Agrees = Callable[[Event, Result], bool]


def matched(part: Sequence[PendingInput], results: Sequence[Result]) -> Pairs:
    """Return the pairs of which there is no doubt."""
    events = [pending.event for pending in part if pending.event]
    named = {event.external_event_id for event in events}

    pairs = _as_they_are(events, results, named)
    if pairs is None:
        pairs = _despite_changes(events, results, named)
    return [(part[number], results[found]) for number, found in pairs.items()]


def likeness(pending: PendingInput) -> tuple[str, str]:
    """Return what two inputs share that no response may be able to tell apart."""
    event = pending.event
    return (_folded(event.event_name), _folded(event.event_organizer)) if event else ("", "")


def _as_they_are(
    events: Sequence[Event], results: Sequence[Result], named: set[str]
) -> dict[int, int] | None:
    """Match what the server kept as it was sent; None where one of either has no partner."""
    if len(events) != len(results):
        return None

    alike: defaultdict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for number, event in enumerate(events):
        alike[event.event_name, event.event_organizer].append(number)

    candidates: list[list[int]] = []
    for result in results:
        group = alike.get((result.event_name, result.event_organizer), ())
        found = [n for n in group if _kept(events[n], result, named)]
        if not found:
            return None
        candidates.append(found)

    partnered = {number for found in candidates for number in found}
    if len(partnered) < len(events):
        return None
    if all(len(found) == 1 for found in candidates):
        return {found[0]: number for number, found in enumerate(candidates)}
    return _certain(candidates)


def _despite_changes(
    events: Sequence[Event], results: Sequence[Result], named: set[str]
) -> dict[int, int]:
    """Match what may have been changed by the server."""
    names = [_folded(event.event_name) for event in events]
    organizers = [_folded(event.event_organizer) for event in events]

    candidates: list[list[int]] = []
    for result in results:
        organizer = _folded(result.event_organizer)
        candidates.append(
            [
                number
                for number in _by_name(names, result)
                if _may_be(organizers[number], organizer, result.event_organizer)
                and _near(events[number].start_date_time, result.start)
                and _near(events[number].end_date_time, result.end)
                and _named(events[number], result, named)
            ]
        )
    return _certain(candidates)


def _by_name(names: Sequence[str], result: Result) -> list[int]:
    """Return which of the folded names a result may have; a loop of its own, since it is long."""
    if result.event_name is None:
        return list(range(len(names)))

    name = _folded(result.event_name)
    if len(result.event_name) < SHORTEST_CUT:
        return [number for number, sent in enumerate(names) if sent == name]
    return [number for number, sent in enumerate(names) if sent.startswith(name)]


def _certain(candidates: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return the result of each input of which there is no doubt.

    Args:
        candidates: for each result, the inputs it may belong to.

    A result that may belong to one input only belongs to it, and this input to no other result.
    Two results that may belong to the same one only contradict each other: neither counts.
    """
    found: dict[int, int] = {}
    open_results = {number: set(inputs) for number, inputs in enumerate(candidates)}
    while True:
        claims: defaultdict[int, list[int]] = defaultdict(list)
        for number, inputs in open_results.items():
            if len(inputs) == 1:
                claims[next(iter(inputs))].append(number)
        if not claims:
            return found

        for claimed, numbers in claims.items():
            if len(numbers) == 1:
                found[claimed] = numbers[0]
            for number in numbers:
                del open_results[number]
        for inputs in open_results.values():
            inputs.difference_update(claims)


def _kept(event: Event, result: Result, named: set[str]) -> bool:
    """Whether a result has the times of an event, to the millisecond, and may have its id."""
    start, end = event.start_date_time, event.end_date_time
    return (
        (start == result.start or _same(start, result.start))
        and (end == result.end or _same(end, result.end))
        and _named(event, result, named)
    )


def _same(sent: dt.datetime | None, echoed: dt.datetime | None) -> bool:
    if sent is None or echoed is None or sent == echoed:
        return True
    return sent == echoed.replace(microsecond=echoed.microsecond // 1000 * 1000)


def _near(sent: dt.datetime | None, echoed: dt.datetime | None) -> bool:
    """Whether two times are one where fractions of seconds may have been cut or rounded."""
    return sent is None or echoed is None or abs(sent - echoed) < dt.timedelta(seconds=1)


def _named(event: Event, result: Result, named: set[str]) -> bool:
    """Whether the `id` of a result is that of an event, or of none in the batch."""
    return result.id == event.external_event_id or result.id not in named


def _may_be(sent: str, echoed: str, given: str | None) -> bool:
    """Whether a folded text may be another one as a server keeps it, whole or cut."""
    if given is None or sent == echoed:
        return True
    return len(given) >= SHORTEST_CUT and sent.startswith(echoed)


def _folded(text: str | None) -> str:
    """Return a text without what a server may change: case, accents, markup, punctuation."""
    if text is None:
        return ""

    import html  # noqa: PLC0415 - slow to import, and most servers change nothing

    bare = re.sub(r"<[^<>]*>", "", html.unescape(text))
    letters = unicodedata.normalize("NFKD", bare).casefold()
    return "".join(filter(str.isalnum, letters)) or text.strip()
