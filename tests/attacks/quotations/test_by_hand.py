"""What may be printed of one made-up interview, quotation by quotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import lines, seen

from themeloom.study.quoting import Found, find
from themeloom.study.sources import joined, read_turns

_TEXT = (Path(__file__).parent / "by_hand.md").read_text(encoding="utf-8")
_INTERVIEW = _TEXT.split("```\n")[1]
_FALSE, _TRUE = (lines(part) for part in _TEXT.partition("\n## True\n")[::2])


def _found(quotation: str) -> Found:
    turns = read_turns(_INTERVIEW, {f"P0{number}" for number in range(1, 8)})
    return find(seen(quotation), _INTERVIEW, over=joined(turns, _INTERVIEW))


def _is_accepted(quotation: str) -> bool:
    return _found(quotation).grade.holds


@pytest.mark.parametrize("quotation", _FALSE)
def test_what_was_not_said_is_refused(quotation: str) -> None:
    """Another word, number, speaker, negation, bracket, gap or letter makes it false."""
    assert not _is_accepted(quotation)


@pytest.mark.parametrize("quotation", _TRUE)
def test_what_was_said_is_accepted(quotation: str) -> None:
    """In every style in which journals print what is left out, put in, or quoted within."""
    assert _is_accepted(quotation)


DOUBTFUL = {
    "I loved the [meal] and the surgeon": "[meal] stands in the place of “food”",
    "Some people helped me … and most of the staff": "leaves out an exception (“except”)",
    "The nurse gave me a blanket [by force] and some soup": "[by force] says how",
    "[They] moved to the hostel": "[They] may be others than “we”",
    "[Sie] haben im Flur gewartet": "[Sie] may be others than “wir”",
    "[They] found me a solicitor [as we] asked": "stands for the end of a sentence",
    "I was taken to [the hospital]": "",
    "[She] wanted to stay with my brother": "",
    "My sister [drives] me": "",
    "I loved the food and [Dr X] was good to everyone": "",
}


@pytest.mark.parametrize(("quotation", "why"), DOUBTFUL.items())
def test_what_is_accepted_with_a_doubt(quotation: str, why: str) -> None:
    """Other content in brackets, and exceptions left out, are told; forms and names are not."""
    found = _found(quotation)
    assert found.grade.holds
    assert why in " ".join(found.doubts)
    assert bool(why) == bool(found.doubts)
