"""The other ways into a first study: what the guides of docs/ say, done word for word."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from coded_studies import coded_study
from docx import Document
from walking import Guide, run

from themeloom.core.project import Project
from themeloom.finished.pdf import page_texts
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from pathlib import Path


_GUIDES = ("first-study", "first-survey", "first-workbook", "first-project")


@pytest.mark.parametrize("name", _GUIDES)
def test_no_way_in_takes_ten_commands(name: str) -> None:
    """Each is short enough to be done in one sitting."""
    assert 0 < Guide(name).commands < 10


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of docs/first-survey.md."""
    guide = Guide("first-survey")
    files = {"survey.csv": guide.blocks("")[0].encode()}
    return guide.walk(tmp_path_factory.mktemp("survey"), files)


def test_a_survey_becomes_paper_poster_and_slides(survey: Path) -> None:
    """Its answers are quoted in each, under whoever gave them, with what is known of them."""
    out = survey / "_output"
    paper = "\n".join(one.text for one in Document(str(out / "manuscript/paper.docx")).paragraphs)
    assert "People ask me, and I do not know either" in paper
    assert "R03, volunteer" in paper
    for name in ("poster/poster.pdf", "slides/slides.pdf", "manuscript/paper.pdf"):
        said = " ".join(" ".join(page_texts((out / name).read_bytes())).split())
        assert "you watch the clock, and nobody tells you why" in said, name


def test_whoever_answered_takes_part_and_small_counts_are_hidden(survey: Path) -> None:
    """A row is a participant; how many are volunteers is not told of so few."""
    study = read_study(Project(survey))[0]
    assert [one.id for one in study.participants] == [f"r0{n}" for n in range(1, 7)]
    assert study.sources[0].kind == "survey"
    table = (survey / "data-derived/participants.csv").read_text(encoding="utf-8")
    assert "role,volunteer,,,*" in table


def _interview(text: str) -> bytes:
    """A document of Word, a paragraph a line."""
    document, written = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(written)
    return written.getvalue()


def _workbook(text: str) -> bytes:
    """A workbook with one sheet, its cells parted by semicolons."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(text.splitlines()):
            sheet.write_row(number, 0, line.split(";"))
    return written.getvalue()


def test_word_and_excel_become_paper_poster_and_slides(tmp_path: Path) -> None:
    """What was coded in a workbook is quoted, counted in tables, and found in the explorer."""
    guide = Guide("first-workbook")
    interview, quotations, *_ = guide.blocks("")
    files = {"interview.docx": _interview(interview), "quotations.xlsx": _workbook(quotations)}
    study = guide.walk(tmp_path, files)
    _has_words(study, "She had waited there herself")
    paper = _said(study / "_output/manuscript/paper.pdf")
    assert "Not being told" in paper
    assert "Somebody who has waited too" in paper
    explorer = (study / "_output/evidence/index.html").read_text(encoding="utf-8")
    assert "3 of 3 codings" in explorer
    assert "verified in their sources" in explorer, "what the checks could see"
    for path in study.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        assert b"Testname" not in held, path


def test_a_coded_project_becomes_paper_poster_and_slides(tmp_path: Path) -> None:
    """Its codings keep their places, and a part of one is quoted."""
    guide = Guide("first-project")
    run(coded_study(tmp_path / "theirs").root, "themeloom export")
    project = (tmp_path / "theirs/coding.qdpx").read_bytes()
    study = guide.walk(tmp_path, {"project.qdpx": project})
    _has_words(study, "somebody called my name")
    assert "Whenever time passes without care" in _said(study / "_output/manuscript/paper.pdf")


def _said(path: Path) -> str:
    return " ".join(" ".join(page_texts(path.read_bytes())).split())


def _has_words(study: Path, words: str) -> None:
    """Whether paper and poster have them, and the paper in Word."""
    out = study / "_output"
    paper = Document(str(out / "manuscript/paper.docx"))
    assert words in "\n".join(one.text for one in paper.paragraphs)
    for name in ("poster/poster.pdf", "manuscript/paper.pdf"):
        assert words in _said(out / name), name
