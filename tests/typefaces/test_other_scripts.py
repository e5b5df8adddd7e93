"""Words in scripts that our typefaces lack: which typeface they get, in which direction."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from uuid import UUID
from zipfile import ZipFile

import docx
import office_files as office
import pytest
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from lxml import etree

from themeloom.formats.docx.finish import finish_docx
from themeloom.typefaces.coverage import (
    characters_of,
    lacking,
    monospaced,
    scripts_without,
    with_lent,
)
from themeloom.typefaces.embedding import stage_office
from themeloom.typefaces.faces import FACES, free_typeface
from themeloom.typefaces.scripts import family_of

if TYPE_CHECKING:
    from pathlib import Path

ARABIC = "هذه كلمات مصطنعة"
#: The order that the schema demands of a paragraph's properties, as far as they occur here.
ORDER = ("pStyle", "keepNext", "keepLines", "numPr", "pBdr", "shd", "bidi", "spacing", "ind", "jc")
TEXT = f"""
::: {{#quote-first custom-style="Quotation" dir="rtl" lang="ar"}}
“{ARABIC}”
:::

::: {{custom-style="Quotation Source"}}
— a made-up speaker
:::

::: {{custom-style="Quotation" dir="rtl" lang="ar"}}
“{ARABIC}”
:::

A line with [{ARABIC}]{{lang="ar" dir="rtl"}} and [这些话]{{lang="zh"}} in it.
"""


@pytest.mark.parametrize("text", ["Plain words", "Ελληνικά, кириллица, ě", "→ ☞ 1 ≠ 2"])
def test_nothing_is_lent_without_need(text: str) -> None:
    """Latin, Greek and Cyrillic are in our own typefaces; signs are no script."""
    assert with_lent([], text) == []


def test_arabic_gets_the_typeface_of_the_figures() -> None:
    """The one with letters of their own widths, not the last resort, which is monospaced."""
    (lent,) = with_lent([], ARABIC)
    assert family_of(lent) == "DejaVu Sans"
    assert scripts_without(ARABIC, [lent]) == []


def test_a_letter_of_one_family_only_is_no_letter_of_ours() -> None:
    """What is set in the other one would be a box."""
    serif, sans = (
        characters_of(next(face.path() for face in FACES if face.use == use))
        for use in ("serif", "sans")
    )
    for only in (serif - sans, sans - serif):
        assert lacking("a" + chr(min(only)), []) == [chr(min(only))]


def test_a_typeface_of_the_project_comes_first() -> None:
    """Nothing is lent where the project brings a typeface that has the letters."""
    brought = monospaced()
    assert with_lent(brought, ARABIC) == brought


@pytest.mark.parametrize(
    ("script", "name"),
    [("Han", "Noto Sans SC (or TC, JP, KR)"), ("Thai", "Noto Sans Thai")],
)
def test_a_free_typeface_is_named(script: str, name: str) -> None:
    """Whoever needs a typeface is told of one."""
    assert free_typeface(script) == name


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A Word document with words in Arabic and Chinese, finished, with a typeface for Arabic."""
    path = office.written(TEXT, "docx", tmp_path)
    folder = tmp_path / "fonts"
    stage_office(folder, (), with_lent([], TEXT), TEXT)
    finish_docx(path, {"lang": "en-GB"}, folder)
    return path


def test_cutting_a_typeface_says_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """No library complains to whoever builds the study."""
    stage_office(tmp_path, (), with_lent([], TEXT), TEXT)
    assert caplog.messages == []


def test_word_takes_the_typeface_along(document: Path) -> None:
    """It is embedded, cut down to what is used, spaces and marks included."""
    table = office.part(document, "word/fontTable.xml")
    assert 'w:name="DejaVu Sans"' in table
    with TTFont(io.BytesIO(embedded_in(document, "DejaVu Sans"))) as embedded:
        points = set(embedded.getBestCmap())
    assert set(map(ord, f"“{ARABIC}”")) <= points
    assert ord("ش") not in points


def embedded_in(document: Path, family: str) -> bytes:
    """A font of a Word document as it was before its head was mixed with its key."""
    table = etree.fromstring(office.part(document, "word/fontTable.xml").encode())
    mark = table.find(f"{qn('w:font')}[@{qn('w:name')}='{family}']/{qn('w:embedRegular')}")
    links = etree.fromstring(office.part(document, "word/_rels/fontTable.xml.rels").encode())
    (target,) = links.xpath("*[@Id=$name]/@Target", name=mark.get(qn("r:id")))
    with ZipFile(document) as archive:
        font = archive.read(f"word/{target}")
    mask = bytes(reversed(UUID(mark.get(qn("w:fontKey"))).bytes)) * 2
    return bytes(one ^ other for one, other in zip(font[:32], mask, strict=True)) + font[32:]


def test_word_sets_the_words_in_it(document: Path) -> None:
    """The runs name the typeface and the language where Word looks for them."""
    paragraphs = docx.Document(str(document)).paragraphs
    runs = [run for one in paragraphs for run in one.runs if ARABIC in run.text]
    assert len(runs) == 3
    for run in runs:
        properties = run._r.rPr  # noqa: SLF001 - python-docx has no names for these
        assert properties.find(qn("w:rFonts")).get(qn("w:cs")) == "DejaVu Sans"
        assert properties.find(qn("w:lang")).get(qn("w:bidi")) == "ar"
        assert properties.find(qn("w:rtl")) is not None
    chinese = next(run for one in paragraphs for run in one.runs if "这" in run.text)
    assert chinese._r.rPr.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh"  # noqa: SLF001


def test_a_quotation_from_right_to_left_has_its_rule_at_the_right(document: Path) -> None:
    """And its source follows it; what stands in a line has no rule."""
    first, source, last, line = docx.Document(str(document)).paragraphs
    for one in (first, source, last):
        properties = one._p.pPr  # noqa: SLF001 - as above
        assert properties.find(qn("w:bidi")) is not None
        sides = {edge.tag: edge.get(qn("w:val")) for edge in properties.find(qn("w:pBdr"))}
        assert sides == {qn("w:left"): "nil", qn("w:right"): "single"}
        names = [re.sub(r"{.*}", "", child.tag) for child in properties]
        assert names == sorted(names, key=ORDER.index)
    assert line._p.pPr.find(qn("w:pBdr")) is None  # noqa: SLF001 - as above


def test_a_quotation_without_source_stands_off(document: Path) -> None:
    """There is room below it, and it may end a page."""
    first, _, last, _ = docx.Document(str(document)).paragraphs
    assert first.paragraph_format.space_after is None
    assert last.paragraph_format.space_after.pt == 12
    assert last.paragraph_format.keep_with_next is False
