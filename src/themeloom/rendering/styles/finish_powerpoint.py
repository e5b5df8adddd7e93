"""What pandoc leaves open in a deck: layouts by kind, threads, sizes that fit, fonts, alt text.

pandoc gives every slide the layout that its content calls for. Here slides on
which words stand alone get a layout of their own, each slide gets its number
and the thread as far as the story has come, and all that stands on it is measured
and set so that it fits. Nothing that the slides say is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from themeloom.rendering.styles import deckparts, markup, slidefoot, slidetitle, slidexml
from themeloom.rendering.styles import slidelayouts as layouts
from themeloom.rendering.styles import slidesetting as setting
from themeloom.rendering.styles.embedding import read_further
from themeloom.rendering.styles.files import read_package, write_package
from themeloom.rendering.styles.fitting import fit_alone, fit_display, fit_text, fit_title
from themeloom.rendering.styles.properties import told
from themeloom.rendering.styles.slidefonts import embed_fonts, lend_typefaces
from themeloom.rendering.styles.slidekinds import Asked, layout_of
from themeloom.rendering.styles.slidepieces import put_together
from themeloom.rendering.styles.slidereach import Excess, excess_of
from themeloom.rendering.styles.slidethreads import draw_thread, gather, name_of
from themeloom.rendering.styles.stacking import stack
from themeloom.rendering.styles.tablesetting import rule_tables
from themeloom.text import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from themeloom.rendering.styles.embedding import Lent
    from themeloom.rendering.styles.slidexml import Slide

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
    if not deckparts.is_ours(parts):
        return ()
    slides = put_together(deckparts.slides_of(parts), parts)
    titles = ["" if slide.layout is layouts.TITLE_SLIDE else slide.title_text for slide in slides]
    deck = _Deck(slides, metadata, ask(titles) if ask else [None] * len(slides), parts)
    lent = read_further(fonts) if fonts is not None else []
    found = deck.set(lent)
    for slide in slides:
        deckparts.store(slide, parts)
    if deck.lines:
        slidetitle.name_authors(parts, told(parts, "themeloom-authors"))
    _draw_on_title_layout(parts, len(deck.themes))
    deckparts.tidy_properties(parts, deck.language, len(slides))
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
        slidefoot.flag_slide(slide, self._flag, name_of(_ALARM))
        if slide.layout is not layouts.TITLE_SLIDE:
            slidefoot.number_slide(slide, number + 1)
        draw_thread(slide, self._threads[: number + 1], len(self._slides))
        if number == len(self._slides) - 1 and self._colophon:
            slidefoot.sign_slide(slide, self._colophon, flagged=bool(self._flag))


def _themes(metadata: Mapping[str, object]) -> dict[str, int]:
    """The themes' titles, as plain letters, with their threads."""
    themes: Any = metadata.get("themes") or []
    known = [one for one in themes if isinstance(one, dict) and {"title", "thread"} <= set(one)]
    return {bare(str(one["title"])): int(one["thread"]) for one in known}
