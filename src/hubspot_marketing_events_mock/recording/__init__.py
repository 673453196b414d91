"""Recordings: redacted, written, read, taken over for another contract, and found again."""

from hubspot_marketing_events_mock.recording._recording import (
    Recording,
    RecordingError,
    load,
    parsed_body,
)
from hubspot_marketing_events_mock.recording._redaction import RULES, LeakError, Redactor
from hubspot_marketing_events_mock.recording._rehash import rehash
from hubspot_marketing_events_mock.recording._store import MaxAge, RecordingStore, replayed
from hubspot_marketing_events_mock.recording._writer import Received, Writer

__all__ = [
    "RULES",
    "LeakError",
    "MaxAge",
    "Received",
    "Recording",
    "RecordingError",
    "RecordingStore",
    "Redactor",
    "Writer",
    "load",
    "parsed_body",
    "rehash",
    "replayed",
]
