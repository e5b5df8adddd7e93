"""Explorers for tests: a project's pages, built and put in their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import looked_at

from themeloom.checking.findings import Finding, Lowered, Report, Severity
from themeloom.checking.guidelines import check_guidelines
from themeloom.core.files import put
from themeloom.core.written import Written
from themeloom.finished.library import Library
from themeloom.pages.explorer import explorer_page, index_page
from themeloom.pages.explorer_data import gather, style_of

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

COLOPHON = "Built from commit 0123456789 of 2026-01-02; Themeloom, builtin renderer."


def pages(project: Project) -> dict[Path, bytes]:
    """The two pages of a project, with some findings of each severity."""
    context = looked_at(project, outputs=False)
    report = Report(
        (
            Finding("study.yml", 3, "verbatim-near", "hostile <b>\n  source says: CANARYFINDING"),
            *check_guidelines(context),
        ),
        (Lowered("value-unused", Severity.OFF, "they are <i>for</i> later", 2),),
        ("5 quotations from 2 sources",),
    )
    books = Library(project).read_all()
    data = gather(context, report, books, COLOPHON, project.web_fonts)
    evidence = explorer_page(data)
    index = index_page(
        context.study, data.finished, len(evidence), COLOPHON, style_of(project.web_fonts)
    )
    return {
        project.output / "evidence" / "index.html": evidence,
        project.output / "index.html": index,
    }


def built(project: Project) -> Path:
    """The explorer of a project, on disk."""
    output = project.output / "manuscript" / "paper.html"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(
        '<!DOCTYPE html><h2 id="u">1 Waiting</h2><p>I watched the clock … and then the door.</p>'
    )
    for path, data in pages(project).items():
        put(path, data)
    Written(project).note([output, *pages(project)])
    return project.output / "evidence" / "index.html"
