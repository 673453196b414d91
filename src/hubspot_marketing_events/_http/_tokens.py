"""Tokens: where they come from, what they may look like, and how they stay secret."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from hashlib import blake2b
from inspect import isawaitable, iscoroutine
from typing import Any

from hubspot_marketing_events.errors import ConfigurationError

SHORTEST = 8  # characters of a token that is worth hiding
TokenCallable = Callable[[], str | Awaitable[str]]


class Secret:
    """A token that no repr and no traceback shows."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def bearer(self) -> str:
        """Return the value of the `Authorization` header."""
        return f"Bearer {self._value}"

    def hide(self, text: str) -> str:
        """Return a text without the token; one of a few characters is no secret."""
        return text if len(self._value) < SHORTEST else text.replace(self._value, "[token]")

    def digest(self) -> bytes:
        """Return what tells tokens apart and gives none away."""
        return blake2b(self._value.encode(), digest_size=16).digest()


class TokenSource:
    """Gives a token for each request.

    No method raises, since the frames of a traceback would hold what is no token after all.

    Args:
        given: a token, or a callable that returns one; for an asyncio client it may be a coroutine
            function. White space around a token is removed.
    """

    def __init__(self, given: object) -> None:
        self.renewable = callable(given)
        self._ask: Callable[[], Any] | None = given if callable(given) else None
        self.fixed = None if callable(given) else _read(given)

    def key(self) -> Hashable:
        """Return a key that clients with the same token, or the same callable, have in common."""
        return self.fixed.digest() if isinstance(self.fixed, Secret) else id(self._ask)

    def token(self) -> Secret | ConfigurationError:
        """Return the token for the next request, or why there is none."""
        if self.fixed:
            return self.fixed

        given = self._asked()
        if isawaitable(given):
            if iscoroutine(given):
                given.close()
            return ConfigurationError(
                "the token callable is asynchronous: use AsyncMarketingEvents"
            )
        return _read(given)

    async def token_async(self) -> Secret | ConfigurationError:
        """Return the token for the next request; await it if the callable is asynchronous."""
        given = self.fixed or self._asked()
        if isawaitable(given):
            try:
                given = await given
            except Exception as error:  # noqa: BLE001 - a caller's function may raise anything
                return _failed(error)
        return given if isinstance(given, Secret) else _read(given)

    def _asked(self) -> Any:
        try:
            return self._ask() if self._ask else None
        except Exception as error:  # noqa: BLE001 - a caller's function may raise anything
            return _failed(error)


def _failed(error: Exception) -> ConfigurationError:
    # The error itself is left out: its text may hold a token.
    return ConfigurationError(f"the token callable raised {type(error).__name__}")


def _read(value: object) -> Secret | ConfigurationError:
    """Return a token without white space around it, or an error that does not show it."""
    if isinstance(value, ConfigurationError):
        return value
    if not isinstance(value, str):
        return ConfigurationError(f"the token is of type {type(value).__name__}, not str")

    token = value.strip()
    if not token:
        return ConfigurationError("the token is empty")
    if not (token.isascii() and token.isprintable()) or " " in token:
        return ConfigurationError("the token has characters that no token has")
    return Secret(token)
