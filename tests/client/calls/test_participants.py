"""Participants: what is sent, how results are matched, and what is refused before sending."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from hubspot_marketing_events import (
    EventKey,
    MarketingEvents,
    Pacer,
    Participant,
    ParticipantState,
    Report,
    errors,
)

AT = dt.datetime(2026, 11, 1, 9, 0, 0, 123456, tzinfo=dt.UTC)
MILLISECONDS = 1793523600123
KEY = EventKey("ac/count", "ev ent")
Answer = Callable[[list[dict[str, Any]]], Any]


def echoed(inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A result for each input, as the contract has it."""
    return [{"vid": one.get("vid", 100 + n)} | one for n, one in enumerate(inputs)]


class Server:
    """Keeps requests, and answers with the results that a function makes of the inputs."""

    def __init__(self, *answers: Answer | Exception, **more: Any) -> None:
        self.answers, self.more = list(answers) or [echoed], more
        self.paths: list[str] = []
        self.inputs: list[list[dict[str, Any]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(request.url.raw_path.decode())
        self.inputs.append(json.loads(request.content)["inputs"])
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        body = {"status": "COMPLETE", "results": answer(self.inputs[-1])}
        return httpx.Response(200, json=body | self.more)

    def record(self, *given: Any, event: Any = KEY, **options: Any) -> Report:
        """The report of a call."""
        arguments = {"state": ParticipantState.ATTENDED} | options
        transport = httpx.MockTransport(self)
        with MarketingEvents(token="t", transport=transport, pacer=Pacer(10**6)) as client:
            return client.record_participants(event, given, **arguments)


def by_email(*names: str) -> list[Participant]:
    """Participants by e-mail address."""
    return [Participant(at=AT, email=name) for name in names]


def statuses(report: Report) -> list[str]:
    """The statuses of a report."""
    return [str(outcome.status) for outcome in report]


def test_what_is_sent_is_what_hubspot_documents() -> None:
    """Names, milliseconds and paths are HubSpot's, and what is empty is left out."""
    server = Server()
    full = Participant(
        at=AT, email=" A@x.org ", properties={"joinedAt": "9"}, contact_properties={"city": "B"}
    )
    server.record(full, Participant(at=AT, contact_id="07", contact_properties={"city": "B"}))
    start = "/marketing/marketing-events/2026-03/attendance/ev%20ent/attend"
    assert [
        f"{start}/email-create?externalAccountId=ac%2Fcount",
        f"{start}/create?externalAccountId=ac%2Fcount",
    ] == server.paths
    sent = {
        "email": "A@x.org",
        "interactionDateTime": MILLISECONDS,
        "properties": {"joinedAt": "9"},
        "contactProperties": {"city": "B"},
    }
    assert [[sent], [{"vid": 7, "interactionDateTime": MILLISECONDS}]] == server.inputs


@pytest.mark.parametrize(
    "given",
    [
        {"email": "a@x.org", "interactionDateTime": MILLISECONDS},
        {"email": "a@x.org", "at": "2026-11-01T10:00:00.123+01:00"},
        {"email": "a@x.org", "at": AT, "contact_id": None, "properties": None},
        {"vid": 7, "interactionDateTime": AT},
        {"vid": 7.0, "email": float("nan"), "at": AT},
        {"contactId": "7", "at": AT, "contactProperties": {}},
    ],
)
def test_mappings_may_have_the_names_of_both(given: dict[str, Any]) -> None:
    """HubSpot's names and Python's mean the same, and a time may be milliseconds or ISO 8601."""
    server = Server()
    assert ["accepted"] == statuses(server.record(given))
    ((sent,),) = server.inputs
    assert MILLISECONDS == sent["interactionDateTime"]


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"at": AT}, "email", "email is missing, and contact_id too"),
        ({"at": AT, "email": " "}, "email", "email is missing, and contact_id too"),
        ({"at": AT, "email": "a@x.org", "vid": 5}, "email", "email and contact_id are both given"),
        ({"email": "a@x.org"}, "at", "at is missing"),
        ({"email": "a@x.org", "at": AT.replace(tzinfo=None)}, "at", "at has no time zone"),
        ({"email": "a@x.org", "at": 10**18}, "at", "at is no time in milliseconds since 1970"),
        (
            {"vid": "x", "at": AT},
            "contact_id",
            "is no contact's id, a whole number: 'x'",
        ),
        ({"vid": 7.5, "at": AT}, "contact_id", "contact_id is of type float"),
        ({"vid": 1e300, "at": AT}, "contact_id", "contact_id is of type float"),
        ({"vid": True, "at": AT}, "contact_id", "contact_id is no contact's id"),
        ({"vid": 2**63, "at": AT}, "contact_id", "contact_id is no contact's id"),
        ({"vid": 0, "at": AT}, "contact_id", "contact_id is no contact's id, a whole number: '0'"),
        ({"vid": 2.0**53, "at": AT}, "contact_id", "contact_id is of type float"),
        ({"vid": "x" * 99, "at": AT}, "contact_id", f"whole number: '{'x' * 40}'"),
        ({"email": "\ud800", "at": AT}, "email", "email cannot be encoded as UTF-8"),
        (
            {"email": "a@x.org", "at": AT, "phone": "1"},
            "phone",
            "phone is not a field of a participant",
        ),
        (
            {"email": "a@x.org", "at": AT, "properties": {"a": 5}},
            "properties['a']",
            "is of type int, not str",
        ),
        (5, "input", "input is of type int, neither Participant nor a mapping"),
    ],
)
def test_a_participant_that_cannot_be_sent_is_invalid(given: Any, field: str, said: str) -> None:
    """It is told with its field, sends nothing, and costs no other participant anything."""
    server = Server()
    report = server.record(given, *by_email("good@x.org"))
    assert ["invalid", "accepted"] == statuses(report)
    error = report[0].error
    assert error is not None
    assert (field, True) == (error.field, said in error.message)


def test_one_person_twice_is_sent_once() -> None:
    """Addresses that differ in case and white space are one; the later input is sent."""
    server = Server()
    report = server.record(*by_email("A@x.org", "b@x.org", " a@X.ORG "))
    assert ["superseded", "accepted", "accepted"] == statuses(report)
    assert [["b@x.org", "a@X.ORG"]] == [[one["email"] for one in sent] for sent in server.inputs]


def test_two_people_of_alike_addresses_are_both_sent() -> None:
    """Letters of two addresses that are one without case, as ß and ss, leave two addresses."""
    names = ("straße@x.org", "strasse@x.org")
    server = Server()
    assert ["accepted"] * 2 == statuses(server.record(*by_email(*names)))
    assert [[*names]] == [[one["email"] for one in sent] for sent in server.inputs]


def test_a_result_of_somebody_else_proves_nothing() -> None:
    """A second contact under one input's address is not taken for the other input's."""
    server = Server(lambda inputs: [{**one, "email": "a@x.org"} for one in echoed(inputs)], echoed)
    report = server.record(*by_email("a@x.org", "b@x.org"))
    assert [("accepted", "100")] * 2 == [(outcome.status, outcome.id) for outcome in report]
    assert [2, 1] == [len(sent) for sent in server.inputs]


def test_results_are_matched_in_any_order_and_case() -> None:
    """A result belongs to the address that it echoes, whatever its place and case."""
    server = Server(lambda i: [{**one, "email": one["email"].upper()} for one in echoed(i)][::-1])
    report = server.record(*by_email("a@x.org", "b@x.org"))
    assert ["100", "101"] == [outcome.id for outcome in report]


def test_results_are_matched_by_contact_id() -> None:
    """A result belongs to the contact id that it echoes, whatever its place."""
    server = Server(lambda inputs: echoed(inputs)[::-1])
    given = [Participant(at=AT, contact_id=number) for number in (7, 8, 9)]
    assert ["7", "8", "9"] == [outcome.id for outcome in server.record(*given)]


@pytest.mark.parametrize("contact", [1, "0127", 2**63 - 1, 1.0, float(2**53 - 1)])
def test_a_contact_id_is_any_whole_number_that_hubspot_can_have(contact: Any) -> None:
    """From 1 to the greatest int64; a float, as pandas makes it, as long as it is exact."""
    server = Server()
    assert ["accepted"] == statuses(server.record({"contact_id": contact, "at": AT}))
    assert [[int(contact)]] == [[one["vid"] for one in sent] for sent in server.inputs]


def test_one_contact_may_have_two_addresses() -> None:
    """Two addresses that HubSpot knows by one id are both recorded."""
    server = Server(lambda inputs: [{**one, "vid": 5} for one in inputs])
    report = server.record(*by_email("a@x.org", "b@x.org"))
    assert [("accepted", "5")] * 2 == [(outcome.status, outcome.id) for outcome in report]


@pytest.mark.parametrize(("count", "ids"), [(1, ["100"]), (2, [None, None])])
def test_another_address_of_a_contact_is_no_failure(count: int, ids: list[str | None]) -> None:
    """Where every input has a result, who is named otherwise was recorded too, once."""
    server = Server(
        lambda inputs: [
            {**one, "email": f"first-{n}@x.org"} if n < count else one
            for n, one in enumerate(echoed(inputs))
        ]
    )
    report = server.record(*by_email("a@x.org", "b@x.org", "c@x.org"))
    assert ["accepted"] * 3 == statuses(report)
    assert [*ids, *["100", "101", "102"][count:]] == [outcome.id for outcome in report]
    assert 1 == len(server.paths)


def test_a_refusal_in_a_batch_is_found() -> None:
    """Of a batch with one error, the others are recorded, and the one that is left is rejected."""
    server = Server(
        lambda inputs: echoed(inputs)[:1], errors=[{"message": "no such contact"}], numErrors=1
    )
    report = server.record(*by_email("a@x.org", "b@x.org"))
    assert ["accepted", "rejected"] == statuses(report)
    assert report[1].error is not None
    assert "no such contact" == report[1].error.message


def test_a_deadline_leaves_the_rest_unsent() -> None:
    """After it nothing is sent, and each participant has an outcome."""
    server = Server()
    assert ["not_sent"] * 2 == statuses(server.record(*by_email("a@x.org", "b@x.org"), deadline=0))
    assert [] == server.paths


def test_outcomes_can_be_had_as_batches_complete() -> None:
    """The iterator has the same outcomes, and reads participants as they are needed."""
    server, batches = Server(), list[int]()
    given = iter(by_email(*(f"guest-{n}@x.org" for n in range(250))))
    with MarketingEvents(token="t", transport=httpx.MockTransport(server)) as client:
        outcomes = client.record_participants_iter(
            KEY,
            given,
            state=ParticipantState.CANCELLED,
            on_batch=lambda batch: batches.append(len(batch)),
        )
        assert "accepted" == next(outcomes).status
        assert 150 == len(list(given))
    assert [100] == batches


def test_a_lost_response_leaves_a_doubt() -> None:
    """Where no further attempt succeeds, what may have been recorded is failed."""
    server = Server(httpx.ReadTimeout("slow"))
    transport = httpx.MockTransport(server)
    with MarketingEvents(token="t", transport=transport, attempts=1) as client:
        report = client.record_participants(
            KEY, by_email("a@x.org"), state=ParticipantState.ATTENDED
        )
    assert ["failed"] == statuses(report)


def test_a_state_is_one_of_hubspots() -> None:
    """A text is no state, and sends nothing."""
    server = Server()
    with pytest.raises(errors.ConfigurationError, match="state is 'attend', and no Participant"):
        server.record(*by_email("a@x.org"), state="attend")
    assert [] == server.paths


def test_no_missing_contacts_by_object_id_is_refused() -> None:
    """HubSpot has that call by external ids only; nothing is sent."""
    server = Server()
    with pytest.raises(errors.ConfigurationError, match="by external ids only"):
        server.record(*by_email("a@x.org"), event="5", create_missing_contacts=False)
    assert [] == server.paths


@pytest.mark.parametrize(
    "event", ["", "x", "12a", "\u0661", ("a", ""), ("a", ".."), ("a",), 5.0, None, True]
)
def test_what_names_no_event_is_refused(event: Any) -> None:
    """An event is named by two external ids or by a number; anything else sends nothing."""
    server = Server()
    with pytest.raises(errors.InvalidEventError, match=r"Next: mend the input") as caught:
        server.record(*by_email("a@x.org"), event=event)
    assert [] == server.paths
    said = caught.value.why
    assert ("event", True) == (said.field, said.message.endswith(f": {event!r}"))


def test_one_event_is_no_list_of_events() -> None:
    """`delete` takes a list, so that no pair of ids is taken for two object ids."""
    with MarketingEvents(token="t") as client:
        for given in (("1", "2"), EventKey("1", "2"), "12", {"objectId": "5"}):
            with pytest.raises(errors.ConfigurationError, match="pass a"):
                client.delete(given)  # type: ignore[arg-type]


def test_outcomes_say_what_they_are_about() -> None:
    """As JSON, the input is a participant, and keeps what was given."""
    (outcome,) = Server().record(*by_email("a@x.org"))
    told = outcome.to_dict()
    assert ("accepted", "a@x.org") == (told["status"], told["participant"]["email"])
    assert outcome.input is outcome.event
