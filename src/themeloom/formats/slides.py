"""Whether every slide can be read; a deck for PowerPoint is set by its slides in Typst."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.extensions import UPDATE
from themeloom.core.office import read_package, told
from themeloom.core.text import bare
from themeloom.documents.outline import outline
from themeloom.engines.typst import Ask, Judge
from themeloom.finished.pdf import bookmarks, sheets
from themeloom.formats.branding import told_of
from themeloom.formats.overlaps import below, beyond, covered, overlaps, quoted, titled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.documents.document import Document
    from themeloom.documents.outline import Section
    from themeloom.finished.pdf import Sheet, TextRun
    from themeloom.formats.base import Making

#: On which page each slide begins, which heading it has, and its title, for Typst to tell.
_SLIDES = "query(<tl-slide>).map(it => (it.location().page(), it.value.heading, it.value.title))"
#: Pixels to the point of a slide's page.
_PX = 2.0
#: What may be a matter of rounding, in pixels.
_SLACK = 4.0
#: In pixels from above: where the small text at the foot begins, and where the thread runs.
_FOOT, _THREAD = 970, 1024
_TWO = "or make two slides of it"


def finish_slides(making: Making) -> None:
    """Finish a deck for PowerPoint.

    Args:
        making: the deck as pandoc wrote it; it is replaced.

    Raises:
        ThemeloomError: every slide on which not everything fits.
    """
    from themeloom.formats.pptx.brand import show_brand
    from themeloom.formats.pptx.drawn import entries, in_typst, pages_of
    from themeloom.formats.pptx.finish import finish_pptx

    path, document, project = making.path, making.document, making.project
    parts = read_package(path)
    if missing := told(parts, "themeloom-missing"):
        raise ThemeloomError(
            f"{path.name}: slides for PowerPoint are set by the extension {missing}, "
            "which is not there",
            UPDATE,
            file=document.path if document else None,
        )
    listed = entries(parts)
    check = SlidesCheck(document, path.name)
    pages, wrong = [], []
    if listed:
        pdf, ask = in_typst(parts, project, document.path if document else path.stem)
        pages, wrong = pages_of(ask), list(check.errors(pdf, ask))
    finish_pptx(path, making.metadata, pages, fonts=making.fonts)
    if told_by := told_of(making.look):
        logos = [] if making.metadata.get("blind") else told_by["logos"]["all"]
        shown = [one["print"] for one in logos]
        show_brand(path, told_by["faces"], shown, pages, project.root, told_by["under"])
    raise_all(wrong)


@dataclass(frozen=True)
class _Page:
    """A page of the PDF, with the slide it belongs to, from 0."""

    slide: int
    further: bool
    sheet: Sheet

    def down(self, run: TextRun) -> float:
        """How far down the line of a text is, in pixels."""
        return (self.sheet.height - run.baseline) * _PX

    @property
    def said(self) -> list[TextRun]:
        """Its texts without the small ones at the foot."""
        return [run for run in self.sheet.runs if self.down(run) < _FOOT]


class SlidesCheck(Judge):
    """Judges the slides of a PDF, or those that a deck for PowerPoint is set by.

    Args:
        document: what they are made from, if that is known.
        name: the file that they are in.
    """

    def __init__(self, document: Document | None, name: str) -> None:
        self._document = document
        self._name = name

    def after(self, pdf: bytes, picture: bytes, ask: Ask) -> None:  # noqa: ARG002 - as posters are
        """See that each slide is one page, and that all of it lies on that.

        Args:
            pdf: the slides.
            picture: none is made of slides.
            ask: evaluates an expression in the document, and gives JSON.

        Raises:
            ThemeloomError: every slide on which not everything fits.
        """
        raise_all(self.errors(pdf, ask))

    def errors(self, pdf: bytes, ask: Ask | None) -> Iterator[ThemeloomError]:
        """An error for every slide on which not everything fits.

        Args:
            pdf: the slides.
            ask: evaluates an expression in the document; None if only the PDF is there.
        """
        laid = sheets(pdf)
        slides: Sequence[tuple[int, str | None, str]] = (
            json.loads(ask(_SLIDES)) if ask else [*self._slides(laid, bookmarks(pdf))]
        )
        pages = list(_pages(laid, [page for page, _, _ in slides]))
        for slide, (_, heading, title) in enumerate(slides):
            found = _wrong([page for page in pages if page.slide == slide])
            if found:
                what = f"{self._name}: slide {slide + 1}{titled(title)}: {found[0]}"
                yield self.error(heading, what, found[1])

    def error(self, heading: str | None, message: str, hint: str) -> ThemeloomError:
        """An error that points at a heading by its number, or at the document."""
        section = self._headings.get(heading or "")
        if section is None:
            file = self._document.path if self._document else None
            return ThemeloomError(message, hint, file=file)
        return section.place.error(message, hint)

    def _slides(
        self, laid: Sequence[Sheet], titles: Sequence[tuple[str, int]]
    ) -> Iterator[tuple[int, str | None, str]]:
        """Where each slide begins, by the numbers at the foot, with its heading and its title."""
        titled_at = {page: title for title, page in reversed(titles)}
        sections, number = list(self._headings.items()), 0
        for page, sheet in enumerate(laid, start=1):
            before, number = number, _number_of(sheet, number + 1)
            if number == before:
                continue
            title = titled_at.get(page, "")
            said = (place for place, (_, one) in enumerate(sections) if _is_said(one, title))
            here = next(said, None)
            yield page, None if here is None else sections[here][0], title
            sections = sections[here + 1 :] if here is not None else sections

    @cached_property
    def _headings(self) -> dict[str, Section]:
        """The headings by their numbers, as far as pandoc counts as many as we do."""
        if self._document is None:
            return {}
        sections = outline(self._document, lambda _: "").sections
        return {f"{n}/{len(sections)}": one for n, one in enumerate(sections, start=1)}


def _number_of(sheet: Sheet, otherwise: int) -> int:
    """The number of a slide at the foot of its page; a page that goes on has that of the last."""
    foot = [run for run in sheet.runs if (sheet.height - run.baseline) * _PX >= _FOOT]
    last = max(foot, key=lambda run: run.right, default=None)
    return int(last.text) if last and last.text.strip().isdecimal() else otherwise


def _is_said(section: Section, title: str) -> bool:
    """Whether a title holds all that a heading says by itself, what it cites left out."""
    own = bare(section.title)
    return bool(own) and own in bare(title)


def _pages(laid: Sequence[Sheet], starts: Sequence[int]) -> Iterator[_Page]:
    """The pages of the PDF, each with the number of its slide, from 0."""
    for number, sheet in enumerate(laid, start=1):
        slide = max(bisect_right(starts, number) - 1, 0)
        yield _Page(slide, starts[slide] != number, sheet)


def _wrong(pages: Sequence[_Page]) -> tuple[str, str] | None:
    """What is wrong with a slide, the gravest first, and what to do about it."""
    if not pages:
        return None
    return _runs_on(pages) or _runs_off(pages[0]) or _meets(pages[0]) or _covers(pages[0])


def _runs_on(pages: Sequence[_Page]) -> tuple[str, str] | None:
    """More than one page can hold."""
    further = [page for page in pages if page.further]
    if not further:
        return None
    words = sum(len(run.text.split()) for page in further for run in page.said)
    lowest = {round(page.down(run)) for page in further for run in page.said}
    high = sum(max(map(page.down, page.said), default=0) - 96 for page in further)
    return (
        f"what stands on it is about {max(high, 24):.0f} px of 1080 too high, at its smallest, "
        f"and runs on to {_times(len(further))}",
        f"shorten it by about {max(words, 1)} words ({max(len(lowest), 1)} lines), {_TWO}",
    )


def _times(count: int) -> str:
    return "a further page" if count == 1 else f"{count} further pages"


def _runs_off(page: _Page) -> tuple[str, str] | None:
    """Text below the thread, or at the sides of the page."""
    runs = page.sheet.runs
    low = [run for run in runs if page.down(run) > _THREAD + _SLACK]
    if low:
        over = max(page.down(run) for run in low) - _FOOT
        words = sum(len(run.text.split()) for run in runs if page.down(run) > _FOOT)
        return (
            f"its text is {over:.0f} px of 1080 too low down and falls off ({quoted(low[0].text)})",
            f"shorten it by about {words} words, {_TWO}",
        )
    for run in runs:
        over = max(run.right - page.sheet.width, -run.left) * _PX
        if over > _SLACK:
            return (
                f"{quoted(run.text)} sticks out by {over:.0f} px of 1920",
                "shorten its longest word, or let it break: put a soft hyphen (&shy;) where it "
                "may; in code, begin a new line sooner",
            )
    return None


def _meets(page: _Page) -> tuple[str, str] | None:
    """Texts that are set over one another."""
    for run, other, _ in overlaps(page.sheet.runs, _SLACK / _PX):
        return (
            f"{quoted(run.text)} and {quoted(other.text)} lie over one another",
            f"shorten what stands on it, {_TWO}",
        )
    return None


def _covers(page: _Page) -> tuple[str, str] | None:
    """A picture over words, over another picture, or over the edge of what a slide holds."""
    hint = f"give it less width, shorten what stands beside it, {_TWO}"
    for _, what in covered(page.sheet, _SLACK / _PX):
        return f"a picture lies over {below(what)}", hint
    # What lies over the thread at the foot is off the slide as well.
    low = page.sheet.height - _THREAD / _PX
    for picture in page.sheet.pictures:
        edges = (page.sheet.width, page.sheet.height)
        over = max(beyond(picture, edges), low - picture.bottom) * _PX
        if over > _SLACK:
            return f"a picture sticks out by {over:.0f} px", hint
    return None
