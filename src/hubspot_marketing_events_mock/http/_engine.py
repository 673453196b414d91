"""The mock without a server: one request in, one response out."""

from __future__ import annotations

import copy
import datetime as dt
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson
from attrs import define, evolve, frozen

from hubspot_marketing_events_mock.behaviour import (
    DEFAULT_TOKENS,
    HANDLERS,
    Assumptions,
    Call,
    RefusalError,
    State,
    Token,
    error,
    identify,
    invalid,
    page,
    too_many,
)
from hubspot_marketing_events_mock.contract import Contract, Operation, Request, Response
from hubspot_marketing_events_mock.faults import Fault, Plan
from hubspot_marketing_events_mock.recording import MaxAge, RecordingStore, replayed

MODES = ("auto", "replay", "model")
KEPT = 10_000  # exchanges
INTERVAL = 10.0  # seconds of the rate limit (documented)
DAILY = 250_000  # requests a day of a free or starter account, until midnight (documented); here until a reset
_TICK = dt.timedelta(milliseconds=1)


@frozen
class Exchange:
    """A request and what became of it; its Authorization is not kept. `origin` is model, fault, or a recording."""

    method: str
    path: str
    operation: str | None
    body: Any
    status: int
    origin: str


@define
class _Limit:
    """Requests of one app within the interval."""

    times: deque[float]
    today: int = 0


class Engine:
    """Decides what becomes of each request; knows nothing of connections.

    Args:
        contract: what requests and answers must keep; the installed client's default without it.
        mode: "auto" replays what was recorded and models the rest; "replay" and "model" do only one of the two.
        recordings: a folder of recordings; those that come with this package without it.
        tokens: who may call; by default `mock-token`, with every scope.
        assumptions: choices where HubSpot's behaviour is not known.
        seed: two mocks of one seed and clock answer the same requests with the same bytes.
        clock: the time; never the same twice in answers, which are a millisecond apart at least.
        faults: asked before each request whether something goes wrong with it.
        limit: requests per app in 10 seconds, as the headers state it; enforced only with `enforce_limit`.
        daily_limit: requests per app since the last `reset`, likewise.
        enforce_limit: answer 429 beyond the limits.
        max_age: the days after which a recording is warned of; None for never.
        fail_expired: refuse such a recording.
    """

    def __init__(
        self,
        contract: Contract | None = None,
        *,
        mode: str = "auto",
        recordings: Path | None = None,
        tokens: Mapping[str, Token] = DEFAULT_TOKENS,
        assumptions: Assumptions | None = None,
        seed: int = 0,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        faults: Callable[[Request, str], Fault | None] | None = None,
        limit: int = 100,
        daily_limit: int = DAILY,
        enforce_limit: bool = False,
        max_age: float | None = None,
        fail_expired: bool = False,
    ) -> None:
        if mode not in MODES:
            raise ValueError(f"mode {mode!r} is none of {', '.join(MODES)}")
        self.contract = contract or Contract.load()
        self.mode, self.limit, self.daily_limit, self.enforce_limit = (
            mode,
            limit,
            daily_limit,
            enforce_limit,
        )
        self.assumptions = assumptions or Assumptions()
        self.tokens, self.faults = dict(tokens), faults
        self.state = State(seed)
        self._clock, self._lock = clock, threading.RLock()
        expiry = None if max_age is None else MaxAge(max_age, clock(), fail_expired)
        shelf = (
            RecordingStore({})
            if mode == "model"
            else RecordingStore.of(recordings, self.contract, expiry)
        )
        self._store = shelf
        self.snapshots: dict[str, State] = {}
        self.reset()

    def reset(self) -> None:
        """Forget every event, request, fault of the moment and limit, and begin a plan of faults anew."""
        with self._lock:
            if isinstance(self.faults, Plan):
                self.faults.restart()
            self.state.reset()
            self.requests: deque[Exchange] = deque(maxlen=KEPT)
            self.violations: list[str] = []
            self._pending: list[Fault] = []
            self._limits: dict[int, _Limit] = {}
            self._used = _Limit(deque())
            self._last = dt.datetime.min.replace(tzinfo=dt.UTC)

    def snapshot(self) -> State:
        """Keep the events, participants and settings as they are now, for `restore`."""
        with self._lock:
            return copy.deepcopy(self.state)

    def restore(self, snapshot: State) -> None:
        """Go back to a snapshot, which can be gone back to again."""
        with self._lock:
            self.state = copy.deepcopy(snapshot)

    def forget_faults(self) -> None:
        """Let nothing more go wrong."""
        self.faults = None
        self._pending.clear()

    @property
    def pending(self) -> Sequence[Fault]:
        """The faults of `fail_next` that have not happened yet."""
        return tuple(self._pending)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Every event, with its external ids, in the order of object ids."""
        with self._lock:
            return [
                {
                    **event.fields,
                    "customProperties": dict(event.custom),
                    "externalAccountId": event.key[2],
                    "externalEventId": event.key[3],
                    "objectId": str(event.object_id),
                }
                for event in self.state.by_object.values()
            ]

    def fail_next(self, status: int | None = None, *, times: int = 1, **options: Any) -> None:
        """Let something go wrong with the next request, or the next of an `operation`; see `Fault`."""
        self._pending += [Fault(status=status, **options)] * times

    def handle(self, request: Request) -> Response:
        """Response one request.

        Returns:
            The answer, in keeping with the contract, or a loud 500 that says where it is not.
        """
        with self._lock:
            operation, path, methods = self.contract.find(request)
            now, self._used = self._now(), _Limit(deque())
            try:
                answer = self._answer(request, operation, path, methods, now)
            except RefusalError as refusal:
                answer = refusal.answer
            answer = self._finished(operation, answer)
            self._note(request, operation, answer)
            return answer

    def _answer(
        self,
        request: Request,
        operation: Operation | None,
        path: Mapping[str, str],
        methods: list[str],
        now: dt.datetime,
    ) -> Response:
        if operation is None:
            return Response(405, headers={"Allow": ", ".join(methods)}) if methods else page(404)
        token = identify(self.tokens, request.headers.get("authorization"), operation.scopes)
        if isinstance(token, Response):
            return token
        limited = self._count(token, now)
        if limited:
            return limited
        fault = self._fault(request, operation.id)
        if fault and fault.replaces:
            return fault.answer(Response(fault.status or HTTPStatus.OK))
        body = _body(request, operation)
        values, problems = operation.check_parameters(path, request.query)
        problems += operation.check_body(body) if operation.body_schema is not None else []
        if problems:
            return invalid(problems)
        call = Call(self.state, self.assumptions, token, values, body, now)
        answer = self._served(request, operation, call, fault.fail_inputs if fault else frozenset())
        return fault.answer(answer) if fault else answer

    def _served(
        self, request: Request, operation: Operation, call: Call, failing: frozenset[int]
    ) -> Response:
        body = call.body
        recording = self._store.find(request, body)
        if recording:
            return replayed(recording)
        if self.mode == "replay":
            return error(
                501,
                f"No recording of this request. {self._store.nearest(request, body)}",
                "NOT_RECORDED",
            )
        handler = HANDLERS.get(operation.id)
        if handler is None:
            return error(501, f"The mock does not model {operation.id}", "NOT_MODELLED")
        return _partial(handler, call, failing) if failing else handler(call)

    def _fault(self, request: Request, operation: str) -> Fault | None:
        for index, fault in enumerate(self._pending):
            if fault.operation in {None, operation}:
                return self._pending.pop(index)
        return self.faults(request, operation) if self.faults else None

    def _now(self) -> dt.datetime:
        moment = self._clock()
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        self._last = moment if moment > self._last else self._last + _TICK
        return self._last

    def _count(self, token: Token, now: dt.datetime) -> Response | None:
        limit = self._used = self._limits.setdefault(token.app_id, _Limit(deque()))
        while limit.times and limit.times[0] <= now.timestamp() - INTERVAL:
            limit.times.popleft()
        if self.enforce_limit and limit.today >= self.daily_limit:
            return too_many("DAILY")
        if self.enforce_limit and len(limit.times) >= self.limit:
            return too_many()
        limit.times.append(now.timestamp())
        limit.today += 1
        return None

    def _finished(self, operation: Operation | None, answer: Response) -> Response:
        """Add what every answer has, and check it against the contract unless it is wrong on purpose."""
        correlation = self.state.correlation_id()
        body = answer.body
        if isinstance(body, dict) and "correlationId" in body:
            body = {**body, "correlationId": correlation}
        headers = {
            "X-HubSpot-Correlation-Id": correlation,
            "X-HubSpot-RateLimit-Daily": str(self.daily_limit),
            "X-HubSpot-RateLimit-Daily-Remaining": str(max(0, self.daily_limit - self._used.today)),
            "X-HubSpot-RateLimit-Interval-Milliseconds": str(int(INTERVAL * 1000)),
            "X-HubSpot-RateLimit-Max": str(self.limit),
            "X-HubSpot-RateLimit-Remaining": str(max(0, self.limit - len(self._used.times))),
            **answer.headers,
        }
        answer = evolve(answer, body=body, headers=headers)
        if operation is None or answer.origin == "fault" or answer.exempt:
            return answer
        data, kind = answer.encoded()
        broken = operation.check_response(answer.status, kind, data)
        if not broken:
            return evolve(answer, body=data or None)
        said = f"{operation.id} {answer.status}: " + "; ".join(
            f"{place}: {message}" for place, message in broken
        )
        self.violations.append(said)
        return Response(
            500,
            orjson.dumps({"status": "error", "message": f"The mock broke the contract: {said}"}),
            headers,
        )

    def _note(self, request: Request, operation: Operation | None, answer: Response) -> None:
        try:
            body = orjson.loads(request.body) if request.body else None
        except ValueError:
            body = f"{len(request.body)} bytes that are not JSON"
        path = "/" + "/".join(request.segments)
        name = operation.id if operation else None
        self.requests.append(
            Exchange(request.method, path, name, body, answer.status, answer.origin)
        )


def _body(request: Request, operation: Operation) -> Any:
    """The JSON of a request that takes one."""
    if operation.body_schema is None:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.body and kind != "application/json":
        raise RefusalError(
            error(
                415,
                f"The content type {kind or 'none'} is not application/json",
                "UNSUPPORTED_MEDIA_TYPE",
            )
        )
    try:
        return orjson.loads(request.body)
    except ValueError as problem:
        said = (
            f"Invalid input JSON: {problem}" if request.body else "Invalid input JSON: No content"
        )
        raise RefusalError(error(400, said, "VALIDATION_ERROR")) from problem


def _partial(handler: Callable[[Call], Response], call: Call, failing: frozenset[int]) -> Response:
    """Carry out a batch but for some inputs, which fail each with an error of its own (the shape is assumed)."""
    inputs = call.body.get("inputs", [])
    kept = [given for index, given in enumerate(inputs) if index not in failing]
    failed = len(inputs) - len(kept)
    answer = handler(evolve(call, body={**call.body, "inputs": kept}))
    item = {
        "status": "error",
        "category": "VALIDATION_ERROR",
        "message": "An injected failure",
        "context": {},
    }
    return (
        Response(207, {**answer.body, "errors": [item] * failed, "numErrors": failed})
        if failed
        else answer
    )
