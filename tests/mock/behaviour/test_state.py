"""The indexes of the state give what walking over all of it would give."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hubspot_marketing_events_mock.behaviour import State
from hubspot_marketing_events_mock.behaviour._pages import Pages
from tests.mock.caller import Caller

NOW = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
names = st.sampled_from("abc")
people = st.sampled_from(["ada@corp.example", "Bob@corp.example", "5"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 2), names, names),
        st.tuples(st.just("remove"), st.integers(0, 5)),
        st.tuples(
            st.just("join"), st.integers(0, 5), people, st.sampled_from(["REGISTERED", "ATTENDED"])
        ),
    ),
    max_size=25,
)


@given(st.lists(st.integers(1, 50), unique=True), st.integers(0, 50), st.integers(1, 5), st.data())
def test_pages_are_those_of_a_sorted_list(
    numbers: list[int], after: int, limit: int, data: st.DataObject
) -> None:
    """Whatever was added and removed, a page is the slice of the sorted numbers."""
    pages: Pages[int] = Pages()
    for number in numbers:
        pages.add(number, -number)
    for number in data.draw(st.lists(st.sampled_from(numbers), unique=True)) if numbers else []:
        pages.remove(number)
        numbers.remove(number)
    rest = [number for number in sorted(numbers) if number > after]
    last = rest[limit - 1] if len(rest) > limit else None
    assert ([-number for number in rest[:limit]], last) == pages.page(after, limit)
    assert [-number for number in sorted(numbers)] == pages.all()


def grown(taken: list[tuple[object, ...]]) -> State:
    """A state after some steps."""
    state = State(0)
    for kind, *given_ in taken:
        events = list(state.by_object.values())
        if kind == "add":
            portal, account, name = given_
            if (portal, 1, account, name) not in state.events:
                state.add((portal, 1, account, name), NOW)  # type: ignore[arg-type]
        elif events and kind == "remove":
            state.remove(events[given_[0] % len(events)])  # type: ignore[operator]
        elif events:
            event = events[given_[0] % len(events)]  # type: ignore[operator]
            text = str(given_[1])
            contact = int(text) if text.isdecimal() else state.contact(text, create=True) or 0
            email = state.email(contact)
            state.participate(event, contact, email=email, state=str(given_[2]), moment=1, now=NOW)
    return state


@given(steps)
def test_every_index_agrees_with_all_events(taken: list[tuple[object, ...]]) -> None:
    """Look-ups of events and of a contact's participations find what a walk over all finds."""
    state = grown(taken)
    everything = list(state.by_object.values())
    for portal in (1, 2):
        assert [one for one in everything if one.key[0] == portal] == state.of_portal(portal).all()
        for name in "abc":
            walked = [one for one in everything if one.key[0] == portal and one.key[3] == name]
            assert walked == state.with_external_id(portal, name)
        for who in ("ada@corp.example", "bob@corp.example", "5"):
            contact_id = state.identified(who)
            if contact_id is None:
                continue
            numbers = sorted(
                one.number
                for event in everything
                if event.key[0] == portal and event.has_participants
                for one in event.participants.by_contact.values()
                if one.contact == contact_id
            )
            assert numbers == [one.number for one in state.of_contact(portal, contact_id).all()]
    for event in everything:
        counted = sum(event.counts(NOW).values())
        assert counted == (len(event.participants.by_contact) if event.has_participants else 0)


def test_a_contact_is_found_in_any_case_and_by_id() -> None:
    """A contact's participations are those of its address in any case, and of its id."""
    call = Caller()
    number = call.create()
    person = {"email": "Ada@Corp.example", "interactionDateTime": 1}
    sent = call("POST", number, "attendance", "attend", "email-create", body={"inputs": [person]})
    contact = str(sent.json["results"][0]["vid"])
    for name in ("ada@corp.example", "ADA@CORP.EXAMPLE", contact):
        found = call("GET", "participations", "contacts", name, "breakdown").json
        assert 1 == found["total"]
    assert 0 == call("GET", "participations", "contacts", "nobody@x", "breakdown").json["total"]


def test_participants_need_only_a_contact_and_a_moment() -> None:
    """All six calls accept a participant with only `vid` or `email` and the time (observed)."""
    call = Caller()
    number = call.create()
    for kind, tail in (({"vid": 7}, ""), ({"email": "ada@corp.example"}, "email-")):
        body = {"inputs": [{**kind, "interactionDateTime": 1}]}
        query = {"externalAccountId": "acc"}
        assert (
            200 == call("POST", number, "attendance", "attend", f"{tail}create", body=body).status
        )
        path = ("attendance", "event-1", "attend", f"{tail}create")
        assert 200 == call("POST", *path, body=body, **query).status
        path = ("events", "event-1", "attend", f"{tail}upsert")
        assert 204 == call("POST", *path, body=body, **query).status
