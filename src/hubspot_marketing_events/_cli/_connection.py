"""The client that commands use, and the event that they are about."""

from __future__ import annotations

import os
from collections.abc import Mapping

from hubspot_marketing_events import EventKey, MarketingEvents, Pacer
from hubspot_marketing_events._calls._references import LONGEST, reference
from hubspot_marketing_events._cli._files import FileError, shown
from hubspot_marketing_events._cli._options import EventOptions, ServerOptions
from hubspot_marketing_events.errors import InvalidEventError

TOKEN = "HUBSPOT_ACCESS_TOKEN"  # noqa: S105 - the name of a variable


def opened_client(options: ServerOptions, api_version: str | None = None) -> MarketingEvents:
    """A client of the token in the environment.

    Args:
        options: where HubSpot is, and how fast it may be asked.
        api_version: the version of the API, unless the options name one.

    Raises:
        FileError: there is no token.
    """
    if not os.environ.get(TOKEN):
        raise FileError(f"there is no token; set the environment variable {TOKEN}")
    return MarketingEvents(
        token=os.environ[TOKEN],
        base_url=options.base_url,
        api_version=options.api_version or api_version,
        pacer=None if options.rate is None else _FixedPacer(options.rate),
    )


def event_of(options: EventOptions, name: str = "--event") -> EventKey | str | None:
    """The event that options name, or None.

    Args:
        options: the options.
        name: what the object id is called in messages.

    Raises:
        FileError: they name two, half of one, or none that can be.
    """
    pair = (options.account, options.external_id)
    if options.event is not None and pair != (None, None):
        raise FileError("--event and --account with --external-id name two events; keep one")
    if options.event is None and pair == (None, None):
        return None
    if options.event is None and None in pair:
        raise FileError("--account and --external-id name an event together; one is missing")
    given = options.event if options.event is not None else EventKey(*map(str, pair))
    try:
        return reference(given)
    except InvalidEventError:
        if isinstance(given, str):
            raise FileError(
                f"{name} '{shown(given)}' is no object id of HubSpot's, which is a number; your "
                "own ids are named by --account and --external-id"
            ) from None
        raise FileError(
            f"--account '{shown(given[0])}' --external-id '{shown(given[1])}': neither may be "
            f"empty, dots alone or above {LONGEST:,} characters"
        ) from None


class _FixedPacer(Pacer):
    """Keeps the limit that the caller gave, whatever responses say."""

    def learn(self, headers: Mapping[str, str]) -> None:
        """Learn nothing."""
