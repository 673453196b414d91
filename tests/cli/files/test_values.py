"""What the cells of an export mean, and what is said of those that mean nothing."""

from __future__ import annotations

import pytest

from hubspot_marketing_events._cli._files import FileError, Kind, Problem
from hubspot_marketing_events._cli._files._conversions import FORMATS, Conversions, fitting


def read(text: str, kind: Kind, form: str | None = None, zone: str | None = None) -> object:
    """What a text becomes; of a problem, its words."""
    found = Conversions(form, zone).convert("x", kind, text)
    return found.what if isinstance(found, Problem) else found


@pytest.mark.parametrize(
    ("text", "form", "zone", "moment"),
    [
        ("2026-12-01T09:00:00Z", None, None, "2026-12-01T09:00:00+00:00"),
        ("2026-12-01 09:00+01:00", None, None, "2026-12-01T08:00:00+00:00"),
        (" 2026-12-01T09:00 ", None, "Europe/Berlin", "2026-12-01T08:00:00+00:00"),
        ("2026-07-01T09:00", None, "Europe/Berlin", "2026-07-01T07:00:00+00:00"),
        ("2026-12-01T09:00-05:00", None, "Europe/Berlin", "2026-12-01T14:00:00+00:00"),
        ("2026-12-01", None, "UTC", "2026-12-01T00:00:00+00:00"),
        ("12/1/2026 9:00 AM", "%m/%d/%Y %I:%M %p", "UTC", "2026-12-01T09:00:00+00:00"),
        ("12/1/2026 9:00 AM", "%d/%m/%Y %I:%M %p", "UTC", "2026-01-12T09:00:00+00:00"),
        ("1.12.2026 09:00 +0100", "%d.%m.%Y %H:%M %z", None, "2026-12-01T08:00:00+00:00"),
        ("1796119200", "epoch", None, "2026-12-01T10:00:00+00:00"),
        ("1796119200500", "epoch-ms", None, "2026-12-01T10:00:00.500000+00:00"),
    ],
)
def test_a_time_is_read_as_it_is_written(
    text: str, form: str | None, zone: str | None, moment: str
) -> None:
    """A time comes out in UTC, whatever its format and zone."""
    assert moment == read(text, Kind.TIME, form, zone)


@pytest.mark.parametrize(
    ("text", "form", "zone", "why"),
    [
        ("12/1/2026", None, "UTC", "is not an ISO 8601 date and time"),
        ("1796119200000", None, "UTC", "is not an ISO 8601 date and time"),
        ("2026-12-01T09:00", None, None, "has no time zone; say which with --time-zone"),
        ("2026-12-01", "%d.%m.%Y", "UTC", "does not fit --date-format %d.%m.%Y"),
        ("soon", "epoch", None, "does not fit --date-format epoch"),
        ("9" * 30, "epoch", None, "does not fit --date-format epoch"),
        ("2026-10-25T02:30", None, "Europe/Berlin", "comes twice in Europe/Berlin"),
        ("2026-03-29T02:30", None, "Europe/Berlin", "does not exist in Europe/Berlin"),
        ("0001-01-01T00:00+12:00", None, None, "is outside the years 1 to 9999 in UTC"),
    ],
)
def test_a_time_that_cannot_be_read_is_said(
    text: str, form: str | None, zone: str | None, why: str
) -> None:
    """Nothing is guessed: not the zone, the order of day and month, nor a repeated hour."""
    assert str(read(text, Kind.TIME, form, zone)).startswith(why)


def test_words_for_yes_and_no_are_known_in_any_case() -> None:
    """Six words are flags, and no other."""
    words = ["TRUE", " Yes", "1", "false", "nO", "0"]
    assert [True] * 3 + [False] * 3 == [read(word, Kind.FLAG) for word in words]
    assert "is none of true, false, yes, no, 1, 0" == read("maybe", Kind.FLAG)


@pytest.mark.parametrize("form", ["%d", "%H:%M", "%d.%m", "%Q", "d.m.Y", ""])
def test_a_format_without_a_date_is_refused(form: str) -> None:
    """A format names year, month and day, or nothing is read with it."""
    if not form:
        assert Conversions(form)._zone is None  # noqa: SLF001 - as if it were not given
        return
    with pytest.raises(FileError, match="should name year, month and day"):
        Conversions(form)


def test_a_zone_that_does_not_exist_is_refused() -> None:
    """The message has the name, and says what names are like."""
    with pytest.raises(FileError, match=r"--time-zone Berlin: no such zone; names are as Europe"):
        Conversions(None, "Berlin")


def test_formats_that_fit_are_suggested_and_never_chosen() -> None:
    """A date that can be read in two ways fits both formats; one that cannot fits one."""
    both = {"%m/%d/%Y %I:%M %p", "%d/%m/%Y %I:%M %p"}
    assert both == fitting("12/1/2026 9:00 AM")
    assert {"%m/%d/%Y %I:%M %p"} == fitting("12/25/2026 9:00 AM", both)
    assert ({"epoch"}, {"epoch-ms"}) == (fitting("1796119200"), fitting("1796119200000"))


def test_each_suggested_format_can_be_given() -> None:
    """No suggestion is refused when it is pasted."""
    assert all(Conversions(form) for form in FORMATS)


def test_am_and_pm_need_an_hour_of_twelve() -> None:
    """With %H, `strptime` would take PM for granted and read 2:00 PM as two at night."""
    with pytest.raises(FileError, match=r"with %p \(AM, PM\) the hour is %I"):
        Conversions(date_format="%m/%d/%Y %H:%M %p")
