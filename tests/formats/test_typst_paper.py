"""The paper as Typst sets it, measured on clearly synthetic documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import typst
from typst_looks import (
    EXTENSIONS,
    LONG,
    fonts,
    lorem,
    quotation,
    source,
    type_sizes,
    typeset,
    words,
)

from themeloom.finished.pdf import opened, text_runs

if TYPE_CHECKING:
    from pathlib import Path

LOOK = "themeloom"
#: The margin column with its gutter, in points.
MARGIN = 48 * 72 / 25.4 - 1
SECTION = "= Results\n\nSome synthetic words.\n\n"
ARABIC = (
    '#quotation(thread: 2, attribution: [synthetic speaker], lang: "ar", dir: "rtl")'
    "[“هذا اقتباس اصطناعي للاختبار فقط.”]\n"
)
CHINESE = '#quotation(attribution: [synthetic speaker], lang: "zh")[“这是合成的引文。”]\n'


def table(rows: int) -> str:
    """A labelled table of so many rows, as the filters write it."""
    cells = ", ".join(f"[row {row}], [synthetic words], [{row * 1.5}]" for row in range(rows))
    return (
        "#figure([#table(columns: 3, table.header([Number],[Said],[Value]), table.hline(), "
        + cells
        + ")], caption: figure.caption(position: top, [Synthetic rows]), "
        'kind: "quarto-float-tbl", supplement: "Table", numbering: "1")\n'
    )


def test_properties_and_tags(tmp_path: Path) -> None:
    """PDF/UA-1 with title, authors, keywords and language."""
    pdf = typeset(tmp_path, LOOK, SECTION + quotation(20), abstract="Synthetic.")
    assert str(pdf.docinfo["/Title"]) == "A made-up study for a test"
    assert "Synthetic Alpha" in str(pdf.docinfo["/Author"])
    assert "synthetic" in str(pdf.docinfo["/Keywords"])
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.MarkInfo.Marked
    assert b"<pdfuaid:part>1" in pdf.Root.Metadata.read_bytes()


def test_first_page_says_who_and_what(tmp_path: Path) -> None:
    """Kicker, notice, authors, affiliations, correspondence and ORCID are on the first page."""
    typeset(tmp_path, LOOK, SECTION, abstract="A synthetic abstract.")
    first = words(tmp_path, 1)
    for said in (
        "SYNTHETIC",
        "This document is synthetic.",
        "Synthetic Alpha1, Synthetic Beta1,2,*",
        "First Synthetic Institute, Nowhere",
        "beta@example.org",
        "0000-0000-0000-0000",
        "A synthetic abstract.",
    ):
        assert said in first


def test_blind_hides_names(tmp_path: Path) -> None:
    """With `blind`, names are neither on the pages nor in the document properties."""
    article = {"text": "Synthetic Alpha. A synthetic article."}
    pdf = typeset(
        tmp_path, LOOK, SECTION + "#notice[By Synthetic Alpha.]", blind=True, article=article
    )
    said = words(tmp_path)
    for name in ("Alpha", "Beta", "Institute", "beta@example.org"):
        assert name not in said
    assert "/Author" not in pdf.docinfo
    assert b"Alpha" not in pdf.Root.Metadata.read_bytes()


def test_review_numbers_lines(tmp_path: Path) -> None:
    """With `review`, lines are numbered and set in 12 pt."""
    pdf = typeset(tmp_path, LOOK, SECTION + lorem(400), review=True)
    assert 12.0 in set(type_sizes(pdf))
    assert all(f" {number} " in words(tmp_path) for number in (20, 30))


def test_synthetic_mark_on_every_page(tmp_path: Path) -> None:
    """A study that calls itself synthetic says so on each page."""
    pdf = typeset(tmp_path, LOOK, SECTION + lorem(1500), synthetic=True)
    assert len(pdf.pages) > 2
    for page in range(1, len(pdf.pages) + 1):
        assert "SYNTHETIC DATA" in words(tmp_path, page)


@pytest.mark.parametrize("filling", [710, 740])
def test_a_short_table_without_a_caption_stays_whole(tmp_path: Path, filling: int) -> None:
    """It has its own page rather than a part of two; words hang behind their number in a cell."""
    cells = "[Kind], [Said], " + ", ".join(f"[kind {n}], [{n}. {lorem(20)}]" for n in range(3))
    drawn = f"#bare-table[#table(columns: (1fr, 3fr), {cells})]"
    pdf = typeset(tmp_path, LOOK, SECTION + lorem(filling) + "\n\n" + drawn)
    held = [words(tmp_path, page) for page in range(1, len(pdf.pages) + 1)]
    assert [{"kind 0" in one, "kind 2" in one} for one in held].count({True}) == 1
    runs = [run for page in text_runs((tmp_path / "made.pdf").read_bytes()) for run in page]
    first = next(run for run in runs if run.text.startswith("0."))
    under = [run for run in runs if first.bottom - 20 < run.top < first.bottom + 2]
    assert min(run.left for run in under if run.left > first.left - 1) > first.left + 5


def test_long_table_repeats_its_head(tmp_path: Path) -> None:
    """A table of 60 rows goes on over the page, with its head on every page."""
    pdf = typeset(tmp_path, LOOK, SECTION + table(60))
    with_rows = [page for page in range(1, len(pdf.pages) + 1) if "row " in words(tmp_path, page)]
    assert len(with_rows) > 1
    assert all("Number Said Value" in words(tmp_path, page) for page in with_rows)
    assert "row 59" in words(tmp_path)


@pytest.mark.parametrize("count", [2, 4])
def test_a_long_table_waits_for_what_floats(tmp_path: Path, count: int) -> None:
    """It does not overtake shorter ones with lower numbers that go to a page behind this one."""
    short = [table(12).replace("Synthetic rows", f"Short {n}") for n in range(count)]
    typeset(tmp_path, LOOK, SECTION + "\n".join([*short, table(60)]))
    said = words(tmp_path)
    places = [said.index(one) for one in (*(f"Short {n}" for n in range(count)), "Synthetic rows")]
    assert places == sorted(places)


def test_a_tall_table_hangs_into_the_margin(tmp_path: Path) -> None:
    """A table that would be tall at the measure of the text takes the margin as well."""

    def left(rows: int) -> float:
        cells = ", ".join(f"[{lorem(2)}], [{lorem(24)}]" for _ in range(rows))
        drawn = f"table(columns: (1fr, 3fr), [Kind], [Said], {cells})"
        typeset(tmp_path, LOOK, f"= Section\n\n#figure({drawn}, caption: [Synthetic])")
        pages = text_runs((tmp_path / "made.pdf").read_bytes())
        return min(run.left for page in pages for run in page if run.text.startswith("Kind"))

    assert left(12) < left(2) - MARGIN


def _hairline(pdf: Path, page: int) -> list[int]:
    """Where the thread runs on a page, in points from its head."""
    with opened(pdf.read_bytes()) as document:
        seen = np.asarray(document[page - 1].render(scale=1).to_pil().convert("RGB")).astype(int)
    across = round(64 * 72 / 25.4)
    colours = seen[:, across - 1 : across + 2]
    return np.flatnonzero((colours.max(axis=2) - colours.min(axis=2)).max(axis=1) > 40).tolist()


def test_a_thread_runs_beside_text_only(tmp_path: Path) -> None:
    """It ends at a table that hangs into the margin, and goes on where words follow it."""
    cells = ", ".join(f"[{lorem(3)}], [{lorem(24)}]" for _ in range(60))
    wide = f"#figure(table(columns: (1fr, 3fr), [Kind], [Said], {cells}), caption: [Synthetic])"
    theme = "= Theme\n\n#theme-block(thread: 1, title: [Theme], statement: [So it is.])\n\n"
    spoken = quotation(20)
    pdf = typeset(tmp_path, LOOK, theme + spoken + wide)
    assert _hairline(tmp_path / "made.pdf", 1)
    assert not any(_hairline(tmp_path / "made.pdf", page) for page in range(2, len(pdf.pages) + 1))
    typeset(tmp_path, LOOK, theme + spoken + wide + "\n\n" + spoken)
    assert _hairline(tmp_path / "made.pdf", len(pdf.pages))


@pytest.mark.parametrize("in_place", [True, False])
def test_in_place_nothing_moves(tmp_path: Path, *, in_place: bool) -> None:
    """A table stands between the words round it, or moves to the head or foot of the page."""
    body = f"= S\n\nBefore it. {lorem(60)}\n\n{table(3)}\n\nAfter it. {lorem(60)}"
    typeset(tmp_path, LOOK, body, abstract=None, **{"in-place": in_place})
    said = words(tmp_path)
    assert (said.index("Before it.") < said.index("row 2") < said.index("After it.")) == in_place


def test_the_caption_of_a_table_stays_with_its_first_row(tmp_path: Path) -> None:
    """Wherever the page ends, no caption is left at its foot."""
    for filling in range(180, 300, 20):
        body = f"= Section\n\n{lorem(filling)}\n\n{table(6)}"
        pdf = typeset(tmp_path, LOOK, body, abstract=None, **{"in-place": True})
        pages = [words(tmp_path, page) for page in range(1, len(pdf.pages) + 1)]
        (page,) = [page for page in pages if "Synthetic rows" in page]
        assert "row 0" in page, f"parted after {filling} words"


def test_a_line_that_announces_stays_with_its_quotation(tmp_path: Path) -> None:
    """Wherever the page ends, the line is not the last on it."""
    for filling in range(180, 300, 20):
        body = f"= Section\n\n{lorem(filling)}\n\n#introduction[The source says:]\n\n"
        pdf = typeset(tmp_path, LOOK, body + quotation(40), abstract=None)
        pages = [words(tmp_path, page) for page in range(1, len(pdf.pages) + 1)]
        (page,) = [page for page in pages if "The source says:" in page]
        assert "“synthetic words" in page, f"parted after {filling} words"


def test_long_content_is_set(tmp_path: Path) -> None:
    """300 characters of title, 25 authors, 12 themes and a quotation of 400 words."""
    themes = "".join(
        f"== Synthetic theme {n}\n\n#theme-block(thread: {n}, title: [Theme {n}], "
        f"statement: [{lorem(9)}])\n\n{quotation(25, n)}"
        for n in range(1, 13)
    )
    implied = ", ".join(
        f"(body: [{lorem(15)}], threads: ({n}, {n % 12 + 1}))" for n in range(1, 13)
    )
    body = f"{SECTION}{themes}{quotation(400)}#implication-list(({implied}))"
    typeset(tmp_path, LOOK, body, abstract=lorem(250), **LONG)
    said = words(tmp_path)
    assert "Synthetic Person Number 24" in said
    assert "Synthetic Institute 12" in said
    assert "Theme 12" in said


def test_an_implication_stays_on_one_page(tmp_path: Path) -> None:
    """Typst lost the first lines of one that broke where a figure floated to the next page."""
    implied = ", ".join(f"(body: [first{n} {lorem(60)} last{n}])" for n in (1, 2, 3))
    for full in (150, 165, 180):
        pages = len(
            typeset(tmp_path, LOOK, f"{SECTION}#v({full}mm)\n#implication-list(({implied}))").pages
        )
        said = [words(tmp_path, page) for page in range(1, pages + 1)]
        assert len(said) == 2, full
        for n in (1, 2, 3):
            assert [f"first{n}" in one for one in said] == [f"last{n}" in one for one in said], full


def test_arabic_quotation_is_set(tmp_path: Path) -> None:
    """Arabic is set in a typeface that has it, though the serif has not."""
    pdf = typeset(tmp_path, LOOK, SECTION + ARABIC)
    assert len(pdf.pages) == 1


def test_missing_script_is_named(tmp_path: Path) -> None:
    """Where no typeface has a script, Typst names the character, and nothing is set wrong."""
    made = source(tmp_path, LOOK, SECTION + CHINESE)
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        typst.compile(
            str(made),
            root=str(tmp_path),
            font_paths=fonts(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )


def test_in_columns_nothing_stands_in_the_margin(tmp_path: Path) -> None:
    """The themes of an implication beside a table stand in its line, also in columns of columns."""
    inner = "#columns-layout((1fr, 1fr), [Left.], [Right.])"
    said = "#implication(threads: (1, 2))[Words of it.]"
    typeset(
        tmp_path, LOOK, f"{SECTION}#columns-layout((1fr, 1fr), [{inner}], [{inner} {said}])\n{said}"
    )
    text = " ".join(words(tmp_path).split())
    assert text.count("(Themes 1 + 2)") == 1
    assert text.count("Themes 1 + 2") == 2


def test_marked_up_words_stay_words(tmp_path: Path) -> None:
    """Escaped mark-up in a quotation comes out as the characters it is."""
    typeset(tmp_path, LOOK, SECTION + r"#quotation()[“\#panic() \[x\] \*y\* \$z\$”]")
    assert "“#panic() [x] *y* $z$”" in words(tmp_path)


@pytest.mark.parametrize("part", sorted(EXTENSIONS.glob("*/*.typ")), ids=lambda part: part.name)
def test_a_look_stays_readable(part: Path) -> None:
    """A template, or a part of one, past 400 lines is telling us something."""
    assert len(part.read_text(encoding="utf-8").splitlines()) <= 400
