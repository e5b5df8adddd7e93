"""Quotations in another language: the original is looked up, both can be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.checking.context import Context
from themeloom.checking.run import check, facts
from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.study.store import read_study
from themeloom.weaving.fragments import weave_fragments

if TYPE_CHECKING:
    from pathlib import Path

SAID = "Czekałam trzy godziny i nikt nie powiedział ani słowa."
MEANT = "I waited three hours and nobody said a word."
STORE = f"""study:
  title: A synthetic study
  synthetic: true
  authors:
    - name: {{given: A, family: Author}}
sources:
  - {{id: talk, title: Talk, kind: interview, access: open, file: talk.txt}}
themes:
  - id: waiting
    title: Waiting
    statement: They wait.
    quotations:
      - id: waited
        text: {SAID}
        language: pl
        source: talk
        participant: p01
        translation: {{text: {MEANT}, by: B. Bewley}}
"""


def _project(folder: Path, store: str = STORE) -> Project:
    (folder / "data-raw").mkdir(exist_ok=True)
    (folder / "data-raw/talk.txt").write_text(f"INT: Jak było?\nP01: {SAID}\n", encoding="utf-8")
    (folder / "study.yml").write_text(store, encoding="utf-8")
    configuration = "project: {render: [paper.qmd]}\n"
    (folder / "_quarto.yml").write_text(configuration, encoding="utf-8")
    (folder / "paper.qmd").write_text("Words.\n", encoding="utf-8")
    return Project(folder)


def _woven(folder: Path, store: str = STORE) -> dict[str, str]:
    study, _ = read_study(_project(folder, store))
    return dict(weave_fragments(study, ()))


def test_the_translation_is_printed_and_the_original_looked_up(tmp_path: Path) -> None:
    """Nothing is found, and it is told which of the two was compared with a source."""
    context = Context.begin(_project(tmp_path))
    found = [one.kind for one in check(context).findings if one.kind.startswith("verbatim")]
    assert found == []
    told = " ".join(facts(context))
    assert "1 of 1 passage of the store verified" in told
    assert "1 quotation is translated, by B. Bewley" in told
    assert "the translations were compared with nothing" in told


def test_a_word_of_the_original_that_was_not_said_is_found(tmp_path: Path) -> None:
    """The translation may stay as it is."""
    store = STORE.replace("trzy", "cztery")
    context = Context.begin(_project(tmp_path, store))
    assert "verbatim-near" in {one.kind for one in check(context).findings}


@pytest.mark.parametrize("where", ["original", "translation"])
def test_identity_is_checked_in_both(tmp_path: Path, where: str) -> None:
    """An address in the words of either language."""
    words = {"original": SAID, "translation": MEANT}[where]
    store = STORE.replace(words, f"{words} ada.nowak@example.net")
    context = Context.begin(_project(tmp_path, store))
    assert "identity-email" in {one.kind for one in check(context).findings}


def test_the_study_and_a_document_choose_what_is_printed(tmp_path: Path) -> None:
    """The translation with who made it, the original without, or both, each with its language."""
    woven = _woven(tmp_path)
    assert woven["quote-waited"] == woven["quote-waited--translation"]
    assert MEANT.rstrip(".") in woven["quote-waited"]
    assert "translated by B. Bewley" in woven["quote-waited"].replace("\\", "")
    original = woven["quote-waited--original"]
    assert SAID in original
    assert 'lang="pl"' in original
    assert "translated" not in original
    both = woven["quote-waited--both"]
    assert both.index(MEANT) < both.index(SAID)
    assert '.original lang="pl"' in both
    chosen = _woven(tmp_path, STORE + "settings: {quotations: {wording: both}}\n")
    assert chosen["quote-waited"] == both


def test_who_translated_is_said_in_the_language_of_the_study(tmp_path: Path) -> None:
    """A German article says it in German."""
    german = STORE.replace("  synthetic: true", "  synthetic: true\n  language: de")
    assert "übersetzt von" in _woven(tmp_path, german)["quote-waited"]


def test_what_a_translation_needs_is_told_at_once(tmp_path: Path) -> None:
    """Its original's language, who made it, and words that are not the original's."""
    wrong = STORE.replace("        language: pl\n", "").replace(MEANT, SAID)
    with pytest.raises(ThemeloomError) as told:
        read_study(_project(tmp_path, wrong))
    assert "its own language is not said" in str(told.value)
    assert "is the original itself" in str(told.value)
    with pytest.raises(ThemeloomError, match='needs the key "by"'):
        read_study(_project(tmp_path, STORE.replace(", by: B. Bewley", "")))


def test_typed_words_of_a_translation_are_no_invention(tmp_path: Path) -> None:
    """An author types them between quotation marks in a paragraph; one word other is told."""
    project = _project(tmp_path)
    for words, found in ((MEANT, False), (MEANT.replace("three", "four"), True)):
        (tmp_path / "paper.qmd").write_text(f"She said: “{words}”\n", encoding="utf-8")
        kinds = {one.kind for one in check(Context.begin(project)).findings}
        assert ("prose-quotation-near" in kinds) is found
