"""`themeloom quotes list` and `quotes add CODING`: from what was coded to a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from helpers import changed
from large_studies import large_study

from themeloom.cli import main
from themeloom.core.project import Project
from themeloom.importers.candidates import Choice, list_candidates

if TYPE_CHECKING:
    from pathlib import Path

TALK = """Interviewer: How was it?
P01: I waited, and waited. Nobody came.
Interviewer: And then?
P01: Then somebody called my name.
P02: They never called mine. I went home.
"""
STORE = """study:
  title: A synthetic study of waiting
  synthetic: true
  authors: [{name: {given: Ada, family: Author}}]
sources:
  - {id: group, title: A group, kind: focus group, access: open, file: group.txt}
  - {id: diary, title: A diary, kind: diary, access: restricted, file: diary.txt}
participants:
  - {id: p01, pseudonym: Ada}
  - {id: p02}
themes:
  - id: waiting
    title: Waiting
    statement: They wait.
    codes: [time]
    quotations:
      - {id: nobody, text: Nobody came, source: group, participant: p01}
  - {id: people, title: People, statement: There are people.}
"""
CODEBOOK = "code,parent,title,definition\ntime,,,\nwaiting,time,,\npeople,,,\n"
HEAD = "id,start,end,code,coder,quote,before,memo\n"


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """A group of two, coded by two; and a diary that is not here, coded without its words."""
    for name in ("data-raw", "coding"):
        (tmp_path / name).mkdir()
    rows = [
        ("c1", "waiting", "coder-1", "I waited, and waited. Nobody came."),
        ("c2", "waiting", "coder-2", "I waited, and waited. Nobody came."),
        ("c3", "people", "coder-1", "P01: Then somebody called my name.\nP02: They never called"),
        ("c4", "time", "coder-1", "P02: They never called mine."),
        ("G-5 {x}", "time", "coder-2", "I went home."),
    ]
    cells = []
    for name, code, coder, words in rows:
        start = TALK.index(words)
        cells.append(f'{name},{start},{start + len(words)},{code},{coder},"{words}",,\n')
    files = {
        "data-raw/group.txt": TALK,
        "study.yml": STORE,
        "coding/codebook.csv": CODEBOOK,
        "coding/group.csv": HEAD + "".join(cells),
        "coding/diary.csv": HEAD + "d1,0,5,people,coder-1,,,\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Project(tmp_path)


def _run(study: Project, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["--project", str(study.root), "quotes", *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_the_list_has_places_words_codes_voices_and_what_is_quoted(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """One passage is one entry, whoever coded it; whose words are not here is said so."""
    code, said = _run(study, capsys, "list")
    assert code == 0
    assert said == (
        "c3       p01, p02  people   data-raw/group.txt:4\n"
        "    “P01: Then somebody called my name. P02: They never called”\n"
        "c4       p02       time     data-raw/group.txt:5\n"
        "    “P02: They never called mine.”\n"
        "G-5 {x}  p02       time     data-raw/group.txt:5\n"
        "    “I went home.”\n"
        "c1 +1    p01       waiting  data-raw/group.txt:2  quoted: nobody\n"
        "    “I waited, and waited. Nobody came.”\n"
        "d1       ?         people   coding/diary.csv:2\n"
        "    (the source is not here, or has lost these words)\n"
        "5 passages\n"
        "\n"
        "  voice  quoted  could be quoted\n"
        "  p02    0       3\n"
        "  p01    1       2\n"
        "  ?      0       1\n"
    )


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (Choice(code="time"), ["c4", "G-5 {x}", "c1"]),
        (Choice(code="waiting"), ["c1"]),
        (Choice(theme="waiting"), ["c4", "G-5 {x}", "c1"]),
        (Choice(theme="waiting", code="people"), []),
        (Choice(participant="Ada"), ["c3", "c1"]),
        (Choice(participant="p02", unused=True), ["c4", "G-5 {x}", "c3"]),
        (Choice(code="waiting", unused=True), []),
    ],
)
def test_choices_go_together(study: Project, choice: Choice, wanted: list[str]) -> None:
    """A code has all below it, a theme the codes that it names, a participant any name of theirs.

    Who is heard least comes first.
    """
    found = list_candidates(study, choice).candidates
    assert sorted(one.codings[0] for one in found) == sorted(wanted)
    assert all(one.codings == ("c1", "c2") for one in found if "c1" in one.codings)


def test_what_is_not_there_is_named_all_at_once(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the nearest of what there is, and what to write where a theme has no codes."""
    asked = ("--code", "wating", "--participant", "Adda", "--theme", "wait")
    code, said = _run(study, capsys, "list", *asked)
    assert code == 1
    for part in ('did you mean "waiting"?', "there is no code wating", "no participant Adda"):
        assert part in said
    code, said = _run(study, capsys, "list", "--theme", "people")
    assert code == 1
    assert "codes: [first, second]" in said


def test_whoever_may_not_be_quoted_is_left_out_and_counted(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their words are neither listed nor added."""
    changed(study.study, "{id: p02}", "{id: p02, consent: {quote: false}}")
    code, said = _run(study, capsys, "list")
    assert code == 0
    assert "never called" not in said
    assert "3 more are of participants whose words may not be quoted" in said
    code, said = _run(study, capsys, "add", "c4", "--theme", "waiting")
    assert code == 1
    assert "words of p02 may not be quoted" in said


def test_a_coding_becomes_a_quotation(study: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """With the words of its source, without the label before them, under an id as ids are."""
    for coding in ("c4", "G-5 {x}"):
        code, said = _run(study, capsys, "add", coding, "--theme", "waiting")
        assert code == 0, said
    quotes = yaml.safe_load(study.study.read_text(encoding="utf-8"))["themes"][0]["quotations"]
    whose = {"source": "group", "participant": "p02"}
    assert quotes[1:] == [
        {"id": "c4", "text": "They never called mine.", **whose, "coding": "c4"},
        {"id": "g-5-x", "text": "I went home.", **whose, "coding": "G-5 {x}"},
    ]
    main(["--project", str(study.root), "check"])
    said = capsys.readouterr().out
    assert "verbatim" not in said
    assert "quotation-" not in said


def test_a_part_of_a_coding_is_quoted_under_a_name(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its words may stand behind the options, in any case; the coding is named all the same."""
    named = ("--theme", "waiting", "--as", "wait", "i waited, and")
    code, said = _run(study, capsys, "add", "c1", *named)
    assert code == 0, said
    quotes = yaml.safe_load(study.study.read_text(encoding="utf-8"))["themes"][0]["quotations"]
    assert quotes[1] == {
        "id": "wait",
        "text": "I waited, and",
        "source": "group",
        "participant": "p01",
        "coding": "c1",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("c9", "--theme", "waiting"), "there is no coding c9"),
        (("d1", "--theme", "people"), "its source diary is restricted"),
        (("c3", "--theme", "people"), "goes over 2 turns"),
        (("c1", "I went home", "--theme", "waiting"), "does not have these words"),
        (("c4", "--theme", "people"), "add it to the theme in study.yml: codes: [people, time]"),
        (("nobody", "--theme", "waiting"), "there is no coding nobody"),
        (("c4", "--theme", "waiting", "--as", "nobody"), "a quotation nobody already"),
        (("c4", "--theme", "waiting", "--as", "My Name"), "call it my-name"),
        (("c4", "--theme", "waiting", "--source", "group"), "--source group means nothing here"),
        (("home", "I went home", "--theme", "waiting", "--as", "x"), "--as x means nothing here"),
        (("c4", "--theme", "wait"), 'did you mean "waiting"?'),
        (("c4", "--theme", "xyzzy"), "there is: "),
        (("asked", "How was it", "--theme", "waiting"), "“Interviewer”, who says this in"),
        (("over", "Nobody came … Then", "--theme", "waiting"), "passes over nobody else's words"),
    ],
)
def test_what_cannot_be_quoted_says_why(
    study: Project, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """One message each, and the store stays as it was."""
    changed(study.study, "statement: There are people.", "statement: There, codes: [people]")
    before = study.study.read_bytes()
    code, told = _run(study, capsys, "add", *words)
    assert code == 1
    assert said in told
    assert study.study.read_bytes() == before


def test_words_between_others_may_be_left_out(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words on both sides are taken from the source, whatever case they were typed in."""
    code, said = _run(study, capsys, "add", "typed", "they never … i went", "--theme", "waiting")
    assert code == 0, said
    assert "“They never … I went”" in said
    assert "participant: p02" in study.study.read_text()


def test_words_that_are_gone_from_the_source_are_not_quoted(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """A transcript that was corrected does not put other words into a quotation."""
    changed(study.raw / "group.txt", "I went home.", "I walked home.")
    code, said = _run(study, capsys, "add", "G-5 {x}", "--theme", "waiting")
    assert code == 1
    assert "no longer has the words" in said
    assert "themeloom reanchor --dry-run" in said


def test_a_large_study_is_listed(tmp_path: Path) -> None:
    """Each of its codings once, those that are quoted marked; no voice is left out."""
    listed = list_candidates(large_study(tmp_path / "s", 300, 30), Choice())
    assert len(listed.candidates) == 300
    assert sum(bool(one.quoted) for one in listed.candidates) == 3
    assert sum(one.candidates for one in listed.voices) == 300
    assert listed.voices[-1].quotations == 1
