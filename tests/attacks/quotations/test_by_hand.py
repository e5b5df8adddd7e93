"""What may be printed of one made-up interview, quotation by quotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import lines, seen

from themeloom.study.quoting import find
from themeloom.study.sources import joined, read_turns

_TEXT = (Path(__file__).parent / "by_hand.md").read_text(encoding="utf-8")
_INTERVIEW = _TEXT.split("```\n")[1]
_FALSE, _TRUE = (lines(part) for part in _TEXT.partition("\n## True\n")[::2])


def _is_accepted(quotation: str) -> bool:
    turns = read_turns(_INTERVIEW, {"P01", "P02"})
    return find(seen(quotation), _INTERVIEW, over=joined(turns, _INTERVIEW)).grade.holds


@pytest.mark.parametrize("quotation", _FALSE)
def test_what_was_not_said_is_refused(quotation: str) -> None:
    """Another word, number, speaker, negation, bracket, gap or letter makes it false."""
    assert not _is_accepted(quotation)


@pytest.mark.parametrize("quotation", _TRUE)
def test_what_was_said_is_accepted(quotation: str) -> None:
    """In every style in which journals print what is left out, put in, or quoted within."""
    assert _is_accepted(quotation)
