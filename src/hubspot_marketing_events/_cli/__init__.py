"""The command line: `hubspot-marketing-events`."""

from hubspot_marketing_events._cli._app import main

__all__ = ["main"]
