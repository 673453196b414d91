"""Operators on what fields hold: dropped, cut, mangled, rounded, shifted, exchanged."""

from __future__ import annotations

import datetime as dt
import html
import unicodedata
from collections.abc import Callable
from typing import Any

import httpx

from contract_tests.defects._defect import READS, WRITES, Exchange
from contract_tests.defects.operators._catalogue import (
    TEXTS,
    TIMES,
    changed_text,
    later,
    register,
    rotated,
    sent,
    set_to,
    shown,
)


def _without(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda one: one.pop(name, None)


def _cut(length: int) -> Callable[[str], str]:
    return lambda text: text[:length]


def _changed(name: str, change: Callable[[Any], Any]) -> Callable[[dict[str, Any]], Any]:
    return lambda one: one.update({name: change(one[name])}) if name in one else None


def drop() -> None:
    """A field is taken and not kept, or kept and not shown."""
    for operation in WRITES:
        for name in (*TEXTS, *TIMES):
            if name not in {"eventName", "eventOrganizer"} or operation.startswith("update"):
                register(
                    "drop", "data", f"{operation} takes {name} and does not keep it.", operation,
                    name, sent(_without(name)),
                )  # fmt: skip

    for operation in READS:
        for name in (*TEXTS[2:], *TIMES, "eventCancelled"):
            register(
                "drop", "data", f"{operation} does not show {name}.", operation, f"read-{name}",
                shown(set_to(name, None)),
            )  # fmt: skip


def truncate() -> None:
    """A text ends after so many characters."""
    for operation, name in rotated(WRITES, TEXTS, count=12):
        for length in (39, 255, 1000, 65_536):
            register(
                "truncate", "data", f"{operation} cuts {name} after {length} characters.",
                operation, f"{name}-{length}", sent(changed_text(name, _cut(length))),
            )  # fmt: skip


_MANGLERS: dict[str, Callable[[str], str]] = {
    "strips": str.strip,
    "collapses-spaces": lambda text: (
        " ".join(text.split(" ")) if "  " not in text else " ".join(text.split())
    ),
    "composes": lambda text: unicodedata.normalize("NFC", text),
    "decomposes": lambda text: unicodedata.normalize("NFD", text),
    "drops-zero-width": lambda text: text.replace("\u200d", "").replace("\u200b", ""),
    "drops-controls": lambda text: "".join(c for c in text if c >= " " or c in "\r\n\t"),
    "unifies-line-ends": lambda text: text.replace("\r\n", "\n"),
    "drops-tabs": lambda text: text.replace("\t", " "),
    "drops-markup": lambda text: text.replace("<b>", "").replace("</b>", ""),
    "unescapes-html": html.unescape,
    "lowers": str.lower,
    "drops-combining": lambda text: "".join(c for c in text if not unicodedata.combining(c)),
    "reads-null": lambda text: "" if text in {"null", "None"} else text,
    "reads-numbers": lambda text: str(int(text)) if text.isascii() and text.isdecimal() else text,
    "empties-to-dash": lambda text: text or "-",
    "drops-emoji": lambda text: "".join(c for c in text if ord(c) < 0x10000),
    "unquotes-percent": lambda text: text.replace("%20", " "),
    "drops-backslashes": lambda text: text.replace("\\", ""),
    "straightens-quotes": lambda text: text.replace("“", '"').replace("”", '"'),
}


def mangle() -> None:
    """A text is kept as another text that looks nearly the same."""
    for number, (label, change) in enumerate(_MANGLERS.items()):
        for turn in range(2):
            operation = WRITES[(number + 3 * turn) % len(WRITES)]
            name = TEXTS[(number + 2 * turn) % len(TEXTS)]
            register(
                "mangle", "encoding", f"{operation} changes {name}: it {label}.", operation,
                f"{name}-{label}",
                sent(changed_text(name, change)),
            )  # fmt: skip


def _clamped(low: int, high: int) -> Callable[[str], str]:
    def change(text: str) -> str:
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            return text
        if low <= moment.astimezone(dt.UTC).year < high:
            return text
        return f"{low if moment.year < low else high}-01-01T00:00:00Z"

    return change


def _zone(pattern: str, instead: str) -> Callable[[str], str]:
    return lambda text: text.replace(pattern, instead)


_ROUNDERS: dict[str, Callable[[str], str]] = {
    "before-1970": _clamped(1970, 9000),
    "after-2038": _clamped(1, 2038),
    "leap-day": lambda text: text.replace("-02-29T", "-02-28T"),
    "half-hour-offset": lambda text: text.replace("+05:30", "+05:00"),
    "quarter-hour-offset": lambda text: text.replace("+05:45", "+05:30"),
    "negative-offset": lambda text: text.replace("-03:30", "-03:00"),
    "milliseconds": lambda text: text.replace(".001", "").replace(".999", ""),
    "midnight": lambda text: text.replace("T00:00:00", "T00:00:01"),
    "end-of-year": lambda text: text.replace("-12-31T23:59:59", "-12-31T23:59:58"),
}


def round_times() -> None:
    """A moment of a certain kind is kept as another moment."""
    for number, (label, change) in enumerate(_ROUNDERS.items()):
        for turn in range(2):
            operation = WRITES[(number + 2 * turn) % len(WRITES)]
            name = TIMES[(number + turn) % 2]
            register(
                "round", "time", f"{operation} keeps another {name}: {label}.", operation,
                f"{name}-{label}",
                sent(changed_text(name, change)),
            )  # fmt: skip


def shift() -> None:
    """A moment is shown a little later."""
    for operation in READS:
        for name in (*TIMES, "createdAt", "updatedAt"):
            register(
                "shift", "time", f"{operation} shows {name} a millisecond late.", operation, name,
                shown(later(name)),
            )  # fmt: skip


def swap() -> None:
    """Two fields change places."""
    pairs = (("eventType", "eventDescription"), ("eventName", "eventOrganizer"), TIMES)
    for operation, number in rotated((*WRITES, *READS), ("0", "1", "2"), count=9):
        first, second = pairs[int(number)]

        def exchange(one: dict[str, Any], first: str = first, second: str = second) -> None:
            if first in one and second in one:
                one[first], one[second] = one[second], one[first]

        register(
            "swap", "data", f"{operation} exchanges {first} and {second}.", operation, first,
            (shown if operation in READS else sent)(exchange),
        )  # fmt: skip


def wrong_type() -> None:
    """A field comes as another type."""
    kinds: tuple[tuple[str, Callable[[Any], Any]], ...] = (
        ("objectId", int), ("eventName", lambda value: [value]), ("eventCancelled", str),
        ("createdAt", lambda _: 1_700_000_000_000), ("customProperties", lambda _: {}),
    )  # fmt: skip
    for number, operation in enumerate((*READS, *WRITES)):
        name, change = kinds[number % len(kinds)]
        register(
            "wrong-type", "shape", f"{operation} gives {name} as another type.", operation, name,
            shown(_changed(name, change)),
        )  # fmt: skip


def ids() -> None:
    """Two ids that differ by a little are taken for one."""
    kinds: dict[str, Callable[[str], str]] = {
        "case": str.lower,
        "outer-space": str.strip,
        "leading-zeros": lambda text: text.replace("-00", "-"),
        "composed": lambda text: unicodedata.normalize("NFC", text),
        "separator": lambda text: text.replace(".", "-").replace("_", "-"),
        "length": lambda text: text[:64],
    }
    for label, change in kinds.items():
        for name in ("externalEventId", "externalAccountId"):

            def tamper(
                x: Exchange, name: str = name, change: Callable[[str], str] = change
            ) -> httpx.Response:
                url = str(x.request.url)
                given = x.values.get(name)
                if given and change(given) != given:
                    encoded = httpx.URL("http://x/", params={"v": given}).query.decode()[2:]
                    wanted = httpx.URL("http://x/", params={"v": change(given)}).query.decode()[2:]
                    for spelling in (encoded, encoded.replace("+", "%20"), given):
                        url = url.replace(spelling, wanted.replace("+", "%20"))
                sent = x.sent
                for one in sent.get("inputs", [sent]) if isinstance(sent, dict) else ():
                    if isinstance(one, dict) and isinstance(one.get(name), str):
                        one[name] = change(one[name])
                return x.send(sent, url=url)

            register(
                "ids", "data", f"Two values of {name} that differ by {label} are one.", (),
                f"{name}-{label}", tamper
            )  # fmt: skip
