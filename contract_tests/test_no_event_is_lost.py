"""Claim: whatever goes wrong, each input has one outcome, which is true of the server."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from unittest import mock as patching

import httpx
import pytest
import stamina
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from contract_tests.support.mishaps import MISHAPS, SERVERS, TOKENS, Network, Unhurried, said
from contract_tests.support.version import CONTRACT, KEY
from hubspot_marketing_events import (
    AsyncMarketingEvents,
    Event,
    MarketingEvents,
    MarketingEventsError,
    Outcome,
    errors,
)
from hubspot_marketing_events._core import _calls
from hubspot_marketing_events_contract.target._mock import InProcess
from hubspot_marketing_events_mock import Assumptions, Mock

BATCH = 3  # so that a few events are many batches
POISON = "poison"  # HubSpot refuses a batch that holds an event of this name
KEPT = {"created", "updated", "accepted"}
UNTOUCHED = {"invalid", "rejected", "not_sent"}


class Poisonous(InProcess):
    """Refuses a batch that holds a poisoned event, as HubSpot refuses a batch for one bad input."""

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if any(given["eventName"] == POISON for given in json.loads(request.content)["inputs"]):
            return said(400, category="VALIDATION_ERROR")
        return super()._answer(request)


def events() -> st.SearchStrategy[list[Any]]:
    """Inputs with few distinct keys and names, some of them poisoned, some unfit to be sent."""
    fit = st.builds(
        Event,
        event_name=st.sampled_from(["a", "b", "c", POISON]),
        event_organizer=st.just("o"),
        external_account_id=st.just("acc"),
        external_event_id=st.integers(0, 12).map(str),
        event_type=st.none() | st.sampled_from("xyz"),
        start_date_time=st.none()
        | st.just(dt.datetime(2026, 12, 1, 9, 0, 0, 123456, tzinfo=dt.UTC)),
    )
    unfit = st.sampled_from(
        [
            {"eventName": "a"},
            5,
            Event(event_name=1, event_organizer="", external_account_id="", external_event_id=""),
        ]
    )  # type: ignore[arg-type]
    return st.lists(st.one_of(fit, fit, fit, fit, unfit), max_size=20)


MIXTURES = st.lists(st.sampled_from([*MISHAPS, *["nothing"] * 12]), max_size=40)
CONCURRENCY = st.integers(1, 8)
KINDS = st.sampled_from(["plain"] * 3 + [*SERVERS])


def state(server: Mock) -> dict[str, dict[str, Any]]:
    """What the server has, by external event id, without its own ids."""
    return {
        event["externalEventId"]: {
            name: event[name]
            for name in ("eventName", "eventType", "startDateTime")
            if name in event
        }
        for event in server.events
    }


def fields(event: Event) -> dict[str, Any]:
    """What an event adds to that."""
    start = event.start_date_time and event.start_date_time.isoformat(
        timespec="milliseconds"
    ).replace("+00:00", "Z")
    given = {"eventName": event.event_name, "eventType": event.event_type, "startDateTime": start}
    return {name: value for name, value in given.items() if value is not None}


class Runs(RuleBasedStateMachine):
    """Runs of the client, one after the other, against one server."""

    @initialize(id_is_external=st.booleans())
    def begin(self, id_is_external: bool) -> None:
        """A server with nothing in it, small batches and no waiting."""
        stamina.set_testing(True, attempts=10**6, cap=True)
        self.size = patching.patch.object(_calls, "SIZE", BATCH)
        self.size.start()
        self.server = Mock(
            CONTRACT,
            mode="model",
            tokens=TOKENS,
            assumptions=Assumptions(id_is_external=id_is_external),
        )

    def teardown(self) -> None:
        """As it was."""
        self.size.stop()
        stamina.set_testing(False)

    def options(self, names: list[str], kind: str) -> dict[str, Any]:
        """What both clients are made with."""
        transport = Poisonous(self.server, Network(self.server, names, kind))
        return {
            "token": "token",
            "api_version": KEY,
            "transport": transport,
            "pacer": Unhurried(),
            "attempts": 3,
        }

    @rule(inputs=events(), names=MIXTURES, concurrency=CONCURRENCY, kind=KINDS)
    def blocking(self, inputs: list[Any], names: list[str], concurrency: int, kind: str) -> None:
        """`MarketingEvents.upsert`."""
        before = state(self.server)
        with MarketingEvents(**self.options(names, kind)) as client:
            try:
                outcomes = client.upsert(inputs, concurrency=concurrency).outcomes
            except MarketingEventsError as error:
                outcomes = self.ended(error)
        self.check(inputs, outcomes, before)

    @rule(inputs=events(), names=MIXTURES, concurrency=CONCURRENCY, kind=KINDS)
    def suspending(self, inputs: list[Any], names: list[str], concurrency: int, kind: str) -> None:
        """`AsyncMarketingEvents.upsert`."""
        before = state(self.server)

        async def run() -> list[Outcome]:
            async with AsyncMarketingEvents(**self.options(names, kind)) as client:
                try:
                    return (await client.upsert(inputs, concurrency=concurrency)).outcomes
                except MarketingEventsError as error:
                    return self.ended(error)

        self.check(inputs, asyncio.run(run()), before)

    @rule(inputs=events(), names=MIXTURES, concurrency=CONCURRENCY, kind=KINDS)
    def streaming(self, inputs: list[Any], names: list[str], concurrency: int, kind: str) -> None:
        """`MarketingEvents.upsert_iter`, whose error has the outcomes that were not handed out."""
        before, outcomes, source = state(self.server), list[Outcome](), iter(inputs)
        with MarketingEvents(**self.options(names, kind)) as client:
            try:
                outcomes.extend(client.upsert_iter(source, concurrency=concurrency))
            except MarketingEventsError as error:
                outcomes += self.ended(error)
        unread = len(list(source))
        self.check(inputs[: len(inputs) - unread], outcomes, before)

    @staticmethod
    def ended(error: MarketingEventsError) -> list[Outcome]:
        """The outcomes that an error has; only a refused token and a dead host may raise."""
        assert isinstance(error, errors.AuthenticationError | errors.UnreachableError), error
        assert error.report is not None
        return error.report.outcomes

    def check(
        self, inputs: list[Any], outcomes: list[Outcome], before: dict[str, dict[str, Any]]
    ) -> None:
        """Compare outcomes with the server."""
        assert [id(given) for given in inputs] == [id(outcome.event) for outcome in outcomes]
        after = state(self.server)
        by_key: dict[str, list[Outcome]] = {}
        for outcome in outcomes:
            if isinstance(outcome.event, Event) and outcome.status != "invalid":
                by_key.setdefault(outcome.event.external_event_id, []).append(outcome)
        assert after.keys() - before.keys() <= by_key.keys()
        for key, told in by_key.items():
            self.check_event(told, before.get(key), after.get(key))
        assert [] == self.server.violations

    @staticmethod
    def check_event(
        told: list[Outcome], before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        """Compare all that was said of one event with what the server had and has."""
        possible: list[dict[str, Any] | None] = [before]
        for outcome in told:
            assert isinstance(outcome.event, Event)
            written = [(old or {}) | fields(outcome.event) for old in possible]
            if outcome.status in KEPT:
                possible = list(written)
            elif outcome.status == "failed" or (outcome.error and outcome.status == "superseded"):
                possible = [*possible, *written]
            else:
                assert outcome.status in UNTOUCHED | {"superseded"}
        assert after in possible


Runs.TestCase.settings = settings(
    settings(), stateful_step_count=5, max_examples=settings().max_examples // 5 * 2
)
TestRuns = Runs.TestCase


@pytest.fixture
def retries() -> Iterator[None]:
    """Retries without waiting."""
    stamina.set_testing(True, attempts=10**6, cap=True)
    yield
    stamina.set_testing(False)


LOST = {name for name in MISHAPS if "after the write" in name} | {
    "not JSON's object",
    "another shape",
    "ids of another type",
    "no results at all",
    *(name for name in MISHAPS if name.startswith("a batch that is")),
}
ENDS = {
    **dict.fromkeys(MISHAPS, "created"),
    **dict.fromkeys(LOST, "accepted"),
    "partial": "rejected",
    "a result too few": "failed",
    "errors that are counted": "failed",
    "errors of another type": "failed",
    "another's names": "failed",
    "daily limit": "not_sent",
    "unauthorized": "raised",
}


@pytest.mark.usefixtures("retries")
@pytest.mark.parametrize("name", MISHAPS)
def test_every_mishap_ends_as_it_should(name: str) -> None:
    """A fault on one event ends in a retry that gets it through, or in a true outcome."""
    server = Mock(CONTRACT, mode="model", tokens=TOKENS)
    event = Event(
        event_name="n", event_organizer="o", external_account_id="a", external_event_id="e"
    )
    transport = InProcess(server, Network(server, [name]))
    with MarketingEvents(
        token="token", api_version=KEY, transport=transport, pacer=Unhurried()
    ) as client:
        try:
            (outcome,) = client.upsert([event])
            assert ENDS[name] == outcome.status
        except errors.AuthenticationError:
            assert "raised" == ENDS[name]
