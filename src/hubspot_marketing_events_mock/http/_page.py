"""The pages of the admin path, from the templates beside this module."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=1)
def _templates() -> Environment:
    import jinja2  # noqa: PLC0415 - only who looks at a page pays for its import

    return jinja2.Environment(
        autoescape=True,
        loader=jinja2.PackageLoader("hubspot_marketing_events_mock.http", "templates"),
        undefined=jinja2.StrictUndefined,
    )


def overview(
    *,
    versions: str,
    mode: str,
    exchanges: Sequence[Mapping[str, Any]],
    count: int,
    origins: Mapping[str, int],
    faults: Sequence[tuple[str, str]],
    events: Sequence[Mapping[str, Any]],
    event_count: int,
    violations: Sequence[str],
) -> str:
    """The page that shows the state of a mock and its requests.

    Args:
        versions: what is served.
        mode: where responses come from, in words.
        exchanges: the latest, the latest first, redacted.
        count: of all exchanges since the last reset.
        origins: how many of the kept exchanges came from recordings, the model and faults.
        faults: when and what goes wrong next.
        events: the first ones, redacted.
        event_count: of all events.
        violations: where a response broke the contract.
    """
    return (
        _templates()
        .get_template("overview.html")
        .render(
            versions=versions,
            mode=mode,
            exchanges=exchanges,
            count=count,
            origins=origins,
            faults=faults,
            events=events,
            event_count=event_count,
            violations=violations,
        )
    )


def exchange(shown: Mapping[str, Any]) -> str:
    """The page of one exchange, with its bodies."""
    bodies = [
        (title, _pretty(shown[key]))
        for title, key in (("Request", "body"), ("Response", "response"))
    ]
    return _templates().get_template("exchange.html").render(exchange=shown, bodies=bodies)


def _pretty(body: Any) -> str:
    if body is None:
        return "(empty)"
    return body if isinstance(body, str) else json.dumps(body, indent=2, ensure_ascii=False)
