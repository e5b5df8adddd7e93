"""Who speaks where, and whether a quotation is that participant's."""

import pytest
from checked import read
from helpers import changed

from themeloom.checking.run import check_store
from themeloom.core.project import Project
from themeloom.study.sources import read_turns

TRANSCRIPTS = {
    "plain": "Interviewer: Why?\nP01: Because.\nP01: And so.\n",
    "with times": "[00:01] Interviewer: Why?\n[00:02] P01: Because.\n[00:04] P01: And so.\n",
    "bold": "**Interviewer**: Why?\n**P01**: Because.\n**P01**: And so.\n",
    "captions": "<v Interviewer>Why?</v>\n<v P01>Because.</v>\n<v P01>And so.</v>\n",
}


@pytest.mark.parametrize("text", TRANSCRIPTS.values(), ids=TRANSCRIPTS.keys())
def test_turns_of_transcripts(text: str) -> None:
    """Every turn has its speaker and reaches to the next one."""
    turns = read_turns(text)
    assert [turn.speaker for turn in turns] == ["interviewer", "p01", "p01"]
    assert "Because." in text[turns[1].start : turns[1].end]
    assert "And so" not in text[turns[1].start : turns[1].end]


def test_headings_with_a_colon_are_no_speakers() -> None:
    """A presentation has no turns because a line of it has a colon."""
    assert read_turns("Three themes:\n\nImplications: careers\n\nThanks: all of you\n") == []


def _kinds(project: Project) -> list[str]:
    return [finding.kind for finding in check_store(read(project)).findings]


def test_words_of_the_interviewer_are_nobody_elses(clean: Project) -> None:
    """A question cannot be quoted as an answer."""
    text = "text: I would say the chairs are part of it."
    changed(clean.study, "text: We made a rota of who brings the tea.", text)
    assert _kinds(clean) == ["verbatim-speaker"]


def test_the_same_words_said_by_both_are_the_participants_too(clean: Project) -> None:
    """An interviewer who repeats or anticipates the words takes nothing from the participant."""
    path = clean.raw / "synthetic-interview-1.txt"
    text = path.read_text(encoding="utf-8")
    line = "Interviewer: We made a rota of who brings the tea. Is that so?\n"
    path.write_text(text.replace("P03:", f"{line}P03:"), encoding="utf-8")
    study = clean.study.read_text(encoding="utf-8").split("\n")
    kept = [one for one in study if not one.startswith("    sha256:")]
    clean.study.write_text("\n".join(kept), encoding="utf-8")
    assert _kinds(clean) == []


def test_an_ellipsis_joins_no_answers_to_different_questions(clean: Project) -> None:
    """Both ends are the participant's words, and between them somebody else asks and says more."""
    text = "text: before you see them. … Call people by the name they gave you."
    changed(clean.study, "text: I watch the clock more than I watch the door.", text)
    assert _kinds(clean) == ["verbatim-beyond"]


def _say_before(clean: Project, sentence: str) -> None:
    """Have the participant say a sentence before another one, in a source that may change."""
    path = clean.raw / "synthetic-interview-1.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("You learn", f"{sentence} You learn"), "utf-8")
    study = clean.study.read_text(encoding="utf-8").split("\n")
    kept = [one for one in study if not one.startswith("    sha256:")]
    clean.study.write_text("\n".join(kept), encoding="utf-8")


def test_a_cut_beside_a_negation_is_told(clean: Project) -> None:
    """Words that are parted from their “not” may say the contrary: a warning."""
    _say_before(clean, "I would not watch the door.")
    old = "text: I watch the clock more than I watch the door."
    changed(clean.study, old, "text: watch the door. You learn the sound of every hinge")
    assert _kinds(clean) == ["verbatim-negation"]


def test_a_cut_behind_a_doubt_is_told(clean: Project) -> None:
    """Words that somebody only guessed are said for sure without that: a warning."""
    _say_before(clean, "I guess that they know the door.")
    old = "text: I watch the clock more than I watch the door."
    changed(clean.study, old, "text: they know the door. You learn the sound of every hinge")
    assert _kinds(clean) == ["verbatim-doubtful"]


def test_another_word_in_a_bracket_is_told(clean: Project) -> None:
    """It stands in the place of what was said: an error, or a warning where it says less."""
    old = "text: I watch the clock more than I watch the door."
    changed(clean.study, old, 'text: "I watch the [device] more than I watch the door."')
    assert _kinds(clean) == ["verbatim-doubtful"]
    changed(clean.study, "[device]", "[news]")
    assert _kinds(clean) == ["verbatim-beyond"]


def test_a_source_that_holds_the_words_is_named(clean: Project) -> None:
    """A quotation under the wrong source is told which one is right."""
    changed(
        clean.study,
        "text: We made a rota of who brings the tea.\n        source: first",
        "text: If the heating fails, they are the ones who bring blankets.\n        source: first",
    )
    found = check_store(read(clean)).findings
    assert [finding.hint for finding in found] == [
        "it stands in the source “second”: name that one"
    ]
