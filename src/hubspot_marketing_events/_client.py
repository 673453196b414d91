"""`MarketingEvents`: what the blocking client offers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import httpcore  # noqa: F401 - as httpx
import httpx  # noqa: F401 - first here: from deeper within this package it takes 6 ms more

from hubspot_marketing_events import _calls as calls
from hubspot_marketing_events._core._run import OnBatch
from hubspot_marketing_events._drivers import BlockingDriver, Outcomes
from hubspot_marketing_events._events import Event, Participant, ParticipantState
from hubspot_marketing_events._outcomes import Report

if TYPE_CHECKING:
    from hubspot_marketing_events._calls._references import EventRef
    from hubspot_marketing_events._records import (
        ContactList,
        EventIdentifiers,
        EventRecord,
        Participation,
    )

Inputs = Iterable[Event | Mapping[str, Any]]


class MarketingEvents(BlockingDriver):
    """Writes, reads and deletes marketing events and their participants, blocking.

    A client may be shared among threads, and used again in a forked process, which opens
    connections of its own.

    Args:
        token: a private app's token or an OAuth access token; or a callable that returns one. It is
            called before each request, and again when HubSpot says that the token has expired.
        base_url: the URL of HubSpot, or of a stand-in such as the mock server.
        api_version: one of the generated versions, such as "2026-03"; None for the default.
        transport: an httpx transport to send through; None for httpx's own. The caller keeps
            it: a forked process gets no new one.
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

    def upsert(
        self,
        events: Inputs,
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Report:
        """Create or update events, and say what became of each.

        Args:
            events: `Event`s, or mappings with HubSpot's or Python's names.
            concurrency: how many batches may be in flight, from 1 to 64.
            deadline: the seconds after which nothing more is sent, no response is waited for, and
                the rest is `not_sent`; None for no end. The rest of `events` is still read.
            on_batch: called with the outcomes of each batch, in the order of the inputs.

        Returns:
            A report with one outcome per input, in the order of the inputs. An input that failed
            is `superseded` where a later version of the same event got through.

        Raises:
            MarketingEventsError: no request can succeed, as with a bad token or a dead host. Its
                `report` has an outcome for every input. Whatever else interrupts the call, such as
                KeyboardInterrupt, has a `report` of the inputs that were read.
        """
        return self._reported(self._upserts, events, concurrency, deadline, on_batch)

    def upsert_iter(
        self,
        events: Inputs,
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Outcomes:
        """Create or update events, and yield outcomes as batches complete.

        Memory is bounded by the batches in flight. An older version of an event is
        `superseded` only within a batch.

        Args:
            events: as for `upsert`; read as they are needed.
            concurrency: as for `upsert`.
            deadline: as for `upsert`.
            on_batch: as for `upsert`.

        Returns:
            An iterator over one outcome per input, in the order of the inputs.

        Raises:
            MarketingEventsError: as `upsert`; its `report` has the inputs that were read and not
                yielded, as `Outcomes.rest` has.
        """
        return self._yielded(self._upserts, events, concurrency, deadline, on_batch)

    def record_participants(
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

        HubSpot keeps one state of a contact at an event (documented), so recording the same again
        changes nothing (assumed), and a request whose response is lost is sent again.

        Args:
            event: an `Event`, an `EventKey` or a pair of external ids, which name events of the
                app that the token belongs to; or an object id, which names an event of any app
                (documented).
            participants: `Participant`s, or mappings with HubSpot's or Python's names.
            state: what they did.
            create_missing_contacts: whether HubSpot creates a contact for an unknown e-mail
                address. If not, HubSpot skips the address and does not say so (documented), so
                participants named by e-mail address are `unconfirmed`. False needs external ids.
            concurrency: how many batches may be in flight, from 1 to 64.
            deadline: the seconds after which nothing more is sent, no response is waited for, and
                the rest is `not_sent`; None for no end.
            on_batch: called with the outcomes of each batch, in the order of the inputs.

        Returns:
            A report with one outcome per input, in the order of the inputs; `id` is HubSpot's id
            of the contact. If a contact is given twice under the same name, the later input counts.

        Raises:
            MarketingEventsError: no request can succeed: a bad token, a dead host, or
                `NotFoundError` where HubSpot has no such event. Its `report` has every input.
        """
        call = calls.recording(
            self._api, event, state, create_missing_contacts=create_missing_contacts
        )
        return self._reported(call, participants, concurrency, deadline, on_batch)

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
    ) -> Outcomes:
        """Record participants, and yield outcomes as batches complete.

        Args:
            event: as for `record_participants`.
            participants: as for `record_participants`; read as they are needed.
            state: as for `record_participants`.
            create_missing_contacts: as for `record_participants`.
            concurrency: as for `record_participants`.
            deadline: as for `record_participants`.
            on_batch: as for `record_participants`.

        Returns:
            An iterator over one outcome per input, in the order of the inputs.

        Raises:
            MarketingEventsError: as `record_participants`; its `report` has the inputs that were
                read and not yielded.
        """
        call = calls.recording(
            self._api, event, state, create_missing_contacts=create_missing_contacts
        )
        return self._yielded(call, participants, concurrency, deadline, on_batch)

    def delete(
        self,
        events: Iterable[EventRef],
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Report:
        """Delete events, and say what became of each.

        Object ids go in batches of 100. External ids take a request each: HubSpot's batch call
        for them needs the id of the app, and its response does not say what it found.

        Args:
            events: `Event`s, `EventKey`s or pairs of external ids, which name events of the app
                that the token belongs to; object ids or `EventRecord`s, which name events of any
                app.
            concurrency: as for `upsert`.
            deadline: as for `upsert`.
            on_batch: as for `upsert`.

        Returns:
            A report with one outcome per input: `deleted`, or `not_found` where there was none.
            `accepted` means that the event is gone and may have been gone before: a response was
            lost, or the response to a batch said that some events were missing, but not which.

        Raises:
            MarketingEventsError: no request can succeed. Its `report` has every input.
        """
        return self._reported(calls.deletion(self._api), events, concurrency, deadline, on_batch)

    def delete_iter(
        self,
        events: Iterable[EventRef],
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Outcomes:
        """Delete events, and yield outcomes as batches complete.

        Args:
            events: as for `delete`; read as they are needed.
            concurrency: as for `delete`.
            deadline: as for `delete`.
            on_batch: as for `delete`.

        Returns:
            An iterator over one outcome per input, in the order of the inputs.

        Raises:
            MarketingEventsError: as `delete`; its `report` has the inputs that were read and not
                yielded.
        """
        return self._yielded(calls.deletion(self._api), events, concurrency, deadline, on_batch)

    def get(self, event: EventRef, *, deadline: float | None = None) -> EventRecord:
        """Return one event as HubSpot has it.

        Args:
            event: as for `record_participants`.
            deadline: the seconds after which nothing more is sent or waited for; None for no end.

        Returns:
            The event.

        Raises:
            NotFoundError: HubSpot has no such event, or none of this app under external ids.
            MarketingEventsError: any other reason; see `hubspot_marketing_events.errors`.
        """
        return self._asked(calls.get(self._api, event), deadline)

    def find(
        self, external_event_id: str, *, deadline: float | None = None
    ) -> list[EventIdentifiers]:
        """Return the ids of every event with an external event id, of all accounts and apps.

        Args:
            external_event_id: the id that its creator gave the event.
            deadline: as for `get`.

        Returns:
            The ids, the app's included (documented); an empty list where there is no such event.

        Raises:
            MarketingEventsError: as for `get`.
        """
        return self._asked(calls.find(self._api, external_event_id), deadline)

    def events(self, *, deadline: float | None = None) -> Iterator[EventRecord]:
        """Yield all events, of every app, in the order of their object ids (documented).

        Args:
            deadline: the seconds after which nothing more is sent or waited for, counted over the
                whole iteration; None for no end.

        Returns:
            An iterator that fetches the next 100 events when they are needed.

        Raises:
            MarketingEventsError: as for `get`, from the iterator.
        """
        return self._paged(calls.events(self._api), deadline)

    def participations(
        self,
        event: EventRef | None = None,
        *,
        contact: str | int | None = None,
        state: ParticipantState | str | None = None,
        deadline: float | None = None,
    ) -> Iterator[Participation]:
        """Yield what contacts did at an event, or what one contact did at all events.

        Args:
            event: as for `record_participants`; None for all events of `contact`.
            contact: the id or e-mail address of a contact; None for all contacts of `event`.
            state: "REGISTERED", "ATTENDED", "CANCELLED" or "NO_SHOW" (documented), or a
                `ParticipantState`; None for all.
            deadline: as for `events`.

        Returns:
            An iterator that fetches the next 100 when they are needed.

        Raises:
            ConfigurationError: neither an event nor a contact is given.
            MarketingEventsError: as for `get`, from the iterator.
        """
        return self._paged(calls.participations(self._api, event, contact, state), deadline)

    def cancel(self, event: EventRef, *, deadline: float | None = None) -> None:
        """Mark an event as cancelled; doing so again changes nothing.

        Args:
            event: as for `record_participants`. By object id, this is HubSpot's update of an
                event, for which `eventCancelled` is documented.
            deadline: as for `get`.

        Raises:
            MarketingEventsError: as for `get`. Its `may_be_applied` says whether the event may be
                cancelled despite the error.
        """
        self._asked(calls.cancel(self._api, event), deadline)

    def complete(
        self,
        event: EventRef,
        start: dt.datetime,
        end: dt.datetime,
        *,
        deadline: float | None = None,
    ) -> None:
        """Mark an event as having taken place; doing so again changes nothing.

        Args:
            event: an `Event`, an `EventKey` or a pair of external ids; HubSpot has no such call
                by object id.
            start: when it began, with a time zone.
            end: when it ended, with a time zone.
            deadline: as for `get`.

        Raises:
            ConfigurationError: `event` is an object id, or a time has no time zone.
            MarketingEventsError: as for `cancel`.
        """
        self._asked(calls.complete(self._api, event, start, end), deadline)

    def lists(self, event: EventRef, *, deadline: float | None = None) -> list[ContactList]:
        """Return the lists of contacts that are associated with an event.

        Args:
            event: as for `record_participants`.
            deadline: as for `get`.

        Returns:
            The lists, all from one response: the call has no pages (documented).

        Raises:
            MarketingEventsError: as for `get`.
        """
        return self._asked(calls.lists(self._api, event), deadline)

    def associate(
        self, event: EventRef, list_id: str | int, *, deadline: float | None = None
    ) -> None:
        """Associate a list of contacts with an event; doing so again changes nothing.

        Args:
            event: as for `record_participants`.
            list_id: HubSpot's id of the list.
            deadline: as for `get`.

        Raises:
            MarketingEventsError: as for `cancel`.
        """
        self._asked(calls.associate(self._api, event, list_id), deadline)

    def disassociate(
        self, event: EventRef, list_id: str | int, *, deadline: float | None = None
    ) -> None:
        """End the association of a list with an event; doing so again changes nothing.

        Args:
            event: as for `record_participants`.
            list_id: HubSpot's id of the list.
            deadline: as for `get`.

        Raises:
            MarketingEventsError: as for `cancel`.
        """
        self._asked(calls.disassociate(self._api, event, list_id), deadline)
