"""What is counted of codings: by code, by theme, small counts hidden; the same without a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coded_studies import CODINGS, coded_study
from helpers import changed

from themeloom.cli import main
from themeloom.deriving.values import derive_values
from themeloom.session import Session
from themeloom.steps.commands import derive

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project


def _rows(study: Project, name: str) -> list[list[str]]:
    text = (study.derived / f"{name}.csv").read_text(encoding="utf-8")
    return [line.split(",") for line in text.splitlines()[1:]]


def _shown(study: Project) -> Project:
    """The same study, small counts shown."""
    with study.study.open("a", encoding="utf-8") as file:
        file.write("settings: {disclosure: {small_cells: none}}\n")
    return study


def test_a_code_counts_all_below_it_and_a_passage_once(tmp_path: Path) -> None:
    """Two coders at the same words, or two codes below one parent, are one passage."""
    study = _shown(coded_study(tmp_path / "s"))
    twice = "c4,30,51,time,coder-2,I waited and waited. ,,\n"
    (study.coding / "p01.csv").write_text(CODINGS + twice, encoding="utf-8")
    derive(study)
    meaning = "Whenever time passes without care"
    assert _rows(study, "codes") == [
        ["1", "time", "1", "", "Time", "", "2", "1", "1", "1"],
        ["2", "waiting", "2", "time", "Waiting", meaning, "1", "1", "1", "1"],
        ["3", "people", "1", "", "People", "", "2", "2", "1", "1"],
    ]
    assert _rows(study, "coded_themes") == [["waiting", "time", "2", "1", "1", "1"]]


def test_small_counts_are_hidden_as_elsewhere(tmp_path: Path) -> None:
    """Of participants, and of sources, which give them back where each is one person's."""
    study = coded_study(tmp_path / "s")
    derive(study)
    assert _rows(study, "coded_themes") == [["waiting", "time", "1", "1", "*", "*"]]
    assert all(row[-2:] == ["*", "*"] for row in _rows(study, "codes"))
    fragment = (study.evidence / "table-codebook.md").read_text(encoding="utf-8")
    assert "&emsp;Waiting" in fragment
    assert "\\*" in fragment


def test_what_is_counted_can_be_cited(tmp_path: Path) -> None:
    """Codes, codings, coders, coded sources, and how much a theme rests on."""
    study = coded_study(tmp_path / "s")
    session = Session.begin(study)
    values = {one.id: one.number for one in derive_values(session.study, session.coded)}
    assert values.items() >= {
        ("codes", 3),
        ("codings", 3),
        ("coders", 2),
        ("coded-sources", 1),
        ("waiting-codings", 1),
    }


def test_who_may_not_read_a_source_has_the_same_tables(tmp_path: Path) -> None:
    """Counts of participants rest on its turns, and are as its holder derived them."""
    study = _shown(coded_study(tmp_path / "s"))
    changed(study.study, "access: open", "access: restricted")
    words = (study.coding / "p01.csv").read_text(encoding="utf-8")
    (study.coding / "restricted").mkdir()
    (study.coding / "restricted/p01.csv").write_text(words, encoding="utf-8")
    rows = ("c1,30,51,waiting,coder-1", "c2,64,67,people,coder-1", "c3,97,125,people,coder-2")
    bare = "".join(f"{row},,,\n" for row in rows)
    (study.coding / "p01.csv").write_text(f"{words.splitlines()[0]}\n{bare}", encoding="utf-8")
    derive(study)
    held = {path.name: path.read_bytes() for path in study.derived.glob("coded_themes.csv")}
    held |= {path.name: path.read_bytes() for path in study.derived.glob("codes.csv")}
    assert _rows(study, "coded_themes") == [["waiting", "time", "1", "1", "1", "1"]]
    (study.coding / "restricted/p01.csv").unlink()
    (study.raw / "p01.txt").unlink()
    main(["--project", str(study.root), "derive"])
    assert held == {name: (study.derived / name).read_bytes() for name in held}


def test_a_study_without_codes_has_no_table_of_them(tmp_path: Path) -> None:
    """Nothing is written that says nothing."""
    study = coded_study(tmp_path / "s")
    for path in study.coding.iterdir():
        path.unlink()
    changed(study.study, "    codes: [time]\n", "")
    changed(study.study, ", coding: c1", "")
    derive(study)
    assert not list(study.derived.rglob("*code*"))


@pytest.mark.parametrize("name", ["codebook", "coded-themes"])
def test_documents_take_the_tables_by_name(tmp_path: Path, name: str) -> None:
    """Each has a fragment with a caption, a label and a row for each code or theme."""
    study = coded_study(tmp_path / "s")
    derive(study)
    text = (study.evidence / f"table-{name}.md").read_text(encoding="utf-8")
    assert f"#tbl-{name}" in text
    assert "Waiting" in text
