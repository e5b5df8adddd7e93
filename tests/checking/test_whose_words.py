"""What a study is told of who speaks in its transcripts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from checked import read

from themeloom.checking.report import as_json, as_sarif, as_text
from themeloom.checking.run import STORE_CHECKS, check
from themeloom.cli import main
from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from themeloom.checking.findings import Report

STORE = """\
study:
  title: A synthetic study of letters
  synthetic: true
  authors: [{{name: {{given: Synthia, family: Madeup}}}}]
sources:
  - id: talk
    title: Synthetic talk
    kind: transcript
    access: {access}
    file: synthetic-talk.txt
    speakers: {speakers}
participants:
  - {{id: mara, label: Mara}}
  - {{id: noel, label: Noel}}
  - {{id: p07, label: P07}}
themes:
  - id: letters
    title: Letters
    statement: Letters come late.
    quotations:
      - {{id: said, source: talk, participant: {participant}, text: "{text}"}}
"""
#: The line of the quotation, and of the source's file, in the store.
QUOTED, NAMED = 21, 10


@dataclass(frozen=True)
class Told:
    """What the checks say of speakers: the kinds, where they stand, all their words."""

    kinds: list[str]
    places: list[tuple[str, int]]
    words: str

    @property
    def counted(self) -> bool:
        """Whether the one quotation counts as checked for its speaker."""
        return "was checked for 1 of 1 quotation" in self.words


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Told]:
    """Checks a study of one transcript and one quotation."""

    def ask(
        transcript: str,
        text: str,
        participant: str = "mara",
        speakers: str = "{}",
        access: str = "open",
        called: str = "Mara",
    ) -> Told:
        (tmp_path / "data-raw").mkdir(exist_ok=True)
        (tmp_path / "data-raw" / "synthetic-talk.txt").write_bytes(transcript.encode())
        store = STORE.format(speakers=speakers, participant=participant, text=text, access=access)
        store = store.replace("label: Mara", f"label: {called}")
        (tmp_path / "study.yml").write_text(store, encoding="utf-8")
        try:
            report = json.loads(as_json(check(read(Project(tmp_path)), STORE_CHECKS)))
        except ThemeloomError as error:
            return Told([], [], str(error))
        found = [one for one in report["findings"] if "speaker" in one["kind"]]
        return Told(
            [one["kind"] for one in found],
            [(one["file"], one["line"]) for one in found],
            "\n".join([*(f"{one['message']} {one['hint']}" for one in found), *report["facts"]]),
        )

    return ask


ASKED, OWN, OTHERS = "When did it come?", "It came in May, opened.", "Mine never came at all."
#: A label and the words behind it, in the forms that are read.
READ = (
    "N: W",
    "N\tW",
    "[N] W",
    "[N]: W",
    "<N> W",
    "{N} W",
    "(N) W",
    "N (she/her): W",
    "N (F, 40s): W",
    "00:00:09 N: W",
    "[00:00:09 --> 00:00:12] N: W",
    "N 00:00:09: W",
    "N  0:09\nW\n",
    "[0:09] N\nW\n",
    "N:W",
    "#### N\nW",
    "- N: W",
    "12. N: W",
    "**N**: W",
    "<b>N:</b> W",
    "“N”: W",
    "\u200fN: W",
    "N：W",
    "<v N>W</v>",
)
#: Forms that are not: of a source that has them alone no turns are recognised.
UNREAD = ("N; W", "| N | W |", "N – W", "N> W", "N. W", "N, W", "N = W", "«N» W", "@N W", "N W")


def _transcript(*forms: str) -> str:
    """A question and two answers, each in its form."""
    turns = zip(forms, ("Interviewer", "Mara", "Noel"), (ASKED, OWN, OTHERS), strict=True)
    return "".join(
        form.replace("N", name).replace("W", words) + "\n" for form, name, words in turns
    )


@pytest.mark.parametrize("form", READ)
def test_a_label_in_a_usual_form_says_who_speaks(told: Callable[..., Told], form: str) -> None:
    """A participant's words are hers; neither the question nor another's answer is."""
    transcript = "\ufeff" + _transcript(form, form, form)
    own = told(transcript, OWN)
    assert (own.kinds, own.counted) == ([], True)
    assert told(transcript, ASKED).kinds == ["verbatim-speaker"]
    assert told(transcript, OTHERS).kinds == ["verbatim-speaker"]
    assert told(transcript, OTHERS, "noel").kinds == []


@pytest.mark.parametrize("form", UNREAD)
def test_a_source_without_recognised_turns_is_named(told: Callable[..., Told], form: str) -> None:
    """Whatever is quoted from it does not count as checked for its speaker, and that is said."""
    answer = told(_transcript(form, form, form), OTHERS)
    assert answer.kinds == ["speaker-unrecognised"]
    assert answer.places == [("study.yml", NAMED)]
    assert "data-raw/synthetic-talk.txt" in answer.words
    assert f"“said” (line {QUOTED})" in answer.words
    assert not answer.counted


@pytest.mark.parametrize("form", ["N; W", "| N | W |", "N – W", "N> W", "N = W"])
def test_what_the_study_settles_is_read_in_any_form(told: Callable[..., Told], form: str) -> None:
    """Who says whose the labels are has the speakers checked, without touching the raw data."""
    settled = "{Mara: mara, Noel: noel, Interviewer: interviewer}"
    transcript = _transcript(form, form, form)
    assert told(transcript, OWN, speakers=settled).counted
    assert told(transcript, OTHERS, speakers=settled).kinds == ["verbatim-speaker"]
    assert told(transcript, ASKED, speakers=settled).kinds == ["verbatim-speaker"]


@pytest.mark.parametrize("form", ["N; W", "N – W", "N> W", "N = W", "«N» W", "@N W", "*N* W"])
def test_one_label_in_another_form_credits_nobody(told: Callable[..., Told], form: str) -> None:
    """A known name in a form that is not read is unclear, never who spoke before."""
    answer = told(_transcript("N: W", "N: W", form), OTHERS)
    assert answer.kinds == ["speaker-label-unclear", "speaker-unclear"]
    assert answer.places == [("data-raw/synthetic-talk.txt", 3), ("study.yml", QUOTED)]
    assert not answer.counted


DOUBTFUL = (
    "Interviewer: What did you say?\n"
    "Mara: I was tired of the stairs.\n"
    "So I told him straight: no, not again.\n"
    "And that was all.\n"
    "F7: I was terrified of him.\n"
    "Interviewer: And then?\n"
    "Mara: Nothing more.\n"
)


@pytest.mark.parametrize(
    ("text", "label", "line"),
    [
        ("no, not again", "So I told him straight", 3),
        ("I was tired of the stairs. … And that was all.", "So I told him straight", 3),
        ("I was terrified of him", "F7", 5),
    ],
)
def test_what_may_be_a_label_is_shown_and_not_decided(
    told: Callable[..., Told], text: str, label: str, line: int
) -> None:
    """Speech with a colon and a label that nobody has are named with their lines."""
    answer = told(DOUBTFUL, text)
    assert answer.kinds == [*["speaker-label-unclear"] * 2, "speaker-unclear"]
    assert answer.places[:2] == [("data-raw/synthetic-talk.txt", one) for one in (3, 5)]
    assert f"“{label}”" in answer.words
    assert f"synthetic-talk.txt, line {line}, it is not clear who speaks" in answer.words
    assert not answer.counted


def test_the_study_settles_what_is_no_label(told: Callable[..., Told]) -> None:
    """Speech is the speaker's again, and another's words are refused as hers."""
    settled = "{So I told him straight: nobody, F7: p07}"
    speech = told(DOUBTFUL, "no, not again", speakers=settled)
    assert (speech.kinds, speech.counted) == ([], True)
    assert told(DOUBTFUL, "I was terrified of him", speakers=settled).kinds == ["verbatim-speaker"]
    assert told(DOUBTFUL, "I was terrified of him", "p07", speakers=settled).kinds == []


def test_a_label_settled_for_nobody_known_is_refused(told: Callable[..., Told]) -> None:
    """A slip in the participant's id is named with its line and the nearest id."""
    words = told(DOUBTFUL, "Nothing more", speakers="{F7: p70}").words
    assert words.startswith('study.yml:11: there is no participant "p70"')
    assert 'did you mean "p07"?' in words


@pytest.mark.parametrize("gap", [" ", "\u2028", "\r", "\f", "\x85", "", "\n"])
def test_turns_whose_line_breaks_are_lost(told: Callable[..., Told], gap: str) -> None:
    """Turns that run together, or are parted by a rare sign, keep their speakers."""
    turns = ("Interviewer: Did you sleep?", "Mara: Not a minute.", "Noel: I did!", "Mara: He did.")
    transcript = gap.join(turns)
    assert told(transcript, "Not a minute.").counted
    assert told(transcript, "Not a minute. … He did.").counted
    assert told(transcript, "Did you sleep?").kinds == ["verbatim-speaker"]
    assert told(transcript, "I did!").kinds == ["verbatim-speaker"]
    assert told(transcript, "I did!", "noel").counted


def test_a_line_is_counted_where_an_editor_counts_it(told: Callable[..., Told]) -> None:
    """In a file of an old Macintosh lines end with carriage returns alone."""
    words = told("Mara: Oh.\rNoel: Mine never came.\r", "Mine never came.").words
    assert "somebody else speaks in data-raw/synthetic-talk.txt, line 2" in words


@pytest.mark.parametrize(
    ("transcript", "text", "kinds"),
    [
        ("Mara: It came //Noel: oh dear// in May.", "oh dear", ["verbatim-speaker"]),
        ("Mara: It came //Noel: oh dear// in May.", "in May", []),
        ("Mara: It came (Noel: oh dear) in May.", "oh dear", ["verbatim-speaker"]),
        ("Mara: It came <Noel> oh dear </Noel> in May.", "oh dear", None),
        ("Mara: It came //F9: oh dear// in May.", "oh dear", None),
        ("Mara: It came, so F9: oh dear, in May.", "oh dear", None),
        ("Mara: So I told Noel: go home now.", "go home now", None),
        ("Noel: So I told Mara: go home now.", "go home now", None),
        ("Mara: It came. NOEL: Never did.", "Never did", ["verbatim-speaker"]),
        ("Mara: It came.\n[Several]: It never did.", "It never did", None),
        ("Mara: It came.\n[Several] It never did.", "It never did", None),
        ("Mara: It came.\nPart two: the stairs\nThey are steep.", "They are steep", None),
        ("Mara: It came.\n\nThe Porter\nThey are steep.", "They are steep", None),
        ("Mara: It came.\n#### The Porter\nThey are steep.", "They are steep", None),
        ("Mara: It came.\nThe Porter  0:12\nThey are steep.", "They are steep", None),
        ("Mara: It came.\n[laughs] I was glad.\n[a porter] saw me.", "I was glad", []),
        ("Mara: It came.\n\nPart two:\n\nMara: They are steep.", "They are steep", []),
        ("Date: 3 May\nPlace: the hall\n\nMara: It came.", "It came", []),
    ],
)
def test_another_voice_within_a_turn(
    told: Callable[..., Told], transcript: str, text: str, kinds: list[str] | None
) -> None:
    """An interjection, a heading, somebody who speaks once: another's, or said to be unclear."""
    answer = told(transcript + "\n", text)
    assert answer.kinds == (
        ["speaker-label-unclear", "speaker-unclear"] if kinds is None else kinds
    )


def test_words_of_a_restricted_source_are_not_shown(told: Callable[..., Told]) -> None:
    """What looks like a label there is named by its line alone."""
    answer = told(DOUBTFUL, "no, not again", access="restricted")
    assert answer.kinds.count("speaker-label-unclear") == 2
    assert "straight" not in answer.words
    assert "F7" not in answer.words


@pytest.mark.parametrize("shown", [as_text, as_sarif])
def test_every_report_tells_of_it(
    told: Callable[..., Told], tmp_path: Path, shown: Callable[[Report], str]
) -> None:
    """The report as text, and SARIF for editors and code hosts, name the source as well."""
    told(_transcript("N; W", "N; W", "N; W"), OWN)
    report = shown(check(read(Project(tmp_path)), STORE_CHECKS))
    assert "no turns are recognised in data-raw/synthetic-talk.txt" in report


def test_words_of_the_transcriber_are_not_guessed(
    told: Callable[..., Told], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A guess in the place of what nobody could hear stops the build, with what to do."""
    told("Mara: I asked her for [inaudible] and left.\n", "I asked her for [help] and left.")
    assert main(["--project", str(tmp_path), "derive"]) == 1
    said = capsys.readouterr().err
    assert "study.yml:21: the quotation “said” is not word for word in" in said
    assert "source says: I asked her for [inaudible] and left." in said
    assert "keep them whole, or leave them out with … alone" in said


@pytest.mark.parametrize(
    ("called", "label", "kinds"),
    [
        ("Dr. Mara", "Mara", []),
        ("Prof Mara", "MARA", []),
        ("Mara", "Dr. Mara", []),
        ("Mr. Noel", "Noel", ["verbatim-speaker"]),
        ("Mara Finch", "Finch", ["speaker-label-unclear", "speaker-unclear"]),
        ("M01", "M1", ["speaker-label-unclear", "speaker-unclear"]),
    ],
)
def test_a_label_that_shortens_another(
    told: Callable[..., Told], called: str, label: str, kinds: list[str]
) -> None:
    """Without its title it is the same person's, unless somebody else is called so.

    Of whatever else may be a participant's who has no turn there, it is not clear whose it is.
    """
    turns = f"Interviewer: {ASKED}\n{label}: {OWN}\nP07: {OTHERS}\n" * 2
    assert told(turns, OWN, called=called).kinds == kinds
    assert told(turns, OTHERS, called=called).kinds[-1] == "verbatim-speaker"
    assert told(turns, ASKED, called=called).kinds[-1] == "verbatim-speaker"


def test_two_people_of_one_name(told: Callable[..., Told]) -> None:
    """A title parts them, and neither is the one who has none."""
    turns = f"Interviewer: {ASKED}\nMrs. Mara: {OWN}\nMr. Mara: {OTHERS}\n" * 2
    assert "speaker-unclear" in told(turns, OWN).kinds
    assert "speaker-unclear" in told(turns, OTHERS).kinds


def test_words_over_two_captions_are_their_speakers(told: Callable[..., Told]) -> None:
    """The label that stands between them again is no other person's."""
    cue = "00:00:0{0}.000 --> 00:00:0{1}.000\n{2}\n\n"
    said = ("Interviewer: So?", "Mara: It came in", "Mara: May, opened.", "Noel: Mine did not.")
    text = "WEBVTT\n\n" + "".join(cue.format(n, n + 1, one) for n, one in enumerate(said))
    assert told(text, "It came in May, opened.").kinds == []
    assert told(text, "May, opened.", participant="noel").kinds == ["verbatim-speaker"]


def test_a_conversation_without_turns_is_named_whoever_is_quoted(told: Callable[..., Told]) -> None:
    """A quotation that names nobody may be the question of whoever asked."""
    text = f"{ASKED}\n\n{OWN}\n"
    assert told(text, ASKED, participant='""').kinds == ["speaker-unrecognised"]
    labelled = f"Interviewer: {ASKED}\nMara: {OWN}\n"
    assert told(labelled, OWN, participant='""').kinds == []
    assert told(labelled, ASKED, participant='""').kinds == ["speaker-asks"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Anna", "verbatim-speaker"),
        ("M02", "verbatim-speaker"),
        ("M1", "speaker-unclear"),
        ("Mara M. 01", "speaker-unclear"),
    ],
)
@pytest.mark.parametrize("others", [True, False])
def test_where_others_are_called_as_the_study_says(
    told: Callable[..., Told], label: str, kind: str, *, others: bool
) -> None:
    """Whoever has another label there is somebody else, unless it is like the participant's."""
    known = "P07" if others else "Somebody"
    turns = f"Interviewer: {ASKED}\n{label}: {OWN}\n{known}: {OTHERS}\n" * 2
    assert told(turns, OWN, called="M01").kinds[-1] == (kind if others else "speaker-unclear")
