"""What was not checked as usual, in the words in which every output's colophon tells of it."""

from pathlib import Path

import pytest
from checked import read
from helpers import changed, copied

from themeloom.checking.caveats import PAGE, brief, caveats
from themeloom.core.project import Project

CHOICES = """settings:
  checks:
    value-unused: {severity: off, reason: They are for the appendix}
  accepted:
    - kind: prose-quotation-absent
      file: manuscript/paper.qmd
      words: 0123456789ab
      reason: The motto of the service.
      by: A. Author
"""


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """A study of one source, which is restricted."""
    project = copied("store-synthetic", tmp_path)
    changed(project.study, "access: open\n    file: synthetic-talk.txt", "access: restricted")
    return project


def test_where_all_is_checked_there_are_none(tmp_path: Path) -> None:
    """And no colophon says a word of them."""
    told = caveats(read(copied("store-synthetic", tmp_path)))
    assert (told, brief(told)) == ((), "")


def test_what_is_lowered_and_accepted_is_told_with_its_reason(tmp_path: Path) -> None:
    """By whoever accepts it, and where; without marks, which would make words of a participant."""
    project = copied("store-synthetic", tmp_path)
    store = project.study.read_text(encoding="utf-8").partition("settings:")[0]
    project.study.write_text(store + CHOICES, encoding="utf-8")
    told = caveats(read(project))
    assert told == (
        "A value that is defined and not cited (value-unused) is not reported. "
        "Reason: They are for the appendix.",
        "Words between quotation marks in the prose are in no source and no cited title "
        "(prose-quotation-absent) is accepted once in manuscript/paper.qmd by A. Author. "
        "Reason: The motto of the service.",
    )
    assert brief(told) == f" Exceptions to what was checked: 2, told in {PAGE}."


def test_sources_that_could_not_be_read_are_named(study: Project) -> None:
    """With how many passages of them nobody has looked up."""
    (told,) = caveats(read(study))
    assert told.startswith("Not verified, because the source is not at hand: ")
    assert told.endswith("from “Synthetic talk”.")


def test_sources_whose_speakers_are_not_known_are_named(tmp_path: Path) -> None:
    """With how many quotations were not checked for who says them, and whether all or some."""
    project = copied("store-synthetic", tmp_path)
    changed(project.study, "        attribution: made-up", "        participant: made-up")
    (told,) = caveats(read(project))
    assert told == (
        "Who speaks is not known in “Synthetic talk”: "
        "1 quotation not checked for whose words it is."
    )
    talk = project.raw / "synthetic-talk.txt"
    said = talk.read_text(encoding="utf-8").replace(
        "I watched", "Made-up speaker: Yes.\nAll: I watched"
    )
    talk.write_text(said, encoding="utf-8")
    (told,) = caveats(read(project))
    assert told.startswith("Who speaks is not clear everywhere in “Synthetic talk”: 1 quotation")
