"""Why a command ends: the message, in the words of the command line, and the exit code."""

from __future__ import annotations

from hubspot_marketing_events import MarketingEventsError
from hubspot_marketing_events._cli._connection import TOKEN
from hubspot_marketing_events._cli._runs._signals import StopSignal
from hubspot_marketing_events.errors import (
    AuthenticationError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    UnexpectedResponseError,
    UnreachableError,
)

THROUGH, NOT_THROUGH, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
OPTIONS = {"base_url": "--base-url", "api_version": "--api-version"}  # arguments of the client
NEXT = {
    AuthenticationError: f"check the token in {TOKEN}, or renew it",
    UnreachableError: "check --base-url and the network; for a proxy, HTTPS_PROXY; for a "
    "certificate, SSL_CERT_FILE",
    NotFoundError: "check the ids; external ids find events of the same app only, and `find "
    "EXTERNAL_ID` prints the object id, by which any app finds them",
}


def failure(error: BaseException) -> tuple[str, int]:
    """Return what to print about an error that ends a command, and the exit code."""
    if isinstance(error, KeyboardInterrupt):
        number = error.exit_code if isinstance(error, StopSignal) else INTERRUPTED
        return f"interrupted by {error}" if str(error) else "interrupted", number
    if isinstance(error, OSError):
        what = error.filename or "standard output"
        return f"error: {what}: {error.strerror or error}", NOT_THROUGH
    text = _told(error) if isinstance(error, MarketingEventsError) else str(error)
    return f"error: {text}", UNUSABLE if isinstance(error, ValueError) else NOT_THROUGH


def _told(error: MarketingEventsError) -> str:
    """An error of the client, with options in place of arguments."""
    reason = error.reason.removesuffix(".")
    for argument, option in OPTIONS.items():
        reason = reason.replace(argument, option)
    step = _next_step(error)
    return f"{reason}. Next: {step}" if step else reason


def _next_step(error: MarketingEventsError) -> str:
    if isinstance(error, ConfigurationError):
        return f"check {TOKEN}" if "token" in error.reason else ""
    if isinstance(error, UnexpectedResponseError):
        again = "try again; if it stays, " if error.retryable else ""
        return f"{again}check --base-url"
    if isinstance(error, PermissionDeniedError) and error.missing_scopes:
        return f"grant the app the scopes that it lacks: {', '.join(error.missing_scopes)}"
    return next((step for kind, step in NEXT.items() if isinstance(error, kind)), error.next_step)
