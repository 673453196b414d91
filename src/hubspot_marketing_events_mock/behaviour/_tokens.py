"""Who calls, and what they may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve, fields, frozen

from hubspot_marketing_events_mock.behaviour._responses import error
from hubspot_marketing_events_mock.contract import (
    Response,
    UnreadableError,
    misfit,
    read_toml,
)

ALL_SCOPES = frozenset(
    {
        "crm.objects.marketing_events.read",
        "crm.objects.marketing_events.write",
        "developers-read",
        "developers-write",
    }
)


@frozen
class Token:
    """An access token of an app in a portal; an expired one gets 401."""

    app_id: int = 1000001
    portal_id: int = 2000002
    scopes: frozenset[str] = ALL_SCOPES
    expired: bool = False


DEFAULT_TOKENS: Mapping[str, Token] = {"mock-token": Token()}


_TABLE = {
    "type": "object",
    "properties": {
        "app_id": {"type": "integer"},
        "portal_id": {"type": "integer"},
        "scopes": {"type": "array", "items": {"type": "string"}},
        "expired": {"type": "boolean"},
    },
    "additionalProperties": False,
}
_FILE = {"additionalProperties": _TABLE}
_KNOWN = f"the table [some-token] of a token may have {', '.join(a.name for a in fields(Token))}"


class TokenError(ValueError):
    """A file of tokens cannot be read; says where and why, and repeats no token."""


def load_tokens(path: Path) -> dict[str, Token]:
    """Read a TOML file with a table for each token, as `[some-token]`.

    A table has the attributes of a `Token`.

    Raises:
        TokenError: the file cannot be read, or has something else.
    """
    try:
        read = read_toml(path)
    except UnreadableError as problem:
        raise TokenError(f"{path}: {problem}") from problem
    found = misfit(read, _FILE)
    if found:
        (name, *rest), what = found
        number = list(read).index(str(name)) + 1
        place = "".join(f", {part}" for part in rest if isinstance(part, str))
        raise TokenError(f"{path}: token {number}{place}: {what}; {_KNOWN}")
    return {
        name: Token(**{**given, "scopes": frozenset(given.get("scopes", ALL_SCOPES))})
        for name, given in read.items()
    }


def identify(
    tokens: Mapping[str, Token],
    authorization: str | None,
    scopes: Iterable[str],
    key: str | None = None,
) -> Token | Response:
    """Find the token of a request.

    Args:
        tokens: the tokens that are known.
        authorization: the header of that name.
        scopes: what the call asks of a token.
        key: a key from the query, where the call takes one. The text of a known token is also
            the key of its app. A key has every scope. Where a request has a token and a key, both
            have to be known. (All of this is assumed.)

    Returns:
        The token; or 401 where it is missing, malformed, unknown or expired; or 403 where it
        lacks a scope.
    """
    scheme, _, value = (authorization or "").partition(" ")
    token = tokens.get(value.strip()) if scheme.lower() == "bearer" else None
    if key is not None:
        by_key = tokens.get(key)
        scopes = scopes if authorization else ()
        token = token if by_key and authorization else by_key
    if token is None:
        said = (
            "Authentication credentials not found"
            if not (authorization or key)
            else "The access token is not valid"
        )
        return _unauthorized(error(401, said, "INVALID_AUTHENTICATION"))
    if token.expired:
        context = {"expire time": ["2026-01-01T00:00:00Z"]}
        return _unauthorized(
            error(401, "The access token has expired", "EXPIRED_AUTHENTICATION", context=context)
        )
    missing = _missing_scopes(token, scopes)
    if missing:
        detail = {"message": "A scope is missing", "context": {"requiredGranularScopes": missing}}
        return error(
            403, "This app lacks scopes that the call requires", "MISSING_SCOPES", errors=[detail]
        )
    return token


def _missing_scopes(token: Token, scopes: Iterable[str]) -> list[str]:
    # A token with every scope has those of later versions too, which `ALL_SCOPES` cannot name.
    return [] if token.scopes is ALL_SCOPES else sorted(set(scopes) - token.scopes)


def _unauthorized(response: Response) -> Response:
    return evolve(response, headers={"x-hubspot-auth-failure": "401 Unauthorized"})
