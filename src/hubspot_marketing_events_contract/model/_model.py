"""A reference model of the API: what a server must show after any sequence of calls.

It is the tool's own and shares nothing with the mock. Where HubSpot documents nothing and the
server declares nothing, the model holds `UNKNOWN`, which agrees with every value.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from hubspot_marketing_events_contract._inputs import custom, state

Key = tuple[str, str, str]  # app, external account id, external event id
_FLAGS = {"cancel": {"eventCancelled": True}, "complete": {"eventCompleted": True}}
STATES = {"register": "REGISTERED", "attend": "ATTENDED", "cancel": "CANCELLED"}


class Unknown:
    """A value that nobody documents; it agrees with every value."""

    def __repr__(self) -> str:
        return "anything"

    def __deepcopy__(self, _: Any) -> Unknown:
        return self


UNKNOWN = Unknown()


def agrees(expected: Any, found: Any) -> bool:
    """Return whether a value found is the expected one, as far as the expected one is known."""
    if expected is UNKNOWN:
        return True
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(
            agrees(value, found[name]) for name, value in expected.items()
        )
    return bool(expected == found)


@dataclass
class Participation:
    """One person's state at one event."""

    state: str
    moment: int


@dataclass
class ModelEvent:
    """An event as it must be; `fields` is in the form of `state()`."""

    key: Key
    fields: dict[str, Any]
    object_id: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    people: dict[str, Participation] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    changed: bool = True
    touched: bool = True

    def is_over(self, *, by_end: bool) -> Any:
        """Return whether the event has taken place, or `UNKNOWN`."""
        completed, end = self.fields["eventCompleted"], self.fields["endDateTime"]
        if UNKNOWN in (completed, end):
            return UNKNOWN
        if completed:
            return True
        passed = bool(end) and dt.datetime.fromisoformat(end) < dt.datetime.now(dt.UTC)
        return passed if by_end or not passed else UNKNOWN


@dataclass
class Result:
    """What a call must come to.

    Args:
        status: "success", "missing" (404), "refused" (any 4xx).
        events: the events that the response tells of, in order.
        sent: what each of them was told, in the form of `state()`, in order.
    """

    status: str
    events: list[ModelEvent] = field(default_factory=list)
    sent: list[Mapping[str, Any]] = field(default_factory=list)


class Model:
    """The events of one portal, as a sequence of calls must leave them.

    Args:
        capabilities: what the server declares of what HubSpot does not document.
    """

    def __init__(self, capabilities: frozenset[str]) -> None:
        self.capabilities = capabilities
        self.events: dict[Key, ModelEvent] = {}
        self.deleted: list[str] = []
        self.contacts: dict[str, str] = {}  # contact id by e-mail address

    def copy(self) -> Model:
        """Return a model in the same state, that can go another way."""
        other = Model(self.capabilities)
        other.events = deepcopy(self.events)
        other.deleted = list(self.deleted)
        other.contacts = dict(self.contacts)
        return other

    def by_object(self, object_id: str) -> ModelEvent | None:
        """Return the event with an object id, of any app."""
        return next((one for one in self.events.values() if one.object_id == object_id), None)

    # Writing

    def call(self, operation: str, app: str, values: Mapping[str, Any], body: Any) -> Result:
        """Carry out a valid call, and return what its response must be.

        Args:
            operation: the operation's id.
            app: the calling app's token, by its name in `Tokens`.
            values: path and query parameters.
            body: the JSON body.
        """
        if operation in {"upsert", "create", "upsertEvent"}:
            return self._store(operation, app, body)
        if operation in {"updateByObjectId", "archiveByObjectId", "archive"}:
            return self._batch(operation, app, body["inputs"])

        event = self._named(app, values)
        if event is None:
            return Result("missing")
        return self._change(operation, event, values, body)

    def _change(
        self, operation: str, event: ModelEvent, values: Mapping[str, Any], body: Any
    ) -> Result:
        if operation.startswith("archive"):
            self._delete(event)
            return Result("success")
        if operation in {"updateEvent", "updateEventByObjectId", "cancel", "complete"}:
            sent = dict(body or {}) | _FLAGS.get(operation, {})
            return Result("success", [self._write(event, sent)], [sent])
        if operation.startswith(("associate", "disassociate")):
            self._link(event, values["listId"], linked=operation.startswith("associate"))
            return Result("success")

        self._record(operation, event, values["subscriberState"], body["inputs"])
        return Result("success")

    def _named(self, app: str, values: Mapping[str, Any]) -> ModelEvent | None:
        number = values.get("objectId", values.get("marketingEventId"))
        if number is not None:
            return self.by_object(str(number))
        return self.events.get((app, values["externalAccountId"], values["externalEventId"]))

    def _store(self, operation: str, app: str, body: Any) -> Result:
        inputs = body["inputs"] if operation == "upsert" else [body]
        result = Result("success")

        for sent in inputs:
            key = (app, sent["externalAccountId"], sent["externalEventId"])
            event = self.events.get(key)
            if event is not None and operation == "create":
                return Result("refused")

            if event is None:
                event = self.events[key] = ModelEvent(key, state({}))
            elif operation == "upsertEvent":
                self._leave_out(event, sent, cleared="put-clears" in self.capabilities)
            elif "upsert-merges" not in self.capabilities:
                self._leave_out(event, sent, cleared=False)

            result.events.append(self._write(event, sent))
            result.sent.append(sent)

        return result

    def _leave_out(self, event: ModelEvent, sent: Mapping[str, Any], *, cleared: bool) -> None:
        empty = state({})
        for name in event.fields:
            if name not in sent or name == "customProperties":
                event.fields[name] = empty[name] if cleared else UNKNOWN
                event.changed = True

    def _batch(self, operation: str, app: str, inputs: Iterable[Mapping[str, Any]]) -> Result:
        result = Result("success")

        for sent in inputs:
            event = (
                self.events.get((app, sent["externalAccountId"], sent["externalEventId"]))
                if operation == "archive"
                else self.by_object(sent["objectId"])
            )
            if event is None:
                result.status = "success" if operation == "archive" else "partial"
            elif operation == "updateByObjectId":
                result.events.append(self._write(event, sent))
                result.sent.append(sent)
            else:
                self._delete(event)

        return result

    def _write(self, event: ModelEvent, sent: Mapping[str, Any]) -> ModelEvent:
        told = state(sent)
        before = dict(event.fields)

        for name in told.keys() & sent.keys() - {"customProperties"}:
            event.fields[name] = told[name]
        if "customProperties" in sent and event.fields["customProperties"] is not UNKNOWN:
            event.fields["customProperties"] = event.fields["customProperties"] | custom(
                sent["customProperties"]
            )

        event.touched = True
        event.changed = event.changed or before != event.fields
        return event

    def _delete(self, event: ModelEvent) -> None:
        del self.events[event.key]
        if event.object_id:
            self.deleted.append(event.object_id)

    def _link(self, event: ModelEvent, name: str, *, linked: bool) -> None:
        event.lists = event.lists | {name} if linked else event.lists - {name}
        self._touch_unless_timed(event)

    def _touch_unless_timed(self, event: ModelEvent) -> None:
        if "timed-updates" not in self.capabilities:
            event.touched = True

    def _record(
        self, operation: str, event: ModelEvent, verb: str, inputs: Iterable[Mapping[str, Any]]
    ) -> None:
        for one in inputs:
            person = str(one["vid"]) if "vid" in one else one["email"].lower()
            person = next((name for name, vid in self.contacts.items() if vid == person), person)
            if operation == "upsertByContactEmail" and person not in self.contacts:
                continue  # a state by e-mail address creates no contact (documented)

            self.contacts.setdefault(person, person if "vid" in one else "")
            known = event.people.get(person)
            if known is None or one["interactionDateTime"] >= known.moment:
                event.people[person] = Participation(STATES[verb], one["interactionDateTime"])
            self._touch_unless_timed(event)

    # Reading

    def states(self, event: ModelEvent) -> dict[str, Any]:
        """Return each person's state at an event; who stayed away is a no-show once it is over."""
        over = event.is_over(by_end="ended-is-over" in self.capabilities)
        stayed_away = UNKNOWN if over is UNKNOWN else "NO_SHOW" if over else "REGISTERED"
        return {
            person: stayed_away if one.state == "REGISTERED" else one.state
            for person, one in event.people.items()
        }

    def counters(self, event: ModelEvent) -> dict[str, Any]:
        """Return the counters of an event under the names of the counter calls."""
        found = Counter(map(str, self.states(event).values()))
        unsure = UNKNOWN if found[str(UNKNOWN)] else None
        return {
            "attended": found["ATTENDED"],
            "cancelled": found["CANCELLED"],
            "registered": unsure or found["REGISTERED"],
            "noShows": unsure or found["NO_SHOW"],
        }

    def status(self, event: ModelEvent) -> Any:
        """Return an event's status, where the server declares that it keeps one."""
        over = event.is_over(by_end="ended-is-over" in self.capabilities)
        cancelled = event.fields["eventCancelled"]
        if "event-status" not in self.capabilities or UNKNOWN in (over, cancelled):
            return UNKNOWN
        return "CANCELLED" if cancelled else "PAST" if over else "UPCOMING"

    def found_by(self, event_id: str, app: str | None = None) -> list[ModelEvent]:
        """Return the events with an external event id, of one app or of all."""
        return [
            one
            for (owner, _, name), one in self.events.items()
            if name == event_id and app in {None, owner}
        ]
