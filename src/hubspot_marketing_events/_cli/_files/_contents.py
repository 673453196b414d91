"""What the values of a column look like, where its name says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from itertools import islice

LOOKED_AT = 20  # values


class Content(Enum):
    """What a column holds, for people."""

    ADDRESSES = "e-mail addresses"
    TIMES = "dates"
    URLS = "URLs"
    OTHER = "other texts"


_MONTH = r"[^\W\d]{3,}\.?"
_DATE = (
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./] ?\d{1,2}[-./] ?(\d{4}|\d{2})"
    r"|\d{4}年\d{1,2}月\d{1,2}日"
    rf"|\d{{1,2}}\.?( de)? {_MONTH},?( de)? \d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}}"
)
_FORMS = {
    Content.ADDRESSES: re.compile(r"[^\s@]++@[^\s@.]++(\.[^\s@.]++)++"),
    Content.TIMES: re.compile(rf"({_DATE})([T,]? ?(à |at |um )?\d{{1,2}}[:h.].*)?"),
    Content.URLS: re.compile(r"(https?://|www\.)\S+"),
}


def content_of(values: Iterable[str]) -> Content | None:
    """What most of the values of a column look like; None where there are none.

    Args:
        values: the first values of the column, of which empty ones do not count.
    """
    seen = list(islice(filter(None, map(str.strip, values)), LOOKED_AT))
    for content, form in _FORMS.items():
        if 2 * sum(bool(form.fullmatch(value)) for value in seen) > len(seen):
            return content
    return Content.OTHER if seen else None
