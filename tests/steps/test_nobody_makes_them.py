"""Outputs that no document makes any more: named, and gone where they are what we wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers import changed
from small import run, small_study

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project


@pytest.fixture
def built(tmp_path: Path) -> Project:
    """The small study, all of it built."""
    project = small_study(tmp_path)
    assert run(project, "render").returncode == 0
    return project


def test_a_document_that_is_not_rendered_any_more(built: Project) -> None:
    """Its outputs go, are named and not in the index; what others put there stays."""
    theirs = built.output / "poster" / "of the printer.pdf"
    theirs.write_bytes(b"%PDF- of somebody else")
    changed(built.quarto, "manuscript/paper.qmd, poster/poster.qmd", "manuscript/paper.qmd")
    done = run(built, "render")
    assert done.returncode == 0, done.stderr
    assert "no document makes them any more, and they are gone: _output/poster/poster.html" in (
        done.stdout + done.stderr
    )
    assert not (built.output / "poster" / "poster.html").exists()
    assert "poster.html" not in (built.output / "index.html").read_text(encoding="utf-8")
    assert theirs.is_file()
    assert (built.output / "manuscript" / "paper.html").is_file()


def test_a_format_that_is_not_asked_for_any_more(built: Project) -> None:
    """A file that somebody changed since stays, and is named."""
    paper, page = built.root / "manuscript" / "paper.qmd", built.output / "manuscript"
    (page / "paper.docx").write_bytes((page / "paper.docx").read_bytes() + b"edited")
    changed(paper, "format: {themeloom-html: default, docx: default}", "format: themeloom-html")
    done = run(built, "render")
    assert done.returncode == 0, done.stderr
    told = done.stdout + done.stderr
    assert "somebody changed them: _output/manuscript/paper.docx" in told
    assert (page / "paper.docx").is_file()


def test_a_part_of_a_build_lets_everything_else_be(built: Project) -> None:
    """Only a whole build knows what nobody makes."""
    changed(built.quarto, "manuscript/paper.qmd, poster/poster.qmd", "manuscript/paper.qmd")
    assert run(built, "render", "paper").returncode == 0
    assert (built.output / "poster" / "poster.html").is_file()
