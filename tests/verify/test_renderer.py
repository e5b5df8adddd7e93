"""Why an output of Quarto's says something else: the renderer, other contents, a later change."""

from __future__ import annotations

from themeloom.core.files import digest
from themeloom.core.text import counted
from themeloom.steps.prov import SHA256, Prov
from themeloom.verify.findings import BY_RENDERER, Compared, Difference, Group, Verdict
from themeloom.verify.renderer import reason
from themeloom.verify.report_text import sentence, told

_PAGE = b"<p>As Quarto made it.</p>"


def _record(*used: str) -> Prov:
    """A record of one page, made of these files."""
    record = Prov()
    made = {"file:_output/paper.html": {SHA256: digest(_PAGE)}}
    record.note("render-paper", "typeset a document", [], {f"file:{one}": {} for one in used}, made)
    return record


def _reason(record: Prov, data: bytes = _PAGE) -> str:
    return reason(record, _record("paper.qmd@1", "study.yml@1"), "_output/paper.html", data)


def test_the_renderer_is_the_reason_where_all_else_is_the_same() -> None:
    """The same contents went in, and the file is as Quarto left it."""
    assert _reason(_record("study.yml@1", "paper.qmd@1")) == BY_RENDERER


def test_every_other_reason_is_named() -> None:
    """Other contents by their files, a change since, and a record that does not know the file."""
    other = _reason(_record("paper.qmd@2", "study.yml@1", "map.svg@1"))
    assert other == "Quarto made it of other contents: map.svg, paper.qmd"
    assert _reason(_record(), b"<p>Typed.</p>") == "it was changed after Quarto had made it"
    assert _reason(Prov()) == "nothing records of what it was made"


def test_the_verdict_says_of_how_many_the_renderer_is_the_reason() -> None:
    """And beside each file which it is."""
    word = (Difference("page 1", "one", "two"),)
    files = (
        Compared("paper.html", word, why=BY_RENDERER),
        Compared("slides.html", word, why="it was changed after Quarto had made it"),
    )
    verdict = Verdict((Group("_output", "published", "output", files),), "1a2b3c")
    lines = list(told(verdict))
    assert f"  paper.html differs: {BY_RENDERER}" in lines
    assert "  slides.html differs: it was changed after Quarto had made it" in lines
    assert sentence(verdict).startswith(f"2 of {counted(2, 'output')} are not what ")
    assert sentence(verdict).endswith("; by the record 1 of these differs by the renderer.")
