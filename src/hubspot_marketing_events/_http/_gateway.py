"""The only door to the generated client: events go in, an answer or an error of ours comes out."""

from __future__ import annotations

import datetime as dt
import email.utils
import importlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from importlib.metadata import version
from importlib.resources import files
from inspect import isawaitable
from typing import Any

import httpx
from attrs import asdict, frozen

from hubspot_marketing_events import errors
from hubspot_marketing_events._events import Event
from hubspot_marketing_events.errors import ErrorDetails

_CLIENT = "hubspot_marketing_events_client"
_UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)  # what generated code raises on another shape
_KINDS: dict[int, type[errors.HubSpotError]] = {
    **dict.fromkeys((400, 409, 413, 422), errors.RejectedError),
    **dict.fromkeys((408, 423, 477, 500, 502, 503, 504, *range(520, 525)), errors.UnavailableError),
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    429: errors.RateLimitError,
}
_seen: ContextVar[httpx.Response | None] = ContextVar("seen", default=None)


@frozen
class Answer:
    """A batch that HubSpot carried out, in whole or in part; results are of the generated client's type."""

    results: Sequence[Any]
    refusals: Sequence[ErrorDetails]
    started_at: dt.datetime


class Gateway:
    """Sends batches of one API version through its generated client, and of no other."""

    def __init__(
        self,
        api_version: str | None,
        token: Callable[[], str | Awaitable[str]],
        learn: Callable[[Mapping[str, str]], None],
        client: type[httpx.Client | httpx.AsyncClient],
        options: Mapping[str, Any],
    ) -> None:
        module = _module(api_version)
        self._call = importlib.import_module(f"{_CLIENT}.{module}.api.batch.upsert")
        self._models = importlib.import_module(f"{_CLIENT}.{module}.models")
        self._token, self._learn = token, learn
        agent = f"hubspot-marketing-events/{version('hubspot-marketing-events')} httpx/{httpx.__version__}"
        self.http: Any = client(
            **{**options, "headers": {"User-Agent": agent, **options.get("headers", {})}}
        )
        self.blocking = issubclass(client, httpx.Client)
        for moment, hook in (("request", self._authorize), ("response", self._notice)):
            self.http.event_hooks[moment].append(
                (lambda seen, hook=hook: finished(hook(seen))) if self.blocking else hook
            )
        self._client = importlib.import_module(f"{_CLIENT}.{module}.client").AuthenticatedClient(
            base_url="", token=""
        )
        self._client.set_httpx_client(
            self.http
        ) if self.blocking else self._client.set_async_httpx_client(self.http)

    async def send(self, events: Sequence[Event]) -> Answer:
        """Upsert a batch; raises a `MarketingEventsError` where no usable answer came."""
        _seen.set(None)
        call: Any = self._call.sync_detailed if self.blocking else self._call.asyncio_detailed
        try:
            given = call(client=self._client, body=self.body(events))
            return self._read(given if self.blocking else await given)
        except (httpx.RequestError, *_UNREADABLE) as error:
            raise _failure(error) from error

    async def _authorize(self, request: httpx.Request) -> None:
        request.headers["Authorization"] = (
            f"Bearer {await _awaited(self._token())}"  # in no local, for tracebacks
        )

    async def _notice(self, response: httpx.Response) -> None:
        _seen.set(response)
        self._learn(response.headers)

    def body(self, events: Sequence[Event]) -> Any:
        """The request of a batch, in the generated client's type."""
        return self._models.BatchInputMarketingEventCreateRequestParams(
            inputs=[self._input(event) for event in events]
        )

    def _input(self, event: Event) -> Any:
        given = {
            name: value for name, value in asdict(event, recurse=False).items() if value is not None
        }
        for name in given.keys() & {"start_date_time", "end_date_time"}:
            given[name] = given[name].astimezone(dt.UTC)  # an offset with seconds is not RFC 3339
        custom = given.pop("custom_properties").items()
        if custom:
            given["custom_properties"] = [
                self._models.PropertyValueInput(name=n, value=v) for n, v in custom
            ]
        return self._models.MarketingEventCreateRequestParams(**given)

    def _read(self, answer: Any) -> Answer:
        batch, model = answer.parsed, self._models.BatchResponseMarketingEventPublicDefaultResponse
        if not isinstance(batch, model):
            if not httpx.codes.is_success(answer.status_code):
                raise ValueError("no success")  # which `send` makes an error of ours of
            batch = model.from_dict(
                json.loads(answer.content)
            )  # a success that the contract does not list
        refusals = [
            _said(answer.status_code, error.to_dict(), answer.headers)
            for error in batch.errors or ()
        ]
        if (batch.num_errors or 0) > len(refusals):
            refusals.append(
                ErrorDetails(
                    message="counted in numErrors, not explained", status=int(answer.status_code)
                )
            )
        return Answer(batch.results, refusals, batch.started_at)


async def _awaited(given: Any) -> Any:
    return await given if isawaitable(given) else given


def finished(work: Any) -> Any:
    """Run to its end a coroutine that never suspends."""
    try:
        work.send(None)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("a blocking client suspended")


def _module(api_version: str | None) -> str:
    table = json.loads(files(_CLIENT).joinpath("versions.json").read_bytes())
    module = table["versions"].get(api_version or table["default"])
    if module is None:
        known = ", ".join(table["versions"])
        raise errors.ConfigurationError(
            f"api_version {api_version!r} is not generated; there is {known}"
        )
    return str(module)


def contract_of(api_version: str | None) -> Any:
    """The contract that a version's client was made from."""
    return json.loads(files(_CLIENT).joinpath(_module(api_version), "openapi.json").read_bytes())


def _failure(error: Exception) -> errors.MarketingEventsError:
    """Tell a connection that failed from an answer that cannot be read."""
    answer = _seen.get()
    unread = isinstance(error, httpx.RequestError)
    if answer is None or (unread and not isinstance(error, httpx.DecodingError)):
        return errors.TransportError(f"no answer: {type(error).__name__}: {error}")
    return _refusal(answer.status_code, answer.headers, b"" if unread else answer.content)


def _refusal(status: int, headers: Mapping[str, str], content: bytes) -> errors.HubSpotError:
    """Make the error that an answer stands for; the status decides, since no field of a body is promised."""
    try:
        body = json.loads(content)
    except ValueError:
        body = None
    readable = isinstance(body, dict)
    said = _said(
        status, body if readable else {"message": "an answer that is not HubSpot's JSON"}, headers
    )
    kind = _KINDS.get(int(status), errors.UnexpectedResponseError)
    if kind is errors.RejectedError and not readable:
        kind = errors.UnexpectedResponseError
    if kind is errors.RateLimitError and said.policy == "DAILY":
        kind = errors.DailyLimitError
    return kind(said, _retry_after(said, headers))


def _said(status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> ErrorDetails:
    details = [item for item in body.get("errors") or () if isinstance(item, dict)]
    context: dict[str, list[str]] = {}
    for found in (source.get("context") for source in (body, *details)):
        for name, values in found.items() if isinstance(found, dict) else ():
            context.setdefault(name, []).extend(
                map(str, values if isinstance(values, list) else [values])
            )
    return ErrorDetails(
        message="; ".join(
            str(source["message"]) for source in (body, *details) if source.get("message")
        ),
        status=int(status),
        category=body.get("category") or body.get("errorType"),
        policy=body.get("policyName"),
        correlation_id=body.get("correlationId") or headers.get("X-HubSpot-Correlation-Id"),
        context=context,
    )


def _retry_after(said: ErrorDetails, headers: Mapping[str, str]) -> float | None:
    """How many seconds HubSpot asks to wait: Retry-After, else what the policy or status means, else None."""
    given = headers.get("Retry-After", "")
    if given.isdecimal():
        return float(given)
    if date := email.utils.parsedate_tz(given):
        return max(0.0, email.utils.mktime_tz(date) - dt.datetime.now(dt.UTC).timestamp())
    if said.policy == "TEN_SECONDLY_ROLLING":
        interval = headers.get("X-HubSpot-RateLimit-Interval-Milliseconds", "")
        return int(interval) / 1000 if interval.isdecimal() else 10.0
    return 1.0 if said.policy == "SECONDLY" else 2.0 if said.status == httpx.codes.LOCKED else None
