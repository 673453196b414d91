"""The page of a report can be read by everybody."""

from __future__ import annotations

import re
from itertools import product

import pytest

from hubspot_marketing_events_contract.reporting import _page

# WCAG 2.2, success criterion 1.4.3: normal text needs 4.5:1.
ENOUGH = 4.5
ON = ("back", "soft")
TEXTS = ("text", "bad", "good", "muted", "link")


def palettes() -> dict[str, dict[str, str]]:
    """Return the colours of the page, as its style sheet defines them, light and dark."""
    light, _, dark = _page.STYLE.partition("@media (prefers-color-scheme: dark)")
    colours = r"--([a-z]+): (#[0-9a-f]{3,6});"
    dark_part = dark.partition("}")[0]
    return {"light": dict(re.findall(colours, light)), "dark": dict(re.findall(colours, dark_part))}


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG defines it."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_right() -> None:
    """Black on white is 21, and the lightest grey that suffices on white is #767676."""
    assert pytest.approx(21) == contrast("#000", "#fff")
    assert contrast("#767676", "#fff") >= ENOUGH > contrast("#777777", "#fff")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "back"), list(product(TEXTS, ON)))
def test_every_text_has_contrast(scheme: str, text: str, back: str) -> None:
    """Every colour of text has 4.5:1 on the page and in its boxes, light and dark."""
    colours = palettes()[scheme]
    assert contrast(colours[text], colours[back]) >= ENOUGH


def test_every_colour_is_of_the_palette() -> None:
    """No rule of the style sheet names a colour of its own, which would not be measured."""
    rules = _page.STYLE.partition("* {")[2]
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", rules)
    used = set(re.findall(r"(?<![-\w])color: var\(--([a-z]+)\)", rules))
    assert used == set(TEXTS)
