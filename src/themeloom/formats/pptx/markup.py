"""Slides as PresentationML: what stands on each, of which kind it is, what is added."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from themeloom.core.text import bare
from themeloom.formats.pptx import layouts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.layouts import Box, Layout


_SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
LAYOUT_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slideLayout"
#: What the colophon's shape is called.
COLOPHON = "Colophon"
_PAIR = 2
_PICTURE_FILE = re.compile(r".*\.(png|jpe?g|svg|emf|gif)", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """What stands one below the other, and its share of the slide's width."""

    share: float
    shapes: tuple[Element, ...]


@dataclass(frozen=True)
class Band:
    """Columns side by side."""

    columns: tuple[Column, ...]

    @property
    def is_pair(self) -> bool:
        """Whether there are two of them."""
        return len(self.columns) == _PAIR


@dataclass
class Slide:
    """One slide: the parts of the package that hold it, its layout, and its columns.

    `bands` are those that the author made; a slide without leaves all places to its layout.
    """

    name: str
    tree: Element
    relations: Element
    layout: Layout
    bands: list[Band] = field(default_factory=list)

    @property
    def shapes(self) -> Element:
        """The group that holds everything on the slide."""
        return self.tree.find(f"{qualified('p:cSld')}/{qualified('p:spTree')}")

    @property
    def pictures(self) -> list[Element]:
        """Its pictures."""
        return list(self.shapes.findall(qualified("p:pic")))

    @property
    def tables(self) -> list[Element]:
        """Its tables, with the frames that hold them."""
        return list(self.shapes.findall(qualified("p:graphicFrame")))

    @property
    def title_text(self) -> str:
        """What its title says."""
        box = self.placeholder(0)
        return "" if box is None else text_of(box)

    @property
    def paragraphs(self) -> list[Element]:
        """The paragraphs of its body, if they say something."""
        box = self.placeholder(1)
        found = [] if box is None else box.iter(qualified("a:p"))
        return [one for one in found if text_of(one)]

    @property
    def captions(self) -> list[Element]:
        """What stands below its pictures and tables."""
        return [shape for shape in texts_of(self) if is_caption(shape)]

    def placeholder(self, index: int) -> Element:
        """The shape in the box with that number; the title is number 0."""
        for shape in texts_of(self):
            mark = _mark(shape)
            if mark is not None and int(mark.get("idx", "0")) == index:
                return shape
        return None

    def box_of(self, shape: Element) -> Box | None:
        """The box of its layout that a shape stands in."""
        mark = _mark(shape)
        return None if mark is None else self.layout.box(int(mark.get("idx", "0")))


def qualified(tag: str) -> str:
    """The full name of a tag like `a:t`."""
    prefix, _, local = tag.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def unwrapped(shape: Element) -> Element:
    """The shape itself: one with a formula stands within a choice of versions."""
    inner = shape.find(f"{qualified('mc:Choice')}/{qualified('p:sp')}")
    return shape if inner is None else inner


def texts_of(slide: Slide) -> list[Element]:
    """The shapes of a slide that hold text."""
    return [one for one in map(unwrapped, slide.shapes) if one.tag == qualified("p:sp")]


def text_of(element: Element) -> str:
    """All that an element says, with its line breaks."""
    words = []
    letters = (qualified("a:t"), qualified("m:t"))
    for node in element.iter(*letters, qualified("a:br"), qualified("a:p")):
        if node.tag in letters:
            words.append(node.text or "")
        elif words:
            words.append("\n")
    return "".join(words).strip()


def is_listed(paragraph: Element) -> bool:
    """Whether a paragraph is an item of a list."""
    properties = paragraph.find(qualified("a:pPr"))
    return properties is None or properties.find(qualified("a:buNone")) is None


def _mark(shape: Element) -> Element:
    """What says which box a shape stands in."""
    return shape.find(f"{qualified('p:nvSpPr')}/{qualified('p:nvPr')}/{qualified('p:ph')}")


def is_caption(shape: Element) -> bool:
    """Whether a shape is a caption; `take_captions` named it so."""
    name = shape.find(f"{qualified('p:nvSpPr')}/{qualified('p:cNvPr')}")
    return name is not None and name.get("name") == layouts.CAPTION.name


def is_foot(slide: Slide, shape: Element) -> bool:
    """Whether a shape stands at the foot: the number, the date, the footer, the colophon."""
    box = slide.box_of(shape)
    if box is not None:
        return box in layouts.FOOT
    name = shape.find(f"{qualified('p:nvSpPr')}/{qualified('p:cNvPr')}")
    return name is not None and name.get("name") == COLOPHON


def take_captions(slide: Slide) -> None:
    """Name what pandoc wrote below pictures and tables: text boxes that claim the box above."""
    for shape in texts_of(slide):
        box = shape.find(f"{qualified('p:nvSpPr')}/{qualified('p:cNvSpPr')}")
        if box.get("txBox") == "1":
            shape.find(f"{qualified('p:nvSpPr')}/{qualified('p:cNvPr')}").set(
                "name", layouts.CAPTION.name
            )
            mark = _mark(shape)
            if mark is not None:
                mark.getparent().remove(mark)


def fill_figure(slide: Slide) -> None:
    """Put the picture and the caption of a figure's slide into the boxes of its layout."""
    for picture in slide.pictures[:1]:
        mark = picture.find(f"{qualified('p:nvPicPr')}/{qualified('p:nvPr')}")
        etree.SubElement(mark, qualified("p:ph"), idx=str(layouts.PICTURE.index))
    for caption in slide.captions[:1]:
        caption.find(f"{qualified('p:nvSpPr')}/{qualified('p:cNvSpPr')}").attrib.pop("txBox")
        mark = caption.find(f"{qualified('p:nvSpPr')}/{qualified('p:nvPr')}")
        box = layouts.CAPTION
        etree.SubElement(mark, qualified("p:ph"), type=box.kind, idx=str(box.index))


def use_layout(slide: Slide, layout: Layout) -> None:
    """Give the slide another layout; its boxes then take their places from that."""
    slide.layout = layout
    number = layouts.LAYOUTS.index(layout) + 1
    for link in slide.relations:
        if link.get("Type") == LAYOUT_RELATION:
            link.set("Target", f"../slideLayouts/slideLayout{number}.xml")
    for box in layout.boxes:
        shape = slide.placeholder(box.index)
        if shape is None:
            continue
        properties = shape.find(qualified("p:spPr"))
        for own in list(properties):
            properties.remove(own)
        if box.index and box.kind != "obj":
            shape.find(f".//{qualified('p:ph')}").set("type", box.kind)


def set_language(slide: Slide, language: str) -> None:
    """Say what language the words are in, for spelling and for reading aloud."""
    if not language:
        return
    for run in slide.tree.iter(qualified("a:r")):
        properties = run.find(qualified("a:rPr"))
        if properties is not None and "lang" not in properties.attrib:
            properties.set("lang", language)


def describe_pictures(slide: Slide) -> None:
    """Keep the alternative text of pictures and nothing of where they lay on disk."""
    for picture in slide.pictures:
        name = picture.find(f"{qualified('p:nvPicPr')}/{qualified('p:cNvPr')}")
        # pandoc writes the title, an empty line and the file; reading makes them spaces.
        pieces = re.split(r"\s{2,}|\n", name.get("descr") or "")
        said = " ".join(piece for piece in pieces if not _PICTURE_FILE.fullmatch(piece)).strip()
        name.set("descr", said or _captions_of(slide) or slide.title_text)
        name.attrib.pop("title", None)


def _captions_of(slide: Slide) -> str:
    return " ".join(text_of(one) for one in slide.captions)


def number_shapes(slide: Slide) -> None:
    """Give every shape on the slide a number of its own, as the format demands."""
    for number, name in enumerate(slide.shapes.iter(qualified("p:cNvPr")), start=1):
        name.set("id", str(number))


def parsed(text: str) -> Element:
    """Parse a piece of mark-up with the prefixes a, p and r."""
    spaces = " ".join(f'xmlns:{prefix}="{_SPACES[prefix]}"' for prefix in ("a", "p", "r"))
    element = etree.fromstring(f"<x {spaces}>{text}</x>")[0]
    etree.cleanup_namespaces(element)
    return element


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
    words = [text_of(one) for one in body]
    quoted = words[0].startswith(_OPENING)
    if any(is_listed(one) for one in body):
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
