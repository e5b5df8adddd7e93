"""Files of other tools: what is read of each, what is left out, and what a person must look at."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from themeloom.core.errors import ThemeloomError
from themeloom.core.office import read_package, write_package
from themeloom.importers.kinds import read
from themeloom.importers.reading import Asked
from themeloom.study.sources import read_turns

if TYPE_CHECKING:
    from pathlib import Path

_ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Maya: I kept the leaflet in my pocket and

2
00:00:04.000 --> 00:00:06.000
Maya: every evening I read one line.

3
00:00:07.000 --> 00:00:09.000
Jo: To whom?

4
00:00:09.000 --> 00:00:12.000
Maya: I told him straight: no.
"""
_TEAMS = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Maya Testname>I waited &amp; waited</v>

00:00:04.000 --> 00:00:06.000
<v Maya Testname>until they called.</v>

00:00:06.000 --> 00:00:08.000
<v.loud Jo>When?</v> <v Maya Testname>Late.</v>
"""


def _read(name: str, said: str | bytes, encoding: str = "") -> tuple[str, str]:
    """The text of a file, and all that is said about it."""
    data = said.encode() if isinstance(said, str) else said
    one = read(data, Asked(name, encoding))
    return one.text, " / ".join((*one.read, *one.left_out, *one.doubts, *one.beside))


def test_cues_of_one_speaker_are_one_turn() -> None:
    """A sentence over two cues is one sentence, and a colon in speech is no label."""
    text, said = _read("zoom.vtt", _ZOOM)
    assert text.splitlines() == [
        "Maya: I kept the leaflet in my pocket and every evening I read one line.",
        "Jo: To whom?",
        "Maya: I told him straight: no.",
    ]
    assert "4 cues of 2 speakers, joined to 3 turns" in said
    assert "the times of 4 cues" in said


def test_voices_of_captions_are_who_speaks() -> None:
    """Teams' voice tags, two in one cue as well; letters are not written as HTML does it."""
    text, _ = _read("teams.vtt", _TEAMS)
    assert text.splitlines() == [
        "Maya Testname: I waited & waited until they called.",
        "Jo: When?",
        "Maya Testname: Late.",
    ]


@pytest.mark.parametrize(
    ("name", "cue"),
    [
        ("talk.vtt", '{0} "{1}" (123)\n00:0{0}.000 --> 00:0{0}.900\n{2}\n\n'),
        ("talk.srt", "{0}\n00:00:0{0},000 --> 00:00:0{0},900\n[{1}] {2}\n\n"),
        ("talk.srt", "{0}\n00:00:0{0},000 --> 00:00:0{0},900\n{1}\n{2}\n\n"),
    ],
)
def test_who_speaks_in_captions_stands_where_their_tool_writes_it(name: str, cue: str) -> None:
    """Beside the number of a cue, in brackets before its words, on a line above them."""
    said = (("Kate Vance", "So?"), ("Mara Finch", "It came in May."), ("Kate Vance", "Oh."))
    head = "WEBVTT\n\n" if name.endswith("vtt") else ""
    text = head + "".join(cue.format(at, *one) for at, one in enumerate(said, 1))
    assert _read(name, text)[0] == "".join(f"{who}: {words}\n" for who, words in said)


def test_colours_in_captions_are_no_words() -> None:
    """Programs for subtitles write them in braces."""
    text, _ = _read("p01.srt", "1\n00:00:01,000 --> 00:00:02,000\n{\\c&HFFF000&}It {\\i1}was.\n")
    assert text == "It was.\n"


def test_sounds_in_captions_are_nobody() -> None:
    """They stand in brackets before words, as names may."""
    cue = "{0}\n00:00:0{0},000 --> 00:00:0{0},900\n{1}\n\n"
    said = ("[Laughs] It came.", "In May.", "Or June.", "[Laughs] Who knows?", "Not me.")
    text = "".join(cue.format(at, one) for at, one in enumerate(said, 1))
    assert _read("talk.srt", text)[0] == " ".join(said) + "\n"


def test_every_letter_of_rich_text_is_read() -> None:
    """Letters by their numbers, and tabs behind those who speak."""
    words = (
        r"{\rtf1\ansi\deff0 \pard Kate\tab Caf\u233?s, C:\\u2 \tabula\par M\u229?ra\tab Oui.\par}"
    )
    assert (
        _read("talk.rtf", words.replace(r"\tabula", ""))[0] == "Kate\tCafés, C:\\u2\nMåra\tOui.\n"
    )


def test_a_table_begins_with_who_speaks() -> None:
    """The column that is headed so goes first, and the heads are told."""
    rows = (("", "Timespan", "Content", "Speaker"), ("1", "0:00.0 - 0:07.0", "So?", "Kate"))
    row = r"\trowd\cellx1\cellx2\cellx3\cellx4 {}\row "
    cells = ("".join(rf"\pard\intbl {one}\cell " for one in cells) for cells in rows)
    said = r"{\rtf1\ansi " + "".join(map(row.format, cells)) + r"\pard }"
    reading = read(said.encode(), Asked("talk.rtf"))
    assert reading.text == "Kate\t1\t0:00.0 - 0:07.0\tSo?\n"
    assert "Timespan, Content, Speaker" in " ".join(reading.left_out)


def test_captions_without_cues_are_refused() -> None:
    """A caption file of which nothing was read does not become an empty transcript."""
    with pytest.raises(ThemeloomError, match="no captions"):
        _read("zoom.srt", "this is no caption file\n")


_POLISH = "N01: Nejdřív jsem se bála, že mě nikdo nepřijme a že to bude zlé.\n"
_GREEK = "Π01: Στην αρχή φοβόμουν πολύ, μετά όχι.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_of_encodings_are_proofs(encoding: str) -> None:
    """What is valid UTF-8 or says what it is in is read as that, and nobody is asked."""
    one = read(_GREEK.encode(encoding), Asked("a.txt"))
    assert one.text == _GREEK
    assert not one.doubts


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        (_POLISH, "cp1250"),
        (_GREEK, "iso-8859-7"),
        (_GREEK, "utf-16-le"),
        ("И: Как?\nУ01: Сначала я боялась, потом нет.\n", "utf-16-be"),
        ("問：怎么样？ \n答：我等了三个小时。\n", "utf-16-le"),
        ("И: Как?\nУ01: Сначала я боялась, но сестра всё объяснила.\n", "koi8-r"),
    ],
)
def test_a_guessed_encoding_is_shown_with_the_others_it_may_be(said: str, encoding: str) -> None:
    """Whoever looks sees a line as it was understood, and finds the right one by its letters."""
    one = read(said.encode(encoding), Asked("a.txt"))
    assert one.text == said or said.strip()[:30] in one.doubts[0]
    assert "--encoding" in one.doubts[0]
    assert _read("a.txt", said.encode(encoding), encoding)[0] == said


@pytest.mark.parametrize("said", ["I wai\0ted.", "I wai\0ted .", "So \0 what? I waited\n\0there."])
def test_a_stray_nul_makes_no_other_encoding(said: str) -> None:
    """It is told as what it is."""
    one = read(said.encode(), Asked("a.txt"))
    assert one.text == said
    assert any("NUL" in doubt for doubt in one.doubts)


def test_letters_that_were_broken_before_are_told() -> None:
    """Text decoded twice, lost letters, NUL, HTML's letters: told before they are taken."""
    _, said = _read("a.txt", "P01: Itâ€™s fine &amp; I\ufffdm ok\0.\n")
    for part in ("decoded twice", "“It’s”", "letters were lost", "NUL", "&amp;"):
        assert part in said, part


def test_an_unknown_encoding_is_one_message_with_the_nearest() -> None:
    """A slip in the name of an encoding names the one that was meant."""
    with pytest.raises(ThemeloomError, match="did you mean"):
        _read("a.txt", b"\xe9", "cp125")


def _word(path: Path) -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Interview 3, kept secret"
    document.add_paragraph("Interviewer: How did it go?")
    table = document.add_table(2, 2)
    for cells, row in zip(
        (("P03", "In the table."), ("INT", "And then?")), table.rows, strict=True
    ):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    paragraph = document.add_paragraph("P03: I waited ")
    document.add_comment(paragraph.runs, text="waiting as work", author="Coder", initials="C")
    document.save(str(path))
    return path.read_bytes()


def test_word_transcripts_are_read_with_tables_and_comments_as_what_they_are(
    tmp_path: Path,
) -> None:
    """A row of a table is a turn; a comment is nobody's speech; heads of pages are named."""
    text, said = _read("p03.docx", _word(tmp_path / "p03.docx"))
    assert text.splitlines() == [
        "Interviewer: How did it go?",
        "P03\tIn the table.",
        "INT\tAnd then?",
        "P03: I waited",
    ]
    assert "“Interview 3, kept secret”" in said
    assert "[comment of Coder] waiting as work" in said


@pytest.mark.parametrize("form", ["tabs", "styles"])
def test_labels_that_only_their_program_shows(tmp_path: Path, form: str) -> None:
    """A tab behind a name, or the name of a paragraph's style: pandoc alone drops both."""
    document = Document()
    for who, words in (("Interviewer", "Was it cold?"), ("Mara", "It was.")) * 2:
        if form == "tabs":
            document.add_paragraph(f"{who}\t{words}")
        else:
            if who not in document.styles:
                document.styles.add_style(who, WD_STYLE_TYPE.PARAGRAPH)
            document.add_paragraph(words, style=who)
    document.save(str(tmp_path / "in.docx"))
    text = _read("in.docx", (tmp_path / "in.docx").read_bytes())[0]
    assert [turn.label for turn in read_turns(text)] == ["Interviewer", "Mara"] * 2


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    """What was put in is there, what was taken out is not, and both are counted."""
    _word(tmp_path / "p03.docx")
    parts = read_package(tmp_path / "p03.docx")
    mark = 'w:id="7" w:author="A" w:date="2026-01-01T00:00:00Z"'
    changed = (
        f"<w:p><w:r><w:t>P03: It was </w:t></w:r><w:ins {mark}><w:r><w:t>never</w:t></w:r></w:ins>"
        f"<w:del {mark}><w:r><w:delText>always</w:delText></w:r></w:del></w:p>"
    ).encode()
    name = "word/document.xml"
    parts[name] = parts[name].replace(b"<w:sectPr", changed + b"<w:sectPr", 1)
    write_package(tmp_path / "changed.docx", parts)
    text, said = _read("changed.docx", (tmp_path / "changed.docx").read_bytes())
    assert "P03: It was never\n" in text
    assert "1 insertion in, 1 deletion out" in said


def test_words_that_pandoc_does_not_read_are_named(tmp_path: Path) -> None:
    """Words of a field or a text box that came out nowhere are told, not lost."""
    _word(tmp_path / "p03.docx")
    parts = read_package(tmp_path / "p03.docx")
    box = b"<w:p><w:r><w:pict><w:t>zebra crossing</w:t></w:pict></w:r></w:p>"
    name = "word/document.xml"
    parts[name] = parts[name].replace(b"<w:sectPr", box + b"<w:sectPr", 1)
    write_package(tmp_path / "boxed.docx", parts)
    text, said = _read("boxed.docx", (tmp_path / "boxed.docx").read_bytes())
    assert ("zebra crossing" in text) or ("“zebra crossing”" in said)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.pdf", "a.xlsx"])
def test_a_file_that_is_not_what_it_says_is_one_message(name: str) -> None:
    """A text under the name of an office file is refused in our words, with a remedy."""
    with pytest.raises(ThemeloomError) as caught:
        read(b"just words", Asked(name))
    assert name in caught.value.message
    assert caught.value.hint


def test_a_kind_that_nobody_reads_lists_those_that_are() -> None:
    """The remedy names the kinds of files that can be taken over."""
    with pytest.raises(ThemeloomError) as caught:
        read(b"RIFF", Asked("talk.wav"))
    assert ".docx" in caught.value.hint


def _pdf(pages: int, answer: str = "") -> bytes:
    import typst

    source = (
        '#set page(paper: "a6", header: [Interview 3, kept secret], '
        'footer: context counter(page).display("1"))\n'
        '#set text(lang: "en", hyphenate: true)\n#set par(justify: true)\n'
    )
    source += "#pagebreak()\n".join(
        f"P{n:02}: The appointment number {n} was for administrative representatives of the "
        f"neighbourhood organisation.\n{answer}"
        for n in range(1, pages + 1)
    )
    return bytes(typst.compile(source.encode()))


def test_running_heads_and_page_numbers_are_left_out_and_named() -> None:
    """What stands on every page again is no speech; a word parted at a line end is kept."""
    text, said = _read("p.pdf", _pdf(5))
    assert "kept secret" not in text
    assert "“Interview 3, kept secret”, a running head on 5 pages" in said
    for number in range(1, 6):
        assert f"P{number:02}: The appointment" in text
    assert "\ufffe" not in text


def test_a_number_that_somebody_says_is_no_number_of_its_page() -> None:
    """Alone on its line within the page, where the page has its number as well."""
    answer = (
        "\n\nHow many were there?\n\n" + "7\n\n" * 2 + "So many, and nobody else came then.\n\n"
    )
    text, said = _read("p.pdf", _pdf(5, answer))
    assert text.splitlines().count("7") == 10
    assert "a running head on 5 pages" in said


def test_answers_become_turns_and_attributes_stay_a_table() -> None:
    """Each question stands above its answers, each answer behind the id of who gave it."""
    text, said = _read(
        "survey.csv",
        "Case;Age;What was hard?\nID4;56;I wanted to do more but I lost the interest.\nID5;73;\n",
    )
    assert text.splitlines() == [
        "# What was hard?",
        "",
        "ID4: I wanted to do more but I lost the interest.",
    ]
    assert "2 rows, 3 columns" in said
    plain, _ = _read("people.csv", "id,age,group\nP01,34,a\nP02,41,b\n")
    assert plain == "id,age,group\nP01,34,a\nP02,41,b\n"


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("\n0\t2000\tIt was cold,\n2000\t3000\tand dark.\n", "It was cold, and dark.\n"),
        (
            "\tspeaker\n0\t2\tCold?\tS00\n2\t3\tYes,\tS01\n3\t4\tvery.\tS01\n",
            "S00: Cold?\nS01: Yes, very.\n",
        ),
    ],
)
def test_a_table_of_what_was_heard_is_a_transcript(rows: str, wanted: str) -> None:
    """Whisper writes one; its times were taken for participants."""
    text, said = _read("p01.tsv", f"start\tend\ttext{rows}")
    assert text == wanted
    assert "transcript" in said


def test_workbooks_are_read_and_further_sheets_named() -> None:
    """The first sheet with something in it; numbers stay whole."""
    import pandas as pd

    book = io.BytesIO()
    with pd.ExcelWriter(book, engine="xlsxwriter") as writer:
        pd.DataFrame({"id": ["P01", "P02"], "age": [34, 41]}).to_excel(
            writer, sheet_name="people", index=False
        )
        pd.DataFrame({"x": [1]}).to_excel(writer, sheet_name="other", index=False)
    text, said = _read("people.xlsx", book.getvalue())
    assert text == "id,age\nP01,34\nP02,41\n"
    assert "the sheet “other”" in said


@pytest.mark.parametrize("heads", ["Passage;Kategorie;Datei", "Extrait;Thème;Origine"])
def test_codings_in_columns_of_names_that_nobody_knows(heads: str) -> None:
    """No passage becomes a participant: it is said what was understood, and what to pass."""
    rows = (
        "I waited and nobody told me why.;Untold;talk\nThen a peer sat down with me.;Peers;talk\n"
    )
    with pytest.raises(ThemeloomError, match="taken for participants") as told:
        _read("coded.csv", f"{heads}\n{rows}")
    assert f"--codings --column 'quote={heads.partition(';')[0]}'" in str(told.value)


def test_a_column_that_does_not_tell_rows_apart_is_in_doubt() -> None:
    """A name on several rows may be that of a source."""
    said = "Where;Words;What\n" + "talk;I waited and nobody told me why.;Untold\n" * 2
    assert "“Where” says the same of several rows" in _read("coded.csv", said)[1]
    said = "Code;Words\nP01;I waited and nobody told me why.\nP02;Then a peer sat down with me.\n"
    assert "if its rows are codings" not in _read("asked.csv", said)[1]
