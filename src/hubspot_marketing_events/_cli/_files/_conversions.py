"""From the text of a cell to the value of a field: dates, and words for yes and no."""

from __future__ import annotations

import datetime as dt
import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import define, field

from hubspot_marketing_events._cli._files._fields import Kind
from hubspot_marketing_events._cli._files._problems import FileError, Problem

EPOCHS = {"epoch": 1, "epoch-s": 1, "epoch-ms": 1000}  # how many make a second
DIGITS = {"epoch": 10, "epoch-ms": 13}  # of a count, from 2001 to 2286
SHEET_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")
WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
ZONE = re.compile(r"(?<=\d|M) (?!AM|PM)[A-Z]{2,5}$")  # the name of a zone, as EST, behind a time
TRIED = 20  # dates with which every format is tried
NAMED = 3  # places that are named where a format does not fit
SUGGESTED = 5  # formats
KEPT = 4096  # how many texts of a column are remembered: exports repeat dates and flags

# Formats that exports are seen to use; only ever suggested, since a value may fit several.
FORMATS = tuple(
    f"{date}{time}"
    for date in (
        "%m/%d/%Y", "%d/%m/%Y", "%Y/%m/%d", "%d.%m.%Y", "%m-%d-%Y", "%d-%m-%Y", "%m/%d/%y",
        "%d/%m/%y", "%d.%m.%y", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d",
    )
    for time in (
        "", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %I:%M %p",
        ", %H:%M:%S", ", %I:%M:%S %p", " %H.%M",
        " %H:%M %z", " %H:%M:%S %z", " %I:%M %p %z",
    )
)  # fmt: skip


class _UnreadableError(Exception):
    """A text is no value of its kind; the argument says why."""


@define
class Conversions:
    """How texts become values.

    Args:
        date_format: how times are written, as `strptime` takes it; "epoch", "epoch-s" or "epoch-ms"
            for a count since 1970; None for ISO 8601.
        time_zone: the name of the zone of times that say none, as "Europe/Berlin"; None where each
            must say its own.

    Raises:
        FileError: there is no such zone, or the format cannot be one.
    """

    date_format: str | None = None
    time_zone: str | None = None
    _zone: ZoneInfo | None = field(init=False, default=None)
    _time: Callable[[str], str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        if self.time_zone:
            self._zone = _zone(self.time_zone)
        if self.date_format and self.date_format not in EPOCHS:
            _check_format(self.date_format)
        self._time = lru_cache(KEPT)(self._read_time)

    def convert(self, name: str, kind: Kind, text: str) -> str | bool | Mapping[str, Any] | Problem:
        """The value of a text, or what is wrong with it."""
        try:
            if kind is Kind.PROPERTIES:
                return _properties(text)
            if kind is Kind.NUMBER:
                return _number(text)
            if kind is Kind.TIME:
                return self._time(text)
            return _flag(text) if kind is Kind.FLAG else text
        except _UnreadableError as error:
            return Problem(str(error), name, text)

    def _read_time(self, text: str) -> str:
        moment = self._parsed(text.strip())
        if moment.utcoffset() is None:
            if self._zone is None:
                raise _UnreadableError(
                    "has no time zone; say which with --time-zone, as Europe/Berlin"
                )
            moment = _placed(moment, self._zone)
        try:
            return moment.astimezone(dt.UTC).isoformat()
        except OverflowError:
            raise _UnreadableError("is outside the years 1 to 9999 in UTC") from None

    def _parsed(self, text: str) -> dt.datetime:
        # A date cell of a spreadsheet comes in ISO 8601 as well, whatever format its texts have.
        if self.date_format is None or SHEET_DATE.fullmatch(text):
            try:
                return dt.datetime.fromisoformat(text)
            except ValueError:
                raise _UnreadableError("is not an ISO 8601 date and time") from None
        try:
            if self.date_format in EPOCHS:
                return _since_1970(text, EPOCHS[self.date_format])
            return dt.datetime.strptime(text, self.date_format)  # noqa: DTZ007 - it comes after
        except (ValueError, OverflowError, OSError):
            raise _UnreadableError(f"does not fit --date-format {self.date_format}") from None


def fitting(text: str, among: Iterable[str] = (*FORMATS, *EPOCHS)) -> set[str]:
    """The values of --date-format with which a text could be read.

    Args:
        text: a date as it stands in a file.
        among: the formats that are tried.
    """
    return {form for form in among if _fits(text.strip(), form)}


@define
class DateFormats:
    """Which formats fit the dates of one column, and how many of them.

    Every format is tried with the first dates, and after that those that fitted more than half.
    """

    count: int = 0
    _fitted: Counter[str] = field(factory=Counter)
    _missed: dict[str, list[str]] = field(factory=lambda: {f: [] for f in (*FORMATS, *EPOCHS)})

    def add(self, text: str, place: str) -> None:
        """Try the formats with one more date.

        Args:
            text: the date as it stands in the file.
            place: where it stands, as people are told.
        """
        zone = ZONE.search(text.strip())
        if zone and not self.count:
            # `strptime` knows few names of zones; as a part of the format, each can be read.
            self._missed |= {f"{form}{zone[0]}": [] for form in FORMATS}
        if self.count == TRIED:
            likely = {form for form, fitted in self._fitted.items() if fitted * 2 > TRIED}
            self._missed = {form: self._missed[form] for form in likely}
        self.count += 1
        fits = fitting(text, self._missed)
        self._fitted.update(fits)
        for form, places in self._missed.items():
            if form not in fits and len(places) < NAMED:
                places.append(place)

    def advice(self, unit: str) -> str:
        """What to give as --date-format, as the end of a message; empty where nothing fits.

        Args:
            unit: what `place` counts, as "line".
        """
        if not self._fitted:
            return ""
        most = max(self._fitted.values())
        if most * 2 <= self.count:
            return "; no one format fits all of these dates"

        best = sorted((f for f, n in self._fitted.items() if n == most), key=lambda f: (len(f), f))
        named = " or ".join(f"--date-format '{form}'" for form in best[:SUGGESTED])
        which = "; say which it is" if len(best) > 1 else ""
        if most == self.count:
            return f"; {named} would fit{which}"
        missed, left_out = self._missed[best[0]], self.count - most
        units = unit if left_out == 1 else f"{unit}s"
        more = ", ..." if left_out > len(missed) else ""
        would = f"would fit {most:,} of {self.count:,}, but not {units} {', '.join(missed)}{more}"
        return f"; {named} {would}{which}"


def _fits(text: str, form: str) -> bool:
    if form in EPOCHS:
        return text.isdecimal() and len(text) == DIGITS.get(form)
    try:
        dt.datetime.strptime(text, form)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True


def _since_1970(text: str, scale: int) -> dt.datetime:
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=float(text) / scale)


def _placed(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """A local time in its zone, unless clocks skip or repeat it."""
    early, late = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early
    there = early.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == moment
    what = "comes twice" if there else "does not exist"
    raise _UnreadableError(
        f"{what} in {zone.key}, where clocks change; write its offset, as +01:00"
    )


def _flag(text: str) -> bool:
    try:
        return WORDS[text.strip().casefold()]
    except KeyError:
        raise _UnreadableError("is none of true, false, yes, no, 1, 0") from None


def _number(text: str) -> str:
    """The digits of an id, which some tables show with a fraction of zeros."""
    found = re.fullmatch(r"\s*([0-9]{1,19})(\.0*)?\s*", text)
    if not found:
        raise _UnreadableError("is no whole number")
    return found[1]


def _properties(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _UnreadableError("is not a JSON object of texts by name")
    return found


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FileError(
            f"--time-zone {name}: no such zone; names are as Europe/Berlin or UTC"
        ) from None


def _check_format(form: str) -> None:
    """Refuse a format that reads nothing of a date, or that `strptime` does not know."""
    try:
        written = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC).strftime(form)
        with warnings.catch_warnings():  # of a day without a year, which is refused below
            warnings.simplefilter("ignore", DeprecationWarning)
            read = dt.datetime.strptime(written, form)  # noqa: DTZ007 - only the day counts
        whole = (read.year, read.month, read.day) == (2026, 12, 1)
    except ValueError:
        whole = False
    if "%p" in form and "%I" not in form:  # which strptime takes, and ignores
        raise FileError(f"--date-format {form}: with %p (AM, PM) the hour is %I, not %H")
    if not whole:
        raise FileError(
            f"--date-format {form}: should name year, month and day, as %d.%m.%Y %H:%M or "
            "%m/%d/%Y %I:%M %p, or be epoch or epoch-ms"
        )
