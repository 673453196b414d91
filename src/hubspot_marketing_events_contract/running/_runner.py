"""Runs properties against a target, and keeps what is needed to see a finding again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from hubspot_marketing_events_contract._errors import NoResponse, RunEnded
from hubspot_marketing_events_contract.properties._property import Property
from hubspot_marketing_events_contract.target._connection import Exchange
from hubspot_marketing_events_contract.target._target import Finding, Target

EXAMPLES = {"quick": 4, "ci": 20, "deep": 500}
UNDECIDED = 3  # properties without a result for want of a response, before the run ends
SHRINKING = 10.0  # seconds, at most, to look for a smaller example of a finding
_QUIET = Verbosity.quiet


@dataclass(slots=True)
class Result:
    """What became of a property.

    Args:
        property: the property.
        seconds: how long it took.
        requests: how many requests it sent.
        finding: what the server does wrong, if it does.
        skipped: why it did not run, if it did not.
        undecided: why it has no result, if it has none.
        drawn: the values that were drawn for the finding.
        exchanges: the requests and responses of the finding, the last ones.
    """

    property: Property
    seconds: float = 0.0
    requests: int = 0
    finding: str | None = None
    skipped: str | None = None
    undecided: str | None = None
    drawn: list[Any] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)


def missing(tested: Property, target: Target) -> str | None:
    """Return why a property does not apply to a server, if it does not."""
    if lacking := tested.needs - target.paths.keys():
        return f"the contract lacks operations that it needs: {', '.join(sorted(lacking))}"
    if lacking := tested.needs & target.not_served:
        return f"operations that it needs are not served: {', '.join(sorted(lacking))}"
    if target.operations is not None and (lacking := tested.needs - target.operations):
        return f"operations that it needs were not chosen: {', '.join(sorted(lacking))}"
    if lacking := frozenset(name for name in tested.tokens if not getattr(target.tokens, name)):
        return f"needs a token: {', '.join(sorted(lacking))}"
    if lacking := tested.capabilities - target.capabilities:
        return f"the server does not declare {', '.join(sorted(lacking))}"
    return None


def run(
    properties: Iterable[Property],
    target: Target,
    *,
    examples: int,
    seeded: int,
    cleanup: bool = True,
    shrink: bool = True,
) -> Iterator[Result]:
    """Run properties one after another, and yield each result as it is known.

    Args:
        properties: what to run.
        target: the server.
        examples: how often each that draws values is tried.
        seeded: where chance begins.
        cleanup: delete what a property made when it is through.
        shrink: look for a smaller example of each finding.

    Raises:
        RunEnded: the server is gone, or does not respond time and again.
    """
    undecided = 0

    for tested in properties:
        if reason := missing(tested, target):
            yield Result(tested, skipped=reason)
            continue

        count = 1 if tested.once else examples * tested.weight
        result = one(tested, target, examples=count, seeded=seeded, shrink=shrink)
        yield result
        undecided += result.undecided is not None
        if undecided >= UNDECIDED:
            raise RunEnded(f"{undecided} properties have no result; the last: {result.undecided}")
        if cleanup:
            target.cleanup()


def one(
    tested: Property, target: Target, *, examples: int, seeded: int, shrink: bool = True
) -> Result:
    """Run one property; where a request has no response, try it once more."""
    result = Result(tested)
    begun, state = time.monotonic(), random.getstate()
    sent = target.connection.sent
    try:
        _try_once(result, target, examples=examples, seeded=seeded, shrink=shrink)
    except NoResponse:
        target.probe()
        try:
            _try_once(result, target, examples=examples, seeded=seeded, shrink=shrink)
        except NoResponse as error:
            target.probe()
            result.undecided = str(error)
            result.exchanges = list(target.connection.log)
    finally:
        random.setstate(state)
        result.seconds = time.monotonic() - begun
        result.requests = target.connection.sent - sent
    return result


class _EnoughError(BaseException):
    """The search for a smaller example has taken its time."""


class _Search:
    """Tries a property with values that are drawn, and keeps the smallest example that fails.

    Args:
        result: gets the example.
        target: the server.
    """

    def __init__(self, result: Result, target: Target) -> None:
        self.result, self.target = result, target
        self.error: Exception | None = None
        self._end = float("inf")

    def test(self, data: st.DataObject) -> None:
        """Try one example; once the time is over, no more."""
        log = self.target.connection.log
        log.clear()
        drawn: list[Any] = []

        def draw(strategy: Any) -> Any:
            drawn.append(data.draw(strategy))
            return drawn[-1]

        if time.monotonic() > self._end:
            raise _EnoughError
        try:
            self.result.property.check(self.target, draw)
        except Exception as error:
            if self.error is None:
                self._end = time.monotonic() + SHRINKING
            if self.error is None or len(log) <= len(self.result.exchanges):
                self.result.drawn, self.result.exchanges = drawn, list(log)
                self.error = error
            raise


def _try_once(result: Result, target: Target, *, examples: int, seeded: int, shrink: bool) -> None:
    log, search = target.connection.log, _Search(result, target)
    try:
        if result.property.once:
            log.clear()
            result.property.check(target, _nothing_to_draw)
        else:
            _seeded(seeded, _profile(examples, shrink=shrink), search.test)()
    except (Exception, _EnoughError) as raised:  # noqa: BLE001 - whatever it raises
        result.exchanges = result.exchanges or list(log)
        error = search.error or raised
        result.finding = target.redaction.text(explained(error, result))


def explained(error: BaseException, result: Result) -> str:
    """Return what a property found, in the API's words, whatever it raised."""
    said = error.args[0] if error.args else ""
    text = "; ".join(map(str, said)) if isinstance(said, list) else str(said)
    text = text.split("\nExplanation:")[0]
    if isinstance(error, Finding) and text:
        return text

    last = ""
    if result.exchanges:
        request, response = result.exchanges[-1]
        body = response.text if len(response.text) < 300 else f"{response.text[:300]}…"
        said = f"{response.status_code}: {body or 'no body'}"
        last = f"the last call, {request.method} {request.url.path}, came back as {said}"
    if isinstance(error, AssertionError) and text:
        return f"{text}\n{last}" if last else text
    return f"{last or 'no call was made'}. This is not what must hold: {result.property.claim}"


def _nothing_to_draw(_: Any) -> Any:
    raise RuntimeError("a property that runs once draws nothing")


def _profile(examples: int, *, shrink: bool) -> settings:
    # An event keeps what is written to it, so shrinking uses requests with ids of their own.
    phases = [Phase.generate, *([Phase.shrink] if shrink else [])]
    return settings(
        max_examples=examples, deadline=None, database=None, phases=phases, print_blob=False,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False, verbosity=_QUIET,
    )  # fmt: skip


def _seeded(
    number: int, profile: settings, test: Callable[[st.DataObject], None]
) -> Callable[[], None]:
    ready: Callable[[], None] = seed(number)(profile(given(st.data())(test)))
    return ready
