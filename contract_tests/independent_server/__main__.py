r"""Part of the API on SQLite and the standard library, which shares nothing with the mock.

Properties are checked on it with the values of OPERATIONS and CAPABILITIES below:

    python contract_tests/independent_server --port 8080
    nox -s contract -- --base-url http://127.0.0.1:8080 --token alpha \
        --operations OPERATIONS --capabilities CAPABILITIES
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import re
import sqlite3
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
    "order,custom-properties,upsert-merges,deleted-starts-afresh,exact-ids,exact-text,"
    "emails-any-case,ended-is-over,"
    "latest-interaction,batch-in-turn,list-order,stable-walks,no-empty-page,serial"
)
COUNTED = ("REGISTERED", "ATTENDED", "CANCELLED", "NO_SHOW")
STATES = {"register": "REGISTERED", "attend": "ATTENDED", "cancel": "CANCELLED"}
APPS = {"alpha": 11, "beta": 22}
COUNTERS = "registered attended cancelled noShows"
UPSERT = """
insert into event (app, account, event, made, changed, fields, properties)
values (?, ?, ?, ?, ?, ?, ?) on conflict (app, account, event) do update set
    changed = max(changed, excluded.changed), fields = json_patch(fields, excluded.fields),
    properties = json_patch(properties, excluded.properties)
"""
CONTACT = """
insert into contact (email) values (?) on conflict do update set email = email returning number
"""
RECORD = """
insert into part (event, contact, state, moment, made) values (?, ?, ?, ?, ?)
on conflict (event, contact) do update set state = excluded.state, moment = excluded.moment
where excluded.moment >= moment
"""
PARTS = """
select part.*, email from part join contact on contact.number = contact
where event = ? order by part.number
"""
ARCHIVE = "delete from event where number = ?"
LINK = "insert into link (event, list) values (?, ?) on conflict do nothing"
LIST = dict.fromkeys(("processingStatus", "processingType"), "DONE") | {"objectTypeId": "0-1"}
LISTS = "select * from link where event = ? order by rowid"
UNLINK = "delete from link where event = ? and list = ?"
SCHEMA = """
create table event (
    number integer primary key autoincrement, app integer, account text, event text,
    made text, changed text, fields text, properties text, unique (app, account, event)
);
create table contact (number integer primary key autoincrement, email text unique collate nocase);
create table part (
    number integer primary key autoincrement, event integer references event on delete cascade,
    contact integer, state text, moment integer, made text, unique (event, contact)
);
create table link (event integer references event on delete cascade, list, unique (event, list));
insert into sqlite_sequence (name, seq) values ('event', 70000000000);
"""
NEEDED = ("eventName", "eventOrganizer", "externalAccountId", "externalEventId")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def utc(text: str) -> str:
    """A moment in UTC, to the millisecond."""
    moment = dt.datetime.fromisoformat(text.upper()).astimezone(dt.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now() -> str:
    """This moment, in UTC."""
    return utc(dt.datetime.now(dt.UTC).isoformat())


def has(value: Any, kinds: dict[str, type]) -> bool:
    """Whether a value is an object whose fields are of some types."""
    return isinstance(value, dict) and all(type(value.get(n)) is kinds[n] for n in kinds)


def is_time(value: Any) -> bool:
    """Whether a value is a moment."""
    try:
        return bool(RFC3339.fullmatch(value) and utc(value))
    except (TypeError, ValueError, OverflowError):
        return False


TEXTS = ("eventName", "eventOrganizer", "eventType", "eventUrl", "eventDescription")
FLAGS = ("eventCancelled", "eventCompleted")
TIMES = ("startDateTime", "endDateTime")
FIELDS = dict.fromkeys(TEXTS + TIMES, str) | dict.fromkeys(FLAGS, bool)


class Refusal(Exception):  # noqa: N818 - it is a response
    """A request that is not carried out: its status, category, message and allowed methods."""


def bad(message: str) -> Refusal:
    """A refusal of a request that is not as the contract has it."""
    return Refusal(400, "VALIDATION_ERROR", message)


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
        fields = {name: given[name] for name in FIELDS if name in given}
        properties = {p["name"]: p["value"] for p in given.get("customProperties", ())}
        key, moment = (app, given["externalAccountId"], given["externalEventId"]), now()
        told = (json.dumps(fields), json.dumps(properties))
        self.db.execute(UPSERT, (*key, moment, moment, *told))
        return self.one("app = ? and account = ? and event = ?", *key)

    def record(self, event: int, state: str, told: dict[str, Any]) -> dict[str, Any]:
        """Keep the latest state of a person; returns the result."""
        email, moment = told["email"], told["interactionDateTime"]
        contact = self.db.execute(CONTACT, (email,)).fetchone()["number"]
        self.db.execute(RECORD, (event, contact, state, moment, now()))
        return {"email": email, "vid": contact}

    def parts(self, row: sqlite3.Row) -> list[dict[str, Any]]:
        """The participants of an event; once it is over, those registered are no-shows."""
        fields = json.loads(row["fields"])
        over = fields.get("eventCompleted") or fields.get("endDateTime", "~") < now()
        found = self.db.execute(PARTS, (row["number"],))
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


def shown(row: sqlite3.Row) -> dict[str, Any]:
    """An event as every response has it."""
    fields = json.loads(row["fields"])
    told = json.loads(row["properties"])
    fields["customProperties"] = [{"name": name, "value": told[name]} for name in told]
    times = {"createdAt": row["made"], "updatedAt": row["changed"]}
    return {**fields, **times, "objectId": str(row["number"])}


def read(store: Store, row: sqlite3.Row) -> dict[str, Any]:
    """An event as a read returns it."""
    counters = store.counted(row, "registrants attendees cancellations noShows")
    return {**shown(row), "externalEventId": row["event"], **counters}


def checked(given: Any) -> dict[str, Any]:
    """An input with its moments in UTC, if it is one."""
    if not has(given, dict.fromkeys(NEEDED, str)):
        raise bad(f"an input is an object with the texts {', '.join(NEEDED)}")
    if not has(given, {name: FIELDS[name] for name in FIELDS if name in given}):
        raise bad("a field is not of its type")
    if not all(is_time(given[name]) for name in TIMES if name in given):
        raise bad("a moment is not in RFC 3339")
    properties = given.get("customProperties", [])
    right = isinstance(properties, list)
    if not right or not all(has(one, {"name": str, "value": str}) for one in properties):
        raise bad("customProperties is a list of names and values")
    return {**given, **{name: utc(given[name]) for name in TIMES if name in given}}


def page_of(query: dict[str, list[str]]) -> tuple[int, int]:
    """The size of a page, and after which number it begins."""
    (limit,), (after,) = query.get("limit", ["10"]), query.get("after", ["0"])
    right = re.fullmatch(r"[0-9]{1,3}", limit) and re.fullmatch(r"[0-9]{1,18}", after)
    if not right or not 1 <= int(limit) <= 100:
        raise bad("limit goes from 1 to 100, after is what a page said")
    return int(limit), int(after)


def page(rows: list[Any], limit: int) -> tuple[list[Any], dict[str, Any]]:
    """The rows of a page, and where the next one begins."""
    if len(rows) <= limit:
        return rows, {}
    return rows[:limit], {"paging": {"next": {"after": str(rows[limit - 1]["number"])}}}


def batch(began: str, results: list[Any]) -> tuple[int, Any]:
    """The response to a batch."""
    return 200, {"status": "COMPLETE", "results": results, "startedAt": began, "completedAt": now()}


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece
    disable_nagle_algorithm = True
    store: Store

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def respond(self) -> None:
        """Respond to one request, whatever its method."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        allow: list[str] = []
        try:
            with self.store.lock:
                status, found = self.routed(body)
        except Refusal as refusal:
            status, category, message, *allow = refusal.args
            found = {"status": "error", "message": message, "category": category}
            found["correlationId"] = str(uuid.uuid4())
        data = b"" if found is None else json.dumps(found).encode()
        self.send_response(status)
        for methods in allow:
            self.send_header("Allow", methods)
        if data:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = respond  # noqa: N815 - names of http.server

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
                routes["DELETE"] = lambda _: self.changed(number, ARCHIVE)
            case [number, "attendance", state, "email-create"]:
                routes["POST"] = lambda _: self.recorded(number, state, body)
            case ["participations", number]:
                routes["GET"] = lambda _: (200, self.store.counted(self.numbered(number), COUNTERS))
            case ["participations", number, "breakdown"]:
                routes["GET"] = lambda _: self.broken_down(number, query)
            case ["associations", number, "lists"]:
                routes["GET"] = lambda _: self.lists(number)
            case ["associations", number, "lists", name]:
                routes["PUT"] = lambda _: self.changed(number, LINK, name)
                routes["DELETE"] = lambda _: self.changed(number, UNLINK, name)
        return self.chosen(routes)

    def chosen(self, routes: dict[str, Any]) -> tuple[int, Any]:
        """Act if the path and the method exist, and the caller is known."""
        if not routes:
            raise Refusal(404, "NOT_FOUND", "no such path")
        if self.command not in routes:
            raise Refusal(405, "METHOD_NOT_ALLOWED", "no such method", ", ".join(routes))
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or token not in APPS:
            raise Refusal(401, "INVALID_AUTHENTICATION", "who is calling?")
        found: tuple[int, Any] = routes[self.command](APPS[token])
        return found

    def recorded(self, number: str, state: str, body: bytes) -> tuple[int, Any]:
        """POST {objectId}/attendance/{subscriberState}/email-create."""
        if state not in STATES:
            raise bad("no such state")
        people = self.inputs(body)
        kinds = {"email": str, "interactionDateTime": int}
        if not all(has(one, kinds) for one in people):
            raise bad("an input has an email and an interactionDateTime")
        began, event = now(), self.numbered(number)["number"]
        results = [self.store.record(event, STATES[state], one) for one in people]
        return batch(began, results)

    def broken_down(self, number: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        """GET participations/{marketingEventId}/breakdown: pages by number, after the filters."""
        row = self.numbered(number)
        limit, after = page_of(query)
        (state,), (who,) = query.get("state", [""]), query.get("contactIdentifier", [""])
        chosen = [
            part
            for part in self.store.parts(row)
            if state in {"", part["state"]}
            and who.lower() in {"", str(part["contact"]), part["email"].lower()}
        ]
        parts, more = page([part for part in chosen if part["number"] > after], limit)
        ids = {"externalAccountId": row["account"], "externalEventId": row["event"]}
        event = {"marketingEventId": str(row["number"]), "name": shown(row)["eventName"], **ids}
        results = [
            {
                "id": str(part["number"]),
                "createdAt": part["made"],
                "associations": {
                    "contact": {"contactId": str(part["contact"]), "email": part["email"]},
                    "marketingEvent": event,
                },
                "properties": {"attendanceState": part["state"], "occurredAt": part["moment"]},
            }
            for part in parts
        ]
        return 200, {"results": results, "total": len(chosen), **more}

    def lists(self, number: str) -> tuple[int, Any]:
        """GET associations/{marketingEventId}/lists."""
        found = self.store.db.execute(LISTS, (self.numbered(number)["number"],))
        results = [
            {"listId": one["list"], "name": f"No. {one['list']}", "listVersion": 1, **LIST}
            for one in found
        ]
        return 200, {"results": results, "total": len(results)}

    def changed(self, number: str, statement: str, *values: str) -> tuple[int, Any]:
        """Change something of an event by its object id."""
        self.store.db.execute(statement, (self.numbered(number)["number"], *values))
        return 204, None

    def upserted(self, app: int, body: bytes) -> tuple[int, Any]:
        """POST events/upsert."""
        began, inputs = now(), [checked(one) for one in self.inputs(body)]
        rows = [self.store.upsert(app, one) for one in inputs]
        return batch(began, [{**shown(row), "id": str(row["number"])} for row in rows])

    def inputs(self, body: bytes) -> list[Any]:
        """The inputs of a batch, if it is one."""
        if self.headers.get_content_type() != "application/json":
            raise Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "this is no JSON")
        try:
            given = json.loads(body)
        except ValueError:
            raise bad("this is no JSON") from None
        if not has(given, {"inputs": list}) or len(given["inputs"]) > 100:
            raise bad("inputs is a list of at most 100")
        return list(given["inputs"])

    def details(self, app: int, event: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        """GET events/{externalEventId}."""
        if len(query.get("externalAccountId", ())) != 1:
            raise bad("externalAccountId is missing")
        account = query["externalAccountId"][0]
        row = self.store.one("app = ? and account = ? and event = ?", app, account, event)
        return 200, {**read(self.store, row), "id": event}

    def numbered(self, text: str) -> sqlite3.Row:
        """The event with an object id."""
        number = int(text) if re.fullmatch(r"[0-9]{1,18}", text) else -1
        return self.store.one("number = ?", number)

    def listed(self, asked: dict[str, list[str]]) -> tuple[int, Any]:
        """GET: pages by number."""
        limit, after = page_of(asked)
        query = "select * from event where number > ? order by number limit ?"
        rows = self.store.db.execute(query, (after, limit + 1)).fetchall()
        rows, more = page(rows, limit)
        return 200, {"results": [read(self.store, row) for row in rows], **more}


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    Handler.store = Store()
    server = ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
