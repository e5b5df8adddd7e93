"""`coding/codebook.csv`: what it says, and what is said of each mistake in it."""

from __future__ import annotations

import pytest

from themeloom.coding.codebook import codebook_bytes, read_codebook
from themeloom.coding.nouns import Code, Codebook
from themeloom.core.errors import ManyErrors, ThemeloomError

TREE = """code,parent,title,definition,colour,codable,example
care,,Care,"What is done, and by whom",#ff0000,,
peers,care,Peers,,,no,“She knew”
trust,peers,Trust,,,,
"""


def test_codes_stand_in_a_tree() -> None:
    """Each code knows its way from the top, and all that stands below it."""
    book = read_codebook(TREE, "codebook.csv")
    assert [one.id for one in book.path("trust")] == ["care", "peers", "trust"]
    assert book.below("care") == {"care", "peers", "trust"}
    assert [(level, one.name) for level, one in book.walk()] == [
        (1, "Care"),
        (2, "Peers"),
        (3, "Trust"),
    ]
    assert book.levels == 3
    assert not book.by_id["peers"].codable


def test_what_is_written_reads_back_the_same() -> None:
    """Columns of the study's own, and the order of rows, are kept."""
    assert codebook_bytes(read_codebook(TREE, "codebook.csv")).decode() == TREE


def test_ten_thousand_codes_below_each_other() -> None:
    """Depth is no matter."""
    codes = tuple(Code(f"c{n}", f"c{n - 1}" if n else "") for n in range(10_000))
    book = read_codebook(codebook_bytes(Codebook(codes)).decode(), "codebook.csv")
    assert book.levels == 10_000
    assert len(book.below("c0")) == 10_000


@pytest.mark.parametrize(
    ("text", "line", "said", "hint"),
    [
        ("code,parent\na,b\n", 2, 'no code "b"', "a"),
        (
            "code,parent\na,b\nb,c\nc,b\n",
            3,
            'the code "b" stands below itself: b < c < b',
            "parent",
        ),
        ("code,parent\na,\na,\n", 3, "twice: here and on line 2", "another id"),
        ("code,parent\nFear of needles,\n", 2, "is no id of a code", "fear-of-needles"),
        ("code,definiton\na,\n", 1, 'a column "definiton"', 'did you mean "definition"?'),
        ("cod,parent\na,\n", 1, 'no column "code"', 'did you mean "cod"?'),
        ("code,parent\na,,x\n", 2, "3 cells", "quotation marks"),
        ('code,title\na,"b\n', 2, "cannot be read", "quotation marks"),
        ("code,codable\na,perhaps\n", 2, "neither yes nor no", "write no"),
        ("", 1, 'no column "code"', "its columns are"),
    ],
)
def test_mistakes_have_a_place_and_a_remedy(text: str, line: int, said: str, hint: str) -> None:
    """Whoever wrote the file reads where it is wrong, and what to do."""
    with pytest.raises(ThemeloomError) as caught:
        read_codebook(text, "coding/codebook.csv")
    assert caught.value.place == f"coding/codebook.csv:{line}"
    assert said in caught.value.message
    assert hint in caught.value.hint


def test_all_mistakes_are_told_at_once() -> None:
    """One round of mending is enough."""
    with pytest.raises(ManyErrors) as caught:
        read_codebook("code,parent\nA,\nB,\n", "codebook.csv")
    assert len(caught.value.errors) == 2
