"""Part of the API on SQLite and the standard library: no line, and no idea of storage, is the mock's.

It exists so that the properties meet a server that they were not written for:

    python contract_tests/independent_server --port 8080
    nox -s contract -- --base-url http://127.0.0.1:8080 --token alpha --operations ... --capabilities ...

with what OPERATIONS and CAPABILITIES say below.
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
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BASE = re.compile(r"/marketing/(marketing-events/[^/]+|v3/marketing-events)")  # of any version
OPERATIONS = (
    "upsert,getDetails,getByObjectId,listEvents,archiveEventByObjectId,recordByEmail,"
    "getParticipationsCountersByMarketingEventId,getParticipationsBreakdownByMarketingEventId,"
    "associateByMarketingEventId,disassociateByMarketingEventId,getAllByMarketingEventId"
)
CAPABILITIES = (
    "order,custom-properties,upsert-merges,deleted-starts-afresh,exact-ids,exact-text,emails-any-case,ended-is-over,"
    "latest-interaction,batch-in-turn,list-order,stable-walks,no-empty-page,serial"
)
COUNTED = ("REGISTERED", "ATTENDED", "CANCELLED", "NO_SHOW")
STATES = {"register": "REGISTERED", "attend": "ATTENDED", "cancel": "CANCELLED"}
APPS = {"alpha": 11, "beta": 22}
COUNTERS = "registered attended cancelled noShows"
LINK = "insert into link (event, list, made) values (?, ?, ?) on conflict do nothing"
UNLINK = "delete from link where event = ? and list = ?"
SCHEMA = """
create table event (
    number integer primary key autoincrement, app integer, account text, event text, made text, changed text,
    name text, organizer text, type text, url text, description text, cancelled integer, completed integer,
    starts text, ends text, properties text, unique (app, account, event)
);
create table contact (number integer primary key autoincrement, email text unique collate nocase);
create table part (
    number integer primary key autoincrement, event integer references event on delete cascade, contact integer,
    state text, moment integer, made text, unique (event, contact)
);
create table link (event integer references event on delete cascade, list text, made text, unique (event, list));
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


def bad(message: str) -> Refusal:
    """A refusal of a request that is not as the contract has it."""
    return Refusal(400, "VALIDATION_ERROR", message)


def now() -> str:
    """This moment, in UTC."""
    return utc(dt.datetime.now(dt.UTC))


class Store:
    """Events in SQLite, in memory; one request at a time."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.executescript(SCHEMA)
        self.db.execute("pragma foreign_keys = on")
        self.lock = threading.Lock()

    def upsert(self, app: int, given: dict[str, Any]) -> sqlite3.Row:
        """Write one event, and read it back."""
        key, moment = (app, given["externalAccountId"], given["externalEventId"]), now()
        self.db.execute(
            "insert into event (app, account, event, made, changed, properties) values (?, ?, ?, ?, ?, '{}') "
            "on conflict (app, account, event) do update set changed = max(changed, excluded.changed)",
            (*key, moment, moment),
        )
        row = self.one("app = ? and account = ? and event = ?", *key)
        columns = {COLUMNS[n][0]: stored(n, value) for n, value in given.items() if n in COLUMNS}
        told = {p["name"]: p["value"] for p in given.get("customProperties", ())}
        columns["properties"] = json.dumps(json.loads(row["properties"]) | told)
        assignments = ", ".join(f"{column} = ?" for column in columns)
        change = f"update event set {assignments} where number = ?"  # noqa: S608 - names of its own
        self.db.execute(change, (*columns.values(), row["number"]))
        return self.one("number = ?", row["number"])

    def record(self, event: int, state: str, email: str, moment: int) -> int:
        """Say in which state a person is, unless a later moment has been told; returns the contact."""
        self.db.execute("insert into contact (email) values (?) on conflict do nothing", (email,))
        found = self.db.execute("select number from contact where email = ?", (email,)).fetchone()
        self.db.execute(
            "insert into part (event, contact, state, moment, made) values (?, ?, ?, ?, ?) on conflict (event, contact) "
            "do update set state = excluded.state, moment = excluded.moment where excluded.moment >= moment",
            (event, found["number"], state, moment, now()),
        )
        return int(found["number"])

    def parts(self, row: sqlite3.Row) -> list[dict[str, Any]]:
        """The participants of an event; who registered and stayed away is a no-show once it is over."""
        over = bool(row["completed"]) or bool(row["ends"] and row["ends"] < now())
        found = self.db.execute(
            "select part.*, email from part join contact on contact.number = contact where event = ? order by part.number",
            (row["number"],),
        )
        away = {"REGISTERED": "NO_SHOW"} if over else {}
        return [{**part, "state": away.get(part["state"], part["state"])} for part in found]

    def counted(self, row: sqlite3.Row, names: str) -> dict[str, int]:
        """How many participants are in each state, under some names for them."""
        count = Counter(part["state"] for part in self.parts(row))
        return {name: count[state] for name, state in zip(names.split(), COUNTED, strict=True)}

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
        raise bad(f"{name} is too far away") from None


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


def read(store: Store, row: sqlite3.Row) -> dict[str, Any]:
    """An event as reading answers it."""
    counters = store.counted(row, "registrants attendees cancellations noShows")
    return {**shown(row), "externalEventId": row["event"], **counters}


def checked(given: Any) -> dict[str, Any]:
    """An input, if it is one."""
    if not isinstance(given, dict):
        raise bad("an input is an object")
    for name in NEEDED:
        if not isinstance(given.get(name), str):
            raise bad(f"{name} has to be a text")
    for name, (_, kind) in COLUMNS.items():
        if name in given and not (
            isinstance(given[name], kind) if isinstance(kind, type) else real(given[name])
        ):
            raise bad(f"{name} is no {kind}")
    properties = given.get("customProperties", [])
    if not isinstance(properties, list) or not all(
        isinstance(p, dict) and isinstance(p.get("name"), str) and isinstance(p.get("value"), str)
        for p in properties
    ):
        raise bad("customProperties is a list of names and values")
    return given


def real(text: Any) -> bool:
    """Whether a value is a moment."""
    try:
        return (
            isinstance(text, str)
            and bool(RFC3339.fullmatch(text))
            and bool(dt.datetime.fromisoformat(text.upper()))
        )
    except ValueError:
        return False


def page_of(query: dict[str, list[str]]) -> tuple[int, int]:
    """The size of a page, and after which number it begins."""
    (limit,), (after,) = query.get("limit", ["10"]), query.get("after", ["0"])
    right = re.fullmatch(r"[0-9]{1,3}", limit) and re.fullmatch(r"[0-9]{1,18}", after)
    if not right or not 1 <= int(limit) <= 100:
        raise bad("limit goes from 1 to 100, after is what a page said")
    return int(limit), int(after)


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
        routes: dict[str, Any] = {}
        match parts:
            case []:
                routes["GET"] = lambda _: self.listed(query)
            case ["events", "upsert"]:
                routes["POST"] = lambda app: self.upserted(app, body)
            case ["events", name]:
                routes["GET"] = lambda app: self.details(app, name, query)
            case [number]:
                routes["GET"] = lambda _: (200, read(self.store, self.numbered(number)))
                routes["DELETE"] = lambda _: self.changed(
                    number, "delete from event where number = ?"
                )
            case [number, "attendance", state, "email-create"]:
                routes["POST"] = lambda _: self.recorded(number, state, body)
            case ["participations", number]:
                routes["GET"] = lambda _: (200, self.store.counted(self.numbered(number), COUNTERS))
            case ["participations", number, "breakdown"]:
                routes["GET"] = lambda _: self.broken_down(number, query)
            case ["associations", number, "lists"]:
                routes["GET"] = lambda _: self.lists(number)
            case ["associations", number, "lists", name]:
                routes["PUT"] = lambda _: self.changed(number, LINK, name, now())
                routes["DELETE"] = lambda _: self.changed(number, UNLINK, name)
        return self.chosen(routes)

    def recorded(self, number: str, state: str, body: bytes) -> tuple[int, Any]:
        """POST {objectId}/attendance/{subscriberState}/email-create."""
        if state not in STATES:
            raise bad("no such state")
        people = self.inputs(body)
        for one in people:
            if not isinstance(one, dict) or not isinstance(one.get("email"), str):
                raise bad("an input has an email")
            if type(one.get("interactionDateTime")) is not int:
                raise bad("an input has an interactionDateTime")
        event, record = self.numbered(number)["number"], self.store.record
        results = [
            {"email": one["email"], "vid": record(event, STATES[state], one["email"], one["interactionDateTime"])}
            for one in people
        ]  # fmt: skip
        return 200, {
            "status": "COMPLETE",
            "results": results,
            "startedAt": now(),
            "completedAt": now(),
        }

    def broken_down(self, number: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        """GET participations/{marketingEventId}/breakdown: pages by number, of those that were asked for."""
        row = self.numbered(number)
        limit, after = page_of(query)
        (state,), (who,) = query.get("state", [""]), query.get("contactIdentifier", [""])
        chosen = [
            part
            for part in self.store.parts(row)
            if state in {"", part["state"]}
            and who.lower() in {"", str(part["contact"]), part["email"].lower()}
        ]
        rest = [part for part in chosen if part["number"] > after]
        about = {
            "marketingEventId": str(row["number"]), "name": row["name"], "externalAccountId": row["account"],
            "externalEventId": row["event"],
        }  # fmt: skip
        results = [
            {
                "id": str(part["number"]), "createdAt": part["made"],
                "associations": {
                    "contact": {"contactId": str(part["contact"]), "email": part["email"]}, "marketingEvent": about,
                },
                "properties": {"attendanceState": part["state"], "occurredAt": part["moment"]},
            }
            for part in rest[:limit]
        ]  # fmt: skip
        more = {"paging": {"next": {"after": results[-1]["id"]}}} if len(rest) > limit else {}
        return 200, {"results": results, "total": len(chosen), **more}

    def lists(self, number: str) -> tuple[int, Any]:
        """GET associations/{marketingEventId}/lists."""
        event = self.numbered(number)["number"]
        found = self.store.db.execute(
            "select * from link where event = ? order by made, list", (event,)
        ).fetchall()
        kind = {"listVersion": 1, "objectTypeId": "0-1"} | dict.fromkeys(
            ("processingStatus", "processingType"), "DONE"
        )
        results = [{"listId": one["list"], "name": f"No. {one['list']}", **kind} for one in found]
        return 200, {"results": results, "total": len(results)}

    def changed(self, number: str, statement: str, *values: str) -> tuple[int, Any]:
        """Change something of an event by its object id."""
        self.store.db.execute(statement, (self.numbered(number)["number"], *values))
        return 204, None

    def chosen(self, routes: dict[str, Any]) -> tuple[int, Any]:
        """Act if there is such a path, the method is one that it has, and the caller is somebody."""
        if not routes:
            raise Refusal(404, "NOT_FOUND", "no such path")
        if self.command not in routes:
            raise Refusal(405, "METHOD_NOT_ALLOWED", "no such method", Allow=", ".join(routes))
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or token not in APPS:
            raise Refusal(401, "INVALID_AUTHENTICATION", "who is calling?")
        found: tuple[int, Any] = routes[self.command](APPS[token])
        return found

    def upserted(self, app: int, body: bytes) -> tuple[int, Any]:
        """POST events/upsert."""
        inputs = self.inputs(body)
        began = now()
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
            "completedAt": now(),
        }

    def inputs(self, body: bytes) -> list[Any]:
        """The inputs of a batch, if it is one."""
        if self.headers.get_content_type() != "application/json":
            raise Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "this is no JSON")
        try:
            given = json.loads(body)
        except ValueError:
            raise bad("this is no JSON") from None
        inputs = given.get("inputs") if isinstance(given, dict) else None
        if not isinstance(inputs, list) or len(inputs) > 100:
            raise bad("inputs is a list of at most 100")
        return inputs

    def details(self, app: int, event: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        """GET events/{externalEventId}."""
        if len(query.get("externalAccountId", ())) != 1:
            raise bad("externalAccountId is missing")
        account = query["externalAccountId"][0]
        row = self.store.one("app = ? and account = ? and event = ?", app, account, event)
        return 200, {**read(self.store, row), "id": event}

    def numbered(self, text: str) -> sqlite3.Row:
        """The event with an object id."""
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise Refusal(404, "OBJECT_NOT_FOUND", "no such event")
        return self.store.one("number = ?", int(text))

    def listed(self, asked: dict[str, list[str]]) -> tuple[int, Any]:
        """GET: pages by number."""
        limit, after = page_of(asked)
        query = "select * from event where number > ? order by number limit ?"
        rows = self.store.db.execute(query, (after, limit + 1)).fetchall()
        page = rows[:limit]
        more = {"paging": {"next": {"after": str(page[-1]["number"])}}} if len(rows) > limit else {}
        return 200, {"results": [read(self.store, row) for row in page], **more}


def main() -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    Handler.store = Store()
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
