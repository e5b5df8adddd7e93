"""What stands behind a quotation: its own words for it, or what the study says of everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
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
    """Pseudonym, or what turns of a transcript call them; a quotation's own words come first."""
    assert _said(tmp_path) == ["Mara", "P02", "somebody", ""]


def test_the_study_says_how_everybody_is_called(tmp_path: Path) -> None:
    """With what is known of each."""
    wanted = 'settings: {quotations: {attribution: "{pseudonym}, {role}"}}\n'
    assert _said(tmp_path, wanted) == ["Mara, nurse", "P02, porter", "somebody", ""]


def test_what_is_not_known_is_told_with_the_nearest(tmp_path: Path) -> None:
    """A slip in the name of an attribute; and who lacks one that the attribution wants."""
    with pytest.raises(ThemeloomError, match='did you mean "role"'):
        _said(tmp_path, 'settings: {quotations: {attribution: "{rol}"}}\n')
    wanted = 'settings: {quotations: {attribution: "{role}"}}\n'
    text = STORE.replace(", attribution: somebody", "") + wanted
    (tmp_path / "study.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ThemeloomError, match="is quoted, and the attribution wants its"):
        read_study(Project(tmp_path))
