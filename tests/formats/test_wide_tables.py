"""Tables wider than an upright page: turned where the author allows it, shared out anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from helpers import copied, render, with_extensions
from helpers import planned as plan
from posters import EPOCH
from pypdf import PdfReader

from themeloom.core.errors import ThemeloomError
from themeloom.engines.reporting import Silent
from themeloom.finished.pdf import sheets

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [
    *("Participant", "Employment", "Accommodation", "Methadone/buprenorphine", "Recommendations"),
    *("Responsibilities", "Interprofessional", "Disclosure", "Stigmatisation", "Quotation"),
]
WIDE = f"| {' | '.join(WORDS)} |\n{'|---' * 10}|\n| {' | '.join(WORDS)} |\n"


def made(folder: Path, text: str, settings: str = "") -> Path:
    """The folder of a paper, as PDF and for Word."""
    project = with_extensions(copied("tiny-synthetic", folder))
    front = f"title: A made-up study\n{settings}format: [themeloom-typst, themeloom-docx]\n"
    front = front.replace(
        "[themeloom-typst, themeloom-docx]", "{themeloom-typst: default, themeloom-docx: default}"
    )
    (project.root / "manuscript/paper.qmd").write_text(f"---\n{front}---\n\n{text}\n", "utf-8")
    render(project, plan(project, ["paper"]), Silent(), epoch=EPOCH, workers=1)
    return project.output / "manuscript"


def turned(folder: Path) -> tuple[list[bool], list[bool]]:
    """Which pages of the PDF, and which sections for Word, lie on their side."""
    pages = sheets((folder / "paper.pdf").read_bytes())
    sections = Document(str(folder / "paper.docx")).sections
    return (
        [page.width > page.height for page in pages],
        [one.orientation is WD_ORIENT.LANDSCAPE for one in sections],
    )


@pytest.mark.parametrize("caption", ["", "\n: Made up {#tbl-wide}\n"])
def test_a_wide_table_turns_its_page_where_the_author_allows_it(
    caption: str, tmp_path: Path
) -> None:
    """In PDF and Word; what fits stays upright, and so do words before and after."""
    text = f"Before it.\n\n{WIDE}{caption}\nAfter it.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    pages, sections = turned(made(tmp_path, text, "turn-tables: true\n"))
    assert pages == [False, True, False]
    assert sections == [False, True, False]


def test_nothing_turns_by_itself_without_that(tmp_path: Path) -> None:
    """And one table can be left out of it, or be the only one."""
    assert turned(made(tmp_path / "not", WIDE)) == ([False], [False])
    out = f'{WIDE}\n: Made up {{#tbl-wide turn="false"}}\n'
    assert turned(made(tmp_path / "out", out, "turn-tables: true\n"))[1] == [False]
    only = f'{WIDE}\n: Made up {{#tbl-wide turn="true"}}\n'
    assert turned(made(tmp_path / "only", f"Before.\n\n{only}"))[0] == [False, True]


def test_columns_of_word_are_as_wide_as_their_words(tmp_path: Path) -> None:
    """A long word takes from columns that have room; a crowded table is set smaller."""
    long = (
        "| n | Counterrevolutionaries | c | d | e |\n|---|---|---|---|---|\n| 1 | " + "words " * 30
    )
    text = f"{long} | 3 | 4 | 5 |\n\n{WIDE}"
    few, many = Document(str(made(tmp_path, text) / "paper.docx")).tables
    widths = [column.width.pt for column in few.columns]
    assert widths[1] > 85
    assert sum(widths) == pytest.approx((11906 - 2 * 1871) / 20, abs=2)
    sizes = {
        run.font.size.pt for cell in many.rows[0].cells for p in cell.paragraphs for run in p.runs
    }
    assert sizes == {7.0}
    assert not {run.font.size for p in few.rows[0].cells[0].paragraphs for run in p.runs} - {None}


def test_only_the_longest_words_are_broken_where_not_all_fit(tmp_path: Path) -> None:
    """In Word, where a column of short words beside twenty of long ones keeps its room."""
    words = [*WORDS, "Age", *WORDS]
    text = f"| {' | '.join(words)} |\n{'|---' * len(words)}|\n| {' | '.join(words)} |\n"
    project = with_extensions(copied("tiny-synthetic", tmp_path))
    front = "title: A made-up study\nturn-tables: true\nformat: {themeloom-docx: default}\n"
    (project.root / "manuscript/paper.qmd").write_text(f"---\n{front}---\n\n{text}\n", "utf-8")
    render(project, plan(project, ["paper"]), Silent(), epoch=EPOCH, workers=1)
    (table,) = Document(str(project.output / "manuscript/paper.docx")).tables
    widths = [column.width.pt for column in table.columns]
    assert widths[10] > 17, "three letters at 7 points, and the room beside them"
    assert max(widths) - min(widths[:10] + widths[11:]) < 1
    # Those that break do so at hyphens, which Word is asked for here and nowhere else.
    document = Document(str(project.output / "manuscript/paper.docx"))
    asked = document.element.findall(f".//{qn('w:suppressAutoHyphens')}")
    assert {one.get(qn("w:val")) for one in asked} == {"0"}
    assert len(asked) == 2 * len(words)
    defaults = document.styles.element.find(
        f".//{qn('w:pPrDefault')}//{qn('w:suppressAutoHyphens')}"
    )
    assert defaults is not None
    assert document.settings.element.find(qn("w:autoHyphenation")) is not None


@pytest.mark.parametrize(("columns", "settings"), [(20, ""), (30, "turn-tables: true\n")])
def test_a_table_that_nobody_could_read_in_word_is_refused(
    columns: int, settings: str, tmp_path: Path
) -> None:
    """With its line and what helps, where hyphens leave fewer than six letters on a line."""
    row = f"| {' | '.join(WORDS * (columns // 10))} |\n"
    project = with_extensions(copied("tiny-synthetic", tmp_path))
    front = f"title: A made-up study\n{settings}format: {{themeloom-docx: default}}\n"
    text = f"---\n{front}---\n\nBefore it.\n\n{row}{'|---' * columns}|\n{row}"
    (project.root / "manuscript/paper.qmd").write_text(text, "utf-8")
    with pytest.raises(ThemeloomError) as raised:
        render(project, plan(project, ["paper"]), Silent(), epoch=EPOCH, workers=1)
    line = text[: text.index(row)].count("\n") + 1
    assert str(raised.value).startswith(f"manuscript/paper.qmd:{line}: paper.docx: a table has")
    assert "make two tables of it" in str(raised.value)


def test_a_heading_turns_with_its_table(tmp_path: Path) -> None:
    """It is not left alone on an upright page."""
    folder = made(tmp_path, f"Before it.\n\n# Participants\n\n{WIDE}", "turn-tables: true\n")
    pages = sheets((folder / "paper.pdf").read_bytes())
    said = ["".join(run.text for run in page.runs) for page in pages]
    assert ["Participants" in one for one in said] == [False, True]


def test_a_word_with_signs_in_it_has_its_room(tmp_path: Path) -> None:
    """An underscore, an apostrophe, a star within a word do not part it where room is given."""
    words = ["participants_who_never_disclosed", "participants’*’preferences’ofcare"]
    rows = "\n".join(f"| {word} | said of it at some length, in many words |" for word in words)
    text = f"| a | b |\n|-|---------|\n{rows}\n"
    [page] = PdfReader(made(tmp_path, text) / "paper.pdf").pages
    assert all(word in page.extract_text() for word in words)
