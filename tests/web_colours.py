"""The colours of a style sheet, and how well one can be read on another."""

from __future__ import annotations

import re

from helpers import ROOT

EXTENSION = ROOT / "_extensions" / "themeloom"
PAGE = (EXTENSION / "themeloom.css").read_text(encoding="utf-8")
#: What WCAG asks for between text and its ground.
ENOUGH = 4.5


def tokens(css: str, start: str) -> dict[str, str]:
    """The colours that the first `:root` after `start` defines."""
    block = css[css.index(start) :]
    block = block[block.index(":root") : block.index("}", block.index(":root"))]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


LIGHT = tokens(PAGE, "/* 1 ·")


def channels(colour: str) -> list[float]:
    """Red, green and blue between 0 and 1."""
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def luminance(colour: list[float]) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    """The contrast ratio of two colours, between 1 and 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
