"""`themeloom import` and `themeloom quotes` as their users run them, in a folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from helpers import CAPTIONS

from themeloom.core.project import Project
from themeloom.engines import pandoc
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from pathlib import Path

STORE = """# our study, with a comment that stays
study:
  title: A synthetic study of waiting
  synthetic: true
  authors:
    - name: {given: Ada, family: Testname}
sources:
  - id: diary
    title: Diaries
    kind: diaries
    access: withheld
themes:
  - id: waiting   # the first one
    title: Waiting
    statement: They wait.
"""
KEY = (
    "name,forms,replacement\nMaya Testname,Maya|Testname,P01\nJo Brown,Jo,JB\n"
    "St Testing,,[hospital]\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study without a transcript, a caption file and a key outside."""
    folder = tmp_path / "study"
    (folder / "data-raw").mkdir(parents=True)
    (folder / "study.yml").write_text(STORE.replace("Ada, family: Testname", "Ada, family: Author"))
    (tmp_path / "Maya Testname.vtt").write_text(CAPTIONS)
    (tmp_path / "key.csv").write_text(KEY)
    return folder


def _run(study: Path, *words: str | Path, told: str = "") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "themeloom", "--project", study, *words],
        capture_output=True,
        encoding="utf-8",
        input=told,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _import(study: Path, *more: str) -> tuple[int, str]:
    above = study.parent
    words = ("import", above / "Maya Testname.vtt", "--names", above / "key.csv")
    return _run(study, *words, "--interviewer", "JB", *more)


def test_whoever_is_said_to_ask_speaks_there(study: Path) -> None:
    """Another spelling would make a participant of the interviewer, and nobody would know."""
    above = study.parent
    code, said = _run(study, "import", above / "Maya Testname.vtt", "--interviewer", "jo brown")
    assert code == 1
    assert "nobody is called “jo brown” in these files" in said
    assert "Jo Brown" in said


def test_from_a_caption_file_to_a_quotation_in_the_store(study: Path) -> None:
    """Names are replaced, turns known, the store keeps its comments, words need no typing."""
    code, said = _import(study)
    assert code == 1, said
    assert "nothing is written" in said
    assert "»Maya«? → P01" in said
    assert not list((study / "data-raw").iterdir())

    code, said = _import(study, "--yes")
    assert code == 0, said
    assert (study / "data-raw/transcripts/p01.txt").read_text() == (
        "JB: How was it at [hospital], P01?\n"
        "P01: I waited and waited until somebody called my name.\n"
    )
    code, said = _run(study, "quotes", "find", "somebody called")
    assert code == 0, said
    assert "data-raw/transcripts/p01.txt:2, p01" in said
    words = "I waited and waited until somebody called my name"
    code, said = _run(study, "quotes", "add", "called", "--theme", "waiting", words)
    assert code == 0, said
    text = (study / "study.yml").read_text()
    assert "# our study, with a comment that stays" in text
    assert "waiting   # the first one" in text
    quote = read_study(Project(study))[0].quotations[0][1]
    assert (quote.text, quote.participant, quote.source) == (words, "p01", "p01")
    code, said = _run(study, "derive")
    assert code == 0, said
    code, said = _run(study, "check")
    assert code == 0, said
    assert "Who speaks in the source was checked for 1 of 1 quotation" in said


def test_what_was_replaced_can_be_found_nowhere(study: Path) -> None:
    """Not in the transcript, the store, file names, nor in working files; the log is outside."""
    (study / "data-raw/transcripts").mkdir()
    (study / ".themeloom/objects").mkdir(parents=True)
    (study / ".themeloom/objects/old").write_text(CAPTIONS)
    store = study / "study.yml"
    store.write_text(
        store.read_text()
        + "    quotations:\n      - id: early\n        source: diary\n"
        + "        text: Then Maya Testname came to St Testing\n"
    )
    code, said = _import(study, "--yes")
    assert code == 0, said
    for path in study.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        for name in (b"Maya", b"Testname", b"Jo Brown", b"St Testing"):
            assert name not in held, path
            assert name not in path.name.encode(), path
    assert 'text: "Then P01 came to [hospital]"' in store.read_text()
    assert "Maya Testname,P01" in (study.parent / "key-log.csv").read_text()


def test_a_second_import_shows_what_changed_and_updates(study: Path) -> None:
    """Unchanged is said and asks nothing; a correction is shown as lines, and its hash recorded."""
    _import(study, "--yes")
    code, said = _import(study)
    assert code == 0, said
    assert "(unchanged)" in said
    captions = study.parent / "Maya Testname.vtt"
    captions.write_text(CAPTIONS.replace("my name", "my number"))
    code, said = _import(study, "--yes")
    assert code == 0, said
    assert "-P01: I waited and waited until somebody called my name." in said
    assert "+P01: I waited and waited until somebody called my number." in said
    assert _run(study, "check")[1].count("is not the file that the store records") == 0


def test_a_transcript_changed_by_hand_is_not_replaced_unasked(study: Path) -> None:
    """Nobody's corrections are lost because the same file is imported again."""
    _import(study, "--yes")
    text = study / "data-raw/transcripts/p01.txt"
    text.write_text(text.read_text().replace("waited and waited", "waited and waited and waited"))
    code, said = _import(study)
    assert code == 1
    assert "was changed since it was imported" in said
    assert "and waited and waited" in text.read_text()


def test_identifiers_stop_an_import_before_anything_is_written(study: Path) -> None:
    """An address in a transcript is named by its line, masked, and nothing is written."""
    file = study.parent / "p02.txt"
    file.write_text("Interviewer: How?\nP02: Write to me at someone@example.org please.\n")
    code, said = _run(study, "import", file)
    assert code == 1
    assert "data-raw/transcripts/p02.txt:2" in said
    assert "someone@" not in said
    assert not (study / "data-raw/transcripts").exists()


def test_participants_of_a_table_are_entered_once_and_updated(study: Path) -> None:
    """New ones are added, a changed attribute is changed in its place, others stay."""
    table = study.parent / "people.csv"
    table.write_text("id,age,group\nP01,34,first\nP02,41,second\n")
    code, said = _run(study, "import", table, "--into", "")
    assert code == 0, said
    table.write_text("id,age,group\nP01,35,first\nP02,41,second\n")
    code, said = _run(study, "import", table, "--into", "")
    assert "participant p01: age is 35" in said
    found = read_study(Project(study))[0].participants
    assert [(one.id, one.attributes) for one in found] == [
        ("p01", {"age": 35, "group": "first"}),
        ("p02", {"age": 41, "group": "second"}),
    ]


def test_participants_and_heads_in_other_letters_are_entered_too(study: Path) -> None:
    """No id can be made of them: they get numbers, keep their labels and are found by these."""
    table = study.parent / "people.csv"
    for age in (34, 35):
        table.write_text(f"名前,年齢\n太郎,{age}\n花子,41\n", encoding="utf-8")
        code, said = _run(study, "import", table, "--into", "", "--pseudonyms")
        assert code == 0, said
    found = read_study(Project(study))[0].participants
    assert [(one.id, one.label, one.attributes) for one in found] == [
        ("p01", "太郎", {"年齢": 35}),
        ("p02", "花子", {"年齢": 41}),
    ]


def test_names_in_a_table_of_participants_are_replaced(study: Path) -> None:
    """In the table, in its heads, and in the attributes that stand in the store."""
    table = study.parent / "people.csv"
    table.write_text("id,name,Was it cold Maya?\nP02,Maya Testname,said Maya\n")
    words = ("import", table, "--into", "", "--names", study.parent / "key.csv", "--yes")
    code, said = _run(study, *words)
    assert code == 0, said
    written = [one.read_text() for one in study.rglob("*") if one.is_file()]
    assert not [one for one in written if "Maya" in one or "maya" in one]


def test_several_mistakes_are_told_in_one_round(study: Path) -> None:
    """Files that are missing or of no kind that is read: each by its name, none written."""
    code, said = _run(study, "import", study.parent / "gone.txt", study.parent / "talk.wav")
    assert code == 1
    assert f"there is no file {study.parent / 'gone.txt'}" in said
    assert "git checkout" not in said
    assert "talk.wav" in said


def test_a_misspelled_command_names_the_right_one(study: Path) -> None:
    """Also where a command is of two words."""
    assert 'did you mean "quotes"?' in _run(study, "quoats", "find", "x")[1]
    assert 'did you mean "find"?' in _run(study, "quotes", "fnd", "x")[1]


def test_what_is_layout_is_shown_and_can_be_chosen_otherwise(study: Path) -> None:
    """By kind and number, with the setting that makes it words."""
    file = study.parent / "talk.txt"
    file.write_text("INT: [00:00:01] How?\nP02: I was wait-\ning [00:00:07] there.\n")
    code, said = _run(study, "import", file)
    assert code == 0, said
    assert "layout    time (2), word cut at the end of a line (1): stays in the file" in said
    assert "settings: transcripts: {times: words, cut_words: words}" in said
    code, said = _run(study, "quotes", "find", "waiting there")
    assert "talk.txt:2\n  “waiting there”" in said


def test_a_source_in_another_encoding_is_converted_where_it_lies(study: Path) -> None:
    """The command that the message names shows a line, asks, and leaves UTF-8."""
    file = study / "data-raw/talk.txt"
    text = "INT: Jak to šlo?\nP01: Nejdřív jsem se bála, ale sestra byla hodná a vysvětlila to.\n"
    file.write_bytes(text.encode("cp1250"))
    with (study / "study.yml").open("a") as store:
        store.write(
            "    quotations: [{id: fear, source: talk, participant: p01,"
            " text: Nejdřív jsem se bála}]\n"
        )
    entry = "sources:\n  - {id: talk, title: Talk, kind: talk, access: open, file: talk.txt}\n"
    store_file = study / "study.yml"
    store_file.write_text(store_file.read_text().replace("sources:\n", entry))
    code, said = _run(study, "derive")
    assert code == 1
    assert "themeloom import data-raw/talk.txt" in said
    code, said = _run(study, "import", file)
    assert code == 1
    assert "its encoding is a guess: cp1250" in said
    assert "Nejdřív" in said
    code, said = _run(study, "import", file, "--yes")
    assert code == 0, said
    assert file.read_text(encoding="utf-8") == text
    assert _run(study, "derive")[0] == 0


WORD = """\
**Jo Brown** [00:00:01]: How did you get home from St Testing, Carla?

**Carla Madeup** [00:00:09]: Maya drove me [00:00:12] home, and nobody had told her when to come.

**Jo Brown** [00:00:20]: Did you ring?

**Carla Madeup** [00:00:24]: I rang twice, and then I gave up.
"""


def test_a_word_transcript_and_captions_with_one_key_of_names(study: Path) -> None:
    """Both at once: whose words they are is checked, times are left out, no name is left."""
    above = study.parent
    (above / "word.md").write_text(WORD)
    word = above / "interview of Carla.docx"
    subprocess.run([pandoc.program(), "-o", word, above / "word.md"], check=True)
    (above / "key.csv").write_text(KEY + "Carla Madeup,Carla,P02\n")
    files = (above / "Maya Testname.vtt", word)
    asked = ("--names", above / "key.csv", "--interviewer", "JB", "--yes")
    code, said = _run(study, "import", *files, *asked)
    assert code == 0, said
    assert "P02, participant p02: 2 turns" in said
    quotes = (
        ("called", "I waited and waited until somebody called my name"),
        ("home", "drove me home, and nobody had told her when to come"),
    )
    for name, words in quotes:
        code, said = _run(study, "quotes", "add", name, "--theme", "waiting", words)
        assert code == 0, said
    assert _run(study, "derive")[0] == 0
    said = _run(study, "check")[1]
    assert "2 of 2 passages of the store verified" in said
    assert "Who speaks in the source was checked for 2 of 2 quotations" in said
    for path in study.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        for name in (b"Maya", b"Carla", b"Jo Brown", b"St Testing"):
            assert name not in held, path


_TALK = """Interviewer: How was it for you there?
Dr. Anna Kowalska: I waited and waited until somebody called my number.
Interviewer: And you?
Participant 3: The same.
"""


def test_people_are_not_taken_over_under_their_names(study: Path) -> None:
    """Neither asked nor with --yes, until a key replaces them or somebody says that it is none."""
    talk = study.parent / "talk.txt"
    talk.write_text(_TALK)
    store = (study / "study.yml").read_bytes()
    code, said = _run(study, "import", talk, "--interviewer", "Interviewer", "--yes")
    assert code == 1
    assert "“Dr. Anna Kowalska” looks like a person's name" in said
    assert "--names KEY" in said
    assert "--pseudonyms" in said
    assert "“Participant 3” looks" not in said
    assert not list((study / "data-raw").iterdir())
    assert (study / "study.yml").read_bytes() == store
    code, said = _run(study, "import", talk, "--interviewer", "Interviewer", "--pseudonyms")
    assert code == 0, said
    assert read_study(Project(study))[0].settings.identity.public == ("Dr. Anna Kowalska",)
    code, said = _run(study, "import", talk, "--interviewer", "Interviewer")
    assert code == 0, said
    assert "participant-named" not in _run(study, "check")[1]


@pytest.mark.parametrize(
    "table",
    [
        "Participant,Role\nMaya Testname,nurse\nTom Harris,carer\n",
        "ID,First name,Role\nP1,Maya,nurse\nP2,Lena,carer\n",
        "Name,Age\nMaya,31\nLena,42\n",
    ],
)
def test_names_of_a_table_are_asked_about_and_replaced(study: Path, table: str) -> None:
    """In the column that says whose a row is, and in one of names; a key replaces them in both."""
    (study.parent / "people.csv").write_text(table)
    code, said = _run(study, "import", study.parent / "people.csv", "--yes")
    assert code == 1
    assert "people's names would stand in texts, ids and participants" in said
    key = "name,forms,replacement\nMaya Testname,Maya,P01\nTom Harris,Lena,P02\n"
    (study.parent / "key.csv").write_text(key)
    words = ("import", study.parent / "people.csv", "--names", study.parent / "key.csv", "--yes")
    code, said = _run(study, *words)
    assert code == 0, said
    assert not any(
        one in (study / "study.yml").read_text().lower() for one in ("maya", "harris", "lena")
    )


def test_check_warns_of_a_participant_under_a_name(study: Path) -> None:
    """By id, label and pseudonym, as long as nobody says that it is public."""
    store = study / "study.yml"
    people = "participants: [{id: tom-harris, label: T}, {id: p02, pseudonym: Li Na}, {id: p03}]\n"
    store.write_text(store.read_text() + people)
    said = _run(study, "check")[1]
    assert "the id of a participant looks like a person's name" in said
    assert "the pseudonym of a participant looks like a person's name" in said
    store.write_text(store.read_text() + "settings: {identity: {public: [Tom Harris, Li Na]}}\n")
    assert "participant-named" not in _run(study, "check")[1]
