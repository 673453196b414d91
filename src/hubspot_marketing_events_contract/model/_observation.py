"""Everything that a server shows of an event, compared with the model."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hubspot_marketing_events_contract._inputs import state
from hubspot_marketing_events_contract._wording import brief
from hubspot_marketing_events_contract.model._comparison import instant, unequal
from hubspot_marketing_events_contract.model._model import UNKNOWN, Key, Model, ModelEvent
from hubspot_marketing_events_contract.target._target import Response, Target

PAGE = 100
_DEFAULT_PAGE = 10  # items of a page where no limit is given (documented)
_SHOWN_COUNTERS = {
    "registrants": "registered",
    "attendees": "attended",
    "cancellations": "cancelled",
    "noShows": "noShows",
}
_BY_EXTERNAL_IDS = {
    "details": "getDetails",
    "counters": "getParticipationsCountersByEventExternalId",
    "breakdown": "getParticipationsBreakdownByExternalEventId",
    "lists": "getAllByExternalAccountAndEventIds",
}
_BY_OBJECT_ID = {
    "details": "getByObjectId",
    "counters": "getParticipationsCountersByMarketingEventId",
    "breakdown": "getParticipationsBreakdownByMarketingEventId",
    "lists": "getAllByMarketingEventId",
}

Difference = tuple[Key | None, str]
CALLERS = {
    "own": "",
    "other_app": " by the other app",
    "reader": " by the reader",
    "expired": " with the expired token",
    "other_account": " by the other account",
}


class Observer:
    """Reads what a server shows, and yields a sentence for each difference from the model.

    Args:
        target: the server.
        model: what it must show.
        prefix: begins the external event ids of this story; other events are ignored.
    """

    def __init__(self, target: Target, model: Model, prefix: str) -> None:
        self.target, self.model, self.prefix = target, model, prefix
        self.app_ids: dict[str, str] = {}
        self._made: dict[tuple[str | None, str], tuple[str, str]] = {}
        # Whoever may read sees the same, so that each read is made by the next of them in turn.
        known = ("own", "other_app", "reader")
        self._things = itertools.cycle(_BY_OBJECT_ID)
        self._gone: set[str] = set()
        # Each state in turn, and now and then none, so that most reads are filtered differently.
        self._states = itertools.cycle(("REGISTERED", "ATTENDED", "", "CANCELLED", "NO_SHOW"))
        self._readers = itertools.cycle([one for one in known if getattr(target.tokens, one)])

    def everything(self, keys: Sequence[Key], *, closely: Sequence[Key]) -> Iterator[Difference]:
        """Yield every difference, with the event that it is about, where it is about one.

        Args:
            keys: the events that there are or may be.
            closely: those that are read by every operation; the others are seen in the list.
        """
        for key in closely:
            yield from ((key, text) for text in self._event(key))
        if self.target.has("listEvents"):
            yield from self._list()
        for object_id in self.model.deleted[-2:]:
            # Each read once after the deletion, and then one of them in turn.
            what = next(self._things) if object_id in self._gone else None
            self._gone.add(object_id)
            yield from ((None, text) for text in self._deleted(object_id, only=what))
        if len(keys) == len(closely):
            yield from ((None, text) for text in self._people())

    def only(self, what: str, keys: Sequence[Key]) -> Iterator[Difference]:
        """Yield how one thing of some events differs, in each read by itself and in the list."""
        for key in keys:
            yield from ((key, text) for text in self._event(key, only=what))
        if what == "details" and self.target.has("listEvents"):
            yield from self._list()

    # One event

    def _event(self, key: Key, only: str | None = None) -> Iterator[str]:
        app, account, name = key
        event = self.model.events.get(key)
        external = {"externalAccountId": account, "externalEventId": name}
        yield from self._named_by(_only(_BY_EXTERNAL_IDS, only), event, external, token=app)

        if event is not None and event.object_id:
            by_object = {"objectId": event.object_id, "marketingEventId": event.object_id}
            yield from self._named_by(_only(_BY_OBJECT_ID, only), event, by_object)

        if only is None:
            yield from self._searched(app, name)

    def _named_by(
        self,
        operations: Mapping[str, str],
        event: ModelEvent | None,
        ids: Mapping[str, str],
        *,
        token: str | None = None,
    ) -> Iterator[str]:
        compare = {
            "details": self._details,
            "counters": self._counters,
            "breakdown": self._breakdown,
            "lists": self._lists,
        }
        for what, operation in operations.items():
            if not self.target.has(operation):
                continue
            values: dict[str, Any] = {
                name: ids[name] for name in ids if name in self._parameters(operation)
            }
            reader = token or self._reader(operation)
            response = self.target.call(operation, token=reader, **values)

            said = f"{operation}{CALLERS[reader]}"
            if event is None:
                if response.status != 404:
                    yield f"{said} responds {response.status} for an event that does not exist"
            elif response.status != 200:
                yield f"{said} responds {response.status} for an event that exists"
            else:
                for difference in compare[what](operation, event, response):
                    yield f"{said}: {difference}"

    def _reader(self, operation: str) -> str:
        """Return who reads next, by name in `Tokens`."""
        reader = next(self._readers)
        return reader if reader != "reader" or self.target.readers_may(operation) else "own"

    def _parameters(self, operation: str) -> set[str]:
        return {one["name"] for one in self.target.paths[operation][2].get("parameters", ())}

    def _details(self, operation: str, event: ModelEvent, response: Response) -> Iterator[str]:
        yield from self.shown(event, response.json, whole=True)
        if operation == "getDetails" and "id-is-external" in self.model.capabilities:
            yield from unequal("id", event.key[2], response.json.get("id"))

    def shown(self, event: ModelEvent, item: Mapping[str, Any], *, whole: bool) -> Iterator[str]:
        """Yield what is wrong with an event as a response has it.

        Args:
            event: what it must be.
            item: the event in the response.
            whole: whether a field that is left out is empty, or just not told.
        """
        found = state(item)
        for name, expected in event.fields.items():
            if not whole and item.get(name) is None:
                continue
            if name == "customProperties" and "custom-properties" not in self.model.capabilities:
                continue
            yield from unequal(name, expected, found[name])

        if "externalEventId" in item and item["externalEventId"] is not None:
            yield from unequal("externalEventId", event.key[2], item["externalEventId"])
        counters = self.model.counters(event)
        for name, counter in _SHOWN_COUNTERS.items():
            if item.get(name) is not None:
                yield from unequal(name, counters[counter], item[name])
        if item.get("eventStatus") is not None:
            yield from unequal("eventStatus", self.model.status(event), item["eventStatus"])

        yield from self._identity(event, item)
        yield from self._times(event, item)

    def _identity(self, event: ModelEvent, item: Mapping[str, Any]) -> Iterator[str]:
        object_id = item.get("objectId")
        if object_id is not None:
            if event.object_id is None:
                taken = self.model.by_object(str(object_id))
                if taken is not None:
                    yield f"objectId is {object_id}, which is another event's"
                elif str(object_id) in self.model.deleted:
                    yield f"objectId is {object_id}, which was a deleted event's"
                event.object_id = str(object_id)
            yield from unequal("objectId", event.object_id, str(object_id))

        info = item.get("appInfo")
        number = item.get("appId", info.get("id") if isinstance(info, Mapping) else None)
        if number is not None:
            yield from self._app(event.key[0], str(number))

    def _app(self, app: str, number: str) -> Iterator[str]:
        known = self.app_ids.setdefault(app, number)
        yield from unequal("the app's id", known, number)
        if list(self.app_ids.values()).count(number) > 1:
            yield f"two apps have the id {number}"

    def _times(self, event: ModelEvent, item: Mapping[str, Any]) -> Iterator[str]:
        if self.target.eventually or "updatedAt" not in item:
            return  # a read that lags may show an earlier moment
        created, updated = instant(item.get("createdAt")), instant(item["updatedAt"])
        if created is None or updated is None:
            return

        if event.created_at is None:
            event.created_at = item["createdAt"]
        elif created != instant(event.created_at):
            yield f"createdAt is {item['createdAt']}, and was {event.created_at}"
        if created > updated:
            yield f"createdAt, {item['createdAt']}, is after updatedAt, {item['updatedAt']}"

        before, timed = instant(event.updated_at), "timed-updates" in self.model.capabilities
        if before is not None:
            said = f"updatedAt is {item['updatedAt']}, and was {event.updated_at}"
            if updated < before:
                yield f"{said}: it went back"
            elif updated > before and not event.touched:
                yield f"{said}, and nothing was written to the event"
            elif updated == before and event.changed and event.touched and timed:
                yield f"{said}, and the event was changed"
        event.updated_at, event.touched, event.changed = item["updatedAt"], False, False

    def _counters(self, _: str, event: ModelEvent, response: Response) -> Iterator[str]:
        for name, expected in self.model.counters(event).items():
            yield from unequal(name, expected, response.json.get(name))

    def _lists(self, _: str, event: ModelEvent, response: Response) -> Iterator[str]:
        found = sorted(str(one["listId"]) for one in response.results)
        yield from unequal("the linked lists", sorted(event.lists), found)
        yield from unequal("total", len(event.lists), response.json.get("total", len(found)))

    def _breakdown(self, operation: str, event: ModelEvent, response: Response) -> Iterator[str]:
        expected = self.model.states(event)
        found = response.results
        if len(expected) > _DEFAULT_PAGE:
            yield from unequal("the number of items of a page", _DEFAULT_PAGE, len(found))
            values = self._ids_of(operation, event)
            found = self.target.everything(operation, PAGE, token=event.key[0], **values)

        yield from self._participants(
            found, {(event.key, name): one for name, one in expected.items()}
        )
        yield from unequal("total", len(expected), response.json.get("total", len(expected)))
        if operation.endswith("Id") and "list-order" in self.model.capabilities:
            order = [self._person(one) for one in found]
            yield from unequal("the order of participants", list(expected), order)
        state = next(self._states) if expected else ""
        if state:
            yield from self._in_state(operation, event, state)

    def _in_state(self, operation: str, event: ModelEvent, state: str) -> Iterator[str]:
        """Yield how an event's participants in one state are others than they must be."""
        shown = self.model.states(event)
        if UNKNOWN in shown.values():
            return
        wanted = sorted(name for name, one in shown.items() if one == state)
        values = self._ids_of(operation, event)
        found = self.target.everything(operation, PAGE, token=event.key[0], state=state, **values)
        people = sorted(self._person(one) for one in found)
        yield from unequal(f"the participants with state={state}", wanted, people)

    def _ids_of(self, operation: str, event: ModelEvent) -> dict[str, Any]:
        number = event.object_id
        ids = {
            "externalAccountId": event.key[1], "externalEventId": event.key[2],
            "objectId": number, "marketingEventId": number,
        }  # fmt: skip
        return {name: ids[name] for name in self._parameters(operation) & ids.keys()}

    def _participants(
        self, found: Sequence[Mapping[str, Any]], expected: Mapping[tuple[Key, str], Any]
    ) -> Iterator[str]:
        seen: Counter[tuple[Key, str]] = Counter()

        for one in found:
            about, person = one["associations"]["marketingEvent"], self._person(one)
            event = self.model.by_object(str(about["marketingEventId"]))
            if event is None:
                if str(about["marketingEventId"]) in self.model.deleted:
                    yield f"a participation in {about['marketingEventId']}, which was deleted"
                continue  # other stories may have had the same person
            place = (event.key, person)
            seen[place] += 1
            if place not in expected:
                yield f"a participation of {person} that must not be there"
                continue
            yield from self._kept(place, one)
            properties = one["properties"]
            yield from unequal(
                f"the state of {person}", expected[place], properties["attendanceState"]
            )
            moment = event.people[person].moment
            yield from unequal(
                f"occurredAt of {person}", str(moment), str(properties["occurredAt"])
            )
            for name, value in zip(
                ("externalAccountId", "externalEventId"), event.key[1:], strict=True
            ):
                if about.get(name) is not None:
                    yield from unequal(f"the participation's {name}", value, about[name])
            if about.get("name") is not None:
                yield from unequal(
                    "the participation's event name", event.fields["eventName"], about["name"]
                )

        for place in expected:
            if seen[place] != 1:
                yield f"{seen[place]} participations of {place[1]} in one event"

    def _kept(self, place: tuple[Key, str], one: Mapping[str, Any]) -> Iterator[str]:
        """Yield how a participation has another id, or was made at another moment, than before."""
        number = self.model.events[place[0]].object_id
        known = self._made.setdefault((number, place[1]), (one["id"], one["createdAt"]))
        yield from unequal(f"the id of {place[1]}'s participation", known[0], one["id"])
        yield from unequal(f"createdAt of {place[1]}'s participation", known[1], one["createdAt"])

    def _person(self, one: Mapping[str, Any]) -> str:
        contact = one["associations"]["contact"]
        number, email = str(contact.get("contactId")), str(contact.get("email") or "").lower()
        if email in self.model.contacts:
            self.model.contacts[email] = self.model.contacts[email] or number
            return email if self.model.contacts[email] == number else f"{email} as contact {number}"
        return number

    # The portal

    def _searched(self, app: str, name: str) -> Iterator[str]:
        if self.target.has("doSearch"):
            found = self.target.call("doSearch", q=name, token=app)
            expected = {one.key[1]: one for one in self.model.found_by(name, app)}
            yield from self._ids("doSearch", found, list(expected.values()))
            for one in found.results:
                yield from self._app(app, str(one["appId"]))

        if self.target.has("searchPortalEvents"):
            reader = self._reader("searchPortalEvents")
            found = self.target.call("searchPortalEvents", token=reader, externalEventId=name)
            events = self.model.found_by(name)
            yield from self._ids("searchPortalEvents", found, events)
            yield from unequal(
                "searchPortalEvents: total", len(events), found.json.get("total", len(events))
            )

    def _ids(
        self, operation: str, response: Response, events: Sequence[ModelEvent]
    ) -> Iterator[str]:
        if response.status != 200:
            yield f"{operation} responds {response.status}"
            return
        by_id = {str(one["objectId"]): one for one in response.results}
        expected = sorted(str(one.object_id) for one in events)
        found = sorted(str(one["objectId"]) for one in response.results)
        yield from unequal(f"{operation}: the object ids", expected, found)

        for event in events:
            one = by_id.get(str(event.object_id))
            if one is None:
                continue
            yield from unequal(
                f"{operation}: externalEventId", event.key[2], one["externalEventId"]
            )
            if one.get("externalAccountId") is not None:
                yield from unequal(
                    f"{operation}: the account", event.key[1], one["externalAccountId"]
                )
            if "marketingEventName" in one:
                expected_name = event.fields["eventName"]
                yield from unequal(
                    f"{operation}: the name", expected_name, one["marketingEventName"]
                )
            for difference in self._identity(event, one):
                yield f"{operation}: {difference}"

    def _list(self) -> Iterator[Difference]:
        reader = self._reader("listEvents")
        said = f"listEvents{CALLERS[reader]}"
        items = self.target.everything("listEvents", PAGE, token=reader)
        ours = [
            one
            for one in items
            if str(one.get("externalEventId") or "").startswith(self.prefix)
            or self.model.by_object(str(one.get("objectId")))
        ]
        expected = Counter(str(one.object_id) for one in self.model.events.values())
        found = Counter(str(one["objectId"]) for one in ours)
        for what, numbers in (("lacks", expected - found), ("has too much", found - expected)):
            if numbers:
                yield None, f"{said} {what}: the object ids {brief(sorted(numbers))}"
        if "list-order" in self.model.capabilities:
            order = [int(one["objectId"]) for one in items if str(one["objectId"]).isdecimal()]
            if order != sorted(order):
                yield None, f"{said}: the events are not in the order of their object ids"

        for one in ours:
            event = self.model.by_object(str(one["objectId"]))
            if event is not None:
                for difference in self.shown(event, one, whole=True):
                    yield event.key, f"{said}: {difference}"

    def _deleted(self, object_id: str, only: str | None = None) -> Iterator[str]:
        ids = {"objectId": object_id, "marketingEventId": object_id}
        for difference in self._named_by(_only(_BY_OBJECT_ID, only), None, ids):
            yield f"{difference} (it was deleted)"

    def _people(self) -> Iterator[str]:
        operation = "getParticipationsBreakdownByContactId"
        if not self.target.has(operation):
            return
        for person, number in self.model.contacts.items():
            expected = {
                (event.key, name): shown
                for event in self.model.events.values()
                for name, shown in self.model.states(event).items()
                if name == person
            }
            names = {person, number or person}
            if "emails-any-case" in self.model.capabilities:
                names.add(person.upper())
            for identifier in sorted(names):
                found = self.target.everything(operation, PAGE, contactIdentifier=identifier)
                for difference in self._participants(found, expected):
                    yield f"{operation} of {identifier}: {difference}"


def _only(operations: Mapping[str, str], what: str | None) -> Mapping[str, str]:
    return operations if what is None else {what: operations[what]}
