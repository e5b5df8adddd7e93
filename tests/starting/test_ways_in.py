"""The other ways into a first study: what the guides of docs/ say, done word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document
from walking import Guide

from themeloom.core.project import Project
from themeloom.finished.pdf import page_texts
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["first-study", "first-survey"])
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
