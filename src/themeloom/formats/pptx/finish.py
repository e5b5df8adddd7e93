"""What pandoc leaves open in a deck: layouts by kind, threads, sizes that fit, the foot."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from themeloom.core import office as markup
from themeloom.core.office import forget_told, read_package, told, write_package
from themeloom.core.text import bare
from themeloom.formats.pptx import layouts, setting
from themeloom.formats.pptx import markup as slidexml
from themeloom.formats.pptx.fitting import fit_alone, fit_display, fit_text, fit_title
from themeloom.formats.pptx.fonts import embed_fonts, lend_typefaces
from themeloom.formats.pptx.markup import COLOPHON, Slide, fill_box, layout_of
from themeloom.formats.pptx.overflow import TooMuch, excess_of
from themeloom.formats.pptx.pieces import put_together
from themeloom.formats.pptx.stacking import stack
from themeloom.formats.pptx.tables import rule_tables
from themeloom.formats.pptx.threads import draw_thread, gather, name_of
from themeloom.formats.pptx.title_slide import set_title_slide
from themeloom.typefaces.embedding import read_further

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from themeloom.formats.pptx.layouts import Layout
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
    top = _SIGNED_TOP - (_SIGNED_HEIGHT + 4 if flagged else 0)
    sides = (layouts.LEFT, top, _SIGNED_WIDTH, _SIGNED_HEIGHT)
    shape = slide.shapes.add_textbox(0, COLOPHON, *(side * layouts.EMU for side in sides))
    del shape.txBody.bodyPr[:]
    shape.txBody.bodyPr.set("wrap", "square")
    shape.txBody.p_lst[0].add_r(colophon).get_or_add_rPr().set("lang", "en-GB")
    setting.as_caption(shape, _SIGNED)


#: The room between a heading that is the slide and what stands below it.
_GAPS = {layouts.SECTION: 50, layouts.CLOSING: 56}
#: The thread in whose colour a deck of synthetic data says so.
_ALARM = 6


def finish_pptx(
    path: Path,
    metadata: Mapping[str, object],
    *,
    fonts: Path | None = None,
) -> tuple[TooMuch, ...]:
    """Finish a deck that pandoc wrote; the same input gives the same bytes.

    Args:
        path: the .pptx, which is replaced; one that was made with another
            reference presentation than ours is left as it is.
        metadata: what the document was made with; `themes` gives each theme's
            title and thread, `lang` the language.
        fonts: the folder of the fonts that the deck takes along; none if not given.

    Returns:
        Every slide on which not everything fits.
    """
    from pptx import Presentation

    given = read_package(path)
    opened = Presentation(str(path))
    if not {one.name for one in opened.slide_layouts} >= _OURS:
        return ()
    known = layouts.layouts_of(opened)
    slides = put_together(opened, known)
    deck = _Deck(slides, known, metadata, given)
    lent = read_further(fonts) if fonts is not None else []
    found = deck.set(lent)
    # The threads of the study gather on the layout of its title slide.
    if (layout := opened.slide_layouts.get_by_name(layouts.TITLE_SLIDE)) is not None:
        gather(layout.shapes.element, len(deck.themes))
    about = opened.core_properties
    about.language = about.language or deck.language
    parts = packed(opened, len(slides))
    if deck.lines:
        # pandoc names as its authors all lines of the title slide.
        core = markup.read(parts["docProps/core.xml"])
        for creator in core.iter("{*}creator"):
            creator.text = told(given, "themeloom-authors")
        parts["docProps/core.xml"] = markup.written(core)
    if fonts is not None:
        said = {one for slide in slides for one in slidexml.text_of(slide.shapes)}
        embed_fonts(parts, fonts, [one for one in lent if one.letters & said])
    write_package(path, parts)
    return found


class _Deck:
    """The slides of a deck, and all that is known of them, while they are set."""

    def __init__(
        self,
        slides: Sequence[Slide],
        known: Mapping[str, Layout],
        metadata: Mapping[str, object],
        parts: Mapping[str, bytes],
    ) -> None:
        self._slides = slides
        self._layouts = known
        self.language = str(metadata.get("lang") or "")
        self.themes = _themes(metadata)
        self.lines = told(parts, "themeloom-lines").split()
        self._kicker = told(parts, "themeloom-kicker")
        self._flag = told(parts, "themeloom-synthetic")
        signed = "" if metadata.get("blind") else metadata.get("colophon")
        self._colophon = str(signed or "")
        self._threads = [self._thread(slide) for slide in slides]

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
            if (excess := excess_of(slide, number + 1)) is not None:
                found.append(excess)
            self._foot(number, slide)
            slidexml.number_shapes(slide)
        return tuple(found)

    def _thread(self, slide: Slide) -> int:
        """The thread of a slide: its heading's, that of the theme its title names, or 0."""
        return slide.asked.thread or self.themes.get(bare(slide.title_text), 0)

    def _dress(self, number: int, slide: Slide) -> None:
        """Give a slide its layout, and what is on it its names."""
        slidexml.take_captions(slide)
        last = number == len(self._slides) - 1
        kind = layout_of(slide, self.themes, last=last)
        slidexml.use_layout(slide, self._layouts[kind])
        if kind == layouts.FIGURE:
            slidexml.fill_figure(slide)
        slidexml.set_language(slide, self.language)
        slidexml.describe_pictures(slide)
        rule_tables(slide)
        setting.number_items(slide.shapes)
        setting.write_leftwards(slide)

    def _fit(self, number: int, slide: Slide) -> None:
        """Set the sizes, colours and places of everything on a slide."""
        thread = self._threads[number]
        if slide.kind == layouts.TITLE_SLIDE:
            set_title_slide(slide, self.lines, self._kicker, len(self.themes))
            return
        high = fit_title(slide, thread)
        if slide.kind in (layouts.QUOTATION, layouts.STATEMENT):
            stated = "statement" in slide.asked.classes
            fit_alone(slide, thread, self.themes, stated=stated)
        elif slide.kind in _GAPS:
            fit_display(slide, _GAPS[slide.kind])
        else:
            self._fit_content(slide, layouts.TOP + (high + layouts.GAP if high else 0))

    def _fit_content(self, slide: Slide, top: float) -> None:
        """Set what stands below a heading."""
        shape, box = slide.placeholder(1), slide.layout.box(1)
        setting.colour_themes(slide, self.themes)
        more = slide.bands or slide.pictures or slide.tables
        if not more and slide.kind == layouts.CONTENT and shape is not None and box:
            fit_text(shape, box, top)
        else:
            stack(slide, top)

    def _foot(self, number: int, slide: Slide) -> None:
        """Number, flag and sign a slide, and draw the thread."""
        flag_slide(slide, self._flag, name_of(_ALARM))
        if slide.kind != layouts.TITLE_SLIDE:
            number_slide(slide, number + 1)
        draw_thread(slide, self._threads[: number + 1], len(self._slides))
        if number == len(self._slides) - 1 and self._colophon:
            sign_slide(slide, self._colophon, flagged=bool(self._flag))


def _themes(metadata: Mapping[str, object]) -> dict[str, int]:
    """The themes' titles, as plain letters, with their threads."""
    themes: Any = metadata.get("themes") or []
    known = [one for one in themes if isinstance(one, dict) and {"title", "thread"} <= set(one)]
    return {bare(str(one["title"])): int(one["thread"]) for one in known}
