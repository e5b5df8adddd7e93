"""The slide of contents, and what a deck says of itself beside what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from decks import PDF, WEB, made
from jobs import render
from lxml import html
from pypdf import PdfReader

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck of twenty slides with contents, for the browser and as a PDF."""
    text = "".join(f"## Slide {number}\n\nwords\n\n" for number in range(20))
    return made(tmp_path_factory.mktemp("deck"), text, WEB, PDF, toc=True, lang="de")


def test_contents_are_a_slide(folder: Path) -> None:
    """In the browser each line leads to its slide; both say it in the language of the deck."""
    page: HtmlElement = html.parse(str(folder / "slides.html")).getroot()
    contents = page.get_element_by_id("TOC")
    titles = [f"Slide {number}" for number in range(20)]
    assert contents.findtext(".//h2") == "Inhalt"
    assert [one.text_content() for one in contents.iter("a")] == titles
    led = [one.get("href").rpartition("#")[2].strip("/") for one in contents.iter("a")]
    assert all(page.get_element_by_id(one) is not None for one in led)
    pages = PdfReader(folder / "slides.pdf").pages
    said = pages[1].extract_text()
    assert len(pages) == 1 + 1 + 20
    assert said.startswith("Inhalt")
    assert all(title in said for title in titles)


def test_a_pdf_names_the_themes_that_an_implication_rests_on(tmp_path: Path) -> None:
    """By their titles, as PowerPoint and the browser do."""
    listed = '::: {.implications}\n1.  [Dig.]{.implication threads="1" themes="light"}\n:::'
    text = f"## A\n\n{listed}\n\n## {{.statement}}\n\n{{{{< implication lamps >}}}}"
    themes = [{"id": "light", "title": "Of light"}, {"id": "water", "title": "Of water"}]
    written = render(tmp_path, text, "slides-pdf", {"themes": themes}).read_text("utf-8")
    assert "".join(written.split()).count("named:[Oflight") == 2
