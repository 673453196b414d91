"""What is certainly no e-mail address is refused, and everything else is left to HubSpot."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubspot_marketing_events import Participant
from hubspot_marketing_events._addresses import LONGEST, address_fault, is_address
from hubspot_marketing_events._checks import checked_participant
from hubspot_marketing_events.errors import InvalidEventError

AT = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "address",
    [
        "anna.berg+webinar@example.org",
        "o'brien/x=y@sub.example.co.uk",
        "a..b.@example.org",
        "a@localhost",
        "a@host_name.example",
        "a@xn--bcher-kva.example",
        "a@[192.0.2.1]",
        "a@[IPv6:2001:db8::1]",
        '"a b; c@d"@example.org',
        "müller@bücher.example",
        "用户@例子。广告",
        "नमस्ते@डाटामेल.भारत",
        f"{'a' * 64}@{'b' * 255}",
    ],
)
def test_what_may_be_an_address_is_sent(address: str) -> None:
    """Addresses of every script, quoted ones, and those that only HubSpot can judge pass."""
    participant = Participant(email=address, at=AT)
    assert (participant, None) == checked_participant(participant)
    assert address == checked_participant({"email": f" {address}\t", "at": AT})[0].email


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("n/a", "it has no @"),
        ("Anna Berg", "it has no @"),
        ("anna\uff20example.org", "it has no @, but a full-width \uff20"),
        ("anna@", "it has nothing after the @"),
        ("@example.org", "it has nothing before the @"),
        ("a@b.example; c@d.example", "it has more than one @"),
        ("a@b.example,c@d.example", "it has more than one @"),
        ("a@b.example c@d.example", "it has more than one @"),
        ("a@@b.example", "it has more than one @"),
        ("Anna <a@b.example>", "it has a space before the @"),
        ("<a@b.example>", "it has < before the @"),
        ("mailto:a@b.example", "it has : before the @"),
        ("'a@b.example'", "it has ' after the @"),
        ("a@b.example;", "it has ; after the @"),
        ("a@b.example/", "it has / after the @"),
        ("a@b.example (work)", "it has a space after the @"),
        ("a@b.exam\xa0ple", "it has an invisible character (U+00A0) after the @"),
        ("a@b.example\u200b", "it has an invisible character (U+200B) after the @"),
        ("\u2068a@b.example\u2069", "it has an invisible character (U+2068) before the @"),
        ("a\n@b.example", "it has an invisible character (U+000A) before the @"),
        ("a@.example", "it has a dot after the @ with nothing beside it"),
        ("a@b..example", "it has a dot after the @ with nothing beside it"),
        ("a@b.example.", "it has a dot after the @ with nothing beside it"),
        (f"{'a' * LONGEST}@b.example", f"it has more than {LONGEST} characters"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(text: str, why: str) -> None:
    """The error names the field, the value and what is wrong with it."""
    with pytest.raises(InvalidEventError) as raised:
        checked_participant(Participant(email=text, at=AT))
    assert f"email {text[:60]!r} is no e-mail address: {why}" in raised.value.why.message
    assert "email" == raised.value.why.field


def test_an_address_and_another_field_are_told_together() -> None:
    """All that is wrong with a participant is one message."""
    with pytest.raises(InvalidEventError) as raised:
        checked_participant({"email": "anna@", "at": dt.datetime(2026, 5, 1)})  # noqa: DTZ001
    message = raised.value.why.message
    assert ("at has no time zone" in message, "'anna@'" in message) == (True, True)


@given(st.emails())
def test_every_address_of_the_standard_passes(address: str) -> None:
    """Hypothesis makes addresses as RFC 5322 has them."""
    assert is_address(address)


@given(st.text(alphabet="ab@.,; \"'<>()\u200b\x00é", max_size=12))
def test_a_text_is_an_address_or_has_a_reason(text: str) -> None:
    """No text fails to be judged, and both functions agree."""
    assert is_address(text) == (address_fault(text) is None)
