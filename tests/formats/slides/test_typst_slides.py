"""The slides as Typst sets them, measured on clearly synthetic documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_PATH as PATH
from typst_looks import LONG, asked, lorem, quotation, type_sizes, typeset, words

from themeloom.finished.pdf import text_runs
from themeloom.formats.overlaps import overlaps

if TYPE_CHECKING:
    from pathlib import Path

LOOK = "themeloom-slides"
#: 24 of the 1,920 pixels that a slide is wide, in points of its page.
LEAST = 12.0


def slide(kind: str, body: str, title: str = "Synthetic title", thread: int | None = None) -> str:
    """The call of one slide."""
    more = "" if thread is None else f", thread: {thread}"
    return f'#slide(kind: "{kind}"{more}, title: [{title}], notes: [a note])[{body}]\n'


ALL = (
    slide("section", "")
    + slide("statement", lorem(15), thread=2)
    + slide("quotation", quotation(40, 1), thread=1)
    + slide("list", f"- {lorem(12)}\n- {lorem(12)}")
    + slide("plain", "#table(columns: 2, table.header([a],[b]), table.hline(), [1], [2])")
    + slide("closing", "Synthetic thanks")
)


def test_one_page_a_slide(tmp_path: Path) -> None:
    """Six slides and the title slide are seven pages of 16:9, as PDF/UA-1."""
    pdf = typeset(tmp_path, LOOK, ALL)
    assert len(pdf.pages) == 7
    _, _, width, height = (float(edge) for edge in pdf.pages[0].mediabox)
    assert round(width / height, 3) == round(16 / 9, 3)
    assert str(pdf.docinfo["/Title"]) == "A made-up study for a test"


def test_no_type_is_small(tmp_path: Path) -> None:
    """Nothing is set under 24 px."""
    assert min(type_sizes(typeset(tmp_path, LOOK, ALL))) >= LEAST


def test_slides_are_headings(tmp_path: Path) -> None:
    """Each slide is in the document's outline by its title."""
    pdf = typeset(tmp_path, LOOK, ALL)
    with pdf.open_outline() as outline:
        assert len(outline.root) == 6


def test_a_deck_that_runs_leftwards_begins_at_the_right(tmp_path: Path) -> None:
    """Titles stand as far from the right as they stood from the left, beside the threads."""
    pdf = typeset(tmp_path / "right", LOOK, ALL)
    wide = float(pdf.pages[0].mediabox[2])
    typeset(tmp_path / "left", LOOK, ALL, lang="fa", leftward=True)
    (one, other) = (
        next(run for run in text_runs(made.read_bytes())[1] if run.text == "Synthetic title")
        for made in (tmp_path / "right/made.pdf", tmp_path / "left/made.pdf")
    )
    assert abs(one.left - (wide - other.right)) < 3
    assert one.right < wide / 2 < other.left
    with (tmp_path / "left/made.pdf").open("rb") as mirrored:
        assert min(run.left for run in text_runs(mirrored.read())[0]) > 300 / 1920 * wide


def test_a_short_voice_is_loud(tmp_path: Path) -> None:
    """A short quotation is set larger than a long one, and both larger than any title."""
    short = typeset(tmp_path / "short", LOOK, slide("quotation", quotation(6)))
    long = typeset(tmp_path / "long", LOOK, slide("quotation", quotation(40)))
    assert max(type_sizes(short)) > max(type_sizes(long)) > 30


def test_long_content_keeps_to_its_slide(tmp_path: Path) -> None:
    """A quotation of 400 words and a statement of 120 take one slide each."""
    body = slide("quotation", quotation(400)) + slide("statement", lorem(120))
    pdf = typeset(tmp_path, LOOK, body, **LONG)
    assert len(pdf.pages) == 3
    assert min(type_sizes(pdf)) >= LEAST


def test_notes_travel(tmp_path: Path) -> None:
    """What the speaker says lies in the document for those who ask for it."""
    typeset(tmp_path, LOOK, ALL)
    assert [note["v"] for note in asked(tmp_path, "<pdfpc>")] == ["a note"] * 6


def test_synthetic_mark_and_blind(tmp_path: Path) -> None:
    """A synthetic study says so on each slide; `blind` takes the names out."""
    pdf = typeset(tmp_path, LOOK, ALL, synthetic=True, blind=True)
    for page in range(1, len(pdf.pages) + 1):
        assert "SYNTHETIC DATA" in words(tmp_path, page)
    assert "Alpha" not in words(tmp_path)
    assert "/Author" not in pdf.docinfo


def test_the_foot_of_the_last_slide_is_read(tmp_path: Path) -> None:
    """Colophon, mark of synthetic data and number stand apart, each on its own."""
    typeset(tmp_path, LOOK, slide("closing", "Bye"), synthetic=True, colophon="Built from nothing")
    last = text_runs((tmp_path / "made.pdf").read_bytes())[-1]
    (mark,) = [run for run in last if run.text.startswith("SYNTHETIC")]
    (built,) = [run for run in last if run.text.startswith("Built")]
    assert built.bottom > mark.top


def test_many_threads_stay_on_the_slide(tmp_path: Path) -> None:
    """The strands of twelve themes beside an implication lie within the page."""
    threads = ", ".join(map(str, range(1, 13)))
    body = f"#implication(threads: ({threads}))[{lorem(12)}]"
    typeset(tmp_path, LOOK, slide("statement", body))
    with pypdfium2.PdfDocument(tmp_path / "made.pdf") as pdf:
        drawn = [one.get_bounds() for one in pdf[len(pdf) - 1].get_objects() if one.type == PATH]
    strands = [left for left, low, right, top in drawn if top - low > 2 * (right - left)]
    assert len(strands) == 12
    assert min(strands) >= 0


@pytest.mark.parametrize("columns", ["(12.5%,) * 8", "8"])
def test_words_of_a_wide_table_have_room(tmp_path: Path, columns: str) -> None:
    """Eight columns of long words are set smaller and nearer, and none stands over another."""
    heads = (
        "Participant Employment Accommodation Methadone Recommendations Responsibility Site Role"
    )
    cells = "".join(f"[{word}], " for word in heads.split())
    table = f"#table(columns: {columns}, table.header({cells}), table.hline(), {cells * 2})"
    pdf = typeset(tmp_path, LOOK, slide("plain", f"{table}\n\nWords behind it."))
    assert min(type_sizes(pdf)) >= LEAST
    runs = text_runs((tmp_path / "made.pdf").read_bytes())[-1]
    assert [*overlaps(runs, 1.0)] == []
