"""The exchanges of each finding as HAR 1.2, redacted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hubspot_marketing_events_contract.reporting._report import Report
from hubspot_marketing_events_contract.target._connection import Exchange


def har(report: Report) -> dict[str, Any]:
    """Return the exchanges of all findings; each entry's comment names its property."""
    entries = [
        {**_entry(exchange, report), "comment": result.property.name}
        for result in [*report.found, *report.undecided]
        for exchange in result.exchanges
    ]
    creator = {"name": "hubspot-marketing-events-contract", "version": "1"}
    log = {"version": "1.2", "creator": creator, "entries": entries}
    if report.last_exchange:
        log["comment"] = f"the run ended at {report.last_exchange}: {report.ended}"
    return {"log": log}


def _entry(exchange: Exchange, report: Report) -> dict[str, Any]:
    request, response = exchange
    redaction = report.target.redaction
    kind = response.headers.get("Content-Type", "")
    post = {}
    if request.content:
        mime = request.headers.get("Content-Type", "")
        post = {"postData": {"mimeType": mime, "text": redaction.body(request.content)}}

    return {
        "startedDateTime": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "time": 0,
        "request": {
            "method": request.method, "url": redaction.text(str(request.url)),
            "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": _pairs(redaction.headers(dict(request.headers))), "queryString": [], **post,
            "headersSize": -1, "bodySize": len(request.content),
        },
        "response": {
            "status": response.status_code, "statusText": redaction.text(response.reason_phrase),
            "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": _pairs(redaction.headers(dict(response.headers))), "redirectURL": "",
            "content": {
                "size": len(response.content), "mimeType": kind,
                "text": redaction.body(response.content),
            },
            "headersSize": -1, "bodySize": len(response.content),
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    }  # fmt: skip


def _pairs(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.items()]
