"""`MarketingEvents`: what the blocking client offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hubspot_marketing_events._core._run import OnBatch
from hubspot_marketing_events._drivers import BlockingDriver, Outcomes
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._outcomes import Report

Inputs = Iterable[Event | Mapping[str, Any]]


class MarketingEvents(BlockingDriver):
    """Upserts marketing events, blocking.

    A client may be shared among threads, and used again in a forked process, which opens
    connections of its own.

    Args:
        token: a private app's token or an OAuth access token; or a callable that is asked for one
            before each request, and once more where HubSpot says that it has expired.
        base_url: where HubSpot is, or a stand-in such as the mock server.
        api_version: one of the generated versions, such as "2026-03"; None for the default.
        transport: an httpx transport to send through; None for httpx's own. It is the caller's: it
            is not made anew in a forked process.
        client_options: further arguments of the httpx client, such as `verify`, `limits`, `proxy`.
        attempts: how often one request is sent at most.
        timeout: the seconds that one request may take as a whole, from connecting to the last byte
            of the response; None for no end.
        pacer: how fast requests may go. Without it, clients of this process that send the same
            token, or have the same callable, to the same host share one, with HubSpot's limit for
            a private app on a starter account; one with a transport of its own shares none.

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

        Memory is bounded by the batches in flight. An older version of an event is told as
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
