"""Upserts events of many HubSpot accounts on many machines; see docs/how-to/many-accounts.md."""
