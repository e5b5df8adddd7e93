from __future__ import annotations

from typing import TYPE_CHECKING, Any

import office_files as office
import pptx
import pytest
from decks import PPTX, made
from pptx.util import Emu

from themeloom.formats.pptx import layouts
from themeloom.formats.pptx.finish import finish_pptx
from themeloom.look.tokens import LOOK

if TYPE_CHECKING:
    from pathlib import Path

    from pptx.presentation import Presentation
    from pptx.slide import Slide

EMU = layouts.EMU
#: The layouts that pandoc looks for.
PANDOCS = (
    "Title Slide,Title and Content,Section Header,Two Content,Comparison,Content with Caption,Blank"
)
LONG = "A sentence that goes on for a while so that many of them need much room. " * 14
TEXT = f"""## A section

## The first theme {{.quotation-slide}}

“Short words.”

— a voice

## A statement {{.statement}}

One sentence, alone.

## A figure {{.figure-slide}}

![](wide.png){{fig-alt="What the figure shows"}}

## A list

- {LONG}
- {LONG}

::: notes
What is said.
:::

## A table

| Name | Number |
|:-----|-------:|
| one  |      1 |

## Two sides

:::: columns
::: column
- left
:::
::: column
- right
:::
::::

## The end {{.closing}}

Thanks to all.
"""
METADATA: dict[str, Any] = {
    "lang": "en-GB",
    "subtitle": "Of a synthetic study",
    "themes": [{"id": "one", "title": "The first theme", "thread": 1}],
}
KINDS = [
    "Title Slide", "Section Header", "Quotation", "Statement", "Figure", "Title and Content",
    "Title and Content", "Two Content", "Closing",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our reference and a finished deck."""
    folder = tmp_path_factory.mktemp("deck")
    office.reference("reference.pptx", folder)
    (folder / "text.pptx").write_bytes(
        made(folder, TEXT, PPTX, **METADATA).joinpath("slides.pptx").read_bytes()
    )
    return folder


@pytest.fixture(scope="module")
def deck(folder: Path) -> Presentation:
    """The finished deck."""
    return pptx.Presentation(str(folder / "text.pptx"))


def sizes(slide: Slide, index: int) -> set[float]:
    """The type sizes set in one box, in points."""
    box = next(one for one in slide.placeholders if one.placeholder_format.idx == index)
    runs = [run for paragraph in box.text_frame.paragraphs for run in paragraph.runs]
    return {run.font.size.pt for run in runs if run.font.size is not None}


def test_pandoc_finds_its_layouts(folder: Path) -> None:
    """Every layout that pandoc asks for by name is there; no sample slide is."""
    reference = pptx.Presentation(str(folder / "reference.pptx"))
    assert set(PANDOCS.split(",")) <= {layout.name for layout in reference.slide_layouts}
    assert len(reference.slides) == 0


def test_theme_has_our_colours_and_faces(folder: Path) -> None:
    """Colours and faces are the theme's, so that people who edit find them in the menus."""
    theme = office.part(folder / "reference.pptx", "ppt/theme/theme1.xml")
    named = ("ground", "thread-1", "thread-2", "thread-3")
    for value in (*map(LOOK.bare, named), LOOK.faces["serif"], LOOK.faces["sans"]):
        assert value in theme


def test_every_box_lies_on_its_slide(folder: Path) -> None:
    """No layout has a box that leaves the slide or reaches below the thread's foot."""
    reference = pptx.Presentation(str(folder / "reference.pptx"))
    for layout in reference.slide_layouts:
        for box in layout.placeholders:
            assert box.left >= 0, layout.name
            assert box.left + box.width <= reference.slide_width, layout.name
            assert box.top + box.height <= reference.slide_height, layout.name


def test_slides_have_the_layout_of_their_kind(deck: Presentation) -> None:
    """Words that stand alone, figures, sections and the end are told apart."""
    assert [slide.slide_layout.name for slide in deck.slides] == KINDS


def test_every_shape_lies_on_its_slide(deck: Presentation) -> None:
    """Nothing on a finished slide is outside it."""
    for slide in deck.slides:
        for shape in slide.shapes:
            right, foot = shape.left + shape.width, shape.top + shape.height
            assert shape.left >= 0, shape.name
            assert right <= deck.slide_width, shape.name
            assert foot <= deck.slide_height, shape.name


def test_every_slide_has_its_number_and_the_thread(deck: Presentation) -> None:
    """All but the title slide are numbered; the thread grows and reaches the edge on the last."""
    told = []
    for number, slide in enumerate(deck.slides, start=1):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.name == "Slide Number"]
        assert texts == ([str(number)] if number > 1 else [])
        threads = [shape for shape in slide.shapes if shape.name == "Thread"]
        told.append(max(shape.left + shape.width for shape in threads if shape.top > Emu(6000000)))
    assert told == sorted(told)
    assert told[-1] == deck.slide_width


def test_a_theme_brings_its_colour(folder: Path) -> None:
    """The slide that tells a theme has its thread, its label and its bar in the theme's colour."""
    assert office.part(folder / "text.pptx", "ppt/slides/slide3.xml").count("accent1") == 3
    assert "accent1" not in office.part(folder / "text.pptx", "ppt/slides/slide2.xml")


def test_words_alone_are_large_and_the_voice_is_small(deck: Presentation) -> None:
    """A short quotation is set in 58 points, the attribution in 15."""
    assert sizes(deck.slides[2], 1) == {58.0, 15.0}


def test_long_lists_are_set_smaller(deck: Presentation) -> None:
    """Text that would leave its slide is set in a size that fits, and no smaller than 12 points."""
    (size,) = sizes(deck.slides[5], 1)
    assert 12 <= size < 24
    shape = deck.slides[5].placeholders[1]
    assert shape.top + shape.height <= 960 * EMU


def test_pictures_say_what_they_show(deck: Presentation, folder: Path) -> None:
    """The alternative text is the author's, and no path of the machine is left anywhere."""
    pictures = [one for one in deck.slides[4].shapes if hasattr(one, "image")]
    (described,) = [one._element.nvPicPr.cNvPr.get("descr") for one in pictures]  # noqa: SLF001
    assert described == "What the figure shows"
    text = "".join(
        office.part(folder / "text.pptx", name)
        for name in office.names(folder / "text.pptx")
        if name.endswith((".xml", ".rels"))
    )
    assert str(folder) not in text
    assert "themeloom-" not in text
    assert "#slide(" not in text


def test_shapes_have_numbers_of_their_own(deck: Presentation) -> None:
    """No two shapes of a slide share a number, as the format demands."""
    for slide in deck.slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(numbers) == len(set(numbers))


def test_notes_are_kept(deck: Presentation) -> None:
    """What the speaker says is still there."""
    assert "What is said." in deck.slides[5].notes_slide.notes_text_frame.text


def test_finishing_is_the_same_every_time(folder: Path, tmp_path: Path) -> None:
    """The same document in another folder gives a deck of the same bytes."""
    again = made(tmp_path, TEXT, PPTX, **METADATA) / "slides.pptx"
    assert again.read_bytes() == (folder / "text.pptx").read_bytes()


def test_a_deck_of_another_make_is_left_alone(tmp_path: Path) -> None:
    """A deck without our layouts is not touched."""
    path = tmp_path / "other.pptx"
    other = office.default("reference.pptx")  # pandoc writes the time into it
    path.write_bytes(other)
    finish_pptx(path, METADATA, [])
    assert path.read_bytes() == other
