from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
import pypdf
import pytest
from jobs import article, compiled, page, render, seen

from themeloom.core.errors import ThemeloomError
from themeloom.finished.held import read_held

if TYPE_CHECKING:
    from pathlib import Path

NUMBERED = {"title": "T", "number-sections": True}
THINGS = """
# One {#sec-one}

{{< figure map >}}

{{< table lights >}}

## Two {#sec-two}

$$ a + b $$ {#eq-sum}

::: {#fig-parts layout-ncol=2}
![Left](/data-derived/figures/map.svg){#fig-left}

![Right](/data-derived/figures/map.svg){#fig-right}

Two parts
:::

::: {#tbl-div}
| a |
|---|
| 1 |

Own caption
:::
"""
REFERENCES = {
    "@fig-map": "Figure 1",
    "@Fig-map": "Figure 1",
    "@tbl-lights": "Table 1",
    "@tbl-div": "Table 2",
    "@sec-one": "Section 1",
    "@sec-two": "Section 1.1",
    "@eq-sum": "Equation 1",
    "@fig-parts": "Figure 2",
    "@fig-left": "Figure 2 (a)",
    "@fig-right": "Figure 2 (b)",
    "-@fig-map": "1",
    "[-@fig-map]": "1",
    "[@fig-map]": "Figure 1",
    "[@fig-map; @tbl-lights]": "Figure 1, Table 1",
    "[Fig. @fig-map]": "Fig. 1",
    "[@fig-map, left]": "Figure 1, left",
    "@fig-map [@lamp2001]": "Figure 1 (Sample 2001)",
}
LETTERS = ("html", "docx", "jats", "pdf")


@pytest.mark.parametrize(("written", "words"), REFERENCES.items(), ids=list(REFERENCES))
def test_a_reference_says_kind_and_number(tmp_path: Path, written: str, words: str) -> None:
    """A cross-reference becomes a link with the words of its kind and its number."""
    metadata = {**NUMBERED, "bibliography": "references.bib"}
    html = page(render(tmp_path, f"{THINGS}\n\nSee ({written}).", "html", metadata))
    line = next(p for p in html.iterfind(".//main//p") if (p.text or "").startswith("See"))
    assert line.text_content().replace("\u00a0", " ") == f"See ({words})."
    for link in line.iter("a"):
        assert html.find(f".//*[@id='{link.get('href')[1:]}']") is not None


@pytest.mark.parametrize("to", LETTERS)
def test_listings_and_callouts_have_numbers(tmp_path: Path, to: str) -> None:
    """Code and callouts with a label count by kind; what is referred to says so, once."""
    code = '```{#lst-prompt .r lst-cap="The *prompt*"}\nx <- 1\n```'
    inside = "::: {#lst-more}\n```\ny\n```\n\nMore\n:::"
    boxes = "::: {#nte-one .callout-note}\n## Limits\nA.\n:::\n\n"
    boxes += "::: {#wrn-one .callout-warning}\nB.\n:::"
    refs = "See @lst-more, @nte-one and [@lst-prompt; @wrn-one]."
    output = render(tmp_path, f"{refs}\n\n{code}\n\n{inside}\n\n{boxes}", to)
    data = compiled(output, "ua-1") if to == "pdf" else output.read_bytes()
    held = read_held("article.pdf" if to == "pdf" else output.name, data) or ()
    text = " ".join("".join(one.text for one in held if one.kind in {"words", "float"}).split())
    assert "See Listing 2, Note 1 and Listing 1, Warning 1." in text
    for words in ("The prompt", "More", "Note 1: Limits"):
        assert text.count(words) == 1


@pytest.mark.parametrize("to", LETTERS)
def test_references_in_every_format(tmp_path: Path, to: str) -> None:
    """All text formats say the same numbers."""
    refs = "See @fig-map, @tbl-lights, @sec-two, @eq-sum, @fig-left."
    text = seen(render(tmp_path, f"{THINGS}\n\n{refs}", to, NUMBERED))
    if to == "pdf":
        text = text.replace("#link(<", "").replace(">)[", " ")
        for words in ("[Figure 1]", "[Table 1]", "[Section 1.1]", "[Equation 1]", "[Figure 2 (a)]"):
            assert words.strip("[") in text
    else:
        assert "See Figure 1, Table 1, Section 1.1, Equation 1, Figure 2 (a)." in text


CAPTIONS = (
    "Figure 1: Synthetic map",
    "Table 1: Synthetic lights",
    "(a) Left",
    "Figure 2: Two parts",
)


@pytest.mark.parametrize("to", ["html", "docx"])
def test_captions_begin_with_their_label(tmp_path: Path, to: str) -> None:
    """A caption says what it is the caption of."""
    text = seen(render(tmp_path, THINGS, to, NUMBERED))
    for caption in CAPTIONS:
        assert caption in text


@pytest.mark.parametrize("to", ["pptx", "revealjs", "slides-pdf"])
def test_captions_on_slides_have_no_number(tmp_path: Path, to: str) -> None:
    """A slide's figure says what it shows, and is no figure of a series."""
    text = seen(render(tmp_path, "## S\n\n{{< figure map >}}", to))
    assert "Synthetic map" in text
    assert "Figure 1: " not in text


def test_word_counts_captions_by_a_field(tmp_path: Path) -> None:
    """Word can count figures and tables anew: the number is a SEQ field."""
    xml = docx.Document(str(render(tmp_path, THINGS, "docx"))).element.xml
    assert " SEQ Figure \\* ARABIC " in xml
    assert " SEQ Table \\* ARABIC " in xml


def test_jats_has_labels(tmp_path: Path) -> None:
    """JATS keeps labels apart from captions, and the parts of a figure in a group."""
    body = article(render(tmp_path, THINGS, "jats", NUMBERED)).find("body")
    assert body.findtext(".//fig[@id='fig-map']/label") == "Figure\u00a01"
    assert body.findtext(".//fig[@id='fig-map']/caption/p") == "Synthetic map"
    assert body.find(".//fig[@id='fig-map']/graphic/alt-text") is not None
    assert body.findtext(".//table-wrap[@id='tbl-lights']/label") == "Table\u00a01"
    assert body.find(".//table-wrap/table-wrap") is None
    assert body.findtext(".//fig-group[@id='fig-parts']/fig[@id='fig-left']/label") == "(a)"
    assert body.findtext(".//disp-formula[@id='eq-sum']/label") == "(1)"
    assert body.findtext(".//sec[@id='sec-two']/label") == "1.1"


def test_jats_counts_no_sections_that_the_document_does_not_count(tmp_path: Path) -> None:
    """Its labels are what readers of the other formats see, as with Quarto."""
    body = article(render(tmp_path, "# One\n\n## Two\n\nText.", "jats")).find("body")
    assert [one.text for one in body.iter("title")] == ["One", "Two"]
    assert body.find(".//label") is None


def test_typst_figures_have_kind_caption_and_alternative(tmp_path: Path) -> None:
    """Typst's figures are those that Quarto writes, with alternative text for PDF/UA."""
    output = render(tmp_path, f"{THINGS}\n\nSee @fig-map and @eq-sum.", "pdf", NUMBERED)
    text = output.read_text(encoding="utf-8")
    assert 'alt: "A synthetic line from left to right"' in text
    assert 'kind: "quarto-float-fig", supplement: "Figure", numbering: "1") <fig-map>' in text
    assert 'kind: "quarto-float-tbl", supplement: "Table", numbering: "1") <tbl-lights>' in text
    assert compiled(output, "ua-1").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("de", "Abbildung 1, Tabelle 1, Abschnitt 1, Gleichung 1"),
        ("fr-FR", "Figure 1, Tableau 1, Section 1, Équation 1"),
        ("es", "Figura 1, Tabla 1, Sección 1, Ecuación 1"),
        ("la", "Figure 1, Table 1, Section 1, Equation 1"),
    ],
)
def test_words_of_the_language(tmp_path: Path, lang: str, words: str) -> None:
    """The words are those of the document's language, English where we have none."""
    metadata = {**NUMBERED, "lang": lang}
    refs = "[@fig-map; @tbl-lights; @sec-one; @eq-sum]"
    assert words in seen(render(tmp_path, f"{THINGS}\n\n{refs}", "html", metadata))


def test_own_words(tmp_path: Path) -> None:
    """`crossref:` sets titles, prefixes and the sign after the label."""
    crossref = {"fig-title": "Fig.", "fig-prefix": "fig.", "title-delim": "."}
    text = seen(render(tmp_path, f"{THINGS}\n\nSee @fig-map.", "html", {"crossref": crossref}))
    assert "Fig. 1. Synthetic map" in text
    assert "See fig. 1." in text


MISTAKES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "{{< figure map >}}\n\nSee @fig-mpa.": (
        "@fig-mpa refers to nothing in this document",
        'did you mean "fig-map"?',
        {},
    ),
    "# A {#sec-a}\n\nSee @sec-a.": (
        "@sec-a refers to a section without a number",
        "set `number-sections: true`",
        {},
    ),
    "![A](/data-derived/figures/map.svg){#fig-a}\n\n![B](/data-derived/figures/map.svg){#fig-a}": (
        "the label fig-a is given twice",
        "rename one of them",
        {},
    ),
    "{{< figure map >}}\n\nSee [@fig-map; @lamp2001].": (
        "one pair of brackets cites a work and refers to a figure",
        "write them in two pairs of brackets",
        {"bibliography": "references.bib"},
    ),
}


@pytest.mark.parametrize(("markdown", "said"), MISTAKES.items(), ids=list(MISTAKES))
def test_a_wrong_reference_is_an_error(
    tmp_path: Path, markdown: str, said: tuple[str, str, dict[str, Any]]
) -> None:
    """References to nothing, labels given twice and the like stop the build."""
    message, hint, metadata = said
    with pytest.raises(ThemeloomError) as caught:
        render(tmp_path, markdown, "html", metadata)
    assert caught.value.file == "manuscript/paper.qmd"
    assert caught.value.message.startswith(message)
    assert caught.value.hint.startswith(hint)


def test_sections_without_numbers_and_depth(tmp_path: Path) -> None:
    """.unnumbered counts nothing, and number-depth says how far numbers go."""
    markdown = "# A\n\n## B\n\n# C {.unnumbered}\n\n# D"
    metadata = {**NUMBERED, "number-depth": 1}
    html = page(render(tmp_path, markdown, "html", metadata))
    titles = [h.text_content() for h in html.xpath(".//main//h1 | .//main//h2")]
    assert titles == ["1 A", "B", "C", "2 D"]


CUSTOM = {
    "title": "T",
    "crossref": {
        "custom": [
            {
                "kind": "float",
                "key": "suppfig",
                "reference-prefix": "Figure S",
                "space-before-numbering": False,
            },
            {"kind": "float", "key": "box", "reference-prefix": "Box", "caption-prefix": "Panel"},
        ]
    },
}
OWN_KINDS = """
See @suppfig-one, @box-one, @fig-map.

{{< figure map >}}

::: {#suppfig-one}
![](/data-derived/figures/map.svg){fig-alt="A map"}

A map again
:::

::: {#box-one}
| a |
|---|
| 1 |

In a box
:::
"""


@pytest.mark.parametrize("to", LETTERS)
def test_a_document_adds_kinds_that_count_by_themselves(tmp_path: Path, to: str) -> None:
    """As Quarto has them: a space stands before the number unless the document says no."""
    text = seen(render(tmp_path, OWN_KINDS, to, CUSTOM))
    if to == "pdf":
        assert "#link(<suppfig-one>)[Figure S1]" in text
        assert 'kind: "quarto-float-suppfig", supplement: "Figure S"' in text
        assert 'close-kinds: ("quarto-float-suppfig", )' in text
        return
    assert "See Figure S1, Box 1, Figure 1." in text
    assert "Figure S1" in text.split("See", 1)[1].split("Figure 1.", 1)[1]
    assert "Panel 1" in text


def test_their_numbers_close_up_in_the_pdf(tmp_path: Path) -> None:
    """Typst puts no space before the number of a kind that has none."""
    pdf = pypdf.PdfReader(io.BytesIO(compiled(render(tmp_path, OWN_KINDS, "pdf", CUSTOM))))
    words = " ".join(one.extract_text() for one in pdf.pages)
    assert "Figure S1" in words
    assert "Panel 1" in words


STATED = """
See @thm-line and @prp-other.

::: {#thm-line}
## The line

A line is straight.
:::

::: {#prp-other}
Another thing.
:::

::: {.proof}
So it is.
:::
"""


@pytest.mark.parametrize("to", LETTERS)
def test_theorems_begin_with_their_label(tmp_path: Path, to: str) -> None:
    """They are counted by kind, their first heading is their name and begins no section."""
    text = seen(render(tmp_path, STATED, to, NUMBERED))
    if to == "pdf":
        assert "#strong[Theorem 1 (The line).] A line is straight." in text
        assert "#link(<thm-line>)[Theorem 1] and #link(<prp-other>)[Proposition 1]" in text
        return
    assert "See Theorem 1 and Proposition 1." in text
    assert ("Theorem 1The line" if to == "jats" else "Theorem 1 (The line).") in text
    assert ("Proof" if to == "jats" else "Proof. So it is.") in text


def test_theorems_are_statements_in_an_article(tmp_path: Path) -> None:
    """JATS has an element for them, which a reference points at."""
    found = article(render(tmp_path, STATED, "jats", NUMBERED))
    assert found.findtext(".//statement[@id='thm-line']/label") == "Theorem\u00a01"
    assert found.findtext(".//statement/title").strip() == "The line"
    assert found.find(".//xref[@rid='thm-line']").get("ref-type") == "statement"


ELSEWHERE = {
    "labels": {
        "tbl-codes": {"document": "manuscript/supplement.qmd", "number": "2"},
        "suppfig-map": {
            "document": "manuscript/supplement.qmd",
            "number": "1",
            "prefix": "Figure S",
            "close": True,
        },
    },
    "files": {"manuscript/supplement.qmd": "supplement.pdf", "supplement.qmd": "supplement.pdf"},
}


def test_what_stands_in_another_document_is_named_and_led_to(tmp_path: Path) -> None:
    """By the number that it has there; a link to a source leads to what is made of it."""
    written = "See @tbl-codes, [@suppfig-map] and the [supplement](supplement.qmd#sec-x)."
    html = page(render(tmp_path, written, "html", {"title": "T"}, elsewhere=ELSEWHERE))
    line = next(p for p in html.iterfind(".//main//p") if (p.text or "").startswith("See"))
    said = line.text_content().replace("\u00a0", " ")
    assert said == "See Table 2, Figure S1 and the supplement."
    assert [link.get("href") for link in line.iter("a")] == [
        "supplement.pdf#tbl-codes",
        "supplement.pdf#suppfig-map",
        "supplement.pdf#sec-x",
    ]
