"""What cannot be done is refused in the promised way, and changes nothing."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from hubspot_marketing_events_contract._inputs import ALL_FIELDS, FIELDS, state
from hubspot_marketing_events_contract.properties._expectations import same
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.properties.claims.access import attempt
from hubspot_marketing_events_contract.properties.claims.events import reads_as
from hubspot_marketing_events_contract.target._target import CreatedEvent, Response, Target, expect

_BY_ID = (
    "getDetails", "getByObjectId", "updateEvent", "updateEventByObjectId", "cancel", "complete",
    "archiveEvent", "archiveEventByObjectId", "getParticipationsCountersByMarketingEventId",
    "getAllByMarketingEventId", "getParticipationsCountersByEventExternalId",
    "getAllByExternalAccountAndEventIds", "getParticipationsBreakdownByMarketingEventId",
    "getParticipationsBreakdownByExternalEventId",
)  # fmt: skip
_BAD = {
    "eventName": 5, "eventOrganizer": None, "startDateTime": "tomorrow", "endDateTime": 5,
    "eventCancelled": "yes", "customProperties": {"a": "b"}, "eventUrl": ["x"],
    "eventDescription": {"x": 1},
}  # fmt: skip


def _explained(response: Response, *statuses: int) -> None:
    assert response.status in statuses, (
        f"the response is {response.status}, and must be {' or '.join(map(str, statuses))}"
    )
    said: dict[str, Any] = response.json
    assert said.get("category") or said.get("errorType"), "the error has no category"
    assert said.get("correlationId") or response.headers.get("X-HubSpot-Correlation-Id"), (
        "the error has no correlation id"
    )
    assert said.get("message"), "the error has no message"


@needs(once=True)
def what_does_not_exist_is_404(target: Target, _: Draw) -> None:
    """Every operation on an event responds 404 where there is none, with an error's details."""
    for operation in _BY_ID:
        if target.has(operation):
            _explained(attempt(target, operation, "own"), 404)


@needs("upsert")
def a_field_of_another_type_is_refused(target: Target, draw: Draw) -> None:
    """A field of the wrong type is 400, with an error's details, and nothing is written."""
    name = draw(st.sampled_from(sorted(_BAD)))
    sent = draw(FIELDS) | target.fresh()
    _explained(target.call("upsert", {"inputs": [{**sent, name: _BAD[name]}]}), 400)
    (after,) = target.upsert(sent)
    assert after["createdAt"] == after["updatedAt"], "a refused upsert wrote something"


@needs("upsert", once=True)
def what_is_no_json_is_refused(target: Target, _: Draw) -> None:
    """A body that is empty, cut off or no JSON object is 400, with an error's details."""
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
        _explained(target.call("upsert", raw=raw), 400)


@needs("upsert", once=True)
def another_content_type_is_refused(target: Target, _: Draw) -> None:
    """A body that says it is no JSON is 415 or 400, and is not carried out."""
    ids = target.fresh()
    raw = json.dumps({"inputs": [{"eventName": "n", "eventOrganizer": "o", **ids}]}).encode()
    for kind in ("text/plain", "application/xml", "multipart/form-data"):
        _explained(target.call("upsert", raw=raw, headers={"Content-Type": kind}), 400, 415)
    (after,) = target.upsert({"eventName": "n", "eventOrganizer": "o", **ids})
    assert after["createdAt"] == after["updatedAt"], "a refused upsert wrote something"


@needs("upsert", once=True)
def a_charset_is_welcome(target: Target, _: Draw) -> None:
    """A content type with a charset is JSON all the same."""
    body = b'{"inputs": []}'
    assert target.call(
        "upsert", raw=body, headers={"Content-Type": "application/json; charset=utf-8"}
    ).ok


@needs("upsert", "listEvents", "cancel", once=True)
def another_method_is_405(target: Target, _: Draw) -> None:
    """A method that a path does not have is 405 or 404, and is never carried out."""
    for operation, methods in (
        ("upsert", ("PUT", "PATCH", "DELETE")),
        ("listEvents", ("POST", "PATCH", "DELETE")),
        ("cancel", ("GET", "PUT")),
    ):
        values: dict[str, Any] = (
            {"externalEventId": "x", "externalAccountId": "x"} if operation == "cancel" else {}
        )
        own = target.paths[operation][0]
        for method in methods:
            response = target.call(operation, method=method, **values)
            assert response.status in {404, 405}, (
                f"{method} of {operation} responds with {response.status}"
            )
            if response.status == 405:
                allowed = {one.strip() for one in response.headers.get("Allow", "").split(",")}
                assert own in allowed, f"Allow of {operation} is {sorted(allowed)}"
                expect(
                    method not in allowed,
                    f"{operation} responds 405 to {method}, and its Allow header has it",
                )


@needs("upsert", "listEvents", once=True)
def an_unknown_path_is_404(target: Target, _: Draw) -> None:
    """A path that the contract does not have is 404."""
    for path in (
        "/marketing/no-such-thing",
        f"{target.paths['upsert'][1]}/more/and/more/of/it",
    ):
        authorization = {"Authorization": f"Bearer {target.tokens.own}"}
        same(
            404,
            target.connection.send("GET", path, headers=authorization).status_code,
            f"the status of {path}",
        )


@needs("listEvents", "getDetails", once=True, capabilities="strict-parameters")
def a_parameter_it_does_not_have_is_refused(target: Target, _: Draw) -> None:
    """An unknown query parameter is refused, and so is the lack of a required one."""
    _explained(target.call("listEvents", nonsense="1"), 400)
    _explained(target.call("getDetails", externalEventId="x"), 400)


@needs("upsert")
def unknown_fields_are_passed_over(target: Target, draw: Draw) -> None:
    """A field that the contract does not know changes neither success nor what is kept."""
    sent = draw(ALL_FIELDS) | target.fresh()
    (result,) = target.upsert({**sent, "aFieldOfTheFuture": {"x": [1]}})
    expect(
        "aFieldOfTheFuture" not in result,
        "a field that the contract does not have comes back in the response",
    )
    expect(
        state(sent) == state(result) or "custom-properties" not in target.capabilities,
        f"the response has {state(result)}, and {state(sent)} was sent",
    )


@needs("upsert", "updateEvent", "updateEventByObjectId")
def a_refused_patch_changes_nothing(target: Target, draw: Draw) -> None:
    """A patch with one bad field among good ones is refused whole."""
    made = target.make(draw(ALL_FIELDS))
    name = draw(st.sampled_from(sorted(_BAD)))
    change = {"eventType": "changed", name: _BAD[name]}
    _explained(target.call("updateEvent", change, **made.ids), 400)
    _explained(target.call("updateEventByObjectId", change, objectId=made.object_id), 400)
    reads_as(target, made, state(made.sent))


@needs("upsert", "recordByEmail", "getParticipationsCountersByMarketingEventId", once=True)
def a_refused_attendance_counts_nobody(target: Target, _: Draw) -> None:
    """An unknown state, or an input without an address, counts nobody."""
    made: CreatedEvent = target.make()
    good = {
        "email": "a@contacts.example",
        "interactionDateTime": 1,
        "properties": {},
        "contactProperties": {},
    }
    bad = {name: value for name, value in good.items() if name != "email"}
    for inputs, subscriber_state in (([good, bad], "attend"), ([good], "nonsense")):
        response = target.call(
            "recordByEmail",
            {"inputs": inputs},
            objectId=made.object_id,
            subscriberState=subscriber_state,
        )
        _explained(response, 400, 404)
    found = target.call(
        "getParticipationsCountersByMarketingEventId", marketingEventId=made.object_id
    ).json
    same(0, sum(found.values()), "the number of people counted")


@needs("upsert", once=True)
def an_empty_batch_is_no_accident(target: Target, _: Draw) -> None:
    """A batch of nothing returns no results, or is refused with 400."""
    response = target.call("upsert", {"inputs": []})
    expect(
        response.status == 400 or (response.ok and response.results == []),
        f"an empty batch gives {response.status}",
    )


@needs("upsert", once=True)
def too_many_inputs_lose_none(target: Target, _: Draw) -> None:
    """A batch over the limit is refused whole, or taken whole."""
    inputs = [{"eventName": "n", "eventOrganizer": "o", **target.fresh()} for _ in range(101)]
    response = target.call("upsert", {"inputs": inputs})
    if response.ok:
        assert len(response.results) == len(inputs), (
            f"{len(response.results)} results for {len(inputs)} inputs"
        )
    else:
        _explained(response, 400, 413)
        (after,) = target.upsert(inputs[0])
        assert after["createdAt"] == after["updatedAt"], "a refused batch wrote something"
