"""Reads responses: a batch that was carried out, or the error that a response stands for.

The generated parser refuses a whole response for one field of another type, also where nobody
needs the field. So this takes from the JSON what can be taken. Nothing that a server can send
raises here: it becomes an error of this package.
"""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hubspot_marketing_events import errors
from hubspot_marketing_events._core._results import BatchResponse, read_instant, read_results
from hubspot_marketing_events._http._json import read_json
from hubspot_marketing_events._outcomes import ErrorDetails
from hubspot_marketing_events._pacing import header_number

_KINDS: dict[int, type[errors.HubSpotError]] = {
    **dict.fromkeys((400, 409, 413, 422), errors.RejectedError),
    **dict.fromkeys((408, 423, 477, 500, 502, 503, 504, *range(520, 525)), errors.UnavailableError),
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    429: errors.RateLimitError,
}
_NOT_JSON = "the response is not HubSpot's JSON"
_MOST_TEXT, _MOST_ITEMS = 1000, 100  # characters and items kept of what an error says
Hide = Callable[[str], str]


def read_response(
    status: int,
    headers: Mapping[str, str],
    content: bytes,
    problem: str,
    hide: Hide,
    *,
    results: Callable[[Sequence[Any]], Sequence[Any]] = read_results,
    may_be_silent: bool = False,
) -> BatchResponse | errors.HubSpotError:
    """Read the response to a batch.

    Args:
        status: the HTTP status.
        headers: the headers, by names of any case.
        content: the decoded body.
        problem: why there is no body to read, or nothing.
        hide: removes what is secret from a text.
        results: reads the usable ones of the results.
        may_be_silent: whether a success may have no body.
    """
    body = _json_object(content)
    if not 200 <= status < 300:  # noqa: PLR2004 - HTTP's successes
        return _error(status, headers, body, problem, hide)

    if may_be_silent and not content and not problem:
        body = {"results": []}
    if body is None:
        return _unexpected(status, headers, problem or _NOT_JSON, hide)
    if may_be_silent and (not body or "status" in body):
        body.setdefault("results", [])
    state = body.get("status")
    if state is not None and state != "COMPLETE":
        return _unexpected(status, headers, f"the batch is {_said(state)}, not COMPLETE", hide)
    return _batch(status, headers, body, hide, results)


def read_object(
    status: int,
    headers: Mapping[str, str],
    content: bytes,
    problem: str,
    hide: Hide,
    *,
    made: Callable[[dict[str, Any]], Any],
) -> Any:
    """Read the response to a call about one thing, or a page of a list.

    Args:
        status: as for `read_response`.
        headers: as for `read_response`.
        content: as for `read_response`.
        problem: as for `read_response`.
        hide: as for `read_response`.
        made: makes what is returned of the body; raises `ValueError` where it cannot.
    """
    body = _json_object(content)
    if not 200 <= status < 300:  # noqa: PLR2004 - HTTP's successes
        return _error(status, headers, body, problem, hide)
    if body is None:
        return _unexpected(status, headers, problem or _NOT_JSON, hide)

    try:
        return made(body)
    except ValueError as error:
        return _unexpected(status, headers, str(error), hide)


def read_done(
    status: int, headers: Mapping[str, str], content: bytes, problem: str, hide: Hide
) -> Any:
    """Read the response to a call of which nothing but the success counts; as `read_response`."""
    if content or problem or not 200 <= status < 300:  # noqa: PLR2004 - HTTP's successes
        return read_object(status, headers, content, problem, hide, made=_refuse_errors)
    return None


def _refuse_errors(body: dict[str, Any]) -> None:
    """Refuse a body that says an error, whatever the status."""
    if body.get("status") == "error" or not {"message", "error"}.isdisjoint(body):
        raise ValueError("the response is a success that says an error")


def _batch(
    status: int, headers: Mapping[str, str], body: Mapping[str, Any], hide: Hide, read: Any
) -> BatchResponse | errors.HubSpotError:
    results, given, count = body.get("results"), body.get("errors"), body.get("numErrors")
    listed = results if isinstance(results, list) else []
    items = given if isinstance(given, list) else [given] if given else []

    refused = max(len(items), count if type(count) is int else bool(count))
    causes = [item if isinstance(item, dict) else {} for item in items[:_MOST_ITEMS]]
    refusals = [_details(status, headers, item, hide) for item in causes]
    if refused > len(items):
        message = "counted in numErrors, not explained"
        refusals.append(ErrorDetails(message=message, status=status))

    usable, started_at = read(listed), read_instant(body.get("startedAt"))
    if not refused and not usable and results != []:
        message = "the response has no results that name an object"
        return _unexpected(status, headers, message, hide)
    return BatchResponse(status, usable, len(listed), refusals, refused, started_at)


def _error(
    status: int, headers: Mapping[str, str], body: dict[str, Any] | None, problem: str, hide: Hide
) -> errors.HubSpotError:
    """Make the error of a status; the status decides, since no field of a body is promised."""
    kind = _KINDS.get(status, errors.UnexpectedResponseError)
    if body is None and kind in {errors.RejectedError, errors.NotFoundError}:
        kind = errors.UnexpectedResponseError

    details = _details(
        status, headers, {"message": problem or _NOT_JSON} if body is None else body, hide
    )
    if body is None and 300 <= status < 400:  # noqa: PLR2004 - HTTP's redirects
        target = hide(clean(headers.get("Location", "")))
        details = ErrorDetails(message=f"redirected to {target}", status=status)
    if kind is errors.RateLimitError and details.policy == "DAILY":
        kind = errors.DailyLimitError
    return kind(details, _retry_after(details, headers))


def _unexpected(
    status: int, headers: Mapping[str, str], message: str, hide: Hide
) -> errors.UnexpectedResponseError:
    found = _correlation_id({}, headers, hide)
    details = ErrorDetails(message=hide(message), status=status, correlation_id=found)
    return errors.UnexpectedResponseError(details)


def _json_object(content: bytes) -> dict[str, Any] | None:
    try:
        body = read_json(content)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _details(
    status: int, headers: Mapping[str, str], body: Mapping[str, Any], hide: Hide
) -> ErrorDetails:
    """Keep what an error says; texts are cut, and without the token."""
    given = body.get("errors")
    items = given[:_MOST_ITEMS] if isinstance(given, list) else []
    sources = [body, *(item for item in items if isinstance(item, dict))]
    messages = [_said(source["message"]) for source in sources if source.get("message")]

    context: dict[str, list[str]] = {}
    for name, value in (pair for source in sources for pair in _context(source)):
        context.setdefault(hide(name), []).append(hide(value))

    category = body.get("category") or body.get("errorType")
    policy = body.get("policyName")
    return ErrorDetails(
        message=hide("; ".join(messages))[:_MOST_TEXT],
        status=status,
        category=hide(clean(category)) if isinstance(category, str) else None,
        policy=hide(clean(policy)) if isinstance(policy, str) else None,
        correlation_id=_correlation_id(body, headers, hide),
        context=context,
    )


def _context(source: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    given = source.get("context")
    for name, values in list(given.items())[:_MOST_ITEMS] if isinstance(given, dict) else ():
        for value in values[:_MOST_ITEMS] if isinstance(values, list) else [values]:
            yield clean(name), _said(value)


def _correlation_id(body: Mapping[str, Any], headers: Mapping[str, str], hide: Hide) -> str | None:
    given = body.get("correlationId") or headers.get("X-HubSpot-Correlation-Id")
    return hide(clean(given)) if isinstance(given, str) else None


def _said(value: Any) -> str:
    """Return a value of any kind as a short text."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | dict):
        return f"a {type(value).__name__}"  # which may be nested beyond what a text can hold
    return str(value)[:_MOST_TEXT]


def clean(text: str) -> str:
    """Return a text of limited length in one line, fit for a log and a terminal."""
    cut = text[:_MOST_TEXT]
    return cut if cut.isprintable() else "".join(c if c.isprintable() else " " for c in cut)


def _retry_after(details: ErrorDetails, headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait: by Retry-After, else by what the policy or status means."""
    given = headers.get("Retry-After", "").strip()
    if given.isascii() and given.isdecimal():
        return float(given[:10])  # ten digits are three centuries
    if given:
        try:
            date = email.utils.parsedate_to_datetime(given)
            ahead = date.timestamp() - dt.datetime.now(dt.UTC).timestamp()
            return max(0.0, ahead)
        except (ValueError, TypeError, OverflowError, OSError):
            pass

    if details.policy == "TEN_SECONDLY_ROLLING":
        interval = header_number(headers.get("X-HubSpot-RateLimit-Interval-Milliseconds"))
        return interval / 1000 if interval else 10.0
    if details.policy == "SECONDLY":
        return 1.0
    return 2.0 if details.status == 423 else None  # noqa: PLR2004 - documented to last 2 seconds
