"""`quoting`: the golden cases of tests/data/quotations.md, and what they cannot say."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from themeloom.core.text import difference, normalise
from themeloom.study.quoting import Grade, find

_GOLDEN = (Path(__file__).parents[1] / "data" / "quotations.md").read_text(encoding="utf-8")
_CASE = re.compile(
    r"^## (?P<name>.+)\n- passage: (?P<passage>.+)\n- quotation: (?P<quotation>.+)\n"
    r"- verdict: (?P<verdict>\w+)$",
    re.MULTILINE,
)
#: What opens a bracket of a source.
OPENED = "[({<（［｛＜【〔"
_CASES = [pytest.param(case, id=case["name"]) for case in _CASE.finditer(_GOLDEN)]


def test_every_heading_is_a_case() -> None:
    """A case that is written wrongly is noticed, not skipped."""
    assert _GOLDEN.count("\n## ") == len(_CASES)


@pytest.mark.parametrize("case", _CASES)
def test_golden_case(case: re.Match[str]) -> None:
    """The verdict is the one a careful reader gives."""
    found = find(case["quotation"], case["passage"])
    assert found.grade == case["verdict"]


def test_words_too_far_apart_are_not_a_quotation() -> None:
    """An ellipsis cannot join the first page to the last."""
    text = "I began with nothing. " + "Much else was said. " * 200 + "I ended with a home."
    found = find("I began with nothing … I ended with a home.", text)
    assert found.grade not in {Grade.EXACT, Grade.EDITED}


def test_offsets_are_those_of_the_original() -> None:
    """What is found names the words in the original, its typography kept."""
    text = "\ufeffLine one.\r\nShe  said: “I don’t\r\nforget”."
    found = find("I don't forget", text)
    assert text[found.start : found.end] == "I don’t\r\nforget" == found.wording


def test_difference_shows_only_what_differs() -> None:
    """Words of the print in [-…-], words of the source in {+…+}."""
    assert difference("we are here", "we were here") == "we [-are-] {+were+} here"


@given(st.text(st.characters(exclude_characters=OPENED), min_size=1), st.data())
def test_any_part_at_word_borders_is_found_exactly(text: str, data: st.DataObject) -> None:
    """Whatever stands in a text as whole words is found there.

    What a text has in brackets is kept whole or left out, which the golden cases show: a part
    of it, as drawn here, is no quotation.
    """
    assume(not set(normalise(text).text) & set(OPENED))
    words = normalise(text).text.split(" ")
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    part = " ".join(words[start:end])
    if not part.strip() or len(part.strip()) != len(part):
        return
    assert find(part, text).grade is Grade.EXACT
