"""Everything this package raises.

MarketingEventsError
├── ConfigurationError           an argument cannot work: mend the call
├── InvalidEventError            an input cannot be sent; becomes its outcome, is never raised
├── DeadlineError                the call's deadline passed: send the rest again
├── TransportError                the network failed: retry is safe
└── HubSpotError                 an answer that is not a success
    ├── UnexpectedResponseError    not as the contract promises: HTML, cut off, another shape
    ├── AuthenticationError      401: renew the token
    ├── PermissionDeniedError    403: grant `missing_scopes`
    ├── RejectedError            400, 409, 413, 422: mend the inputs
    ├── RateLimitError           429: wait, or lower the pace
    │   └── DailyLimitError      send the rest after midnight in the account's time zone
    └── UnavailableError         408, 423, 477, 5xx: retry is safe
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import Factory, frozen

if TYPE_CHECKING:
    from hubspot_marketing_events._outcomes import Report

LONGEST_WAIT = (
    120.0  # seconds; who asks for more, as for a migration of a day, ends the run instead
)


@frozen(kw_only=True)
class ErrorDetails:
    """Why an input did not get through; all but `message` and `field` are HubSpot's, which promises none of them."""

    message: str
    field: str | None = None
    status: int | None = None
    category: str | None = None
    policy: str | None = None
    correlation_id: str | None = None
    context: Mapping[str, Sequence[str]] = Factory(dict)


class MarketingEventsError(Exception):
    """Whatever went wrong; `report`, where a call raised it, has an outcome for every input it had read."""

    report: Report | None = None
    retryable = False
    retry_after: float | None = None
    next_step = "mend the call"

    def __init__(self, why: ErrorDetails | str) -> None:
        """Keep what is known; the text of the error says what to do next."""
        self.why = ErrorDetails(message=why) if isinstance(why, str) else why
        code = f"HTTP {self.why.status} {self.why.category or self.why.policy or ''}".strip() + ": "
        super().__init__(
            f"{code if self.why.status else ''}{self.why.message}. Next: {self.next_step}"
        )


class ConfigurationError(MarketingEventsError, ValueError):
    """An argument cannot work."""


class InvalidEventError(MarketingEventsError, ValueError):
    """An input cannot be sent."""

    next_step = "mend the event"


class DeadlineError(MarketingEventsError):
    """The deadline of the whole call has passed."""

    next_step = "send the rest again"


class TransportError(MarketingEventsError):
    """No answer came: refused, reset or timed out. The request may have been carried out."""

    retryable = True
    next_step = "retry is safe"


class HubSpotError(MarketingEventsError):
    """An answer that is not a success; `status`, `category`, `correlation_id` and `context` are HubSpot's."""

    def __init__(self, why: ErrorDetails, retry_after: float | None = None) -> None:
        """Keep what HubSpot said, and how many seconds it asks to wait."""
        super().__init__(why)
        self.retry_after = retry_after
        self.status, self.category = why.status, why.category
        self.correlation_id, self.context = why.correlation_id, why.context


class UnexpectedResponseError(HubSpotError):
    """Answered, but not as the contract promises: HTML of a proxy, an empty or cut-off body, another shape."""

    next_step = "retry is safe; where it stays, check base_url"

    @property
    def retryable(self) -> bool:  # type: ignore[override]
        """Whether another try may help; not where the address itself is wrong."""
        return self.status not in {301, 302, 307, 308, 404, 405, 414, 415, 525, 526}


class AuthenticationError(HubSpotError):
    """The token is missing, malformed or expired."""

    next_step = "renew the token"


class PermissionDeniedError(HubSpotError):
    """The token lacks a scope; `missing_scopes` has those that HubSpot named."""

    next_step = "grant the app the missing scopes"

    @property
    def missing_scopes(self) -> tuple[str, ...]:
        """The scopes under any of three names: the first is documented, the others are seen in real answers."""
        names = ("missingScopes", "requiredGranularScopes", "requiredScopes")
        return tuple(dict.fromkeys(scope for name in names for scope in self.context.get(name, ())))


class RejectedError(HubSpotError):
    """HubSpot does not accept what was sent."""

    next_step = "mend the event"


class RateLimitError(HubSpotError):
    """Too many requests in a few seconds."""

    retryable = True
    next_step = "wait, or lower the pace"


class DailyLimitError(RateLimitError):
    """The account's requests of the day are used up."""

    retryable = False
    next_step = "send the rest after midnight in the account's time zone"


class UnavailableError(HubSpotError):
    """HubSpot cannot answer now."""

    retryable = True
    next_step = "retry is safe"
