"""Defects of the client, the contract and recordings, and the tests that must notice them."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from contract_tests.support.version import CLIENT, KEY

CALLS = "contract_tests/test_client_calls_keep_the_contract.py"
RESPONSES = "contract_tests/test_responses_are_kept_whole.py"
REQUESTS = "contract_tests/test_requests_keep_the_contract.py"
RECORDINGS = "contract_tests/test_recordings_replay.py"


@frozen(kw_only=True)
class ExternalDefect:
    """One thing that is wrong outside the server.

    Args:
        name: how it is called.
        kind: one of `KINDS`.
        what: what is wrong, in a sentence.
        of: client, contract or recordings.
        seed: makes it wrong in the process of the tests, or changes a contract's document.
        noticed_by: the test file that must notice; of a contract, the properties do.
    """

    name: str
    kind: str
    what: str
    of: str
    seed: Callable[..., None]
    noticed_by: str


EXTERNAL_DEFECTS: dict[str, ExternalDefect] = {}


def wrong(
    of: str, kind: str, noticed_by: str = ""
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a defect; its sentence is the function's docstring."""

    def register(seed: Callable[..., None]) -> Callable[..., None]:
        name = seed.__name__.replace("_", "-")
        what = (seed.__doc__ or "").strip()
        EXTERNAL_DEFECTS[name] = ExternalDefect(
            name=name, kind=kind, what=what, of=of, seed=seed, noticed_by=noticed_by
        )
        return seed

    return register


def calls() -> Iterator[Any]:
    """Every module of the generated client that makes a call."""
    package = importlib.import_module(f"{CLIENT}.api")
    for found in pkgutil.walk_packages(package.__path__, f"{CLIENT}.api."):
        module = importlib.import_module(found.name)
        if hasattr(module, "sync_detailed"):
            yield module


def request_changed(change: Callable[[dict[str, Any]], Any]) -> None:
    """Change what every call makes of its arguments."""
    for module in calls():
        made = module._get_kwargs  # noqa: SLF001

        def changed(*args: Any, made: Any = made, **kwargs: Any) -> dict[str, Any]:
            request: dict[str, Any] = made(*args, **kwargs)
            change(request)
            return request

        module._get_kwargs = changed  # noqa: SLF001


def model(name: str) -> Any:
    """A class of the generated client."""
    return getattr(importlib.import_module(f"{CLIENT}.models"), name)


def written_changed(name: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change what a class is written as."""
    kind = model(name)
    right = kind.to_dict

    def changed(self: Any) -> dict[str, Any]:
        written: dict[str, Any] = right(self)
        change(written)
        return written

    kind.to_dict = changed


def read_changed(name: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change what a class is read from."""
    kind = model(name)
    right = kind.from_dict.__func__

    def changed(cls: Any, given: Any) -> Any:
        read = dict(given)
        change(read)
        return right(cls, read)

    kind.from_dict = classmethod(changed)


def _raise(text: str) -> None:
    raise ValueError(text)


# client


@wrong("client", "encoding", CALLS)
def path_values_are_not_escaped() -> None:
    """The generated client puts values into a path as they are."""
    for module in calls():
        if hasattr(module, "quote"):
            module.quote = lambda value, safe="": value  # noqa: ARG005


@wrong("client", "data", CALLS)
def a_query_parameter_is_forgotten() -> None:
    """The generated client leaves out the account."""
    request_changed(lambda request: request.get("params", {}).pop("externalAccountId", None))


@wrong("client", "status", CALLS)
def a_patch_is_a_put() -> None:
    """The generated client puts where it should patch."""
    request_changed(
        lambda request: request.update(method="put") if request["method"] == "patch" else None
    )


@wrong("client", "shape", CALLS)
def the_content_type_is_forgotten() -> None:
    """The generated client does not say that it sends JSON."""
    request_changed(
        lambda request: (
            request["headers"].update({"Content-Type": "text/plain"}) if "json" in request else None
        )
    )


@wrong("client", "data", CALLS)
def a_field_is_not_sent() -> None:
    """The generated client leaves out an event's address."""
    written_changed(
        "MarketingEventCreateRequestParams", lambda written: written.pop("eventUrl", None)
    )


@wrong("client", "order", REQUESTS)
def inputs_are_sent_backwards() -> None:
    """The generated client turns the inputs of a batch round."""
    written_changed(
        "BatchInputMarketingEventCreateRequestParams", lambda written: written["inputs"].reverse()
    )


@wrong("client", "time", REQUESTS)
def moments_are_sent_without_fractions() -> None:
    """The generated client sends moments to the second."""

    def cut(written: dict[str, Any]) -> None:
        if isinstance(written.get("startDateTime"), str):
            head, _, rest = written["startDateTime"].partition(".")
            written["startDateTime"] = head + rest.lstrip("0123456789")

    written_changed("MarketingEventCreateRequestParams", cut)


@wrong("client", "evolution", RESPONSES)
def an_unknown_field_is_dropped() -> None:
    """The generated client forgets fields that it does not know."""
    known = {
        "createdAt",
        "customProperties",
        "endDateTime",
        "eventCancelled",
        "eventCompleted",
        "eventDescription",
    }
    known |= {
        "eventName",
        "eventOrganizer",
        "eventType",
        "eventUrl",
        "id",
        "objectId",
        "startDateTime",
        "updatedAt",
    }
    read_changed(
        "MarketingEventPublicDefaultResponse",
        lambda read: [read.pop(name) for name in set(read) - known] and None,
    )


@wrong("client", "evolution", RESPONSES)
def an_unknown_value_is_refused() -> None:
    """The generated client raises for a status of a batch that it does not know."""
    known = {"CANCELED", "COMPLETE", "PENDING", "PROCESSING"}
    read_changed(
        "BatchResponseMarketingEventPublicDefaultResponse",
        lambda read: _raise("unknown status") if read.get("status") not in known else None,
    )


@wrong("client", "evolution", RESPONSES)
def a_null_is_refused() -> None:
    """The generated client raises where a field is null."""
    read_changed(
        "MarketingEventPublicDefaultResponse",
        lambda read: _raise("null") if read.get("eventDescription", "") is None else None,
    )


@wrong("client", "evolution", RESPONSES)
def another_order_is_refused() -> None:
    """The generated client wants a response's fields in order."""

    def ordered(read: dict[str, Any]) -> None:
        names = [name for name in read if name in {"results", "status", "startedAt", "completedAt"}]
        if names != sorted(names):
            _raise("another order")

    read_changed("BatchResponseMarketingEventPublicDefaultResponse", ordered)


@wrong("client", "data", RESPONSES)
def the_last_result_is_lost() -> None:
    """The generated client leaves out the last result of a page."""
    read_changed(
        "CollectionResponseMarketingEventPublicReadResponseV2ForwardPaging",
        lambda read: read.update(results=read["results"][:-1]),
    )


@wrong("client", "shape", CALLS)
def an_unreadable_response_is_another_error() -> None:
    """The generated client raises an error that nobody knows for a response that is no JSON."""
    for module in calls():
        right = module._build_response  # noqa: SLF001

        def changed(*, client: Any, response: Any, right: Any = right) -> Any:
            try:
                return right(client=client, response=response)
            except ValueError:
                raise LookupError("what is this") from None

        module._build_response = changed  # noqa: SLF001


# contract


def facts(document: Any, operation: str) -> Any:
    """What a contract says of an operation."""
    return next(
        one
        for item in document["paths"].values()
        for one in item.values()
        if one["operationId"] == operation
    )


@wrong("contract", "status")
def a_partial_failure_is_not_declared(document: Any) -> None:
    """The contract forgets 207 of a batch update."""
    del facts(document, "updateByObjectId")["responses"]["207"]


@wrong("contract", "status")
def another_success_is_declared(document: Any) -> None:
    """The contract says 201 where an upsert responds 200."""
    responses = facts(document, "upsert")["responses"]
    responses["201"] = responses.pop("200")


@wrong("contract", "shape")
def a_field_is_required_that_does_not_come(document: Any) -> None:
    """The contract promises a field that no response has."""
    document["components"]["schemas"]["MarketingEventPublicDefaultResponse"]["required"].append(
        "eventSubtitle"
    )


@wrong("contract", "shape")
def an_object_id_is_declared_a_number(document: Any) -> None:
    """The contract says that object ids are numbers."""
    schema = document["components"]["schemas"]["MarketingEventPublicReadResponseV2"]
    schema["properties"]["objectId"] = {"type": "integer"}


@wrong("contract", "shape")
def an_enum_is_closed(document: Any) -> None:
    """The contract closes the states of a participant, and forgets no-shows."""
    schema = document["components"]["schemas"]["ParticipationProperties"]
    schema["properties"]["attendanceState"] = {
        "type": "string",
        "enum": ["REGISTERED", "ATTENDED", "CANCELLED"],
    }


@wrong("contract", "status")
def a_path_is_misspelt(document: Any) -> None:
    """The contract has another path for the upsert."""
    path = next(path for path in document["paths"] if path.endswith("/events/upsert"))
    document["paths"][f"{path}s"] = document["paths"].pop(path)


@wrong("contract", "status")
def a_method_is_another(document: Any) -> None:
    """The contract cancels by PUT."""
    path = next(path for path in document["paths"] if path.endswith("/cancel"))
    document["paths"][path]["put"] = document["paths"][path].pop("post")


@wrong("contract", "shape")
def an_error_is_declared_text(document: Any) -> None:
    """The contract says that errors are text."""
    content = document["components"]["responses"]["Error"]["content"]
    content["text/plain"] = content.pop("application/json")


# recordings


def recording_changed(change: Callable[[Any], None]) -> None:
    """Copy the recordings, change one, and let the tests take the copy."""
    folder = Path(tempfile.mkdtemp(prefix="recordings-"))
    shutil.copytree(Path(__file__).parents[1] / "recordings", folder, dirs_exist_ok=True)
    path = folder / KEY / "upsert-200-created.har"
    document = json.loads(path.read_text())
    change(document["log"])
    path.write_text(json.dumps(document))
    os.environ["CONTRACT_RECORDINGS"] = str(folder)


@wrong("recordings", "auth", RECORDINGS)
def a_recording_has_a_token() -> None:
    """A recording holds the Authorization header."""
    header = {"name": "Authorization", "value": "Bearer pat-na1-00000000"}
    recording_changed(lambda log: log["entries"][0]["request"]["headers"].append(header))


@wrong("recordings", "shape", RECORDINGS)
def a_recording_does_not_say_where_it_is_from() -> None:
    """A recording has no source."""
    recording_changed(lambda log: log["_recording"].update(source=""))


@wrong("recordings", "shape", RECORDINGS)
def a_recording_claims_a_live_account() -> None:
    """A recording says that it was made with a live account, which none was."""
    recording_changed(lambda log: log["_recording"].update(obtained="live account"))


@wrong("recordings", "evolution", RECORDINGS)
def a_recording_is_of_another_contract() -> None:
    """A recording was made under another contract."""
    recording_changed(lambda log: log["_recording"].update(contractSha256="0" * 64))


@wrong("recordings", "shape", RECORDINGS)
def a_recorded_response_breaks_the_contract() -> None:
    """A recorded response has a number for an object id."""

    def change(log: Any) -> None:
        content = log["entries"][0]["response"]["content"]
        content["text"] = content["text"].replace(
            '"objectId": "300000000001"', '"objectId": 300000000001'
        )

    recording_changed(change)


@wrong("recordings", "data", RECORDINGS)
def a_recorded_response_is_of_another_event() -> None:
    """A recorded response is about another event than was sent."""

    def change(log: Any) -> None:
        content = log["entries"][0]["response"]["content"]
        content["text"] = content["text"].replace("Recorded: created", "Somebody else's event")

    recording_changed(change)
