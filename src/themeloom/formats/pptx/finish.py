"""What pandoc leaves open in a deck: layouts by kind, threads, sizes that fit, the foot."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from themeloom.core import office as markup
from themeloom.core.office import forget_told, read_package, told, write_package
from themeloom.core.text import LEFTWARD, bare
from themeloom.formats.pptx import layouts, setting
from themeloom.formats.pptx import markup as slidexml
from themeloom.formats.pptx.drawn import Page, entries
from themeloom.formats.pptx.fonts import embed_fonts, lend_typefaces
from themeloom.formats.pptx.markup import COLOPHON, Slide, fill_box, layout_of
from themeloom.formats.pptx.pieces import put_together
from themeloom.formats.pptx.placing import set_alone, set_pieces, set_title, set_words
from themeloom.formats.pptx.tables import rule_tables
from themeloom.formats.pptx.threads import draw_thread, gather, name_of, right_of_title
from themeloom.formats.pptx.title_slide import set_title_slide
from themeloom.typefaces.embedding import read_further

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from themeloom.typefaces.embedding import Lent


_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    'openxmlformats.org/officeDocument/2006/extended-properties"><Slides>{slides}</Slides>'
    "</Properties>"
)
#: The layouts by which our reference presentation is known.
_OURS = {layouts.FIGURE, layouts.QUOTATION, layouts.STATEMENT, layouts.CLOSING}


def packed(deck: Any, slides: int) -> dict[str, bytes]:  # noqa: ANN401 - python-pptx has no types
    """The parts of a deck, without what came with the sample deck."""
    file = BytesIO()
    deck.save(file)
    parts = read_package(file)
    parts["docProps/app.xml"] = _APP.format(slides=slides).encode()
    forget_told(parts)
    return parts


#: Where the colophon stands on the last slide, in pixels: between the text and the thread.
_SIGNED_TOP, _SIGNED_WIDTH, _SIGNED_HEIGHT, _SIGNED = 969, 1440, 34, 24
#: How many letters of it have room on a line.
_SIGNED_LETTERS = 135
#: The room above each line of the contents, in pixels.
_CONTENTS_ABOVE = 8
#: The room between the letters of a flag, in hundredths of a point.
_SPACED = 96
_NUMBER = '<a:fld id="{{C5EF2332-01BF-834F-8236-50238282D533}}" type="slidenum">{}</a:fld>'


def number_slide(slide: Slide, number: int) -> None:
    """Put the slide's number where its layout has a place for it."""
    words = f'<a:rPr lang="en-GB"/><a:t>{number}</a:t>'
    fill_box(slide, layouts.NUMBER_BOX, _NUMBER.format(words))


def flag_slide(slide: Slide, flag: str, colour: str) -> None:
    """Say on a slide what is to be said on every one: that the data are synthetic.

    Args:
        slide: where it is said.
        flag: the words; nothing is said if there are none.
        colour: their colour, as a name of the theme.
    """
    if flag:
        words = (
            f'<a:r><a:rPr lang="en-GB" cap="all" spc="{_SPACED}"><a:solidFill>'
            f'<a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="{layouts.HEADING}"/>'
            f"</a:rPr><a:t>{escape(flag)}</a:t></a:r>"
        )
        fill_box(slide, layouts.FOOTER_BOX, words)


def sign_slide(slide: Slide, colophon: str, *, flagged: bool = False) -> None:
    """Write small at the foot of a slide what the deck was made from.

    Args:
        slide: the last one.
        colophon: the words.
        flagged: whether something is said in their place already; they then stand above it.
    """
    above = _SIGNED_HEIGHT * ((len(colophon) - 1) // _SIGNED_LETTERS)
    top = _SIGNED_TOP - (_SIGNED_HEIGHT + 4 if flagged else 0) - above
    sides = (layouts.LEFT, top, _SIGNED_WIDTH, _SIGNED_HEIGHT + above)
    shape = slide.shapes.add_textbox(0, COLOPHON, *(side * layouts.EMU for side in sides))
    del shape.txBody.bodyPr[:]
    shape.txBody.bodyPr.set("wrap", "square")
    shape.txBody.p_lst[0].add_r(colophon).get_or_add_rPr().set("lang", "en-GB")
    setting.as_caption(shape, _SIGNED)


#: The thread in whose colour a deck of synthetic data says so.
_ALARM = 6


def finish_pptx(
    path: Path,
    metadata: Mapping[str, object],
    pages: Sequence[Page],
    *,
    fonts: Path | None = None,
) -> None:
    """Finish a deck that pandoc wrote; the same input gives the same bytes.

    Args:
        path: the .pptx, which is replaced; one that was made with another
            reference presentation than ours is left as it is.
        metadata: what the document was made with; `themes` gives each theme's
            title and thread, `lang` the language.
        pages: its slides as Typst set them.
        fonts: the folder of the fonts that the deck takes along; none if not given.
    """
    from pptx import Presentation

    given = read_package(path)
    opened = Presentation(str(path))
    if not {one.name for one in opened.slide_layouts} >= _OURS:
        return
    slides = put_together(opened, entries(given))
    deck = _Deck(opened, slides, metadata, given)
    lent = read_further(fonts) if fonts is not None else []
    deck.set(pages, lent)
    if deck.leftward:
        for one in (opened.slide_master, *opened.slide_layouts):
            setting.mirror(one)
    # The threads of the study gather on the layout of its title slide.
    if (layout := opened.slide_layouts.get_by_name(layouts.TITLE_SLIDE)) is not None:
        gather(layout.shapes.element, len(deck.themes), leftward=deck.leftward)
    about = opened.core_properties
    about.language = about.language or deck.language
    parts = packed(opened, len(slides))
    if deck.lines:
        _name_authors(parts, told(given, "themeloom-authors"))
    if fonts is not None:
        said = {one for slide in slides for one in slidexml.text_of(slide.shapes)}
        embed_fonts(parts, fonts, [one for one in lent if one.letters & said])
    write_package(path, parts)


def _name_authors(parts: dict[str, bytes], authors: str) -> None:
    """Say whose a deck is: pandoc names as its authors all lines of the title slide."""
    core = markup.read(parts["docProps/core.xml"])
    for creator in core.iter("{*}creator"):
        creator.text = authors
    parts["docProps/core.xml"] = markup.written(core)


class _Deck:
    """The slides of a deck, and all that is known of them, while they are set."""

    def __init__(
        self,
        opened: Any,  # noqa: ANN401 - python-pptx has no types
        slides: Sequence[Slide],
        metadata: Mapping[str, object],
        parts: Mapping[str, bytes],
    ) -> None:
        self._slides = slides
        self._layouts = opened.slide_layouts
        self.language = str(metadata.get("lang") or "")
        self.leftward = self.language.split("-")[0] in LEFTWARD
        self.themes = _themes(metadata)
        self.lines = told(parts, "themeloom-lines").split()
        self._kicker = told(parts, "themeloom-kicker")
        self._flag = told(parts, "themeloom-synthetic")
        signed = "" if metadata.get("blind") else metadata.get("colophon")
        self._colophon = str(signed or "")
        for slide in slides:
            slide.thread = slide.entry.thread or self.themes.get(bare(slide.title_text), 0)

    def set(self, pages: Sequence[Page], lent: Sequence[Lent]) -> None:
        """Set every slide.

        Args:
            pages: what Typst made of those that it has.
            lent: typefaces for letters that ours lack.
        """
        # The title slide and the contents, which come first, have no number.
        own = len(pages) - max((one.number for one in self._slides), default=0)
        for number, slide in enumerate(self._slides):
            self._dress(slide)
            lend_typefaces(slide, lent)
            if slide.number:
                self._fit(slide, pages[own + slide.number - 1])
            elif number < own:
                self._fit(slide, pages[number])
            self._foot(number, slide)
            slidexml.number_shapes(slide)

    def _dress(self, slide: Slide) -> None:
        """Give a slide its layout, and what is on it its names."""
        slidexml.take_captions(slide)
        if slide.kind != layouts.TITLE_SLIDE:
            slidexml.use_layout(slide, self._layouts.get_by_name(layout_of(slide)))
        if slide.kind == layouts.FIGURE:
            slidexml.fill_figure(slide)
        slidexml.set_language(slide, self.language)
        slidexml.describe_pictures(slide)
        rule_tables(slide)
        setting.number_items(slide.shapes)
        setting.write_leftwards(slide, every=self.leftward)

    def _fit(self, slide: Slide, page: Page) -> None:
        """Set the sizes, colours and places of everything on a slide."""
        if slide.kind == layouts.TITLE_SLIDE:
            edge = layouts.WIDTH - right_of_title(len(self.themes))
            set_title_slide(slide, self.lines, self._kicker, page, edge)
            return
        set_title(slide, page)
        if slide.kind in (layouts.QUOTATION, layouts.STATEMENT):
            set_alone(slide, page)
            return
        setting.colour_themes(slide, self.themes)
        shape, box = slide.placeholder(1), page.one("words")
        if slide.pieces:
            set_pieces(slide, page)
        elif shape is not None and box is not None:
            set_words(shape, box, foot=layouts.FOOT)
        if not slide.number and shape is not None:
            for one in setting.paragraphs_of(shape):
                setting.set_above(one, _CONTENTS_ABOVE)

    def _foot(self, number: int, slide: Slide) -> None:
        """Number, flag and sign a slide, and draw the thread."""
        flag_slide(slide, self._flag, name_of(_ALARM))
        if slide.kind != layouts.TITLE_SLIDE:
            number_slide(slide, number + 1)
        threads = [one.thread for one in self._slides[: number + 1]]
        draw_thread(slide, threads, len(self._slides), leftward=self.leftward)
        if number == len(self._slides) - 1 and self._colophon:
            sign_slide(slide, self._colophon, flagged=bool(self._flag))


def _themes(metadata: Mapping[str, object]) -> dict[str, int]:
    """The themes' titles, as plain letters, with their threads."""
    themes: Any = metadata.get("themes") or []
    known = [one for one in themes if isinstance(one, dict) and {"title", "thread"} <= set(one)]
    return {bare(str(one["title"])): int(one["thread"]) for one in known}
