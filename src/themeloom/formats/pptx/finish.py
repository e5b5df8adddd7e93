"""What pandoc leaves open in a deck: layouts by kind, threads, sizes that fit, the foot."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from lxml import etree

from themeloom.core import office as markup
from themeloom.core.office import read_package, told, write_package
from themeloom.core.text import bare
from themeloom.formats.pptx import layouts, setting
from themeloom.formats.pptx import markup as slidexml
from themeloom.formats.pptx import title_slide as slidetitle
from themeloom.formats.pptx.fitting import fit_alone, fit_display, fit_text, fit_title
from themeloom.formats.pptx.fonts import embed_fonts, lend_typefaces
from themeloom.formats.pptx.markup import (
    COLOPHON,
    LAYOUT_RELATION,
    Asked,
    Slide,
    layout_of,
    parsed,
    qualified,
)
from themeloom.formats.pptx.overflow import Excess, excess_of
from themeloom.formats.pptx.pieces import put_together
from themeloom.formats.pptx.stacking import stack
from themeloom.formats.pptx.tables import rule_tables
from themeloom.formats.pptx.threads import draw_thread, gather, name_of
from themeloom.typefaces.embedding import read_further

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from themeloom.core.office import Element
    from themeloom.formats.pptx.layouts import Box, Layout
    from themeloom.typefaces.embedding import Lent


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


#: Where the colophon stands on the last slide, in pixels: between the text and the thread.
_SIGNED_TOP, _SIGNED_WIDTH, _SIGNED_HEIGHT = 969, 1440, 34
_NUMBER = '<a:fld id="{{C5EF2332-01BF-834F-8236-50238282D533}}" type="slidenum">{}</a:fld>'


def number_slide(slide: Slide, number: int) -> None:
    """Put the slide's number where its layout has a place for it."""
    words = f'<a:rPr lang="en-GB"/><a:t>{number}</a:t>'
    _fill(slide, layouts.NUMBER, _NUMBER.format(words))


def flag_slide(slide: Slide, flag: str, colour: str) -> None:
    """Say on a slide what is to be said on every one: that the data are synthetic.

    Args:
        slide: where it is said.
        flag: the words; nothing is said if there are none.
        colour: their colour, as a name of the theme.
    """
    if flag:
        words = (
            f'<a:r><a:rPr lang="en-GB" cap="all" spc="{layouts.FOOTER.size * 4}"><a:solidFill>'
            f'<a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="{layouts.HEADING}"/>'
            f"</a:rPr><a:t>{escape(flag)}</a:t></a:r>"
        )
        _fill(slide, layouts.FOOTER, words)


def _fill(slide: Slide, box: Box, words: str) -> None:
    """Add one of the small boxes at the foot, with what it says."""
    if slide.layout.box(box.index) is None:
        return
    slide.shapes.append(
        parsed(
            f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{box.name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{box.kind}" sz="quarter" '
            f'idx="{box.index}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
            f"<a:p>{words}</a:p></p:txBody></p:sp>"
        )
    )


def sign_slide(slide: Slide, colophon: str, *, flagged: bool = False) -> None:
    """Write small at the foot of a slide what the deck was made from.

    Args:
        slide: the last one.
        colophon: the words.
        flagged: whether something is said in their place already; they then stand above it.
    """
    words = escape(colophon)
    top = _SIGNED_TOP - (_SIGNED_HEIGHT + 4 if flagged else 0)
    x, y = layouts.LEFT * layouts.EMU, top * layouts.EMU
    slide.shapes.append(
        parsed(
            f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{COLOPHON}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
            f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
            f'<a:ext cx="{_SIGNED_WIDTH * layouts.EMU}" cy="{_SIGNED_HEIGHT * layouts.EMU}"/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
            '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
            '<a:p><a:r><a:rPr lang="en-GB" sz="1200"><a:solidFill><a:schemeClr val="tx2"/>'
            f"</a:solidFill></a:rPr><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
        )
    )


#: The room between a heading that is the slide and what stands below it.
_GAPS = {layouts.SECTION: 50, layouts.CLOSING: 56}
#: The thread in whose colour a deck of synthetic data says so.
_ALARM = 6
#: The characters of a title that a message shows.
_QUOTED = 40
_NOT_ASKED = Asked((), 0)


@dataclass(frozen=True)
class TooMuch:
    """A slide on which not everything fits: its number, from 1, its title, and what is too much."""

    number: int
    title: str
    excess: Excess

    def __str__(self) -> str:
        """What is wrong, as a sentence without its remedy."""
        title = " ".join(self.title.split())
        short = title if len(title) <= _QUOTED else f"{title[: _QUOTED - 2].rstrip()} …"
        named = f" (“{short}”)" if short else ""
        return f"slide {self.number}{named}: its {self.excess.what} {self.excess.how}"


def finish_pptx(
    path: Path,
    metadata: Mapping[str, object],
    *,
    fonts: Path | None = None,
    ask: Callable[[Sequence[str]], Sequence[Asked | None]] | None = None,
) -> tuple[TooMuch, ...]:
    """Finish a deck that pandoc wrote; the same input gives the same bytes.

    Args:
        path: the .pptx, which is replaced; one that was made with another
            reference presentation than ours is left as it is.
        metadata: what the document was made with; `themes` gives each theme's
            title and thread, `lang` the language.
        fonts: the folder of the fonts that the deck takes along; none if not given.
        ask: gives for the titles of all slides what their headings ask for.

    Returns:
        Every slide on which not everything fits.
    """
    parts = read_package(path)
    if not is_ours(parts):
        return ()
    slides = put_together(slides_of(parts), parts)
    titles = ["" if slide.layout is layouts.TITLE_SLIDE else slide.title_text for slide in slides]
    deck = _Deck(slides, metadata, ask(titles) if ask else [None] * len(slides), parts)
    lent = read_further(fonts) if fonts is not None else []
    found = deck.set(lent)
    for slide in slides:
        store(slide, parts)
    if deck.lines:
        slidetitle.name_authors(parts, told(parts, "themeloom-authors"))
    _draw_on_title_layout(parts, len(deck.themes))
    tidy_properties(parts, deck.language, len(slides))
    if fonts is not None:
        said = {one for slide in slides for one in slidexml.text_of(slide.tree)}
        embed_fonts(parts, fonts, [one for one in lent if one.letters & said])
    write_package(path, parts)
    return found


def _draw_on_title_layout(parts: dict[str, bytes], count: int) -> None:
    """Let the threads of the study gather on the layout of its title slide."""
    name = f"ppt/slideLayouts/slideLayout{layouts.LAYOUTS.index(layouts.TITLE_SLIDE) + 1}.xml"
    layout = markup.read(parts[name])
    gather(layout.find(f".//{slidexml.qualified('p:spTree')}"), count)
    parts[name] = markup.written(layout)


class _Deck:
    """The slides of a deck, and all that is known of them, while they are set."""

    def __init__(
        self,
        slides: Sequence[Slide],
        metadata: Mapping[str, object],
        asked: Sequence[Asked | None],
        parts: Mapping[str, bytes],
    ) -> None:
        self._slides = slides
        self._asked = [one or _NOT_ASKED for one in asked]
        self.language = str(metadata.get("lang") or "")
        self.themes = _themes(metadata)
        self.lines = told(parts, "themeloom-lines").split()
        self._kicker = told(parts, "themeloom-kicker")
        self._flag = told(parts, "themeloom-synthetic")
        signed = "" if metadata.get("blind") else metadata.get("colophon")
        self._colophon = str(signed or "")
        self._threads = [self._thread(number) for number in range(len(slides))]

    def set(self, lent: Sequence[Lent]) -> tuple[TooMuch, ...]:
        """Set every slide; those on which not everything fits are told.

        Args:
            lent: typefaces for letters that ours lack.
        """
        found = []
        for number, slide in enumerate(self._slides):
            self._dress(number, slide)
            lend_typefaces(slide, lent)
            self._fit(number, slide)
            excess = excess_of(slide)
            if excess is not None:
                found.append(TooMuch(number + 1, slide.title_text, excess))
            self._foot(number, slide)
            slidexml.number_shapes(slide)
        return tuple(found)

    def _thread(self, number: int) -> int:
        """The thread of a slide: its heading's, that of the theme its title names, or 0."""
        title = bare(self._slides[number].title_text)
        return self._asked[number].thread or self.themes.get(title, 0)

    def _dress(self, number: int, slide: Slide) -> None:
        """Give a slide its layout, and what is on it its names."""
        slidexml.take_captions(slide)
        last = number == len(self._slides) - 1
        slidexml.use_layout(slide, layout_of(slide, self._asked[number], self.themes, last=last))
        if slide.layout is layouts.FIGURE:
            slidexml.fill_figure(slide)
        slidexml.set_language(slide, self.language)
        slidexml.describe_pictures(slide)
        rule_tables(slide)
        setting.number_items(slide.shapes)
        setting.write_leftwards(slide)

    def _fit(self, number: int, slide: Slide) -> None:
        """Set the sizes, colours and places of everything on a slide."""
        thread = self._threads[number]
        if slide.layout is layouts.TITLE_SLIDE:
            slidetitle.set_title_slide(slide, self.lines, self._kicker, len(self.themes))
            return
        high = fit_title(slide, thread)
        if slide.layout in (layouts.QUOTATION, layouts.STATEMENT):
            stated = "statement" in self._asked[number].classes
            fit_alone(slide, thread, self.themes, stated=stated)
        elif slide.layout in _GAPS:
            fit_display(slide, _GAPS[slide.layout])
        else:
            self._fit_content(slide, layouts.TOP + (high + layouts.GAP if high else 0))

    def _fit_content(self, slide: Slide, top: float) -> None:
        """Set what stands below a heading."""
        shape, box = slide.placeholder(1), slide.layout.box(1)
        setting.colour_themes(slide, self.themes)
        more = slide.bands or slide.pictures or slide.tables
        if not more and slide.layout is layouts.CONTENT and shape is not None and box:
            fit_text(shape, box, top)
        else:
            stack(slide, top)

    def _foot(self, number: int, slide: Slide) -> None:
        """Number, flag and sign a slide, and draw the thread."""
        flag_slide(slide, self._flag, name_of(_ALARM))
        if slide.layout is not layouts.TITLE_SLIDE:
            number_slide(slide, number + 1)
        draw_thread(slide, self._threads[: number + 1], len(self._slides))
        if number == len(self._slides) - 1 and self._colophon:
            sign_slide(slide, self._colophon, flagged=bool(self._flag))


def _themes(metadata: Mapping[str, object]) -> dict[str, int]:
    """The themes' titles, as plain letters, with their threads."""
    themes: Any = metadata.get("themes") or []
    known = [one for one in themes if isinstance(one, dict) and {"title", "thread"} <= set(one)]
    return {bare(str(one["title"])): int(one["thread"]) for one in known}
