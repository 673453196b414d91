"""Claim: whatever call is made and whatever goes wrong, each outcome is true of the server."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock as patching

import stamina
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from contract_tests.support.mishaps import MISHAPS, TOKENS, Network, Unhurried
from contract_tests.support.version import CONTRACT, KEY
from hubspot_marketing_events import (
    AsyncMarketingEvents,
    Event,
    EventKey,
    MarketingEvents,
    MarketingEventsError,
    Outcome,
    Participant,
    ParticipantState,
    errors,
)
from hubspot_marketing_events._core import _calls
from hubspot_marketing_events_contract.target._mock import InProcess
from hubspot_marketing_events_mock import Mock

BATCH = 3  # so that a few inputs are many batches
ACCOUNT = "account"
START = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
FIRST, DAY = 1_793_491_200_000, 86_400_000  # START and a day, in milliseconds
STATES = {
    ParticipantState.REGISTERED: "REGISTERED",
    ParticipantState.ATTENDED: "ATTENDED",
    ParticipantState.CANCELLED: "CANCELLED",
}
OK = {"created", "updated", "accepted", "deleted"}
UNTOUCHED = {"invalid", "rejected", "not_sent"}
MAYBE = {"failed", "unconfirmed"}
ENDINGS = (errors.AuthenticationError, errors.UnreachableError, errors.NotFoundError)

NUMBERS = st.integers(0, 2)
FAULTS = st.lists(st.sampled_from([*MISHAPS, *["nothing"] * 60]), max_size=12)
# What shortens a page or changes what it has makes another true page of it: no client can tell.
ON_THE_WAY = [
    name
    for name in MISHAPS
    if name not in {"a result too few", "one result for all", "partial", "another's names"}
    and not name.startswith(("errors", "reordered", "one id", "ids of", "a batch that is"))
]
FAULTS_OF_READS = st.lists(st.sampled_from([*ON_THE_WAY, *["nothing"] * 60]), max_size=12)
People = list[tuple[Any, int]]  # an e-mail address or a contact id, and when


def people() -> st.SearchStrategy[People]:
    """Contacts named in all ways that mean the same, at few moments."""
    emails = st.builds(
        lambda number, upper, space: (
            (f"guest-{number}@x.org".upper() if upper else f"guest-{number}@x.org") + " " * space
        ),
        NUMBERS,
        st.booleans(),
        st.booleans(),
    )
    return st.lists(
        st.tuples(st.one_of(emails, emails, st.integers(1, 5)), st.integers(0, 3)), max_size=9
    )


def name_of(who: str | int) -> str:
    """What the server knows somebody by."""
    return who.strip().lower() if isinstance(who, str) else f"contact-{who}@contacts.example"


class Calls(RuleBasedStateMachine):
    """All calls of the clients in any order, against one server that keeps the truth."""

    @initialize()
    def begin(self) -> None:
        """A server with three events, small batches and pages, and no waiting."""
        stamina.set_testing(True, attempts=10**6, cap=True)
        self.patches = [
            patching.patch.object(_calls, "SIZE", BATCH),
            patching.patch("hubspot_marketing_events._calls._single.PAGE", 2),
        ]
        for patch in self.patches:
            patch.start()
        self.server = Mock(CONTRACT, mode="model", tokens=TOKENS)
        self.upsert([0, 1, 2], [], is_async=False)

    def teardown(self) -> None:
        """As it was."""
        for patch in getattr(self, "patches", []):
            patch.stop()
        stamina.set_testing(False)

    def client(self, faults: list[str], kind: type[Any] = MarketingEvents) -> Any:
        """A client whose requests go through faults to the server."""
        return kind(
            token="token",
            api_version=KEY,
            transport=InProcess(self.server, Network(self.server, faults)),
            pacer=Unhurried(),
            attempts=3,
        )

    def called(
        self, faults: list[str], name: str, *given: Any, is_async: bool, **named: Any
    ) -> list[Outcome]:
        """The outcomes of a batch call; only some errors may end one, and they have them too."""

        async def suspending() -> Any:
            async with self.client(faults, AsyncMarketingEvents) as client:
                return await getattr(client, name)(*given, **named)

        try:
            if is_async:
                return list(asyncio.run(suspending()))
            with self.client(faults) as client:
                return list(getattr(client, name)(*given, **named))
        except ENDINGS as error:
            return error.report.outcomes if error.report else []

    def event(self, number: int) -> Any:
        """The server's own event, or None."""
        return next((e for e in self.server.state.events.values() if e.key[3] == str(number)), None)

    def reference(self, number: int, by_object: bool) -> Any:
        """What names an event; an object id of none where there is none."""
        if not by_object:
            return EventKey(ACCOUNT, str(number))
        event = self.event(number)
        return str(event.object_id if event else 99 + number)

    # Events

    @rule(numbers=st.lists(NUMBERS, max_size=8), faults=FAULTS, is_async=st.booleans())
    def upserted(self, numbers: list[int], faults: list[str], is_async: bool) -> None:
        """What is kept is there; what is refused is as it was."""
        self.upsert(numbers, faults, is_async)

    def upsert(self, numbers: list[int], faults: list[str], is_async: bool) -> None:
        """What is kept is there; what is refused is as it was."""
        given = [
            Event(
                event_name=f"Event {number}",
                event_organizer="o",
                external_account_id=ACCOUNT,
                external_event_id=str(number),
            )
            for number in numbers
        ]
        before = {number: self.event(number) for number in numbers}
        told = self.called(faults, "upsert", given, is_async=is_async)
        assert [id(one) for one in given] == [id(outcome.input) for outcome in told]
        for number, old in before.items():
            statuses = {o.status for n, o in zip(numbers, told, strict=True) if n == number}
            if statuses & OK:
                assert self.event(number) is not None
            elif statuses <= UNTOUCHED | {"superseded"}:
                assert old is self.event(number)
            if "created" in statuses:
                assert old is None

    @rule(
        numbers=st.lists(NUMBERS, max_size=8),
        by_object=st.booleans(),
        faults=FAULTS,
        is_async=st.booleans(),
    )
    def delete(
        self, numbers: list[int], by_object: bool, faults: list[str], is_async: bool
    ) -> None:
        """What is deleted was there; what is not found was not; nothing else is touched."""
        given = [self.reference(number, by_object) for number in numbers]
        before = dict(self.server.state.events)
        was = {number: self.event(number) for number in numbers}
        told = self.called(faults, "delete", given, is_async=is_async)
        assert [id(one) for one in given] == [id(outcome.input) for outcome in told]
        for number, outcome in zip(numbers, told, strict=True):
            if outcome.status == "deleted":
                assert was[number] is not None
            if outcome.status in {"deleted", "accepted", "not_found"}:
                assert self.event(number) is None
        gone_by_now = set[int]()
        for number, outcome in zip(numbers, told, strict=True):
            if outcome.status == "not_found":
                assert was[number] is None or number in gone_by_now
            elif outcome.status in OK | MAYBE:
                gone_by_now.add(number)
        for number, old in was.items():
            if {o.status for n, o in zip(numbers, told, strict=True) if n == number} <= UNTOUCHED:
                assert old is self.event(number)
        gone = before.keys() - self.server.state.events.keys()
        assert {key[3] for key in gone} <= {str(number) for number in numbers}

    @rule(number=NUMBERS, by_object=st.booleans(), faults=FAULTS_OF_READS)
    def cancel(self, number: int, by_object: bool, faults: list[str]) -> None:
        """An event is cancelled where nothing is raised, and as it was where nothing was done."""
        self.changed(number, by_object, faults, "cancel", lambda e: e.fields.get("eventCancelled"))

    @rule(number=NUMBERS, faults=FAULTS_OF_READS)
    def complete(self, number: int, faults: list[str]) -> None:
        """An event is completed, or an error is raised, as for `cancel`."""
        times = (START, START + dt.timedelta(hours=1))
        done: Callable[[Any], Any] = lambda e: e.fields.get("eventCompleted")  # noqa: E731 - short
        self.changed(number, False, faults, "complete", done, *times)

    @rule(number=NUMBERS, by_object=st.booleans(), faults=FAULTS_OF_READS, which=st.integers(1, 3))
    def associate(self, number: int, by_object: bool, faults: list[str], which: int) -> None:
        """A list is associated, or an error is raised, as for `cancel`."""
        done: Callable[[Any], Any] = lambda event: str(which) in event.lists  # noqa: E731 - short
        self.changed(number, by_object, faults, "associate", done, which)

    @rule(number=NUMBERS, by_object=st.booleans(), faults=FAULTS_OF_READS, which=st.integers(1, 3))
    def disassociate(self, number: int, by_object: bool, faults: list[str], which: int) -> None:
        """A list is associated no more, or an error is raised, as for `cancel`."""
        done: Callable[[Any], Any] = lambda event: str(which) not in event.lists  # noqa: E731
        self.changed(number, by_object, faults, "disassociate", done, which)

    def changed(
        self,
        number: int,
        by_object: bool,
        faults: list[str],
        name: str,
        done: Callable[[Any], Any],
        *given: Any,
    ) -> None:
        """Call what changes one event, and compare its end with the server."""
        event = self.event(number)
        before = bool(event and done(event))
        raised: MarketingEventsError | None = None
        with self.client(faults) as client:
            try:
                getattr(client, name)(self.reference(number, by_object), *given)
            except MarketingEventsError as error:
                raised = error

        assert (event is None) or not isinstance(raised, errors.NotFoundError)
        if raised is None:
            assert event is not None
            assert done(event)
        elif event is not None and not raised.may_be_applied:
            assert before == bool(done(event))

    # Participants

    @rule(
        number=NUMBERS,
        given=people(),
        state=st.sampled_from(ParticipantState),
        creates=st.booleans(),
        by_object=st.booleans(),
        faults=FAULTS,
        is_async=st.booleans(),
        concurrency=st.integers(1, 4),
    )
    def record(  # noqa: PLR0917 - a call has so many arguments
        self,
        number: int,
        given: People,
        state: ParticipantState,
        creates: bool,
        by_object: bool,
        faults: list[str],
        is_async: bool,
        concurrency: int,
    ) -> None:
        """Whoever is accepted is in the state; whoever is refused is in the one before."""
        event = self.event(number)
        reference = self.reference(number, by_object and creates)
        participants = participants_of(given)
        before = self.recorded(event)
        told = self.called(
            faults,
            "record_participants",
            reference,
            participants,
            state=state,
            create_missing_contacts=creates,
            concurrency=concurrency,
            is_async=is_async,
        )
        assert [id(one) for one in participants] == [id(outcome.input) for outcome in told]
        after = self.recorded(event)
        by_name = outcomes_by_name(given, told)
        assert after.keys() - before.keys() <= by_name.keys()
        for name in before.keys() | by_name.keys():
            possible = possible_states(before.get(name), by_name.get(name, []), STATES[state])
            assert after.get(name) in possible, (name, by_name.get(name), before, after)
        self.check_ids(told, event)

    def recorded(self, event: Any) -> dict[str, tuple[str, int]]:
        """Everybody's state at an event, and the day of it."""
        if event is None:
            return {}
        return {
            one.email.strip().lower(): (
                one.state,
                (one.occurred_at - 1_793_491_200_000) // 86_400_000,
            )
            for one in event.participants.by_contact.values()
        }

    def check_ids(self, told: list[Outcome], event: Any) -> None:
        """An id is that of the contact whom the input names."""
        for outcome in told:
            if outcome.id:
                assert outcome.ok
                assert isinstance(outcome.input, Participant)
                found = event.participants.by_contact[int(outcome.id)]
                wanted = outcome.input.email or int(outcome.input.contact_id or 0)
                assert name_of(wanted) == name_of(found.email)

    # Reading

    @rule(faults=FAULTS_OF_READS)
    def read_events(self, faults: list[str]) -> None:
        """The events are those that the server has, or an error ends them early."""
        wanted = [str(event.object_id) for event in self.server.state.events.values()]
        with self.client(faults) as client:
            found, ended = drained(client.events())
        assert sorted(wanted)[: len(found)] == [record.object_id for record in found]
        assert ended or len(wanted) == len(found)

    @rule(number=NUMBERS, by_object=st.booleans(), faults=FAULTS_OF_READS)
    def read_event(self, number: int, by_object: bool, faults: list[str]) -> None:
        """Counters, lists and breakdown of one event agree with one another and with the server."""
        event, reference = self.event(number), self.reference(number, by_object)
        with self.client([]) as calm, self.client(faults) as client:
            try:
                record = client.get(reference)
            except errors.NotFoundError:
                assert event is None
                return
            except MarketingEventsError:
                return

            assert event is not None
            assert f"Event {number}" == record.event_name
            found, ended = drained(client.participations(reference))
            assert ended or len(event.participants.by_contact) == len(found)
            everybody = list(calm.participations(reference))
            assert everybody[: len(found)] == found
            states = Counter(one.attendance_state for one in everybody)
            counted = (record.registrants, record.attendees, record.cancellations, record.no_shows)
            assert counted[:3] == tuple(states[state] for state in STATES.values())
            assert (counted[3] or 0) == states["NO_SHOW"]
            assert list(event.lists) == [one.list_id for one in calm.lists(reference)]
            assert [str(number)] == [one.external_event_id for one in calm.find(str(number))]
            for one in everybody[:1]:
                mine = list(calm.participations(contact=one.contact_id))
                assert record.object_id in {other.marketing_event_id for other in mine} | {None}
        assert [] == self.server.violations


def participants_of(people: People) -> list[Participant]:
    """Inputs for people, each named by an e-mail address or by a contact id."""
    return [
        Participant(
            at=START + dt.timedelta(days=day),
            email=who if isinstance(who, str) else None,
            contact_id=who if isinstance(who, int) else None,
        )
        for who, day in people
    ]


def outcomes_by_name(people: People, told: list[Outcome]) -> dict[str, list[tuple[int, Outcome]]]:
    """Days and outcomes, in the order of the inputs, for each person."""
    by_name: dict[str, list[tuple[int, Outcome]]] = {}
    for (who, day), outcome in zip(people, told, strict=True):
        by_name.setdefault(name_of(who), []).append((day, outcome))
    return by_name


def drained(records: Iterator[Any]) -> tuple[list[Any], bool]:
    """What an iterator gave, and whether an error ended it."""
    found = []
    try:
        found.extend(records)
    except MarketingEventsError:
        return found, True
    return found, False


def possible_states(
    before: tuple[str, int] | None, told: list[tuple[int, Outcome]], state: str
) -> list[tuple[str, int] | None]:
    """The states that somebody may be in after the outcomes of their inputs.

    The server keeps the latest state; of two at the same time, the one that it receives later.
    """
    possible: list[tuple[str, int] | None] = [before]
    for day, outcome in told:
        written = [(state, day) if old is None or day >= old[1] else old for old in possible]
        if outcome.status == "accepted":
            possible = list(written)
        elif outcome.status in MAYBE or (outcome.error and outcome.status == "superseded"):
            possible = [*possible, *written]
        else:
            assert outcome.status in UNTOUCHED | {"superseded"}
    return possible


Calls.TestCase.settings = settings(
    settings(), stateful_step_count=8, max_examples=settings().max_examples // 2
)
TestCalls = Calls.TestCase
