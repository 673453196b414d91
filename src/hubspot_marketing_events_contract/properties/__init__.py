"""What must hold of any server of this API: one function and one sentence for each property."""

from hubspot_marketing_events_contract.properties import claims, systematic
from hubspot_marketing_events_contract.properties._property import PROPERTIES, READS, Property

__all__ = ["PROPERTIES", "READS", "Property", "claims", "systematic"]
