"""A deck is set by its slides in Typst: what these tell, and what the deck makes of it."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pptx
import pytest
from decks import PDF, PPTX, made, project_with
from helpers import planned as plan
from helpers import render
from PIL import Image
from posters import EPOCH
from typst_looks import lorem

from themeloom.engines.reporting import Silent
from themeloom.finished.pdf import text_runs
from themeloom.formats.pptx.drawn import Cell, pages_of

if TYPE_CHECKING:
    from pathlib import Path

PX = 6350
VOICE = f"::: {{.quotation .thread-2}}\n“{lorem(12)}”\n\n[nobody]{{.attribution}}\n:::\n"
TEXT = f"""## A statement {{.statement}}

{lorem(25)}

## A list {{.list}}

- {lorem(9)}
- {lorem(30)}

## Columns

:::: {{.columns}}
::: {{.column width="30%"}}
{lorem(9)}
:::
::: {{.column width="70%"}}
{lorem(20)}
:::
::::

## Voice

{VOICE}
"""


def box(value: object, page: int, x: float, y: float) -> list[object]:
    """A mark as Typst tells it, in points."""
    return [value, page, x, y]


def test_marks_become_boxes_by_slide_and_piece() -> None:
    """Boxes within one another, pictures, cells: each in pixels, with the number of its piece."""
    marks = [
        box({"from": "title", "number": 0, "size": 56.0, "hung": 0.0}, 2, 80, 48),
        box({"to": "title"}, 2, 880, 76),
        box({"from": "picture", "number": 3, "size": 48.0, "hung": 0.0}, 2, 80, 100),
        box("from", 2, 90, 100),
        box("to", 2, 290, 200),
        box({"to": "picture"}, 2, 880, 200),
        box({"from": "table", "number": 4, "size": 34.0, "hung": 0.0}, 3, 80, 100),
        box({"from": "grid", "number": 0, "size": 34.0, "hung": 0.0}, 3, 80, 100),
        box({"cell": [0, 0], "takes": [1, 1], "head": True}, 3, 80, 100),
        box({"to": "grid"}, 3, 180, 130),
        box({"to": "table"}, 3, 880, 130),
    ]
    told = {"<tl-slide>": [1, 2], "<tl-box>": marks}

    def ask(code: str) -> str:
        return json.dumps(next(value for key, value in told.items() if key in code))

    front, slide = pages_of(ask)
    assert front.boxes == []
    title, image, grid = slide.one("title"), slide.one("image", 3), slide.one("grid", 4)
    assert title is not None
    assert (title.x, title.y, title.width, title.height, title.size) == (160, 96, 1600, 56, 56)
    assert image is not None
    assert (image.x, image.width, image.height) == (180, 400, 200)
    # What runs on to a further page is still that slide's.
    assert grid is not None
    assert slide.cells == {4: {(0, 0): Cell(160, 200, head=True)}}
    assert slide.room(4) == 1600


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same slides as PDF and for PowerPoint."""
    return made(tmp_path_factory.mktemp("both"), TEXT, PPTX, PDF)


def test_words_stand_where_they_stand_in_the_pdf(folder: Path) -> None:
    """The box of every text begins at the left and at the height of its lines in the PDF."""
    pages = text_runs((folder / "slides.pdf").read_bytes())
    slides = pptx.Presentation(str(folder / "slides.pptx")).slides
    for number in (1, 2, 3):
        page, slide = pages[number], slides[number]
        texts = [one for one in slide.placeholders if one.placeholder_format.idx < 3]
        for shape in texts:
            words = shape.text_frame.paragraphs[0].text.split()[:2]
            indent = 44 if number == 2 and shape.placeholder_format.idx else 0
            left = shape.left / PX + indent
            begun = [run for run in page if run.text.split()[:2] == words]
            first = min(begun, key=lambda run: abs(run.left * 2 - left))
            assert left == pytest.approx(first.left * 2, abs=8)
            top = 1080 - 2 * (first.baseline + 0.75 * first.size)
            assert shape.top / PX <= top + 2
            assert top - shape.top / PX < 60


def test_columns_of_words_are_as_wide_as_they_say(folder: Path) -> None:
    """30 and 70 hundredths of the slide, a gap between them."""
    slide = pptx.Presentation(str(folder / "slides.pptx")).slides[3]
    left, right = [one for one in slide.placeholders if one.placeholder_format.idx in {1, 2}]
    assert [round(one.left / PX) for one in (left, right)] == [160, 682]
    assert [round(one.width / PX) for one in (left, right)] == [462, 1078]


def test_a_voice_alone_is_set_as_one(folder: Path) -> None:
    """Nothing but a quotation below a heading: large in both, beside its thread."""
    slide = pptx.Presentation(str(folder / "slides.pptx")).slides[4]
    assert slide.slide_layout.name == "Quotation"
    (bar,) = [one for one in slide.shapes if one.name == "Thread" and one.height > 20 * PX]
    assert "accent2" in bar._element.xml  # noqa: SLF001
    page = text_runs((folder / "slides.pdf").read_bytes())[4]
    assert round(max(run.size for run in page)) == 36


def test_slides_have_the_names_of_their_headings(folder: Path) -> None:
    """A macro or a link finds a slide by the identifier that its heading has."""
    slides = list(pptx.Presentation(str(folder / "slides.pptx")).slides)
    names = [one.element.cSld.get("name") for one in slides]
    assert names == [None, "a-statement", "a-list", "columns", "voice"]


def test_footnotes_are_set_too(tmp_path: Path) -> None:
    """Pandoc's slide of notes at the end keeps to its edges, in the sizes of other slides."""
    notes = " ".join(f"word^[{lorem(40)}]" for _ in range(6))
    folder = made(tmp_path, f"## Noted\n\n{notes}\n", PPTX)
    slide: Any = list(pptx.Presentation(str(folder / "slides.pptx")).slides)[-1]
    assert slide.shapes.title.text == "Notes"
    body = next(one for one in slide.placeholders if one.placeholder_format.idx == 1)
    sizes = {run.font.size.pt for one in body.text_frame.paragraphs for run in one.runs}
    assert max(sizes) < 24
    assert body.top + body.height <= 966 * PX


def test_a_picture_that_typst_does_not_read_has_its_place(tmp_path: Path) -> None:
    """One that is written into the document, or of another kind, keeps its shape."""
    project = project_with(tmp_path, "", PPTX)
    folder = project.root / "slides"
    Image.new("RGB", (300, 100), "#0B6B6B").save(folder / "own.tiff")
    data = b64encode((folder / "wide.png").read_bytes()).decode()
    text = f"## One\n\n![](data:image/png;base64,{data})\n\n## Two\n\n![](own.tiff)\n"
    source = folder / "slides.qmd"
    source.write_text(source.read_text(encoding="utf-8") + text, encoding="utf-8")
    render(project, plan(project, ["slides"]), Silent(), epoch=EPOCH, workers=1)
    deck = pptx.Presentation(str(project.output / "slides" / "slides.pptx"))
    shapes = [one for slide in deck.slides for one in slide.shapes if hasattr(one, "image")]
    assert [round(one.width / one.height, 1) for one in shapes] == [2.1, 3.0]


def test_a_project_without_the_template_of_the_slides_gets_the_package_s(tmp_path: Path) -> None:
    """The installed package lends what a compendium does not bring."""
    project = project_with(tmp_path, "## One\n\nwords\n", PPTX)
    shutil.rmtree(project.extensions / "themeloom-slides")
    render(project, plan(project, ["slides"]), Silent(), epoch=EPOCH, workers=1)
    deck = pptx.Presentation(str(project.output / "slides" / "slides.pptx"))
    assert "One" in {one.text_frame.text for one in deck.slides[-1].shapes if one.has_text_frame}
