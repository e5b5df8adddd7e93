"""What stands behind a quotation: its own words for it, or what the study says of everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.study.about import About
from themeloom.study.model import Study
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from pathlib import Path

STORE = """study:
  title: A synthetic study
  synthetic: true
  authors:
    - name: {given: A, family: Author}
sources:
  - {id: talk, title: Talk, kind: interview, access: withheld}
participants:
  - {id: p01, pseudonym: Mara, attributes: {role: nurse}}
  - {id: p02, attributes: {role: porter}}
  - {id: p03}
themes:
  - id: waiting
    title: Waiting
    statement: They wait.
    quotations:
      - {id: a, text: Words, source: talk, participant: p01}
      - {id: b, text: Words, source: talk, participant: p02}
      - {id: c, text: Words, source: talk, participant: p03, attribution: somebody}
      - {id: d, text: Words, source: talk}
"""


def _said(folder: Path, settings: str = "") -> list[str]:
    (folder / "study.yml").write_text(STORE + settings, encoding="utf-8")
    study, _ = read_study(Project(folder))
    return [study.attribution(quote) for _, quote in study.quotations]


def test_nobody_is_called_by_an_id(tmp_path: Path) -> None:
    """Pseudonym, else a number; words such as a label are kept, a quotation’s own come first."""
    assert _said(tmp_path) == ["Mara", "Participant 2", "somebody", ""]


def test_the_study_says_how_everybody_is_called(tmp_path: Path) -> None:
    """With what is known of each."""
    wanted = 'settings: {quotations: {attribution: "{pseudonym}, {role}"}}\n'
    assert _said(tmp_path, wanted) == ["Mara, nurse", "Participant 2, porter", "somebody", ""]


def test_what_is_not_known_is_told_with_the_nearest(tmp_path: Path) -> None:
    """A slip in the name of an attribute; and who lacks one that the attribution wants."""
    with pytest.raises(ThemeloomError, match='did you mean "role"'):
        _said(tmp_path, 'settings: {quotations: {attribution: "{rol}"}}\n')
    wanted = 'settings: {quotations: {attribution: "{role}"}}\n'
    text = STORE.replace(", attribution: somebody", "") + wanted
    (tmp_path / "study.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ThemeloomError, match="is quoted, and the attribution wants its"):
        read_study(Project(tmp_path))


@pytest.mark.parametrize(
    ("own", "called"),
    [
        ("p01", "Participant 1"),
        ("participant-12", "Participant 12"),
        ("7", "Participant 7"),
        ("hp12", "Participant HP12"),
        ("fg2-03", "Participant FG2-03"),
        ("Dana", "Dana"),
    ],
)
def test_a_number_says_whose_words_they_are(own: str, called: str) -> None:
    """Where ids tell groups of people apart, what they have before the number stays."""
    assert Study(study=About(title="Synthetic", authors=())).called(own) == called
    german = About(title="Synthetic", authors=(), language="de-CH")
    assert Study(study=german).called("p01") == "Person 1"
