"""A sequence of calls that a server and the model go through together."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hubspot_marketing_events_contract._inputs import state
from hubspot_marketing_events_contract._wording import brief
from hubspot_marketing_events_contract.model._comparison import instant, unequal
from hubspot_marketing_events_contract.model._model import Key, Model, ModelEvent, Result
from hubspot_marketing_events_contract.model._observation import (
    CALLERS,
    Difference,
    Observer,
)
from hubspot_marketing_events_contract.target._target import Finding, Response, Target

_BY_EXTERNAL_IDS = ("upsert", "upsertEvent", "updateEvent")
_TOLD = 12  # calls that a finding tells, the last ones
_SHOWN = 3  # differences that a finding tells in full


@dataclass(frozen=True, slots=True)
class Step:
    """A call as a finding tells it, and every text in it, which may be an id."""

    text: str
    names: frozenset[str]
    refused: bool = False


class Story:
    """Calls a server, and compares its responses and its state afterwards with the model.

    Args:
        target: the server.
        keys: the events of the story, existing or not: app, account id, event id.
    """

    def __init__(self, target: Target, keys: Sequence[Key]) -> None:
        self.target = target
        self.keys = list(keys)
        self.model = Model(target.capabilities)
        self.observer = Observer(target, self.model, _common_start([key[2] for key in keys]))
        self.steps: list[Step] = []
        self._moments = itertools.count(1_600_000_000_123, 1001)

    def moment(self) -> int:
        """Return a moment of interaction, later than each before."""
        return next(self._moments)

    def do(
        self, operation: str, body: Any = None, *, token: str = "own", **values: Any
    ) -> Response:
        """Make a valid call, and compare its response with the model's.

        Args:
            operation: its id.
            body: sent as JSON.
            token: whose token, by its name in `Tokens`.
            values: path and query parameters.
        """
        response = self.target.call(operation, body, token=token, **values)
        self._tell(operation, token, values, body, response.status)
        result = self.model.call(operation, token, values, body)
        self._compare_status(operation, result, response)
        if result.status in {"success", "partial"}:
            self._compare_events(operation, result, response)
        self._learn_contacts(body, response)
        return response

    def refuse(
        self, operation: str, statuses: frozenset[int], body: Any = None, **options: Any
    ) -> Response:
        """Make a call that must be refused with one of some statuses, and must change nothing."""
        response = self.target.call(operation, body, **options)
        token = str(options.pop("token", "own"))
        options.pop("raw", None)
        self._tell(operation, token, options, body, response.status)
        if response.status not in statuses:
            wanted = " or ".join(map(str, sorted(statuses)))
            self._fail_of_call(
                [f"{operation} responds {response.status}, and must respond {wanted}"]
            )
        return response

    def look(self, *closely: Key) -> None:
        """Compare everything that the server shows; events that are not named, in the list only."""
        chosen = [key for key in self.keys if key in closely] if closely else self.keys

        def compare() -> None:
            self._fail_of(self.observer.everything(self.keys, closely=chosen))

        self.target.soon(compare)

    def glance(self, keys: Sequence[Key], what: str = "details") -> None:
        """Compare one thing of some events in every read that shows it, and nothing else.

        Args:
            keys: the events.
            what: details, counters, breakdown or lists.
        """

        def compare() -> None:
            self._fail_of(self.observer.only(what, keys))

        self.target.soon(compare)

    def note(self, text: str) -> None:
        """Add a step that this story did not make, so that a finding lists it with the others."""
        self.steps.append(Step(text, frozenset()))

    def fail(
        self, differences: Sequence[str], key: Key | None = None, *, refused: bool = True
    ) -> None:
        """Raise a finding that says what differs, after which calls.

        Args:
            differences: what the server does wrong.
            key: the event that they are about; only calls about it are told.
            refused: tell calls that were refused as well.
        """
        shown = [f"- {one}" for one in differences[:_SHOWN]]
        if len(differences) > _SHOWN:
            shown.append("- and more")
        told = [
            one
            for one in self.steps[:-1]
            if (key is None or self._is_about(one, key)) and (refused or not one.refused)
        ]
        told = [*told, *self.steps[-1:]][-_TOLD:]
        earlier = len(self.steps) - len(told)
        others = f"{earlier} other call{'s' * (earlier > 1)} and " if earlier else ""
        calls = [f"{number}. {one.text}" for number, one in enumerate(told, earlier + 1)]
        these = "these" if others else "these calls"
        raise Finding("\n".join([*shown, f"after {others}{these}:", *calls]))

    def _fail_of(self, differences: Iterator[Difference]) -> None:
        found = list(itertools.islice(differences, _SHOWN + 1))
        if not found:
            return
        key = found[0][0]
        whose = f"event {key[2]} of {key[1]}: " if key and len(self.keys) > 1 else ""
        self.fail([f"{whose}{text}" for one, text in found if one == key], key)

    def _fail_of_call(self, differences: Sequence[str]) -> None:
        """Raise a finding about the last call, with those before it about the same event."""
        about = [key for key in self.keys if self._is_about(self.steps[-1], key)]
        self.fail(differences, about[0] if len(about) == 1 else None, refused=False)

    def _is_about(self, step: Step, key: Key) -> bool:
        event = self.model.events.get(key)
        ids = {event.object_id} if event is not None else set[str | None]()
        return bool(ids & step.names) or {key[1], key[2]} <= step.names

    def _tell(
        self, operation: str, token: str, values: Mapping[str, Any], body: Any, status: int
    ) -> None:
        # A header that is nearly the right one is not told, since nearly the whole token is in it.
        caller = CALLERS.get(token, " with an Authorization header that is not right")
        told = ", ".join(f"{name}={brief(value)}" for name, value in values.items())
        sent = f" {_shortened(body)}" if body is not None else ""
        text = f"{operation}({told}){caller}{sent} -> {status}"
        self.steps.append(Step(text, frozenset(_texts([values, body])), status >= 400))

    def _compare_status(self, operation: str, result: Result, response: Response) -> None:
        matches = {
            "success": response.ok and response.status != 207,
            "partial": response.status == 207,
            "missing": response.status == 404,
            "refused": 400 <= response.status < 500,
        }
        if not matches[result.status]:
            expected = {
                "success": "a success",
                "partial": "207, since some of its inputs do not exist",
                "missing": "404, since the event does not exist",
                "refused": "an error, since the event exists",
            }[result.status]
            self._fail_of_call(
                [f"{operation} responds {response.status}, and must respond {expected}"]
            )
        if result.status in {"missing", "refused"}:
            self._compare_error(operation, response)

    def _compare_error(self, operation: str, response: Response) -> None:
        """Check that a JSON error has a category, a message and a correlation id."""
        if "json" not in response.headers.get("Content-Type", ""):
            return
        told = response.json
        correlation = told.get("correlationId") or response.headers.get("X-HubSpot-Correlation-Id")
        parts = {
            "a category": told.get("category") or told.get("errorType"),
            "a message": told.get("message"),
            "a correlation id": correlation,
        }
        lacking = [name for name, value in parts.items() if not value]
        if lacking:
            self._fail_of_call(
                [f"{operation} responds {response.status} without {' and '.join(lacking)}"]
            )

    def _compare_events(self, operation: str, result: Result, response: Response) -> None:
        if not result.events:
            return
        items = response.results if "results" in response.json else [response.json]
        if len(items) != len(result.events):
            self._fail_of_call(
                [f"{operation}: {len(items)} results for {len(result.events)} inputs"]
            )

        differences = list(_frame(response.json))
        if differences:
            self._fail_of_call([f"{operation}: {one}" for one in differences])

        last = {id(event): number for number, event in enumerate(result.events)}
        pairs = zip(result.events, result.sent, self._ordered(result, items), strict=True)
        for number, (event, sent, item) in enumerate(pairs):
            if last[id(event)] == number:
                differences = [
                    *self._names(operation, event, item),
                    *_echo(sent, item, self.model),
                    *self.observer.shown(event, item, whole=False),
                ]
                if differences:
                    self._fail_of_call([f"{operation}: {one}" for one in differences])

    def _names(self, operation: str, event: ModelEvent, item: Mapping[str, Any]) -> Iterator[str]:
        """Yield how an event that was named by external ids has another `id`."""
        if operation in _BY_EXTERNAL_IDS and "id-is-external" in self.model.capabilities:
            yield from unequal("id", event.key[2], item.get("id"))

    def _ordered(self, result: Result, items: Sequence[Any]) -> Sequence[Any]:
        """Return the items of a response in the order of the inputs."""
        if "order" in self.model.capabilities or len(items) == 1:
            return items
        left, ordered = list(items), []
        for event, sent in zip(result.events, result.sent, strict=True):
            match = next((one for one in left if _is_of(event, sent, one, self.model)), left[0])
            left.remove(match)
            ordered.append(match)
        return ordered

    def _learn_contacts(self, body: Any, response: Response) -> None:
        inputs = body.get("inputs", []) if isinstance(body, dict) else []
        if not response.ok or not inputs or not isinstance(inputs[0], dict):
            return
        if not inputs[0].keys() & {"vid", "email"} or not response.content:
            return
        wanted = [one.get("vid", str(one.get("email", "")).lower()) for one in inputs]
        told = [
            one["vid"] if "vid" in inputs[0] else str(one["email"]).lower()
            for one in response.results
        ]
        if sorted(map(str, wanted)) != sorted(map(str, told)):
            said = f"the response names {len(told)} people: {brief(told)}"
            self._fail_of_call([f"{said}; {len(wanted)} were sent: {brief(wanted)}"])
        for one in response.results:
            email = str(one.get("email", "")).lower()
            if email in self.model.contacts:
                known = self.model.contacts[email]
                if known and known != str(one["vid"]):
                    self._fail_of_call(
                        [f"{email} is contact {one['vid']}, and was contact {known}"]
                    )
                self.model.contacts[email] = str(one["vid"])


def _frame(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the times of a batch and with its count of errors."""
    started, completed = instant(told.get("startedAt")), instant(told.get("completedAt"))
    if started and completed and started > completed:
        yield f"completedAt, {told['completedAt']}, is before startedAt, {told['startedAt']}"
    if "numErrors" in told:
        yield from unequal("numErrors", len(told.get("errors") or ()), told["numErrors"])


def _echo(sent: Mapping[str, Any], item: Mapping[str, Any], model: Model) -> list[str]:
    """Return how a response does not echo what was sent."""
    wanted, found = state(sent), state(item)
    names = [name for name in wanted if name in sent and name != "customProperties"]
    differences = [one for name in names for one in unequal(name, wanted[name], found[name])]
    if "custom-properties" in model.capabilities:
        for name, value in wanted["customProperties"].items():
            differences += unequal(
                f"custom property {name}", value, found["customProperties"].get(name)
            )
    return differences


def _is_of(
    event: ModelEvent, sent: Mapping[str, Any], item: Mapping[str, Any], model: Model
) -> bool:
    if event.object_id is not None:
        return event.object_id == str(item.get("objectId"))
    return not _echo(sent, item, model)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)


def _shortened(body: Any) -> str:
    text = json.dumps(body, ensure_ascii=False)
    return text if len(text) <= 400 else f"{text[:300]}… ({len(text)} characters)"


def _common_start(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _ in pairs)
