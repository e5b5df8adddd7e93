"""Why an output of Quarto's says something else: the renderer, other contents, a later change."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
import typst
from PIL import Image

from themeloom.core.files import digest
from themeloom.core.text import counted
from themeloom.engines.typst import PICTURE_WIDTH
from themeloom.finished.pdf import picture_of
from themeloom.steps.prov import SHA256, Prov
from themeloom.verify.compare import acts_in, compare_picture, compare_said
from themeloom.verify.findings import (
    BY_RENDERER,
    QUARTOS_OWN,
    Compared,
    Difference,
    Group,
    Verdict,
)
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


_HEAD = (
    b"<html><head><meta name='viewport' content='a'>"
    b"<style>p { margin: 0; } .gone { display: none; }</style></head><body>"
)
_SAID = b"<p class='x' style='text-align: right;'>Words <a href='https://doi.org/1'>1</a></p>"
_DECK = b'<div class="reveal"><div style="display: none;"></div>'
_END = b"<script>ours()</script></body></html>"
_DOT = b"<img alt='' src='data:image/png;base64,iVBORw0KGgo='>"


def _told(there: bytes, rebuilt: bytes, name: str = "paper.html") -> Compared:
    return compare_said(name, there, rebuilt, {}, acts_in(name, rebuilt))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</body>", b"<script>more()</script></body>"),
        (b"ours()", b"theirs()"),
        (b"</body>", b"<script src='https://x.example/a.js'></script></body>"),
        (b"<p ", b"<p onclick='more()' "),
        (b"<p ", b"<p hidden "),
        (b"text-align: right;", b"display: none;"),
        (b"margin: 0;", b"display: none;"),
        (b"https://doi.org/1", b"https://doi.org/2"),
        (b"</body>", b"<form action='https://x.example'></form></body>"),
        (b"</body>", b"<iframe src='https://x.example'></iframe></body>"),
        (b"</body>", b"<svg><path d='M0 0L9 9'/></svg></body>"),
        (b"</body>", b"<!-- a hundred people were asked --></body>"),
        (b"</body>", _DOT + b"</body>"),
        (b"Words", b"<bdo dir='rtl'>Words</bdo>"),
        (b"Words", b"<s>Words</s>"),
        (b"<p ", b"<details><summary></summary><p "),
        (b"<p ", b"<p aria-hidden='true' "),
        (b"<p ", b"<p role='img' aria-label='A hundred people were asked' "),
        (b"class='x'", b"class='gone'"),
        (b"<head>", b"<head><meta http-equiv='refresh' content='0;url=https://x.example'>"),
    ],
)
def test_what_acts_in_a_page_of_quartos_is_compared_as_well(old: bytes, new: bytes) -> None:
    """Whatever runs, hides, leads elsewhere or is shown besides, though the words are the same."""
    for begin in (b"", _DECK):
        rebuilt = _HEAD + begin + _SAID + _END
        assert _told(rebuilt, rebuilt).said
        found = _told(rebuilt.replace(old, new, 1), rebuilt)
        of_decks = begin and new.startswith((b"<script", b"theirs", b"display: none;"))
        assert found.differences or (of_decks and found.note == QUARTOS_OWN), new


def test_what_only_quarto_brings_into_decks_is_said_not_to_be_compared() -> None:
    """Its scripts are no other program's; the sentence tells of how many outputs that holds."""
    rebuilt = _HEAD + _DECK + _SAID + _END
    found = _told(rebuilt.replace(b"</body>", b"<script>Quarto()</script></body>"), rebuilt)
    assert (found.differences, found.said, found.note) == ((), True, QUARTOS_OWN)
    verdict = Verdict((Group("_output", "published", "output", (found,)),), "1a2b3c")
    assert sentence(verdict).endswith(
        "; 1 output by Quarto says the same words; "
        "scripts and styles that only Quarto brings into 1 of these were not compared."
    )


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/vbaProject.bin", "x"),
        ("word/embeddings/sheet.xlsx", "x"),
        (
            "word/comments.xml",
            "<w:comments xmlns:w='w'><w:p><w:t>All was well</w:t></w:p></w:comments>",
        ),
        (
            "word/_rels/a.xml.rels",
            '<Relationship Id="a" TargetMode="External" Target="https://x"/>',
        ),
        ("word/document.xml", "<w:p xmlns:w='w'><w:r><w:vanish/><w:t>One</w:t></w:r></w:p>"),
        (
            "word/document.xml",
            "<w:p xmlns:w='w'><w:instrText>DDE</w:instrText><w:t>One</w:t></w:p>",
        ),
        (
            "word/document.xml",
            "<w:p xmlns:w='w'><w:r><w:rPr><w:strike/></w:rPr><w:t>One</w:t></w:r></w:p>",
        ),
        (
            "word/styles.xml",
            "<w:style xmlns:w='w'><w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:style>",
        ),
        ("docProps/core.xml", "<a><dc:title xmlns:dc='d'>Another</dc:title></a>"),
        ("word/media/image9.png", "x"),
    ],
)
def test_what_acts_in_an_office_file_of_quartos_is_compared(part: str, content: str) -> None:
    """Macros, what is embedded, remarks, links, what hides words, properties, pictures."""
    parts = {"word/document.xml": "<w:p xmlns:w='w'><w:t>One</w:t></w:p>"}
    rebuilt, there = (_office({**parts, **more}) for more in ({}, {part: content}))
    assert _told(rebuilt, rebuilt, "paper.docx").said
    assert _told(there, rebuilt, "paper.docx").differences


def _office(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    "entry", [b"/OpenAction 3 0 R", b"/S/JavaScript/JS(x)", b"/S/URI/URI (https://x.example)"]
)
def test_what_acts_in_a_pdf_of_quartos_is_compared(entry: bytes) -> None:
    """Actions, scripts, links, packed as well."""
    plain = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    packed = b"stream\n" + zlib.compress(b"<<" + entry + b">>") + b"\nendstream"
    for more in (entry, packed):
        assert acts_in("paper.pdf", plain + more) - acts_in("paper.pdf", plain)


def test_a_picture_that_was_made_of_a_pdf_shows_what_that_shows() -> None:
    """One pixel is enough, and a picture alone is not compared with nothing."""
    pdf = typst.compile(b"#set page(width: 4cm, height: 4cm)\nWords")
    assert isinstance(pdf, bytes)
    made = picture_of(pdf, PICTURE_WIDTH)
    assert compare_picture("poster.png", made, pdf).said
    other = io.BytesIO()
    with Image.open(io.BytesIO(made)) as picture:
        picture.load()
        picture.putpixel((9, 9), (1, 2, 3))
        picture.save(other, "PNG")
    assert compare_picture("poster.png", other.getvalue(), pdf).differences
    assert compare_picture("poster.png", made, None).differences
