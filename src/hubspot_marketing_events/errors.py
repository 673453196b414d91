"""Everything this package raises.

MarketingEventsError
├── ConfigurationError            an argument cannot work: mend the call
├── InvalidEventError             an input cannot be sent; of many inputs, it is an outcome
├── DeadlineError                 the call's deadline passed: send the rest again
├── TransportError                no response came; the request may have been carried out
│   └── UnreachableError          no connection came about, so nothing was sent
└── HubSpotError                  a response that is not a success
    ├── UnexpectedResponseError   not as the contract promises: HTML, cut off, another shape
    ├── AuthenticationError       401: renew the token
    ├── PermissionDeniedError     403: grant `missing_scopes`
    ├── NotFoundError             404 in HubSpot's words: check the ids
    ├── RejectedError             400, 409, 413, 422: mend the inputs
    ├── RateLimitError            429: wait, or lower the pace
    │   └── DailyLimitError       send the rest after midnight in the account's time zone
    └── UnavailableError          408, 423, 477, 5xx: retry is safe
"""

from __future__ import annotations

from typing import Any

from hubspot_marketing_events._outcomes import ErrorDetails, Report

LONGEST_WAIT = 120.0  # seconds; a response that asks for a longer wait ends the run


class MarketingEventsError(Exception):
    """The base of every error of this package.

    Args:
        why: the details, or a message alone.

    Attributes:
        why: the details.
        report: the outcomes that are known; set where a call raised the error.
        retryable: whether sending the same request again may help.
        retry_after: seconds to wait before that; None if the response names none.
        may_be_applied: whether HubSpot may have carried the request out despite the error.
        next_step: what to do now.
    """

    report: Report | None = None
    retryable: bool = False
    retry_after: float | None = None
    may_be_applied: bool = False
    next_step: str = "mend the call"

    def __init__(self, why: ErrorDetails | str) -> None:
        super().__init__(why)
        self.why = ErrorDetails(message=why) if isinstance(why, str) else why

    def __reduce__(self) -> tuple[Any, ...]:
        import pickle  # noqa: PLC0415 - needed only where an error is pickled or copied

        state = vars(self)
        try:
            pickle.dumps(state)
        except Exception:  # noqa: BLE001 - a caller's input may not be picklable
            state = {**state, "report": None}
        return type(self), self.args, state

    @property
    def reason(self) -> str:
        """What is wrong, in one line without the next step."""
        if not self.why.status:
            return self.why.message
        kind = self.why.category or self.why.policy or ""
        return f"HTTP {self.why.status} {kind}".strip() + f": {self.why.message}"

    def __str__(self) -> str:
        return f"{self.reason.removesuffix('.')}. Next: {self.next_step}"


class ConfigurationError(MarketingEventsError, ValueError):
    """An argument cannot work."""


class InvalidEventError(MarketingEventsError, ValueError):
    """An input cannot be sent."""

    next_step = "mend the input"


class DeadlineError(MarketingEventsError):
    """The deadline of the whole call has passed."""

    next_step = "send the rest again"


class TransportError(MarketingEventsError):
    """No response came: the connection broke or timed out after it was made."""

    retryable = True
    may_be_applied = True
    next_step = "retry is safe"


class UnreachableError(TransportError):
    """No connection came about: refused, unknown host, untrusted certificate. Nothing was sent."""

    may_be_applied = False
    next_step = (
        "check base_url and the network; for a proxy, HTTPS_PROXY; "
        "for a certificate, SSL_CERT_FILE or client_options={'verify': ...}"
    )


class HubSpotError(MarketingEventsError):
    """A response that is not a success.

    Args:
        why: what the response says.
        retry_after: seconds that HubSpot asks to wait.

    Attributes:
        status: the HTTP status.
        category: HubSpot's category, if it gave one.
        correlation_id: names the request for HubSpot's support.
        context: further details from HubSpot, such as ids or missing scopes.
    """

    def __init__(self, why: ErrorDetails, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.args = (why, retry_after)  # what pickle and copy build it from
        self.retry_after = retry_after
        self.status, self.category = why.status, why.category
        self.correlation_id, self.context = why.correlation_id, why.context


class UnexpectedResponseError(HubSpotError):
    """A response that is not as the contract promises.

    A proxy's HTML, a body that is empty, cut off or too large, or JSON of another shape.
    """

    next_step = "retry is safe; if it stays, check base_url"

    @property
    def retryable(self) -> bool:  # type: ignore[override]
        """Whether another attempt may help; not where the URL is wrong or has no such call."""
        return self.status not in {301, 302, 303, 307, 308, 404, 405, 414, 415, 501, 525, 526}

    def __init__(self, why: ErrorDetails, retry_after: float | None = None) -> None:
        super().__init__(why, retry_after)
        not_carried_out = range(300, 500)  # what a redirect and a 4xx say
        self.may_be_applied = self.status not in not_carried_out


class AuthenticationError(HubSpotError):
    """The token is missing, malformed or expired."""

    next_step = "renew the token"


class PermissionDeniedError(HubSpotError):
    """The token lacks a scope."""

    next_step = "grant the app the missing scopes"

    @property
    def missing_scopes(self) -> tuple[str, ...]:
        """The scopes that HubSpot names.

        HubSpot documents `missingScopes`; real responses have the other two names (observed).
        """
        names = ("missingScopes", "requiredGranularScopes", "requiredScopes")
        return tuple(dict.fromkeys(scope for name in names for scope in self.context.get(name, ())))


class NotFoundError(HubSpotError):
    """HubSpot does not have what was named.

    External ids find the events of the calling app only, object ids those of any app (documented).
    """

    next_step = "check the ids, and which app created the event"


class RejectedError(HubSpotError):
    """HubSpot does not accept what was sent."""

    next_step = "mend the input"


class RateLimitError(HubSpotError):
    """Too many requests in a few seconds."""

    retryable = True
    next_step = "wait, or lower the pace"


class DailyLimitError(RateLimitError):
    """The account's requests of the day are used up."""

    retryable = False
    next_step = "send the rest after midnight in the account's time zone"


class UnavailableError(HubSpotError):
    """HubSpot cannot respond now."""

    retryable = True
    may_be_applied = True
    next_step = "retry is safe"
