"""The forms in which other tools write who speaks: read, or no turns at all; never another's."""

from __future__ import annotations

import re

import pytest

from themeloom.study.labels import comparable
from themeloom.study.settings import Transcripts
from themeloom.study.sources import read_turns
from themeloom.study.transcripts import Transcript, read_transcript
from themeloom.study.unlabelled import THE_OTHER

ASKED, OWN, OTHERS = "When did it come?", "It came in May, opened.", "Mine never came at all."
SAID = (
    ("Interviewer", ASKED),
    ("Mara", OWN),
    ("Noel", OTHERS),
    ("Interviewer", "And then?"),
    ("Mara", "Then they lost it."),
)
KNOWN = frozenset({"Mara", "Noel", "mara", "noel"})

#: N is the label, W the words, T a time, # the number of the turn.
READ = (
    *("N: W", "N\tW", "[N] W", "[N]: W", "N (she/her): W", "N (F, 40s): W", "N:W", "<N> W"),
    *("T N: W", "[T --> T] N: W", "N T: W", "[T] N: W", "N [T]: W", "(T) N: W", "N (T): W"),
    *("N; W", "N - W", "N – W", "N> W", "N= W", "N -- W", "N => W", "N.- W", "| N | W |", "N | W"),
    *("T | N | W", "#\tT\tN\tW", "T\tN\tW", "T\tN: W", "N\tT\tW", "N\u2003W", "N   W"),
    *("#### N\nW\n", "### N T\n\nW\n", "N\nW\n", "N:\nW\n", "N  T\nW\n", "N (T):\nW\n"),
    *("[T] N\nW\n", "T - N\nW\n", "T\nN\nW\n", "N\nT\nW\n", "N, T\nW\n", "N | T\nW\n"),
    *("N (a patient) T\nW\n", "speaker: N\nW\n", "speaker: N\nat: T\nW\n", "N  10:2# AM\nW\n"),
    *("T:12 - T:20\nN\nW\n", "[T:12 - T:20]\nN\nW\n", "**N** (T)\n\nW\n", "/T-3/ N: W"),
    *("{ N } W", "{N} W", "(N) W", "【N】W", "«N»: W", "“N”: W", "~N~ W", "@N: W", "\\[N\\] W"),
    *("- N: W", "* N: W", "• N: W", "—N: W", "> N: W", "**N**: W", "**N:** W", "*N*: W", "_N_: W"),
    *("**N** W", "<b>N:</b> W", "<p><strong>N</strong>: W</p>", "N：W", "N : W", "N :- W"),
    *("\u200eN: W", "\ufeffN: W", "\u202bN: W", "#. N: W", "# N: W", "#) N: W", "00#  N: W"),
    *("1.# N: W", "L# N: W", "[N T] W", "[N, T] W", "N/a patient: W", "N [patient]: W"),
    *("#\nT,000 --> T,500\nN: W\n", "#\nT.000 --> T.500\n<v N>W</v>\n"),
    *("12/03/2021, 10:2# - N: W", "[12/03/2021, 10:2#:05] N: W", "/T-3/ N\nW\n"),
    *("N: [T]\nW\n", "N:\t(T)\nW\n", "[N]\nW\n", "[N (F, 52)]\nW\n", "12.50 N: W", "N:- W"),
    *("[T] N W", "T N W", "T, N: W", "2024-03-05 T N: W", "◦ N: W", "〔N〕W", "| # | N | W |"),
    *("T From N to Everyone: W", "T From N to Kate (Direct Message):\n\tW", "#) N – W", "N「W」"),
    "[05.03.24, T] ~ N: W",
)
UNREAD = ("N says: W", "N. W", "N, W", "N W")


def _transcript(form: str) -> str:
    said = {"T": "00:0{0}:0{0}", "#": "{0}", "W": "{1}", "N": "{2}", "/T-3/": "#00:0{0}:0{0}-3#"}
    text = ""
    for number, (name, words) in enumerate(SAID, 1):
        parts = re.split(r"(/T-3/|[TNW]|#(?!#|\s*N\n|## ))", form)
        text += (
            "".join(
                said.get(one, one).format(number, words, name) if one in said else one
                for one in parts
            )
            + "\n"
        )
    return text


def _whose(text: str, words: str) -> str:
    """Who says words, by the turn in which they stand; nothing if no turn has them."""
    place = text.index(words)
    return next(
        (t.speaker for t in read_turns(text, KNOWN) if t.start <= place < t.end), "(no turn)"
    )


@pytest.mark.parametrize("form", READ)
def test_forms_that_are_read(form: str) -> None:
    """Each turn is its speaker's, and nobody else's."""
    text = _transcript(form)
    speakers = [_whose(text, words) for _, words in SAID]
    assert speakers == ["interviewer", "mara", "noel", "interviewer", "mara"]


@pytest.mark.parametrize("form", UNREAD)
def test_forms_that_are_not(form: str) -> None:
    """Of these no turns are recognised, which checks and outputs say."""
    assert read_turns(_transcript(form), KNOWN) == []


@pytest.mark.parametrize("role", [", tenant", ", F, 45"])
def test_a_label_says_each_time_what_somebody_is(role: str) -> None:
    """What stands behind a comma once is speech, and two names are two people."""
    text = "".join(f"Mara{role}: {OWN}\nNoel: {OTHERS}\n" for _ in "12")
    assert [turn.speaker for turn in read_turns(text, KNOWN)] == ["mara", "noel"] * 2
    once = read_turns(f"Noel: {OTHERS}\nMara{role}: go.\nInterviewer: So?\n", KNOWN)
    assert [turn.speaker for turn in once] == ["noel", "", "interviewer"]
    both = read_turns(text.replace(role, ", Olga"), KNOWN)
    assert "mara" not in {turn.speaker for turn in both}


def test_letters_with_points_ask_and_answer() -> None:
    """Q. and A. are labels where both of them are known and come again."""
    text = f"Q. {ASKED}\nA. {OWN}\nB. {OTHERS}\n" * 2
    assert [turn.speaker for turn in read_turns(text, {"A"})] == ["q", "a", ""] * 2


@pytest.mark.parametrize(
    ("asks", "says"),
    [
        ("Interviewerin", "Befragte 2"),
        ("Enquêtrice", "Participante"),
        ("Entrevistadora", "Señora Ñ"),
        ("Badaczka", "Uczestniczka"),
        ("المحاور", "المشارك"),
        ("מראיינת", "דנה"),
        ("采访者", "受访者"),
        ("Интервьюер", "Участник 1"),
        ("ინტერვიუერი", "მარიამ"),
        ("Q", "A"),
    ],
)
def test_labels_in_other_languages(asks: str, says: str) -> None:
    """Those who ask are known by their words, also from right to left and without spaces."""
    for mark in (": ", "：", ":\n"):
        text = "".join(f"{who}{mark}{said}\n\n" for who, said in ((asks, "A?"), (says, "B.")) * 2)
        turns = read_turns(text)
        assert [turn.label for turn in turns] == [asks, says] * 2
        assert all(turn.speaker for turn in turns)


@pytest.mark.parametrize(
    "form",
    [
        *("N: [T]\nW\n", "N: (T)\nW\n", "N:\t(T)\nW\n", "[N]\nW\n", "### N\n\nW\n"),
        *("12.50 N: W", "N:- W", "N\tT\tT\tW", "T – N: W", "[12.5s] N: W", "[N T] W", "[N, T] W"),
        *("[T] N W", "T N W", "◦ N: W", "→ N: W", "〔N〕W", "N「W」", "N   W", "#) N – W"),
    ],
)
@pytest.mark.parametrize("name", ["Olu", "Dr. Quill", "J. Olu", "P07"])
def test_somebody_of_whom_nobody_knows(form: str, name: str) -> None:
    """Whoever has a label has words of their own, which are never somebody else's."""
    text = _transcript(form).replace("Noel", name)
    assert _whose(text, OTHERS) in {"", comparable(name)}
    assert _whose(text, OWN) == "mara"


def test_minutes_behind_a_name_are_no_number_of_it() -> None:
    """Interviewer, at two minutes and twelve seconds, is no second interviewer."""
    who = ["Interviewer", "Mara"] * 2
    text = "".join(f"{one}   {at}:12\nWell.\n\n" for at, one in enumerate(who))
    assert [turn.speaker for turn in read_turns(text, KNOWN)] == ["interviewer", "mara"] * 2


def test_a_name_behind_what_was_said_is_no_label_of_what_follows() -> None:
    """In brackets at the end of a line it tells who said what stands before it."""
    text = "Interviewer: So?\nIt came in May. (P03)\nMine never came.\nP03: Yes.\n"
    turns = read_turns(text, {"P03", "P04"})
    place = text.index("Mine")
    assert next(one.speaker for one in turns if one.start <= place < one.end) == ""


@pytest.mark.parametrize("line", ["Mara (F, 52) was there.", "Mara [12] found that."])
def test_numbers_in_brackets_are_no_times(line: str) -> None:
    """A name with an age or the number of a work behind it begins no turn."""
    text = f"Interviewer: So?\nNoel: It came.\n{line}\nNoel: Yes.\n"
    assert _whose(text, line[-8:]) == "noel"


@pytest.mark.parametrize("label", ["Mara and Noel", "Mara, Noel", "Noel/Mara’s mother", "Both"])
def test_several_at_once_are_nobody_in_particular(label: str) -> None:
    """Until the study settles it."""
    text = f"Mara: It came.\n{label}: It did.\nNoel: Yes.\n"
    assert _whose(text, "It did") == ""


def test_a_label_in_brackets_before_small_letters() -> None:
    """Read where a paragraph begins, and unclear where a line goes on with a replaced name."""
    text = "[Mara] i waited.\n\n[Noel] yes.\n\n[Mara] so i told\n[Noel] to go.\n"
    assert [turn.speaker for turn in read_turns(text, KNOWN)] == ["mara", "noel", "mara", ""]


def test_no_number_is_a_label() -> None:
    """The times beside names that nobody in the study has are no speakers."""
    who = ["JB", "Ka", "JB", "Ka"]
    text = "".join(f"{one} [00:00:0{at}]: Yes.\n" for at, one in enumerate(who))
    assert [turn.label for turn in read_turns(text)] == who


def test_nobody_in_particular_is_unclear_however_often() -> None:
    """Two turns of an unknown speaker may be two people's, and are never joined."""
    text = "Mara  0:01\nYes.\n\nUnknown Speaker  0:02\nNo.\n\nUnknown Speaker  0:03\nWell.\n"
    turns = read_turns(text, KNOWN)
    assert [turn.speaker for turn in turns] == ["mara", "", ""]
    assert all(turn.unknown for turn in turns[1:])
    assert not read_transcript(text, KNOWN, {}, Transcripts()).find("No. Well.").grade.holds


def _turns(text: str, **default: str | tuple[str, ...]) -> dict[str, str]:
    """Who says each sentence."""
    transcript = read_transcript(text, KNOWN, default, Transcripts())
    return {
        text[turn.start : turn.end].strip().splitlines()[0]: turn.speaker
        for turn in transcript.turns
    }


def test_only_who_asks_has_labels() -> None:
    """Paragraphs without one are the participant's; of wrapped lines nobody can tell."""
    by_lines = f"INT: {ASKED}\n{OWN}\nINT: So?\nThen they lost it.\n"
    by_paragraphs = by_lines.replace("\n", "\n\n")
    for text in (by_lines, by_paragraphs):
        assert _turns(text) == {
            ASKED: "int",
            OWN: THE_OTHER,
            "So?": "int",
            "Then they lost it.": THE_OTHER,
        }
    wrapped = "INT: When did\nit come? It\ncame in May.\nINT: So?\nThen\nno.\n"
    assert set(_turns(wrapped).values()) == {""}


def test_only_the_participant_has_labels() -> None:
    """Paragraphs without one are unclear, for they may be questions."""
    text = f"{ASKED}\n\nMara: {OWN}\n\nAnd then?\n\nMara: They lost it.\n\nWhy?\n"
    assert _turns(text) == {OWN: "mara", "And then?": "", "They lost it.": "mara", "Why?": ""}
    settled = _turns(text, default="interviewer")
    assert settled[ASKED] == settled["And then?"] == settled["Why?"] == "interviewer"


def test_paragraphs_without_any_label_are_settled_by_the_study() -> None:
    """All one person's, or one's after the other's; unread until then."""
    text = f"{ASKED}\n\n{OWN}\n\nAnd then?\n\nThen they lost it.\n"
    assert _turns(text) == {}
    in_turn = _turns(text, default=("interviewer", "mara"))
    assert list(in_turn.values()) == ["interviewer", "mara", "interviewer", "mara"]
    assert set(_turns(text, default="mara").values()) == {"mara"}


def test_a_quotation_may_not_pass_over_an_unlabelled_question() -> None:
    """Between two answers of which only the questions between them have no label."""
    text = f"{ASKED}\n\n{OWN}\n\nAnd then, was it all?\n\nThen they lost it.\n"
    transcript = read_transcript(text, KNOWN, {"default": ("interviewer", "mara")}, Transcripts())
    assert not transcript.find("opened. … Then they lost it.").grade.holds
    assert Transcript(text).find("opened. … Then they lost it.").grade.holds


def test_nearly_only_people_whom_nobody_could_tell() -> None:
    """They are turns all the same, each of somebody unclear."""
    text = "".join(f"Unknown Speaker  0:0{at}\n{said}\n\n" for at, (_, said) in enumerate(SAID))
    assert set(_turns(text).values()) == {""}
    assert len(read_turns(text, KNOWN)) == len(SAID)
