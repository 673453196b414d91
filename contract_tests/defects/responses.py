"""Defects of access, and of how responses look."""

from __future__ import annotations

from typing import Any

import httpx

from contract_tests.defects._defect import (
    BAD,
    FORBIDDEN,
    MISSING,
    OK,
    ONES,
    PARTIAL,
    READS,
    UNAUTHORIZED,
    Exchange,
    defect,
    each,
    every,
)

# auth


@defect("auth")
def nobody_is_asked_for_a_token(x: Exchange) -> httpx.Response:
    """Whoever calls is let in."""
    return (
        x.send(headers={"authorization": "Bearer mock-token"})
        if "Authorization" not in x.request.headers
        else x.send()
    )


@defect("auth", "searchPortalEvents")
def one_call_asks_for_no_token(x: Exchange) -> httpx.Response:
    """One operation lets in whoever calls."""
    return x.send(headers={"authorization": "Bearer mock-token"})


@defect("auth")
def any_scheme_will_do(x: Exchange) -> httpx.Response:
    """A token is taken by any scheme."""
    given = x.request.headers.get("Authorization", "")
    return x.send(
        headers={"authorization": f"Bearer {given.rpartition(' ')[2]}"} if given else None
    )


@defect("auth")
def any_token_will_do(x: Exchange) -> httpx.Response:
    """A token of nobody's is taken for one's own."""
    known = {"mock-token", "other-app-token", "reader-token", "expired-token"}
    given = x.request.headers.get("Authorization", "")
    scheme, _, token = given.partition(" ")
    return x.send(
        headers={"authorization": "Bearer mock-token"}
        if scheme == "Bearer" and token not in known
        else None
    )


@defect("auth")
def an_expired_token_will_do(x: Exchange) -> httpx.Response:
    """An expired token is taken."""
    expired = x.request.headers.get("Authorization") == "Bearer expired-token"
    return x.send(headers={"authorization": "Bearer mock-token"} if expired else None)


@defect("auth")
def an_expired_token_is_called_invalid(x: Exchange) -> httpx.Response:
    """The response to an expired token does not say that it has expired."""
    x.send()
    expired = x.status == UNAUTHORIZED and "EXPIRED" in str(x.received.get("category"))
    return x.respond({**x.received, "category": "INVALID_AUTHENTICATION"}) if expired else x.kept


@defect("auth")
def no_scope_is_needed(x: Exchange) -> httpx.Response:
    """A token for reading may write."""
    reader = x.request.headers.get("Authorization") == "Bearer reader-token"
    return x.send(headers={"authorization": "Bearer mock-token"} if reader else None)


@defect("auth")
def the_missing_scope_is_not_named(x: Exchange) -> httpx.Response:
    """403 does not say which scope is missing."""
    x.send()
    return (
        x.respond({n: v for n, v in x.received.items() if n != "errors"})
        if x.status == FORBIDDEN
        else x.kept
    )


@defect("auth", "upsert", "updateEvent", "cancel", "archiveEvent")
def who_is_refused_is_obeyed(x: Exchange) -> httpx.Response:
    """A write without a token responds 401 and is carried out."""
    response = x.send()
    if response.status_code == UNAUTHORIZED:
        x.send(headers={"authorization": "Bearer mock-token"})
    return response


# status and shape


@defect("status", "upsert")
def an_upsert_is_201(x: Exchange) -> httpx.Response:
    """A success has a status that the contract does not declare."""
    x.send()
    return x.respond(x.received, 201) if x.status == OK else x.kept


@defect("status", "getByObjectId", "getDetails")
def the_missing_is_an_empty_success(x: Exchange) -> httpx.Response:
    """An event that does not exist gets 200 with another event's shape and no name."""
    x.send()
    empty = {
        "eventName": "",
        "eventOrganizer": "",
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z",
        "customProperties": [],
        "objectId": "1",
        "id": "1",
        "externalEventId": "",
        "registrants": 0,
        "attendees": 0,
        "cancellations": 0,
    }
    return x.respond(empty, OK) if x.status == MISSING else x.kept


@defect("status", "archiveEvent", "cancel")
def the_missing_is_400(x: Exchange) -> httpx.Response:
    """An event that does not exist gets 400."""
    x.send()
    return x.respond(x.received, BAD) if x.status == MISSING else x.kept


@defect("status")
def a_wrong_method_is_carried_out(x: Exchange) -> httpx.Response:
    """PUT is taken for POST."""
    if x.request.method == "PUT" and not x.operation:
        return x.send(method="POST")
    return x.send()


@defect("status")
def the_allowed_methods_are_not_named(x: Exchange) -> httpx.Response:
    """405 does not say which methods there are."""
    response = x.send()
    return httpx.Response(405) if response.status_code == 405 else response


@defect("status", "upsert")
def long_text_is_a_crash(x: Exchange) -> httpx.Response:
    """A long description is a server error."""
    long = any(
        len(str(one.get("eventDescription"))) > 10_000 for one in x.inputs if isinstance(one, dict)
    )
    response = x.send()
    return x.respond({"status": "error", "message": "internal"}, 500) if long else response


@defect("status")
def any_path_is_found(x: Exchange) -> httpx.Response:
    """An unknown path responds 200."""
    response = x.send()
    return (
        httpx.Response(OK, json={})
        if not x.operation and response.status_code == MISSING
        else response
    )


@defect("status", "upsert")
def any_type_will_do(x: Exchange) -> httpx.Response:
    """A field of another type is passed over instead of refused."""

    def tidy(one: dict[str, Any]) -> None:
        for name in ("eventUrl", "eventDescription", "eventType", "startDateTime", "endDateTime"):
            if name in one and not isinstance(one[name], str):
                del one[name]

    return each(x, tidy)


@defect("status", "upsert")
def any_body_will_do(x: Exchange) -> httpx.Response:
    """A body that is no JSON is taken for an empty batch."""
    return (
        x.send()
        if x.sent is not None
        else x.send({"inputs": []}, headers={"content-type": "application/json"})
    )


@defect("status", "upsert")
def any_content_type_will_do(x: Exchange) -> httpx.Response:
    """Whatever the content type, the body is read as JSON."""
    return x.send(headers={"content-type": "application/json"})


@defect("status", "upsert")
def a_valid_batch_has_errors(x: Exchange) -> httpx.Response:
    """A batch that was written whole is reported as a partial failure."""
    x.send()
    error = {"status": "error", "category": "VALIDATION_ERROR", "message": "no", "context": {}}
    return (
        x.respond({**x.received, "errors": [error], "numErrors": 1}, PARTIAL)
        if x.status == OK
        else x.kept
    )


@defect("status", "updateByObjectId")
def a_missing_object_is_passed_over(x: Exchange) -> httpx.Response:
    """A batch update does not report an object that does not exist."""
    x.send()
    received = x.received
    if x.status == PARTIAL:
        return x.respond(
            {n: v for n, v in received.items() if n not in {"errors", "numErrors"}}, OK
        )
    return x.kept


@defect("shape")
def errors_have_no_category(x: Exchange) -> httpx.Response:
    """Error responses have neither category nor errorType."""
    x.send()
    if x.status >= BAD and isinstance(x.received, dict):
        return x.respond(
            {n: v for n, v in x.received.items() if n not in {"category", "errorType"}}
        )
    return x.kept


@defect("shape")
def errors_have_no_correlation_id(x: Exchange) -> httpx.Response:
    """Error responses have no correlation id, in body or header."""
    response = x.send()
    if x.status >= BAD and isinstance(x.received, dict):
        return httpx.Response(
            x.status, json={n: v for n, v in x.received.items() if n != "correlationId"}
        )
    return response


@defect("shape")
def errors_are_text(x: Exchange) -> httpx.Response:
    """Error responses are called text."""
    response = x.send()
    kind = {"Content-Type": "text/plain"}
    return (
        httpx.Response(x.status, content=response.content, headers=kind)
        if x.status in {BAD, MISSING} and x.received
        else response
    )


@defect("shape", "upsert")
def an_object_id_is_a_number(x: Exchange) -> httpx.Response:
    """Object ids are numbers where the contract says strings."""
    return every(x, lambda one: one.update(objectId=int(one["objectId"])))


@defect("shape", *ONES)
def a_required_field_is_missing(x: Exchange) -> httpx.Response:
    """A response lacks createdAt, which the contract requires."""
    return every(x, lambda one: one.pop("createdAt", None))


@defect("shape", *READS)
def moments_are_numbers(x: Exchange) -> httpx.Response:
    """UpdatedAt is a number of milliseconds."""
    return every(x, lambda one: one.update(updatedAt=1_760_000_000_000))


@defect("shape", *READS)
def moments_have_no_zone(x: Exchange) -> httpx.Response:
    """UpdatedAt has no zone."""
    return every(x, lambda one: one.update(updatedAt=one["updatedAt"].rstrip("Z")))


@defect("shape", "archiveEventByObjectId")
def a_204_has_a_body(x: Exchange) -> httpx.Response:
    """A deletion responds 200 with a body."""
    x.send()
    return httpx.Response(OK, json={"deleted": True}) if x.status == 204 else x.kept


@defect("shape", "upsert")
def unknown_fields_come_back(x: Exchange) -> httpx.Response:
    """Whatever a request says is said in the response, known to the contract or not."""
    x.send()
    received = x.received
    if x.status == OK:
        for one, sent in zip(received["results"], x.inputs, strict=False):
            one |= {name: value for name, value in sent.items() if name not in one}
    return x.respond(received)
