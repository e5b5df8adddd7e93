"""The text of a shape as it will be set: what its runs say, and what they leave to the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.rendering.styles import slidelayouts as layouts
from themeloom.rendering.styles.measuring import MONO, Paragraph
from themeloom.rendering.styles.powerpoint import INNER_ITEM, ITEM, LEVELS
from themeloom.rendering.styles.slidelayouts import EMU, Box
from themeloom.rendering.styles.slidexml import is_listed, qualified, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.rendering.styles.markup import Element

SERIF, SANS, SEMIBOLD = (
    "SourceSerifPro-Regular",
    "SourceSansPro-Regular",
    "SourceSansPro-Semibold",
)
STEMS = {layouts.VOICE: SERIF, layouts.TEXT: SANS, layouts.HEADING: SEMIBOLD}
_BOLD = {SERIF: "SourceSerifPro-Bold", SANS: "SourceSansPro-Bold"}
#: Hundredths of a point in a pixel.
_HUNDREDTHS = 50
#: What a shape is taken for that stands in no box of its layout: pandoc's text boxes are such.
LOOSE = Box("body", 0, "", 0, 0, 0, 0, 36)


def paragraphs_of(shape: Element) -> list[Element]:
    """The paragraphs of a shape that say something."""
    return [one for one in shape.iter(qualified("a:p")) if text_of(one)]


def level_of(paragraph: Element) -> int:
    """How deep in a list a paragraph stands; 0 is the first level."""
    properties = paragraph.find(qualified("a:pPr"))
    return 0 if properties is None else int(properties.get("lvl", "0"))


def to_fit(shape: Element, box: Box) -> list[Paragraph]:
    """The paragraphs of a shape whose size is still to be chosen: each with its share of it."""
    return [_measured(one, box, _share(one, box)) for one in paragraphs_of(shape)]


def _share(paragraph: Element, box: Box) -> float:
    """How large a paragraph is beside its box: items of lists become smaller further in."""
    return LEVELS[level_of(paragraph)][1] if box.bullets else 1.0


def as_set(paragraphs: Sequence[Element], box: Box) -> list[Paragraph]:
    """Paragraphs in the sizes they have been given; measured at size 1."""
    found = []
    for one in paragraphs:
        given = [int(run.get("sz")) / _HUNDREDTHS for run in one.iter(qualified("a:rPr"))
                 if run.get("sz")]  # fmt: skip
        found.append(_measured(one, box, max(given, default=round(box.size * _share(one, box)))))
    return found


def _measured(paragraph: Element, box: Box, share: float) -> Paragraph:
    text, stem = text_of(paragraph), _stem(paragraph, box)
    if box.capitals:
        text = text.upper()
    return Paragraph(
        text, stem, share, _indent(paragraph, box), _before(paragraph, box), _line(paragraph, box)
    )


def _stem(paragraph: Element, box: Box) -> str:
    """The face that a paragraph begins in."""
    for properties in paragraph.iter(qualified("a:rPr")):
        latin = properties.find(qualified("a:latin"))
        name = box.font if latin is None else latin.get("typeface")
        stem = STEMS.get(name, MONO)
        return _BOLD.get(stem, stem) if properties.get("b") == "1" else stem
    return STEMS[box.font]


def _indent(paragraph: Element, box: Box) -> float:
    """How far a paragraph stands in from the left of its box."""
    properties = paragraph.find(qualified("a:pPr"))
    own = None if properties is None else properties.get("marL")
    if own is not None:
        return int(own) / EMU
    return LEVELS[level_of(paragraph)][0] if box.bullets and is_listed(paragraph) else 0


def _before(paragraph: Element, box: Box) -> float:
    """The room above a paragraph."""
    own = paragraph.find(f"{qualified('a:pPr')}/{qualified('a:spcBef')}/{qualified('a:spcPts')}")
    if own is not None:
        return int(own.get("val")) / _HUNDREDTHS
    if not box.bullets:
        return box.before
    return INNER_ITEM if level_of(paragraph) else ITEM


def _line(paragraph: Element, box: Box) -> float:
    """The line spacing of a paragraph."""
    own = paragraph.find(f"{qualified('a:pPr')}/{qualified('a:lnSpc')}/{qualified('a:spcPct')}")
    return box.line / 100 if own is None else int(own.get("val")) / 100_000
