"""How differences are told: the place as a reader finds it, then both values."""

from __future__ import annotations

import io
import zipfile
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from themeloom.verify.compare import compare
from themeloom.verify.findings import Compared, Difference, Group, Unread, Verdict
from themeloom.verify.report_text import difference_lines, sentence, told

if TYPE_CHECKING:
    from collections.abc import Callable

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _lines(name: str, there: bytes, rebuilt: bytes, called: str = "committed") -> list[str]:
    found = compare(name, there, rebuilt).differences
    return list(chain.from_iterable(difference_lines(one, called) for one in found))


def _png(change: Callable[[Image.Image], None] = lambda _: None) -> bytes:
    image = Image.new("RGB", (20, 10), "white")
    change(image)
    buffer = io.BytesIO()
    image.save(buffer, "png")
    return buffer.getvalue()


def _zip(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return buffer.getvalue()


def test_equal_files_have_nothing_to_tell() -> None:
    """Byte for byte."""
    assert compare("a.csv", b"x", b"x") == Compared("a.csv")


def test_a_cell_is_named_by_row_and_column() -> None:
    """The row by the key that the table declares."""
    table = b"id,theme,words\ntrusted,integration,%d\n"
    assert _lines("data-derived/quotations.csv", table % 46, table % 47) == [
        "row id trusted, column words",
        "committed:  “46”",
        "rebuilt:    “47”",
    ]


def test_rows_and_columns_that_one_table_lacks() -> None:
    """Each is named, and which of the two files has it."""
    assert _lines("x.csv", b"id,a\n1,x\n2,y\n", b"id,b\n1,x\n3,z\n") == [
        "column a: only the committed file has it",
        "column b: the committed file lacks it",
        "row id 2: only the committed file has it",
        "“2; y”",
        "row id 3: the committed file lacks it",
        "“3; z”",
    ]


def test_a_key_of_a_yaml_file_is_named_by_its_path() -> None:
    """Places in lists are counted from 1."""
    there, rebuilt = (b"author:\n  - {name: %s}\n" % name for name in (b"Juliam", b"Julian"))
    assert _lines("metadata.yml", there, rebuilt) == [
        "key author.1.name",
        "committed:  “Juliam”",
        "rebuilt:    “Julian”",
    ]


def test_words_of_a_fragment_are_told_with_the_words_before_them() -> None:
    """Only those that differ."""
    assert _lines("quote.md", b"a\n\nSome of us peeps have\n", b"a\n\nSome of us peers have\n") == [
        "line 3: after “Some of us”",
        "committed:  “peeps”",
        "rebuilt:    “peers”",
    ]


def test_white_space_is_told_as_such() -> None:
    """Where the words are the same."""
    assert _lines("quote.md", b"a  b\n", b"a b\n")[0] == (
        "line 1: the words are the same, white space differs"
    )


def test_one_pixel_is_told_by_its_place_and_colour() -> None:
    """However little it differs."""
    one = _png(lambda image: image.putpixel((7, 3), (254, 255, 255)))
    assert _lines("map.png", one, _png()) == [
        "1 pixel differs of 20 × 10, at 7 from the left, 3 from the top",
        "committed:  “#feffff”",
        "rebuilt:    “#ffffff”",
    ]


def test_many_pixels_are_told_by_the_rectangle_they_lie_in() -> None:
    """With the colours of the first."""
    many = _png(lambda image: image.paste("black", (2, 1, 5, 4)))
    assert _lines("map.png", many, _png())[0] == (
        "9 pixels differ of 20 × 10, at 2 to 4 from the left, 1 to 3 from the top: "
        "the colours are those at 2, 1"
    )


def test_pictures_of_another_size() -> None:
    """Nothing else is told of them."""
    buffer = io.BytesIO()
    Image.new("RGB", (5, 5)).save(buffer, "png")
    assert _lines("map.png", buffer.getvalue(), _png())[0] == "size in pixels"


def test_a_pixels_worth_of_a_drawing_is_told_by_shape_and_number() -> None:
    """With the line, so that it is found in the file."""
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg">\n<g id="threads">\n'
        b'<path d="M %d 10 L 3 4"/>\n</g></svg>'
    )
    assert _lines("map.svg", drawing % 11, drawing % 10) == [
        "line 3, shape path in threads, d, number 1",
        "committed:  “11”",
        "rebuilt:    “10”",
    ]


def test_words_of_a_word_document_are_told_with_their_section() -> None:
    """By the heading they stand under."""
    text = (
        f'<w:document xmlns:w="{_W}"><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
        "<w:r><w:t>Methods</w:t></w:r></w:p><w:p><w:r><w:t>We asked WHO twice.</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    there, rebuilt = (_zip(word__document=text.replace("WHO", who)) for who in ("him", "her"))
    assert _lines("paper.docx", there, rebuilt, "published") == [
        "section Methods: after “Methods We asked”",
        "published:  “him”",
        "rebuilt:    “her”",
    ]


def test_words_of_a_deck_are_told_with_their_slide() -> None:
    """And those of its notes as such."""
    slide = f'<p xmlns:a="{_A}"><a:p><a:r><a:t>%s</a:t></a:r></a:p></p>'
    there = _zip(ppt__slides__slide2=slide % "two", ppt__notesSlides__notesSlide2=slide % "aside")
    rebuilt = _zip(ppt__slides__slide2=slide % "2", ppt__notesSlides__notesSlide2=slide % "by")
    places = [one.place for one in compare("slides.pptx", there, rebuilt).differences]
    assert places[0] == "slide 2"


def test_words_of_a_page_are_told_with_their_section() -> None:
    """Words that describe pictures are words too."""
    page = b'<h2>Results</h2><p>One %s</p><img alt="A %s">'
    assert _lines("paper.html", page % (b"word", b"map"), page % (b"verb", b"map")) == [
        "section Results: after “Results One”",
        "committed:  “word”",
        "rebuilt:    “verb”",
    ]
    assert _lines("paper.html", page % (b"word", b"cap"), page % (b"word", b"map"))[1:] == [
        "committed:  “cap”",
        "rebuilt:    “map”",
    ]


def test_words_of_an_article_are_told_with_their_section() -> None:
    """By the title of its innermost section."""
    article = b"<article><body><sec><title>Aim</title><p>To %s</p></sec></body></article>"
    assert _lines("paper.xml", article % b"see", article % b"be") == [
        "section Aim: after “Aim To”",
        "committed:  “see”",
        "rebuilt:    “be”",
    ]


def test_a_picture_within_a_page_is_compared_as_a_picture() -> None:
    """Words first; a picture is found where it is carried."""
    import base64

    page = '<p>Same</p><img src="data:image/png;base64,{}">'
    there, rebuilt = (
        page.format(base64.b64encode(data).decode()).encode()
        for data in (_png(lambda image: image.putpixel((0, 0), (0, 0, 0))), _png())
    )
    assert _lines("paper.html", there, rebuilt)[0] == (
        "picture 1 (png): 1 pixel differs of 20 × 10, at 0 from the left, 0 from the top"
    )


def test_a_part_of_an_office_file_is_named_where_words_are_the_same() -> None:
    """And the first byte that differs in it."""
    same = f'<w:document xmlns:w="{_W}"/>'
    there = _zip(word__document=same, word__styles="<a/>")
    rebuilt = _zip(word__document=same, word__styles="<b/>")
    assert _lines("paper.docx", there, rebuilt)[0] == "part word/styles.xml, byte 1"


@pytest.mark.parametrize("name", ["a.csv", "a.yml", "a.json", "a.png", "a.svg", "a.pdf", "a.xml"])
def test_a_file_that_is_broken_is_told_and_never_breaks_the_comparison(name: str) -> None:
    """Whatever somebody put in its place."""
    good = {
        "a.png": _png(),
        "a.svg": b"<svg/>",
        "a.xml": b"<a/>",
        "a.json": b"{}",
        "a.yml": b"a: 1",
    }
    assert compare(name, b"\xff\x00{<", good.get(name, b"id\n1\n")).differences


def test_versions_alone_do_not_make_a_record_different() -> None:
    """Only what it states of files counts."""
    python = b'"agent": {"tool:python": {"themeloom:version": "%s"}}'
    record = b'{"entity": {"file:a": {}}, "activity": {}, ' + python + b"}"
    found = compare("data-derived/provenance.json", record % b"3.11.2", record % b"3.12.0")
    assert (found.differences, found.note) == ((), "it names other versions of tools")


@pytest.mark.parametrize(
    "said",
    [
        b'{"entity": {"file:a": {}}, "claims": {"a": "100 people"}}',
        b'{"entity": {"file:a": {"prov:label": "checked"}}}',
        b'{"entity": {"file:a": {}}, "agent": {"tool:nvivo": {"prov:label": "checked"}}}',
        b'{"entity": {"file:a": {}}, "used": {"_:1": {"prov:activity": "b", "prov:entity": "c"}}}',
    ],
)
def test_whatever_else_a_record_says_makes_it_different(said: bytes) -> None:
    """Also what is no fact of a file, and what no record of ours has."""
    record = b'{"entity": {"file:a": {}}}'
    assert compare("data-derived/provenance.json", said, record).differences


def _group(*files: Compared, called: str = "committed", kind: str = "derived file") -> Group:
    return Group("data-derived" if kind == "derived file" else "_output", called, kind, files)


_SAME, _OTHER = Compared("a.csv"), Compared("b.csv", (Difference("row 1"),))


def test_the_sentence_when_all_is_equal() -> None:
    """It can be quoted as it stands."""
    outputs = _group(_SAME, called="published", kind="output")
    verdict = Verdict((_group(_SAME, Compared("c.csv")), outputs), "0123456789 of 2026-03-01")
    assert sentence(verdict) == (
        "All 2 derived files and 1 output are byte for byte what data-raw/ and study.yml give "
        "with commit 0123456789 of 2026-03-01."
    )


def test_the_sentence_when_something_differs() -> None:
    """It says how many files."""
    verdict = Verdict((_group(_SAME, _OTHER),), "0123456789 of 2026-03-01", ("b.csv",))
    assert sentence(verdict) == (
        "1 of 2 derived files is not what data-raw/ and study.yml give with commit 0123456789 "
        "of 2026-03-01; 1 uncommitted file took part in what lies here."
    )


def test_the_sentence_says_what_was_not_rebuilt() -> None:
    """Nobody may read more into it than was proved."""
    unread = Unread("talks", "Talks", "restricted", "ab" * 32, ("quotations.csv, row id lamp",))
    verdict = Verdict((_group(_SAME),), "c", unread=(unread,))
    assert sentence(verdict).endswith(
        "; what rests on 1 source that cannot be read here was not rebuilt."
    )
    lines = list(told(verdict))
    assert lines[2] == (
        f"  Talks (restricted): where words stand in it rests on the recorded SHA-256 {'ab' * 32} "
        "and was not looked up again: quotations.csv, row id lamp"
    )


def test_other_versions_of_tools_are_told_apart() -> None:
    """They explain a difference, and are none."""
    verdict = Verdict((_group(_SAME),), "c", versions=(("pandas", "2.3.0", "3.1.1"),))
    assert verdict.equal
    assert "Recorded with other versions of tools: pandas 2.3.0 (here 3.1.1)" in told(verdict)


def test_a_fact_that_stands_twice_is_no_fact() -> None:
    """Of two values under one name, programs take the last one, and people read the first."""
    record = b'{"entity": {"file:a.csv": {"themeloom:sha256": "0"}}}'
    there = record.replace(b"{", b'{"entity": {"file:a.csv": {"said": "100 people"}}, ', 1)
    (found,) = compare("provenance.json", there, record).differences
    assert found.note == "it cannot be read: a name stands twice in one place"
