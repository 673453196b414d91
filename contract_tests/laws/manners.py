"""What cannot be answered is refused in the promised way, and changes nothing."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from contract_tests.laws._given import ALL_FIELDS, FIELDS, state
from contract_tests.laws._law import Draw, law
from contract_tests.laws._world import Made, Reply, World
from contract_tests.laws.access import attempt
from contract_tests.laws.events import reads_as

_BY_ID = (
    "getDetails", "getByObjectId", "updateEvent", "updateEventByObjectId", "cancel", "complete", "archiveEvent",
    "archiveEventByObjectId", "getParticipationsCountersByMarketingEventId", "getAllByMarketingEventId",
    "getParticipationsCountersByEventExternalId", "getAllByExternalAccountAndEventIds",
    "getParticipationsBreakdownByMarketingEventId", "getParticipationsBreakdownByExternalEventId",
)  # fmt: skip
_BAD = {
    "eventName": 5, "eventOrganizer": None, "startDateTime": "tomorrow", "endDateTime": 5, "eventCancelled": "yes",
    "customProperties": {"a": "b"}, "eventUrl": ["x"], "eventDescription": {"x": 1},
}  # fmt: skip


def _explained(reply: Reply, *statuses: int) -> None:
    assert reply.status in statuses, f"answered {reply.status}, not {statuses}"
    said: dict[str, Any] = reply.json
    assert said.get("category") or said.get("errorType"), "the error has no category"
    assert said.get("correlationId") or reply.headers.get("X-HubSpot-Correlation-Id"), (
        "the error has no correlation id"
    )
    assert said.get("message"), "the error has no message"


@law(once=True)
def what_does_not_exist_is_404(world: World, _: Draw) -> None:
    """Every operation on one event answers 404 for one that does not exist, with a category and a correlation id."""
    for operation in _BY_ID:
        if world.has(operation):
            _explained(attempt(world, operation, "own"), 404)


@law("upsert")
def a_field_of_another_type_is_refused(world: World, draw: Draw) -> None:
    """A field that is not of its type is refused with 400, a category and a correlation id, and nothing is written."""
    name = draw(st.sampled_from(sorted(_BAD)))
    sent = draw(FIELDS) | world.fresh()
    _explained(world.call("upsert", {"inputs": [{**sent, name: _BAD[name]}]}), 400)
    (after,) = world.upsert(sent)
    assert after["createdAt"] == after["updatedAt"], "a refused upsert wrote something"


@law("upsert", once=True)
def what_is_no_json_is_refused(world: World, _: Draw) -> None:
    """A body that is empty, cut off, no JSON or no object is 400, with a category and a correlation id."""
    for raw in (
        b"",
        b"{",
        b"not json",
        b"[]",
        b"null",
        b'{"inputs": [}',
        b"\xff\xfe",
        b'{"inputs": {}}',
        b"{}",
    ):
        _explained(world.call("upsert", raw=raw), 400)


@law("upsert", once=True)
def another_content_type_is_refused(world: World, _: Draw) -> None:
    """A body that says it is no JSON is 415 or 400, and is not carried out."""
    ids = world.fresh()
    raw = json.dumps({"inputs": [{"eventName": "n", "eventOrganizer": "o", **ids}]}).encode()
    for kind in ("text/plain", "application/xml", "multipart/form-data"):
        _explained(world.call("upsert", raw=raw, headers={"Content-Type": kind}), 400, 415)
    (after,) = world.upsert({"eventName": "n", "eventOrganizer": "o", **ids})
    assert after["createdAt"] == after["updatedAt"], "a refused upsert wrote something"


@law("upsert", once=True)
def a_charset_is_welcome(world: World, _: Draw) -> None:
    """A content type with a charset is JSON all the same."""
    body = b'{"inputs": []}'
    assert world.call(
        "upsert", raw=body, headers={"Content-Type": "application/json; charset=utf-8"}
    ).ok


@law("upsert", "listEvents", "cancel", once=True)
def another_method_is_405(world: World, _: Draw) -> None:
    """A method that a path does not have is 405 with the methods it has, or 404; it is never carried out."""
    for operation, methods in (
        ("upsert", ("PUT", "PATCH", "DELETE")),
        ("listEvents", ("POST", "PATCH", "DELETE")),
        ("cancel", ("GET", "PUT")),
    ):
        values: dict[str, Any] = (
            {"externalEventId": "x", "externalAccountId": "x"} if operation == "cancel" else {}
        )
        own = world.paths[operation][0]
        for method in methods:
            reply = world.call(operation, method=method, **values)
            assert reply.status in {404, 405}, f"{method} of {operation} is answered {reply.status}"
            if reply.status == 405:
                allowed = {one.strip() for one in reply.headers.get("Allow", "").split(",")}
                assert own in allowed, f"Allow of {operation} is {sorted(allowed)}"
                assert method not in allowed


@law("upsert", "listEvents", once=True)
def an_unknown_path_is_404(world: World, _: Draw) -> None:
    """A path that the contract does not have is 404."""
    for path in (
        "/marketing/no-such-thing",
        f"{world.paths['upsert'][1]}/more/and/more/of/it",
        "/",
    ):
        authorization = {"Authorization": f"Bearer {world.tokens.own}"}
        assert world.http.get(path, headers=authorization).status_code == 404, path


@law("listEvents", "getDetails", once=True, traits="strict-parameters")
def a_parameter_it_does_not_have_is_refused(world: World, _: Draw) -> None:
    """A query parameter that the call does not have is refused, and so is a required one that is missing."""
    _explained(world.call("listEvents", nonsense="1"), 400)
    _explained(world.call("getDetails", externalEventId="x"), 400)


@law("upsert")
def unknown_fields_are_passed_over(world: World, draw: Draw) -> None:
    """A field that the contract does not know changes neither the answer's success nor what is kept."""
    sent = draw(ALL_FIELDS) | world.fresh()
    (result,) = world.upsert({**sent, "aFieldOfTheFuture": {"x": [1]}})
    assert "aFieldOfTheFuture" not in result
    assert state(sent) == state(result) or "custom-properties" not in world.traits


@law("upsert", "updateEvent", "updateEventByObjectId")
def a_refused_patch_changes_nothing(world: World, draw: Draw) -> None:
    """A patch with one bad field among good ones is refused whole."""
    made = world.make(draw(ALL_FIELDS))
    name = draw(st.sampled_from(sorted(_BAD)))
    change = {"eventType": "changed", name: _BAD[name]}
    _explained(world.call("updateEvent", change, **made.ids), 400)
    _explained(world.call("updateEventByObjectId", change, objectId=made.object_id), 400)
    reads_as(world, made, state(made.sent))


@law("upsert", "recordByEmail", "getParticipationsCountersByMarketingEventId", once=True)
def a_refused_attendance_counts_nobody(world: World, _: Draw) -> None:
    """An unknown state, or an input without an address, counts nobody."""
    made: Made = world.make()
    good = {
        "email": "a@contacts.example",
        "interactionDateTime": 1,
        "properties": {},
        "contactProperties": {},
    }
    bad = {name: value for name, value in good.items() if name != "email"}
    for inputs, subscriber_state in (([good, bad], "attend"), ([good], "nonsense")):
        reply = world.call(
            "recordByEmail",
            {"inputs": inputs},
            objectId=made.object_id,
            subscriberState=subscriber_state,
        )
        _explained(reply, 400, 404)
    found = world.call(
        "getParticipationsCountersByMarketingEventId", marketingEventId=made.object_id
    ).json
    assert sum(found.values()) == 0


@law("upsert", once=True)
def an_empty_batch_is_no_accident(world: World, _: Draw) -> None:
    """A batch of nothing answers no results, or is refused with 400."""
    reply = world.call("upsert", {"inputs": []})
    assert reply.status == 400 or (reply.ok and reply.results == [])


@law("upsert", once=True)
def too_many_inputs_lose_none(world: World, _: Draw) -> None:
    """A batch over the limit is refused whole, or taken whole."""
    inputs = [{"eventName": "n", "eventOrganizer": "o", **world.fresh()} for _ in range(101)]
    reply = world.call("upsert", {"inputs": inputs})
    if reply.ok:
        assert len(reply.results) == len(inputs), (
            f"{len(reply.results)} results for {len(inputs)} inputs"
        )
    else:
        _explained(reply, 400, 413)
        (after,) = world.upsert(inputs[0])
        assert after["createdAt"] == after["updatedAt"], "a refused batch wrote something"
