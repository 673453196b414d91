"""Waits that end early: when the client gives up, or when the server stops."""

from __future__ import annotations

import asyncio

from attrs import define, field

from hubspot_marketing_events_mock.http.transport._asgi import Receive


@define(eq=False)
class Waiting:
    """The waits of one application."""

    _ends: set[asyncio.Future[None]] = field(factory=set)

    async def wait(self, receive: Receive, seconds: float) -> None:
        """Wait for so many seconds, or until the client gives up or the server stops."""
        loop = asyncio.get_running_loop()
        stopped: asyncio.Future[None] = loop.create_future()
        gone = asyncio.ensure_future(_disconnected(receive))
        self._ends.add(stopped)
        try:
            await asyncio.wait({stopped, gone}, timeout=seconds, return_when="FIRST_COMPLETED")
        finally:
            self._ends.discard(stopped)
            gone.cancel()

    def release(self) -> None:
        """End every wait; must be called in the event loop of the waits."""
        for end in tuple(self._ends):
            if not end.done():
                end.set_result(None)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
