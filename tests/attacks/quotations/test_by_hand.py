"""What may be printed of made-up interviews, quotation by quotation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from marked import lines, seen

from themeloom.study.quoting import Found, find
from themeloom.study.sources import joined, read_turns

_FOLDER = Path(__file__).parent
_PART = re.compile(r"\n## (False|True|Told)\n")
#: Each list of what may and may not be printed, with the interview that it is about.
_LISTS = (
    "by_hand",
    "in_english",
    "more_english",
    "in_languages",
    "more_languages",
    "workplaces",
    "families",
    "as_usual",
)


def _parts(name: str) -> dict[str, str]:
    text = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    parts = _PART.split(text)
    return {"interview": text.split("```\n")[1], **dict(zip(parts[1::2], parts[2::2], strict=True))}


_TEXTS = {name: _parts(name) for name in _LISTS}


def _of(part: str) -> list[tuple[str, str]]:
    return [(name, one) for name, parts in _TEXTS.items() for one in lines(parts.get(part, ""))]


def _found(quotation: str, name: str = "by_hand") -> Found:
    interview = _TEXTS[name]["interview"]
    turns = read_turns(interview, {f"P{number:02}" for number in range(1, 50)})
    return find(seen(quotation), interview, over=joined(turns, interview))


@pytest.mark.parametrize(("name", "quotation"), _of("False"))
def test_what_was_not_said_is_refused(name: str, quotation: str) -> None:
    """Another word, number, speaker, negation, bracket, gap or letter makes it false."""
    assert not _found(quotation, name).grade.holds


@pytest.mark.parametrize(("name", "quotation"), _of("True"))
def test_what_was_said_is_accepted(name: str, quotation: str) -> None:
    """In every style in which journals print what is left out, put in, or quoted within."""
    assert _found(quotation, name).grade.holds


@pytest.mark.parametrize(("name", "quotation"), _of("Told"))
def test_what_may_say_otherwise_is_told(name: str, quotation: str) -> None:
    """Words cut off from what doubts or denies them, and brackets that nobody can be sure of."""
    found = _found(quotation, name)
    assert found.grade.holds
    assert found.doubts or found.after_negation


DOUBTFUL = {
    "I loved the [meal] and the surgeon": "[meal] stands in the place of “food”",
    "Some people helped me … and most of the staff": "leaves out an exception (“except”)",
    "The nurse gave me a blanket [by force] and some soup": "[by force] says how",
    "[They] moved to the hostel": "[They] may be others than “We”",
    "[Sie] haben im Flur gewartet": "[Sie] may be others than “Wir”",
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
