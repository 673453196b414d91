"""Five operations of the API on SQLite and the standard library: no line, and no idea of storage, is the mock's.

It exists so that the laws meet a server that they were not written for:

    python contract_tests/independent_server --port 8080
    nox -s contract -- --base-url http://127.0.0.1:8080 --token alpha --operations OPERATIONS

where OPERATIONS is upsert,getDetails,getByObjectId,listEvents,archiveEventByObjectId.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sqlite3
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BASE = re.compile(r"/marketing/(marketing-events/[^/]+|v3/marketing-events)")  # of any version
APPS = {"alpha": 11, "beta": 22}
SCHEMA = """
create table event (
    number integer primary key autoincrement, app integer, account text, event text, made text, changed text,
    name text, organizer text, type text, url text, description text, cancelled integer, completed integer,
    starts text, ends text, properties text, unique (app, account, event)
);
insert into sqlite_sequence (name, seq) values ('event', 70000000000);
"""
COLUMNS = {
    "eventName": ("name", str), "eventOrganizer": ("organizer", str), "eventType": ("type", str),
    "eventUrl": ("url", str), "eventDescription": ("description", str), "eventCancelled": ("cancelled", bool),
    "eventCompleted": ("completed", bool), "startDateTime": ("starts", "time"), "endDateTime": ("ends", "time"),
}  # fmt: skip
NEEDED = ("eventName", "eventOrganizer", "externalAccountId", "externalEventId")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


class Refusal(Exception):  # noqa: N818 - it is an answer
    """A request that cannot be answered as asked."""

    def __init__(self, status: int, category: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.category, self.message, self.headers = status, category, message, headers


class Store:
    """Events in SQLite, in memory; one request at a time."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.executescript(SCHEMA)
        self.lock = threading.Lock()

    def upsert(self, app: int, given: dict[str, Any]) -> sqlite3.Row:
        """Write one event, and read it back."""
        key, now = (
            (app, given["externalAccountId"], given["externalEventId"]),
            utc(dt.datetime.now(dt.UTC)),
        )
        self.db.execute(
            "insert into event (app, account, event, made, changed, properties) values (?, ?, ?, ?, ?, '{}') "
            "on conflict (app, account, event) do update set changed = max(changed, excluded.changed)",
            (*key, now, now),
        )
        row = self.one("app = ? and account = ? and event = ?", *key)
        columns = {
            COLUMNS[name][0]: stored(name, value)
            for name, value in given.items()
            if name in COLUMNS
        }
        properties = json.loads(row["properties"]) | {
            p["name"]: p["value"] for p in given.get("customProperties", ())
        }
        columns["properties"] = json.dumps(properties)
        assignments = ", ".join(f"{column} = ?" for column in columns)
        change = f"update event set {assignments} where number = ?"  # noqa: S608 - names of its own
        self.db.execute(change, (*columns.values(), row["number"]))
        return self.one("number = ?", row["number"])

    def one(self, where: str, *values: Any) -> sqlite3.Row:
        """The event that a condition finds, or a refusal."""
        query = f"select * from event where {where}"  # noqa: S608 - conditions of its own
        row: sqlite3.Row | None = self.db.execute(query, values).fetchone()
        if row is None:
            raise Refusal(404, "OBJECT_NOT_FOUND", "no such event")
        return row


def utc(moment: dt.datetime) -> str:
    """A moment in UTC, to the millisecond."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def stored(name: str, value: Any) -> Any:
    """A field as a column has it."""
    if COLUMNS[name][1] != "time":
        return value
    moment = dt.datetime.fromisoformat(value.upper())
    try:
        return utc(moment)
    except OverflowError:
        raise Refusal(400, "VALIDATION_ERROR", f"{name} is too far away") from None


def shown(row: sqlite3.Row) -> dict[str, Any]:
    """An event as every answer has it."""
    fields = {name: row[column] for name, (column, _) in COLUMNS.items() if row[column] is not None}
    for flag in ("eventCancelled", "eventCompleted"):
        if flag in fields:
            fields[flag] = bool(fields[flag])
    properties = [
        {"name": name, "value": value} for name, value in json.loads(row["properties"]).items()
    ]
    times = {"createdAt": row["made"], "updatedAt": row["changed"]}
    return {**fields, **times, "customProperties": properties, "objectId": str(row["number"])}


def read(row: sqlite3.Row) -> dict[str, Any]:
    """An event as reading answers it; nobody takes part in events here."""
    return {
        **shown(row),
        "externalEventId": row["event"],
        "registrants": 0,
        "attendees": 0,
        "cancellations": 0,
    }


def checked(given: Any) -> dict[str, Any]:
    """An input, if it is one."""
    if not isinstance(given, dict):
        raise Refusal(400, "VALIDATION_ERROR", "an input is an object")
    for name in NEEDED:
        if not isinstance(given.get(name), str):
            raise Refusal(400, "VALIDATION_ERROR", f"{name} has to be a text")
    for name, (_, kind) in COLUMNS.items():
        if name in given:
            value = given[name]
            good = (
                isinstance(value, kind)
                if isinstance(kind, type)
                else isinstance(value, str) and real(value)
            )
            if not good:
                raise Refusal(400, "VALIDATION_ERROR", f"{name} is no {kind}")
    properties = given.get("customProperties", [])
    if not isinstance(properties, list) or not all(
        isinstance(p, dict) and isinstance(p.get("name"), str) and isinstance(p.get("value"), str)
        for p in properties
    ):
        raise Refusal(400, "VALIDATION_ERROR", "customProperties is a list of names and values")
    return given


def real(text: str) -> bool:
    """Whether a text is a moment."""
    try:
        return bool(RFC3339.fullmatch(text)) and dt.datetime.fromisoformat(text.upper()) is not None
    except ValueError:
        return False


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece
    disable_nagle_algorithm = True
    store: Store

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self) -> None:
        """Answer one request, whatever its method."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        try:
            with self.store.lock:
                status, found = self.routed(body)
            headers: dict[str, str] = {}
        except Refusal as refusal:
            status, headers = refusal.status, refusal.headers
            found = {"status": "error", "message": refusal.message, "category": refusal.category}
            found["correlationId"] = str(uuid.uuid4())
        data = b"" if found is None else json.dumps(found).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if data:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the standard library's names

    def routed(self, body: bytes) -> tuple[int, Any]:
        """Find the operation, ask for the token, and carry it out."""
        url = urlsplit(self.path)
        base = BASE.match(url.path)
        parts = [unquote(part) for part in url.path[base.end() :].split("/")[1:]] if base else None
        query = parse_qs(url.query, keep_blank_values=True)
        if parts == []:
            return self.only("GET", lambda app: self.listed(app, query))
        if parts == ["events", "upsert"]:
            return self.only("POST", lambda app: self.upserted(app, body))
        if parts is not None and len(parts) == 2 and parts[0] == "events":
            return self.only("GET", lambda app: self.details(app, parts[1], query))
        if parts is not None and len(parts) == 1:
            if self.command == "DELETE":
                return self.only("DELETE", lambda _: self.deleted(parts[0]))
            return self.only("GET", lambda _: (200, read(self.numbered(parts[0]))), "DELETE")
        raise Refusal(404, "NOT_FOUND", "no such path")

    def only(self, method: str, act: Any, *others: str) -> tuple[int, Any]:
        """Act if the method is the one, and the caller somebody."""
        if self.command != method:
            raise Refusal(
                405, "METHOD_NOT_ALLOWED", "no such method", Allow=", ".join((method, *others))
            )
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or token not in APPS:
            raise Refusal(401, "INVALID_AUTHENTICATION", "who is calling?")
        found: tuple[int, Any] = act(APPS[token])
        return found

    def upserted(self, app: int, body: bytes) -> tuple[int, Any]:
        """POST events/upsert."""
        if self.headers.get_content_type() != "application/json":
            raise Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "this is no JSON")
        try:
            given = json.loads(body)
        except ValueError:
            raise Refusal(400, "VALIDATION_ERROR", "this is no JSON") from None
        inputs = given.get("inputs") if isinstance(given, dict) else None
        if not isinstance(inputs, list) or len(inputs) > 100:
            raise Refusal(400, "VALIDATION_ERROR", "inputs is a list of at most 100")
        began = utc(dt.datetime.now(dt.UTC))
        for one in inputs:
            checked(one)
        self.store.db.execute("begin")
        try:
            rows = [self.store.upsert(app, one) for one in inputs]
        except Refusal:
            self.store.db.execute("rollback")
            raise
        self.store.db.execute("commit")
        results = [{**shown(row), "id": str(row["number"])} for row in rows]
        return 200, {
            "status": "COMPLETE",
            "results": results,
            "startedAt": began,
            "completedAt": utc(dt.datetime.now(dt.UTC)),
        }

    def details(self, app: int, event: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        """GET events/{externalEventId}."""
        if len(query.get("externalAccountId", ())) != 1:
            raise Refusal(400, "VALIDATION_ERROR", "externalAccountId is missing")
        account = query["externalAccountId"][0]
        row = self.store.one("app = ? and account = ? and event = ?", app, account, event)
        return 200, {**read(row), "id": event}

    def numbered(self, text: str) -> sqlite3.Row:
        """The event with an object id."""
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise Refusal(404, "OBJECT_NOT_FOUND", "no such event")
        return self.store.one("number = ?", int(text))

    def deleted(self, text: str) -> tuple[int, Any]:
        """DELETE {objectId}."""
        self.store.db.execute(
            "delete from event where number = ?", (self.numbered(text)["number"],)
        )
        return 204, None

    def listed(self, _: int, query: dict[str, list[str]]) -> tuple[int, Any]:
        """GET: pages by number."""
        (limit,), (after,) = query.get("limit", ["10"]), query.get("after", ["0"])
        if (
            not re.fullmatch(r"[0-9]{1,3}", limit)
            or not 1 <= int(limit) <= 100
            or not re.fullmatch(r"[0-9]{1,18}", after)
        ):
            raise Refusal(
                400, "VALIDATION_ERROR", "limit goes from 1 to 100, after is what a page said"
            )
        found = self.store.db.execute(
            "select * from event where number > ? order by number limit ?",
            (int(after), int(limit) + 1),
        )
        rows = found.fetchall()
        page = rows[: int(limit)]
        more = (
            {"paging": {"next": {"after": str(page[-1]["number"])}}}
            if len(rows) > len(page)
            else {}
        )
        return 200, {"results": [read(row) for row in page], **more}


def main() -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    Handler.store = Store()
    server = ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
