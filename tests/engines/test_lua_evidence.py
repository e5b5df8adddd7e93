from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from jobs import article, compiled, page, render, seen
from pptx import Presentation

if TYPE_CHECKING:
    from pathlib import Path

EVIDENCE = """
{{< quote river >}}

{{< theme light >}}

{{< implication lamps >}}

{{< implications >}}

With {{< value talks >}}.
"""


def test_a_page_has_a_figure_with_a_blockquote(tmp_path: Path) -> None:
    """On the web a quotation is a figure: its words a blockquote, its source the caption."""
    html = page(render(tmp_path, EVIDENCE, "html"))
    figure = html.find(".//figure[@id='quote-river']")
    assert figure.get("class") == "quotation thread-2"
    assert (figure.get("lang"), figure.get("dir")) == ("ar", "rtl")
    assert figure.findtext("blockquote/p") == "“كلمات مصطنعة”"
    assert figure.findtext("figcaption") == "A made-up speaker, translated"
    assert html.find(".//div[@id='theme-light']").get("class") == "theme thread-1"
    assert html.find(".//div[@id='implication-lamps']").get("data-threads") == "1 2"
    items = html.findall(".//div[@class='implications']//li//span")
    assert [item.get("data-threads") for item in items] == ["1 2", "2"]
    assert html.find(".//span[@class='value']").get("data-name") == "talks"


@pytest.mark.parametrize(
    ("metadata", "to", "links"),
    [
        (
            {"evidence-page": "../evidence/index.html"},
            "html",
            ["../evidence/index.html#quote-river"],
        ),
        ({"evidence-page": "../evidence/index.html", "blind": True}, "html", []),
        ({}, "html", []),
        ({"evidence-page": "../evidence/index.html"}, "revealjs", []),
    ],
)
def test_a_quotation_leads_to_its_evidence(
    tmp_path: Path, metadata: dict[str, object], to: str, links: list[str]
) -> None:
    """On the paper's page each quotation links to where it comes from; not so for reviewers.

    One that is cited twice does so in both places.
    """
    markdown = "## S\n\n{{< quote river >}}\n\n{{< quote river >}}"
    html = page(render(tmp_path, markdown, to, {"title": "T", **metadata}))
    found = html.findall(".//figcaption/a[@class='evidence']")
    assert [link.get("href") for link in found] == 2 * links


def test_reveal_slides_carry_their_thread(tmp_path: Path) -> None:
    """A heading's classes and thread go to its slide; notes are the speaker's."""
    markdown = (
        "# Part\n\n## {{< theme light >}} {.quotation-slide thread=1}\n\n{{< quote lantern >}}\n\n"
        "::: notes\nSay {{< value talks >}}.\n:::\n"
    )
    html = page(render(tmp_path, markdown, "revealjs"))
    slide = html.find(".//section[@id='light-and-its-keeping']")
    assert slide.get("class") == "slide level2 quotation-slide"
    assert slide.get("data-thread") == "1"
    assert slide.find("aside[@class='notes']").text_content().strip() == "Say five."
    assert "section" in html.find(".//section[@id='part']").get("class").split()


def test_word_has_a_style_for_each_part(tmp_path: Path) -> None:
    """In Word each part of the evidence is a paragraph in a style of its own."""
    document = docx.Document(str(render(tmp_path, EVIDENCE, "docx")))
    styled = {p.style.name: p.text for p in document.paragraphs}
    assert styled["Quotation"] == "“كلمات مصطنعة”"
    assert styled["Quotation Source"] == "—\u00a0A made-up speaker, translated"
    assert styled["Theme Title"] == "Light and its keeping"
    assert styled["Theme Statement"] == "Synthetic statement about light."
    assert styled["Implication"] == "Synthetic lamps should be lit."
    assert "w:bidi" in document.element.xml


def test_jats_has_a_display_quote_with_its_attribution(tmp_path: Path) -> None:
    """In JATS a quotation is a disp-quote with attrib; a theme is a box with a title."""
    body = article(render(tmp_path, EVIDENCE, "jats")).find("body")
    quote = body.find("disp-quote")
    assert quote.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert (quote.findtext("p"), quote.findtext("attrib")) == (
        "“كلمات مصطنعة”",
        "A made-up speaker, translated",
    )
    assert body.findtext("boxed-text[@id='theme-light']/caption/title") == "Light and its keeping"
    assert body.findtext("p[@id='implication-lamps']") == "Synthetic lamps should be lit."
    assert body.find(".//named-content") is None


def test_powerpoint_has_plain_paragraphs(tmp_path: Path) -> None:
    """On a PowerPoint slide a quotation is two paragraphs of the layout's body."""
    deck = Presentation(str(render(tmp_path, "## Title\n\n{{< quote lantern >}}", "pptx")))
    body = deck.slides[1].placeholders[1]
    assert [p.text for p in body.text_frame.paragraphs] == [
        "“Synthetic words about a lantern.”",
        "—\u00a0A made-up speaker",
    ]


def test_typst_calls_the_functions_of_the_extension(tmp_path: Path) -> None:
    """Typst gets calls with the thread, the direction and the parts as content."""
    output = render(tmp_path, EVIDENCE, "pdf")
    text = "".join(output.read_text(encoding="utf-8").split())
    assert (
        '#quotation(thread:2,lang:"ar",dir:"rtl",attribution:[Amade-upspeaker,translated])[' in text
    )
    assert "#theme-block(thread:1,title:[Lightanditskeeping],statement:[" in text
    assert "#implication(threads:(1,2,),order:1)[Syntheticlampsshouldbelit.]" in text
    assert "#implication-list(((body:[Syntheticlampsshouldbelit.],threads:(1,2,))," in text
    assert compiled(output, "ua-1").startswith(b"%PDF")


def test_a_line_that_announces_is_marked_for_typst(tmp_path: Path) -> None:
    """A short line that ends in a colon is kept with a quotation or list, a long one is not."""
    long = "Synthetic words " * 10
    markdown = (
        f"First.\n\nIt says:\n\n> Set off.\n\nNothing follows:\n\nA paragraph.\n\n"
        f"{long}end thus:\n\n{{{{< quote lantern >}}}}\n\nThey are:\n\n- one\n- two\n"
    )
    text = " ".join(render(tmp_path, markdown, "pdf").read_text(encoding="utf-8").split())
    assert "#introduction(indented: true)[ It says: ]" in text
    assert "#introduction(indented: false)[ They are: ]" in text
    assert text.count("#introduction(indented: true)[") == 1
    assert text.count("#introduction(indented: false)[") == 1


POSTER = """
::: message
One sentence.
:::

::: voices
{{< quote lantern >}}
:::

:::: theme-columns
::: {.theme-column thread=1}
{{< theme light >}}
:::
::: {.theme-column thread=2}
{{< theme water >}}
:::
::::

::: method
{{< figure map size=poster >}}
:::

::: implications-band
{{< implications >}}
:::

:::: foot
::: contact
{{< study contact >}}
:::
::: thanks
Thanks.
:::
::: declaration
None.
:::
::::
"""


def test_a_poster_is_made_of_its_parts(tmp_path: Path) -> None:
    """Each part of a poster is a call of the poster's template, and Typst sets them."""
    output = render(tmp_path, POSTER, "poster-pdf")
    text = "".join(output.read_text(encoding="utf-8").split("#show: poster.with")[1].split())
    for call in (
        "#message[Onesentence.]",
        "#voices[#quotation(thread:1,",
        "#theme-columns(((thread:1,body:[#theme-block(",
        "(thread:2,body:[#theme-block(",
        "#method[#figure([",
        "#implications-band[#implication-list((",
        "#foot(contact:[lantern\\@example.org],thanks:[Thanks.],declaration:[None.],)",
    ):
        assert call in text
    assert compiled(output).startswith(b"%PDF")


SLIDES = {
    "# Part": 'kind: "section", title: [',
    "## A {.section}": 'kind: "section", title: [',
    "## A {.statement thread=2}": 'kind: "statement", thread: 2, title: [',
    "## A {.quotation-slide}": 'kind: "quotation", title: [',
    "## A {.figure-slide}": 'kind: "figure", title: [',
    "## A {.list}": 'kind: "list", title: [',
    "## A {.closing}": 'kind: "closing", title: [',
    "## A": 'kind: "plain", title: [',
    "## {.statement}": 'kind: "statement")[',
}


@pytest.mark.parametrize(("heading", "call"), SLIDES.items(), ids=list(SLIDES))
def test_a_heading_is_a_slide_of_its_kind(tmp_path: Path, heading: str, call: str) -> None:
    """In a PDF of slides each heading with what follows is one call."""
    output = render(tmp_path, f"{heading}\n\nText\n\n::: notes\nSay it.\n:::", "slides-pdf")
    body = output.read_text(encoding="utf-8").split("#show: slides.with")[1]
    assert f"#slide({call}".replace(")[", "") in body
    assert body.count("#slide(") == 1
    assert "notes: [\nSay it." in body
    assert compiled(output).startswith(b"%PDF")


@pytest.mark.parametrize("to", ["html", "docx", "jats", "revealjs", "pptx"])
def test_the_same_words_in_every_format(tmp_path: Path, to: str) -> None:
    """All formats show the same words of the evidence."""
    text = seen(render(tmp_path, f"## Slide\n\n{EVIDENCE}", to))
    for words in ("“كلمات مصطنعة”", "A made-up speaker, translated", "Light and its keeping"):
        assert words in text
    assert "Synthetic wells should be dug." in text
    assert "With five." in text
