"""JATS articles are valid by the published tag sets and say what a journal looks for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from articles import METADATA, REFERENCES, RICH, finished
from jats_tag_sets import mistakes, tag_set
from jobs import article

from themeloom.formats.jats.finish import finish_jats

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

LINK = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article with everything that a paper may hold."""
    return finished(tmp_path_factory.mktemp("rich"), RICH, METADATA)


def found(path: Path, query: str) -> list[Any]:
    """What an XPath query finds in an article."""
    return list(article(path).xpath(query))


def words(element: etree._Element) -> str:
    """The words of an element with single spaces."""
    return " ".join("".join(element.itertext()).replace("\u00a0", " ").split())


CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "a title and a paragraph": ("Text.", {"title": "T"}),
    "no title": ("# Text {.unnumbered}", {"lang": "ar"}),
    "an abstract of one paragraph": ("Text.", {"title": "T", "abstract": "Made-up words."}),
    "an abstract that begins without a head": (
        "Text.",
        {"title": "T", "abstract": "Words.\n\n**Results.** More.\n"},
    ),
    "nothing but statements": ("# Statements\n\n## Ethics\n\nNone.", {"title": "T"}),
    "blind": (RICH, {**METADATA, "blind": True}),
    "for review": (RICH, {**METADATA, "review": True}),
    "in German, dated": (RICH, {**METADATA, "lang": "de", "date": "2026-03-01"}),
    "without numbers": ("# One\n\n[see](#one) @lamp2001", {**METADATA, "number-sections": False}),
}


def test_an_article_is_valid(rich: Path) -> None:
    """By the tag set it names, and by the one of journals but for what only a journal knows."""
    assert mistakes(rich) == []


@pytest.mark.parametrize("case", CASES)
def test_every_article_is_valid(tmp_path: Path, case: str) -> None:
    """However much or little it holds."""
    markdown, metadata = CASES[case]
    assert mistakes(finished(tmp_path, markdown, {"references": REFERENCES, **metadata})) == []


def test_what_is_not_jats_is_found(rich: Path, tmp_path: Path) -> None:
    """The tests would see an element out of its place."""
    wrong = tmp_path / "wrong.xml"
    wrong.write_text(rich.read_text(encoding="utf-8").replace("<attrib>", "<attrib><p/>"))
    assert any("archiving" in one for one in mistakes(wrong))
    assert any("publishing" in one for one in mistakes(wrong))


def test_an_article_names_its_tag_set(rich: Path) -> None:
    """By the public identifier and the version that the tag set itself gives."""
    public = article(rich).docinfo.public_id
    assert public == (
        "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD with MathML3"
        " v1.3 20210610//EN"
    )
    assert found(rich, "/article/@dtd-version") == ["1.3"]
    elements = {one.name: one for one in tag_set("archiving").iterelements()}
    version = next(one for one in elements["article"].iterattributes() if one.name == "dtd-version")
    assert "1.3" in version.values()


def test_parts_of_an_abstract_are_sections(rich: Path) -> None:
    """Their heads are titles, without the stop; what follows without a head belongs to the last."""
    sections = found(rich, "//abstract/sec")
    assert [words(one.find("title")) for one in sections] == ["Background", "Results: two"]
    assert [len(one.findall("p")) for one in sections] == [1, 2]
    assert words(sections[0].find("p")) == "Made-up words."


def test_sections_say_what_they_are_for(rich: Path) -> None:
    """Introduction and methods in the text; statements, thanks and appendices behind it."""
    assert found(rich, "/article/body/sec/@sec-type") == ["intro", "methods"]
    assert [one.tag for one in found(rich, "/article/back/*")] == [
        "ack",
        "sec",
        "app-group",
        "ref-list",
        "fn-group",
    ]
    assert found(rich, "/article/back/sec/sec/@sec-type") == ["funding-statement"]
    (appendix,) = found(rich, "//app")
    assert words(appendix.find("label")) == "Appendix A"
    assert found(rich, "//xref[@rid='sec-more']/@ref-type") == ["app"]


def test_every_reference_leads_somewhere_and_says_to_what(rich: Path) -> None:
    """Within the text, in tables, of authors."""
    ids = set(found(rich, "//@id"))
    assert set(found(rich, "//xref/@rid")) <= ids
    assert not found(rich, "//xref[not(@ref-type)]")
    kinds = set(found(rich, "//xref/@ref-type"))
    assert {"aff", "corresp", "bibr", "fig", "table", "table-fn", "disp-formula", "fn"} <= kinds


def test_a_table_is_complete(rich: Path) -> None:
    """Label, title, heads of columns, spans, and notes at its foot."""
    (table,) = found(rich, "//table-wrap[@id='tbl-notes']")
    assert [one.tag for one in table] == ["label", "caption", "table", "table-wrap-foot"]
    assert words(table.find("caption/title")) == "With notes"
    assert table.xpath(".//th/@scope") == ["col", "col"]
    assert [words(one) for one in table.iter("fn")] == ["aSynthetic note in a table.", "bAnother."]
    assert found(rich, "//table-wrap[@id='tbl-spans']//td/@rowspan") == ["2"]
    assert len(found(rich, "//back/fn-group/fn")) == 1


def test_a_figure_offers_a_drawing_and_pixels(rich: Path) -> None:
    """With the words for whoever sees neither; both files are there."""
    (figure,) = found(rich, "//fig[@id='fig-map']")
    assert [one.tag for one in figure] == ["label", "caption", "alt-text", "alternatives"]
    pictures = [one.get(LINK) for one in figure.iter("graphic")]
    assert pictures == ["out_files/map.svg", "out_files/map.png"]
    assert all((rich.parent / one).is_file() for one in pictures)


def test_a_picture_whose_alternative_text_is_its_caption_has_both(tmp_path: Path) -> None:
    """Pandoc leaves out the one that says what the other does."""
    written = '![Made up](/data-derived/figures/map.png){fig-alt="Made up"}'
    path = finished(tmp_path, written, {"title": "T"})
    assert mistakes(path) == []
    assert [words(one) for one in found(path, "//fig/caption")] == ["Made up"]
    assert found(path, "//fig//alt-text/text()") == ["Made up"]


def test_references_have_their_parts(rich: Path) -> None:
    """Names, sources, pages or the article's number, and the DOI."""
    lamp, well = found(rich, "//ref/element-citation")
    assert lamp.findtext("pub-id[@pub-id-type='doi']") == "10.1234/lamp"
    assert [lamp.findtext(one) for one in ("fpage", "lpage")] == ["1", "2"]
    assert well.findtext("elocation-id") == "e117"
    assert well.find("lpage") is None
    assert not found(rich, "//ref//*[not(node())]")


def test_the_head_of_an_article(rich: Path) -> None:
    """Who wrote it, which article it stands for, what it is, how much it holds."""
    assert len(found(rich, "//contrib[@equal-contrib='yes']")) == 2
    assert found(rich, "//related-article/@ext-link-type") == ["doi"]
    assert words(found(rich, "//related-article")[0]) == "Sample A. Lamps."
    assert words(found(rich, "//alt-title")[0]) == "Synthetic words"
    assert "Synthetic data" in words(found(rich, "//front/notes")[0])
    counts = {one.tag: one.get("count") for one in found(rich, "//counts/*")}
    assert counts == {
        "fig-count": "4",
        "table-count": "4",
        "equation-count": "2",
        "ref-count": "2",
    }


def test_a_licence_of_its_own(rich: Path) -> None:
    """What the licence says, and where it stands."""
    (licence,) = found(rich, "//permissions/license")
    assert licence.get(LINK) == "https://example.org/licence"
    assert words(licence.find("license-p")) == "Synthetic licence."
    assert words(licence[0]) == "https://example.org/licence"


def test_a_licence_by_its_name(tmp_path: Path) -> None:
    """Those of Creative Commons are known by their names, as Quarto knows them."""
    path = finished(tmp_path, "Text.", {"title": "T", "license": "CC BY-NC"})
    (licence,) = found(path, "//permissions/license")
    assert licence.get(LINK) == "https://creativecommons.org/licenses/by-nc/4.0/"
    assert words(licence.find("license-p")) == "CC BY-NC"
    assert mistakes(path) == []


def test_verse_and_boxes(rich: Path) -> None:
    """Lines stay lines; a box has a title."""
    assert [words(one) for one in found(rich, "//verse-line")] == ["line one", "line two"]
    titles = [words(one) for one in found(rich, "//boxed-text/caption/title")]
    assert titles == ["A head", "Light and its keeping"]


def test_a_quotation_keeps_its_language(rich: Path) -> None:
    """A quotation in Arabic is marked as such, with who said it."""
    (quote,) = found(rich, "//disp-quote[@id='quote-arabic']")
    assert quote.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert quote.findtext("attrib") == "synthetic speaker"


def test_finishing_twice_is_finishing_once(rich: Path, tmp_path: Path) -> None:
    """What is finished stays as it is, to the byte."""
    again = tmp_path / "again.xml"
    shutil.copy(rich, again)
    shutil.copytree(rich.parent / "out_files", tmp_path / "out_files")
    finish_jats(again)
    assert again.read_bytes() == rich.read_bytes()
