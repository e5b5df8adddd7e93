"""Word counts headings and references by itself, and keeps together what belongs together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn
from jobs import render

from themeloom.finished.library import chapters
from themeloom.finished.reader import read_segments
from themeloom.formats.docx.finish import finish_docx

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document
    from docx.text.paragraph import Paragraph

NUMBERED = {"title": "T", "number-sections": True}
TEXT = """
# One {#sec-one}

See @sec-two, @fig-map, @tbl-rows, [-@fig-map] and @sec-more.

## Two {#sec-two}

{{< figure map >}}

| a | b |
|---|---|
| 1 | 2 |

: Synthetic {#tbl-rows}

# Apart {.unnumbered}

# Three

## Four

# More {.appendix #sec-more}
"""
MERGED = """
+-------+------+
| Study | Said |
+=======+======+
| one   | a    |
|       +------+
|       | b    |
+-------+------+
| two   | c    |
+-------+------+

: Synthetic {#tbl-rows}
"""


def finished(folder: Path, markdown: str, metadata: dict[str, Any] = NUMBERED) -> Document:
    """A Word document, finished."""
    path = render(folder, markdown, "docx", metadata)
    finish_docx(path, metadata)
    return docx.Document(str(path))


def number_of(paragraph: Paragraph) -> str | None:
    """The list that a paragraph is in: its own, or that of its style."""
    for element in (paragraph._p, paragraph.style.element):  # noqa: SLF001 - no public way
        mark = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if mark is not None:
            return str(mark.get(qn("w:val")))
    return None


def headings(document: Document) -> dict[str, str | None]:
    """The words of each heading, and its list."""
    return {
        one.text: number_of(one)
        for one in document.paragraphs
        if one.style.name.startswith("Heading")
    }


def test_word_counts_headings(tmp_path: Path) -> None:
    """Their numbers are those of a list of several levels, not text."""
    found = headings(finished(tmp_path, TEXT))
    assert list(found) == ["One", "Two", "Apart", "Three", "Four", "Appendix\u00a0A — More"]
    assert found["Apart"] == found["Appendix\u00a0A — More"] == "0"
    assert len({found[one] for one in ("One", "Two", "Three", "Four")}) == 1
    assert found["One"] not in {None, "0"}


def test_the_list_has_the_levels_of_the_headings(tmp_path: Path) -> None:
    """Each level shows the numbers above it, and knows its style."""
    numbering = finished(tmp_path, TEXT).part.numbering_part.element
    own = [one for one in numbering.iter(qn("w:lvl")) if one.find(qn("w:pStyle")) is not None]
    shown = {
        one.find(qn("w:pStyle")).get(qn("w:val")): one.find(qn("w:lvlText")).get(qn("w:val"))
        for one in own
    }
    assert shown["Heading1"] == "%1"
    assert shown["Heading2"] == "%1.%2"
    # The schema wants the definitions of lists before their uses.
    tags = [one.tag for one in numbering]
    assert tags.index(qn("w:num")) > max(
        place for place, tag in enumerate(tags) if tag == qn("w:abstractNum")
    )


@pytest.mark.parametrize("metadata", [NUMBERED, {**NUMBERED, "number-sections": False}])
def test_numbers_can_be_read_from_the_file(tmp_path: Path, metadata: dict[str, Any]) -> None:
    """A place in Word is named as in the other outputs, with its number where it has one."""
    text = TEXT if metadata["number-sections"] else "# One\n\n## Two\n\n# Three\n"
    path = render(tmp_path, text, "docx", metadata)
    finish_docx(path, metadata)
    places = [one.label for one in chapters(read_segments(path.name, path.read_bytes()))]
    numbered = ["section 1 One", "section 1.1 Two", "section Apart", "section 2 Three"]
    expected = numbered if metadata["number-sections"] else ["section One", "section Two"]
    assert [one for one in expected if one not in places] == []


def test_numbers_that_word_would_count_otherwise_stay_text(tmp_path: Path) -> None:
    """A level that was left out has the number 0, which Word does not count."""
    found = headings(finished(tmp_path, "# One\n\n### Deep\n"))
    assert list(found) == ["1 One", "1.0.1 Deep"]


def _fields(document: Document) -> list[str]:
    return [
        one.text.strip() for one in document.element.iter(qn("w:instrText")) if "REF" in one.text
    ]


def test_references_are_fields(tmp_path: Path) -> None:
    """They say the number of a caption or a heading, by a bookmark that is there once."""
    document = finished(tmp_path, TEXT)
    assert _fields(document) == [
        "REF _Ref_1_1 \\r \\h",
        "REF _Ref_Figure_1 \\h",
        "REF _Ref_Table_1 \\h",
    ]
    names = [one.get(qn("w:name")) for one in document.element.iter(qn("w:bookmarkStart"))]
    assert all(names.count(one.split()[1]) == 1 for one in _fields(document))
    ids = [one.get(qn("w:id")) for one in document.element.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids))
    line = next(one for one in document.paragraphs if one.text.startswith("See"))
    said = "".join(one.text or "" for one in line._p.iter(qn("w:t")))  # noqa: SLF001 - with links
    assert said.replace("\u00a0", " ") == "See Section 1.1, Figure 1, Table 1, 1 and Appendix A."


def test_a_bookmark_of_a_caption_holds_its_label(tmp_path: Path) -> None:
    """What a reference says is what the bookmark holds."""
    body = finished(tmp_path, TEXT).element
    start = next(
        one for one in body.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == "_Ref_Table_1"
    )
    said, run = "", start.getnext()
    while run.tag != qn("w:bookmarkEnd"):
        said += "".join(one.text for one in run.iter(qn("w:t")))
        run = run.getnext()
    assert said.replace("\u00a0", " ") == "Table 1"


def _keeps(document: Document) -> dict[str, bool]:
    return {one.text: bool(one.paragraph_format.keep_with_next) for one in document.paragraphs}


def test_an_announcement_stays_with_what_it_announces(tmp_path: Path) -> None:
    """A paragraph that ends with a colon is not left alone at the foot of a page."""
    text = (
        "It says:\n\n{{< quote lantern >}}\n\nIt is:\n\n> so\n\nThere are:\n\n1. one\n2. two\n\n"
        "No more.\n\nThe end:\n"
    )
    kept = _keeps(finished(tmp_path, text))
    assert {one for one in kept if kept[one] and one.startswith(("It", "There", "The", "No"))} == {
        "It says:",
        "It is:",
        "There are:",
    }


def test_rows_that_share_a_cell_stay_together(tmp_path: Path) -> None:
    """A cell over two rows is one cell, and no page ends within it; tables keep their styles."""
    document = finished(tmp_path, MERGED)
    (table,) = document.tables
    marks = [
        [cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") for cell in row._tr.iterfind(qn("w:tc"))]  # noqa: SLF001
        for row in table.rows
    ]
    assert [one[0] is not None for one in marks] == [False, True, True, False]
    assert marks[1][0].get(qn("w:val")) == "restart"
    cells = [row._tr.findall(qn("w:tc")) for row in table.rows]  # noqa: SLF001
    kept = [cell[1].find(f".//{qn('w:keepNext')}") is not None for cell in cells]
    assert kept[1:] == [True, False, False]
    styles = [one.get(qn("w:val")) for one in table._tbl.iter(qn("w:pStyle"))]  # noqa: SLF001
    assert set(styles) == {"TableHeading", "TableText"}


def test_a_text_from_right_to_left_runs_so(tmp_path: Path) -> None:
    """Every paragraph and table, in the same styles; numbers of headings are text.

    Programs put the number of such a list beside the page.
    """
    plain, document = (finished(tmp_path, TEXT, NUMBERED | {"lang": one}) for one in ("en", "ar"))
    paragraphs = [*document.paragraphs, *(c.paragraphs[0] for c in document.tables[0]._cells)]  # noqa: SLF001
    assert all(one._p.pPr.find(qn("w:bidi")) is not None for one in paragraphs)  # noqa: SLF001
    running = [one.style.name for one in paragraphs if one.text.startswith("الشكل")]
    assert "Image Caption" in running, "in the words of its language"
    styles = {one.style.name.replace("Body Text", "First Paragraph") for one in document.paragraphs}
    assert styles == {one.style.name for one in plain.paragraphs}
    kinds = [child.tag for child in document.tables[0]._tbl.tblPr]  # noqa: SLF001
    assert kinds[:2] == [qn("w:tblStyle"), qn("w:bidiVisual")]
    assert next(iter(headings(document))).split() == ["1", "One"]
    assert set(headings(document).values()) == {None}
