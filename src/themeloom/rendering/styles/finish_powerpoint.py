"""What pandoc leaves open in a deck: layouts by kind, the thread, sizes that fit, alt text.

pandoc gives every slide the layout that its content calls for. Here slides on
which words stand alone get a layout of their own, each slide gets its number
and the thread as far as the story has come, and all text is measured and set
in a size that fits its box. Nothing that the slides say is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from themeloom.rendering.styles import slidelayouts as layouts
from themeloom.rendering.styles import slidesetting, slidetitle, slidexml
from themeloom.rendering.styles.files import read_package, write_package
from themeloom.rendering.styles.fitting import fit_slide
from themeloom.rendering.styles.properties import told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from themeloom.rendering.styles.markup import Element
    from themeloom.rendering.styles.slidelayouts import Layout
    from themeloom.rendering.styles.slidexml import Slide

#: What a quotation begins with, in the languages that we know.
_OPENING = ("“", "„", "«", "‹", "»", "「", "『", "”")
#: The most words that may stand alone on a slide.
_FEW = 75


def finish_pptx(path: Path, metadata: Mapping[str, object]) -> tuple[str, ...]:
    """Finish a deck that pandoc wrote; the same input gives the same bytes.

    Args:
        path: the .pptx, which is replaced; one that was made with another
            reference presentation than ours is left as it is.
        metadata: what the document was made with; `themes` gives each theme's
            title and thread, `lang` the language.

    Returns:
        A warning for every slide whose words do not fit it at their smallest.
    """
    parts = read_package(path)
    if not slidexml.is_ours(parts):
        return ()
    warnings: list[str] = []
    slides = slidexml.slides_of(parts)
    threads = _threads(slides, metadata)
    titles = frozenset(name for name, _ in _themes(metadata))
    lines = told(parts, "themeloom-lines").split()
    for number, slide in enumerate(slides):
        slidexml.use_layout(slide, _layout_of(slide, last=number == len(slides) - 1))
        slidexml.set_language(slide, str(metadata.get("lang") or ""))
        slidexml.describe_pictures(slide)
        slidesetting.rule_tables(slide)
        over = round(fit_slide(slide, threads[number], titles))
        if over:
            warnings.append(
                f"slide {number + 1} (“{slide.title_text}”): its words are {over} px of 1080 too "
                "high at their smallest and fall off; shorten them, or make two slides of it"
            )
        if slide.layout is layouts.TITLE_SLIDE:
            slidetitle.set_title_slide(slide, lines)
        slidexml.number_slide(slide, number + 1)
        slidexml.draw_thread(slide, _runs(threads[: number + 1], len(slides)))
        if number == len(slides) - 1 and metadata.get("colophon") and not metadata.get("blind"):
            slidexml.sign_slide(slide, str(metadata["colophon"]))
        slidexml.number_shapes(slide)
        slidexml.store(slide, parts)
    if lines:
        slidetitle.name_authors(parts, told(parts, "themeloom-authors"))
    slidexml.tidy_properties(parts, str(metadata.get("lang") or ""), len(slides))
    write_package(path, parts)
    return tuple(warnings)


def _layout_of(slide: Slide, *, last: bool) -> Layout:
    """Tell what kind of slide it is from what stands on it."""
    if slide.layout is not layouts.CONTENT or slide.tables:
        return slide.layout
    if slide.pictures:
        return layouts.FIGURE
    body = slide.paragraphs
    if not body:
        return layouts.SECTION
    return layouts.CLOSING if last else _layout_of_words(body)


def _layout_of_words(body: Sequence[Element]) -> Layout:
    """Tell words that stand alone from lists and from longer text."""
    words = [slidexml.text_of(one) for one in body]
    long = sum(len(text.split()) for text in words) > _FEW
    if long or any(slidexml.is_listed(one) for one in body):
        return layouts.CONTENT
    return layouts.QUOTATION if words[0].startswith(_OPENING) else layouts.STATEMENT


def _threads(slides: Sequence[Slide], metadata: Mapping[str, object]) -> list[int]:
    """The thread of each slide: that of the theme its title names, or 0 for none."""
    named = list(_themes(metadata))
    found = []
    for slide in slides:
        title = slidexml.plain(slide.title_text)
        found.append(next((thread for name, thread in named if name == title), 0))
    return found


def _themes(metadata: Mapping[str, object]) -> list[tuple[str, int]]:
    """The themes' titles, as plain letters, with their threads."""
    themes: Any = metadata.get("themes") or []
    known = [one for one in themes if isinstance(one, dict) and {"title", "thread"} <= set(one)]
    return [(slidexml.plain(str(one["title"])), int(one["thread"])) for one in known]


def _runs(threads: Sequence[int], total: int) -> list[tuple[int, float, float]]:
    """Join neighbouring slides of one thread: (thread, from, to) as parts of the whole."""
    runs: list[tuple[int, float, float]] = []
    for number, thread in enumerate(threads):
        start, end = number / total, (number + 1) / total
        if runs and runs[-1][0] == thread:
            runs[-1] = (thread, runs[-1][1], end)
        else:
            runs.append((thread, start, end))
    return runs
