"""Words that nobody said, which only a finished file has, and no text that its author wrote."""

from __future__ import annotations

import io
import re
import shutil
import time
from html import escape
from typing import TYPE_CHECKING

import pytest
from docx import Document
from helpers import changed, with_extensions
from test_in_print import whole

from themeloom.checking.cells import Heads
from themeloom.checking.claim import Reading
from themeloom.checking.context import Context
from themeloom.checking.in_files import of_segments
from themeloom.checking.run import check_outputs
from themeloom.cli import main
from themeloom.core.errors import Exit, ThemeloomError
from themeloom.core.project import Project
from themeloom.documents.places import Place
from themeloom.finished.segments import Segment
from themeloom.session import Session

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["whole"]

SAID = "They shouted at me until I agreed to everything"
QUOTED = f"“{SAID}”"
#: What a page may have, by what a layman would call it.
PAGES = {
    "a style sheet's words": f'<style>p::before {{ content: "{QUOTED}"; }}</style>',
    "a style sheet's marks": (
        f"<style>q::after {{content: open-quote '{SAID}' close-quote}}</style>"
    ),
    "a style sheet's signs": f'<style>p::after {{ content: "\\201c {SAID}\\201d"; }}</style>',
    "what a script writes": f'<script>document.write("{QUOTED}")</script>',
    "what a script writes in signs": f'<script>document.write("\\u201c{SAID}\\u201d")</script>',
    "what machines that search are told": (
        f'<script type="application/ld+json">{{"description": "{QUOTED}"}}</script>'
    ),
    "a head's description": f'<meta name="description" content="One said: {QUOTED}">',
    "a page within the page": f'<iframe srcdoc="<p>{QUOTED}</p>"></iframe>',
    "an attribute of nobody's": f'<p data-said="One said: {QUOTED}">x</p>',
    "a comment": f"<!-- One said: {QUOTED} -->",
    "a template": f"<template><p>{QUOTED}</p></template>",
    "code that is shown": f"<pre><code>{QUOTED}</code></pre>",
    "what is set off": f"<blockquote><p>{SAID}.</p></blockquote>",
    "a column of quotations": (
        f"<table><tr><th>Theme</th><th>Quotation</th></tr><tr><td>x</td><td>{SAID}</td></tr></table>"
    ),
    "two paragraphs": "<p>“They shouted at me</p><p>until I agreed to everything”</p>",
    "an element that quotes": f"<p>One said <q>{SAID}</q>.</p>",
}
#: What a page may have and quotes nobody.
HARMLESS = {
    "marks of a style sheet": '<style>q::before { content: "\\201c"; }</style>',
    "strings of a script": '<script>let x = "these are some words of a script", y = 1</script>',
    "classes": '<p class="one two three four five six seven eight">x</p>',
    "strings of code": '<pre>print("these are some words that code prints")</pre>',
    "other columns": "<table><tr><th>Theme</th></tr><tr><td>Who waits does work</td></tr></table>",
    "what was said": "<blockquote>I watched the clock for an hour and then the door.</blockquote>",
    "who said what is set off": (
        '<figure class="quotation"><blockquote>I watched the clock for an hour and then the door.'
        "</blockquote><figcaption>one of those who waited, not named in the interview</figcaption>"
        "</figure>"
    ),
    "a row of what is counted": (
        "<table><tr><th>quotations</th><td>how many of them stand under a theme</td></tr></table>"
    ),
    "what the store says": "<p>“Waiting is work.”</p>",
}


@pytest.fixture(scope="module")
def context(whole: Project) -> Context:
    """What the checks are given once all is written."""
    return Context.of(Session.begin(whole), output=None, derived_now=True)


def found(context: Context, name: str, data: bytes) -> list[str]:
    """What is said of quotations in a finished file."""
    told = check_outputs(context, {f"_output/manuscript/{name}": data}).errors_found
    return [one.message for one in told if one.kind.startswith("prose-quotation")]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_what_only_a_page_has(context: Context, page: str) -> None:
    """It is an error, whether readers see it or only whoever opens the page's source."""
    data = f"<!DOCTYPE html><html><body><p>Words.</p>{page}</body></html>"
    assert len(found(context, "paper.html", data.encode())) == 1


@pytest.mark.parametrize("page", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_quotes_nobody(context: Context, page: str) -> None:
    """Code, settings, and words that were said are let be."""
    assert found(context, "paper.html", f"<p>Words.</p>{page}".encode()) == []


def _pages(depth: int) -> str:
    """A page in a page, and so on."""
    page = f"<p>{QUOTED}</p>"
    for _ in range(depth):
        page = f'<iframe srcdoc="{escape(page)}"></iframe>'
    return page


@pytest.mark.parametrize("depth", [5, 300])
def test_pages_that_lie_too_deep(context: Context, depth: int) -> None:
    """What nobody would look for is refused with its file and line, however deep it lies."""
    with pytest.raises(ThemeloomError, match="deep and deeper") as told:
        found(context, "paper.html", f"<p>Words.\n{_pages(depth)}</p>".encode())
    assert told.value.place == "_output/manuscript/paper.html:2"


def test_pages_that_lie_four_deep(context: Context) -> None:
    """They are read."""
    assert len(found(context, "paper.html", _pages(4).encode())) == 1


def test_elements_that_nothing_closes(context: Context) -> None:
    """30,000 of them cost a moment."""
    begun = time.process_time()
    found(context, "paper.html", b"<p>Words.</p>" + b"<iframe srcdoc='" * 30_000)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("style", ["Quote", "Intense Quote"])
def test_a_style_of_word_that_sets_words_off(context: Context, style: str) -> None:
    """A paragraph in a style for quotations is one without marks."""
    document, held = Document(), io.BytesIO()
    document.add_paragraph(f"{SAID}.", style=style)
    document.save(held)
    assert len(found(context, "paper.docx", held.getvalue())) == 1


def test_where_in_the_file_they_stand(context: Context) -> None:
    """The message names the part of the file."""
    document, held = Document(), io.BytesIO()
    document.core_properties.subject = f"One said: {QUOTED}"
    document.save(held)
    (told,) = found(context, "paper.docx", held.getvalue())
    assert "(in the property “subject”)" in told


def test_lines_from_right_to_left_stand_in_a_pdf_as_they_look(context: Context) -> None:
    """Their marks do not close there what they open; lines beside them are read."""
    page = f"والكراسي كلها فارغة”\n“كنت أنتظر وحدي كل يوم في الممر\n{QUOTED}\nعمل”\n"
    told = of_segments(
        [Segment("page", page)],
        lambda line: Place("paper.pdf", line),
        Reading(set(), Heads({"en"})),
    )
    assert [" ".join(one.words) for one in told] == [SAID]


def test_what_is_found_in_a_refused_file_can_be_accepted(
    whole: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message says what to write; once a reason and a name stand there, it is published."""
    shutil.copytree(whole.root, tmp_path / "study")
    project = with_extensions(Project(tmp_path / "study"))
    parts = ("<w:p><w:pPr><w:pStyle w:val='Quote'/></w:pPr>", f"<w:r><w:t>{SAID}</w:t></w:r></w:p>")
    raw = "\n\n".join(f"```{{=openxml}}\n{one}\n```" for one in parts) + "\n"
    paper = project.root / "manuscript/paper.qmd"
    paper.write_text(f"{paper.read_text('utf-8')}\n{raw}", encoding="utf-8")
    assert main(["--project", str(project.root), "render"]) == Exit.FINDINGS
    told = re.search(r"settings: (accepted: .*)", capsys.readouterr().err)
    assert told
    entry = told[1].replace("WHY", "It is ours").replace("WHO", "Ada Example")
    changed(project.study, "settings:\n", f"settings:\n  {entry}\n")
    assert main(["--project", str(project.root), "render"]) == Exit.FINE
    assert "It is ours (Ada Example)" in capsys.readouterr().err
