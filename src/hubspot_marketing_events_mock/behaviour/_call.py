"""A valid request that reads or changes the state, and what the mock assumes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from hubspot_marketing_events_mock.behaviour._responses import RefusalError, not_found
from hubspot_marketing_events_mock.behaviour._state import Event, State, stamp
from hubspot_marketing_events_mock.behaviour._tokens import Token


@frozen(kw_only=True)
class Assumptions:
    """What nobody documents and no public code shows.

    Each is a choice of this mock, and can be chosen otherwise.

    Args:
        duplicates: one event twice in an upsert: "last-wins" writes both in turn, "reject"
            refuses the batch with 400 and `context.ids`, as batch calls on CRM objects do.
        id_is_external: the `id` that a write by external ids returns repeats the external event
            id, as it does where an event is read by them (observed); else it is the object id.
        put_clears: a field left out of a PUT is cleared (observed once); an upsert and a PATCH
            always keep it.
        custom_properties: the names an account defines; others are dropped without an error
            (documented). None defines every name.
    """

    duplicates: str = "last-wins"
    id_is_external: bool = True
    put_clears: bool = True
    custom_properties: frozenset[str] | None = None


@frozen
class Call:
    """A valid request, who makes it, and when.

    `at` is the time as HubSpot writes it.
    """

    state: State
    assumptions: Assumptions
    token: Token
    values: Mapping[str, Any]
    body: Any
    now: dt.datetime
    at: str = field(init=False)

    @at.default
    def _stamp(self) -> str:
        return stamp(self.now)

    def own(self, account: str, event: str) -> Event:
        """The calling app's event; another app's is not found (documented)."""
        found = self.state.events.get((self.token.portal_id, self.token.app_id, account, event))
        if found is None:
            raise RefusalError(not_found(f"Marketing event {event}"))
        return found

    def named(self) -> Event:
        """The event that path and query name.

        An object id names any app's event, external ids name the calling app's.
        """
        values = self.values
        number = values.get("objectId", values.get("marketingEventId"))
        if number is not None:
            event = self.any_app(str(number))
            if event is None:
                raise RefusalError(not_found(f"Marketing event {number}"))
            return event
        if "externalAccountId" in values:
            return self.own(values["externalAccountId"], values["externalEventId"])
        found = self.state.with_external_id(self.token.portal_id, values["externalEventId"])
        matches = [event for event in found if event.key[1] == self.token.app_id]
        if len(matches) != 1:
            raise RefusalError(not_found(f"Marketing event {values['externalEventId']}"))
        return matches[0]

    @property
    def after(self) -> int:
        """The number that the page before ended with.

        It is 0 for the first page, or where it is no cursor.
        """
        text = str(self.values.get("after") or 0)
        return int(text) if text.isascii() and text.isdecimal() else 0

    def any_app(self, number: str) -> Event | None:
        """The event of a portal with an object id, of any app."""
        event = (
            self.state.by_object.get(int(number))
            if number.isascii() and number.isdecimal()
            else None
        )
        return event if event and event.key[0] == self.token.portal_id else None

    def batch(self, results: Sequence[Any], **more: Any) -> dict[str, Any]:
        """The frame around the results of a batch."""
        return {
            "status": "COMPLETE",
            "results": results,
            "startedAt": self.at,
            "completedAt": self.at,
            "requestedAt": self.at,
            **more,
        }
