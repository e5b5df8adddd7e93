"""Title pages: who wrote it, whom to write to, who did what, and on which day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from articles import finished
from helpers import changed, copied
from helpers import planned as plan
from jats_tag_sets import mistakes
from jobs import article, compiled, page, render, seen

from themeloom.core.errors import ThemeloomError
from themeloom.finished.pdf import page_texts
from themeloom.study.store import read_study
from themeloom.weaving.metadata import metadata

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

PEOPLE: dict[str, Any] = {
    "title": "T",
    "lang": "en-GB",
    "author": [
        {
            "name": "Ada Sample",
            "email": "ada\\@example.org",
            "equal-contributor": True,
            "corresponding": True,
            "roles": [{"conceptualization": "lead"}, "formal analysis"],
            "affiliations": [{"ref": "north"}],
        },
        {
            "name": "Bo Sample",
            "email": "bo\\@example.org",
            "attributes": {"equal-contributor": True, "corresponding": True},
            "degrees": ["PhD", "RN"],
            "roles": ["making tea", "writing - review & editing"],
        },
        {"name": "Cy Sample", "corresponding": True},
        {"name": "Di Sample", "corresponding": "1 Made-up Street, Nowhere"},
        {"name": "Ed Sample", "corresponding": False, "degrees": "MSc"},
    ],
    "affiliations": [{"id": "north", "name": "North University"}],
}


@pytest.mark.parametrize("to", ["html", "docx", "pptx"])
def test_everybody_to_write_to_has_name_and_address(tmp_path: Path, to: str) -> None:
    """Of several corresponding authors none loses name or address, and equal shares are said."""
    text = re.sub(r"\s+", "", seen(render(tmp_path, "## S\n\nText", to, PEOPLE)))
    assert (
        "*Correspondingauthors:AdaSample,ada@example.org;BoSample,bo@example.org;"
        "CySample;DiSample,1Made-upStreet,Nowhere"
    ) in text
    for words in ("AdaSample1,*,†", "BoSamplePhDRN*,†", "CySample*", "DiSample*", "EdSampleMSc"):
        assert words in text
    assert "†Theseauthorscontributedequally." in text
    if to != "pptx":
        assert (
            "Contributions:AdaSample:conceptualization(lead),formalanalysis;"
            "BoSample:makingtea,writing-review&editing"
        ) in text


def test_a_pdf_names_whom_to_write_to(tmp_path: Path) -> None:
    """Typst's page says the same as Word's."""
    pdf = compiled(render(tmp_path, "Text", "pdf", PEOPLE))
    text = re.sub(r"\s+", "", " ".join(page_texts(pdf)))
    for words in (
        "AdaSample1,*,†,BoSamplePhDRN*,†,CySample*,DiSample*,EdSampleMSc",
        "†Theseauthorscontributedequally.",
        "*AdaSample,ada@example.org*BoSample,bo@example.org*CySample"
        "*DiSample,1Made-upStreet,Nowhere",
        "AdaSample:conceptualization(lead),formalanalysis;BoSample:makingtea,",
    ):
        assert words in text


def test_an_article_says_it_by_its_elements(tmp_path: Path) -> None:
    """JATS has a note for equal shares, an address for each, and the roles of CRediT as such."""
    path = finished(tmp_path, "Text", PEOPLE)
    # Publishing 1.1, which is at hand, has no vocabularies yet; 1.2 has.
    assert [one for one in mistakes(path) if not one.endswith("of element role")] == []
    meta = article(path).find("front/article-meta")
    people = meta.findall("contrib-group/contrib")
    assert [one.get("corresp") for one in people] == ["yes"] * 4 + [None]
    assert [one.get("equal-contrib") for one in people] == ["yes"] * 2 + [None] * 3
    assert [one.findtext("degrees") for one in people] == [None, "PhD, RN", None, None, "MSc"]
    assert [" ".join(one.itertext()) for one in meta.iterfind("author-notes/corresp")] == [
        "* Corresponding author: Ada Sample,  ada@example.org",
        "* Corresponding author: Bo Sample,  bo@example.org",
        "* Corresponding author: Cy Sample",
        "* Corresponding author: Di Sample, 1 Made-up Street, Nowhere",
    ]
    note = meta.find("author-notes/fn[@fn-type='equal']")
    assert "".join(note.itertext()) == "† These authors contributed equally."
    rids = [ref.get("rid") for ref in meta.iter("xref") if ref.get("ref-type") == "fn"]
    assert rids == [note.get("id")] * 2
    roles = [(r.text, r.get("vocab-term"), r.get("degree-contribution")) for r in meta.iter("role")]
    assert roles == [
        ("conceptualization", "Conceptualization", "lead"),
        ("formal analysis", "Formal analysis", None),
        ("making tea", None, None),
        ("writing - review & editing", "Writing – review & editing", None),
    ]
    assert people[1].findall("role")[1].get("vocab-term-identifier") == (
        "https://credit.niso.org/contributor-roles/writing-review-editing/"
    )


def _many(count: int, **front: Any) -> dict[str, Any]:  # noqa: ANN401 - metadata
    """So many authors, each at a place of their own; the third is to be written to."""
    names = [f"Author{chr(65 + n // 26)}{chr(97 + n % 26)} Sample" for n in range(count)]
    authors = [{"name": name, "affiliations": [{"name": f"Place {name[6:8]}"}]} for name in names]
    authors[-3] |= {"corresponding": True, "email": "third\\@example.org"}
    return {"title": "T", "lang": "en-GB", "author": authors, **front}


@pytest.mark.parametrize("to", ["revealjs", "pptx"])
def test_of_many_authors_a_deck_shows_some_and_says_how_many_others(
    tmp_path: Path, to: str
) -> None:
    """The first, the last, whoever is to be written to; places are those of the shown."""
    text = seen(render(tmp_path, "## S\n\nText", to, _many(40)))
    for shown in ("AuthorAa", "AuthorAg", "AuthorBl", "AuthorBn", "and 31 others"):
        assert shown in text
    assert "AuthorAi" not in text
    assert "Place Bn" in text
    assert "Place Ai" not in text


def test_a_paper_and_twelve_authors_are_never_shortened(tmp_path: Path) -> None:
    """Nobody is left out of an article's page."""
    paper = seen(render(tmp_path, "Text", "html", _many(40)))
    assert all(f"Author{one}" in paper for one in ("Aa", "Ai", "Bn"))
    deck = seen(render(tmp_path, "## S\n\nText", "revealjs", _many(12)))
    assert "others" not in deck


def test_a_document_says_how_many_authors_it_shows(tmp_path: Path) -> None:
    """A number, or all of them; nothing else."""
    front = {"authors-shown": "all"}
    assert "others" not in seen(render(tmp_path, "## S\n\nText", "revealjs", _many(40, **front)))
    front = {"authors-shown": "3"}
    text = seen(render(tmp_path, "## S\n\nText", "revealjs", _many(5, **front, lang="de")))
    assert "und 2 weitere" not in text  # the first two, the last, and the one to write to
    assert "AuthorAd" in text
    with pytest.raises(ThemeloomError, match="authors-shown: few is no number"):
        render(tmp_path, "## S\n\nText", "revealjs", _many(40, **{"authors-shown": "few"}))


@pytest.mark.parametrize("to", ["html", "revealjs", "docx", "jats"])
def test_html_in_a_name_is_text(tmp_path: Path, to: str) -> None:
    """What an author writes into a title page's names runs nowhere and is lost nowhere."""
    hostile = "x <img src=q onerror=alert(1)> y"
    front = {
        "title": f"Title {hostile}",
        "keywords": [f"Key {hostile}", 'a "b" c'],
        "author": [
            {
                "name": f"Ada {hostile} Sample",
                "degrees": f"D {hostile}",
                "email": f"ada\\@example.org {hostile}",
                "affiliations": [{"name": f"Institute {hostile}", "city": f"City {hostile}"}],
                "corresponding": f"Street {hostile}",
            },
            {"name": "[Bo Sample](javascript:alert)"},
        ],
    }
    output = render(tmp_path, "## S\n\nText", to, front)
    text = seen(output)
    assert f"Title {hostile}" in text
    assert f"Institute {hostile}, City {hostile}" in text
    for part in ("Ada", "Bo", hostile):
        assert part in text
    if output.suffix == ".html":
        found = page(output)
        assert not found.xpath("//img | //*[@onerror] | //a[contains(@href, 'javascript')]")
        for keywords in found.xpath("//meta[@name='keywords']/@content"):
            assert keywords == f"Key {hostile}, a “b” c"


def test_the_store_has_fields_for_all_of_it(tmp_path: Path) -> None:
    """What is written of authors in study.yml reaches the metadata as Quarto spells it."""
    project = copied("explorer-synthetic", tmp_path)
    changed(
        project.study,
        "{given: Synthia, family: Madeup}",
        "{given: Synthia, family: Madeup}\n"
        "      corresponding: Made-up Street 1\n"
        "      equal_contributor: true\n"
        "      degrees: [PhD]\n"
        "      roles: [software, {validation: lead}]\n"
        "    - {name: {given: Bo, family: Bewley}, equal_contributor: true}",
    )
    author = metadata(read_study(project)[0])["author"][0]
    assert author["corresponding"] == "Made-up Street 1"
    assert author["equal-contributor"] is True
    assert (author["degrees"], author["roles"]) == (
        ["PhD"],
        ["software", {"validation": "lead"}],
    )


def test_nobody_contributes_equally_alone(tmp_path: Path) -> None:
    """One mark that means nothing is a mark forgotten elsewhere."""
    project = copied("explorer-synthetic", tmp_path)
    name = "{given: Synthia, family: Madeup}"
    changed(project.study, name, f"{name}\n      equal_contributor: true")
    with pytest.raises(ThemeloomError, match="only this author"):
        read_study(project)


@pytest.mark.parametrize(
    ("written", "language", "day", "shown"),
    [
        ("3/4/2026", "en-GB", "2026-04-03", "3 April 2026"),
        ("3/4/2026", "en-US", "2026-03-04", "March 4, 2026"),
        ("12.11.2026", "de", "2026-11-12", "12. November 2026"),
        ("12-11-2026", "en-GB", "2026-11-12", "12 November 2026"),
        ("13/4/2026", "en", "2026-04-13", "April 13, 2026"),
        ("4/4/2026", "en", "2026-04-04", "April 4, 2026"),
        ("12 November 2026", "en", "2026-11-12", "12 November 2026"),
        ("12th of Nov. 2026", "en", "2026-11-12", "12th of Nov. 2026"),
        ("November 12, 2026", "en-US", "2026-11-12", "November 12, 2026"),
        ("1er août 2026", "fr", "2026-08-01", "1er août 2026"),
        ("2026-11-12", "en-GB", "2026-11-12", "12 November 2026"),
        ("2026/11/12", "pl", "2026-11-12", "12 listopada 2026"),
        ("2026-11", "en", "2026-11", "2026-11"),
        ("November 2026", "en", "2026-11", "November 2026"),
        (2026, "en", "2026", "2026"),
    ],
)
def test_page_and_article_have_the_same_day(
    ready: Project, tmp_path: Path, written: str, language: str, day: str, shown: str
) -> None:
    """Numbers by the document's language and in its words; what the author put in words stays."""
    (output,) = planned(ready, f"date: {written}\nlang: {language}", "jats")
    data = {key: output.metadata[key] for key in ("date", "date-iso", "lang")}
    path = finished(tmp_path, "Text", {"title": "T", **data})
    assert mistakes(path) == []
    date = article(path).find("front/article-meta/pub-date")
    assert date.get("iso-8601-date") == day
    parts = (date.findtext(one) for one in ("year", "month", "day"))
    assert "-".join(part for part in parts if part) == day
    seen_there = page(render(tmp_path, "Text", "html", {"title": "T", **data}))
    said = seen_there.find(".//p[@class='date']").text_content()
    assert said.replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("written", "language", "message"),
    [
        ("3/4/2026", "en", "the date “3/4/2026” can be two days in the language en"),
        ("today", "en-GB", "the date “today” would be another day at every rendering"),
        ("last-modified", "en-GB", "the date “last-modified” would be another day"),
        ("31/2/2026", "en-GB", "there is no day “31/2/2026”"),
        ("3/4/26", "en-GB", "the date “3/4/26” is no day that can be told"),
        ("soon", "en-GB", "the date “soon” is no day that can be told"),
        ("[2026, 11]", "en-GB", "date: is not a day"),
    ],
)
def test_a_date_that_is_no_day_is_refused(
    ready: Project, written: str, language: str, message: str
) -> None:
    """With its line and a way to write it that is the same everywhere."""
    with pytest.raises(ThemeloomError) as caught:
        planned(ready, f"lang: {language}\ndate: {written}", "jats")
    assert caught.value.message.startswith(message)
    assert "2026-11-12" in caught.value.hint
    if written != "[2026, 11]":
        assert (caught.value.file, caught.value.line) == ("manuscript/paper.qmd", 3)


ADDRESS = """author:
  - name: Ada Sample
    url: https://example.org/ada
    corresponding: 1 Lamp Row
    phone: "+00 123"
    affiliations:
      - name: University of Samples
        group: River Group
        department: School of Lamps
        address: 12 Lantern Way
        city: Sampleton
        state: North Shire
        postal-code: AB1
        country: Nowhere
        affiliation-url: https://example.org/samples
        ror: https://ror.org/000000001
"""


@pytest.mark.parametrize("to", ["html", "docx", "jats", "pdf", "revealjs", "pptx"])
def test_a_whole_address_stands_in_the_title_block(tmp_path: Path, to: str) -> None:
    """Each part that Quarto knows of an affiliation, in one order everywhere."""
    metadata = {"title": "T", **yaml.safe_load(ADDRESS)}
    path = render(tmp_path, "## S\n\nText", to, metadata)
    said = "".join(re.sub(r'#link\("([^"]+)"\)|\\', r"\1", seen(path)).split())
    if to == "jats":
        wrapped = article(path).find(".//aff/institution-wrap")
        assert wrapped.findtext("institution-id") == "https://ror.org/000000001"
        assert mistakes(finished(tmp_path, "Text", metadata)) == []
        said = said.replace("https://ror.org/000000001", "")
    line = (
        "RiverGroup,SchoolofLamps,UniversityofSamples,12LanternWay,Sampleton,NorthShireAB1,"
        "Nowhere,https://example.org/samples"
    )
    assert line in said
    assert "1LampRow" in said
    assert "+00123" in said


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("note: Died in May", 'what "note" says of an author would be shown in no output'),
        ("attributes: {deceased: true}", 'what "deceased" says of an author would be shown'),
        ("emial: a@example.org", '"emial" is not a key of an author'),
        ("affiliation: {name: N, departement: D}", '"departement" is not a key of an affiliation'),
    ],
)
def test_what_no_title_block_shows_of_people_is_told(
    ready: Project, wrong: str, message: str
) -> None:
    """With its line and a remedy, whoever renders."""
    with pytest.raises(ThemeloomError) as caught:
        planned(ready, f"author:\n  - name: Ada Sample\n    {wrong}", "themeloom-jats")
    assert caught.value.message.startswith(message)
    assert (caught.value.file, caught.value.line) == ("manuscript/paper.qmd", 4)
    assert caught.value.hint


@pytest.mark.parametrize("to", ["html", "docx", "pdf", "revealjs", "pptx", "slides-pdf"])
def test_every_title_page_has_its_day_once(tmp_path: Path, to: str) -> None:
    """Slides too, whatever sets them."""
    metadata = {"title": "T", "author": ["Ada Sample"], "date": "12 May 2026"}
    said = seen(render(tmp_path, "## S\n\nText", to, metadata))
    # The words of a Word file are read once for each element around them.
    assert said.count("12 May 2026") == said.count("Text")


@pytest.mark.parametrize(
    ("written", "form", "language", "day", "shown"),
    [
        ("2026-11-03", "long", "en-GB", "2026-11-03", "3 November 2026"),
        ("3 November 2026", "full", "de", "2026-11-03", "Dienstag, 3. November 2026"),
        ("2026-11-03", "medium", "en-US", "2026-11-03", "Nov 3, 2026"),
        ("2026-11-03", "short", "fr", "2026-11-03", "03/11/2026"),
        ("2026-11-03", "iso", "uk", "2026-11-03", "2026-11-03"),
        ("2026-11-03", '"D MMMM YYYY"', "pl", "2026-11-03", "3 listopada 2026"),
        ("2026-11", "MMMM YYYY", "pl", "2026-11", "listopad 2026"),
        ("2026", "YYYY", "en", "2026", "2026"),
        ("2026-11-03", "dddd, MMM Do, YYYY", "en", "2026-11-03", "Tuesday, Nov 3rd, 2026"),
        ("2026-11-03", '"[le] D MMMM YYYY"', "fr", "2026-11-03", "le 3 novembre 2026"),
    ],
)
def test_a_day_is_shown_as_its_format_wants(
    ready: Project, written: str, form: str, language: str, day: str, shown: str
) -> None:
    """Quarto's named ways and its patterns, in the document's language; JATS keeps the day."""
    front = f"date: {written}\ndate-format: {form}\nlang: {language}"
    (output,) = planned(ready, front, "jats")
    assert output.metadata["date-iso"] == day
    assert output.metadata["date"].replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("written", "form", "message", "hint"),
    [
        ("2026-11-03", '"%d %B %Y"', "Quarto reads no % in", "write date-format: DD MMMM YYYY"),
        ("2026-11-03", "D de MMMM", "“de” in date-format: D de MMMM", "[words] within brackets"),
        ("2026-11-03", "YYYY HH:mm", "“HH” in date-format:", "D MMMM YYYY"),
        ("2026-11", "long", "date-format: long shows a day, and date: names none", "take a day"),
        ("2026", "MMMM YYYY", "date-format: MMMM YYYY shows a month", "take a month out"),
        ("2026-11-03", "[iso]", "date-format: is no text", "write full, long"),
    ],
)
def test_a_format_that_no_day_has_is_refused(
    ready: Project, written: str, form: str, message: str, hint: str
) -> None:
    """With its line, and in Quarto's patterns what was written in those of C and R."""
    with pytest.raises(ThemeloomError) as caught:
        planned(ready, f"date: {written}\ndate-format: {form}\nlang: en", "jats")
    assert caught.value.message.startswith(message)
    assert hint in caught.value.hint
    assert (caught.value.file, caught.value.line) == ("manuscript/paper.qmd", 3)


def planned(project: Project, front: str, to: str) -> Any:  # noqa: ANN401 - outputs
    """The outputs of a paper with this front matter."""
    text = f"---\n{front}\ntitle: T\nformat:\n  {to}: default\n---\n\nText.\n"
    (project.root / "manuscript" / "paper.qmd").write_text(text, encoding="utf-8")
    return plan(project, ["paper"], [to])
