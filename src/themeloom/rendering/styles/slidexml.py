"""Slides as PresentationML: finding what stands on a slide, and writing what is added.

Tags are those of ECMA-376, part 1, chapters 19 and 20; `qualified("a:t")` is the tag
`t` of DrawingML.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree

from themeloom.rendering.styles import markup
from themeloom.rendering.styles import slidelayouts as layouts
from themeloom.rendering.styles.powerpoint import rectangle
from themeloom.rendering.styles.slidelayouts import Box, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.rendering.styles.markup import Element

_SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_LAYOUT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slideLayout"
_PICTURE_FILE = re.compile(r".*\.(png|jpe?g|svg|emf|gif)", re.IGNORECASE)
_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    'openxmlformats.org/officeDocument/2006/extended-properties"><Slides>{slides}</Slides>'
    "</Properties>"
)

#: Where the colophon stands on the last slide, in pixels: between the text and the thread.
_SIGNED_TOP, _SIGNED_WIDTH, _SIGNED_HEIGHT = 968, 1440, 32


@dataclass
class Slide:
    """One slide: the parts of the package that hold it, and its layout."""

    name: str
    tree: Element
    relations: Element
    layout: Layout

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

    def placeholder(self, index: int) -> Element:
        """The shape in the box with that number; the title is number 0."""
        for shape in self.shapes.findall(qualified("p:sp")):
            mark = shape.find(f"{qualified('p:nvSpPr')}/{qualified('p:nvPr')}/{qualified('p:ph')}")
            if mark is not None and int(mark.get("idx", "0")) == index:
                return shape
        return None


def qualified(tag: str) -> str:
    """The full name of a tag like `a:t`."""
    prefix, _, local = tag.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def text_of(element: Element) -> str:
    """All that an element says, with its line breaks."""
    words = []
    for node in element.iter(qualified("a:t"), qualified("a:br"), qualified("a:p")):
        if node.tag == qualified("a:t"):
            words.append(node.text or "")
        elif words:
            words.append("\n")
    return "".join(words).strip()


def plain(text: str) -> str:
    """Letters and digits alone, for comparing titles however they are punctuated."""
    return " ".join(re.findall(r"\w+", re.sub(r"[\\*_`]", "", text).casefold()))


def is_listed(paragraph: Element) -> bool:
    """Whether a paragraph is an item of a list."""
    properties = paragraph.find(qualified("a:pPr"))
    return properties is None or properties.find(qualified("a:buNone")) is None


def is_ours(parts: Mapping[str, bytes]) -> bool:
    """Whether a deck was made with our reference presentation, by the names of its layouts."""
    return all(
        f'<p:cSld name="{layout.name}">'.encode()
        in parts.get(f"ppt/slideLayouts/slideLayout{number}.xml", b"")
        for number, layout in enumerate(layouts.LAYOUTS, start=1)
    )


def slides_of(parts: dict[str, bytes]) -> list[Slide]:
    """Read the slides in the order in which they are shown."""
    relations = markup.read(parts["ppt/_rels/presentation.xml.rels"])
    targets = {one.get("Id"): one.get("Target") for one in relations}
    deck = markup.read(parts["ppt/presentation.xml"])
    slides = []
    for listed in deck.find(qualified("p:sldIdLst")):
        name = posixpath.normpath(f"ppt/{targets[listed.get(qualified('r:id'))]}")
        links = markup.read(parts[_relations_of(name)])
        slides.append(Slide(name, markup.read(parts[name]), links, _layout(links)))
    return slides


def _relations_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels"


def _layout(links: Element) -> Layout:
    """The layout that a slide's relations name."""
    target = next(one.get("Target") for one in links if one.get("Type") == _LAYOUT)
    number = int(re.findall(r"\d+", target)[-1])
    return layouts.LAYOUTS[number - 1]


def use_layout(slide: Slide, layout: Layout) -> None:
    """Give the slide another layout; its boxes then take their places from that."""
    slide.layout = layout
    number = layouts.LAYOUTS.index(layout) + 1
    for link in slide.relations:
        if link.get("Type") == _LAYOUT:
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
        name.set("descr", said or text_of_caption(slide) or slide.title_text)
        name.attrib.pop("title", None)


def text_of_caption(slide: Slide) -> str:
    """The caption below a picture, if there is one."""
    return " ".join(text_of(one) for one in slide.paragraphs)


def number_slide(slide: Slide, number: int) -> None:
    """Put the slide's number where its layout has a place for it."""
    box = slide.layout.box(layouts.NUMBER.index)
    if box is None:
        return
    slide.shapes.append(
        parsed(
            f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{box.name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" idx="{box.index}"/>'
            "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>"
            '<a:fld id="{C5EF2332-01BF-834F-8236-50238282D533}" type="slidenum">'
            f'<a:rPr lang="en-GB"/><a:t>{number}</a:t></a:fld></a:p></p:txBody></p:sp>'
        )
    )


def sign_slide(slide: Slide, colophon: str) -> None:
    """Write small at the foot of a slide what the deck was made from."""
    words = escape(colophon)
    x, y = layouts.LEFT * layouts.EMU, _SIGNED_TOP * layouts.EMU
    slide.shapes.append(
        parsed(
            '<p:sp><p:nvSpPr><p:cNvPr id="0" name="Colophon"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
            f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
            f'<a:ext cx="{_SIGNED_WIDTH * layouts.EMU}" cy="{_SIGNED_HEIGHT * layouts.EMU}"/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
            '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
            '<a:p><a:r><a:rPr lang="en-GB" sz="1200"><a:solidFill><a:schemeClr val="tx2"/>'
            f"</a:solidFill></a:rPr><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
        )
    )


def draw_thread(slide: Slide, runs: Sequence[tuple[int, float, float]]) -> None:
    """Draw the thread as far as the story has come, below everything else."""
    for place, (thread, start, end) in enumerate(runs):
        left = round(start * layouts.WIDTH)
        width = round(end * layouts.WIDTH) - left
        box = Box("", 0, "Thread", left, layouts.THREAD_TOP, width, layouts.THREAD_HEIGHT)
        slide.shapes.insert(2 + place, parsed(rectangle(box, 0, colour_of(thread))))


def colour_of(thread: int) -> str:
    """The theme colour of a thread; ink where no theme is told."""
    return f'<a:schemeClr val="{f"accent{(thread - 1) % 6 + 1}" if thread else "tx1"}"/>'


def number_shapes(slide: Slide) -> None:
    """Give every shape on the slide a number of its own, as the format demands."""
    for number, name in enumerate(slide.shapes.iter(qualified("p:cNvPr")), start=1):
        name.set("id", str(number))


def store(slide: Slide, parts: dict[str, bytes]) -> None:
    """Write the slide back into the package."""
    parts[slide.name] = markup.written(slide.tree)
    parts[_relations_of(slide.name)] = markup.written(slide.relations)


def tidy_properties(parts: dict[str, bytes], language: str, slides: int) -> None:
    """Keep title, authors, keywords and language; drop what came with the sample deck."""
    parts["docProps/app.xml"] = _APP.format(slides=slides).encode()
    if "docProps/custom.xml" in parts:
        parts["docProps/custom.xml"] = _CUSTOM
    core = markup.read(parts["docProps/core.xml"])
    if language and core.find(qualified("dc:language")) is None:
        etree.SubElement(core, qualified("dc:language")).text = language
    parts["docProps/core.xml"] = markup.written(core)


def parsed(text: str) -> Element:
    """Parse a piece of mark-up with the prefixes a, p and r."""
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _SPACES.items())
    element = etree.fromstring(f"<x {spaces}>{text}</x>")[0]
    etree.cleanup_namespaces(element)
    return element
