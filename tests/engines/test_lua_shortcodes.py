from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from jobs import page, render, seen
from pptx import Presentation

from themeloom.core.errors import ManyErrors, ThemeloomError

if TYPE_CHECKING:
    from pathlib import Path

ALONE = {
    "{{< quote lantern >}}": "“Synthetic words about a lantern.” A made-up speaker",
    "{{< quote lantern part=words >}}": "“Synthetic words about a lantern.”",
    "{{< quote lantern part=attribution >}}": "A made-up speaker",
    "{{< theme light >}}": "Light and its keeping Synthetic statement about light.",
    "{{< theme light part=statement >}}": "Synthetic statement about light.",
    "{{< implication lamps >}}": "Synthetic lamps should be lit.",
    "{{< implications >}}": "Synthetic lamps should be lit. Synthetic wells should be dug.",
    "{{< value talks >}}": "five",
    "{{< table lights >}}": "Table 1: Synthetic lights Light Kept Lantern 1 Lamp 2",
    "{{< figure map >}}": "Figure 1: Synthetic map",
    "{{< study title >}}": "The synthetic study of “lanterns”",
    "{{< point first >}}": "A synthetic point made earlier.",
    "{{< passage scene >}}": "Synthetic words of a scene.",
    "{{< notebook lights fig-glow >}}": "Figure 1: Synthetic glow",
}


@pytest.mark.parametrize(("shortcode", "words"), ALONE.items(), ids=list(ALONE))
def test_alone_in_a_paragraph_a_shortcode_gives_the_whole(
    tmp_path: Path, shortcode: str, words: str
) -> None:
    """A shortcode that is its paragraph puts the whole fragment there."""
    main = page(render(tmp_path, shortcode, "html")).find(".//main")
    assert " ".join(main.text_content().replace("\u00a0", " ").split()) == words


IN_LINE = {
    "{{< quote lantern >}}": "“Synthetic words about a lantern.”",
    "{{< quote lantern part=attribution >}}": "A made-up speaker",
    "{{< theme light >}}": "Light and its keeping",
    "{{< theme light part=statement >}}": "Synthetic statement about light.",
    "{{< implication lamps >}}": "Synthetic lamps should be lit.",
    "{{< value talks >}}": "five",
    "{{< value talks form=words >}}": "five",
    "{{< value talks form=digits >}}": "5",
    "{{< value talks form=capital >}}": "Five",
    "{{< study title >}}": "The synthetic study of “lanterns”",
    "{{< point first >}}": "A synthetic point made earlier.",
    "{{< passage scene >}}": "Synthetic words of a scene.",
}


@pytest.mark.parametrize(("shortcode", "words"), IN_LINE.items(), ids=list(IN_LINE))
def test_in_a_line_a_shortcode_gives_its_words(tmp_path: Path, shortcode: str, words: str) -> None:
    """Within a line a shortcode gives the words that fit there, and the line stays one."""
    main = page(render(tmp_path, f"Before ({shortcode}), after.", "html")).find(".//main")
    assert [p.text_content() for p in main.iter("p")] == [f"Before ({words}), after."]


@pytest.mark.parametrize(
    "markdown",
    [
        "Term {}\n: What it means",
        "Term\n: What {} means",
        "| one line\n| and {}",
        "Text.^[A note with {}.]",
        "Text.[^1]\n\n[^1]: A note.\n\n    With {} in its second paragraph.",
        "[**{}** *in* a link](https://example.org)",
        "1. > quoted {}",
        "[the {} of @fig-map]\n\n![Map](/data-derived/figures/map.svg){{#fig-map}}",
    ],
)
def test_wherever_words_stand(tmp_path: Path, markdown: str) -> None:
    """A shortcode among words is resolved in every kind of block and of line."""
    said = page(render(tmp_path, markdown.format("{{< value talks >}}"), "html")).find(".//main")
    assert "five" in said.text_content()
    assert "\ue000" not in said.text_content()


def test_metadata_headings_cells_captions_attributes_and_links(tmp_path: Path) -> None:
    """A shortcode is resolved wherever Quarto resolves one."""
    markdown = """
## {{< theme light >}}

| {{< value talks >}} |
|---|
| {{< value talks form=digits >}} |

: Caption of {{< value talks >}}

[link](https://example.org/{{< value talks form=digits >}} "T")

[word]{data-count="{{< value talks form=digits >}}"}
"""
    metadata = {"title": "With {{< value talks >}}", "abstract": "{{< value talks >}} of them"}
    html = page(render(tmp_path, markdown, "html", metadata))
    assert html.findtext(".//title") == "With five"
    assert html.find(".//div[@class='abstract']").text_content().split() == [
        "Abstract",
        "five",
        "of",
        "them",
    ]
    assert html.find(".//section[@id='light-and-its-keeping']/h2").text == "Light and its keeping"
    assert html.find(".//caption").text_content() == "Caption of five"
    assert html.find(".//main//a").get("href") == "https://example.org/5"
    assert html.find(".//main//span[@data-count]").get("data-count") == "5"


def test_an_id_is_kept_at_its_first_use(tmp_path: Path) -> None:
    """Two uses of a fragment give its id once, and a figure is numbered once."""
    markdown = "\n\n".join(
        2 * ["{{< quote lantern >}}", "{{< figure map >}}", "{{< theme light >}}"]
    )
    html = page(render(tmp_path, markdown, "html"))
    ids = [element.get("id") for element in html.iterfind(".//*[@id]")]
    assert len(ids) == len(set(ids))
    assert [c.text_content() for c in html.iterfind(".//figcaption")] == [
        "A made-up speaker",
        "Figure\u00a01: Synthetic map",
        "A made-up speaker",
        "Synthetic map",
    ]


def test_figure_takes_the_size_and_the_attributes(tmp_path: Path) -> None:
    """The drawing for slides is picked by size=slide; width= goes to the picture."""
    typ = render(tmp_path, "{{< figure map size=slide width=80% >}}", "pdf").read_text()
    assert 'image("/data-derived/figures/map-slide.svg", width: 80%,' in typ


def test_var_meta_and_pagebreak(tmp_path: Path) -> None:
    """Quarto's own shortcodes var, meta and pagebreak work."""
    markdown = "{{< var lamp.colour >}} {{< meta kicker >}}\n\n{{< pagebreak >}}\n\nNext"
    metadata = {"title": "T", "kicker": "Made *up*"}
    html = page(render(tmp_path, markdown, "html", metadata, {"lamp": {"colour": "green"}}))
    main = html.find(".//main")
    assert main.find("p").text_content() == "green Made up"
    assert main.find("div[@class='page-break']") is not None


@pytest.mark.parametrize(("to", "mark"), [("pdf", "#pagebreak("), ("docx", "")])
def test_pagebreak_where_there_are_pages(tmp_path: Path, to: str, mark: str) -> None:
    """A page break is one in PDF and Word."""
    output = render(tmp_path, "A\n\n{{< pagebreak >}}\n\nB", to)
    if mark:
        assert mark in output.read_text().split("paper.with", 1)[1]
    else:
        import docx

        xml = docx.Document(str(output)).element.xml
        assert '<w:br w:type="page"/>' in xml


MISTAKES = {
    "{{< quote lantren >}}": ('there is no quotation "lantren"', 'did you mean "lantern"?'),
    "{{< theme zzz >}}": ('there is no theme "zzz"', "there is: light, water"),
    "{{< value talk >}}": ('there is no value "talk"', 'did you mean "talks"?'),
    "{{< value talks form=digit >}}": (
        "form=digit is nothing that a value has",
        'did you mean "digits"?',
    ),
    "{{< quote >}}": ("{{< quote >}} does not say which quotation", "there is: hostile, lantern"),
    "word {{< table lights >}}": (
        'the table "lights" stands in a line with something else',
        "give {{< table lights >}} a paragraph of its own",
    ),
    "word {{< implications >}}": (
        "the implications stand in a line with something else",
        "give {{< implications >}} a paragraph of its own",
    ),
    "{{< var lamp >}}": ('there is no variable "lamp"', "name it in _variables.yml"),
    "{{< meta lamp >}}": ('the metadata has no "lamp"', "name it in the front matter"),
}


@pytest.mark.parametrize(("markdown", "said"), MISTAKES.items(), ids=list(MISTAKES))
def test_a_mistake_names_its_place_and_its_remedy(
    tmp_path: Path, markdown: str, said: tuple[str, str]
) -> None:
    """A wrong shortcode is an error at its file and line, with what to write instead."""
    with pytest.raises(ThemeloomError) as caught:
        render(tmp_path, markdown, "html")
    assert caught.value.place == "manuscript/paper.qmd:12"
    assert caught.value.message == said[0]
    assert caught.value.hint.startswith(said[1])


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Two wrong shortcodes give two errors in one run."""
    with pytest.raises(ManyErrors) as caught:
        render(tmp_path, "{{< quote a >}}\n\n{{< theme b >}}", "html")
    assert [error.message for error in caught.value.errors] == [
        'there is no quotation "a"',
        'there is no theme "b"',
    ]


def test_powerpoint_gets_a_table_without_a_label(tmp_path: Path) -> None:
    """Its rows, and the words of its caption once."""
    text = seen(render(tmp_path, "## Lights\n\n{{< table lights >}}", "pptx"))
    assert "Lantern" in text
    assert text.count("Synthetic lights") == 1


@pytest.mark.parametrize(
    ("to", "joined"),
    [
        ("html", 'rowspan="3"'),
        ("jats", 'rowspan="3"'),
        ("pdf", "rowspan: 3"),
        ("docx", '<w:vMerge w:val="restart"'),
    ],
)
def test_an_empty_first_cell_is_joined_with_the_one_above(
    tmp_path: Path, to: str, joined: str
) -> None:
    """A table says once what holds for several of its rows, in a cell as high as they are."""
    output = render(tmp_path, "{{< table shelves >}}", to)
    if to == "docx":
        with zipfile.ZipFile(output) as word:
            text = word.read("word/document.xml").decode()
    else:
        text = output.read_text(encoding="utf-8")
    assert text.count(joined) == 1
    for word in ("Upper", "A lantern", "A lamp", "A wick", "Lower", "Water"):
        assert word in text


def test_powerpoint_keeps_an_empty_first_cell(tmp_path: Path) -> None:
    """PowerPoint's tables cannot join cells: each row keeps its own."""
    slide = Presentation(str(render(tmp_path, "## S\n\n{{< table shelves >}}", "pptx"))).slides[1]
    rows = next(shape.table for shape in slide.shapes if shape.has_table).rows
    assert [[cell.text for cell in row.cells] for row in rows][1:4] == [
        ["Upper", "A lantern"],
        ["", "A lamp"],
        ["", "A wick"],
    ]


def test_an_option_of_a_shortcode_is_heard_by_itself(tmp_path: Path) -> None:
    """A table that may turn its page says so to us, not to browsers, whatever else is written."""
    shown = page(render(tmp_path, "{{< table lights turn=true >}}", "html"))
    assert shown.xpath("//table")
    assert not shown.xpath("//table/@turn | //table/@data-turn")
