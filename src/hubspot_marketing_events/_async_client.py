"""`AsyncMarketingEvents`: what the asyncio client offers, which is what the blocking one does."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from hubspot_marketing_events import _calls as calls
from hubspot_marketing_events._client import Inputs
from hubspot_marketing_events._core._run import OnBatch
from hubspot_marketing_events._drivers._asynchronous import AsyncDriver, AsyncOutcomes
from hubspot_marketing_events._events import Participant, ParticipantState
from hubspot_marketing_events._outcomes import Report

if TYPE_CHECKING:
    from hubspot_marketing_events._calls._references import EventRef
    from hubspot_marketing_events._records import (
        ContactList,
        EventIdentifiers,
        EventRecord,
        Participation,
    )


class AsyncMarketingEvents(AsyncDriver):
    """Writes, reads and deletes marketing events on an asyncio event loop.

    The same as `MarketingEvents`, but that a token callable may be a coroutine function. A client
    may be used on one event loop after the other; each has connections of its own.

    Args:
        token: a private app's token or an OAuth access token; or a callable or coroutine function
            that returns one. It is called before each request, and again when HubSpot says that
            the token has expired.
        base_url: the URL of HubSpot, or of a stand-in such as the mock server.
        api_version: one of the generated versions, such as "2026-03"; None for the default.
        transport: an asynchronous httpx transport; None for httpx's own. The caller keeps it:
            another event loop gets no new one.
        client_options: further arguments of the httpx client, such as `verify`, `limits`, `proxy`.
        attempts: how often one request is sent at most.
        timeout: the seconds that one request may take as a whole, from connecting to the last byte
            of the response; None for no end.
        pacer: how fast requests may go. Without it, clients of this process share a pacer if they
            have the same host and the same token or callable. It begins with HubSpot's limit for a
            private app on a starter account. A client with a transport of its own shares none.

    Raises:
        ConfigurationError: an argument cannot work.
    """

    async def upsert(
        self,
        events: Inputs,
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Report:
        """Create or update events, and say what became of each; see `MarketingEvents.upsert`.

        Args:
            events: `Event`s, or mappings with HubSpot's or Python's names.
            concurrency: how many batches may be in flight, from 1 to 64.
            deadline: the seconds after which nothing more is sent or waited for.
            on_batch: called with the outcomes of each batch, in the order of the inputs.

        Returns:
            A report with one outcome per input, in the order of the inputs.

        Raises:
            MarketingEventsError: no request can succeed; its `report` has every input's outcome.
        """
        return await self._reported(self._upserts, events, concurrency, deadline, on_batch)

    def upsert_iter(
        self,
        events: Inputs,
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> AsyncOutcomes:
        """Create or update events, and yield outcomes; see `MarketingEvents.upsert_iter`.

        Args:
            events: as for `upsert`; read as they are needed.
            concurrency: as for `upsert`.
            deadline: as for `upsert`.
            on_batch: as for `upsert`.

        Returns:
            An asynchronous iterator over one outcome per input, in the order of the inputs.

        Raises:
            MarketingEventsError: as `upsert`; its `report` has what was read and not yielded.
        """
        return self._yielded(self._upserts, events, concurrency, deadline, on_batch)

    async def record_participants(
        self,
        event: EventRef,
        participants: Iterable[Participant | Mapping[str, Any]],
        *,
        state: ParticipantState,
        create_missing_contacts: bool = True,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Report:
        """Record who registered for an event, attended it or cancelled, and what became of each.

        See `MarketingEvents.record_participants`.

        Args:
            event: as there.
            participants: as there.
            state: as there.
            create_missing_contacts: as there.
            concurrency: as there.
            deadline: as there.
            on_batch: as there.

        Returns:
            As there.

        Raises:
            MarketingEventsError: as there.
        """
        call = calls.recording(
            self._api, event, state, create_missing_contacts=create_missing_contacts
        )
        return await self._reported(call, participants, concurrency, deadline, on_batch)

    def record_participants_iter(
        self,
        event: EventRef,
        participants: Iterable[Participant | Mapping[str, Any]],
        *,
        state: ParticipantState,
        create_missing_contacts: bool = True,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> AsyncOutcomes:
        """Record participants, and yield outcomes as batches complete.

        See `MarketingEvents.record_participants_iter`.

        Args:
            event: as there.
            participants: as there.
            state: as there.
            create_missing_contacts: as there.
            concurrency: as there.
            deadline: as there.
            on_batch: as there.

        Returns:
            An asynchronous iterator, as there.

        Raises:
            MarketingEventsError: as there.
        """
        call = calls.recording(
            self._api, event, state, create_missing_contacts=create_missing_contacts
        )
        return self._yielded(call, participants, concurrency, deadline, on_batch)

    async def delete(
        self,
        events: Iterable[EventRef],
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Report:
        """Delete events, and say what became of each; see `MarketingEvents.delete`.

        Args:
            events: as there.
            concurrency: as there.
            deadline: as there.
            on_batch: as there.

        Returns:
            As there.

        Raises:
            MarketingEventsError: as there.
        """
        return await self._reported(
            calls.deletion(self._api), events, concurrency, deadline, on_batch
        )

    def delete_iter(
        self,
        events: Iterable[EventRef],
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> AsyncOutcomes:
        """Delete events, and yield outcomes; see `MarketingEvents.delete_iter`.

        Args:
            events: as there.
            concurrency: as there.
            deadline: as there.
            on_batch: as there.

        Returns:
            As there.

        Raises:
            MarketingEventsError: as there.
        """
        return self._yielded(calls.deletion(self._api), events, concurrency, deadline, on_batch)

    async def get(self, event: EventRef, *, deadline: float | None = None) -> EventRecord:
        """Return one event as HubSpot has it; see `MarketingEvents.get`.

        Args:
            event: as there.
            deadline: as there.

        Returns:
            As there.

        Raises:
            MarketingEventsError: as there.
        """
        return await self._asked(calls.get(self._api, event), deadline)

    async def find(
        self, external_event_id: str, *, deadline: float | None = None
    ) -> list[EventIdentifiers]:
        """Return the ids of every event with an external event id, of all accounts and apps.

        See `MarketingEvents.find`.

        Args:
            external_event_id: as there.
            deadline: as there.

        Returns:
            As there.

        Raises:
            MarketingEventsError: as there.
        """
        return await self._asked(calls.find(self._api, external_event_id), deadline)

    def events(self, *, deadline: float | None = None) -> AsyncIterator[EventRecord]:
        """Yield all events, of whichever app, in the order of their object ids (documented).

        See `MarketingEvents.events`.

        Args:
            deadline: as there.

        Returns:
            An asynchronous iterator, as there.

        Raises:
            MarketingEventsError: as there.
        """
        return self._paged(calls.events(self._api), deadline)

    def participations(
        self,
        event: EventRef | None = None,
        *,
        contact: str | int | None = None,
        state: ParticipantState | str | None = None,
        deadline: float | None = None,
    ) -> AsyncIterator[Participation]:
        """Yield what contacts did at an event, or what one contact did at all events.

        See `MarketingEvents.participations`.

        Args:
            event: as there.
            contact: as there.
            state: as there.
            deadline: as there.

        Returns:
            An asynchronous iterator, as there.

        Raises:
            MarketingEventsError: as there.
        """
        return self._paged(calls.participations(self._api, event, contact, state), deadline)

    async def cancel(self, event: EventRef, *, deadline: float | None = None) -> None:
        """Mark an event as cancelled; doing so again changes nothing.

        See `MarketingEvents.cancel`.

        Args:
            event: as there.
            deadline: as there.

        Raises:
            MarketingEventsError: as there.
        """
        await self._asked(calls.cancel(self._api, event), deadline)

    async def complete(
        self,
        event: EventRef,
        start: dt.datetime,
        end: dt.datetime,
        *,
        deadline: float | None = None,
    ) -> None:
        """Mark an event as having taken place; doing so again changes nothing.

        See `MarketingEvents.complete`.

        Args:
            event: as there.
            start: as there.
            end: as there.
            deadline: as there.

        Raises:
            MarketingEventsError: as there.
        """
        await self._asked(calls.complete(self._api, event, start, end), deadline)

    async def lists(self, event: EventRef, *, deadline: float | None = None) -> list[ContactList]:
        """Return the lists of contacts that are associated with an event.

        See `MarketingEvents.lists`.

        Args:
            event: as there.
            deadline: as there.

        Returns:
            As there.

        Raises:
            MarketingEventsError: as there.
        """
        return await self._asked(calls.lists(self._api, event), deadline)

    async def associate(
        self, event: EventRef, list_id: str | int, *, deadline: float | None = None
    ) -> None:
        """Associate a list of contacts with an event; doing so again changes nothing.

        See `MarketingEvents.associate`.

        Args:
            event: as there.
            list_id: as there.
            deadline: as there.

        Raises:
            MarketingEventsError: as there.
        """
        await self._asked(calls.associate(self._api, event, list_id), deadline)

    async def disassociate(
        self, event: EventRef, list_id: str | int, *, deadline: float | None = None
    ) -> None:
        """End the association of a list with an event; doing so again changes nothing.

        See `MarketingEvents.disassociate`.

        Args:
            event: as there.
            list_id: as there.
            deadline: as there.

        Raises:
            MarketingEventsError: as there.
        """
        await self._asked(calls.disassociate(self._api, event, list_id), deadline)
