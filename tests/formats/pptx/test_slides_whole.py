"""Everything that a deck's document shows is in the PowerPoint, once, whatever it lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pptx
import pytest
from decks import PDF, PPTX, made, project_with
from helpers import planned as plan
from helpers import render
from posters import EPOCH

from themeloom.core.errors import ThemeloomError
from themeloom.engines.reporting import Silent
from themeloom.finished.pdf import text_runs

if TYPE_CHECKING:
    from pathlib import Path

#: English metric units in a pixel of a slide that is 1,920 wide.
PX = 6350
PICTURE = '![Caption {0}](wide.png){{fig-alt="Picture {0}"}}'
TABLE = "| Cell {0} | b |\n|---|---|\n| 1 | 2 |\n\n: Caption {0}"
#: What a picture or a table may lie in.
NESTED = {
    "a div": "::: {{.own}}\n{}\n:::",
    "a fragment": "::: {{.fragment}}\n{}\n:::",
    "a styled div": '::: {{style="color: red"}}\n{}\n:::',
    "divs": ":::: {{.outer}}\n::: {{.inner}}\n{}\n:::\n::::",
    "a quotation": "> words\n>\n> {}\n>\n> more words",
    "a list": "1. words\n\n    {}\n\n2. more words",
    "columns": ":::: {{.columns}}\n::: {{.column}}\nwords\n\n{}\n\nafter it\n:::\n"
    "::: {{.column}}\nright\n:::\n::: {{.column}}\nthird\n:::\n::::",
    "a div in a column": ":::: {{.columns}}\n::: {{.column}}\nleft\n:::\n::: {{.column}}\n"
    "::: {{.own}}\n{}\n:::\n:::\n::::",
    "words before and after": "words\n\n{}\n\n- after it\n\n::: {{.notes}}\nsaid\n:::",
}


def nested(kind: str) -> str:
    """A deck with a slide for each of them."""
    slides = []
    for number, around in enumerate(NESTED.values()):
        inner = kind.format(chr(65 + number))
        indent = {">": "> ", "1": "    "}.get(around[0], "")
        slides.append(
            f"## Slide {number}\n\n{around.format(inner.replace(chr(10), chr(10) + indent))}"
        )
    return "\n\n".join(slides) + "\n"


def deck_of(folder: Path) -> list[Any]:
    """The slides that a document gave."""
    return list(pptx.Presentation(str(folder / "slides.pptx")).slides)


def said(slide: Any) -> list[str]:  # noqa: ANN401 - python-pptx has no types
    """Every line on a slide, those of tables included."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found += shape.text_frame.text.split("\n")
        elif shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def alternatives(slide: Any) -> list[str]:  # noqa: ANN401 - as above
    """The alternative texts of its pictures."""
    pictures = [shape for shape in slide.shapes if hasattr(shape, "image")]
    return [one._element.nvPicPr.cNvPr.get("descr") for one in pictures]  # noqa: SLF001


@pytest.mark.parametrize("kind", [PICTURE, TABLE])
def test_nothing_that_lies_within_something_is_lost(tmp_path: Path, kind: str) -> None:
    """A picture or table in a div, a list, a quotation, a column: once, its caption once."""
    slides = deck_of(made(tmp_path, nested(kind), PPTX))[1:]
    assert [slide.shapes.title.text for slide in slides] == [f"Slide {n}" for n in range(9)]
    for number, slide in enumerate(slides):
        letter = chr(65 + number)
        lines = said(slide)
        assert lines.count(f"Caption {letter}") == 1
        if kind is PICTURE:
            assert alternatives(slide) == [f"Picture {letter}"]
        else:
            assert lines.count(f"Cell {letter}") == 1


def test_words_and_notes_stay_on_the_slide_of_their_table(tmp_path: Path) -> None:
    """What stands after a table stands below it, on the slide that has the notes."""
    text = (
        f"## One\n\nbefore\n\n{TABLE.format('A')}\n\nafter\n\n::: notes\nsaid\n:::\n\n## Two\n\nx\n"
    )
    _, one, two = deck_of(made(tmp_path, text, PPTX))
    assert two.shapes.title.text == "Two"
    assert [line for line in said(one) if line in {"before", "1", "Caption A", "after"}] == [
        "before", "Caption A", "1", "after",
    ]  # fmt: skip
    assert one.notes_slide.notes_text_frame.text == "said"
    tops = [shape.top for shape in one.shapes if shape.name not in {"Title", "Thread"}][:4]
    assert tops == sorted(tops)


def test_parts_of_a_figure_have_their_own_captions(tmp_path: Path) -> None:
    """Four pictures in rows of two, each above its caption, and one caption for all of them."""
    parts = "\n\n".join(
        f'![Part {letter}](wide.png){{#fig-{letter} fig-alt="alt {letter}"}}' for letter in "abcd"
    )
    text = f"## Parts\n\n::: {{#fig-all layout-ncol=2}}\n{parts}\n\nAll of them\n:::\n"
    _, slide = deck_of(made(tmp_path, text, PPTX))
    assert alternatives(slide) == [f"alt {letter}" for letter in "abcd"]
    for caption in ("Part a", "Part b", "Part c", "Part d", "All of them"):
        assert said(slide).count(caption) == 1
    pictures = [shape for shape in slide.shapes if hasattr(shape, "image")]
    assert len({shape.top for shape in pictures}) == 2
    assert len({shape.left for shape in pictures}) == 2


def test_evidence_in_a_div_and_a_linked_picture_arrive(tmp_path: Path) -> None:
    """Shortcodes in divs give their table and figure; a picture keeps the address it leads to."""
    text = (
        "## Evidence\n\n::: {.own}\n{{< table lamps >}}\n\n{{< figure map >}}\n:::\n\n"
        '## Link\n\nwords [![](wide.png){fig-alt="linked"}](https://example.org/x) more\n'
    )
    _, evidence, link = deck_of(made(tmp_path, text, PPTX))
    assert alternatives(evidence) == ["A teal square."]
    assert "teal" in said(evidence)
    assert said(evidence).count("Synthetic lamps") == 1
    picture = next(shape for shape in link.shapes if hasattr(shape, "image"))
    assert picture.click_action.hyperlink.address == "https://example.org/x"
    assert {"words", "more"} <= set(said(link))


def test_a_heading_in_a_div_begins_no_slide(tmp_path: Path) -> None:
    """As in the PDF and on the web it is a line of the slide it stands on."""
    text = f"## First\n\nwords\n\n::: {{.own}}\n## Second\n\n{TABLE.format('A')}\n:::\n"
    _, slide = deck_of(made(tmp_path, text, PPTX))
    assert {"First", "words", "Second", "Cell A"} <= set(said(slide))


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ('| a | b |\n|--|--|\n| ![](wide.png){fig-alt="In a cell"} | 2 |', "picture “In a cell”"),
        ('words^[see ![](wide.png){fig-alt="In a footnote"}]', "picture “In a footnote”"),
        (f"words\n\n::: notes\n{TABLE.format('A')}\n:::", "table “Cell A b 1 2”"),
    ],
)
def test_what_powerpoint_has_no_place_for_stops_the_build(
    tmp_path: Path, where: str, told: str
) -> None:
    """Its line, what it is, and what to do; so elsewhere it goes through."""
    text = f"## Fine\n\nwords\n\n## Lost\n\n{where}\n"
    project = project_with(tmp_path / "lost", text, PPTX)
    with pytest.raises(ThemeloomError) as raised:
        render(project, plan(project, ["slides"]), Silent(), epoch=EPOCH, workers=1)
    source = (project.root / "slides/slides.qmd").read_text().splitlines()
    words = told.split("“")[1][:6]
    line = next(number for number, one in enumerate(source, 1) if words in one)
    assert f"slides/slides.qmd:{line}: slides.pptx: the {told}" in str(raised.value)
    assert "is not in it" in str(raised.value)
    hidden = f'::: {{.content-hidden when-format="pptx"}}\n{where}\n:::'
    made(tmp_path / "hidden", f"## Fine\n\nwords\n\n## Else\n\n{hidden}\n\nwords\n", PPTX)


def test_formulas_and_footnotes_of_captions_are_no_loss(tmp_path: Path) -> None:
    """They are written in their own way, and words with formulas beside a picture stay."""
    text = (
        "## Formula\n\nwords $a+b$\n\n![A $p$ of it^[note]](wide.png){fig-alt='x'}\n\nafter $c$\n"
    )
    _, slide, _ = deck_of(made(tmp_path, text, PPTX))
    xml = slide.shapes._spTree.xml  # noqa: SLF001
    assert all(xml.count(f"<m:t>{letter}</m:t>") == 1 for letter in "apc")
    assert alternatives(slide) == ["x"]


COLUMNS = """## Columns

:::: {.columns}
::: {.column width="40%"}
- Implementation in four cities
- Interprofessional collaboration
:::
::: {.column width="60%"}
![Where people came from](wide.png){fig-alt="A field"}
:::
::::
"""


def test_columns_are_as_wide_as_they_say_in_powerpoint(tmp_path: Path) -> None:
    """40 and 60 hundredths of the slide, a gap between them, words beside the picture."""
    _, slide = deck_of(made(tmp_path, COLUMNS, PPTX))
    words = next(shape for shape in slide.placeholders if shape.placeholder_format.idx == 1)
    picture = next(shape for shape in slide.shapes if hasattr(shape, "image"))
    assert round(words.left / PX) == 160
    assert round(words.width / PX) == 616
    assert round(picture.left / PX) == 836
    assert round(picture.width / PX) == 924


def test_columns_are_as_wide_as_they_say_in_the_pdf(tmp_path: Path) -> None:
    """The words end before the picture, whose caption begins at 836 of 1,920 pixels."""
    folder = made(tmp_path, COLUMNS, PDF)
    page = text_runs((folder / "slides.pdf").read_bytes())[1]
    caption = next(run for run in page if "Where" in run.text)
    assert round(caption.left * 2) == pytest.approx(836, abs=3)
    listed = [run for run in page if run.size > 20 and run.baseline < 430]
    assert max(run.right for run in listed) * 2 < 776
    assert min(run.left for run in listed) * 2 < 170


@pytest.mark.parametrize(
    ("width", "beside", "told"),
    [
        (700, "Implementation", "a picture lies over words: “Implementation”"),
        (700, "![](wide.png){fig-alt='y'}", "a picture lies over another"),
        (1000, "", "a picture sticks out by"),
    ],
)
def test_a_picture_over_something_stops_the_pdf(
    tmp_path: Path, width: int, beside: str, told: str
) -> None:
    """Words under a picture, picture over picture, a picture off the page: the slide's line."""
    wide = f'![Too wide](wide.png){{fig-alt="A field" width={width}px}}'
    text = (
        f":::: {{.columns}}\n::: {{.column}}\n{wide}\n:::\n::: {{.column}}\n{beside}\n:::\n::::\n"
    )
    with pytest.raises(ThemeloomError) as raised:
        made(tmp_path, f"## Columns\n\n{text}", PDF)
    assert "slides/slides.qmd:" in str(raised.value)
    assert told in str(raised.value)


@pytest.mark.parametrize("picture", ["wide", "tall"])
def test_pictures_get_the_room_that_is_left_in_the_pdf(tmp_path: Path, picture: str) -> None:
    """Words above and below a picture of any shape: one page, nothing over another."""
    text = f"## Words\n\nabove\n\n![A caption]({picture}.png){{fig-alt='x'}}\n\nbelow\n"
    folder = made(tmp_path, text, PDF)
    assert len(text_runs((folder / "slides.pdf").read_bytes())) == 2


def test_a_high_picture_leaves_room_for_its_caption_in_the_pdf(tmp_path: Path) -> None:
    """On a slide of its own, one of any shape fits with the words below it."""
    text = "## Alone {.figure-slide}\n\n![A caption](tall.png){fig-alt='x'}\n"
    folder = made(tmp_path, text, PDF)
    pages = text_runs((folder / "slides.pdf").read_bytes())
    assert len(pages) == 2
    assert any("A caption" in run.text for run in pages[1])


JOINED = """## Table

+-------+------+---------------+
| Study | What was said        |
|       +------+---------------+
|       | Who  | How they said |
+=======+======+===============+
| one   | a    | twice and     |
|       +------+ again         |
|       | b    |               |
+-------+------+---------------+
"""


@pytest.mark.parametrize("language", ["en", "he"])
def test_joined_cells_are_joined_and_run_as_their_language_does(
    tmp_path: Path, language: str
) -> None:
    """Cells take the columns and rows that they take in the document; all of it is mirrored."""
    themes = [{"title": one, "thread": number} for number, one in enumerate(("a", "b"), start=1)]
    title, slide = deck_of(made(tmp_path, JOINED, PPTX, lang=language, themes=themes))
    (shape,) = (one for one in slide.shapes if one.has_table)
    table = shape.table
    joined = {
        (row, column): (cell.span_height, cell.span_width)
        for row in range(4)
        for column in range(3)
        if (cell := table.cell(row, column)).is_merge_origin
    }
    assert joined == {(0, 0): (2, 1), (0, 1): (1, 2), (2, 0): (2, 1), (2, 2): (2, 1)}
    assert (table._tbl.tblPr.get("rtl") == "1") is (language == "he")  # noqa: SLF001
    assert table.columns[2].width > table.columns[1].width, "the column with more words"
    assert 0 <= shape.left <= shape.left + shape.width <= 1920 * PX
    *_, last = [one for one in slide.shapes if one.name == "Thread"]
    told_from = 1920 * PX - last.left - last.width if language == "he" else last.left
    assert told_from == 0, "the thread along the lower edge runs as the language does"
    layout = title.slide_layout
    threads = [one for one in layout.shapes if one.name.startswith("Thread ")]
    (number,) = (one for one in layout.placeholders if one.placeholder_format.idx == 12)
    at_end = [*threads, number]
    words, middle = title.shapes.title, 960 * PX
    assert threads
    if language == "he":
        assert all(one.left + one.width < middle < words.left + words.width for one in at_end)
        assert words.left > 300 * PX, "no word lies on the threads"
    else:
        assert all(one.left > middle for one in at_end)
        assert words.left + words.width < 1620 * PX
