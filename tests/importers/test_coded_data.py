"""`themeloom import` of what was coded with other tools, as its users run it."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from coded_files import SAID, maxqda, nvivo, packed, qualcoder, refi, rqda, taguette
from compendium import said_by
from docx import Document

from themeloom.core.project import Project
from themeloom.importers.coded.offsets import Rule
from themeloom.importers.coded.placing import Stored, by_offsets
from themeloom.importers.coded.reading import ReadCoding
from themeloom.session import Session

if TYPE_CHECKING:
    from pathlib import Path

STORE = """study:
  title: A synthetic study of waiting
  synthetic: true
  authors:
    - name: {given: Ada, family: Author}
"""
TALK = "P01: I waited and waited.\nNobody came, yes.\nP01: I left, yes.\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study without sources."""
    folder = tmp_path / "study"
    (folder / "data-raw").mkdir(parents=True)
    (folder / "study.yml").write_text(STORE)
    return folder


def _with_talk(study: Path) -> None:
    (study / "data-raw/talk.txt").write_text(TALK)
    source = "sources:\n- {id: talk, title: T, kind: transcript, access: open, file: talk.txt}\n"
    (study / "study.yml").write_text(STORE + source)


def _rows(study: Path, source: str = "talk") -> list[dict[str, str]]:
    text = (study / f"coding/{source}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _said(study: Path, source: str = "talk") -> list[tuple[str, str, str]]:
    return [(row["quote"], row["code"], row["coder"]) for row in _rows(study, source)]


def test_a_project_of_nvivo(study: Path) -> None:
    """Text, codes, codings and coder arrive; who coded and where it lay do not."""
    file = study.parent / "team.qdpx"
    file.write_bytes(nvivo(("I waited – cafe\u0301, 𝒜 day.", "waiting"), ("Nobody came", "people")))
    code, said = said_by(study, "import", file)
    assert code == 0, said
    assert "NVivo for Windows 12.6: 1 source, 0 participants, 2 codes on 2 levels" in said
    assert "places are counted in UTF-16 units, CRLF as 2" in said
    assert "2 of 2 begin and end with a word" in said
    assert "coder-1 is “Jo Brown”" in said
    text = (study / "data-raw/transcripts/interview-1.txt").read_text(encoding="utf-8")
    assert text == SAID.removeprefix("\ufeff").replace("\r\n", "\n")
    assert _said(study, "interview-1") == [
        ("I waited – cafe\u0301, 𝒜 day.", "waiting", "coder-1"),
        ("Nobody came", "people", "coder-1"),
    ]
    assert "people,waiting,People," in (study / "coding/codebook.csv").read_text()
    written = b"".join(path.read_bytes() for path in study.rglob("*") if path.is_file())
    assert b"Brown" not in written
    assert b"jobrown" not in written
    assert said_by(study, "derive")[0] == 0


def test_a_project_of_whole_lines(study: Path) -> None:
    """Lines are coded with their ends; what selections are called is no words of theirs."""
    said = SAID.removeprefix("\ufeff").replace("\r\n", "\n")
    second, third = said.index("Maya:"), said.index("Nobody")
    project = refi([(second, third, "waiting"), (third, len(said), "people")], origin="qc 1.3.2")
    project = project.replace('name="Interview 1.docx" ', "").replace("internal://1", "board")
    project = project.replace("<PlainTextSelection", '<PlainTextSelection name="line:1"')
    file = study.parent / "team.qdpx"
    file.write_bytes(packed(project, {"sources/board.txt": said.encode()}))
    code, told = said_by(study, "import", file)
    assert code == 0, told
    assert "2 of 2 begin and end with a word" in told
    assert [words.strip() for words, _, _ in _said(study, "board")] == [
        "Maya: I waited – cafe\u0301, 𝒜 day.",
        "Nobody came. I waited.",
    ]


def test_a_second_import_shows_what_changed(study: Path) -> None:
    """What is the same stays, with its id; what is gone is asked about; coders are known again."""
    file = study.parent / "team.qdpx"
    file.write_bytes(nvivo(("I waited –", "waiting"), ("Nobody came", "people")))
    assert said_by(study, "import", file)[0] == 0
    before = {row["quote"]: row["id"] for row in _rows(study, "interview-1")}
    assert "everything was there already" in said_by(study, "import", file)[1]
    file.write_bytes(nvivo(("I waited –", "waiting"), ("How was it", "people")))
    code, said = said_by(study, "import", file)
    assert code == 1
    assert "interview-1, coder-1: 1 added, 1 same, 1 gone" in said
    code, said = said_by(study, "import", file, "--yes")
    assert code == 0, said
    after = {row["quote"]: row["id"] for row in _rows(study, "interview-1")}
    assert after.keys() == {"I waited –", "How was it"}
    assert after["I waited –"] == before["I waited –"]


def test_real_names_are_replaced_and_codings_follow(study: Path) -> None:
    """Places move with the names; the words are those of the text that is kept."""
    (study.parent / "key.csv").write_text("name,forms,replacement\nMaya,,P01\nJo,,[asker]\n")
    file = study.parent / "team.qdpx"
    file.write_bytes(nvivo(("Maya: I waited –", "waiting"), ("Nobody came", "people")))
    code, said = said_by(study, "import", file, "--names", study.parent / "key.csv", "--yes")
    assert code == 0, said
    assert [one[0] for one in _said(study, "interview-1")] == ["P01: I waited –", "Nobody came"]
    assert said_by(study, "derive")[0] == 0


def test_projects_as_tools_really_write_them(study: Path) -> None:
    """Text inline, in a path of another scheme, or of a source that the study has already."""
    _with_talk(study)
    at = TALK.index("Nobody")
    project = refi([(at, at + 11, "waiting")], origin="QualCoder", path="relative:///gone.txt")
    project = project.replace("Interview 1.docx", "Talk.docx")
    file = study.parent / "other.qde"
    inline = project.replace("<PlainTextSelection", f"<PlainTextContent>{TALK}</PlainTextContent>")
    file.write_text(project)
    code, said = said_by(study, "import", file, "--dry-run")
    assert code == 0, said
    assert "neither its words nor the text of its source are in the file" in said
    file.write_text(
        inline.replace("</PlainTextContent>", "</PlainTextContent><PlainTextSelection", 1)
    )
    assert said_by(study, "import", file)[0] == 0
    assert _said(study) == [("Nobody came", "waiting", "coder-1")]
    assert "other" not in (study / "study.yml").read_text()


def test_no_rule_is_guessed(study: Path) -> None:
    """Where no way of counting makes sense of the places, nothing is written."""
    file = study.parent / "odd.qdpx"
    places = [(n, n + 3, "waiting") for n in range(18, 60, 5)]
    sources = {"Sources/1.txt": SAID.encode()}
    file.write_bytes(packed(refi(places, origin="Some tool"), sources))
    code, said = said_by(study, "import", file)
    assert code == 1
    assert "no way of counting makes sense" in said
    assert not (study / "coding").exists()


def test_tables_of_quotations(study: Path) -> None:
    """Rows are anchored by their words; what is ambiguous or missing is listed with its place."""
    _with_talk(study)
    table = study.parent / "quotes.csv"
    table.write_text(
        "Document;Code;Segment;Author;Comment\n"
        'talk;waiting;"I waited  and waited";Jo;so long\n'
        "talk;people;yes;Jo;\ntalk;people;Somebody came;Jo;\n"
        "talk;people;“Nobody came, yes.”;Ann;\n",
        encoding="utf-8",
    )
    code, said = said_by(study, "import", table)
    assert code == 0, said
    assert "row 3: ambiguous: its words stand 2 times in talk" in said
    assert "row 4: its words stand in no source that is here" in said
    assert _said(study) == [
        ("I waited and waited", "waiting", "coder-1"),
        ("Nobody came, yes.", "people", "coder-2"),
    ]
    assert _rows(study)[0]["memo"] == "so long"


def test_a_teams_own_workbook(study: Path) -> None:
    """Columns of any name are named by option; a wrong one is told with those that there are."""
    import pandas as pd

    _with_talk(study)
    file = study.parent / "ours.xlsx"
    row = {"who": ["x"], "what she said": ["I left"], "label": ["leaving, at last; people"]}
    with pd.ExcelWriter(file, engine="xlsxwriter") as writer:
        pd.DataFrame(row).to_excel(writer, index=False)
    columns = ("--column", "quote=what she said", "--column", "code=label")
    code, said = said_by(study, "import", file, *columns)
    assert code == 0, said
    assert {one[1] for one in _said(study)} == {"leaving-at-last", "people"}
    code, said = said_by(study, "import", file, "--column", "quote=what he said")
    assert code == 1
    assert 'did you mean "what she said"?' in said


def test_codes_with_commas_are_told_apart_by_the_codebook(study: Path) -> None:
    """A cell of several codes is cut at names that are known; else its row is listed."""
    _with_talk(study)
    table, book = study.parent / "quotes.csv", study.parent / "codebook.csv"
    table.write_text('content,tag,document\nI left,"time, lost, people",talk\n')
    code, said = said_by(study, "import", table)
    assert "row 2: its codes cannot be told apart" in said
    book.write_text('Code,Definition,Parent\n"time, lost",x,\npeople,y,"time, lost"\n')
    code, said = said_by(study, "import", table, book)
    assert code == 0, said
    assert {one[1] for one in _said(study)} == {"time-lost", "people"}
    assert "people,time-lost,people,y" in (study / "coding/codebook.csv").read_text()


def test_a_project_of_taguette(study: Path) -> None:
    """Places are bytes of bare words; lines of the page are lines of the text."""
    code, said = said_by(study, "import", taguette(study.parent / "p.sqlite3"))
    assert code == 0, said
    assert "2 of 2 have the words that the file stores" in said
    text = (study / "data-raw/transcripts/talk.txt").read_text(encoding="utf-8")
    assert text == "Talk 😀\nMaya: I waited – café, & so on.\nNobody came."
    assert {one[:2] for one in _said(study)} == {
        ("I waited – café, & so on", "waiting"),
        ("I waited – café, & so on", "people"),
        ("Nobody came.", "people"),
    }
    assert "jobrown" not in (study / "coding/talk.csv").read_text()


def test_a_project_of_qualcoder(study: Path) -> None:
    """Categories are codes that nothing is coded with; cases are participants."""
    code, said = said_by(study, "import", qualcoder(study.parent / "data.qda"))
    assert code == 0, said
    assert "1 coding of pictures: they have no words" in said
    assert [one[1:] for one in _said(study)] == [("waiting", "coder-1"), ("people", "coder-2")]
    session = Session.begin(Project(study))
    assert not session.coded.codebook.by_id["time"].codable
    assert [(one.id, one.attributes) for one in session.study.participants] == [
        ("p01", {"role": "peer"})
    ]


def test_a_project_of_rqda(study: Path) -> None:
    """What was deleted stays deleted."""
    code, said = said_by(study, "import", rqda(study.parent / "p.rqda"))
    assert code == 0, said
    assert _said(study) == [("Nobody came", "waiting", "coder-1")]
    assert "1 coding: deleted in RQDA" in said
    assert "1 coding: of a deleted code or source" in said


def test_letters_that_a_tool_lost_are_no_damage(study: Path) -> None:
    """Letters of six bytes, as GTK wrote them, are one lost letter each: places stay right."""
    path = rqda(study.parent / "p.rqda")
    with sqlite3.connect(path) as connection:
        said = "Nobody\ufffdcame. I waited.".encode()
        lost = said.replace("\ufffd".encode(), b"\xfc\xbe\x8d\x93\xa0\xbc")
        connection.execute("update source set file = cast(? as text)", (lost,))
        connection.execute("update coding set seltext = '', status = 1")
    code, said_then = said_by(study, "import", path)
    assert code == 1
    assert "letters were lost before it came here (1)" in said_then
    code, said_then = said_by(study, "import", path, "--yes")
    assert code == 0, said_then
    assert ("Nobody\ufffdcame", "waiting", "coder-1") in _said(study)


@pytest.mark.parametrize(
    ("words", "start", "found"),
    [
        ("I waited", 10, (13, 21)),
        ("I  waited", 14, (13, 21)),
        ("Nobody came", 2, (0, 11)),
        ("Somebody came", 0, None),
    ],
)
def test_words_that_stand_elsewhere_than_the_file_says(
    words: str, start: int, found: tuple[int, int] | None
) -> None:
    """The words are the truth and the place a hint; what is not there is no coding of others."""
    stored = Stored("Nobody came. I waited. " + "So it was. " * 40 + "Nobody came.")
    one = ReadCoding("s", "c", start=start, end=start + len(words), words=words)
    placed = by_offsets(one, stored, Rule("code points"), "s", stored.text)
    assert (placed.start, placed.end) == (found or (0, 0))
    assert placed.moved is bool(found)
    assert bool(placed.why) is not bool(found)


def test_comments_in_word(study: Path) -> None:
    """A comment is a code of the words that it is on; its author is a coder."""
    document = Document()
    paragraph = document.add_paragraph("I waited ")
    runs = [
        paragraph.add_run("and waited."),
        document.add_paragraph("").add_run("Nobody came."),
    ]
    document.add_comment(runs[0], text="waiting; people", author="Jo Brown")
    document.add_comment(runs[1], text="people", author="Ann")
    file = study.parent / "talk.docx"
    document.save(str(file))
    code, said = said_by(study, "import", file, "--codings")
    assert code == 0, said
    assert "Word with 2 comments" in said
    assert {one[:2] for one in _said(study)} == {
        ("and waited.", "waiting"),
        ("and waited.", "people"),
        ("Nobody came.", "people"),
    }


def test_comments_that_end_at_one_place_and_answers(study: Path) -> None:
    """Each is a coding, however they lie in each other; what answers one is its memo."""
    document = Document()
    runs = [document.add_paragraph("").add_run("I waited "), None]
    runs[1] = document.paragraphs[0].add_run("and waited.")
    for place, said in ((runs, "waiting"), (runs[1:], "enduring"), (runs[1:], "I agree")):
        document.add_comment(place, text=said, author="Jo Brown")
    file = study.parent / "talk.docx"
    document.save(str(file))
    _answering(file, answer=2, to=1)
    code, said = said_by(study, "import", file, "--codings")
    assert code == 0, said
    assert [(row["quote"], row["code"], row["memo"]) for row in _rows(study)] == [
        ("I waited and waited.", "waiting", ""),
        ("and waited.", "enduring", "I agree"),
    ]


def _answering(file: Path, answer: int, to: int) -> None:
    """Say in a document that one of its comments answers another, as Word does."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    numbers = iter(range(9))
    comments = parts["word/comments.xml"].decode()
    parts["word/comments.xml"] = re.sub(
        "<w:p>", lambda _: f'<w:p w14:paraId="{next(numbers)}">', comments
    ).encode()
    parts["word/commentsExtended.xml"] = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f'<w15:commentEx w15:paraId="{to}"/>'
        f'<w15:commentEx w15:paraId="{answer}" w15:paraIdParent="{to}"/></w15:commentsEx>'
    ).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_coded_documents_of_dedoose(study: Path) -> None:
    """A code is on each line; the line that Dedoose writes above them is none."""
    document = Document()
    run = document.add_paragraph("").add_run("I waited and waited.")
    comment = document.add_comment(run, text="Codes (0-20)", author="Jo Brown")
    for name in ("waiting", "people; and rooms"):
        comment.add_paragraph(name)
    file = study.parent / "talk.docx"
    document.save(str(file))
    code, said = said_by(study, "import", file, "--codings")
    assert code == 0, said
    assert [row[1] for row in _said(study)] == ["people-and-rooms", "waiting"]


def test_an_exchange_file_of_maxqda(study: Path) -> None:
    """Its codings are found by their words; one whose end cannot be told is listed."""
    _with_talk(study)
    file = maxqda(study.parent / "p.mex")
    code, said = said_by(study, "import", file)
    assert (code, "3 codings whose ends are told by their length only" in said) == (1, True)
    code, said = said_by(study, "import", file, "--yes")
    assert code == 0, said
    assert "MAXQDA: 1 source, 0 participants, 2 codes on 2 levels, 5 codings" in said
    assert "the texts: only MAXQDA can read them in this file" in said
    for number in (3, 4):
        assert f"coding {number} of “talk”: where its words end is not in the file" in said
    assert "coding 5 of “talk”: ambiguous: its words stand 2 times in talk" in said
    assert _said(study) == [
        ("I waited and waited.", "waiting", "coder-1"),
        ("Nobody came", "people", "coder-2"),
    ]


def test_a_workbook_with_a_sheet_for_each_coder(study: Path) -> None:
    """All sheets with codings are read, and what a codebook beside them says of their codes."""
    _with_talk(study)
    file = study.parent / "team.xlsx"
    sheets = {
        "Read me": [["About", "this workbook"]],
        "Jo": [["Document", "Quotation", "Code", "Coder"], ["talk", "I left", "Leaving", "Jo"]],
        "Codes": [["Code", "Definition"], ["Leaving", "Whoever goes"], ["Staying", ""]],
        "Max": [
            ["Coder", "Document", "Quotation", "Code 1", "Code 2"],
            ["Max", "talk", "nobody came", "People", "Leaving"],
            ["Max", "talk", "yes", "People", ""],
        ],
    }
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    code, said = said_by(study, "import", file)
    assert code == 0, said
    assert "the sheet “Read me”: it has no codings" in said
    assert "sheet “Max”, row 3: ambiguous: its words stand 2 times in talk" in said
    # What writes tables makes the first letter of a cell a capital, or a person does not.
    assert _said(study) == [
        ("Nobody came", "leaving", "coder-2"),
        ("Nobody came", "people", "coder-2"),
        ("I left", "leaving", "coder-1"),
    ]
    assert "Whoever goes" in (study / "coding/codebook.csv").read_text()


def test_a_column_for_each_code(study: Path) -> None:
    """Its owner names the columns; a mark in one means its head, words in it are codes."""
    _with_talk(study)
    table = study.parent / "quotes.csv"
    table.write_text("document,quote,People,Mood\ntalk,I left,x,sad; tired\ntalk,Nobody came,,\n")
    columns = [f"--column=code={head}" for head in ("People", "mood")]
    code, said = said_by(study, "import", table, *columns)
    assert (code, "row 3: it has no code" in said) == (0, True), said
    assert [row[1] for row in _said(study)] == ["people", "sad", "tired"]


def test_a_database_of_another_tool_is_refused_by_name(study: Path) -> None:
    """Its tables are named, and what can be done instead."""
    from coded_files import database

    file = database(study.parent / "p.mx22", "create table Segments (id);", {})
    code, said = said_by(study, "import", file)
    assert code == 1
    assert "p.mx22 is a database of a schema that is not known here" in said
    assert "Segments" in said
    assert "REFI-QDA" in said


def test_coders_of_two_tools_may_be_one(study: Path) -> None:
    """Who is who is said by name; a wrong name is told."""
    _with_talk(study)
    table = study.parent / "quotes.csv"
    table.write_text("content,tag,document,coder\nI left,people,talk,J. Brown\n")
    code, said = said_by(study, "import", table, "--coder", "J Brown=coder-4")
    assert code == 1
    assert 'did you mean "J. Brown"?' in said
    code, said = said_by(study, "import", table, "--coder", "J. Brown=Jo B")
    assert (code, "a coder cannot be called “Jo B”" in said) == (1, True)
    assert said_by(study, "import", table, "--coder", "J. Brown=coder-4")[0] == 0
    assert _said(study) == [("I left", "people", "coder-4")]


def test_words_of_a_restricted_source_stay_where_it_is(study: Path) -> None:
    """What is imported of it goes into the file that git does not keep."""
    _with_talk(study)
    store = (study / "study.yml").read_text().replace("access: open", "access: restricted")
    (study / "study.yml").write_text(store)
    table = study.parent / "quotes.csv"
    table.write_text("content,tag,document\nI left,people,talk\n")
    assert said_by(study, "import", table)[0] == 0
    assert _said(study) == [("", "people", "coder-1")]
    assert "I left" in (study / "coding/restricted/talk.csv").read_text()


def test_a_survey_is_no_table_of_codings(study: Path) -> None:
    """Participants called “code” and a column of texts make no codings, until somebody says so."""
    _with_talk(study)
    file = study.parent / "survey.csv"
    file.write_text("code,category,text\nP01,peer,I waited and waited.\nP02,nurse,Nobody came\n")
    code, said = said_by(study, "import", file, "--dry-run")
    assert code == 0, said
    assert "“code” says whose a row is" in said
    code, said = said_by(study, "import", file, "--codings", "--dry-run")
    assert code == 0, said
    assert "talk, coder-1: 2 added" in said


def test_codings_of_nobody_are_the_same_at_the_next_import(study: Path) -> None:
    """Where a table names no coder, importing it again adds nothing."""
    _with_talk(study)
    table = study.parent / "quotes.csv"
    table.write_text("content,tag,document\nI left,people,talk\n")
    assert said_by(study, "import", table)[0] == 0
    assert "everything was there already" in said_by(study, "import", table)[1]
    assert _said(study) == [("I left", "people", "coder-1")]
    table.write_text("content,tag,document\nNobody came,people,talk\n")
    said = said_by(study, "import", table)[1]
    assert "talk, coder-1: 1 added, 1 kept that these files do not have" in said
    # Whose the other table is, its owner says; two coders do not become one.
    said = said_by(study, "import", table, "--coder", "coder-2")[1]
    assert "talk, coder-2: 1 added" in said
    table.write_text("content,tag,document,coder\nNobody came,people,talk,Jo\n")
    assert "name whoever coded" in said_by(study, "import", table, "--coder", "coder-2")[1]


def test_places_of_codings_identify_nobody(study: Path) -> None:
    """A place of five digits beside a word like "zip" is no postcode, at import and later."""
    _with_talk(study)
    talk = study / "data-raw/talk.txt"
    talk.write_text("P01: Then I waited. " * 700 + "Nobody sent the zip, nor a code.\n")
    table = study.parent / "quotes.csv"
    table.write_text('content,tag,document\n"Nobody sent the zip, nor a code.",people,talk\n')
    code, said = said_by(study, "import", table)
    assert (code, "identity  nothing found" in said) == (0, True), said
    assert _rows(study)[0]["start"] == "14000"
    assert "postcode" not in said_by(study, "check")[1]


def test_cases_of_a_project_under_names_are_asked_about(study: Path) -> None:
    """Nothing is written; said to be a pseudonym, it is recorded as one."""
    path = rqda(study.parent / "p.rqda")
    with sqlite3.connect(path) as connection:
        connection.execute("update cases set name = 'Maya Testname'")
    code, said = said_by(study, "import", path, "--yes")
    assert code == 1
    assert "“Maya Testname” looks like a person's name" in said
    code, said = said_by(study, "import", path, "--pseudonyms")
    assert code == 0, said
    assert "public:\n      - Maya Testname" in (study / "study.yml").read_text()
