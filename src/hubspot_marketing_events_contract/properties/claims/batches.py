"""What holds of many events in one request."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import strategies as st

from hubspot_marketing_events_contract._inputs import (
    ALL_FIELDS,
    CHANGES,
    FIELDS,
    differences,
    state,
)
from hubspot_marketing_events_contract.properties._expectations import same
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.properties.claims.events import by_object, reads_as
from hubspot_marketing_events_contract.target._target import CreatedEvent, Target, identity, named

FULL = 100  # inputs; documented for CRM objects, of this call assumed


@needs("upsert")
def each_input_has_a_result(target: Target, draw: Draw) -> None:
    """A batch has one result for each event, each of its own object, with the fields sent."""
    inputs = [sent | target.fresh() for sent in draw(st.lists(FIELDS, min_size=2, max_size=8))]
    results = target.upsert(*inputs)
    assert len(results) == len(inputs), f"{len(results)} results for {len(inputs)} inputs"
    assert len(set(named(results))) == len(inputs), "two results name one object"
    left = list(results)
    for sent in inputs:
        match = next((one for one in left if not differences(sent, one, target.capabilities)), None)
        assert match is not None, f"no result echoes {sent}"
        left.remove(match)


@needs("upsert", "getByObjectId", once=True)
def each_result_names_its_own_object(target: Target, _: Draw) -> None:
    """The object that a result names is the event that it echoes."""
    inputs = [
        {"eventName": f"Event {n}", "eventOrganizer": "o", **target.fresh()} for n in range(5)
    ]
    for result in target.upsert(*inputs):
        same(
            result["eventName"],
            by_object(target, CreatedEvent("", "", identity(result), {}))["eventName"],
            "the name, read by the object id of its result",
        )


@needs("upsert", capabilities="order")
def results_keep_the_order_of_inputs(target: Target, draw: Draw) -> None:
    """The result at each place is that of the input at that place."""
    count = draw(st.integers(2, 8))
    inputs = [
        {"eventName": f"Event {n}", "eventOrganizer": "o", **target.fresh()} for n in range(count)
    ]
    same(
        [sent["eventName"] for sent in inputs],
        [one["eventName"] for one in target.upsert(*inputs)],
        "the order of the results' names",
    )


@needs("upsert", "getByObjectId", once=True)
def a_full_batch_is_taken_whole(target: Target, _: Draw) -> None:
    """A hundred events in one batch are a hundred events that can be read."""
    inputs = [
        {"eventName": f"Event {n}", "eventOrganizer": "o", **target.fresh()} for n in range(FULL)
    ]
    results = target.upsert(*inputs)
    same(FULL, len(set(named(results))), "the number of different object ids")
    names = {
        by_object(target, CreatedEvent("", "", one, {}))["eventName"] for one in named(results)
    }
    same({sent["eventName"] for sent in inputs}, names, "the names in the list")


@needs("upsert")
def a_batch_is_its_parts(target: Target, draw: Draw) -> None:
    """Events upserted together are what they would be one by one, in any order."""
    given = draw(st.lists(ALL_FIELDS, min_size=2, max_size=4))
    together = [sent | target.fresh() for sent in given]
    apart = {n: target.make(given[n]) for n in draw(st.permutations(range(len(given))))}
    results = {result["eventName"]: state(result) for result in target.upsert(*together)}
    for n, sent in enumerate(given):
        if [other["eventName"] for other in given].count(sent["eventName"]) == 1:
            reads_as(target, apart[n], results[sent["eventName"]])


@needs("upsert")
def new_and_known_events_go_together(target: Target, draw: Draw) -> None:
    """In one batch, known events are updated and new ones are made, each with its own fields."""
    known = [target.make(draw(FIELDS)) for _ in range(2)]
    inputs = [
        draw(FIELDS) | ids for ids in (known[0].ids, target.fresh(), known[1].ids, target.fresh())
    ]
    results = target.upsert(*inputs)
    assert {one.object_id for one in known} < set(named(results)), "a known event was made anew"
    same(len(inputs), len(set(named(results))), "the number of different object ids")


@needs("upsert", once=True)
def one_event_twice_in_a_batch_is_one_event(target: Target, _: Draw) -> None:
    """An event twice in one batch is refused unwritten, or is one object as the later says."""
    ids = target.fresh()
    inputs = [{"eventName": name, "eventOrganizer": "o", **ids} for name in ("first", "second")]
    response = target.call("upsert", {"inputs": inputs})
    (after,) = target.upsert({"eventName": "third", "eventOrganizer": "o", **ids})
    if response.ok:
        assert set(named(response.results)) == {identity(after)}, "one event became two objects"
        same("second", response.results[-1]["eventName"], "the name in the last result")
    else:
        assert response.status == 400, f"an event given twice responds with {response.status}"
        assert after["createdAt"] == after["updatedAt"], "a refused batch wrote something"


@needs("upsert")
def an_invalid_input_writes_nothing_unasked(target: Target, draw: Draw) -> None:
    """A batch with an input that lacks a field is refused whole, or writes the others (207)."""
    good, bad = draw(FIELDS) | target.fresh(), draw(FIELDS) | target.fresh()
    del bad[
        draw(
            st.sampled_from(["eventName", "eventOrganizer", "externalAccountId", "externalEventId"])
        )
    ]
    place = draw(st.integers(0, 1))
    response = target.call("upsert", {"inputs": [good, bad] if place else [bad, good]})
    (after,) = target.upsert(good)
    if response.status == 207:
        assert [identity(after)] == named(response.results), "the valid input was not written"
    else:
        assert response.status == 400, (
            f"an input without a required field responds with {response.status}"
        )
        assert after["createdAt"] == after["updatedAt"], "a refused batch wrote something"


@needs("upsert", "updateByObjectId")
def a_batch_update_changes_each_as_it_says(target: Target, draw: Draw) -> None:
    """An update by object ids changes each event by its own fields, and has a result for each."""
    made = [target.make(draw(ALL_FIELDS)) for _ in range(2)]
    changes = [{n: v for n, v in draw(CHANGES).items() if n != "customProperties"} for _ in made]
    inputs = [
        change | {"objectId": one.object_id} for one, change in zip(made, changes, strict=True)
    ]
    response = target.call("updateByObjectId", {"inputs": inputs})
    assert response.ok, f"a valid batch update responds with {response.status}"
    same(
        {one.object_id for one in made},
        set(named(response.results)),
        "the object ids of the results",
    )
    for one, change in zip(made, changes, strict=True):
        reads_as(target, one, state({**one.sent, **change}))


@needs("upsert", "updateByObjectId", once=True)
def a_batch_update_names_what_is_missing(target: Target, _: Draw) -> None:
    """A missing event in a batch update has an error, and the other event is changed."""
    made = target.make()
    inputs = [
        {"objectId": made.object_id, "eventName": "Changed"},
        {"objectId": "1", "eventName": "Nobody"},
    ]
    response = target.call("updateByObjectId", {"inputs": inputs})
    same(
        (207, [made.object_id]),
        (response.status, named(response.results)),
        "the status with the object ids of the results",
    )
    same(
        (1, 1),
        (response.json["numErrors"], len(response.json["errors"])),
        "numErrors, and the number of errors",
    )
    reads_as(target, made, state({**made.sent, "eventName": "Changed"}))


@needs("upsert", "getByObjectId")
def an_event_is_not_changed_by_anothers(target: Target, draw: Draw) -> None:
    """Whatever is done to one event, another stays as it was, to the moment of its last update."""
    kept, other = target.make(draw(ALL_FIELDS)), target.make(draw(ALL_FIELDS))
    before = by_object(target, kept)
    target.upsert(draw(ALL_FIELDS) | other.ids)
    if target.has("cancel"):
        target.call("cancel", **other.ids)
    after = by_object(target, kept)
    assert before == after, {name for name in before if before[name] != after.get(name)}


@needs("upsert", once=True)
def requests_at_once_lose_nothing(target: Target, _: Draw) -> None:
    """Of forty events upserted by eight at once, each is there, and no two are one object."""
    inputs = [
        {"eventName": f"Event {n}", "eventOrganizer": "o", **target.fresh()} for n in range(40)
    ]
    with ThreadPoolExecutor(8) as pool:
        results = [result for (result,) in pool.map(target.upsert, inputs)]
    same(
        [sent["eventName"] for sent in inputs],
        [one["eventName"] for one in results],
        "the order of the results' names",
    )
    same(len(inputs), len(set(named(results))), "the number of different object ids")
    for sent, result in zip(inputs, results, strict=True):
        reads_as(
            target,
            CreatedEvent(
                sent["externalAccountId"], sent["externalEventId"], identity(result), sent
            ),
            {"eventName": sent["eventName"]},
        )


@needs("upsert", once=True)
def one_event_at_once_is_one_event(target: Target, _: Draw) -> None:
    """One event upserted eight times at once is one object."""
    ids = target.fresh()
    inputs = [{"eventName": f"Event {n}", "eventOrganizer": "o", **ids} for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        results = [result for (result,) in pool.map(target.upsert, inputs)]
    assert len(set(named(results))) == 1, "one event became several objects"
