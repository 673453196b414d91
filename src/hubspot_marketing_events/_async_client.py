"""`AsyncMarketingEvents`: what the asyncio client offers, which is what the blocking one does."""

from __future__ import annotations

from hubspot_marketing_events._client import Inputs
from hubspot_marketing_events._core._run import OnBatch
from hubspot_marketing_events._drivers import AsyncDriver, AsyncOutcomes
from hubspot_marketing_events._outcomes import Report


class AsyncMarketingEvents(AsyncDriver):
    """Upserts marketing events on an asyncio event loop.

    The same as `MarketingEvents`, but that a token callable may be a coroutine function. A client
    may be used on one event loop after the other; each has connections of its own.

    Args:
        token: a private app's token or an OAuth access token; or a callable, also a coroutine
            function, that is asked for one
            before each request, and once more where HubSpot says that it has expired.
        base_url: where HubSpot is, or a stand-in such as the mock server.
        api_version: one of the generated versions, such as "2026-03"; None for the default.
        transport: an asynchronous httpx transport; None for httpx's own. It is the caller's: it is
            not made anew on another event loop.
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
