"""The extension under Quarto: what it brings, what comes of Quarto's metadata, how it is finished.

The last test runs Quarto itself and is left out where it is not installed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import lxml.etree
import lxml.html
import pandas as pd
import pptx
import pytest
import yaml
from as_quarto import written
from helpers import ROOT, changed, copied, render
from helpers import planned as plan
from IPython.core.interactiveshell import InteractiveShell
from pypdf import PdfReader
from typst_looks import lorem

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digest_of
from themeloom.core.version import Version
from themeloom.documents.formats import FORMATS
from themeloom.engines.quarto import find_quarto
from themeloom.engines.reporting import Silent
from themeloom.formats.make import finish_quartos
from themeloom.formats.office import PROPERTY
from themeloom.formats.pptx.layouts import EMU
from themeloom.notebook import open_study
from themeloom.session import Session
from themeloom.steps.after_quarto import finish_quarto, outputs_of_quarto, record_of_quarto
from themeloom.steps.before_quarto import put_colophon
from themeloom.steps.prov import SHA256, read_prov
from themeloom.typefaces.scripts import FAMILIES

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

EXTENSIONS = sorted(path.parent for path in (ROOT / "_extensions").glob("*/_extension.yml"))
EPOCH = 1_600_000_000


def _described(extension: Path) -> dict[str, Any]:
    text = (extension / "_extension.yml").read_text(encoding="utf-8")
    described: dict[str, Any] = yaml.safe_load(text)["contributes"]
    return described


@pytest.mark.parametrize("extension", EXTENSIONS, ids=lambda path: path.name)
def test_every_file_that_an_extension_names_is_there(extension: Path, ready: Project) -> None:
    """In its own folder, or among what the pre-render step stages."""
    described = _described(extension)
    named = [*described.get("shortcodes", [])]
    formats = described["formats"]
    listed = [*described.get("filters", []), *formats.pop("common")["filters"]]
    named += [one["path"] for one in listed]
    for given in formats.values():
        named += [given[key] for key in ("css", "template", "reference-doc") if key in given]
        named += given.get("template-partials", [])
        named += [given["font-paths"]] if "font-paths" in given else []
    assert named
    for name in named:
        # A path that starts with / is Quarto's from the project's root.
        assert (ready.root / name[1:] if name.startswith("/") else extension / name).exists(), name


@pytest.mark.parametrize("name", [name for name in FORMATS if name.startswith("themeloom")])
def test_every_format_of_ours_is_quartos_too(name: str) -> None:
    """What the built-in renderer calls a format of an extension, the extension contributes."""
    format_ = FORMATS[name]
    contributed = _described(ROOT / "_extensions" / format_.extension)["formats"]
    assert contributed[format_.base]["themeloom-output"] in {"paper", "poster", "slides"}


def test_a_page_has_its_whole_title_block(ready: Project) -> None:
    """Authors with marks and ORCID, affiliations, correspondence, record, keywords, notice."""
    page = lxml.html.fromstring(written(ready.root, "html").read_bytes())
    head = page.get_element_by_id("title-block-header")
    said = " ".join(head.text_content().split())
    assert said.startswith("Synthetic study A title And a subtitle")
    assert head.find_class("notice")[0].text_content().strip() == "Nothing here is real."
    authors = head.find_class("authors")[0]
    assert [" ".join(one.text_content().split()) for one in authors] == [
        "Ada Example1,* ORCID",
        "Ben Sample",
    ]
    assert head.find_class("orcid")[0].get("href") == "https://orcid.org/0000-0001-2345-6789"
    assert "1Lamp House, Town" in said
    assert "* Corresponding author: Ada Example, ada@example.org" in said
    assert "Article of record: The article. doi:10.1/x" in said
    assert "Keywords: lamps, light" in said
    assert "What was found." in head.find_class("abstract")[0].text_content()


def test_quartos_words_for_the_contents_give_way_to_ours(ready: Project) -> None:
    """A title that an author wrote stays."""
    contents = {"toc": True, "table-of-contents": "x"}
    page = written(ready.root, "html", **contents).read_text(encoding="utf-8")
    assert '<h2 id="toc-title">Contents</h2>' in page
    own = written(ready.root, "html", **contents, **{"toc-title": "Here"})
    assert '<h2 id="toc-title">Here</h2>' in own.read_text(encoding="utf-8")


def test_a_deck_begins_with_its_whole_title_slide(ready: Project) -> None:
    """And takes reveal.js and the scripts of plugins from where Quarto has them."""
    quartos = {"revealjs-url": "libs/reveal", "reveal-jsscripts": ["libs/plugin.js"]}
    page = lxml.html.fromstring(
        written(ready.root, "revealjs", slideNumber="c", **quartos).read_bytes()
    )
    slide = page.get_element_by_id("title-slide")
    said = " ".join(slide.text_content().split())
    assert said.startswith("Synthetic study A title And a subtitle Ada Example1,* Ben Sample")
    assert "1 Lamp House, Town" in said
    assert said.endswith("Nothing here is real.")
    scripts = [one.get("src") for one in page.iter("script") if one.get("src")]
    assert "libs/reveal/dist/reveal.js" in scripts
    assert "libs/plugin.js" in scripts
    assert "slideNumber: 'c'" in page.xpath("string(//script[contains(., 'initialize')])")


def test_headings_of_quartos_are_named_by_their_words_and_none_twice(ready: Project) -> None:
    """A shortcode in a heading, which Quarto names by a code; links lead to each slide."""
    code = "b58fc729-690b-4000-b19f-365a4093b2ff0a"
    text = "".join(f"## {title} {{#{code}{n}}}\n\nText.\n\n" for n, title in enumerate("AAB"))
    page = lxml.html.fromstring(written(ready.root, "revealjs", f"## A\n\n{text}").read_bytes())
    names = [one.get("id") for one in page.iter("section") if one.get("id")]
    assert names[1:] == ["a", "a-1", "a-2", "b"]


def test_a_blind_page_names_nobody(ready: Project) -> None:
    """Names, places and what leads to them are out; the title stays."""
    page = written(ready.root, "html", blind=True).read_text(encoding="utf-8")
    assert "A title" in page
    assert not re.search("Example|Sample|Lamp House|10.1/x|Nothing here is real|orcid", page)


def test_a_page_of_a_notebook_says_what_else_it_is_made_into(ready: Project) -> None:
    """As that of other documents: by the front matter in its first cell of raw text."""
    front = ["---\n", "format:\n", "  themeloom-html: default\n", "  themeloom-docx: default\n"]
    cells = [{"cell_type": "raw", "source": [*front, "  themeloom-typst:\n    toc: true\n---"]}]
    (ready.root / "text.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    try:
        page = lxml.html.fromstring(written(ready.root, "html").read_bytes())
    finally:
        (ready.root / "text.ipynb").unlink()
    (line,) = page.find_class("formats")
    assert line.text_content().split() == ["Also", "as:", "Word,", "PDF"]
    assert [one.get("href") for one in line.iter("a")] == ["text.docx", "text.pdf"]


def test_a_notebook_has_no_authors(ready: Project) -> None:
    """Its page says what it is and what it was made from; the article has the authors."""
    page = written(ready.root, "html", **{"themeloom-output": "notebook"})
    text = page.read_text(encoding="utf-8")
    assert '<p class="kicker">Analysis notebook</p>' in text
    assert "Nothing here is real." in text
    assert "Ada Example" not in text


_TABLE = """
::: {#tbl-x .node type=Table caption="Some lamps"}
| Lamp | Light |
|------|-------|
| one  | two   |
:::
"""
_FIGURE = """
::: {#fig-x .node type=Figure caption="A lamp" alt="What it shows"}
![](data-derived/figures/map.png)
:::
"""


def test_quartos_figures_and_tables_are_drawn_as_ours(ready: Project) -> None:
    """One element with the id, its label first in the caption; the picture has its alternative."""
    page = lxml.html.fromstring(written(ready.root, "html", _TABLE + _FIGURE).read_bytes())
    table = page.get_element_by_id("tbl-x")
    assert table.tag == "table"
    assert table.findtext("caption/span[@class='table-label']") == "Table\u00a01:"
    assert table.find("caption").text_content() == "Table\u00a01: Some lamps"
    figure = page.get_element_by_id("fig-x")
    assert figure.find("figcaption").text_content() == "Figure\u00a01: A lamp"
    assert figure.find("img").get("alt") == "What it shows"


_CALLOUT = """
::: {.call type=warning}
Words.
:::
"""


@pytest.mark.parametrize(
    ("to", "drawn"),
    [
        ("html", '<div class="callout callout-warning" role="note" aria-label="Warning">'),
        ("jats", '<boxed-text content-type="warning">'),
    ],
)
def test_quartos_callouts_are_drawn_as_ours(ready: Project, to: str, drawn: str) -> None:
    """Of their kind, with its name where the author gave no title."""
    text = written(ready.root, to, _CALLOUT).read_text(encoding="utf-8")
    assert drawn in text
    assert "Words." in text


def _finished(project: Project, to: str, text: str = "Text.\n", **own: object) -> Path:
    file = written(project.root, to, text, **own)
    target = project.output / "manuscript" / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(file, target)
    finish_quartos(project, target, EPOCH)
    return target


def test_word_gets_our_title_page_and_styles(ready: Project) -> None:
    """Each line in its style, numbers in theirs, typefaces embedded, no note left, one moment."""
    text = f"# 1 Methods {{number=1}}\n\n{_TABLE}\n\\ \n\n{_TABLE.replace('tbl-x', 'tbl-y')}"
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
    text = f"## Parts\n\n{node}\nafter\n\n## Table\n\n::: {{.own}}\n{_TABLE}\n:::\n\n{columns}"
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
    text = f"# 1 Methods {{#sec-x number=1}}\n\n[Table](#tbl-x)\n\n{_TABLE}\n{_FIGURE}".replace(
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
    assert outputs_of_quarto(ready) == []
    listed = tmp_path / "listed.txt"
    listed.write_text("_output/a.docx\n_output/b.html\n", encoding="utf-8")
    monkeypatch.setenv("QUARTO_USE_FILE_FOR_PROJECT_OUTPUT_FILES", str(listed))
    assert outputs_of_quarto(ready) == [ready.output / "a.docx", ready.output / "b.html"]
    monkeypatch.setenv("QUARTO_PROJECT_OUTPUT_FILES", "_output/c.xml")
    assert outputs_of_quarto(ready) == [ready.output / "c.xml"]


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


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
def test_quarto_itself_makes_what_the_built_in_renderer_makes(ready: Project) -> None:
    """The same words in the same order, title block, contents, tables and references included."""
    said = []
    for make in (_with_quarto, _with_builtin):
        make(ready)
        file = ready.output / "manuscript/paper.html"
        page = lxml.html.fromstring(file.read_bytes())
        file.unlink()
        for part in [*page.iter("footer", "script", "style")]:
            part.drop_tree()
        said.append(" ".join(page.find("body").text_content().split()))
    assert said[0] == said[1]


_STATEMENTS = """
See [the lemma @thm-a] and @def-b.

::: {#thm-a}
## Line of *lamps*

Every lamp is on.
:::

::: {#def-b}
A lamp gives light.
:::

::: {.proof}
It is so.
:::

::: {#lst-c lst-cap="Some code"}
```python
print(1)
```
:::
"""


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
def test_quarto_itself_draws_theorems_and_code_as_ours(ready: Project) -> None:
    """In JATS its own end in a Lua trace, in Typst they ask the network for a package."""
    paper = ready.root / "manuscript/paper.qmd"
    names = ("themeloom-jats", "themeloom-typst", "themeloom-docx")
    formats = "format:\n" + "".join(f"  {name}: default\n" for name in names)
    paper.write_text(
        f"---\ntitle: A title\nkeep-typ: true\n{formats}---\n{_STATEMENTS}", encoding="utf-8"
    )
    _with_quarto(ready, "themeloom-jats")
    article = lxml.etree.parse(str(ready.output / "manuscript/paper.xml"))
    stated = [" ".join("".join(one.itertext()).split()) for one in article.iter("statement")]
    begun = ["Theorem 1Line of lamps", "Definition 1", "Proof"]
    assert [one[: len(said)] for one, said in zip(stated, begun, strict=True)] == begun
    _with_quarto(ready, "themeloom-typst")
    [page] = PdfReader(ready.output / "manuscript/paper.pdf").pages
    # Nor has code the colours of a program's editor.
    assert "Tok(" not in paper.with_suffix(".typ").read_text(encoding="utf-8")
    said = " ".join(page.extract_text().split())
    assert "See the lemma 1 and Definition 1." in said
    assert "Theorem 1 (Line of lamps). Every lamp is on." in said
    _with_quarto(ready, "themeloom-docx")
    word = docx.Document(str(ready.output / "manuscript/paper.docx"))
    # Code is no table, as pandoc makes of a figure without a picture, and begins at the left.
    [code] = [one for one in word.paragraphs if one.text == "print(1)"]
    assert code.alignment is None
    assert "Listing\u00a01: Some code" in [one.text for one in word.paragraphs]


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
def test_quarto_itself_calls_figures_by_our_words_where_it_has_none(ready: Project) -> None:
    """Its own are English in Ukrainian; what an author says of it goes before both."""
    paper = ready.root / "manuscript/paper.qmd"
    own = "lang: uk\ncrossref: {tbl-title: Tab., tbl-prefix: tab.}\nformat: themeloom-html\n"
    text = "![A](x.svg){#fig-a}\n\n|a|\n|-|\n|1|\n\n: B {#tbl-b}\n\n@fig-a, @tbl-b.\n"
    paper.write_text(f"---\n{own}---\n{text}", encoding="utf-8")
    (ready.root / "manuscript/x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    _with_quarto(ready)
    page = lxml.html.parse(str(ready.output / "manuscript/paper.html")).getroot()
    said = " ".join(page.text_content().split())
    assert all(one in said for one in ("Рисунок 1: A", "Tab. 1: B", "Рисунок 1, tab. 1."))


def _with_quarto(project: Project, to: str = "themeloom-html") -> None:
    command = [str(find_quarto()), "render", "manuscript/paper.qmd", "--to", to]
    subprocess.run(command, cwd=project.root, check=True, capture_output=True)


def _with_builtin(project: Project) -> None:
    render(project, plan(project, ["paper"], ["themeloom-html"]), Silent(), epoch=EPOCH)
