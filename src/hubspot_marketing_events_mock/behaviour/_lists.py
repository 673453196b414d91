"""The lists that are linked to an event, and the settings of an app."""

from __future__ import annotations

from hubspot_marketing_events_mock.behaviour._call import Call
from hubspot_marketing_events_mock.behaviour._responses import not_found
from hubspot_marketing_events_mock.contract import Response


def lists(call: Call) -> Response:
    """The lists of an event; unknown fields of a list are made up from its id."""
    event = call.named()
    results = [
        {"listId": name, "listVersion": 1, "name": f"List {name}", "objectTypeId": "0-1",
         "processingStatus": "COMPLETE", "processingType": "MANUAL", "createdAt": since}
        for name, since in event.lists.items()
    ]  # fmt: skip
    return Response(200, {"results": results, "total": len(results)})


def associate(call: Call) -> Response:
    """Link a list; every list exists (assumed), and linking again changes nothing."""
    call.named().lists.setdefault(call.values["listId"], call.at)
    return Response(204)


def disassociate(call: Call) -> Response:
    """Unlink a list; one that is not linked is passed over (assumed)."""
    call.named().lists.pop(call.values["listId"], None)
    return Response(204)


def settings(call: Call) -> Response:
    """The settings of the calling app; another app's are not found (assumed)."""
    if call.values["appId"] != call.token.app_id:
        return not_found(f"App {call.values['appId']}")
    key = (call.token.portal_id, call.token.app_id)
    if call.body is not None:
        call.state.settings[key] = call.body["eventDetailsUrl"]
    return Response(
        200, {"appId": call.token.app_id, "eventDetailsUrl": call.state.settings.get(key, "")}
    )
