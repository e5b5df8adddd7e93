"""Where the words of a coding stand once its source was corrected."""

from __future__ import annotations

import pytest

from themeloom.coding.anchoring import Standing, anchored, told_apart
from themeloom.coding.files import codings_bytes, read_codings
from themeloom.coding.nouns import Coder, Coding
from themeloom.core.errors import ThemeloomError

TEXT = "I waited, yes. She came, yes. Then I went 😀 home\u0301.\n"


def _coding(words: str, start: int = -1, before: str = "") -> Coding:
    start = TEXT.index(words) if start < 0 else start
    return Coding("c1", start, start + len(words), "code", Coder("coder-1"), words, before)


def test_words_that_are_where_they_were() -> None:
    """Nothing is to be done, be there letters of any plane and marks."""
    for words in ("I waited", "😀 home\u0301", "yes"):
        assert anchored(_coding(words), TEXT).standing is Standing.HERE


def test_words_that_moved_are_still_exact() -> None:
    """The offset is a hint: words that stand once are found wherever they are."""
    anchor = anchored(_coding("She came"), f"A line more.\n{TEXT}")
    assert anchor.standing is Standing.MOVED
    assert anchor.start == TEXT.index("She came") + 13


def test_twins_are_told_by_what_stands_before() -> None:
    """Of two places the one with the same words before it is meant."""
    second = TEXT.rindex("yes")
    before = told_apart(TEXT, second, second + 3)
    assert before
    assert TEXT[:second].endswith(before)
    moved = anchored(_coding("yes", second, before), f"Yes? {TEXT}")
    assert (moved.standing, moved.start) == (Standing.MOVED, second + 5)
    assert told_apart(TEXT, 0, 8) == ""


def test_twins_without_what_stood_before_are_not_guessed() -> None:
    """Where nothing tells them apart it is said, and how many there are."""
    anchor = anchored(_coding("yes", 3), TEXT)
    assert (anchor.standing, anchor.twins, anchor.is_exact) == (Standing.TWINS, 2, False)


def test_words_that_were_corrected_are_near() -> None:
    """They are no longer exact; the most similar ones can be shown."""
    corrected = TEXT.replace("Then I went", "Then I walked")
    old = _coding("Then I went 😀 home\u0301.")
    assert anchored(old, corrected).standing is Standing.LOST
    anchor = anchored(old, corrected, near=True)
    assert anchor.standing is Standing.NEAR
    assert corrected[anchor.start : anchor.end] == "Then I walked 😀 home\u0301."


def test_words_that_are_gone_are_lost() -> None:
    """Nothing like them is made up."""
    assert anchored(_coding("I waited"), "0123456789" * 20, near=True).standing is Standing.LOST


def test_a_file_reads_back_as_it_was_written() -> None:
    """Quotation marks, line breaks of any kind, commas and what cannot be seen are kept."""
    words = 'a "b", c\nd\r\ne\u2028f\u200bg '
    rows = [Coding("c2", 5, 20, "b", Coder("coder-1"), words, "x\n", "m, m"), _coding("yes")]
    read = read_codings("s", codings_bytes(rows).decode(), "coding/s.csv")
    assert [(one.id, one.quote, one.before, one.memo) for one in read] == [
        ("c2", words, "x\n", "m, m"),
        ("c1", "yes", "", ""),
    ]
    assert read.rows[1].line == 6


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("c1,5,3,a,coder-1,yes,,", "from “5” to “3”"),
        ("c1,-5,3,a,coder-1,yes,,", "which is no place"),
        ("c1,99999999999999999999,3,a,coder-1,yes,,", "which is no place"),
        (",1,3,a,coder-1,yes,,", "without an id"),
        ("c1,1,3,a,Jo Brown,yes,,", "a coder is called by a pseudonym"),
        ("c1,1,3,a,coder-1,yes,", "7 cells"),
    ],
)
def test_mistakes_of_a_row(row: str, said: str) -> None:
    """Each is told with its line; a coder's name is not repeated."""
    with pytest.raises(ThemeloomError) as caught:
        read_codings("s", f"id,start,end,code,coder,quote,before,memo\n{row}\n", "coding/s.csv")
    assert said.replace("“", '"').replace("”", '"') in caught.value.message
    assert "Brown" not in str(caught.value)
    assert caught.value.line == 2


def test_an_unknown_column_is_no_silence() -> None:
    """Whoever misspells a column is told which is meant."""
    with pytest.raises(ThemeloomError) as caught:
        read_codings("s", "id,start,end,code,coder,quote,memos\n", "coding/s.csv")
    assert caught.value.hint == 'did you mean "memo"?'
