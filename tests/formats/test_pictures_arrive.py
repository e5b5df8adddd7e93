"""Pictures in every format: drawings in office files, pages that they fit, words they cover."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pptx
import pytest
from decks import PPTX, project_with
from decks import made as deck
from docx import Document
from helpers import copied, render, with_extensions
from helpers import planned as plan
from PIL import Image
from posters import EPOCH

from themeloom.core.errors import ThemeloomError
from themeloom.engines.reporting import Silent
from themeloom.finished.pdf import sheets

if TYPE_CHECKING:
    from pathlib import Path

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100">'
    '<rect width="300" height="100" fill="#0B6B6B"/><circle cx="50" cy="50" r="40"/></svg>'
)
#: English metric units to the point.
EMU = 12700
HEADS = """
+------+-------+--------+
| A    | Both           |
|      +-------+--------+
|      | One   | Two    |
+======+=======+========+
| cell | 1     | 2      |
+------+-------+--------+
"""


def paper(folder: Path, text: str, *formats: str) -> Path:
    """The folder of a paper that shows a drawing, a tall picture, and whatever its text says."""
    project = with_extensions(copied("tiny-synthetic", folder))
    beside = project.root / "manuscript"
    (beside / "a drawing.svg").write_text(DRAWING, "utf-8")
    Image.new("RGB", (600, 4200), "#A85A00").save(beside / "tall.png")
    asked = "".join(f"\n  {one}: default" for one in formats)
    front = f"---\ntitle: A made-up study\nformat:{asked}\n---\n\n"
    (beside / "paper.qmd").write_text(f"{front}{text}\n", "utf-8")
    render(project, plan(project, ["paper"]), Silent(), epoch=EPOCH, workers=1)
    return project.output / "manuscript"


def points(shape: Any) -> tuple[float, float]:  # noqa: ANN401 - python-docx has no types
    """How wide and high a picture of Word is, in points."""
    return shape.width / EMU, shape.height / EMU


def test_a_drawing_arrives_in_word_and_powerpoint(tmp_path: Path) -> None:
    """An SVG without a PNG beside it is there as a picture of its own shape."""
    text = "![Drawn](<a drawing.svg>){fig-alt='A disc' width=50%}\n"
    made = paper(tmp_path / "paper", text, "themeloom-docx") / "paper.docx"
    (shown,) = Document(str(made)).inline_shapes
    wide, high = points(shown)
    assert wide == pytest.approx((11906 - 2 * 1871) / 20 / 2, abs=1)
    assert wide / high == pytest.approx(3, abs=0.02)
    folder = tmp_path / "deck"
    with pytest.raises(ThemeloomError, match=r"there is no picture none\.svg"):
        deck(folder / "none", "## A\n\n![](none.svg)\n", PPTX)
    (folder / "is").mkdir()
    slides = pptx.Presentation(str(deck_with_a_drawing(folder / "is"))).slides
    (picture,) = (shape for shape in slides[1].shapes if hasattr(shape, "image"))
    assert picture.image.content_type == "image/png"
    colours = Image.open(BytesIO(picture.image.blob)).convert("RGB").getcolors(9999)
    assert (11, 107, 107) in {colour for _, colour in colours}


def deck_with_a_drawing(folder: Path) -> Path:
    """A deck that shows one."""
    project = project_with(folder, "## A\n\n![](drawn.svg){fig-alt='A disc'}\n", PPTX)
    (project.root / "slides/drawn.svg").write_text(DRAWING, "utf-8")
    render(project, plan(project, ["slides"]), Silent(), epoch=EPOCH, workers=1)
    return project.output / "slides" / "slides.pptx"


def test_a_drawing_that_cannot_be_read_is_one_message(tmp_path: Path) -> None:
    """It names the drawing and the document, and not another program."""
    project = with_extensions(copied("tiny-synthetic", tmp_path))
    (project.root / "manuscript/broken.svg").write_text("<svg", "utf-8")
    text = "---\ntitle: t\nformat: themeloom-docx\n---\n\n![](broken.svg)\n"
    (project.root / "manuscript/paper.qmd").write_text(text, "utf-8")
    with pytest.raises(ThemeloomError, match=r"the drawing manuscript/broken\.svg cannot be read"):
        render(project, plan(project, ["paper"]), Silent(), epoch=EPOCH, workers=1)


def test_a_picture_fits_its_page_in_word(tmp_path: Path) -> None:
    """A tall one is made smaller, with room for its caption; one in a cell fits its column."""
    text = (
        "![Caption of a tall picture](tall.png){fig-alt='Tall'}\n\n"
        "| a | b | c |\n|---|---|---|\n| x | ![](tall.png){fig-alt='In a cell'} | y |\n"
    )
    document = Document(str(paper(tmp_path, text, "themeloom-docx") / "paper.docx"))
    alone, within = (points(shape) for shape in document.inline_shapes)
    assert 600 < alone[1] < (16838 - 2 * 1417) / 20 - 30
    assert alone[0] / alone[1] == pytest.approx(600 / 4200, abs=0.01)
    assert within[0] <= (11906 - 2 * 1871) / 20 / 3 + 1


def test_every_head_of_a_table_is_a_head(tmp_path: Path) -> None:
    """Two rows of heads are bold in print, repeated by Word, and joined on a slide."""
    made = paper(tmp_path / "paper", HEADS, "themeloom-docx", "themeloom-typst", "themeloom-html")
    table = Document(str(made / "paper.docx")).tables[0]
    heads = [row._tr.xpath("boolean(w:trPr/w:tblHeader)") for row in table.rows]  # noqa: SLF001
    assert heads == [True, True, False]
    assert [row.cells[1].paragraphs[0].style.name for row in table.rows] == [
        *(["Table Heading"] * 2),
        "Table Text",
    ]
    assert len(re.findall(r"<th\b", (made / "paper.html").read_text("utf-8"))) == 4
    slides = pptx.Presentation(str(deck(tmp_path / "deck", f"## A\n{HEADS}", PPTX) / "slides.pptx"))
    (frame,) = (shape for shape in slides.slides[1].shapes if shape.has_table)
    group, both = (frame.table.cell(0, column) for column in (0, 1))
    assert (group.span_height, both.span_width) == (2, 2)
    assert not frame.table.cell(2, 1).is_merge_origin


def test_pictures_of_a_pdf_are_known_with_what_they_show(tmp_path: Path) -> None:
    """A drawing is one picture, whatever lines it is made of, and its words are its own."""
    text = "Words.\n\n![Drawn](<a drawing.svg>){fig-alt='A disc on green'}\n\nMore words.\n"
    pdf = (paper(tmp_path, text, "themeloom-typst") / "paper.pdf").read_bytes()
    (picture,) = (one for sheet in sheets(pdf) for one in sheet.pictures)
    assert picture.words == "A disc on green"
    assert picture.right - picture.left == pytest.approx(225, abs=1)


def test_a_picture_over_words_stops_a_paper(tmp_path: Path) -> None:
    """So does one beyond the edge of the page, each with its line."""
    drawn = '#place(dy: -8mm, image("/manuscript/tall.png", width: 20mm, height: 9mm))'
    over = f"```{{=typst}}\n{drawn}\n```"
    with pytest.raises(ThemeloomError) as raised:
        paper(tmp_path / "over", f"Plain words to be covered.\n\n{over}\n", "themeloom-typst")
    assert "paper.qmd:7: paper.pdf, page 1: a picture lies over words: “Plain" in str(raised.value)
    off = "![Caption](<a drawing.svg>){fig-alt='A wide disc' width=30cm}\n"
    with pytest.raises(ThemeloomError, match=r"qmd:7: paper\.pdf, page 1: a picture runs off"):
        paper(tmp_path / "off", off, "themeloom-typst")
