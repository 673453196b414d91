"""Who may reach a server: which host names it has, and which pages of browsers may use it.

A page that a browser shows can send requests to a server of this machine. It names a host of its
own (by DNS rebinding), or it says by an Origin that it is foreign. Both are refused.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import socket
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from hubspot_marketing_events_mock.behaviour import error
from hubspot_marketing_events_mock.contract import Request, Response

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE_SITES = frozenset({"", "none", "same-origin"})
_CORS_AGE = "600"  # seconds


def _lowered(names: Collection[str]) -> frozenset[str]:
    return frozenset(name.strip().lower().rstrip("/") for name in names if name.strip())


@frozen
class Access:
    """Who may reach the server.

    Args:
        hosts: further host names of the server; "*" for every name.
        cors: origins whose pages may call the API, as http://localhost:5173; "*" for every
            origin. None is the default, and the admin path stays closed to all of them.
        admin_key: what the admin path asks for, as a bearer token or as the password of Basic;
            None asks nothing.
    """

    hosts: frozenset[str] = field(factory=frozenset, converter=_lowered)
    cors: frozenset[str] = field(factory=frozenset, converter=_lowered)
    admin_key: str | None = field(default=None, repr=False)

    def refusal(
        self, scope: Mapping[str, Any], request: Request, *, admin: bool = False
    ) -> Response | None:
        """The refusal of a request that may not be served, or None."""
        headers = request.headers
        host = headers.get("host", "")
        if not self._is_own(scope, host):
            return error(
                403,
                f"The host {host[:100]!r} is not this server's own;"
                " --allow-host (HUBSPOT_MOCK_ALLOW_HOST) names others",
                "FOREIGN_HOST",
            )
        origin = headers.get("origin", "").lower()
        is_foreign = bool(origin) and origin not in {f"http://{host}", f"https://{host}"}
        if is_foreign and (admin or not self.allows(origin)):
            return error(
                403,
                f"Pages of {origin[:100]!r} may not call this server;"
                " --cors (HUBSPOT_MOCK_CORS) allows an origin to call the API",
                "FOREIGN_ORIGIN",
            )
        # A foreign page also loads images and scripts, without an Origin. A link from one is
        # harmless.
        site, mode = headers.get("sec-fetch-site", ""), headers.get("sec-fetch-mode", "")
        is_link = mode == "navigate" and request.method == "GET"
        if admin and site not in _SAFE_SITES and not is_link:
            return error(403, "Another site may not call the admin path", "FOREIGN_ORIGIN")
        return None

    def _is_own(self, scope: Mapping[str, Any], host: str) -> bool:
        name = name_of(host)
        if not name or name in _LOOPBACK or name in self.hosts or "*" in self.hosts:
            return True
        server = scope.get("server")
        return name in {str(server[0]).lower() if server else "", _host_name()}

    def allows(self, origin: str) -> bool:
        """Whether pages of an origin may call the API."""
        return origin in self.cors or ("*" in self.cors and origin != "null")

    def cors_headers(self, request: Request) -> dict[str, str]:
        """The headers that let a browser show a response to a page of an allowed origin."""
        origin = request.headers.get("origin", "")
        if not self.cors or not self.allows(origin.lower()):
            return {}
        return {
            "access-control-allow-origin": origin,
            "access-control-expose-headers": "*",
            "vary": "Origin",
        }

    def preflight(self, request: Request) -> Response | None:
        """The response to a browser's preflight request, or None for another request."""
        headers = request.headers
        asked = headers.get("access-control-request-method", "")
        allowed = self.cors_headers(request)
        if request.method != "OPTIONS" or not asked or not allowed:
            return None
        return Response(
            204,
            headers={
                **allowed,
                "access-control-allow-methods": asked,
                "access-control-allow-headers": headers.get("access-control-request-headers", ""),
                "access-control-max-age": _CORS_AGE,
            },
        )

    def without_key(self, request: Request) -> Response | None:
        """The response to an admin request that lacks the key, or None."""
        if self.admin_key is None or same(
            presented(request.headers.get("authorization", "")), self.admin_key
        ):
            return None
        return Response(
            401,
            {"status": "error", "message": "The admin path asks for its key"},
            {"WWW-Authenticate": 'Basic realm="HubSpot mock"'},
        )


@lru_cache(maxsize=1)
def _host_name() -> str:
    return socket.gethostname().lower()


def name_of(host: str) -> str:
    """The name in a Host header, without port, brackets and a dot at the end."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].rstrip(".")


def presented(authorization: str) -> str:
    """The key that an Authorization header presents: a bearer token, or the password of Basic."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def same(one: str, other: str) -> bool:
    """Whether two keys are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
