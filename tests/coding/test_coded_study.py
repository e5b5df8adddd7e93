"""A coded study as its authors meet it: checked, corrected, brought back to its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coded_studies import TALK, coded_study
from compendium import said_by
from helpers import changed

from themeloom.checking.consent import check_consent
from themeloom.checking.context import Context
from themeloom.checking.run import check_store
from themeloom.coding.voices import Voices
from themeloom.session import Session
from themeloom.trace import trace

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.checking.findings import Finding
    from themeloom.core.project import Project


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """A coded study without a mistake."""
    return coded_study(tmp_path)


def _found(project: Project) -> list[Finding]:
    return list(check_store(Context.begin(project)).findings)


def test_a_sound_study_has_no_findings(study: Project) -> None:
    """Codes, codings, themes and quotations that name each other are right."""
    assert _found(study) == []
    coded = Session.begin(study).coded
    assert coded.coders == ("coder-1", "coder-2")
    assert [row.id for _, row in coded.rows(["time"])] == ["c1"]
    assert coded.find("c3") is not None
    assert coded.find("c4") is None


@pytest.mark.parametrize(
    ("edit", "kind", "place", "said"),
    [
        ("coding/p01.csv: ,51,waiting → ,51,wating", "coding-unknown-code", 2, "wating"),
        ("coding/p01.csv: I waited and → I wait and", "coding-inexact", 2, "not there"),
        ("study.yml: codes: [time] → codes: [tim]", "theme-unknown-code", 14, "tim"),
        ("study.yml: coding: c1 → coding: c9", "quotation-unknown-coding", 16, "c9"),
        ("study.yml: coding: c1 → coding: c3", "quotation-other-code", 16, "time"),
        ("study.yml: coding: c1 → coding: c3", "quotation-other-words", 16, "elsewhere"),
        ("coding/codebook.csv: waiting,time → waiting,people", "quotation-other-code", 16, "c1"),
    ],
)
def test_each_mistake_is_found(study: Project, edit: str, kind: str, place: int, said: str) -> None:
    """It is told with its file and line."""
    file, _, change = edit.partition(": ")
    changed(study.root / file, *change.split(" → "))
    found = [one for one in _found(study) if one.kind == kind]
    assert len(found) == 1
    name = "study.yml" if file == "coding/codebook.csv" else file
    assert (found[0].file, found[0].line) == (name, place)
    assert said in found[0].message


def test_ids_and_sources_of_several_files(study: Project) -> None:
    """An id is of one coding in the whole study, and a file of a source that the store has."""
    text = (study.coding / "p01.csv").read_text()
    (study.coding / "p1.csv").write_text(text)
    kinds = [(one.kind, one.file) for one in _found(study)]
    assert kinds.count(("coding-twice", "coding/p1.csv")) == 3
    assert ("coding-unknown-source", "coding/p1.csv") in kinds


def test_a_correction_moves_no_coding_in_silence(study: Project) -> None:
    """The words moved, changed and went: each is told, shown, and written once it is accepted."""
    text = TALK.replace("How was it?", "How was it there?").replace("Nobody came", "No one came")
    text = text.replace("somebody called my name", "someone called my name")
    (study.raw / "p01.txt").write_text(text)
    assert [one.kind for one in _found(study)] == ["coding-inexact"] * 2

    code, said = said_by(study.root, "derive")
    assert code == 1
    assert "coding/p01.csv:4: the coding “c3” (people) is not exact" in said
    assert "themeloom reanchor" in said

    code, said = said_by(study.root, "reanchor")
    assert code == 1
    assert "nothing is written" in said
    assert "was  “Then somebody called my name”" in said
    assert "now  “Then someone called my name”" in said

    code, said = said_by(study.root, "reanchor", "--yes")
    assert code == 0, said
    assert _found(study) == []
    rows = (study.coding / "p01.csv").read_text()
    assert "c3,103,130,people,coder-2,Then someone called my name,," in rows
    assert 'c2,70,73,people,coder-1,yes,"' in rows


def test_lost_words_stay_an_error(study: Project) -> None:
    """What was coded and is gone is for people to decide."""
    (study.raw / "p01.txt").write_text(TALK.replace("I waited and waited. ", ""))
    changed(study.study, ", coding: c1", "")
    changed(study.study, "text: I waited and waited", "text: Nobody came")
    code, said = said_by(study.root, "reanchor", "--yes")
    assert code == 1
    assert "c1 (waiting): lost; code the passage anew, or delete this row" in said
    assert [one.kind for one in _found(study)] == ["coding-inexact"]


def _closed(study: Project) -> None:
    changed(study.study, "access: open", "access: restricted")


def test_words_of_a_restricted_source_are_refused_and_moved(study: Project) -> None:
    """They go where git does not look; what goes with the study has the same rows without them."""
    _closed(study)
    found = [one for one in _found(study) if one.kind == "coding-closed-words"]
    assert [(one.file, one.line) for one in found] == [("coding/p01.csv", 2)]
    code, said = said_by(study.root, "reanchor")
    assert code == 0, said
    for_all = (study.coding / "p01.csv").read_text()
    assert "waited" not in for_all
    assert "c1,30,51,waiting,coder-1,,," in for_all
    assert "I waited" in (study.coding / "restricted/p01.csv").read_text()
    assert "*" in (study.coding / "restricted/.gitignore").read_text()
    assert _found(study) == []

    changed(study.coding / "p01.csv", "c3,97", "c3,98")
    assert [one.kind for one in _found(study)] == ["coding-closed-differs"]


def test_who_has_no_words_still_counts_codings(study: Project) -> None:
    """Without the source and without its words, codes and coders are known."""
    _closed(study)
    assert said_by(study.root, "reanchor")[0] == 0
    (study.coding / "restricted/p01.csv").unlink()
    (study.raw / "p01.txt").unlink()
    coded = Session.begin(study).coded
    assert [row.code for _, row in coded.rows()] == ["waiting", "people", "people"]
    assert not [one for one in _found(study) if one.kind.startswith("coding")]


def test_words_may_be_allowed_by_name(study: Project) -> None:
    """Where participants agreed to excerpts, the store says so of each source."""
    _closed(study)
    with study.study.open("a") as file:
        file.write("settings:\n  coding:\n    words_of: [p01]\n")
    assert _found(study) == []


def test_names_in_codings_are_found(study: Project) -> None:
    """The identity check reads codings like the rest of what was written."""
    changed(study.coding / "p01.csv", "a memo", "call 020 7946 0958")
    code, said = said_by(study.root, "check")
    assert code == 1
    assert "coding/p01.csv (1 error)" in said
    assert "a telephone number stands here" in said
    assert "7946" not in said


def test_quotation_marks_in_codings_are_no_claims_of_the_authors(study: Project) -> None:
    """What people quoted while they spoke, or a definition quotes, is not looked up as prose."""
    raw = study.raw / "p01.txt"
    raw.write_text(TALK + "P01: She said “go home and wait there”, and I did.\n")
    row = "c9,1,2,people,coder-1,She said “go home and wait there”,,\n"
    with (study.coding / "p01.csv").open("a") as file:
        file.write(row)
    changed(study.coding / "codebook.csv", "people,,People,", "people,,People,“a carer or nurse”")
    said = said_by(study.root, "check")[1]
    assert "prose-quotation" not in said
    assert "coding-inexact" not in said


REFUSED = "- id: p01\n    consent: {quote: false}\n"


def test_codings_of_whoever_may_not_be_quoted_are_told(study: Project) -> None:
    """Their words go with the study in the file of codings, with its line and how many."""
    changed(study.study, "- id: p01\nthemes", f"{REFUSED}themes")
    found = [one for one in check_consent(Context.begin(study)) if one.kind == "consent-coded"]
    assert [(one.file, one.line) for one in found] == [("coding/p01.csv", 2)]
    assert "3 codings of “p01” repeat words of “p01”" in found[0].message


@pytest.mark.parametrize("labels", ["Interviewer: ", ""])
def test_words_that_may_be_of_whoever_refused_are_not_shown(study: Project, labels: str) -> None:
    """Where nothing tells who speaks, nobody can tell that it is somebody else."""
    text = TALK.replace("Interviewer: ", labels).replace("P01: ", "\n" if labels else "")
    changed(study.study, "- id: p01\nthemes", f"- id: p02\n  {REFUSED}themes")
    (study.raw / "p01.txt").write_text(text, encoding="utf-8")
    context = Context.begin(study)
    voices = Voices(context.study, context.corpus)
    place = text.index("I waited and waited")
    (stretch,) = voices.stretches("p01", place, place + 10)
    assert stretch.may_be_shown(frozenset())
    assert not stretch.may_be_shown(context.refusing)


def test_the_passage_around_a_quotation_ends_where_somebody_refused(study: Project) -> None:
    """What is shown beside a quotation has no words of whoever may not be quoted."""
    text = TALK.replace("P01: Then", "P02: Then").replace("P01: I", "P02: Before. P01: I")
    (study.raw / "p01.txt").write_text(text, encoding="utf-8")
    changed(study.study, "- id: p01\nthemes", f"- id: p01\n  {REFUSED.replace('p01', 'p02')}themes")
    shown = trace(study, "waited").surroundings
    assert shown is not None
    around = shown.before + shown.words + shown.after
    assert "Nobody came" in around
    assert "Before" not in around
    assert "somebody called" not in around
