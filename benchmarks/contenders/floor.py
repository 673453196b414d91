"""http.client with msgspec: the least that typed events in and typed results out can cost."""

from __future__ import annotations

import datetime as dt
import http.client
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from benchmarks.workload import Row, property_list

_PATH = "/marketing/marketing-events/2026-03/events/upsert"
_HEADERS = {"Authorization": "Bearer token", "Content-Type": "application/json"}


class Property(msgspec.Struct):
    """A custom property."""

    name: str
    value: str | None = None


class Event(msgspec.Struct, rename="camel", omit_defaults=True):
    """An event as it is sent."""

    event_name: str
    event_organizer: str
    external_account_id: str
    external_event_id: str
    event_type: str | None = None
    event_url: str | None = None
    event_description: str | None = None
    event_cancelled: bool | None = None
    event_completed: bool | None = None
    start_date_time: dt.datetime | None = None
    end_date_time: dt.datetime | None = None
    custom_properties: list[Property] = []


class Result(msgspec.Struct, rename="camel"):
    """An event as it comes back."""

    id: str
    object_id: str
    event_name: str
    event_organizer: str
    created_at: dt.datetime
    updated_at: dt.datetime
    event_type: str | None = None
    event_url: str | None = None
    event_description: str | None = None
    event_cancelled: bool | None = None
    event_completed: bool | None = None
    start_date_time: dt.datetime | None = None
    end_date_time: dt.datetime | None = None
    custom_properties: list[Property] = []


class Batch(msgspec.Struct, rename="camel"):
    """The events to send."""

    inputs: list[Event]


class BatchResult(msgspec.Struct, rename="camel"):
    """What became of them."""

    status: str
    results: list[Result]
    started_at: dt.datetime
    completed_at: dt.datetime


class Contender:
    """Structs in, structs out."""

    def __init__(self, url: str) -> None:
        self._http = http.client.HTTPConnection(urlsplit(url).netloc)
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(BatchResult)

    def inputs(self, rows: Sequence[Row]) -> list[Event]:
        events = []
        for row in rows:
            properties = [Property(**item) for item in property_list(row)]
            events.append(Event(**(row | {"custom_properties": properties})))
        return events

    def send(self, inputs: list[Event]) -> list[str]:
        self._http.request("POST", _PATH, self._encoder.encode(Batch(inputs)), _HEADERS)
        response = self._http.getresponse()
        content = response.read()
        if response.status != http.HTTPStatus.OK:
            raise RuntimeError(response.status)
        return [result.object_id for result in self._decoder.decode(content).results]
