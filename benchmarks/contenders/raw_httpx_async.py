"""Plain httpx on asyncio, with dictionaries and the standard library's json."""

from __future__ import annotations

from typing import Any

import httpx

from benchmarks.contenders import raw_httpx


class Contender(raw_httpx.Contender):
    """Dictionaries in, dictionaries out."""

    def __init__(self, url: str) -> None:
        self._async_http = httpx.AsyncClient(base_url=url, headers=raw_httpx.HEADERS)

    async def send(self, inputs: list[dict[str, Any]]) -> list[str]:  # type: ignore[override]
        response = await self._async_http.post(raw_httpx.PATH, json={"inputs": inputs})
        response.raise_for_status()
        return [result["objectId"] for result in response.json()["results"]]
