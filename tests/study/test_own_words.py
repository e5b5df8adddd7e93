"""A study says of itself what it likes, in its own words or in those of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from articles import finished
from jats_tag_sets import mistakes
from jobs import article

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.deriving.tables import Evidence, derive_tables
from themeloom.deriving.values import derive_values
from themeloom.study.excerpts import excerpts
from themeloom.study.model import Corpus
from themeloom.study.store import read_study
from themeloom.weaving.fragments import weave_fragments
from themeloom.weaving.metadata import metadata
from themeloom.weaving.tables import shown_tables

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.study.model import Study

STORE = """study:
  title: A synthetic study
  synthetic: true
  language: LANGUAGE
  authors:
    - name: {given: A, family: Author}
  declaration: None of us has an interest.
  acknowledgements: {text: thanks to all, source: talk}
  setting: A made-up ward.
  collected: {first: 2024-01-08, last: 2024-03-22}
  ethics: "The board of Nowhere agreed (no. 12)."
  funding: Paid by nobody.
  funders: [{name: Made-up Fund, award: E-1}, {name: Another}]
  registration: Not registered.
  data_availability: Transcripts are not public.
  analysis:
    - {who: A. A., did: coded everything, known: a nurse}
    - {who: B. B., did: read along}
sources:
  - {id: talk, title: Talk, kind: talk, access: open, file: talk.txt}
  - {id: one, title: First, kind: interview, access: withheld, group: Interviews}
  - {id: two, title: Second, kind: interview, access: withheld, group: Interviews}
  - {id: more, title: Others, kind: interview, access: withheld, group: Interviews, units: 15}
steps:
  - {id: coding, title: Coding}
earlier_studies:
  - {id: before, title: What came before, reference: key2000, points: [It was so.]}
"""


def _study(folder: Path, language: str = "en-GB") -> Study:
    (folder / "study.yml").write_text(STORE.replace("LANGUAGE", language), encoding="utf-8")
    return read_study(Project(folder))[0]


def test_only_what_names_a_source_is_looked_up_there(tmp_path: Path) -> None:
    """The authors' own words are theirs."""
    found = [(one.kind, one.text) for one in excerpts(_study(tmp_path))]
    assert found == [("acknowledgements", "thanks to all")]


def test_every_statement_is_cited_by_name(tmp_path: Path) -> None:
    """Those that are not given have no name."""
    woven = dict(weave_fragments(_study(tmp_path), ()))
    said = {name: text.replace("\\", "") for name, text in woven.items()}
    assert "The board of Nowhere agreed (no. 12)." in said["study-ethics"]
    assert said["study-funders"] == "Made-up Fund (E-1); Another\n"
    assert "A. A. (a nurse): coded everything" in said["study-analysis"]
    assert {f"study-{one}" for one in ("setting", "registration", "data-availability")} <= set(said)
    assert "study-kicker" not in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-GB", "8 January 2024 – 22 March 2024"),
        ("en-US", "January 8, 2024 – March 22, 2024"),
        ("de", "8. Januar 2024 – 22. März 2024"),
        ("pl", "8 stycznia 2024 – 22 marca 2024"),
    ],
)
def test_days_are_in_the_words_of_the_language(tmp_path: Path, language: str, said: str) -> None:
    """Whatever the language of the study."""
    woven = dict(weave_fragments(_study(tmp_path, language), ()))
    assert woven["study-collected"].replace("\\", "").strip() == said


def test_data_are_not_collected_backwards(tmp_path: Path) -> None:
    """Two days that were turned round are told with their line."""
    (tmp_path / "study.yml").write_text(
        STORE.replace("LANGUAGE", "en").replace("last: 2024-03-22", "last: 2023-03-22"),
        encoding="utf-8",
    )
    with pytest.raises(ThemeloomError, match="before it begins on 2024-01-08") as told:
        read_study(Project(tmp_path))
    assert told.value.line == 10


def test_a_slip_in_a_key_of_a_passage_is_told_with_the_nearest(tmp_path: Path) -> None:
    """What may be words or a passage knows the keys of the passage."""
    store = STORE.replace("LANGUAGE", "en").replace("source: talk}", "sorce: talk}", 1)
    (tmp_path / "study.yml").write_text(store, encoding="utf-8")
    with pytest.raises(ThemeloomError) as told:
        read_study(Project(tmp_path))
    assert 'did you mean "source"' in str(told.value)


def test_sources_of_a_group_are_one_row_and_one_number(tmp_path: Path) -> None:
    """Interviews, 17; columns that nobody fills and tables without rows are not printed."""
    study = _study(tmp_path)
    tables = derive_tables(Evidence(study, Corpus({}), {}))
    shown = {one.id: one.fragment(study, tables) for one in shown_tables(study)}
    assert set(shown) == {"sources", "earlier-studies"}
    rows = [line for line in shown["sources"].splitlines() if line.startswith("|")]
    assert [cell.strip() for cell in rows[-1].strip("|").split("|")] == [
        "Interviews", "interview", "17", "not public",
    ]  # fmt: skip
    assert "Words that state it" not in rows[0]
    assert {one.id: one.number for one in derive_values(study)}["interviews"] == 17


def test_an_article_says_them_by_its_elements(tmp_path: Path) -> None:
    """Money in its group; statements behind the text, whatever the language of their headings."""
    study = _study(tmp_path, "de")
    woven = dict(weave_fragments(study, ()))
    text = "# Ergebnisse\n\nWorte.\n\n# Erklärungen\n"
    headings = {
        "Ethik": "ethics",
        "Interessen": "declaration",
        "Daten": "data-availability",
        "Dank": "acknowledgements",
    }
    for title, name in headings.items():
        text += f"\n## {title}\n\n{woven[f'study-{name}']}\n"
    told = metadata(study)
    front = {key: told[key] for key in ("title", "lang", "funders", "funding-statement")}
    path = finished(tmp_path, text, front)
    assert mistakes(path) == []
    tree = article(path)
    awards = tree.findall("front/article-meta/funding-group/award-group")
    assert [one.findtext("funding-source") for one in awards] == ["Made-up Fund", "Another"]
    assert [one.findtext("award-id") for one in awards] == ["E-1", None]
    assert tree.findtext(".//funding-statement") == "Paid by nobody."
    assert {one.get("sec-type") for one in tree.findall("back//sec")} >= {
        "ethics-statement", "coi-statement", "data-availability",
    }  # fmt: skip
    assert "thanks to all" in "".join(tree.find("back/ack").itertext())


MARKED = {
    "en-GB": "“She said “no.””",
    "fr": "«\u202fShe said “no.”\u202f»",
    "fr-CH": "«She said “no.”»",
    "de-AT": "„She said “no.”“",
    "es": "«She said “no.”»",
    "pl": "„She said “no.””",
    "fi": "”She said “no.””",
    "nl": "“She said “no.””",
}
QUOTING = """themes:
  - id: not
    title: Refusing
    statement: No.
    quotations: [{id: never, text: "She said “no.”", source: talk}]
"""


@pytest.mark.parametrize("language", MARKED)
def test_quotations_stand_between_the_marks_of_the_language(tmp_path: Path, language: str) -> None:
    """Those around them, and none of those within, which are the words of the source."""
    _study(tmp_path, language)
    store = tmp_path / "study.yml"
    store.write_text(store.read_text("utf-8") + QUOTING, encoding="utf-8")
    (told,) = [text for name, text in weave_fragments(read_study(Project(tmp_path))[0], ())
               if name == "quote-never"]  # fmt: skip
    assert MARKED[language] in told.replace("\\", "")
    own = 'settings: {words: {"“{}”": "‹{}›"}}\n'
    store.write_text(store.read_text("utf-8") + own, encoding="utf-8")
    assert read_study(Project(tmp_path))[0].say.quoted("so") == "‹so›"
