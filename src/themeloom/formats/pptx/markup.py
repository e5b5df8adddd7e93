"""Slides as PresentationML: what stands on each, of which kind it is, what is added."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from themeloom.formats.pptx import layouts
from themeloom.formats.pptx.drawn import Entry

if TYPE_CHECKING:
    from themeloom.core.office import Element


_SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_LAYOUT_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slideLayout"
#: What the colophon's shape is called.
COLOPHON = "Colophon"
_NUMBER = re.compile("\ue011(\\d+)\ue011")
_PICTURE_FILE = re.compile(r".*\.(png|jpe?g|svg|emf|gif)", re.IGNORECASE)


@dataclass
class Slide:
    """One slide: the group of its shapes, and its part and layout as python-pptx has them.

    `entry` is what the list of slides says of it, at its `number`; pandoc's own slides have none.
    `pieces` are the shapes of a slide that was taken apart, by the numbers of its pieces, and
    `thread` is its colour.
    """

    shapes: Element
    part: Any
    layout: Any
    number: int = 0
    entry: Entry = field(default_factory=Entry)
    pieces: dict[int, list[Element]] = field(default_factory=dict)
    thread: int = 0

    @property
    def kind(self) -> str:
        """What its layout is called."""
        return str(self.layout.name)

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
        texts = (one for one in texts_of(self) if one.ph is not None)
        return next((one for one in texts if one.ph.idx == index), None)


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


def is_caption(shape: Element) -> bool:
    """Whether a shape is a caption; `take_captions` named it so."""
    return bool(shape.shape_name == layouts.CAPTION)


def take_captions(slide: Slide) -> None:
    """Name what pandoc wrote below pictures and tables: text boxes that claim the box above."""
    for shape in texts_of(slide):
        if shape.is_textbox:
            shape.nvSpPr.cNvPr.set("name", layouts.CAPTION)
            if shape.ph is not None:
                shape.ph.getparent().remove(shape.ph)


def fill_figure(slide: Slide) -> None:
    """Put the picture and the caption of a figure's slide into the boxes of its layout."""
    for picture in slide.pictures[:1]:
        picture.nvPicPr.nvPr.get_or_add_ph().idx = layouts.PICTURE_BOX
    for caption in slide.captions[:1]:
        caption.nvSpPr.cNvSpPr.attrib.pop("txBox")
        mark = caption.nvSpPr.nvPr.get_or_add_ph()
        mark.set("type", "body")
        mark.idx = 1


def use_layout(slide: Slide, layout: Any) -> None:  # noqa: ANN401 - python-pptx has no types
    """Give the slide another layout; its boxes then take their places from that."""
    slide.layout = layout
    slide.part.drop_rel(relation_to_layout(slide.part))
    slide.part.relate_to(layout.part, _LAYOUT_RELATION)
    for box in layout.placeholders:
        mark = box.element.ph
        shape = slide.placeholder(mark.idx)
        if shape is None:
            continue
        del shape.spPr[:]
        if mark.idx and "type" in mark.attrib:
            shape.ph.set("type", mark.get("type"))


def fill_box(slide: Slide, index: int, words: str, place: int | None = None) -> None:
    """Add one of the small boxes of the layout, if it has that, with what it says.

    Args:
        slide: where it goes.
        index: the number of the box.
        words: runs, as mark-up.
        place: among the shapes; at their end if not given.
    """
    boxes = (one for one in slide.layout.placeholders if one.placeholder_format.idx == index)
    for box in boxes:
        kind = box.element.ph.get("type")
        shape = parsed(
            f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{box.name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" '
            f'idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
            f"<a:p>{words}</a:p></p:txBody></p:sp>"
        )
        slide.shapes.insert(len(slide.shapes) if place is None else place, shape)


def relation_to_layout(part: Any) -> str:  # noqa: ANN401 - python-pptx has no types
    """The identifier under which a slide's part names its layout."""
    links = part.rels.items()
    return str(next(key for key, one in links if one.reltype == _LAYOUT_RELATION))


def take_number(slide: Slide) -> int:
    """Take out what the extension's `powerpoint.lua` wrote before a heading: which slide it is.

    A slide of contents has the headings of all others, and no number.
    """
    number = next(iter(_NUMBER.findall(slide.title_text)), 0)
    for text in slide.shapes.iter(qualified("a:t")):
        text.text = _NUMBER.sub("", text.text or "")
    title = slide.placeholder(0)
    if title is not None and not text_of(title):
        slide.shapes.remove(title)
    return int(number)


def set_language(slide: Slide, language: str) -> None:
    """Say what language the words are in, for spelling and for reading aloud."""
    if not language:
        return
    for run in slide.shapes.iter(qualified("a:r")):
        properties = run.find(qualified("a:rPr"))
        if properties is not None and "lang" not in properties.attrib:
            properties.set("lang", language)


def describe_pictures(slide: Slide) -> None:
    """Keep the alternative text of pictures and nothing of where they lay on disk."""
    for picture in slide.pictures:
        name = picture.nvPicPr.cNvPr
        # pandoc writes the title, an empty line and the file; reading makes them spaces.
        pieces = re.split(r"\s{2,}|\n", name.get("descr") or "")
        said = " ".join(piece for piece in pieces if not _PICTURE_FILE.fullmatch(piece)).strip()
        captions = " ".join(map(text_of, slide.captions))
        name.set("descr", said or captions or slide.title_text)
        name.attrib.pop("title", None)


def number_shapes(slide: Slide) -> None:
    """Give every shape on the slide a number of its own, as the format demands."""
    for number, name in enumerate(slide.shapes.iter(qualified("p:cNvPr")), start=1):
        name.set("id", str(number))


def parsed(text: str) -> Element:
    """Parse a piece of mark-up with the prefixes a, p and r."""
    from pptx.oxml import parse_xml

    spaces = " ".join(f'xmlns:{prefix}="{_SPACES[prefix]}"' for prefix in ("a", "p", "r"))
    element = parse_xml(f"<x {spaces}>{text}</x>")[0]
    etree.cleanup_namespaces(element)
    return element


#: The layouts of the kinds of slides.
_LAYOUTS = {
    "section": layouts.SECTION,
    "statement": layouts.STATEMENT,
    "quotation": layouts.QUOTATION,
    "figure": layouts.FIGURE,
    "closing": layouts.CLOSING,
}


def layout_of(slide: Slide) -> str:
    """The layout of a slide, by its name."""
    if any(one.ph is not None and one.ph.idx == layouts.SECOND_BOX for one in texts_of(slide)):
        return layouts.TWO
    return _LAYOUTS.get(slide.entry.kind, layouts.CONTENT if slide.entry.kind else slide.kind)
