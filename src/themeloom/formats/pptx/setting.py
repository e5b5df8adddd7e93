"""The text of a shape as it will be set, and setting it: sizes, colours, places."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from lxml import etree

from themeloom.core import office as markup
from themeloom.core.text import bare
from themeloom.formats.pptx import layouts
from themeloom.formats.pptx.layouts import EMU, HEADING, INNER_ITEM, ITEM, LEVELS, Box
from themeloom.formats.pptx.markup import is_caption, is_listed, parsed, qualified, text_of
from themeloom.formats.pptx.threads import name_of
from themeloom.typefaces.measuring import MONO, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Slide


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


#: Hundredths of a point in a pixel.
_HUNDREDTHS_slidesetting = 50
#: Children of run properties, as ECMA-376 orders them (part 1, 21.1.2.3.9).
_RUN_ORDER = (
    "ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "effectLst",
    "effectDag", "highlight", "uLnTx", "uLn", "uFillTx", "uFill", "latin", "ea", "cs", "sym",
    "hlinkClick", "hlinkMouseOver", "rtl", "extLst",
)  # fmt: skip


def size_runs(paragraphs: Iterable[Element], size: float, shares: Sequence[float] = (1.0,)) -> None:
    """Set the size of all runs and formulas; deeper levels of a list get their share of it."""
    for paragraph in paragraphs:
        share = shares[min(level_of(paragraph), len(shares) - 1)]
        points = str(round(size * share) * _HUNDREDTHS_slidesetting)
        formulas = (
            markup.first(run, qualified("a:rPr"), len(run) - 1)
            for run in paragraph.iter(qualified("m:r"))
        )
        for properties in (*_run_properties(paragraph), *formulas):
            properties.set("sz", points)


def set_note(paragraph: Element, size: float, above: float) -> None:
    """Set a paragraph small, quiet and in the sans: an attribution, a reference, authors."""
    size_runs([paragraph], size)
    for properties in _run_properties(paragraph):
        _fill(properties, "tx2")
        if properties.find(qualified("a:latin")) is None:
            etree.SubElement(properties, qualified("a:latin"), typeface="+mn-lt")
        _sort(properties)
    set_above(paragraph, above)


def set_plain(paragraph: Element, size: float, above: float) -> None:
    """Set a paragraph in ink: the names of the authors."""
    size_runs([paragraph], size)
    for properties in _run_properties(paragraph):
        _fill(properties, "tx1")
        _sort(properties)
    set_above(paragraph, above)


def set_above(paragraph: Element, above: float) -> None:
    """Set the room above a paragraph."""
    space = parsed(f'<a:spcBef><a:spcPts val="{round(above * _HUNDREDTHS)}"/></a:spcBef>')
    properties = _paragraph_properties(paragraph)
    for old in properties.findall(qualified("a:spcBef")):
        properties.remove(old)
    spacing = properties.find(qualified("a:lnSpc"))
    properties.insert(0 if spacing is None else 1, space)


def colour_text(paragraphs: Iterable[Element], thread: int) -> None:
    """Set text in the colour of a thread."""
    for paragraph in paragraphs:
        for properties in _run_properties(paragraph):
            _fill(properties, name_of(thread))
            _sort(properties)


def colour_themes(slide: Slide, themes: Mapping[str, int]) -> None:
    """Items of a list that are the name of a theme, in its colour."""
    for shape in slide.shapes.findall(qualified("p:sp")):
        if is_caption(shape) or slide.placeholder(0) is shape:
            continue
        for paragraph in paragraphs_of(shape):
            thread = themes.get(bare(text_of(paragraph)), 0)
            if thread and is_listed(paragraph):
                colour_text([paragraph], thread)
                set_face([paragraph], HEADING)


def as_caption(shape: Element, size: float) -> None:
    """Set the text below a figure as its caption: small, quiet, at the left."""
    body = shape.find(f"{qualified('p:txBody')}/{qualified('a:bodyPr')}")
    for edge in ("lIns", "tIns", "rIns", "bIns"):
        body.set(edge, "0")
    for paragraph in paragraphs_of(shape):
        set_note(paragraph, size, 0)
        properties = _paragraph_properties(paragraph)
        properties.set("algn", "l")
        for key in ("marL", "indent"):
            properties.set(key, "0")


def set_face(paragraphs: Iterable[Element], face: str) -> None:
    """Set runs in a face; those that have one of their own keep it."""
    for paragraph in paragraphs:
        for properties in _run_properties(paragraph):
            if properties.find(qualified("a:latin")) is None:
                etree.SubElement(properties, qualified("a:latin"), typeface=face)
                _sort(properties)


def set_typeface(run: Element, family: str, kinds: Iterable[str]) -> None:
    """Set a run in a typeface as far as its characters are of some kinds: `ea` or `cs`."""
    properties = markup.first(run, qualified("a:rPr"))
    for kind in kinds:
        markup.first(properties, qualified(f"a:{kind}"), len(properties)).set("typeface", family)
    _sort(properties)


def hang(paragraphs: Sequence[Element], width: float) -> None:
    """Let the opening quotation mark hang to the left of the words, and all below stand with them.

    Args:
        paragraphs: the words and what stands below them.
        width: of the mark, in pixels.
    """
    for number, paragraph in enumerate(paragraphs):
        properties = _paragraph_properties(paragraph)
        properties.set("marL", str(round(width * EMU)))
        properties.set("indent", str(0 if number else -round(width * EMU)))


def number_items(shape: Element) -> None:
    """Let the numbers of a list hang where dashes would, plain and quiet."""
    for properties in shape.iter(qualified("a:pPr")):
        numbering = properties.find(qualified("a:buAutoNum"))
        if numbering is None:
            continue
        if numbering.get("type") == "arabicPeriod":
            numbering.set("type", "arabicPlain")
        for key in ("marL", "indent"):
            properties.attrib.pop(key, None)


def write_leftwards(slide: Slide) -> None:
    """Say of paragraphs in Arabic, Hebrew and the like that they run from right to left."""
    for paragraph in slide.shapes.iter(qualified("a:p")):
        if runs_leftwards(text_of(paragraph)):
            properties = _paragraph_properties(paragraph)
            properties.set("rtl", "1")
            properties.set("algn", "r")


def align_right(paragraphs: Iterable[Element]) -> None:
    """Set paragraphs at the right, where words that run leftwards begin."""
    for paragraph in paragraphs:
        _paragraph_properties(paragraph).set("algn", "r")


def runs_leftwards(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    found = (bidirectional(one) for one in text)
    first = next((one for one in found if one in {"L", "R", "AL"}), "L")
    return first != "L"


def place(shape: Element, box: Box, *, anchor: str = "") -> None:
    """Put a shape where a box says, its text at that edge of it if one is given."""
    properties = shape.find(qualified("p:spPr"))
    for old in properties.findall(qualified("a:xfrm")):
        properties.remove(old)
    where = (
        f'<a:xfrm><a:off x="{round(box.x * EMU)}" y="{round(box.y * EMU)}"/>'
        f'<a:ext cx="{round(box.width * EMU)}" cy="{round(box.height * EMU)}"/></a:xfrm>'
    )
    properties.insert(0, parsed(where))
    if anchor:
        shape.find(f"{qualified('p:txBody')}/{qualified('a:bodyPr')}").set("anchor", anchor)


def extent_of(picture: Element) -> tuple[float, float]:
    """How wide and how high a picture is, in pixels."""
    extent = picture.find(f"{qualified('p:spPr')}/{qualified('a:xfrm')}/{qualified('a:ext')}")
    return int(extent.get("cx")) / EMU, int(extent.get("cy")) / EMU


def _run_properties(paragraph: Element) -> list[Element]:
    """The properties of every run of a paragraph; they are made where there are none."""
    tags = (qualified("a:r"), qualified("a:br"), qualified("a:fld"))
    return [markup.first(run, qualified("a:rPr")) for run in paragraph.iter(*tags)]


def _paragraph_properties(paragraph: Element) -> Element:
    """The properties of a paragraph; they are made where there are none."""
    return markup.first(paragraph, qualified("a:pPr"))


def _fill(properties: Element, colour: str) -> None:
    """Set the colour of a run, as a name of the theme."""
    for old in properties.findall(qualified("a:solidFill")):
        properties.remove(old)
    fill = etree.SubElement(properties, qualified("a:solidFill"))
    etree.SubElement(fill, qualified("a:schemeClr"), val=colour)


def _sort(properties: Element) -> None:
    """Put the children of run properties in the order that the schema demands."""
    for child in sorted(properties, key=lambda one: _RUN_ORDER.index(etree.QName(one).localname)):
        properties.append(child)
