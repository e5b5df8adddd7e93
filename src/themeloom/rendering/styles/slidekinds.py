"""What kind a slide is: by the class of its heading, else by what stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.rendering.styles import slidelayouts as layouts
from themeloom.rendering.styles import slidexml
from themeloom.text import bare

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from themeloom.rendering.styles.markup import Element
    from themeloom.rendering.styles.slidelayouts import Layout
    from themeloom.rendering.styles.slidexml import Slide

#: What a quotation begins with, in the languages that we know.
_OPENING = ("“", "„", "«", "‹", "»", "「", "『", "”")
_CLOSING = ("”", "“", "»", "›", "«", "」", "』")
#: The most words that may stand alone on a slide whose heading does not say what it is.
_FEW = 75
#: The layouts of the kinds that a heading can name.
_NAMED = {
    "section": layouts.SECTION,
    "statement": layouts.STATEMENT,
    "quotation-slide": layouts.QUOTATION,
    "list": layouts.CONTENT,
    "closing": layouts.CLOSING,
}


@dataclass(frozen=True)
class Asked:
    """What the heading of a slide asks for: its classes, and its thread or 0."""

    classes: tuple[str, ...]
    thread: int


def layout_of(slide: Slide, asked: Asked, themes: Collection[str], *, last: bool) -> Layout:
    """The layout of a slide.

    Args:
        slide: as pandoc wrote it, its captions named.
        asked: what its heading asks for.
        themes: the titles of all themes, as plain letters.
        last: whether it is the last of its deck.
    """
    if slide.bands:
        return layouts.TWO if any(band.is_pair for band in slide.bands) else layouts.CONTENT
    if slide.layout is not layouts.CONTENT or slide.tables:
        return slide.layout
    body = slide.paragraphs
    if slide.pictures:
        return layouts.CONTENT if body else layouts.FIGURE
    named = next((_NAMED[one] for one in asked.classes if one in _NAMED), None)
    if named is not None:
        return named
    if not body:
        return layouts.SECTION
    kind = _of_words(body, themes)
    return layouts.CLOSING if last and kind is not layouts.CONTENT else kind


def _of_words(body: Sequence[Element], themes: Collection[str]) -> Layout:
    """Tell words that stand alone from lists and from longer text."""
    words = [slidexml.text_of(one) for one in body]
    quoted = words[0].startswith(_OPENING)
    if any(slidexml.is_listed(one) for one in body):
        return layouts.CONTENT
    if quoted and (words[0].endswith(_CLOSING) or _count(words, themes) <= _FEW):
        return layouts.QUOTATION
    return layouts.STATEMENT if _count(words, themes) <= _FEW else layouts.CONTENT


def _count(words: Sequence[str], themes: Collection[str]) -> int:
    """How many words there are beside the names of the themes that they rest on."""
    return sum(
        len(text.split())
        for text in words
        if not {bare(one) for one in text.split("·")} <= set(themes)
    )
