"""Transcripts as other tools export them, of people whom the study knows and of others."""

from __future__ import annotations

import re

import pytest

from themeloom.study.sources import read_turns

SAID = (
    *("When did the letter arrive here?", "It came in May, opened.", "Who do you think did it?"),
    *("My neighbour, she reads all of them.", "Did you speak with her?", "Never, not once."),
    *("Would you move away?", "Not for all the tea in China.", "How was the house?", "Cold."),
    *("Anything to add?", "Only that the stairs are steep."),
)
#: N is who speaks, W the words, T and U the times in seconds of which others are made.
FORMS = {
    "Teams": "0:0:T.0 --> 0:0:U.120\nN\nW\n",
    "Teams, parted": "0:0:T.0 --> 0:0:U.120\n\nN\n\nW\n",
    "Teams, newer": "N   0:TT\nW\n",
    "Sonix": "N: [00:00:TT] W\n",
    "Trint": "N [00:00:TT]\nW\n",
    "Trint, time first": "[00:00:TT] N\nW\n",
    "Descript": "**N:** [00:00:TT] W\n",
    "Descript, plain": "N\n[00:00:TT]\nW\n",
    "Rev": "N: (00:TT)\nW\n",
    "Rev, colon last": "N (00:TT):\nW\n",
    "Otter": "N  0:TT\nW\n",
    "Happy Scribe": "[00:00:TT:12] - N\nW\n",
    "Google Meet": "00:00:TT\n\nN: W\n",
    "Google Meet, captions": "N\nW\n",
    "Zoom": "[N] 00:00:TT\nW\n",
    "Amberscript": "N\n00:00:TT\nW\n",
    "Amberscript, time first": "00:00:TT N\nW\n",
}
PEOPLE = (
    ("Kate Vance", "Mara Finch"),
    ("Speaker 1", "Speaker 2"),
    ("Kate Anna Vance", "Mara de la Finch"),
    ("Vance, Kate (Guest)", "Finch, Mara (Guest)"),
)


def _transcript(form: str, people: tuple[str, str]) -> str:
    text = ""
    for at, words in enumerate(SAID):
        parts = {"TT": f"{at * 4:02}", "T": str(at * 4), "U": str(at * 4 + 3)}
        parts |= {"N": people[at % 2], "W": words}
        text += re.sub("TT|[TUNW]", lambda one: parts[one[0]], form) + "\n"  # noqa: B023 - at once
    return text


@pytest.mark.parametrize("people", PEOPLE, ids=" and ".join)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_every_turn_is_read(form: str, people: tuple[str, str], *, is_known: bool) -> None:
    """Twelve turns are twelve, each with its words and whoever says them."""
    text = _transcript(form, people)
    turns = read_turns(text, {people[1]} if is_known else {"P07"})
    assert [turn.speaker for turn in turns] == [turns[0].speaker, turns[1].speaker] * 6
    assert turns[0].speaker != turns[1].speaker != ""
    for turn, words in zip(turns, SAID, strict=True):
        assert words in text[turn.start : turn.end]


@pytest.mark.parametrize(
    "more",
    [
        "1\n00:00:00,000 --> 00:00:02,000\nOkay\n\n2\n00:00:02,000 --> 00:00:04,000\n"
        "It was cold.\n\n3\n00:00:04,000 --> 00:00:06,000\nOkay\n\n"
        "4\n00:00:06,000 --> 00:00:08,000\nVery cold.\n",
        "00:00:05\nOkay\nIt was cold.\n00:00:09\nOkay\nVery cold.\n00:00:15\nIt rained a lot.\n"
        "00:00:19\nIt snowed a lot.\n00:00:25\nAnd it was dark.\n",
        "Okay\nIt was cold.\nRight\nso.\nOkay\nVery cold.\nRight\nthen.\n",
    ],
)
def test_a_word_on_its_own_line_is_nobody(more: str) -> None:
    """Beside a time or above words stands what somebody says as well."""
    turns = read_turns(f"Interviewer: So?\nMara: Yes.\n{more}", {"Mara"})
    assert [turn.speaker for turn in turns] == ["interviewer", "mara"]


def test_somebody_speaks_once_where_all_is_labelled() -> None:
    """A text of nothing but turns has no headings."""
    text = "Kate: When did it come?\nMara: It came in May.\nKate: Thank you.\n"
    assert [turn.speaker for turn in read_turns(text)] == ["kate", "mara", "kate"]
    assert read_turns(text + "And that was all of it.\n") == []


def test_lines_of_many_times_are_read_in_one_way() -> None:
    """Each time could be taken for one in two ways: thirty of them never ended."""
    text = "Interviewer: So?\nMara: Yes.\n" + "[0:00] " * 30 + "and so on\n"
    assert [turn.speaker for turn in read_turns(text, {"Mara"})] == ["interviewer", "mara"]


def test_interjections_one_behind_the_other() -> None:
    """A tool closes one and opens the next with the same sign; nobody speaks between them."""
    text = "S00: It was cold, you know.\n//S02: Was it the snow? // //S00: Rather the rain. //\n"
    said = [(turn.label, text[turn.start : turn.end]) for turn in read_turns(text * 2)]
    assert [label for label, _ in said[:3]] == ["S00", "S02", "S00"]
    assert "rain" in said[2][1]
    assert len(said) == 6


def test_a_sentence_that_is_printed_twice_is_no_label() -> None:
    """“I” is who asks; what Otter exports may have a whole recording two times."""
    once = "Mara  0:10\nI waited.\n\nI, myself I used to ask.\n\nKate  0:20\nDid you?\n\n"
    labels = {turn.label for turn in read_turns(once * 2)}
    assert labels == {"Mara", "Kate"}
