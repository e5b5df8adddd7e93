"""Wherever in a file a name is hidden, it is found there, and the message does not repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers import copied, looked_at
from hidden import MAIL, hidden

from themeloom.checking.identity import check_identity, unseen
from themeloom.checking.run import check_outputs
from themeloom.finished import pictured

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.checking.context import Context

_SHARE = 0.9


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A study with a list of real names outside of it."""
    names = tmp_path / "names.txt"
    names.write_text("Ottoline Quibblesworth\nZoë Marrable\n", encoding="utf-8")
    monkeypatch.setenv("THEMELOOM_NAMES", str(names))
    return looked_at(copied("leaky-clean", tmp_path), derived_now=True)


def test_nine_in_ten_places_are_found(study: Context) -> None:
    """In archives, databases, mail, remarks, properties, file names: nine in ten are found."""
    files = {f"data-raw/{name}": data for name, data in hidden()}
    assert len(files) > 50
    missed = []
    for name, data in files.items():
        found = check_outputs(study, {name: data}).findings
        if not any(one.kind.startswith(("identity", "properties")) for one in found):
            missed.append(name)
        assert "Quibblesworth" not in " ".join(f"{one.file} {one.message}" for one in found)
    assert len(missed) <= (1 - _SHARE) * len(files), missed


#: Files whose name or fixed text has what is looked for, or whose form has no quotation marks.
_NO_WORDS = {
    *("a.json", "a.rtf", "named.zip", "heads.xlsx", "ages.tsv", "heads.csv", "a.mbox", "a.doc"),
    *("a.msg", "a.mp3", "description.jpg", "Ottoline_Quibblesworth.txt"),
    *("OttolineQuibblesworth.md", "call 020 7946 0958.txt", f"{MAIL}.txt"),
}


def test_words_that_nobody_said_are_found_in_all_these_places(
    study: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words between quotation marks are looked up wherever a finished file hides them."""
    monkeypatch.setattr("hidden.NAME", "“They shouted till we all left”")
    files = {f"_output/{name}": data for name, data in hidden() if name not in _NO_WORDS}
    missed = [
        name
        for name, data in files.items()
        if not any(
            one.kind.startswith("prose-quotation")
            for one in check_outputs(study, {name: data}).findings
        )
    ]
    assert len(missed) <= (1 - _SHARE) * len(files), missed


def test_files_anywhere_in_the_project(study: Context) -> None:
    """What lies beside the study's folders is published with it, and is looked at."""
    place = study.project.root / "old notes"
    place.mkdir()
    (place / "letter.txt").write_text("Ask Ottoline Quibblesworth.\n", encoding="utf-8")
    again = looked_at(study.project, derived_now=True)
    assert [one.file for one in check_identity(again)] == ["old notes/letter.txt"]


def test_what_was_not_looked_at_is_said(study: Context) -> None:
    """Words in pictures that no program reads, files that nothing reads, folders of programs."""
    (study.project.raw / "talk.mp4").write_bytes(b"\0\1\2\3" * 100)
    (study.project.root / "src").mkdir()
    (study.project.root / "src" / "a.py").write_text("1\n", encoding="utf-8")
    said = " ".join(unseen(looked_at(study.project)))
    assert "folders of programs: src/" in said
    assert "tesseract is not installed" in said or pictured.reads_pictures()
    assert "(mp4)" in said


def test_words_in_pictures_are_read_where_that_is_possible(
    study: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a program that reads pictures, a name in one is found."""
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\necho "Ottoline Quibblesworth, ward 7" > "$2.txt"\n')
    program.chmod(0o755)
    monkeypatch.setattr(pictured, "_program", lambda: str(program))
    picture = dict(hidden())["text.png"]
    found = check_outputs(study, {"data-raw/letter.png": picture}).findings
    assert any("in the picture" in one.message for one in found)
