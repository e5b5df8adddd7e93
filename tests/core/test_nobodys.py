"""Files that systems and programs leave are nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.core.files import is_nobodys, named_below

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name",
    [
        *(".DS_Store", "._paper.docx", "Thumbs.db", "desktop.ini", "Icon\r", "__pycache__"),
        *("~$paper.docx", "~WRL0001.tmp", ".~lock.paper.odt#", "paper.asd", "Backup of paper.wbk"),
        *(".paper.qmd.swp", "paper.qmd~", "#paper.qmd#", ".#paper.qmd", "paper.docx.crdownload"),
        "paper (Jane's conflicted copy 2026-11-26).docx",
        "P03 (conflicted copy 2026-11-26 101500).txt",
        "P03 (In Konflikt stehende Kopie von Ada 2026-11-26).txt",
        "paper (Copie en conflit de Ada 2026-11-26).docx",
        "paper_conflict-20261126-101500.docx",
        "paper.docx.tmp.drivedownload",
        "__MACOSX",
        "System Volume Information",
        "study.sync-conflict-20261126-101500-ABCDEFG.yml",
    ],
)
def test_what_programs_leave_is_nobodys(name: str) -> None:
    """Locks, copies of conflicts, what is half saved, what a desktop notes."""
    assert is_nobodys(name)


@pytest.mark.parametrize("name", ["paper.docx", "P03~a.txt", "conflicted.qmd", "swap.csv", "#1.md"])
def test_what_people_write_is_theirs(name: str) -> None:
    """Also where it is called a little like it."""
    assert not is_nobodys(name)


def test_libraries_that_quarto_left_are_nobodys(tmp_path: Path) -> None:
    """Beside a document, where a run that failed left them; pictures there are looked at."""
    for name in (
        "deck.qmd",
        "deck_files/libs/reveal.js",
        "deck_files/figure-html/a.png",
        "consent_files/libs/P03.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    assert named_below(tmp_path) == [
        "consent_files/libs/P03.txt",
        "deck.qmd",
        "deck_files/figure-html/a.png",
    ]
