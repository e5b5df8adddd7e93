from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import docx
import pytest
from jobs import article, compiled, page, render, seen

from themeloom.core.errors import ThemeloomError

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ("html", "docx", "jats", "pdf")
KINDS = ("note", "tip", "warning", "caution", "important")


# ---- content for some formats


CONDITIONS = {
    "html": {"html"},
    "docx": {"docx"},
    "typst": {"pdf"},
    "jats": {"jats"},
    "revealjs": {"revealjs"},
    "pptx": {"pptx"},
    "html:js": {"html", "revealjs"},
}


@pytest.mark.parametrize("to", ["html", "docx", "jats", "pdf", "revealjs", "pptx"])
def test_content_for_formats(tmp_path: Path, to: str) -> None:
    """.content-visible and .content-hidden go by Quarto's names of formats."""
    blocks = [
        f'::: {{.content-visible when-format="{name}"}}\nshown{name}\n:::' for name in CONDITIONS
    ]
    blocks += [
        f'::: {{.content-hidden unless-format="{name}"}}\nkept{name}\n:::' for name in CONDITIONS
    ]
    text = seen(render(tmp_path, "## S\n\n" + "\n\n".join(blocks), to))
    for name, formats in CONDITIONS.items():
        wanted = to in formats or (name == "html" and to == "revealjs")
        assert bool(re.search(rf"shown{name}(?!:)", text)) == wanted, name
        assert bool(re.search(rf"kept{name}(?!:)", text)) == wanted, name


def test_content_within_a_line_and_hidden_evidence(tmp_path: Path) -> None:
    """Spans can be conditional; what is hidden takes no id and no number."""
    markdown = (
        'A [b]{.content-visible when-format="docx"}[c]{.content-hidden when-format="docx"}.\n\n'
        '::: {.content-visible when-format="docx"}\n{{< figure map >}}\n:::\n\n{{< figure map >}}'
    )
    html = page(render(tmp_path, markdown, "html"))
    assert html.find(".//main/p").text_content() == "A c."
    assert len(html.findall(".//figure[@id='fig-map']")) == 1


def test_content_where_the_metadata_say_so(tmp_path: Path) -> None:
    """`when-meta` shows what a key of the metadata says true of, also one below another."""
    markdown = "\n\n".join(
        f'::: {{.content-visible {when}-meta="{key}"}}\n{when}{number}\n:::'
        for number, key in enumerate(("long", "web.full", "short", "unknown"))
        for when in ("when", "unless")
    )
    metadata = {"long": True, "web": {"full": True}, "short": False}
    text = seen(render(tmp_path, markdown, "html", metadata))
    shown = re.findall(r"(?:when|unless)\d", text)
    assert shown == ["when0", "when1", "unless2", "unless3"]


# ---- callouts


@pytest.mark.parametrize("to", [*TEXTS, "revealjs", "pptx"])
def test_callouts_show_title_and_body(tmp_path: Path, to: str) -> None:
    """A callout has the title it was given, that of its heading, or its kind's name."""
    markdown = (
        '# S\n\n::: {.callout-note title="Given *title*" collapse=true}\nBody one.\n:::\n\n'
        "::: callout-tip\n## Heading title\nBody two.\n:::\n\n"
        "::: callout-warning\nBody three.\n:::"
    )
    output = render(tmp_path, markdown, to)
    text = seen(output).replace("#emph[title]", "title")
    for words in (
        "Given title",
        "Body one.",
        "Heading title",
        "Body two.",
        "Warning",
        "Body three.",
    ):
        assert words in text
    if to == "pdf":
        assert compiled(output, "ua-1").startswith(b"%PDF")


@pytest.mark.parametrize("kind", KINDS)
def test_the_five_kinds(tmp_path: Path, kind: str) -> None:
    """Each kind is known by its name in each format that can tell."""
    markdown = f"::: callout-{kind}\nBody.\n:::"
    box = page(render(tmp_path, markdown, "html")).find(f".//div[@class='callout callout-{kind}']")
    assert box.get("role") == "note"
    assert box.get("aria-label") == kind.capitalize()
    assert f'#callout(kind: "{kind}"' in render(tmp_path, markdown, "pdf").read_text()
    boxed = article(render(tmp_path, markdown, "jats")).find("body/boxed-text")
    assert boxed.get("content-type") == kind


def test_callouts_in_word_have_styles(tmp_path: Path) -> None:
    """Word's callouts are paragraphs in two styles of the reference document."""
    document = docx.Document(str(render(tmp_path, "::: callout-note\nBody.\n:::", "docx")))
    assert {p.style.name: p.text for p in document.paragraphs if p.text} == {
        "Title": "T",
        "Callout Title": "Note",
        "Callout": "Body.",
    }


# ---- columns and layout


COLUMNS = '## S\n\n:::: columns\n::: {.column width="30%"}\nleft\n:::\n::: column\nright\n:::\n::::'


@pytest.mark.parametrize("to", [*TEXTS, "revealjs", "pptx", "slides-pdf"])
def test_columns(tmp_path: Path, to: str) -> None:
    """What stands in columns is there in every format, side by side where there is room."""
    output = render(tmp_path, COLUMNS, to)
    text = seen(output)
    assert text.index("left") < text.index("right")
    if output.suffix == ".typ":
        assert "#columns-layout((30fr, 70fr,)" in output.read_text()
        assert compiled(output).startswith(b"%PDF")
    if output.suffix == ".html":
        assert len(page(output).findall(".//div[@class='columns']/div")) == 2


GRID = """## S

:::: {.grid}
::: {.g-col-12 .g-col-md-4}
left
:::

::: {.g-col-8}
right
:::

below

::: {.g-col-6}
second
:::

::: {.g-col-6}
third
:::
::::
"""


@pytest.mark.parametrize("to", [*TEXTS, "revealjs", "pptx", "slides-pdf"])
def test_a_grid_is_columns(tmp_path: Path, to: str) -> None:
    """Twelve parts make a row; what names no part is a row of its own."""
    output = render(tmp_path, GRID, to)
    text = seen(output)
    places = [text.index(one) for one in ("left", "right", "below", "second", "third")]
    assert places == sorted(places)
    if output.suffix == ".typ":
        assert "#columns-layout((33.33fr, 66.67fr,)" in output.read_text()
        assert compiled(output).startswith(b"%PDF")
    if output.suffix == ".html":
        rows = page(output).findall(".//div[@class='columns']")
        assert [len(row.findall("div[@class='column']")) for row in rows] == [2, 2]


@pytest.mark.parametrize("to", [*TEXTS, "revealjs", "pptx"])
def test_layout_in_columns(tmp_path: Path, to: str) -> None:
    """layout-ncol puts the blocks of a div into cells."""
    output = render(tmp_path, "## S\n\n::: {layout-ncol=2}\nfirst\n\nsecond\n\nthird\n:::", to)
    text = seen(output)
    assert text.index("first") < text.index("second") < text.index("third")
    if to == "pdf":
        assert "#columns-layout((1fr, 1fr, )" in output.read_text()
        assert compiled(output).startswith(b"%PDF")
    if output.suffix == ".html":
        assert len(page(output).findall(".//div[@class='layout']/div")) == 3


ROWS = {
    "layout-nrow=2": [2, 2],
    'layout="[[1, 1], [1]]"': [2, 1, 1],
    'layout="[40, -20, 40]"': [2, 2],
}


@pytest.mark.parametrize("asked", ROWS)
def test_layout_in_rows(tmp_path: Path, asked: str) -> None:
    """By the number of rows, or by a list of what stands in each; space is none."""
    written = f"::: {{{asked}}}\nfirst\n\nsecond\n\nthird\n\nfourth\n:::"
    grids = page(render(tmp_path, written, "html")).findall(".//div[@class='layout']")
    columns = [int(one.get("style").partition("repeat(")[2][0]) for one in grids]
    cells = [len(one.findall("div")) for one in grids]
    assert [min(*both) for both in zip(columns, cells, strict=True)] == (
        ROWS[asked] if len(grids) > 1 else [2]
    )
    assert sum(cells) == 4


@pytest.mark.parametrize("to", ["html", "docx", "jats", "pdf", "pptx"])
def test_tabs_stand_one_after_the_other(tmp_path: Path, to: str) -> None:
    """Each below its name, which begins no section and no slide."""
    tabs = "::: {.panel-tabset}\n## Left\n\nfirst\n\n## Right\n\nsecond\n:::"
    metadata = {"title": "T", "number-sections": True}
    text = seen(render(tmp_path, f"## S\n\n{tabs}", to, metadata))
    assert re.search(r"Left.*first.*Right.*second", text, re.DOTALL)
    assert not re.search(r"[12.]+ (Left|Right)", text)


@pytest.mark.parametrize("named", [".column-margin", ".column-page", ".r-stretch", ".lightbox"])
def test_what_asks_for_a_place_is_read_where_it_stands(tmp_path: Path, named: str) -> None:
    """Our formats give each thing the room that it needs."""
    text = seen(render(tmp_path, f"before\n\n::: {{{named}}}\nwithin\n:::\n\nafter", "html"))
    assert "before within after" in text


# ---- appendices, footnotes, tables


@pytest.mark.parametrize("to", TEXTS)
def test_appendices_go_to_the_end(tmp_path: Path, to: str) -> None:
    """An appendix is lettered and stands after the text, before the references."""
    markdown = (
        "# Extra {#sec-extra .appendix}\n\nMore.\n\n## Below\n\n# Main {#sec-main}\n\n"
        "See @sec-extra [@lamp2001].\n\n# References {.unnumbered}\n\n::: {#refs}\n:::"
    )
    metadata = {"title": "T", "number-sections": True, "bibliography": "references.bib"}
    text = seen(render(tmp_path, markdown, to, metadata))
    assert "See Appendix A (" in re.sub(r"#link\(<[\w-]+>\)\[(.*?)\]", r"\1", text)
    assert text.index("Main") < text.index("Extra") < text.rindex("Journal of Made-up")
    if to == "html":
        assert "Appendix A — Extra More. A.1 Below" in text


@pytest.mark.parametrize("to", [*TEXTS, "revealjs"])
def test_footnotes(tmp_path: Path, to: str) -> None:
    """Notes are shown, with the evidence that they cite."""
    output = render(tmp_path, "## S\n\nText.^[A note with {{< value talks >}}.]", to)
    if to == "docx":
        import zipfile

        notes = zipfile.ZipFile(output).read("word/footnotes.xml").decode()
        assert "A note with five." in re.sub(r"<[^>]+>", "", notes)
    else:
        assert "A note with five." in seen(output)


def test_widths_of_columns(tmp_path: Path) -> None:
    """tbl-colwidths are the shares of the columns; wrong ones are an error."""
    html = page(render(tmp_path, "{{< table lights >}}", "html"))
    assert [c.get("style") for c in html.iter("col")] == ["width: 30%", "width: 70%"]
    table = '| a | b |\n|---|---|\n| 1 | 2 |\n\n: C {tbl-colwidths="[10]"}'
    with pytest.raises(ThemeloomError) as caught:
        render(tmp_path, table, "html")
    assert str(caught.value) == (
        'manuscript/paper.qmd: tbl-colwidths="[10]" does not fit a table of 2 columns\n'
        "  hint: give one number for each column"
    )


@pytest.mark.parametrize("to", TEXTS)
def test_captions_without_a_label_have_no_number(tmp_path: Path, to: str) -> None:
    """A figure or table without a label is not counted."""
    markdown = "![A caption](/data-derived/figures/map.svg)\n\n| a |\n|---|\n| 1 |\n\n: B caption"
    output = render(tmp_path, markdown, to)
    text = seen(output)
    assert "A caption" in text
    assert "B caption" in text
    assert not re.search(r"(Figure|Table) 1", text)
    if to == "pdf":
        assert compiled(output).startswith(b"%PDF")


# ---- pictures


def test_pictures_from_the_root_and_beside_the_document(tmp_path: Path) -> None:
    """A path with / starts at the root, another at the document's folder."""
    for source in ("/data-derived/figures/map.svg", "../data-derived/figures/map.svg"):
        typ = render(tmp_path, f'![]({source}){{fig-alt="Alt"}}', "pdf").read_text()
        assert '#box(image("/data-derived/figures/map.svg", alt: "Alt"))' in typ
    graphic = article(render(tmp_path, "{{< figure map >}}", "jats")).find(".//graphic")
    href = "{http://www.w3.org/1999/xlink}href"
    assert graphic.get(href) == "out_files/map.svg"


@pytest.mark.parametrize("to", ["docx", "pptx"])
def test_office_gets_png_and_alternative_text(tmp_path: Path, to: str) -> None:
    """Word and PowerPoint hold the PNG beside an SVG, and say what it shows."""
    import zipfile

    output = render(tmp_path, "## S\n\n{{< figure map >}}", to)
    files = zipfile.ZipFile(output)
    assert any(name.endswith(".png") for name in files.namelist())
    xml = "".join(files.read(n).decode() for n in files.namelist() if n.endswith(".xml"))
    assert 'descr="A synthetic line from left to right' in xml
    assert "Synthetic map" in xml


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("/no/such.svg", "there is no picture /no/such.svg"),
        ("https://example.org/a.png", "the picture https://example.org/a.png lies on the network"),
    ],
)
def test_a_picture_that_cannot_be_had(tmp_path: Path, source: str, message: str) -> None:
    """A picture that is missing, or on the network, stops the build."""
    with pytest.raises(ThemeloomError) as caught:
        render(tmp_path, f"![]({source})", "html")
    assert caught.value.message == message


# ---- authors


AUTHORS: dict[str, Any] = {
    "title": "T",
    "author": [
        {
            "name": {"given": "Ada", "family": "Sample"},
            "affiliations": [{"ref": "one"}, {"ref": "two"}],
            "corresponding": True,
            "email": "ada\\@example.org",
            "orcid": "0000-0000-0000-0001",
        },
        {"name": "Mary van Example", "affiliation": "Institute of Tests"},
        "Plain Person",
    ],
    "affiliations": [
        {"id": "one", "name": "University of Samples", "city": "Sampleton"},
        {"id": "two", "name": "Made-up Institute", "department": "Lamps", "country": "Nowhere"},
    ],
    "keywords": ["lamps", "rivers"],
}


@pytest.mark.parametrize("to", ["html", "docx", "jats", "pdf", "revealjs", "pptx"])
def test_texts_of_several_lines_are_lines_of_the_title_block(tmp_path: Path, to: str) -> None:
    """What is written below `|` in YAML ends with a line break, and is no paragraph there."""
    person = {
        "name": "Ada Sample\n",
        "degrees": ["PhD\n"],
        "email": "ada@example.org\n",
        "corresponding": True,
        "affiliations": [{"name": "Made-up Institute\n", "department": "Lamps\n"}],
    }
    metadata = {
        "title": "A title\n",
        "subtitle": "A subtitle\n",
        "author": [person],
        "keywords": "lamps, rivers\n",
    }
    text = seen(render(tmp_path, "## S\n\nText", to, metadata))
    for words in ("A title", "A subtitle", "Ada Sample", "Made-up Institute"):
        assert words in text


@pytest.mark.parametrize("to", ["html", "docx"])
def test_authors_as_lines(tmp_path: Path, to: str) -> None:
    """The title block numbers affiliations and marks the corresponding author."""
    text = seen(render(tmp_path, "Text", to, AUTHORS)).replace(" ORCID", "").replace(" ,", ",")
    plain = re.sub(r"\s+", "", text)
    for words in (
        "AdaSample1,2,*",
        "MaryvanExample3",
        "PlainPerson",
        "1UniversityofSamples,Sampleton",
        "2Lamps,Made-upInstitute,Nowhere",
        "3InstituteofTests",
        "*Correspondingauthor:AdaSample,ada@example.org",
        "Keywords:lamps,rivers",
    ):
        assert words in plain


def test_word_names_orcids_and_the_article_of_record(tmp_path: Path) -> None:
    """Both can be followed from the first page of a Word document."""
    article = {"doi": "10.1000/xyz", "text": "Sample A. On lamps."}
    output = render(tmp_path, "Text", "docx", {**AUTHORS, "article": article})
    said = [" ".join(one.text.split()) for one in docx.Document(str(output)).paragraphs]
    assert "ORCID: Ada Sample 0000-0000-0000-0001" in said
    assert "Article of record: Sample A. On lamps. doi:10.1000/xyz" in said
    links = {one.target_ref for one in docx.Document(str(output)).part.rels.values()}
    assert {"https://orcid.org/0000-0000-0000-0001", "https://doi.org/10.1000/xyz"} <= links


def test_authors_in_jats(tmp_path: Path) -> None:
    """JATS has names in parts, affiliations by reference, and the keywords."""
    front = article(render(tmp_path, "Text", "jats", AUTHORS)).find("front/article-meta")
    names = [(n.findtext("given-names"), n.findtext("surname")) for n in front.iter("name")]
    assert names == [("Ada", "Sample"), ("Mary", "van Example"), ("Plain", "Person")]
    first = front.find("contrib-group/contrib")
    assert [x.get("rid") for x in first.iterfind("xref")] == ["one", "two", "cor-1"]
    assert first.findtext("contrib-id") == "https://orcid.org/0000-0000-0000-0001"
    assert [a.findtext("institution[last()]") for a in front.iterfind("aff")] == [
        "University of Samples",
        "Made-up Institute",
        "Institute of Tests",
    ]
    assert [k.text for k in front.iter("kwd")] == ["lamps", "rivers"]


def test_authors_in_typst(tmp_path: Path) -> None:
    """The template of a PDF gets authors in Quarto's shape, and Typst sets them."""
    output = render(tmp_path, "Text", "pdf", AUTHORS)
    assert "name: [Mary van Example],\n      affiliations: ([3],)," in output.read_text()
    assert compiled(output).startswith(b"%PDF")


def test_an_affiliation_that_is_not_defined(tmp_path: Path) -> None:
    """A reference to no affiliation is an error with the nearest id."""
    metadata = {
        "author": [{"name": "Ada Sample", "affiliations": [{"ref": "onne"}]}],
        "affiliations": [{"id": "one", "name": "University of Samples"}],
    }
    with pytest.raises(ThemeloomError) as caught:
        render(tmp_path, "Text", "html", metadata)
    assert caught.value.message == (
        'the author Ada Sample refers to the affiliation "onne", which is not defined'
    )
    assert caught.value.hint == 'did you mean "one"?'


@pytest.mark.parametrize("to", TEXTS)
def test_a_blind_document_names_nobody(tmp_path: Path, to: str) -> None:
    """blind: true takes authors and affiliations out of text and properties."""
    output = render(tmp_path, "Text", to, {**AUTHORS, "blind": True})
    data = output.read_bytes()
    if to == "docx":
        import zipfile

        files = zipfile.ZipFile(output)
        data = b"".join(files.read(name) for name in files.namelist())
    for name in (b"Sample", b"van Example", b"Institute", b"Plain Person"):
        assert name not in data


# ---- citations


@pytest.mark.parametrize("to", [*TEXTS, "revealjs"])
def test_citations(tmp_path: Path, to: str) -> None:
    """Citations and references are worded by pandoc's citeproc in every format."""
    metadata = {"title": "T", "bibliography": "references.bib", "link-citations": True}
    output = render(tmp_path, "## S\n\nSee [@lamp2001] and @lamp2001.", to, metadata)
    text = re.sub(r"#link\(<[\w-]+>\)\[(.*?)\]", r"\1", seen(output))
    assert "See (Sample 2001) and Sample (2001)." in text
    assert "Journal of Made-up Studies" in text
    if to == "jats":
        assert article(output).findtext(".//ref/element-citation/year") == "2001"


def test_a_citation_of_nothing(tmp_path: Path) -> None:
    """A key that is in no bibliography is an error with the nearest key."""
    with pytest.raises(ThemeloomError) as caught:
        render(tmp_path, "See @lamp2011.", "html", {"bibliography": "references.bib"})
    assert caught.value.message == "@lamp2011 cites no reference of this document"
    assert caught.value.hint.startswith('did you mean "lamp2001"?')


def test_the_article_of_record_and_correspondence_without_address(tmp_path: Path) -> None:
    """The article of record can be followed; a corresponding author without address is named."""
    metadata = {
        "title": "T",
        "author": [{"name": {"given": "Ada", "family": "Sample"}, "corresponding": True}],
        "article": {"doi": "10.1000/xyz", "text": "Sample A. On lamps."},
    }
    html = page(render(tmp_path, "Text", "html", metadata))
    line = html.find(".//p[@class='article-of-record']")
    assert line.text_content() == "Article of record: Sample A. On lamps. doi:10.1000/xyz"
    assert line.find("a").get("href") == "https://doi.org/10.1000/xyz"
    named = html.find(".//p[@class='correspondence']").text_content()
    assert named == "* Corresponding author: Ada Sample"


def test_lists_appear_step_by_step_in_a_browser_only(tmp_path: Path) -> None:
    """`incremental: true` of a deck, but for what says otherwise; PowerPoint shows all at once."""
    written = "## S\n\n- first\n- second\n\n::: {.nonincremental}\n- third\n:::"
    metadata = {"title": "T", "incremental": True}
    deck = page(render(tmp_path, written, "revealjs", metadata))
    assert [one.text_content().strip() for one in deck.findall(".//li[@class='fragment']")] == [
        "first",
        "second",
    ]
    (tmp_path / "pptx").mkdir()
    assert "first second third" in seen(render(tmp_path / "pptx", written, "pptx", metadata))
