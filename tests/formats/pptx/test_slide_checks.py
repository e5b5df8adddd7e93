"""What stops slides: each mistake on a clearly synthetic deck, with the words a person gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pptx
import pytest
from decks import PDF, PPTX, made, project_with
from helpers import changed, render
from helpers import planned as plan
from posters import EPOCH
from pptx.enum.dml import MSO_THEME_COLOR
from typst_looks import lorem

from themeloom.core.errors import ThemeloomError
from themeloom.engines.reporting import Silent
from themeloom.finished.pdf import page_texts

if TYPE_CHECKING:
    from pathlib import Path

ENOUGH = "## Enough\n\n- one\n\n"
FILES = {PPTX: "slides.pptx", PDF: "slides.pdf"}


def items(count: int, words: int = 20) -> str:
    """A list that nobody said."""
    return "\n".join(f"- item {number} {lorem(words)}" for number in range(count)) + "\n\n"


def rows(count: int, words: int = 8) -> str:
    """A table that nobody measured."""
    made_up = "\n".join(f"| row {number} | {lorem(words)} |" for number in range(count))
    return f"| name | says |\n|---|---|\n{made_up}\n\n"


def refused(folder: Path, text: str, to: str) -> str:
    """The message with which a deck is refused."""
    with pytest.raises(ThemeloomError) as raised:
        made(folder, text, to)
    return str(raised.value)


@pytest.mark.parametrize("to", [PPTX, PDF])
def test_too_many_words_say_what_to_shorten(tmp_path: Path, to: str) -> None:
    """One message with line, slide, pixels, words; what it asks for makes the slide fit."""
    said = refused(tmp_path / "long", f"{ENOUGH}## Too much {{.list}}\n\n{items(24)}{ENOUGH}", to)
    found = re.fullmatch(
        r"slides/slides\.qmd:(\d+): (\S+): slide 3 \(“Too much”\): .* (\d+) px of 1080 too high"
        r".*\n  hint: shorten it by about (\d+) .*words \((\d+) lines\), or make two slides of it",
        said,
    )
    assert found, said
    line, file, over, words, lines = found.groups()
    assert file == FILES[to]
    assert int(over) > 100
    assert 1 < int(lines) < 24
    source = (tmp_path / "long/tiny-synthetic/slides/slides.qmd").read_text().splitlines()
    assert source[int(line) - 1].startswith("## Too much")
    fewer = 24 - -(-int(words) // 22) - 1
    assert fewer > 5
    made(tmp_path / "shorter", f"## Fits {{.list}}\n\n{items(fewer)}", to)


@pytest.mark.parametrize("to", [PPTX, PDF])
def test_every_slide_is_told_in_one_go(tmp_path: Path, to: str) -> None:
    """Two slides that do not fit are two messages, in the order of the document."""
    text = f"## First {{.list}}\n\n{items(40)}{ENOUGH}## Second {{.list}}\n\n{items(40)}"
    said = refused(tmp_path, text, to)
    assert re.findall(r"slide (\d) \(“(\w+)”\)", said) == [("2", "First"), ("4", "Second")]


@pytest.mark.parametrize("to", [PPTX, PDF])
def test_a_table_is_measured(tmp_path: Path, to: str) -> None:
    """A table of too many rows is refused; one of a few is set whole."""
    made(tmp_path / "short", f"## Table\n\n{rows(8)}", to)
    said = refused(tmp_path / "long", f"## Table\n\n{rows(60)}", to)
    assert re.search(r"slide 2 \(“Table”\): .* px of 1080 too", said), said


def test_a_slide_without_a_heading_is_found(tmp_path: Path) -> None:
    """It is told by the heading above it."""
    text = f"{ENOUGH}## Figure\n\nWords.\n\n---\n\n{rows(60)}{ENOUGH}"
    said = refused(tmp_path, text, PPTX)
    found = re.search(
        r"slides\.qmd:(\d+): slides\.pptx: slide 4: .* runs on .*\(\d+ lines\)", said, re.DOTALL
    )
    assert found, said
    source = (tmp_path / "tiny-synthetic/slides/slides.qmd").read_text().splitlines()
    assert source[int(found[1]) - 1] == "## Figure"


@pytest.mark.parametrize("to", [PPTX, PDF])
def test_a_caption_is_measured(tmp_path: Path, to: str) -> None:
    """A caption that leaves no room for its picture is refused."""
    short = "## Figure {.figure-slide}\n\n![A caption](wide.png){fig-alt='x'}\n\n"
    made(tmp_path / "short", short, to)
    long = short.replace("A caption", lorem(900))
    said = refused(tmp_path / "long", long, to)
    assert re.search(r"slide 2 \(“Figure”\): .* 1080 too", said), said


@pytest.mark.parametrize("to", [PPTX, PDF])
def test_a_title_is_measured(tmp_path: Path, to: str) -> None:
    """A heading of six hundred words is refused."""
    said = refused(tmp_path, f"## {lorem(600)} {{.section}}\n\nSome text.\n\n{ENOUGH}", to)
    assert re.search(r"slide 2 \(“synthetic .*…”\)", said), said


def test_words_beside_a_page_of_the_pdf_are_told(tmp_path: Path) -> None:
    """A word that cannot be broken and runs off the side is refused, with what to do."""
    said = refused(tmp_path, f"## Wide {{.list}}\n\n- {'x' * 300}\n", PDF)
    assert re.search(r"“x+ …” sticks out by \d+ px of 1920\n  hint: .*&shy;", said), said


@pytest.mark.parametrize("to", [PPTX, PDF])
def test_what_was_made_last_stays(tmp_path: Path, to: str) -> None:
    """A slide that does not fit stops the build, and the last good deck is still there."""
    project = project_with(tmp_path, f"## Slide {{.list}}\n\n{items(3)}", to)
    render(project, plan(project, ["slides"]), Silent(), epoch=EPOCH, workers=1)
    before = (project.output / "slides" / FILES[to]).read_bytes()
    changed(project.root / "slides/slides.qmd", items(3), items(50))
    with pytest.raises(ThemeloomError):
        render(project, plan(project, ["slides"]), Silent(), epoch=EPOCH, workers=1)
    assert (project.output / "slides" / FILES[to]).read_bytes() == before


MIXED = f"""## Text and picture

{lorem(40)}

![A caption of {lorem(30)}](wide.png){{fig-alt="x"}}

## Picture and text

![A caption](tall.png){{fig-alt="x"}}

{lorem(60)}

## Text and table

{lorem(30)}

{rows(6)}
: A caption of a table

## Columns

:::: columns
::: column
{lorem(12)}

{rows(4, 3)}
:::
::: column
![A caption](tall.png){{fig-alt="x"}}
:::
::::

## Lists

:::: columns
::: column
{items(3)}
:::
::: column
{items(6, 9)}
:::
::::

## Code

```python
print("synthetic" * 80)
```

> {lorem(30)}

1. {lorem(10)}
2. {lorem(10)}
   - {lorem(20)}
"""


def test_nothing_lies_over_anything_else(tmp_path: Path) -> None:
    """Text, pictures, tables and captions share slides without touching each other."""
    deck = pptx.Presentation(str(made(tmp_path, MIXED, PPTX) / "slides.pptx"))
    told = []
    for slide in deck.slides:
        boxes = [
            (one.left, one.top, one.left + one.width, one.top + one.height)
            for one in slide.shapes
            if one.name not in {"Thread", "Slide Number", "Kicker", "Subtitle", "Title", "Footer"}
        ]
        assert all(left >= 0 and right <= deck.slide_width for left, _, right, _ in boxes)
        assert all(foot <= 966 * 6350 for _, _, _, foot in boxes)
        pairs = [
            (one, other)
            for place, one in enumerate(boxes)
            for other in boxes[place + 1 :]
            if max(one[0], other[0]) < min(one[2], other[2])
            and max(one[1], other[1]) + 6350 < min(one[3], other[3])
        ]
        assert pairs == [], [shape.name for shape in slide.shapes]
        told.append(len(boxes))
    assert max(told) >= 4


def test_pictures_keep_their_shape(tmp_path: Path) -> None:
    """However little room a picture has, it is as wide to its height as it was."""
    deck = pptx.Presentation(str(made(tmp_path, MIXED, PPTX) / "slides.pptx"))
    pictures = [one for slide in deck.slides for one in slide.shapes if hasattr(one, "image")]
    assert len(pictures) == 3
    for one in pictures:
        wide, high = one.image.size
        assert one.width / one.height == pytest.approx(wide / high, rel=0.01)


def test_slides_that_fit_are_one_page_each(tmp_path: Path) -> None:
    """The same slides, as PDF: no page more than slides."""
    folder = made(tmp_path, f"{ENOUGH}## Words {{.statement}}\n\n{lorem(40)}\n", PDF)
    assert len(page_texts((folder / "slides.pdf").read_bytes())) == 3


@pytest.mark.parametrize("to", [PPTX, PDF])
def test_slides_find_their_headings(tmp_path: Path, to: str) -> None:
    """A heading that cites evidence is found; one that this format hides is passed over."""
    hidden = "::: {.content-hidden when-format=FORMAT}\n## Gone\n\nc\n:::\n\n"
    hidden = hidden.replace("FORMAT", "pptx" if to is PPTX else "typst")
    text = (
        f"## Same\n\na\n\n{hidden}## {{{{< theme light >}}}} {{.list}}\n\n{items(40)}## Same\n\nb\n"
    )
    said = refused(tmp_path, f"{text}\n{items(40)}", to)
    source = (tmp_path / "tiny-synthetic/slides/slides.qmd").read_text().splitlines()
    lines = [int(line) for line in re.findall(r"slides\.qmd:(\d+): \S+: slide", said)]
    assert [source[line - 1] for line in lines] == ["## {{< theme light >}} {.list}", "## Same"]
    assert lines[1] > lines[0]


def test_slides_get_what_their_headings_ask_for(tmp_path: Path) -> None:
    """Kind and thread are those of the heading, whatever it says, and nothing else is shown."""
    text = "## {{< theme light >}} {.statement thread=2}\n\nb\n\n## Two {.quotation-slide}\n\nc\n"
    folder = made(tmp_path, f"{text}\n## Three {{.statement}}\n\n- d\n", PPTX, toc=True)
    slides = list(pptx.Presentation(str(folder / "slides.pptx")).slides)
    kinds = [one.slide_layout.name for one in slides]
    assert kinds[-3:] == ["Statement", "Quotation", "Statement"]
    said = "".join(shape.text for one in slides for shape in one.shapes if shape.has_text_frame)
    assert "\ue011" not in said
    assert "statement" not in said
    thread = next(one for one in slides[-3].shapes if one.name == "Thread" and one.top > 6000000)
    assert thread.fill.fore_color.theme_color in {MSO_THEME_COLOR.ACCENT_2, MSO_THEME_COLOR.TEXT_1}


def test_words_from_right_to_left_lie_over_nothing(tmp_path: Path) -> None:
    """Pieces of a line of Arabic reach over each other, and the deck is made all the same."""
    words = "“هذا اقتباس اصطناعي للاختبار فقط لا غير.”"
    voice = f"::: {{.quotation .thread-2 lang=ar dir=rtl}}\n{words}\n:::\n\n"
    folder = made(tmp_path, f"## Voice {{.quotation-slide}}\n\n{voice}", PDF)
    assert "اصطناعي" in page_texts((folder / "slides.pdf").read_bytes())[1]
