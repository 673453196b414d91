"""Which event a call is about: by its object id, or by its external ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hubspot_marketing_events._events import Event, EventKey
from hubspot_marketing_events._outcomes import ErrorDetails, shown
from hubspot_marketing_events.errors import ConfigurationError, InvalidEventError

if TYPE_CHECKING:
    from hubspot_marketing_events._records import EventRecord

    EventRef = Event | EventKey | EventRecord | tuple[str, str] | str
Reference = EventKey | str
LONGEST = 2_500  # characters of an id in a URL, each of which may take 12 there


def reference(given: object) -> Reference:
    """Return the external ids or the object id that say which event is meant.

    Args:
        given: an `Event` or `EventKey`, or a pair of external account id and external event id;
            or an object id, or an `EventRecord` that has one.

    Raises:
        InvalidEventError: it is none of these, or an id cannot be part of a request's path.
    """
    from hubspot_marketing_events._records import EventRecord  # noqa: PLC0415 - slow to import

    if isinstance(given, InvalidEventError):
        raise given
    if isinstance(given, EventRecord):
        given = given.object_id
    if isinstance(given, Event):
        given = given.key
    if isinstance(given, tuple) and len(given) == 2:  # noqa: PLR2004 - account and event
        if all(map(fits_path, given)):
            return EventKey(*given)
        message = f"the external ids are two texts, not empty, dots alone or above {LONGEST:,}"
        raise _invalid(f"{message} characters", given)

    number = str(given) if type(given) in {str, int} else ""
    if re.fullmatch("[0-9]{1,19}", number):
        return number
    raise _invalid("an event is named by its external ids or by its object id, a number", given)


def named(event: Reference, external: str, by_object: str | None) -> tuple[str, dict[str, Any]]:
    """Return the operation for an event, and the parameters that name it.

    Args:
        event: what `reference` made.
        external: the operation that takes external ids.
        by_object: the one that takes the object id; None if HubSpot has none.

    Raises:
        ConfigurationError: HubSpot has no such operation.
    """
    if isinstance(event, EventKey):
        return external, event._asdict()
    if by_object is None:
        message = "HubSpot offers this call by external ids only: pass an Event or an EventKey"
        raise ConfigurationError(message)
    parameter = "marketing_event_id" if "marketing_event_id" in by_object else "object_id"
    return by_object, {parameter: event}


def fits_path(text: object) -> bool:
    """Whether this is text that can be one segment of a path.

    A client takes out dots alone (RFC 3986), and httpx makes no URL of more than 64 KiB.
    """
    if not isinstance(text, str) or text in {"", ".", ".."} or len(text) > LONGEST:
        return False
    return text.encode("utf-8", "replace").decode() == text


def _invalid(message: str, given: object) -> InvalidEventError:
    message = f"{message}: {shown(given)}"[:300]
    return InvalidEventError(ErrorDetails(message=message, field="event"))
