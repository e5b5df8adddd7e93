from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import docx
import office_files as office
import pypdf
import pytest
import typst
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from helpers import ROOT
from jobs import PROJECT, article, compiled, page, render

from themeloom.engines import pandoc
from themeloom.formats.docx.finish import finish_docx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TABLE = "| One | Two |\n|:----|:----|\n| a   | b   |\n\n: Wide {#tbl-wide}"
TEXT = f"Before.\n\n::: {{.landscape}}\nOn its side.\n\n{TABLE}\n:::\n\nAfter.\n"
START = "```{=openxml}\n<w:p><w:pPr><w:sectPr></w:sectPr></w:pPr></w:p>\n```\n\n"
END = (
    "\n\n```{=openxml}\n<w:p><w:pPr><w:sectPr>"
    '<w:pgSz w:h="11906" w:w="16838" w:orient="landscape"/>'
    "</w:sectPr></w:pPr></w:p>\n```\n\n"
)


def _shapes(pdf: bytes, folder: Path) -> list[tuple[bool, str]]:
    """Whether each page lies on its side, and what it says."""
    path = folder / "out.pdf"
    path.write_bytes(pdf)
    pages = pypdf.PdfReader(path).pages
    return [(one.mediabox.width > one.mediabox.height, one.extract_text()) for one in pages]


def test_a_page_of_the_pdf_is_turned(tmp_path: Path) -> None:
    """What the block holds stands on pages of its own, with heads and feet as on the others."""
    pages = _shapes(compiled(render(tmp_path, TEXT, "pdf"), "ua-1"), tmp_path)
    assert [turned for turned, _ in pages] == [False, True, False]
    for (_, said), words, number in zip(
        pages, ("Before.", "On its side.", "After."), ("1 / 3", "2 / 3", "3 / 3"), strict=True
    ):
        assert words in said
        assert number in said


@pytest.mark.parametrize("own", [{"review": True}, {"in-place": True}, {"papersize": "us-letter"}])
def test_a_page_is_turned_whatever_it_is_like(tmp_path: Path, own: dict[str, object]) -> None:
    """Also that of a journal's reviewers, which has neither a margin for threads nor floats."""
    side = "::: {.landscape}\n{{< implications >}}\n\n{{< quote river >}}\n:::\n\n"
    text = f"# A\n\n{{{{< quote river >}}}}\n\n{TEXT}\n" + 4 * f"{side}After.\n\n"
    source = render(tmp_path, text, "pdf", {"title": "T", **own})
    made, warnings = typst.compile_with_warnings(source.read_bytes(), root=str(PROJECT))
    assert [one.message for one in warnings if "family" not in one.message] == []
    pages = _shapes(made, tmp_path)
    assert [turned for turned, _ in pages] == [False, *(5 * [True, False])]


def test_two_blocks_leave_no_blank_page(tmp_path: Path) -> None:
    """Neither between them nor behind the last."""
    block = "::: {.landscape}\nWide.\n:::\n\n"
    pages = _shapes(compiled(render(tmp_path, f"Text.\n\n{block}{block}", "pdf")), tmp_path)
    assert [turned for turned, _ in pages] == [False, True, True]


def test_without_pages_the_block_is_shown(tmp_path: Path) -> None:
    """On the web, in an article and in a deck it is what it holds."""
    assert "On its side." in page(render(tmp_path, TEXT, "html")).text_content()
    journal = article(render(tmp_path, TEXT, "jats"))
    assert [one.text for one in journal.findall(".//body/p")] == [
        "Before.",
        "On its side.",
        "After.",
    ]
    assert "flipped" not in render(tmp_path, TEXT, "slides-pdf").read_text(encoding="utf-8")
    render(tmp_path, TEXT, "pptx")


def _sections(folder: Path, text: str) -> tuple[Any, list[bool]]:
    path = office.written(text, "docx", folder)
    finish_docx(path, {"lang": "en-GB"})
    document = docx.Document(str(path))
    return document, [one.orientation == WD_ORIENT.LANDSCAPE for one in document.sections]


def test_word_turns_the_page_of_the_built_in_renderer(tmp_path: Path) -> None:
    """The block ends the section before it and one of its own."""
    path = render(tmp_path, TEXT, "docx")
    finish_docx(path, {"lang": "en-GB"})
    turned = [one.orientation == WD_ORIENT.LANDSCAPE for one in docx.Document(str(path)).sections]
    assert turned == [False, True, False]


def test_each_page_of_word_has_the_foot_and_the_margins(tmp_path: Path) -> None:
    """Whatever Quarto or we have written where a section ends."""
    text = f"Before.[^1]\n\n{START}Wide.[^2]{END}After.\n\n[^1]: One.\n\n[^2]: Two.\n"
    document, turned = _sections(tmp_path, text)
    assert turned == [False, True, False]
    upright, side, _ = document.sections
    assert (side.page_width, side.page_height) == (upright.page_height, upright.page_width)
    assert side.left_margin == side.top_margin == upright.top_margin
    for section in document.sections:
        assert next(section.footer._element.iter(qn("w:fldSimple"))) is not None  # noqa: SLF001
        assert not section.footer.is_linked_to_previous
        restart = section._sectPr.find(f".//{qn('w:numRestart')}")  # noqa: SLF001
        assert restart.get(qn("w:val")) == "continuous"
    assert [one.text for one in document.paragraphs] == ["Before.", "Wide.", "After."]


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        (f"Before.\n\n{START}One.{END}{START}Two.{END}After.", [False, True, True, False]),
        (f"Before.\n\n{START}One.{END}", [False, True]),
        (f"{START}One.{END}After.", [True, False]),
        (f"Before.\n\n{START}| a |\n|---|\n| b |{END}", [False, True]),
        (f"Before.\n\n{START}| a |\n|---|\n| b |{END}After.", [False, True, False]),
        ("Nothing wide.", [False]),
    ],
)
def test_word_has_no_blank_page(tmp_path: Path, text: str, turned: Sequence[bool]) -> None:
    """A section holds something, wherever the block stands."""
    document, found = _sections(tmp_path, text)
    assert found == turned
    blank = [one for one in document.paragraphs if not one.text]
    assert all(one.paragraph_format.line_spacing is not None for one in blank)


def test_quartos_own_turn_keeps_our_margins(tmp_path: Path) -> None:
    """What Quarto writes to turn a page of Typst is ours on a paper, and nothing on slides."""
    extension = ROOT / "_extensions" / "themeloom"
    shim = tmp_path / "shim.lua"
    resolve = f"function(path) return {json.dumps(str(extension))} .. '/' .. path end"
    shim.write_text(
        f"quarto = {{ version = {{ 1, 9 }}, utils = {{ resolve_path = {resolve} }} }}\n"
        f"return dofile({json.dumps(str(extension / 'quarto.lua'))})\n"
    )
    text = "```{=typst}\n#set page(flipped: true)\n```\n\nWide.\n\n"
    text += "```{=typst}\n#set page(flipped: false)\n```\n"
    for output, start in (("paper", "#landscape[\n"), ("slides", "")):
        command = [pandoc.program(), "--to=typst", f"--lua-filter={shim}"]
        command.append(f"--metadata=themeloom-output:{output}")
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        assert "flipped" not in done.stdout
        assert start in done.stdout
        assert ("#landscape[" in done.stdout) == bool(start)
