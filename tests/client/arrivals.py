"""A server in a process of its own that notes when requests arrive, by the machine's clock."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from typing import Self

from attrs import define, field


@define
class ArrivalServer:
    """Runs the server; `times` has the arrivals after the block."""

    url: str = ""
    times: list[float] = field(factory=list)
    _process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            __file__,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout
        port = int(await self._process.stdout.readline())
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process
        said, _none = await self._process.communicate(b"\n")
        self.times = json.loads(said)

    def most_in(self, seconds: float) -> int:
        """The most arrivals that any window of so many seconds holds."""
        window, most = deque[float](), 0
        for moment in sorted(self.times):
            window.append(moment)
            while window[0] <= moment - seconds:
                window.popleft()
            most = max(most, len(window))
        return most


async def serve() -> None:
    """Respond to every request until a line comes in; then tell when they came."""
    times: list[float] = []

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                times.append(time.monotonic())
                length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
                await reader.readexactly(length)
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"results": []}')
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(respond, "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    print(json.dumps(times))
    server.close()


if __name__ == "__main__":
    asyncio.run(serve())
