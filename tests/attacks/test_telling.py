"""Prose and tables that contradict the data, or tell what derived tables hide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers import copied, looked_at
from marked import lines

from themeloom.checking.agreement import check_themes
from themeloom.checking.counted import Reading, check_typed_numbers, nouns_of
from themeloom.checking.disclosure import check_attributions, check_small_cells
from themeloom.checking.told import check_told_counts
from themeloom.deriving.participants import HIDDEN, shown_counts

if TYPE_CHECKING:
    from themeloom.core.project import Project

_HERE = Path(__file__).parent
_SHARE = 0.8
#: What the study of agreement/ counts.
_COUNTS = {"themes": 4, "quotations": 9, "implications": 2, "participants": 10, "interviews": 3}
#: What people are in the study of disclosure/: how many of each role and sex.
_PEOPLE = {
    ("consultant", "female"): 3,
    ("nurse", "female"): 5,
    ("nurse", "male"): 2,
    ("peer worker", "female"): 3,
    ("peer worker", "male"): 3,
}


def _reading(language: str = "en-GB") -> Reading:
    return Reading(language, nouns_of(_COUNTS, language))


def _contradicts(line: str, language: str = "en-GB") -> bool:
    return any(said.kind != "number-typed" for said in _reading(language).of(line))


def test_one_is_an_article_in_other_languages_than_english() -> None:
    """Nothing is said of “un thème”; of the number in figures, and of one theme, it is."""
    said = {"fr": "Un thème montre", "de": "Ein Thema zeigt", "en": "One theme shows"}
    told = {
        language: [
            one.kind for one in Reading(language, nouns_of({"themes": 1}, language)).of(line)
        ]
        for language, line in said.items()
    }
    assert told == {"fr": [], "de": [], "en": ["number-typed"]}


def test_four_in_five_contradictions_are_found() -> None:
    """Numbers in words, in brackets, as dozens, shares and percentages, in tables' cells."""
    told = lines(_HERE / "agreement" / "contradictions.md")
    missed = [line for line in told if not _contradicts(line)]
    assert len(missed) <= (1 - _SHARE) * len(told), missed


@pytest.mark.parametrize("line", lines(_HERE / "agreement" / "controls.md"))
def test_what_agrees_is_let_through(line: str) -> None:
    """Some of them, others, shares that there can be, and other things are no contradictions."""
    assert not _contradicts(line)


OTHERS = {
    "de": ("Wir führten fünf Interviews.", "Zwei der drei Interviews waren kurz."),
    "fr": ("Nous avons mené cinq entretiens.", "Deux des trois entretiens étaient courts."),
    "es": ("Hicimos cinco entrevistas.", "Dos de las tres entrevistas eran cortas."),
    "it": ("Abbiamo fatto cinque interviste.", "Due delle tre interviste erano brevi."),
    "nl": ("Wij hielden vijf interviews.", "Twee van de drie interviews waren kort."),
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages(language: str) -> None:
    """Where the study is in another language, its words are read."""
    wrong, right = OTHERS[language]
    assert _contradicts(wrong, language)
    assert not _contradicts(right, language)


def _take_part(project: Project, kinds: dict[tuple[str, str], int]) -> None:
    """Let so many people of each role and sex take part."""
    text = project.study.read_text(encoding="utf-8")
    begin, end = text.index("participants:\n"), text.index("\nthemes:")
    people = [one for one, count in kinds.items() for _ in range(count)]
    rows = "".join(
        f"  - {{id: p{n:02}, attributes: {{role: {role}, sex: {sex}}}}}\n"
        for n, (role, sex) in enumerate(people, 1)
    )
    text = f"{text[:begin]}participants:\n{rows}{text[end:]}"
    project.study.write_text(text.replace(", worker\n", "\n"), encoding="utf-8")


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """A study with sixteen participants."""
    project = copied("leaky-clean", tmp_path)
    _take_part(project, _PEOPLE)
    paper = project.root / "manuscript" / "synthetic-paper.qmd"
    said = paper.read_text(encoding="utf-8")
    at, behind = said.index("| Role "), said.index("# Results")
    paper.write_text(f"{said[:at]}HERE\n\n{said[behind:]}", encoding="utf-8")
    return project


def _kinds(project: Project, line: str) -> list[str]:
    paper = project.root / "manuscript" / "synthetic-paper.qmd"
    said = paper.read_text(encoding="utf-8")
    typed = f"| Role | Participants |\n| --- | ---: |\n{line}" if line[0] == "|" else line
    paper.write_text(said.replace("HERE", typed), encoding="utf-8")
    context = looked_at(project, derived_now=True)
    checks = (check_small_cells, check_told_counts, check_typed_numbers)
    found = [one.kind for check in checks for one in check(context)]
    paper.write_text(said, encoding="utf-8")
    return [kind for kind in found if kind.startswith("disclosure")]


def test_small_counts_in_words_and_tables(study: Project) -> None:
    """Four in five of the sentences and tables that tell a small count are found."""
    told = lines(_HERE / "disclosure" / "told.md")
    missed = [line for line in told if not _kinds(study, line)]
    assert len(missed) <= (1 - _SHARE) * len(told), missed


def test_vague_words_tell_nothing(study: Project) -> None:
    """A few, fewer than five, and numbers of other things are let through."""
    told = lines(_HERE / "disclosure" / "vague.md")
    assert [line for line in told if _kinds(study, line)] == []


def test_a_count_that_is_hidden_for_another_is_not_told_either(study: Project) -> None:
    """What the table hides only to keep a smaller count hidden gives that one back."""
    context = looked_at(study, derived_now=True)
    hidden = {
        value: cell
        for (name, value), cell in (
            (*key, cell) for key, cell in shown_counts(context.study).items() if len(key) == 1
        )
        if name == "role"
    }
    large = next(one for one, cell in hidden.items() if cell == HIDDEN and one != "consultant")
    count = {"nurse": "seven", "peer worker": "six"}[large]
    assert _kinds(study, f"The sample included {count} {large}s.") == ["disclosure-told"]


def test_typed_tables_joined_with_the_derived_one(study: Project) -> None:
    """Women in one table, men in another: each tells little, both give a hidden count back."""
    kinds = {("consultant", "female"): 3, ("nurse", "female"): 8, ("nurse", "male"): 6}
    _take_part(study, {**kinds, ("peer worker", "female"): 6, ("peer worker", "male"): 6})
    women = "| Role | female |\n| --- | ---: |\n| peer worker | 6 |\n\n"
    paper = study.root / "manuscript" / "synthetic-paper.qmd"
    said = paper.read_text(encoding="utf-8")
    for typed, kinds_found in (
        (women, []),
        (women + women.replace("female", "male"), ["disclosure-recoverable"]),
    ):
        paper.write_text(said.replace("HERE", typed), encoding="utf-8")
        found = list(check_small_cells(looked_at(study, derived_now=True)))
        assert [one.kind for one in found] == kinds_found


def test_what_a_participant_is_called_in_several_places(study: Project) -> None:
    """Role in one sentence and sex in the next, a row of a table: joined, they single out."""
    paper = study.root / "manuscript" / "synthetic-paper.qmd"
    said = paper.read_text(encoding="utf-8")
    sentence = "P09 is a nurse. He laughed as men do there."
    for typed in (sentence, "| P | R | S |\n| --- | --- | --- |\n| P09 | nurse | man |"):
        paper.write_text(said.replace("HERE", typed), encoding="utf-8")
        text = study.study.read_text(encoding="utf-8")
        wanted = "settings:\n  disclosure: {anonymity: 3}\n"
        study.study.write_text(text.replace("settings:\n", wanted, 1), encoding="utf-8")
        found = list(check_attributions(looked_at(study, derived_now=True)))
        assert any("(role, sex) fits 2 of 16" in one.message for one in found)
        study.study.write_text(text, encoding="utf-8")


TITLES = {
    "turned round": ("## The work of waiting", ["theme-wording"]),
    "paraphrased": ("## Working at waiting", ["theme-wording"]),
    "an item": ("- The work of waiting: it is hard", ["theme-wording"]),
    "another order": (
        "We found three themes: Waiting as work, Those who keep the room, and What chairs say.",
        ["theme-order"],
    ),
    "as it is": (
        "We found three themes: Waiting as work, What chairs say, and Those who keep the room.",
        [],
    ),
    "another heading": ("## Waiting times", []),
}


@pytest.mark.parametrize(("typed", "kinds"), TITLES.values(), ids=TITLES.keys())
def test_titles_in_other_words(study: Project, typed: str, kinds: list[str]) -> None:
    """A title that is turned round, paraphrased or out of order is told; others are not."""
    paper = study.root / "manuscript" / "synthetic-paper.qmd"
    said = paper.read_text(encoding="utf-8")
    paper.write_text(said.replace("HERE", typed), encoding="utf-8")
    found = [one.kind for one in check_themes(looked_at(study, derived_now=True))]
    assert found == kinds
