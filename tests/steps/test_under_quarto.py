"""The extension under Quarto: what it brings, and what comes of Quarto's metadata."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import lxml.etree
import lxml.html
import pytest
import yaml
from as_quarto import FIGURE, TABLE, written
from helpers import ROOT

from themeloom.documents.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

EXTENSIONS = sorted(path.parent for path in (ROOT / "_extensions").glob("*/_extension.yml"))


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


def test_quartos_figures_and_tables_are_drawn_as_ours(ready: Project) -> None:
    """One element with the id, its label first in the caption; the picture has its alternative."""
    page = lxml.html.fromstring(written(ready.root, "html", TABLE + FIGURE).read_bytes())
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
