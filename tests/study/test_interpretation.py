"""Themes within themes, relations, questions, frameworks: what the store takes and refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers import changed, copied

from themeloom.checking.context import Context
from themeloom.checking.run import check
from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.deriving.tables import Evidence, derive_tables
from themeloom.deriving.values import derive_values
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from pathlib import Path

#: What the synthetic study gets beside its two themes.
_THEMES = """\
  - id: doors
    title: Doors
    statement: Doors were spoken of as well.
    constructs: [social-influences]
    subthemes:
      - id: doors-watched
        title: Watching the door
        statement: Somebody always looks at it.
        quotations:
          - {id: door, text: more than I watch the door, source: talk, counter_example: true}
"""
_REST = """
questions:
  - {id: how, text: How do people wait?, answered_by: [waiting, doors-watched]}
frameworks: [{id: tdf}]
relations:
  - {theme: waiting, relation: leads to, other: doors-watched, because: The clock comes first.}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A synthetic study with one of everything."""
    project = copied("store-synthetic", tmp_path)
    changed(project.study, "  - id: chairs\n", f"{_THEMES}  - id: chairs\n")
    changed(project.study, "{theme: waiting,", "{theme: doors-watched,")
    text = project.study.read_text(encoding="utf-8")
    project.study.write_text(text + _REST, encoding="utf-8")
    return Project(project.root)


def test_quotations_of_subthemes_are_quotations(project: Project) -> None:
    """Whatever counts quotations counts them, and implications that rest on a subtheme."""
    study, _ = read_study(project)
    theme = next(one for one in study.themes if one.id == "doors")
    assert [quote.id for _, quote in study.quotations] == ["clock", "door"]
    assert [quote.id for quote in theme.evidence] == ["door"]
    assert study.theme_of(theme.evidence[0]).id == "doors-watched"
    assert [item.id for item in study.resting_on(theme)] == ["sooner"]
    assert study.threads["doors-watched"] == study.threads["doors"] == 2
    values = {one.id: one.number for one in derive_values(study)}
    assert (values["quotations"], values["subthemes"], values["counter-examples"]) == (2, 1, 1)


def test_quotations_of_subthemes_are_verified(project: Project) -> None:
    """A word that is not in the source is found under a subtheme too, with its line."""
    changed(project.study, "more than I watch the door", "more than I watch the floor")
    found = check(Context.begin(Project(project.root))).findings
    line = 1 + project.study.read_text(encoding="utf-8").split("id: door,")[0].count("\n")
    assert ("verbatim-near", line) in {(one.kind, one.line) for one in found}


def test_tables_tell_of_it_all(project: Project) -> None:
    """Each row says what belongs to which theme; what a study lacks has no table."""
    context = Context.begin(project)
    tables = derive_tables(Evidence(context.study, context.corpus, context.found))
    rows = {name: table.records() for name, table in tables.items()}
    assert [row["quotations"] for row in rows["subthemes"]] == [1]
    assert [row["subtheme"] or "" for row in rows["quotations"]] == ["", "doors-watched"]
    assert [row["counter_example"] or "" for row in rows["quotations"]] == ["", "yes"]
    assert [row["themes"] for row in rows["implications"]] == ["doors"]
    assert [row["subthemes"] for row in rows["implications"]] == ["doors-watched"]
    named = {row["construct"]: (row["themes"], row["quotations"]) for row in rows["constructs"]}
    assert named["social-influences"] == ("doors", 1)
    assert [row["because"] for row in rows["relations"]] == ["The clock comes first."]
    assert [row["themes"] for row in rows["questions"]] == ["waiting;doors-watched"]
    bare = Context.begin(copied("store-synthetic", project.root / "bare"))
    tables = derive_tables(Evidence(bare.study, bare.corpus, bare.found))
    assert {"subthemes", "relations", "questions", "constructs"}.isdisjoint(tables)


MISTAKES = {
    "unknown theme of a relation": (
        "other: doors-watched",
        "other: doors-wached",
        'there is no theme "doors-wached"\n  hint: did you mean "doors-watched"?',
    ),
    "unknown theme of a question": (
        "answered_by: [waiting,",
        "answered_by: [wating,",
        'there is no theme "wating"\n  hint: did you mean "waiting"?',
    ),
    "unknown construct": (
        "constructs: [social-influences]",
        "constructs: [social-influence]",
        'there is no construct "social-influence"\n  hint: did you mean "social-influences"?',
    ),
    "unknown framework": (
        "frameworks: [{id: tdf}]",
        "frameworks: [{id: tdff}]",
        'nothing is known of the framework "tdff"\n  hint: did you mean "tdf"? or give its title',
    ),
    "related to itself": (
        "theme: waiting, relation",
        "theme: doors-watched, relation",
        '"doors-watched" cannot be related to itself\n  hint: name the other theme',
    ),
    "part of each other": (
        "theme: waiting, relation: leads to, other: doors-watched",
        "theme: doors, relation: is part of, other: doors-watched",
        '"doors-watched" is part of "doors" already: each would be part of the other\n',
    ),
    "part of it already": (
        "theme: waiting, relation: leads to, other: doors-watched",
        "theme: doors-watched, relation: is part of, other: doors",
        '"doors-watched" stands under "doors" and so is part of it already\n',
    ),
    "three levels": (
        "        statement: Somebody always looks at it.\n",
        "        statement: Somebody always looks at it.\n        subthemes: []\n",
        'has no key "subthemes"\n  hint: themes and their subthemes are all the levels',
    ),
    "an id twice": (
        "id: doors-watched\n",
        "id: doors\n",
        'the theme "doors" is there twice: here and on line',
    ),
    "an unknown key": (
        "counter_example: true",
        "counterexample: true",
        'has no key "counterexample"\n  hint: did you mean "counter_example"?',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_in_the_interpretation(project: Project, name: str) -> None:
    """The message names the line, the value and the remedy."""
    old, new, message = MISTAKES[name]
    changed(project.study, old, new)
    with pytest.raises(ThemeloomError) as caught:
        read_study(Project(project.root))
    assert message in str(caught.value)
    assert str(caught.value).startswith("study.yml:")


def test_what_is_said_of_themes_is_borne_out(project: Project) -> None:
    """Bare subthemes, questions without answer and words quoted twice are told."""
    changed(project.study, "answered_by: [waiting, doors-watched]", "answered_by: []")
    changed(
        project.study,
        "        quotations:\n          - {id: door,",
        "      - {id: doors-shut, title: Shut doors, statement: They were shut.}\n"
        "      - id: doors-again\n        title: Doors again\n        quotations:\n"
        "          - {id: door-again, text: more than I watch the door, source: talk}\n"
        "      - id: doors-open\n        title: Open doors\n        quotations:\n"
        "          - {id: door,",
    )
    found = {one.kind for one in check(Context.begin(Project(project.root))).findings}
    assert {"subtheme-without-evidence", "question-unanswered", "quotation-twice"} <= found
