"""What changed between two published versions, as known from reading them side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from scripts import compare
from scripts.compare._levels import BOTH, REQUEST, RESPONSE
from scripts.compare._rules import Change
from scripts.project.layout import Project

BATCH = "BatchResponseMarketingEventPublicDefaultResponseV2"
FILES = [str(Project().published(key)) for key in ("2025-09", "2026-03")]
UPDATE = "POST /marketing/marketing-events/{version}/batch/update"
SOURCES = (
    "BREEZE_AGENT",
    "CONNECTED_ACCOUNT",
    "CUSTOMER_PORTAL",
    "DI_WRITE_TO_CRM",
    "MARKETS",
    "REVENUE_PLATFORM",
)
EXPECTED = {
    # One field newly required, and its two schemas.
    ("required-field-added", REQUEST, "PropertyValue.maskedSubstrings", "", 6),
    ("required-field-added", RESPONSE, "PropertyValue.maskedSubstrings", "", 7),
    ("schema-added", BOTH, "MaskedSubstrings", "", 9),
    ("schema-added", BOTH, "MaskedSubstring", "", 9),
    # The added response and its schema; the removed response fields.
    ("success-added", RESPONSE, "207", "", 1),
    ("schema-added", BOTH, f"{BATCH}WithErrors", "", 1),
    ("field-removed", RESPONSE, f"{BATCH}.errors", "", 1),
    ("field-removed", RESPONSE, f"{BATCH}.numErrors", "", 1),
    # Six enum values.
    *(("enum-value-added", REQUEST, "PropertyValue.source", f'"{name}"', 6) for name in SOURCES),
    *(("enum-value-added", RESPONSE, "PropertyValue.source", f'"{name}"', 7) for name in SOURCES),
    # Three int32 -> int64 changes.
    ("format-changed", REQUEST, "MarketingEventSubscriber.vid", "int32 -> int64", 3),
    ("format-changed", RESPONSE, "SubscriberVidResponse.vid", "int32 -> int64", 2),
    ("format-changed", RESPONSE, "SubscriberEmailResponse.vid", "int32 -> int64", 2),
    # The security changes.
    ("security-removed", REQUEST, "security", "private_apps", 34),
    ("security-removed", REQUEST, "security", "developer_hapikey", 2),
    ("security-added", REQUEST, "security", "oauth2", 2),
    ("scheme-added", BOTH, "securitySchemes.private_apps_legacy", "", 0),
    ("flow-scope-added", BOTH, "securitySchemes.oauth2", "developers-read", 1),
    ("flow-scope-added", BOTH, "securitySchemes.oauth2", "developers-write", 1),
}


@pytest.fixture(scope="module")
def changes() -> Sequence[Change]:
    """What changed between the facts of the two versions."""
    return compare.changes(*FILES, Project())


def test_the_changes_are_exactly_those_that_are_known(changes: Sequence[Change]) -> None:
    """From 2025-09 to 2026-03, exactly what is known to have changed is found, each once."""
    found = [(one.rule, one.side, one.place, one.detail, len(one.operations)) for one in changes]
    assert Counter(EXPECTED) == Counter(found)


def test_what_breaks_the_upsert_is_known(changes: Sequence[Change]) -> None:
    """A new required field and a lost way to authenticate break the upsert."""
    ours = {
        one.place
        for one in changes
        if (one.level, one.affects) == ("breaking", "affects upsert and recordings")
    }
    assert {"PropertyValue.maskedSubstrings", "security"} == ours
    assert {(UPDATE,)} == {
        one.operations for one in changes if one.rule in {"field-removed", "success-added"}
    }


def test_the_report_fits_on_a_screen() -> None:
    """The text of the comparison is no longer than a page, and no line wider than one."""
    lines = compare.report(*FILES, Project(), "text").splitlines()
    assert 50 > len(lines)
    assert 120 > max(map(len, lines))
