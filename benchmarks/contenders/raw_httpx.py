"""Plain httpx with dictionaries and the standard library's json: what people write by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx

from benchmarks.workload import Row, json_ready

PATH = "/marketing/marketing-events/2026-03/events/upsert"
HEADERS = {"Authorization": "Bearer token"}


class Contender:
    """Dictionaries in, dictionaries out."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, headers=HEADERS)

    def inputs(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        return [json_ready(row) for row in rows]

    def send(self, inputs: list[dict[str, Any]]) -> list[str]:
        response = self._http.post(PATH, json={"inputs": inputs})
        response.raise_for_status()
        return [result["objectId"] for result in response.json()["results"]]
