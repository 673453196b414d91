"""From options to a target, and the questions that are asked before anything is tested."""

from __future__ import annotations

import argparse
import fnmatch
import os
import secrets
import ssl
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from hubspot_marketing_events_contract._errors import NoResponse, SetupError
from hubspot_marketing_events_contract.model import (
    Story,
    by_contact,
    by_email,
    fresh_keys,
    valid_request,
)
from hubspot_marketing_events_contract.properties import PROPERTIES, READS
from hubspot_marketing_events_contract.target._connection import Connection
from hubspot_marketing_events_contract.target._contract import load_contract
from hubspot_marketing_events_contract.target._target import (
    CAPABILITIES,
    Finding,
    Response,
    Target,
    Tokens,
)

LIVE = "hubapi.com"
LIVE_RATE = 9.0  # requests a second; documented are 100 in 10 seconds for the smallest account
NOT_SERVED = {404, 405, 501}

# Every operation once, in an order in which each has what it needs.
_PROBED = (
    "create", "upsertEvent", "getDetails", "getByObjectId", "listEvents", "doSearch",
    "searchPortalEvents", "updateEvent", "updateEventByObjectId", "updateByObjectId",
    "recordByEmail", "recordByContactEmails", "recordByContactId", "recordByContactIds",
    "upsertByContactEmail", "upsertByContactId", "getParticipationsCountersByEventExternalId",
    "getParticipationsCountersByMarketingEventId", "getParticipationsBreakdownByExternalEventId",
    "getParticipationsBreakdownByMarketingEventId", "getParticipationsBreakdownByContactId",
    "associateByMarketingEventId", "associateByExternalAccountAndEventIds",
    "getAllByMarketingEventId", "getAllByExternalAccountAndEventIds",
    "disassociateByMarketingEventId", "disassociateByExternalAccountAndEventIds", "cancel",
    "complete",
)  # fmt: skip


def make_target(options: argparse.Namespace) -> Target:
    """Return the target that the options describe.

    Raises:
        SetupError: they cannot work.
    """
    document = load_contract(options.api_version, options.contract)
    more: dict[str, Any] = {
        "operations": _operations(document, options),
        "namespace": options.namespace,
        "capabilities": _capabilities(options.capabilities),
    }
    if not options.base_url:
        return _mock_target(document, options, more)

    token = options.token or os.environ.get("HUBSPOT_ACCESS_TOKEN")
    if not token:
        raise SetupError("there is no token; say --token, or set HUBSPOT_ACCESS_TOKEN")
    tokens = Tokens(
        token,
        options.other_app_token,
        options.reader_token,
        options.expired_token,
        options.other_account_token,
    )
    more |= {"eventually": options.eventually, "part": f"{secrets.token_hex(3)}-"}
    return Target(document, _connection(options), tokens, **more)


def _mock_target(document: Any, options: argparse.Namespace, more: dict[str, Any]) -> Target:
    try:
        from hubspot_marketing_events_contract.target._mock import (  # noqa: PLC0415 - an extra
            mock_target,
            mock_transport,
        )
    except ImportError as error:
        raise SetupError(
            f"without --base-url, the mock is checked, and {error.name} is not installed; install"
            " hubspot-marketing-events[mock], or name a server with --base-url"
        ) from error

    if not options.capabilities:
        more["capabilities"] = frozenset(CAPABILITIES)
    target = mock_target(document, mock_transport(document), **more)
    target.connection.read_only = options.read_only
    return target


def _connection(options: argparse.Namespace) -> Connection:
    url = urlsplit(options.base_url)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise SetupError(f"--base-url {options.base_url} is no http(s) URL")

    live = url.hostname == LIVE or url.hostname.endswith(f".{LIVE}")
    if live and not (options.read_only or options.yes_this_is_a_test_account):
        raise SetupError(
            "this would write to a HubSpot account; say --read-only, or"
            " --yes-this-is-a-test-account where it is one"
        )

    verify: ssl.SSLContext | bool = True
    if options.ca:
        try:
            verify = ssl.create_default_context(cafile=str(options.ca))
        except (OSError, ssl.SSLError) as error:
            raise SetupError(f"--ca {options.ca} cannot be read: {error}") from error

    http = httpx.Client(base_url=options.base_url, timeout=options.timeout, verify=verify)
    rate = options.rate or (LIVE_RATE if live else None)
    return Connection(http, rate=rate, read_only=options.read_only)


def _capabilities(given: str) -> frozenset[str]:
    if given == "all":
        return frozenset(CAPABILITIES)
    chosen = frozenset(filter(None, (one.strip() for one in given.split(","))))
    if unknown := chosen - CAPABILITIES.keys():
        known = ", ".join(sorted(CAPABILITIES))
        raise SetupError(f"there is no capability {min(unknown)}; there are {known}")
    return chosen


def _operations(document: Mapping[str, Any], options: argparse.Namespace) -> frozenset[str] | None:
    names = [facts["operationId"] for item in document["paths"].values() for facts in item.values()]
    # A version to come may have operations of which no property knows anything.
    chosen = set(names) & {name for one in PROPERTIES.values() for name in one.needs}

    if options.operations:
        patterns = [one.strip() for one in options.operations.split(",")]
        chosen = {
            name
            for name in names
            if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
        }
        if not chosen:
            known = ", ".join(sorted(names))
            raise SetupError(f"--operations {options.operations} chooses none of {known}")

    if options.read_only:
        chosen &= READS
    return frozenset(chosen) if len(chosen) < len(names) else None


def check_server(target: Target) -> None:
    """Make sure that the server is there, knows the token, and lets it write.

    Raises:
        SetupError: it is not so; says what to look at.
    """
    reading = [one for one in ("listEvents", "doSearch", "searchPortalEvents") if target.has(one)]
    writing = [one for one in ("upsert", "updateByObjectId") if target.has(one)]
    try:
        reasons = [_why_not(target, one) for one in reading]
        # One operation may be out of order, and that is a finding; all of them are a wrong setting.
        if reasons and all(reasons):
            raise SetupError(reasons[0])
        if writing and not target.connection.read_only:
            _check_write(target, writing)
    except NoResponse as error:
        raise SetupError(f"{error}; is the server running, and the URL right?") from error


def _why_not(target: Target, operation: str) -> str | None:
    """Return what one read shows to be wrong with the settings."""
    values = {"q": "nobody", "externalEventId": "nobody"}
    names = {one["name"] for one in target.paths[operation][2].get("parameters", ())}
    asked: dict[str, Any] = {name: values[name] for name in names & values.keys()}
    response = target.call(operation, checked=False, **asked)
    path = target.paths[operation][1]
    said = f"GET {path} responds {response.status}"

    if response.status == 401:
        return f"{said}: the server does not know the token; look at --token"
    if response.status == 403:
        return f"{said}: the token lacks a scope for reading marketing events"
    if 300 <= response.status < 400:
        return f"{said} and leads to {response.headers.get('Location')}; give that URL"
    if response.status == 404 or _is_page(response):
        page = " with an HTML page" if _is_page(response) else ""
        return (
            f"{said}{page}: there is no Marketing Events API at {target.http.base_url};"
            f" --base-url is the part before {path}, and --api-version says which paths there are"
        )
    return None


def _is_page(response: Response) -> bool:
    kind = response.headers.get("Content-Type", "")
    return "html" in kind.lower() or response.content[:200].lstrip().lower().startswith(
        (b"<!doctype", b"<html")
    )


def _check_write(target: Target, operations: Sequence[str]) -> None:
    statuses = {target.call(one, {"inputs": []}, checked=False).status for one in operations}
    if statuses == {403}:
        raise SetupError(
            f"the token may read and not write (403 to {' and '.join(operations)}); run with"
            " --read-only, or give a token with the scope crm.objects.marketing_events.write"
        )


def not_served(target: Target) -> list[str]:
    """Return the operations that respond 404, 405 or 501 about an event that exists."""
    if target.connection.read_only or not target.has("upsert"):
        return []
    story = Story(target, fresh_keys(target, 3))
    main = story.keys[0]
    body, values = valid_request(target, "upsert", main)
    try:
        story.do("upsert", body, **values)
    except Finding:
        response = target.call("upsert", body, checked=False, **values)
        return ["upsert"] if response.status in NOT_SERVED else []

    event = story.model.events.get(main)
    if event is None or event.object_id is None:
        return []
    absent, visible = [], time.monotonic() + target.eventually
    for number, operation in enumerate(one for one in _PROBED if target.has(one)):
        key = story.keys[1 + number] if operation in {"create", "upsertEvent"} else main
        people = [
            by_contact(1_000_007, 1)
            if "Id" in operation[-3:]
            else by_email("probe@contacts.example", 1)
        ]
        body, values = valid_request(
            target,
            operation,
            key,
            object_id=event.object_id,
            fields={"eventType": "Probe"},
            people=people,
        )
        if _is_absent(target, operation, body, visible, **values):
            absent.append(operation)
    target.cleanup()
    return absent


def _is_absent(target: Target, operation: str, body: Any, visible: float, **values: Any) -> bool:
    """Return whether an operation is not served, once the event must be visible to reads."""
    while True:
        response = target.call(operation, body, checked=False, **values)
        if response.status not in NOT_SERVED or _explains_absence(operation, response):
            return False
        if time.monotonic() >= visible:
            return True
        time.sleep(min(0.2, target.eventually))


def _explains_absence(operation: str, response: Response) -> bool:
    """Return whether a 404 is about a contact, which need not exist, rather than about the path."""
    contact = "Contact" in operation or operation.startswith("record")
    return contact and response.status == 404 and "json" in response.headers.get("Content-Type", "")
