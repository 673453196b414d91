"""Plain httpx with dictionaries and the standard library's json: what people write by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx

from benchmarks.contenders.raw_httpx import HEADERS
from benchmarks.workload import ACCOUNT, EVENT, Row, milliseconds

_PATH = f"/marketing/marketing-events/2026-03/attendance/{EVENT}/attend/email-create"


class Contender:
    """Dictionaries in, dictionaries out."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, headers=HEADERS)

    def inputs(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        return [
            {
                "email": row["email"],
                "interactionDateTime": milliseconds(row["at"]),
                "contactProperties": row["contact_properties"],
            }
            for row in rows
        ]

    def send(self, inputs: list[dict[str, Any]]) -> list[str]:
        params = {"externalAccountId": ACCOUNT}
        response = self._http.post(_PATH, params=params, json={"inputs": inputs})
        response.raise_for_status()
        return [str(result["vid"]) for result in response.json()["results"]]
