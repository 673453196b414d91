"""What importing a client costs, until it exists and until it has sent its first request."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from benchmarks.environments import Environments
from benchmarks.processes import cpu_of, served
from benchmarks.tables import ratios, spread, table

TITLE = "Start"
_WHAT = """\
CPU (user + system) of a fresh process, in ms. `client` imports and makes a client; `request` also
sends one event, so that nothing is left out by being put off. The ratio is to `httpx.Client()`,
which each of the first five has to make. The time of an interpreter that does nothing is part of
every figure."""


@dataclass(frozen=True)
class Start:
    """A program: what makes a client, and what then sends one event to URL."""

    title: str
    environment: str
    client: str
    request: str


_EVENT = (
    '{"event_name": "Tour", "event_organizer": "o", "external_account_id": "a",'
    ' "external_event_id": "1"}'
)
_JSON = (
    '{"eventName": "Tour", "eventOrganizer": "o", "externalAccountId": "a", "externalEventId": "1"}'
)
_GENERATED = "hubspot_marketing_events_client.v2026_03"
_STARTS = [
    Start(
        "import httpx; httpx.Client()",
        "project",
        "import httpx; c = httpx.Client()",
        f"import json; c.post(URL, json={{'inputs': [{_JSON}]}}).json()",
    ),
    Start(
        "the generated client alone",
        "project",
        f"from {_GENERATED}.client import AuthenticatedClient; "
        f"from {_GENERATED}.api.batch import upsert; "
        f"from {_GENERATED}.models import BatchInputMarketingEventCreateRequestParams as B; "
        "c = AuthenticatedClient(base_url=URL, token='t'); c.get_httpx_client()",
        f"b = B.from_dict({{'inputs': [{_JSON}]}}); upsert.sync(client=c, body=b).results",
    ),
    Start(
        "this client",
        "project",
        "from hubspot_marketing_events import MarketingEvents; "
        "c = MarketingEvents(token='t', base_url=URL)",
        f"from hubspot_marketing_events import Event; c.upsert([Event(**{_EVENT})])",
    ),
    Start(
        "this client, orjson installed",
        "project-orjson",
        "from hubspot_marketing_events import MarketingEvents; "
        "c = MarketingEvents(token='t', base_url=URL)",
        f"from hubspot_marketing_events import Event; c.upsert([Event(**{_EVENT})])",
    ),
    Start(
        "hubspot-sdk 0.1.0a9",
        "hubspot-sdk",
        "from hubspot_sdk import HubSpot; c = HubSpot(access_token='t', base_url=URL)",
        f"c.marketing.marketing_events.upsert_batch(inputs=[{_EVENT}])",
    ),
    Start(
        "hubspot-api-client 12.0.0",
        "hubspot-api-client",
        "from hubspot import HubSpot; "
        "c = HubSpot(access_token='t', host=URL).marketing.events.batch_api",
        "from hubspot.marketing import events as e; "
        f"i = e.MarketingEventCreateRequestParams(custom_properties=[], **{_EVENT}); "
        "c.upsert(e.BatchInputMarketingEventCreateRequestParams(inputs=[i]))",
    ),
    Start("an interpreter that does nothing", "project", "pass", "pass"),
]


def measure(environments: Environments, rounds: int) -> str:
    """Start each program in turns."""
    clients: dict[Start, list[float]] = {start: [] for start in _STARTS}
    requests: dict[Start, list[float]] = {start: [] for start in _STARTS}
    with served(environments.python("project")) as url:
        for number in range(rounds + 1):
            for start in _STARTS:
                python = environments.python(start.environment)
                made = f"URL = {url!r}\n{start.client}"
                client = cpu_of([python, "-c", made])
                request = cpu_of([python, "-c", f"{made}\n{start.request}"])
                if number:  # the first one writes bytecode
                    clients[start].append(client)
                    requests[start].append(request)
    head = ["program", "client, ms", "ratio", "rounds", "request, ms", "ratio", "rounds"]
    rows = []
    for start in _STARTS:
        cells = [*_cells(start, clients), *_cells(start, requests)]
        rows.append([start.title, *cells])
    return f"{_WHAT}\n\n{table(head, rows)}"


def _cells(start: Start, found: dict[Start, list[float]]) -> list[str]:
    compared = ratios(found[start], found[_STARTS[0]])
    median = statistics.median(found[start])
    return [f"{median:.0f}", f"{statistics.median(compared):.2f}", spread(compared)]
