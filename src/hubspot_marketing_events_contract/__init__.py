"""Checks any server of the Marketing Events API against its contract, in shape and in meaning."""

from hubspot_marketing_events_contract._cli import main, reproduce

__all__ = ["main", "reproduce"]
