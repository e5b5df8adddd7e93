"""What Quarto wrote is finished as by the built-in renderer, and recorded."""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import docx
import lxml.etree
import lxml.html
import pandas as pd
import pptx
import pytest
from as_quarto import FIGURE, TABLE, written
from helpers import changed, copied
from IPython.core.interactiveshell import InteractiveShell
from typst_looks import lorem

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digest_of
from themeloom.core.version import Version
from themeloom.formats.make import finish_quartos
from themeloom.formats.office import PROPERTY
from themeloom.formats.pptx.layouts import EMU
from themeloom.notebook import open_study
from themeloom.session import Session
from themeloom.steps.after_quarto import finish_quarto, record_of_quarto
from themeloom.steps.before_quarto import listed_by_quarto, put_colophon
from themeloom.steps.prov import SHA256, read_prov
from themeloom.typefaces.scripts import FAMILIES

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

EPOCH = 1_600_000_000


def _finished(project: Project, to: str, text: str = "Text.\n", **own: object) -> Path:
    file = written(project.root, to, text, **own)
    target = project.output / "manuscript" / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(file, target)
    finish_quartos(project, target, EPOCH)
    return target


def test_word_gets_our_title_page_and_styles(ready: Project) -> None:
    """Each line in its style, numbers in theirs, typefaces embedded, no note left, one moment."""
    text = f"# 1 Methods {{number=1}}\n\n{TABLE}\n\\ \n\n{TABLE.replace('tbl-x', 'tbl-y')}"
    file = _finished(ready, "docx", text)
    document = docx.Document(str(file))
    lines = [(one.style.name, one.text) for one in document.paragraphs if one.style]
    assert lines[:8] == [
        ("Kicker", "Synthetic study"),
        ("Title", "A title"),
        ("Subtitle", "And a subtitle"),
        ("Author", "Ada Example1,*, Ben Sample"),
        ("Affiliation", "1 Lamp House, Town"),
        ("Correspondence", "* Corresponding author: Ada Example, ada@example.org"),
        ("Correspondence", "ORCID: Ada Example 0000-0001-2345-6789"),
        ("Notice", "Nothing here is real."),
    ]
    assert any(line[0] == "Heading 1" and line[1].endswith("Methods") for line in lines)
    assert [name for name, _ in lines].count("Table Caption") == 2
    assert not any(not text.strip() for _, text in lines)
    assert document.tables[0].cell(1, 0).paragraphs[0].style.name == "Table Text"
    assert document.core_properties.modified.year == 2020
    with zipfile.ZipFile(file) as archive:
        assert [name for name in archive.namelist() if name.endswith(".odttf")]
        assert PROPERTY not in archive.read("docProps/custom.xml").decode()


def test_word_for_reviewers_has_numbered_lines_and_room(ready: Project) -> None:
    """Whatever reference document Quarto took; in the ordinary one there is neither."""
    for review in (True, False):
        with zipfile.ZipFile(_finished(ready, "docx", review=review)) as archive:
            document = archive.read("word/document.xml").decode()
            styles = archive.read("word/styles.xml").decode()
        normal = re.search(r'w:styleId="Normal".*?</w:style>', styles, re.DOTALL)
        assert normal
        assert ("lnNumType" in document) is review
        assert ('w:line="480"' in normal[0]) is review


def test_a_deck_in_powerpoint_is_finished(ready: Project) -> None:
    """Layouts of ours, the thread of a slide, the authors' names alone in the properties."""
    text = "## Light {.statement}\n\nA few words.\n\n## Thanks {.closing}\n\nThank you.\n"
    deck = pptx.Presentation(str(_finished(ready, "pptx", text)))
    assert [slide.slide_layout.name for slide in deck.slides] == [
        "Title Slide",
        "Statement",
        "Closing",
    ]
    assert deck.core_properties.author == "Ada Example; Ben Sample"
    title = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert any("Lamp House, Town" in text and "Nothing here is real." in text for text in title)


def test_a_slide_that_is_too_full_is_told_with_the_line_of_its_heading(ready: Project) -> None:
    """Of several with the same words, the right one."""
    text = "## Same\n\nA few words.\n\n## Same {.list}\n\n" + "- an item of a list\n" * 60
    source = ready.root / "manuscript" / "text.qmd"
    source.write_text(f"---\ntitle: A title\n---\n\n{text}", encoding="utf-8")
    try:
        with pytest.raises(ThemeloomError, match=r"^manuscript/text\.qmd:9: text\.pptx: slide 3 "):
            _finished(ready, "pptx", text)
    finally:
        source.unlink()


@pytest.mark.parametrize("place", ["## References\n\n::: {#refs}\n:::\n", ""])
def test_references_that_quarto_sets_last_have_room_on_their_slide(
    ready: Project, place: str
) -> None:
    """What notes for speakers cite is among them; they end above the thread, as Typst says."""
    works = [
        {
            "id": f"w{n}",
            "type": "book",
            "title": f"Lamp {n} {lorem(9)}",
            "author": [{"family": "A"}],
        }
        for n in range(9)
    ]
    cited = " ".join(f"[@w{n}]" for n in range(1, 9))
    text = f"## Light\n\nWords [@w0].\n\n::: notes\n{cited}\n:::\n\n{place}"
    deck = pptx.Presentation(str(_finished(ready, "pptx", text, references=works)))
    body = next(one for one in deck.slides[-1].placeholders if one.placeholder_format.idx == 1)
    assert body.text_frame.text.count("Lamp ") == 9
    assert body.top + body.height < 1034 * EMU
    sizes = {run.font.size.pt for one in body.text_frame.paragraphs for run in one.runs}
    lines = 1 + body.text_frame.text.count("\n")
    assert lines * max(sizes) * EMU * 2 * 1.4 < body.height * (1 + 1 / lines)


def test_letters_that_ours_lack_are_lent_under_quarto_as_well(ready: Project) -> None:
    """Typst falls back to the families that were staged, before any of the machine's."""
    noted = ready.state / "fonts" / FAMILIES
    before = noted.read_text(encoding="utf-8")
    noted.write_text("Synthetic Lamp\n", encoding="utf-8")
    try:
        deck = written(ready.root, "pptx", "## One\n\nWords.\n")
    finally:
        noted.write_text(before, encoding="utf-8")
    with zipfile.ZipFile(deck) as archive:
        kept = archive.read("docProps/custom.xml").decode()
    assert "#let tl-more = (\\&quot;Synthetic Lamp\\&quot;,)" in kept


def test_a_deck_in_powerpoint_is_whole(ready: Project) -> None:
    """What lies in divs and columns, and the parts of a figure that Quarto itself would drop."""
    node = (
        '::: {.node #fig-a type=Figure caption="All of them"}\n::: {.parts}\n'
        "![](data-derived/figures/map.png){fig-alt=one}\n\n"
        "![](data-derived/figures/map.png){fig-alt=two}\n:::\n:::\n"
    )
    columns = (
        ":::: {.columns}\n::: {.column width=30%}\nleft\n:::\n::: {.column}\nright\n:::\n::::\n"
    )
    text = f"## Parts\n\n{node}\nafter\n\n## Table\n\n::: {{.own}}\n{TABLE}\n:::\n\n{columns}"
    file = _finished(ready, "pptx", text)
    _, parts, table = pptx.Presentation(str(file)).slides
    pictures = [one for one in parts.shapes if hasattr(one, "image")]
    assert [one._element.nvPicPr.cNvPr.get("descr") for one in pictures] == ["one", "two"]  # noqa: SLF001
    lines = [one.text_frame.text for one in parts.shapes if one.has_text_frame]
    assert lines.count("All of them") == lines.count("after") == 1
    assert sum(getattr(one, "has_table", False) for one in table.shapes) == 1
    sides = [
        one
        for one in table.shapes
        if one.has_text_frame and one.text_frame.text in {"left", "right"}
    ]
    assert sides[0].left + sides[0].width < sides[1].left
    assert sides[0].top == sides[1].top
    with zipfile.ZipFile(file) as archive:
        assert "themeloom-shown" not in archive.read("docProps/custom.xml").decode()


def test_an_article_is_settled(ready: Project) -> None:
    """Numbers are labels, references say what they mean, and the pictures lie beside it."""
    text = f"# 1 Methods {{#sec-x number=1}}\n\n[Table](#tbl-x)\n\n{TABLE}\n{FIGURE}".replace(
        "data-derived", "../data-derived"
    )
    (ready.root / "manuscript").mkdir(exist_ok=True)
    file = _finished(ready, "jats", text)
    article = lxml.etree.parse(str(file))
    assert article.docinfo.doctype.startswith("<!DOCTYPE article PUBLIC")
    assert article.findtext(".//subject") == "Synthetic study"
    assert article.findtext(".//aff/institution") == "Lamp House"
    assert article.findtext(".//notes[@notes-type='notice']/p") == "Nothing here is real."
    assert article.findtext(".//sec[@id='sec-x']/label") == "1"
    assert article.findtext(".//sec[@id='sec-x']/title") == "Methods"
    assert article.findtext(".//table-wrap[@id='tbl-x']/label") == "Table\u00a01"
    caption = article.find(".//table-wrap[@id='tbl-x']/caption")
    assert "".join(caption.itertext()).strip() == "Some lamps"
    assert article.find(".//xref[@rid='tbl-x']").get("ref-type") == "table"
    assert article.findtext(".//fig[@id='fig-x']/label") == "Figure\u00a01"
    href = article.find(".//graphic").get("{http://www.w3.org/1999/xlink}href")
    assert href == "text_files/map.png"
    assert (file.parent / href).read_bytes() == (
        ready.root / "data-derived/figures/map.png"
    ).read_bytes()
    assert not article.xpath("//processing-instruction()")


def test_files_that_are_not_ours_are_left_as_they_are(ready: Project) -> None:
    """A document without the note, and an article without the mark."""
    word, article = ready.output / "other.docx", ready.output / "other.xml"
    ready.output.mkdir()
    docx.Document().save(str(word))
    article.write_text("<article><title>1 A</title></article>", encoding="utf-8")
    before = [word.read_bytes(), article.read_bytes()]
    for path in (word, article):
        finish_quartos(ready, path, EPOCH)
    assert [word.read_bytes(), article.read_bytes()] == before


def test_quarto_says_what_it_has_written(
    ready: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a variable, or in a file where the variable would be too long; else nothing is done."""
    assert listed_by_quarto(ready, "OUTPUT") == []
    listed = tmp_path / "listed.txt"
    listed.write_text("_output/a.docx\n_output/b.html\n", encoding="utf-8")
    monkeypatch.setenv("QUARTO_USE_FILE_FOR_PROJECT_OUTPUT_FILES", str(listed))
    assert listed_by_quarto(ready, "OUTPUT") == [ready.output / "a.docx", ready.output / "b.html"]
    monkeypatch.setenv("QUARTO_PROJECT_OUTPUT_FILES", "_output/c.xml")
    assert listed_by_quarto(ready, "OUTPUT") == [ready.output / "c.xml"]


def test_quarto_says_which_outputs_are_of_an_earlier_build(
    ready: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its post-render step looks at all that lies there, not only at what was just written."""
    put_colophon(Session(ready, given_version=Version("", 0, frozenset()), for_quarto=True))
    for name in ("manuscript/paper.html", "poster/poster.pdf", "theirs.pdf"):
        path = ready.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("as it was", encoding="utf-8")
    monkeypatch.setenv("QUARTO_PROJECT_OUTPUT_FILES", "_output/theirs.pdf\n")
    assert finish_quarto(ready) == [
        "not of this build, but of an earlier one: "
        "_output/manuscript/paper.html, _output/poster/poster.pdf"
    ]


def test_what_quarto_made_is_recorded_with_all_that_went_in(ready: Project) -> None:
    """As the built-in renderer's outputs are, and Quarto is named as what made it."""
    page = ready.output / "manuscript" / "paper.html"
    page.parent.mkdir(parents=True)
    page.write_text("as Quarto made it", encoding="utf-8")
    session = Session.begin(ready, Version("", 0, frozenset()))
    put_colophon(session)
    path = record_of_quarto(session, session.plan(["paper"], ["html"]))
    record = read_prov(path.read_bytes())
    entity = "file:_output/manuscript/paper.html"
    assert record.entity[entity][SHA256] == digest_of(page)
    (step,) = record.joined("wasGeneratedBy", entity)
    assert record.activity[step]["themeloom:engine"] == "quarto"
    used = {name.partition("@")[0] for name in record.joined("used", step)}
    assert {"file:manuscript/paper.qmd", "file:data-derived/evidence/quote-lamp.md"} <= used


def test_what_only_quarto_supports_does_not_stop_its_pre_render_step(ready: Project) -> None:
    """The colophon is made of all the evidence where the plan cannot be read."""
    changed(ready.root / "_quarto.yml", "lang: en-GB", "lang: en-GB\nfig-align: center")
    put_colophon(Session(ready, given_version=Version("", 0, frozenset()), for_quarto=True))
    told = ready.colophon.read_text(encoding="utf-8")
    assert re.search(r"; evidence [0-9a-f]{12}; Themeloom .*Quarto\.\n", told)


def test_tables_are_shown_as_markdown_alone_where_quarto_runs_the_cells(tmp_path: Path) -> None:
    """With a dash for nothing and no made-up index; no HTML, for which pages ask the network."""
    shell = InteractiveShell.instance()
    try:
        open_study(copied("store-synthetic", tmp_path).root)
        table = pd.DataFrame({"lamp": ["one", None], "light": [1, 2]})
        data, _ = shell.display_formatter.format(table)
    finally:
        InteractiveShell.clear_instance()
    assert set(data) == {"text/plain", "text/markdown"}
    assert [re.sub(" +", " ", line) for line in data["text/markdown"].splitlines()[-2:]] == [
        "| one | 1 |",
        "| – | 2 |",
    ]
