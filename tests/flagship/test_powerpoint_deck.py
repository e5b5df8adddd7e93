"""The flagship's deck for PowerPoint: the identity of its slides as PDF, and all of it real."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pptx
import pytest
from pptx.util import Emu

from themeloom.finished.pdf import bookmarks, text_runs

if TYPE_CHECKING:
    from pptx.presentation import Presentation

    from themeloom.core.project import Project

#: English metric units in a pixel of a slide that is 1,920 wide.
PX = 6350
#: Points of the PDF's page to the pixel.
PT = 0.5


@pytest.fixture(scope="module")
def deck(built: Project) -> Presentation:
    """The deck as it was built."""
    return pptx.Presentation(str(built.output / "slides/slides.pptx"))


def shape(deck: Presentation, slide: int, name: str) -> Any:  # noqa: ANN401 - python-pptx has no types
    """A shape by the number of its slide and its name."""
    return next(one for one in deck.slides[slide - 1].shapes if one.name == name)


def numbers(deck: Presentation, title: str) -> list[int]:
    """The slides with that title."""
    found = enumerate(deck.slides, start=1)
    return [n for n, slide in found if slide.shapes.title and slide.shapes.title.text == title]


def sizes(deck: Presentation, slide: int, index: int) -> list[float]:
    """The type sizes in one box, in pixels, in their order."""
    box = next(
        one for one in deck.slides[slide - 1].placeholders if one.placeholder_format.idx == index
    )
    runs = [run for paragraph in box.text_frame.paragraphs for run in paragraph.runs]
    return list(dict.fromkeys(run.font.size.pt * 2 for run in runs if run.font.size))


def drawn(deck: Presentation, slide: int) -> list[Any]:
    """The threads on a slide that are not along its lower edge, from left to right."""
    found = [
        one
        for one in deck.slides[slide - 1].shapes
        if one.name == "Thread" and one.height > 20 * PX
    ]
    return sorted(found, key=lambda one: int(one.left))


def colours(shapes: list[Any]) -> list[str]:
    """The theme colours in which shapes are filled."""
    return [re.findall(r'schemeClr val="(\w+)"', one._element.xml)[0] for one in shapes]  # noqa: SLF001


def test_the_kicker_says_what_it_is(deck: Presentation, built: Project) -> None:
    """Above the title stands that this is a reconstruction, in the box of its layout."""
    kicker = shape(deck, 1, "Kicker")
    metadata = (built.derived / "metadata.yml").read_text(encoding="utf-8")
    assert kicker.text_frame.text in metadata
    assert "econstruction" in kicker.text_frame.text
    assert kicker.is_placeholder
    assert kicker.top + kicker.height <= shape(deck, 1, "Title").top


def test_threads_gather_on_the_title_slide(deck: Presentation) -> None:
    """The layout has a thread for each theme, in its colour; the words keep clear of them."""
    layout = deck.slides[0].slide_layout
    threads = [one for one in layout.shapes if re.fullmatch(r"Thread \d", one.name)]
    assert colours(threads) == ["accent1", "accent2", "accent3"]
    assert all(one.left + one.width == deck.slide_width for one in threads)
    falls = min(int(one.left + one.width) for one in threads) - 320 * PX
    for name in ("Title", "Subtitle"):
        words = shape(deck, 1, name)
        assert words.left + words.width < falls


def test_quotations_are_as_loud_as_in_the_pdf(deck: Presentation, built: Project) -> None:
    """Every quotation has the size that it has in the PDF, its thread, and a hanging mark."""
    pages = text_runs((built.output / "slides/slides.pdf").read_bytes())
    quotations = [
        number for number, slide in enumerate(deck.slides, start=1)
        if slide.slide_layout.name == "Quotation"
    ]  # fmt: skip
    assert len(quotations) == 3
    for number in quotations:
        loudest = max(run.size for run in pages[number - 1]) / PT
        assert sizes(deck, number, 1)[0] == pytest.approx(loudest, abs=4)
        (bar,) = drawn(deck, number)
        words = shape(deck, number, "Content 1")
        assert bar.left + bar.width <= words.left + 2 * PX
        assert 'indent="-' in words._element.xml  # noqa: SLF001
    assert max(sizes(deck, number, 1)[0] for number in quotations) > 100


def test_implications_are_bound_by_their_threads(deck: Presentation) -> None:
    """At the left of an implication run the threads of the themes named below it, in order."""
    implications = numbers(deck, "Implications: career development")
    assert len(implications) == 3
    assert [colours(drawn(deck, number)) for number in implications] == [
        ["accent1"], ["accent1", "accent2", "accent3"], ["accent1", "accent2", "accent3"],
    ]  # fmt: skip
    for number in implications:
        assert sizes(deck, number, 1) == [60, 24]
        words = shape(deck, number, "Content 1")
        assert all(
            one.left > 0 and one.left + one.width < words.left for one in drawn(deck, number)
        )


def test_what_stands_on_a_slide_is_a_little_above_its_middle(
    deck: Presentation, built: Project
) -> None:
    """The middle of lists, statements and quotations is above that of the slide, as in the PDF.

    Boxes of lists go on below their words, for typefaces that need another line.
    """
    pages = text_runs((built.output / "slides/slides.pdf").read_bytes())
    told = 0
    for slide, runs in zip(deck.slides, pages, strict=True):
        if slide.slide_layout.name not in {"Quotation", "Statement", "Title and Content"}:
            continue
        words = next(one for one in slide.placeholders if one.placeholder_format.idx == 1)
        top, foot = words.top / PX, (words.top + words.height) / PX
        last = max(y for run in runs if top < (y := (540 - run.baseline) / PT) < foot)
        assert 440 <= (top + last) / 2 <= 560, slide.shapes.title.text
        told += 1
    assert told > 12


def test_captions_have_no_number(deck: Presentation, built: Project) -> None:
    """A figure's caption is its words alone, in a box of the layout, as in the PDF."""
    figures = [slide for slide in deck.slides if slide.slide_layout.name == "Figure"]
    pages = text_runs((built.output / "slides/slides.pdf").read_bytes())
    said = " ".join(run.text for page in pages for run in page)
    assert len(figures) == 2
    for slide in figures:
        (caption,) = [one for one in slide.placeholders if one.name == "Caption"]
        assert not caption.text_frame.text.startswith("Figure")
        assert caption.text_frame.text[:40] in said
        (picture,) = [one for one in slide.placeholders if one.placeholder_format.idx == 14]
        assert picture.top + picture.height <= caption.top


def test_numbers_stand_where_they_do_in_the_pdf(deck: Presentation, built: Project) -> None:
    """The number is at the right, above the thread; the title slide has none."""
    runs = text_runs((built.output / "slides/slides.pdf").read_bytes())[1]
    number = next(run for run in runs if run.text.strip() == "2")
    layout = deck.slides[1].slide_layout
    box = next(one for one in layout.placeholders if one.placeholder_format.idx == 12)
    assert (box.left + box.width) / PX == pytest.approx(number.right / PT, abs=4)
    assert box.top / PX < (540 - number.baseline) / PT < (box.top + box.height) / PX
    assert "Slide Number" not in {one.name for one in deck.slides[0].shapes}


def test_lines_are_of_even_length(deck: Presentation) -> None:
    """A statement of several lines is set in a narrower box than its layout has."""
    (number,) = numbers(deck, "A moral grounding for self-disclosure")
    words = shape(deck, number, "Content 1")
    assert words.width < Emu(1500 * PX)


def test_list_items_that_are_themes_have_their_colour(deck: Presentation) -> None:
    """Where the themes are listed, each is in the colour of its thread."""
    slide = next(
        one
        for one in deck.slides
        if any(s.has_text_frame and "hree themes" in s.text_frame.text for s in one.placeholders)
    )
    xml = next(one for one in slide.placeholders if one.placeholder_format.idx == 1)._element.xml  # noqa: SLF001
    assert re.findall(r'schemeClr val="(accent\d)"', xml) == ["accent1", "accent2", "accent3"]


def test_slides_have_the_layouts_that_their_headings_ask_for(
    deck: Presentation, built: Project
) -> None:
    """Every heading of the document is a slide, of the kind that its class names."""
    kinds = {
        "section": "Section Header", "statement": "Statement", "quotation-slide": "Quotation",
        "list": "Title and Content", "figure-slide": "Figure", "closing": "Closing",
    }  # fmt: skip
    text = (built.root / "slides/slides.qmd").read_text(encoding="utf-8")
    asked = re.findall(r"^## .*\{#[\w-]+ \.([\w-]+)", text, re.MULTILINE)
    assert [slide.slide_layout.name for slide in deck.slides][1:] == [kinds[one] for one in asked]


def test_everything_can_be_edited(deck: Presentation) -> None:
    """All words are in boxes of the layouts, but for the colophon."""
    for slide in deck.slides:
        for one in slide.shapes:
            if one.has_text_frame and one.text_frame.text and one.name != "Colophon":
                assert one.is_placeholder, one.name
                indices = {box.placeholder_format.idx for box in slide.slide_layout.placeholders}
                assert one.placeholder_format.idx in indices


def test_slides_and_bookmarks_tell_the_same(deck: Presentation, built: Project) -> None:
    """The PDF has a page for each slide, and its bookmarks are their titles."""
    pdf = (built.output / "slides/slides.pdf").read_bytes()
    assert len(text_runs(pdf)) == len(deck.slides)
    plain = [re.sub(r"\W+", " ", title) for title, _ in bookmarks(pdf)]
    titles = [re.sub(r"\W+", " ", slide.shapes.title.text) for slide in list(deck.slides)[1:]]
    assert plain == titles


def test_fonts_are_in_the_deck(built: Project) -> None:
    """The finished deck takes its fonts along, and is no larger than a megabyte for it."""
    path = built.output / "slides/slides.pptx"
    with ZipFile(path) as archive:
        fonts = [name for name in archive.namelist() if name.endswith(".fntdata")]
        assert "embeddedFontLst" in archive.read("ppt/presentation.xml").decode()
    assert len(fonts) == 10
    assert path.stat().st_size < 1_000_000
