"""Operators on who may call: other apps, refused calls, tokens, statuses."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from contract_tests.defects._defect import Exchange
from contract_tests.defects.operators._catalogue import (
    ALL_READS,
    BREAKDOWN_OF_CONTACT,
    BY_EXTERNAL_IDS,
    CHANGES,
    OWN,
    register,
)


def cross_tenant() -> None:
    """Another app is let at an app's own events."""
    for operation in BY_EXTERNAL_IDS:

        def tamper(x: Exchange) -> httpx.Response:
            other = x.request.headers.get("Authorization") == "Bearer other-app-token"
            if not other:
                return x.send()
            right = x.send()
            return right if right.is_success else x.send(headers=OWN)

        register(
            "cross-tenant", "auth", f"{operation} finds events of another app.", operation, "",
            tamper
        )  # fmt: skip


def obey() -> None:
    """A call that is refused is carried out all the same."""
    for number, operation in enumerate(CHANGES):
        status = (401, 403)[number % 2] if operation != "updateSettings" else 401

        def tamper(x: Exchange, status: int = status) -> httpx.Response:
            response = x.send()
            if response.status_code == status:
                x.send(headers=OWN)
            return response

        register(
            "obey",
            "auth",
            f"{operation} responds with {status} and obeys.",
            operation,
            str(status),
            tamper,
        )


def let_in() -> None:
    """One operation takes a kind of token that it must not."""
    kinds: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("none", lambda given: not given),
        ("cut", lambda given: given.startswith("Bearer mock-t") and given != "Bearer mock-token"),
        (
            "longer",
            lambda given: given.startswith("Bearer mock-token") and given != "Bearer mock-token",
        ),
        (
            "other-case",
            lambda given: given.lower() == "bearer mock-token" and "mock-token" not in given,
        ),
        ("expired", lambda given: given == "Bearer expired-token"),
        ("reader", lambda given: given == "Bearer reader-token"),
        ("unknown", lambda given: given.startswith("Bearer nobody")),
    )
    operations = (*CHANGES, *ALL_READS, BREAKDOWN_OF_CONTACT, "getAll")
    for number, operation in enumerate(operations):
        label, wrong = kinds[number % len(kinds)]
        if label == "reader" and operation not in CHANGES:
            label, wrong = kinds[0]

        def tamper(x: Exchange, wrong: Callable[[str], bool] = wrong) -> httpx.Response:
            given = x.request.headers.get("Authorization", "")
            return x.send(headers=OWN if wrong(given) else None)

        register(
            "let-in",
            "auth",
            f"{operation} takes a token that is {label}.",
            operation,
            label,
            tamper,
        )


def wrong_status() -> None:
    """Something that does not exist gets another status than 404."""
    for number, operation in enumerate(
        (*BY_EXTERNAL_IDS, "getByObjectId", "updateEventByObjectId")
    ):
        status = (200, 204, 400, 403, 500)[number % 5]

        def tamper(x: Exchange, status: int = status) -> httpx.Response:
            response = x.send()
            if response.status_code != 404:
                return response
            return httpx.Response(204) if status == 204 else x.respond(x.received, status)

        register(
            "wrong-status", "status", f"{operation} responds {status} where there is no event.",
            operation, str(status), tamper,
        )  # fmt: skip
