"""Every call by everybody who may not make it is refused, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hubspot_marketing_events_contract.model import (
    BY_CONTACT,
    BY_EMAIL,
    MAKING,
    Key,
    Story,
    by_contact,
    by_email,
    fresh_keys,
    valid_request,
)
from hubspot_marketing_events_contract.properties._property import READS, Draw, needs
from hubspot_marketing_events_contract.target._target import Target

UNAUTHORIZED, FORBIDDEN, MISSING = frozenset({401}), frozenset({403}), frozenset({404})
REFUSED = frozenset({400})
_BAD_SETTINGS: tuple[Any, ...] = ({"eventDetailsUrl": 5}, {"eventDetailsUrl": None}, [], "text")
READ_BY_OBJECT_ID = (
    "getByObjectId",
    "getAllByMarketingEventId",
    "listEvents",
    "getParticipationsCountersByMarketingEventId",
    "getParticipationsBreakdownByMarketingEventId",
    "searchPortalEvents",
)
WITH_BODIES = (
    "archiveByObjectId",
    "archive",
    "updateByObjectId",
    "complete",
    "updateEvent",
    "updateEventByObjectId",
    "updateSettings",
)
_NEW_FIELDS = {"eventName": "Not yours", "eventType": "Changed by somebody else"}
_OPEN = {
    "upsert",
    "create",
    "upsertEvent",
    "listEvents",
    "doSearch",
    "searchPortalEvents",
    "archive",
}


class Scene:
    """An event with a participant and a list, a second one, and ids that no event has."""

    def __init__(self, target: Target, *, apps: Sequence[str] = ("own",)) -> None:
        self.target = target
        keys = [(app, *key[1:]) for key in fresh_keys(target, 3) for app in apps]
        self.story = Story(target, keys)
        self.main, self.second, self.absent = keys[0], keys[len(apps)], keys[2 * len(apps)]

        for key in (self.main, self.second):
            body, values = valid_request(
                target, "upsert", key, fields={"eventType": "Fair", "eventDescription": "as it was"}
            )
            self.story.do("upsert", body, **values)
        self._attach()
        self.story.look()

    def _attach(self) -> None:
        person = by_email(f"ann.{self.main[2]}@contacts.example".lower(), self.story.moment())
        for operation in ("recordByEmail", "associateByMarketingEventId"):
            if self.target.has(operation):
                body, values = self.request(
                    operation, self.main, people=[person], state="register", list_id="7"
                )
                self.story.do(operation, body, **values)

    def request(self, operation: str, key: Key, **options: Any) -> tuple[Any, dict[str, Any]]:
        """Return a valid request that would change something of an event."""
        event = self.story.model.events.get(key)
        if "people" not in options:
            moment = self.story.moment()
            options["people"] = (
                [by_contact(1_000_007, moment)]
                if operation in BY_CONTACT
                else [
                    by_email(f"{name}.{key[2]}@contacts.example".lower(), moment)
                    for name in ("ben", "ann")  # a new person and a known one
                ]
            )
        return valid_request(
            self.target, operation, key, object_id=event.object_id if event else None,
            fields=_NEW_FIELDS, list_id=options.pop("list_id", "8" if operation[0] == "a" else "7"),
            app_id=self.story.observer.app_ids.get("own", "1"), **options,
        )  # fmt: skip

    def refused(
        self, operation: str, statuses: frozenset[int], callers: Iterable[str | None]
    ) -> None:
        """Try a call as each of some callers, on an event that exists and one that does not."""
        keys = [self.main, *([self.absent] if operation in MAKING else [])]
        for key in keys:
            body, values = self.request(operation, key)
            for caller in callers:
                self.story.refuse(operation, statuses, body, token=caller, **values)
        self.story.look(*keys)


def malformed(token: str) -> list[str | None]:
    """Return Authorization headers that look like the right one and are not."""
    return [
        None, f"Bearer {token[:-1]}", f"Bearer {token}x", f"Bearer x{token}",
        f"Bearer {token[::-1]}", f"Bearer {token[: len(token) // 2]}", f'Bearer "{token}"',
        f"Bearer {token},{token}", "Bearer nobody-was-given-this", "Bearer", f"Basic {token}",
        token, f"Token {token}",
        *([f"Bearer {token.swapcase()}"] if token != token.swapcase() else []),
    ]  # fmt: skip


def _operations(target: Target) -> list[str]:
    return [one for one in target.paths if target.has(one)]


@needs("upsert", once=True)
def nobody_calls_with_a_token_that_is_nearly_right(target: Target, _: Draw) -> None:
    """A token that is cut, longer, quoted or of another scheme is 401 and changes nothing."""
    scene = Scene(target)
    callers = [one for one in malformed(target.tokens.own) if one != f"Bearer {target.tokens.own}"]
    for operation in _operations(target):
        scene.refused(operation, UNAUTHORIZED, callers)


@needs("upsert", tokens="expired", once=True)
def an_expired_token_changes_nothing(target: Target, _: Draw) -> None:
    """Every call with an expired token is 401, and changes nothing."""
    scene = Scene(target)
    for operation in _operations(target):
        scene.refused(operation, UNAUTHORIZED, ["expired"])


@needs("upsert", tokens="reader", once=True)
def a_reader_changes_nothing(target: Target, _: Draw) -> None:
    """Every call that writes is 403 for a token that may only read, and changes nothing."""
    scene = Scene(target)
    for operation in _operations(target):
        if operation not in READS and not target.readers_may(operation):
            scene.refused(operation, FORBIDDEN, ["reader"])


@needs("upsert", tokens="reader", once=True)
def a_reader_reads_everything(target: Target, _: Draw) -> None:
    """A token that may only read reads an event, its participants and its lists by object id."""
    scene = Scene(target)
    for operation in READ_BY_OBJECT_ID:
        if target.has(operation) and target.readers_may(operation):
            _, values = scene.request(operation, scene.main)
            own = target.call(operation, **values)
            other = target.call(operation, token="reader", **values)
            if (own.status, own.json) != (other.status, other.json):
                scene.story.fail(
                    [f"{operation} responds {other.status} or other content to a reader"]
                )


@needs("upsert", tokens="other_app", once=True)
def another_app_reaches_nothing_by_external_ids(target: Target, _: Draw) -> None:
    """Every call that names another app's event by external ids is 404, and changes nothing."""
    scene = Scene(target)
    for operation in _operations(target):
        names = {one["name"] for one in target.paths[operation][2].get("parameters", ())}
        if operation in _OPEN or "externalEventId" not in names:
            continue
        scene.refused(operation, MISSING, ["other_app"])
    if target.has("archive", "doSearch"):
        body, values = scene.request("archive", scene.main)
        target.call("archive", body, token="other_app", checked=False, **values)
        scene.story.note("archive by the other app, with the own app's id and event")
        scene.story.look(scene.main)


@needs("upsert", tokens="other_app", once=True)
def every_app_reaches_an_event_by_object_id(target: Target, _: Draw) -> None:
    """By object id, another app reads, changes, attends, links and deletes, for all to see."""
    scene = Scene(target)
    for operation in (
        "updateEventByObjectId", "updateByObjectId", *BY_EMAIL[:1], *BY_CONTACT[:1],
        "associateByMarketingEventId", "disassociateByMarketingEventId",
        "archiveByObjectId", "archiveEventByObjectId",
    ):  # fmt: skip
        if not target.has(operation):
            continue
        if operation in BY_CONTACT and "any-contact" not in target.capabilities:
            continue
        key = scene.second if operation == "archiveEventByObjectId" else scene.main
        body, values = scene.request(operation, key)
        scene.story.do(operation, body, token="other_app", **values)
        scene.story.look(key)


@needs("upsert", once=True)
def an_object_id_that_is_nearly_right_reaches_nothing(target: Target, _: Draw) -> None:
    """An object id with a digit more, less or another is 404 in every call, and changes nothing."""
    scene = Scene(target)
    right = scene.story.model.events[scene.main].object_id or ""
    wrong = [
        f"{right}0",
        right[:-1],
        f"{right[:-2]}{right[-1]}{right[-2]}",
        f"{int(right) + 10**6}",
    ]
    for operation in _operations(target):
        names = {one["name"] for one in target.paths[operation][2].get("parameters", ())}
        for name in names & {"objectId", "marketingEventId"}:
            body, values = scene.request(operation, scene.main)
            for one in wrong:
                if scene.story.model.by_object(one) is None:
                    scene.story.refuse(operation, MISSING, body, **{**values, name: one})
    scene.story.look()


@needs("upsert", tokens="other_account", once=True)
def another_account_reaches_nothing(target: Target, _: Draw) -> None:
    """A token of another account neither sees nor changes an event, however it is named."""
    scene = Scene(target)
    event = scene.story.model.events[scene.main]
    for operation in _operations(target):
        names = {one["name"] for one in target.paths[operation][2].get("parameters", ())}
        if operation in _OPEN or not names & {"externalEventId", "objectId", "marketingEventId"}:
            continue
        scene.refused(operation, MISSING, ["other_account"])

    for operation in ("archiveByObjectId", "updateByObjectId"):
        if target.has(operation):
            body, values = scene.request(operation, scene.main)
            target.call(operation, body, token="other_account", checked=False, **values)
            scene.story.note(f"{operation} by another account")
            scene.story.look(scene.main)
    for operation in ("listEvents", "doSearch", "searchPortalEvents"):
        if target.has(operation):
            _, values = scene.request(operation, scene.main)
            found = target.everything(operation, token="other_account", **values)
            if event.object_id in {str(one.get("objectId")) for one in found}:
                scene.story.fail(
                    [f"{operation} shows an event to another account"], scene.main, refused=False
                )


@needs("getAll", "updateSettings", "upsert", "doSearch", once=True)
def settings_are_each_apps_own(target: Target, _: Draw) -> None:
    """After each change an app reads the settings that it wrote; those of others stay."""
    apps = ["own", *(["other_app"] if target.tokens.other_app else [])]
    scene = Scene(target, apps=apps)
    numbers, before = {}, {}
    for app in apps:
        key = (app, *scene.main[1:])
        body, values = valid_request(target, "upsert", key)
        scene.story.do("upsert", body, token=app, **values)
        found = target.call("doSearch", q=key[2], token=app).results
        numbers[app] = found[0]["appId"]
        before[app] = target.call("getAll", token=app, appId=numbers[app]).json["eventDetailsUrl"]

    wanted = dict(before)
    try:
        for number, app in enumerate([*apps, *apps, *apps]):
            wanted[app] = f"https://example.org/{number}/%s?of={app}&x=é"
            _set(scene, app, numbers[app], wanted[app])
            for caller in [
                *malformed(target.tokens.own)[:2],
                *(["expired"] if target.tokens.expired else []),
            ]:
                body = {"eventDetailsUrl": "https://example.org/stolen/%s"}
                scene.story.refuse(
                    "updateSettings", UNAUTHORIZED, body, token=caller, appId=numbers[app]
                )
            for wrong in _BAD_SETTINGS:
                scene.story.refuse("updateSettings", REFUSED, wrong, token=app, appId=numbers[app])
            for other in apps:
                shown = target.call("getAll", token=other, appId=numbers[other]).json
                if (shown["eventDetailsUrl"], shown["appId"]) != (wanted[other], numbers[other]):
                    scene.story.fail([f"getAll shows {shown}, and must show {wanted[other]}"])
    finally:
        for app, url in before.items():
            target.call(
                "updateSettings",
                {"eventDetailsUrl": url},
                token=app,
                checked=False,
                appId=numbers[app],
            )


def _set(scene: Scene, app: str, number: int, url: str) -> None:
    response = scene.target.call(
        "updateSettings", {"eventDetailsUrl": url}, token=app, appId=number
    )
    scene.story.note(f"updateSettings(appId={number}) {url} -> {response.status}")
    if not response.ok or response.json["eventDetailsUrl"] != url:
        scene.story.fail(
            [f"updateSettings responds {response.status} and another URL than was sent"]
        )


_BAD_FIELDS: dict[str, Any] = {
    "eventName": 5, "eventOrganizer": ["x"], "eventType": {"x": 1}, "eventUrl": 7,
    "eventDescription": True, "startDateTime": "tomorrow", "endDateTime": 5,
    "eventCancelled": "yes", "customProperties": {"a": "b"},
}  # fmt: skip


@needs("upsert", once=True)
def a_refused_request_changes_nothing(target: Target, _: Draw) -> None:
    """Whatever is wrong with a request, it is 400, and nothing of it is carried out."""
    scene = Scene(target)
    for operation in (*MAKING, "updateEvent", "updateEventByObjectId", "updateByObjectId"):
        if target.has(operation):
            _wrong_fields(scene, operation)
    for operation in (*WITH_BODIES, *MAKING, *BY_EMAIL, *BY_CONTACT):
        if target.has(operation):
            _wrong_bodies(scene, operation)
    for operation in (*BY_EMAIL, *BY_CONTACT):
        if target.has(operation):
            _wrong_people(scene, operation)


def _wrong_fields(scene: Scene, operation: str) -> None:
    keys = [scene.main, *([scene.absent] if operation in MAKING else [])]
    for key in keys:
        for name, value in _BAD_FIELDS.items():
            body, values = scene.request(operation, key)
            if operation in {"upsert", "updateByObjectId"}:
                second = scene.request(operation, scene.second)[0]["inputs"][0]
                # The input that is right comes first or last, and must not be written either.
                wrong = {**body["inputs"][0], name: value}
                inputs = [second, wrong] if len(name) % 2 else [wrong, second]
                scene.story.refuse(operation, REFUSED | {207}, {"inputs": inputs}, **values)
            else:
                scene.story.refuse(operation, REFUSED, {**body, name: value}, **values)
        if "207" not in scene.story.steps[-1].text[-4:]:
            scene.story.look(*keys, scene.second)
        if operation in MAKING:
            for name in ("eventName", "eventOrganizer"):
                body, values = scene.request(operation, key)
                (body["inputs"][0] if operation == "upsert" else body).pop(name)
                scene.story.refuse(operation, REFUSED, body, **values)
            scene.story.look(*keys)


def _wrong_bodies(scene: Scene, operation: str) -> None:
    body, values = scene.request(operation, scene.main)
    wrong: list[Any] = [[], "text", 5]
    if isinstance(body, dict) and "inputs" in body:
        first = body["inputs"][0]
        wrong += [
            {"inputs": first},
            {"inputs": [first, "text"]},
            {"inputs": [5, first]},
            {"inputs": None},
        ]
    for one in wrong:
        scene.story.refuse(operation, REFUSED | {207}, one, **values)
    scene.story.look(scene.main)


def _wrong_people(scene: Scene, operation: str) -> None:
    body, values = scene.request(operation, scene.main)
    good = body["inputs"][0]
    name = "vid" if operation in BY_CONTACT else "email"
    without = {key: value for key, value in good.items() if key != name}
    for inputs in (
        [good, without],
        [without, good],
        [{**good, name: ["x"]}],
        [good, {**good, "interactionDateTime": "now"}],
    ):
        scene.story.refuse(operation, REFUSED | {207}, {"inputs": inputs}, **values)
    other = {**values, "subscriberState": "nonsense"}
    scene.story.refuse(operation, frozenset({400, 404}), body, **other)
    scene.story.look(scene.main)
