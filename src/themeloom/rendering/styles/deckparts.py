"""A deck as a package: its slides in their order, and what it says of itself."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from lxml import etree

from themeloom.rendering.styles import markup
from themeloom.rendering.styles import slidelayouts as layouts
from themeloom.rendering.styles.slidexml import LAYOUT_RELATION, Slide, qualified

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.rendering.styles.markup import Element
    from themeloom.rendering.styles.slidelayouts import Layout

_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    'openxmlformats.org/officeDocument/2006/extended-properties"><Slides>{slides}</Slides>'
    "</Properties>"
)


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
    target = next(one.get("Target") for one in links if one.get("Type") == LAYOUT_RELATION)
    number = int(re.findall(r"\d+", target)[-1])
    return layouts.LAYOUTS[number - 1]


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
