"""The mock without a server: one request in, one response out."""

from __future__ import annotations

import copy
import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from attrs import define, evolve, frozen

from hubspot_marketing_events_mock.behaviour import (
    DEFAULT_TOKENS,
    HANDLERS,
    Assumptions,
    Call,
    Event,
    RefusalError,
    State,
    Token,
    carried_out_in_part,
    error,
    identify,
    invalid,
    page,
)
from hubspot_marketing_events_mock.contract import (
    Contract,
    Operation,
    Request,
    Response,
    installed_versions,
)
from hubspot_marketing_events_mock.faults import (
    Fault,
    FaultError,
    Plan,
    check_operation,
    is_whole,
)
from hubspot_marketing_events_mock.http._journal import Journal
from hubspot_marketing_events_mock.http._json import read_json, unpacked
from hubspot_marketing_events_mock.http._limits import DAILY, Usage
from hubspot_marketing_events_mock.http._versions import Versions, check_modelled
from hubspot_marketing_events_mock.http.transport import Access, header_text
from hubspot_marketing_events_mock.recording import (
    MaxAge,
    RecordingStore,
    parsed_body,
    replayed,
)

logger = logging.getLogger("hubspot_marketing_events_mock")
MODES = ("auto", "replay", "model")
_UNUSED = Usage()  # of a request that is refused before it counts
_TICK = dt.timedelta(milliseconds=1)
_MOST_TIMES = 100_000  # that one fault may be repeated
_MOST_PENDING = 1_000  # faults that wait
_MOST_SNAPSHOTS = 20
_MOST_VIOLATIONS = 1_000


@define
class _Pending:
    """A fault that waits, and how many times it is still to happen."""

    fault: Fault
    times: int


@frozen
class _Addressed:
    """A request of an operation, and where its recordings are."""

    request: Request
    recordings: RecordingStore
    operation: Operation
    path: Mapping[str, str]
    now: dt.datetime


class Engine:
    """Decides the response to each request; knows no connections. See `Mock` for the arguments."""

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
        access: Access | None = None,
        allow_unmodelled: bool = False,
    ) -> None:
        if mode not in MODES:
            raise ValueError(f"mode {mode!r} is none of {', '.join(MODES)}")
        self.mode, self.access = mode, access or Access()
        self.limit, self.daily_limit, self.enforce_limit = limit, daily_limit, enforce_limit
        self.assumptions = assumptions or Assumptions()
        self.tokens, self.faults = dict(tokens), faults
        self.state = State(seed)
        self._clock, self._lock = clock, threading.RLock()
        expiry = None if max_age is None else MaxAge(max_age, clock(), fail_expired)

        def read(contract: Contract) -> RecordingStore:
            if mode != "replay" and not allow_unmodelled:
                check_modelled(contract)
            if mode == "model":
                return RecordingStore()
            return RecordingStore.of(recordings, contract, expiry)

        # A folder of recordings is of one version.
        self.serves_one = contract is not None or recordings is not None
        self.contract = contract or Contract.load()
        others = {} if self.serves_one else installed_versions()
        self._versions = Versions(self.contract, read, others)
        self._missed: str | None = None
        self.snapshots: dict[str, State] = {}
        self.reset()

    def reset(self) -> None:
        """Forget every event, request, fault of the moment and limit.

        A plan of faults and sequences of recordings begin anew.
        """
        with self._lock:
            if isinstance(self.faults, Plan):
                self.faults.restart()
            self.state.reset()
            self._versions.restart()
            self.requests = Journal()
            self.violations: list[str] = []
            self._pending: list[_Pending] = []
            self._usage: dict[tuple[int, int], Usage] = {}  # by portal and app
            self._used = _UNUSED
            self._last = dt.datetime.min.replace(tzinfo=dt.UTC)

    def snapshot(self) -> State:
        """Keep the events, participants and settings as they are now, for `restore`."""
        with self._lock:
            return copy.deepcopy(self.state)

    def keep_snapshot(self, name: str) -> None:
        """Keep a snapshot under a name; of more than 20, the oldest is forgotten."""
        with self._lock:
            self.snapshots[name] = self.snapshot()
            while len(self.snapshots) > _MOST_SNAPSHOTS:
                del self.snapshots[next(iter(self.snapshots))]

    def restore(self, snapshot: State) -> None:
        """Go back to a snapshot, which can be gone back to again."""
        with self._lock:
            self.state = copy.deepcopy(snapshot)

    def forget_faults(self) -> None:
        """Let nothing more go wrong."""
        with self._lock:
            self.faults = None
            self._pending.clear()

    @property
    def pending(self) -> Sequence[tuple[Fault, int]]:
        """The faults of `fail_next` that wait, and how many times each will happen."""
        return tuple((one.fault, one.times) for one in self._pending)

    @property
    def versions(self) -> str:
        """The versions that are served, with their prefixes, as a text."""
        return self._versions.told

    @property
    def events(self) -> list[dict[str, Any]]:
        """Every event, with its external ids, in the order of object ids."""
        return self.first_events(None)

    def first_events(self, limit: int | None, after: int = 0) -> list[dict[str, Any]]:
        """Some events, in the order of object ids.

        Args:
            limit: how many at most; None for all.
            after: the object id to go on after.
        """
        with self._lock:
            found: list[Event] = []
            for event in self.state.by_object.values():
                if limit is not None and len(found) >= limit:
                    break
                if event.object_id > after:
                    found.append(event)
            return [event.told() for event in found]

    def fail_next(
        self,
        status: int | None = None,
        *,
        times: int = 1,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        operation: str | None = None,
        after_write: bool = False,
        fail_inputs: Sequence[int] | frozenset[int] = (),
        truncate: int | None = None,
        latency: float = 0.0,
        connection: str | None = None,
    ) -> None:
        """Let something go wrong with the next request, or the next of an `operation`.

        Args:
            status: the response's status; this and the others are as those of a `Fault`.
            times: with how many requests, 100,000 at most.
            body: the response's body.
            headers: more headers.
            operation: the operation it waits for.
            after_write: carry the request out first.
            fail_inputs: positions of inputs that fail.
            truncate: how many bytes of the body to keep.
            latency: seconds to wait.
            connection: what goes wrong below HTTP.

        Raises:
            FaultError: a value cannot be; names its key.
        """
        fault = Fault(
            status=status,
            body=body,
            headers=headers or {},
            operation=operation,
            after_write=after_write,
            fail_inputs=frozenset(fail_inputs),
            truncate=truncate,
            latency=latency,
            connection=connection,
        )
        self.fail(fault, times)

    def fail(self, fault: Fault, times: int = 1) -> None:
        """Let a fault happen to the next requests.

        Raises:
            FaultError: the fault is for an operation that there is not, or happens too often.
        """
        if not is_whole(times) or not 1 <= times <= _MOST_TIMES:
            raise FaultError(f"times {times!r} is not from 1 to {_MOST_TIMES}")
        check_operation(fault, self.contract)
        with self._lock:
            if len(self._pending) >= _MOST_PENDING:
                raise FaultError(f"{_MOST_PENDING} faults wait already; times repeats one")
            self._pending.append(_Pending(fault, times))

    def handle(self, request: Request) -> Response:
        """Respond to one request.

        Returns:
            The response, in keeping with the contract, or a loud 500 that says where it is not.
        """
        with self._lock:
            begun = time.perf_counter()
            version = self._versions.of(request)
            operation, path, methods = version.contract.find(request)
            self._used, self._missed = _UNUSED, None
            now = self._now()
            try:
                if operation is None:
                    response = self._unknown(request, methods)
                else:
                    call = _Addressed(request, version.recordings, operation, path, now)
                    response = self._respond(call)
            except RefusalError as refusal:
                response = refusal.response
            response = self._finished(operation, response)
            self.requests.add(
                request,
                response,
                at=now,
                operation=operation.id if operation else None,
                missed=self._missed,
                seconds=time.perf_counter() - begun,
            )
            return response

    def _unknown(self, request: Request, methods: list[str]) -> Response:
        if methods:
            return Response(405, headers={"Allow": ", ".join(methods)})
        if "marketing-events" not in request.segments:
            return page(404)
        said = f"Served here: version {self._versions.told}."
        logger.warning("404 for %.200s: no such path. %s", request.path, said)
        return page(404, said)

    def _respond(self, asked: _Addressed) -> Response:
        """Respond to a request of an operation: the token first, then faults, then recordings."""
        token = self._token(asked)
        if isinstance(token, Response):
            return token
        limited = self._count(token, asked.now)
        if limited:
            return limited
        fault = self._fault(asked.request, asked.operation.id)
        if fault and fault.replaces:
            return fault.respond(Response(fault.status or 200))
        content = unpacked(asked.request)
        value = parsed_body(content)
        response = self._recorded(asked, value)
        if response is None:
            call = self._call(asked, content, value, token)
            response = self._modelled(asked.operation, call, fault)
        return fault.respond(response) if fault else response

    def _token(self, asked: _Addressed) -> Token | Response:
        """The token or key that a request comes with, or the refusal."""
        names = asked.operation.key_names
        keys = [value for name, value in asked.request.query if name in names]
        authorization = asked.request.headers.get("authorization")
        key = keys[0] if keys else None
        return identify(self.tokens, authorization, asked.operation.scopes, key)

    def _recorded(self, asked: _Addressed, body: Any) -> Response | None:
        """The recorded response, if there is one; remembers why not where one was near."""
        recording, near = asked.recordings.find(asked.request, body)
        if recording:
            return replayed(recording)
        if self.mode == "replay":
            nearest = asked.recordings.nearest(asked.request, body)
            return _not_here(f"No recording of this request. {nearest}", "NOT_RECORDED")
        self._missed = near
        return None

    def _call(self, asked: _Addressed, content: bytes, value: Any, token: Token) -> Call:
        """A valid request as a call; raises a `RefusalError` where it is not valid."""
        operation = asked.operation
        body = read_json(asked.request, operation, content, value)
        values, problems = operation.check_parameters(asked.path, asked.request.query)
        if operation.takes_body:
            problems += operation.check_body(body)
        if problems:
            raise RefusalError(invalid(problems))
        return Call(self.state, self.assumptions, token, values, body, asked.now)

    def _modelled(self, operation: Operation, call: Call, fault: Fault | None) -> Response:
        handler = HANDLERS.get(operation.id)
        if handler is None:
            return _not_here(f"The mock does not model {operation.id}", "NOT_MODELLED")
        if fault and fault.fail_inputs:
            return carried_out_in_part(handler, call, fault.fail_inputs)
        return handler(call)

    def _fault(self, request: Request, operation: str) -> Fault | None:
        for index, pending in enumerate(self._pending):
            if pending.fault.operation in {None, operation}:
                pending.times -= 1
                if not pending.times:
                    del self._pending[index]
                return pending.fault
        return self.faults(request, operation) if self.faults else None

    def _now(self) -> dt.datetime:
        moment = self._clock()
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        self._last = moment if moment > self._last else self._last + _TICK
        return self._last

    def _count(self, token: Token, now: dt.datetime) -> Response | None:
        app = token.portal_id, token.app_id
        if app not in self._usage:
            self._usage[app] = Usage()
        self._used = self._usage[app]
        return self._used.count(
            now, limit=self.limit, daily_limit=self.daily_limit, enforce=self.enforce_limit
        )

    def _finished(self, operation: Operation | None, response: Response) -> Response:
        """Add what every response has, and check it unless it is wrong on purpose."""
        correlation = self.state.correlation_id()
        body = response.body
        if isinstance(body, dict) and "correlationId" in body:
            body = {**body, "correlationId": correlation}
        headers = {
            "X-HubSpot-Correlation-Id": correlation,
            **self._used.headers(limit=self.limit, daily_limit=self.daily_limit),
            "X-Mock-Origin": response.origin,
            **response.headers,
        }
        if self._missed:
            headers["X-Mock-Missed"] = header_text(self._missed)
        if operation and response.origin != "fault" and not response.exempt:
            broken = _broken(operation, response, body)
            if broken:
                return self._violation(broken, headers)
        return response.completed(body, headers)

    def _violation(self, broken: str, headers: Mapping[str, str]) -> Response:
        """Remember how the mock broke the contract; the response says it loudly."""
        if len(self.violations) < _MOST_VIOLATIONS:
            self.violations.append(broken)
        logger.error("the mock broke the contract: %s", broken)
        told = {"status": "error", "message": f"The mock broke the contract: {broken}"}
        return Response(500, orjson.dumps(told), headers)


def _broken(operation: Operation, response: Response, body: Any) -> str:
    """Where a response breaks the contract, in words; empty where it keeps it."""
    content = body if response.is_json else response.encoded()[0]
    problems = operation.check_response(response.status, response.content_type, content)
    if not problems:
        return ""
    said = "; ".join(f"{place}: {message}" for place, message in problems)
    return f"{operation.id} {response.status}: {said}"


def _not_here(said: str, category: str) -> Response:
    """501: the mock cannot say what HubSpot would respond, whatever the contract declares."""
    return evolve(error(501, said, category), exempt=True)
