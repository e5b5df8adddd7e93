from __future__ import annotations

import re
from typing import TYPE_CHECKING

import docx
import office_files as office
import pytest
from docx.oxml.ns import qn
from lxml import etree

from themeloom.formats.docx.finish import finish_docx
from themeloom.typefaces.embedding import stage_office

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """---
title: A synthetic title
author: [A. Author]
keywords: [one, two]
lang: en-GB
secret: A path such as /home/somebody
---

# A heading

A paragraph.

::: {custom-style="Quotation"}
“Words.”
:::

| Name | Number |
|:-----|-------:|
| one  |      1 |
| two  |      2 |

: Table 1: What it holds

After the table, `code`.
"""
#: What the copy editor's style pane must offer.
WANTED = """
Kicker, Title, Subtitle, Author, Affiliation, Notice, Abstract Title, Abstract, Keywords, Heading 1,
Heading 2, Heading 3, Body Text, First Paragraph, Compact, Quotation, Quotation Source,
Theme Statement, Implication, Caption, Table Caption, Image Caption, Table, Bibliography,
Footnote Text
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our reference and a document that pandoc made with it."""
    folder = tmp_path_factory.mktemp("word")
    office.written(TEXT, "docx", folder)
    return folder


@pytest.fixture
def document(folder: Path, tmp_path: Path) -> Path:
    """A document that pandoc wrote, to be finished."""
    path = tmp_path / "text.docx"
    path.write_bytes((folder / "text.docx").read_bytes())
    return path


def test_every_style_is_a_real_one(folder: Path) -> None:
    """All styles are there under their names, each once."""
    names = [style.name for style in docx.Document(str(folder / "reference.docx")).styles]
    assert set(re.split(r",\s+", WANTED.strip())) <= set(names)
    assert len(names) == len(set(names))


def test_text_is_black_and_structure_is_in_the_styles(folder: Path) -> None:
    """What authors write is black; headings have their levels; nothing is locked."""
    document = docx.Document(str(folder / "reference.docx"))
    assert str(document.styles["Normal"].font.color.rgb) == "000000"
    for level in (1, 2, 3):
        outline = document.styles[f"Heading {level}"].element.find(f".//{qn('w:outlineLvl')}")
        assert outline.get(qn("w:val")) == str(level - 1)
    assert "documentProtection" not in office.part(folder / "reference.docx", "word/settings.xml")


def test_pages_are_a4_and_numbered(folder: Path) -> None:
    """What pandoc writes has our page: A4, with the page's number at its foot."""
    section = docx.Document(str(folder / "text.docx")).sections[0]
    assert section.page_width.mm == pytest.approx(210, abs=0.1)
    assert " PAGE " in etree.tostring(section.footer._element).decode()  # noqa: SLF001


def test_reviewers_get_numbered_lines_and_room(tmp_path: Path) -> None:
    """In review mode lines are numbered through and what is read is spaced double."""
    path = office.reference("reference-review.docx", tmp_path)
    document = docx.Document(str(path))
    lines = document.sections[0]._sectPr.find(qn("w:lnNumType"))  # noqa: SLF001
    assert lines.get(qn("w:restart")) == "continuous"
    assert document.styles["Normal"].paragraph_format.line_spacing == 2
    assert document.styles["Abstract"].element.find(f".//{qn('w:shd')}") is None


def test_children_of_a_style_stand_in_the_order_of_the_schema(folder: Path) -> None:
    """Word calls a file corrupt whose properties are out of order."""
    order = ["keepNext", "keepLines", "widowControl", "suppressLineNumbers", "pBdr", "shd"]
    order += ["spacing", "ind", "contextualSpacing", "jc", "outlineLvl"]
    for style in docx.Document(str(folder / "reference.docx")).styles:
        properties = style.element.findall(f"{qn('w:pPr')}/*")
        named = [etree.QName(child).localname for child in properties]
        places = [order.index(name) for name in named if name in order]
        assert places == sorted(places), style.name


def test_tables_have_three_rules_and_none_upright(folder: Path) -> None:
    """The table style has a rule above, below and under the head."""
    style = docx.Document(str(folder / "reference.docx")).styles["Table"].element
    ruled = {etree.QName(rule).localname for rule in style.find(f".//{qn('w:tblBorders')}")}
    assert ruled == {"top", "bottom"}
    head = style.find(f"{qn('w:tblStylePr')}/{qn('w:tcPr')}/{qn('w:tcBorders')}")
    assert {etree.QName(rule).localname for rule in head} == {"bottom"}


def test_the_field_of_the_abstract_is_as_wide_as_the_text(folder: Path) -> None:
    """Its text stands in by as much as its edges stand out; head and text share one field."""
    styles = docx.Document(str(folder / "reference.docx")).styles
    sides = []
    for name in ("Abstract Title", "Abstract"):
        paragraph = styles[name].paragraph_format
        borders = styles[name].element.find(f".//{qn('w:pBdr')}")
        spaces = {etree.QName(one).localname: int(one.get(qn("w:space"))) for one in borders}
        assert spaces["left"] == paragraph.left_indent.pt
        assert spaces["right"] == paragraph.right_indent.pt
        sides.append(set(spaces) - {"left", "right"})
    assert sides == [{"top"}, {"bottom"}]


def test_a_reference_is_the_same_every_time(tmp_path: Path) -> None:
    """Made twice, a reference has the same bytes."""
    first = office.reference("reference.docx", tmp_path).read_bytes()
    assert office.reference("reference.docx", tmp_path).read_bytes() == first


def test_tables_are_finished(document: Path) -> None:
    """Cells have styles of their own, rows stay whole, the head repeats, text stands off."""
    finish_docx(document, {"lang": "en-GB"})
    finished = docx.Document(str(document))
    (table,) = finished.tables
    assert [cell.paragraphs[0].style.name for cell in table.rows[0].cells] == ["Table Heading"] * 2
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == ["Table Text"] * 2
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)  # noqa: SLF001
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None  # noqa: SLF001
    caption = table._tbl.find(f".//{qn('w:tblCaption')}")  # noqa: SLF001
    assert caption.get(qn("w:val")) == "Table 1: What it holds"
    after = next(one for one in finished.paragraphs if one.text.startswith("After"))
    assert after.paragraph_format.space_before.pt == 14


def test_properties_say_what_they_should_and_no_more(document: Path) -> None:
    """Title, author, keywords and language are kept; what else metadata held is not."""
    finish_docx(document, {"lang": "en-GB"})
    core = docx.Document(str(document)).core_properties
    assert (core.title, core.author, core.keywords) == (
        "A synthetic title",
        "A. Author",
        "one, two",
    )
    assert core.language == "en-GB"
    assert "somebody" not in office.part(document, "docProps/custom.xml")


def test_fonts_are_taken_along(document: Path, tmp_path: Path) -> None:
    """Every font is in the package, in the font table, and declared."""
    stage_office(tmp_path / "fonts", ())
    finish_docx(document, {}, tmp_path / "fonts")
    taken = {name for name in office.names(document) if name.endswith(".odttf")}
    assert taken == {f"word/fonts/font{number}.odttf" for number in range(1, 8)}
    table = office.part(document, "word/fontTable.xml")
    families = {"Source Serif Pro", "Source Sans Pro", "Source Sans Pro Semibold"}
    assert set(re.findall(r'w:name="([^"]+)"', table)) == families
    assert table.count("fontKey") == len(taken)
    assert "odttf" in office.part(document, "[Content_Types].xml")
    assert "embedTrueTypeFonts" in office.part(document, "word/settings.xml")


def test_finishing_twice_is_finishing_once(document: Path, tmp_path: Path) -> None:
    """What is finished stays as it is, to the byte."""
    stage_office(tmp_path / "fonts", ())
    finish_docx(document, {"lang": "en-GB"}, tmp_path / "fonts")
    once = document.read_bytes()
    finish_docx(document, {"lang": "en-GB"}, tmp_path / "fonts")
    assert document.read_bytes() == once
