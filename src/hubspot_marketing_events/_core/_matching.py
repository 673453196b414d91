"""Which result of a response belongs to which input.

A response carries neither external id, and nobody promises that results keep the order of the
inputs. A result is matched by what it echoes: name, organizer, start and end. Its `id` may repeat
the external event id of an input (observed); then it belongs to that input only.

Where there is a result for each input, they are compared as they are, and then without what a
server may change in a text. Results and inputs of one name and organizer are told apart by their
times, if all of them have one. Otherwise, and where results are missing, a result is matched only
if no other input of the request could be kept under its name. What is left is sent again.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from operator import attrgetter

from hubspot_marketing_events._core._calls import PendingInput
from hubspot_marketing_events._core._results import Result
from hubspot_marketing_events._events import Event

SHORTEST_CUT = 20  # characters; a shorter beginning of a name is taken for another name (assumed)
Matched = list[tuple[PendingInput, Result]]
Pairs = dict[int, int]  # the result of each input, by their numbers
TIMES = (
    (attrgetter("start_date_time"), attrgetter("start")),
    (attrgetter("end_date_time"), attrgetter("end")),
)


def matched(part: Sequence[PendingInput], results: Sequence[Result]) -> Matched:
    """Return the pairs that are certain."""
    if len(part) == len(results) and (found := _one_by_one(part, results)) is not None:
        return found

    events: list[Event] = [pending.item for pending in part]
    pairs = None
    if len(events) == len(results):
        pairs = _by_groups(events, results, lambda text: text)
        if pairs is None:
            pairs = _by_groups(events, results, folded)
    if pairs is None:
        pairs = _alone_under_their_name(events, results)

    return [(part[number], results[found]) for number, found in pairs.items()]


def likeness(pending: PendingInput) -> tuple[str, str]:
    """Return a key that is the same for inputs that a response may be unable to tell apart."""
    return folded(pending.item.event_name), folded(pending.item.event_organizer)


def folded(text: str | None) -> str:
    """Return a text without what a server may change: case, accents, markup, punctuation."""
    if text is None:
        return ""

    import html  # noqa: PLC0415 - slow to import, and needed for changed texts only

    bare = re.sub(r"<[^<>]*>", "", html.unescape(text))
    letters = unicodedata.normalize("NFKD", bare).casefold()
    return "".join(filter(str.isalnum, letters)) or text.strip()


def _one_by_one(part: Sequence[PendingInput], results: Sequence[Result]) -> Matched | None:
    """Match by name and organizer as they are; None unless each is on one input and one result.

    Most responses are like that. `_by_groups` finds the same pairs in three times the time.
    """
    inputs: dict[tuple[str | None, str | None], PendingInput]
    inputs = {(p.item.event_name, p.item.event_organizer): p for p in part}
    if len(inputs) < len(part):
        return None

    pairs: Matched = []
    for result in results:
        pending = inputs.pop((result.event_name, result.event_organizer), None)
        if pending is None:
            return None
        event = pending.item
        same = event.start_date_time == result.start and event.end_date_time == result.end
        if same or _near_times(event, result):
            pairs.append((pending, result))
    return pairs


def _by_groups(
    events: Sequence[Event], results: Sequence[Result], look: Callable[[str | None], str | None]
) -> Pairs | None:
    """Match groups of one name and organizer; None if a group lacks results or has too many."""
    inputs: defaultdict[object, list[int]] = defaultdict(list)
    for number, event in enumerate(events):
        inputs[look(event.event_name), look(event.event_organizer)].append(number)
    echoed: defaultdict[object, list[int]] = defaultdict(list)
    for number, result in enumerate(results):
        echoed[look(result.event_name), look(result.event_organizer)].append(number)

    pairs: Pairs = {}
    for key, group in inputs.items():
        found = echoed.get(key, [])
        if len(found) != len(group):
            return None
        if len(group) == 1:
            pairs[group[0]] = found[0]
            continue

        alike = (events, results, found, group)
        pairs |= _unique(_by_ids(*alike) or _by_times(*alike))
    return {n: found for n, found in pairs.items() if _fits(events[n], results[found])}


def _by_ids(
    events: Sequence[Event], results: Sequence[Result], found: list[int], group: list[int]
) -> dict[int, list[int]]:
    """Match results by the external event id that their `id` repeats, if each repeats one."""
    named = {events[number].external_event_id: number for number in group}
    ids = [results[number].id for number in found]
    if not named.keys() >= set(ids):
        return {}
    return {number: [named[own]] for number, own in zip(found, ids, strict=True) if own}


def _by_times(
    events: Sequence[Event], results: Sequence[Result], found: list[int], group: list[int]
) -> dict[int, list[int]]:
    """Return the inputs that each result may belong to, by a time that all of them have."""
    for sent, echoed in TIMES:
        times = [(number, sent(events[number])) for number in group]
        told = [(number, echoed(results[number])) for number in found]
        if all(time for _, time in (*times, *told)):
            return {n: [i for i, time in times if _near(time, echo)] for n, echo in told}
    return {}


def _alone_under_their_name(events: Sequence[Event], results: Sequence[Result]) -> Pairs:
    """Match each result whose name, whole or cut, fits only one input of the request."""
    names = [folded(event.event_name) for event in events]
    organizers = [folded(event.event_organizer) for event in events]
    numbers = {event.external_event_id: number for number, event in enumerate(events)}

    candidates: dict[int, list[int]] = {}
    for number, result in enumerate(results):
        name, organizer = folded(result.event_name), folded(result.event_organizer)
        candidates[number] = [n for n, sent in enumerate(names) if sent.startswith(name)]
        candidates[number] = [n for n in candidates[number] if organizers[n].startswith(organizer)]
        if result.id in numbers:
            candidates[number] = [n for n in candidates[number] if n == numbers[result.id]]

    pairs = _unique(candidates)
    return {n: found for n, found in pairs.items() if _fits(events[n], results[found])}


def _unique(candidates: dict[int, list[int]]) -> Pairs:
    """Return the pairs of a result with one candidate and a candidate of one result."""
    counts = Counter(number for inputs in candidates.values() for number in inputs)
    return {
        inputs[0]: number
        for number, inputs in candidates.items()
        if len(inputs) == 1 and counts[inputs[0]] == 1
    }


def _fits(event: Event, result: Result) -> bool:
    """Whether a result may be what a server keeps of an event."""
    return (
        _kept(event.event_name, result.event_name)
        and _kept(event.event_organizer, result.event_organizer)
        and _near_times(event, result)
    )


def _near_times(event: Event, result: Result) -> bool:
    return _near(event.start_date_time, result.start) and _near(event.end_date_time, result.end)


def _kept(sent: str, echoed: str | None) -> bool:
    """Whether the echoed text may be what a server keeps of the sent one, whole or cut."""
    if echoed is None or sent == echoed:
        return True
    whole, kept = folded(sent), folded(echoed)
    return whole == kept or (len(echoed) >= SHORTEST_CUT and whole.startswith(kept))


def _near(sent: dt.datetime | None, echoed: dt.datetime | None) -> bool:
    """Whether two times are the same, if a fraction of a second may have been cut or rounded."""
    if sent is None or echoed is None or sent == echoed:
        return True
    return abs(sent - echoed) < dt.timedelta(seconds=1)
