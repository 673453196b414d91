"""What people read of a run: one page, JUnit, HAR, and a test for each finding."""

from hubspot_marketing_events_contract.reporting._files import write
from hubspot_marketing_events_contract.reporting._junit import junit
from hubspot_marketing_events_contract.reporting._report import Report

__all__ = ["Report", "junit", "write"]
