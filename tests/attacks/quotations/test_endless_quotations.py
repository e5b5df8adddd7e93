"""Texts and quotations that are made to keep a computer busy: each is judged in a moment.

Time is that of the processor; the limit is far above what they take, and far below what they
took (17 s and 94 s), so that a slow machine does not fail.
"""

import random
import time

import pytest

from themeloom.checking.cells import Heads
from themeloom.checking.claim import Reading
from themeloom.checking.claims import claims
from themeloom.checking.identifiers import find_identifiers
from themeloom.checking.words import in_markdown
from themeloom.documents.places import Place
from themeloom.documents.scanner import Kind, scan, without
from themeloom.study.quoting import find

_WORDS = ("the", "a", "we", "they", "I", "it", "that", "was", "were", "had", "do", "never")
_CHANCE = random.Random(17)
_LONG = " ".join(_CHANCE.choice(_WORDS) for _ in range(1_200_000))
#: What is looked for, and where.
ENDLESS = {
    "5,000 ellipses": (" … ".join(["we had"] * 5000), _LONG[:50_000]),
    "20 gaps, nowhere in 5 MB": (" … ".join(["the zebra had"] * 20), _LONG),
    "12 gaps of words that are everywhere": (" … ".join(["we had it"] * 12), _LONG),
    "two words, for ever": ("x y … y x … x x y", "x y " * 1_000_000),
    "3,000 brackets": ("[a] b " * 3000, "[a] b " * 5000),
    "a source of brackets that open": ("x y … [is] y", "(" * 3_000_000),
    "a source of brackets": ("x y … [is] y", "() x y(" * 500_000),
    "a source of ellipses": ("x … y", "… " * 1_000_000),
    "a source of stars": ("x … y", "*x " * 1_000_000),
    "a quotation of a million letters": (_LONG[:1_000_000] + "zebra", _LONG),
}


@pytest.mark.parametrize(("quotation", "text"), ENDLESS.values(), ids=ENDLESS.keys())
def test_endless_quotations(quotation: str, text: str) -> None:
    """Each is judged in less than 5 seconds of the processor."""
    begun = time.process_time()
    assert not find(quotation, text).grade.holds or quotation in text
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("piece", ["1", "07 ", "07700 900123 ", "943 476 5919 ", "a@", "AB12 "])
def test_a_line_of_identifiers(piece: str) -> None:
    """One line of digits costs as much as many lines of them."""
    begun = time.process_time()
    find_identifiers(piece * (300_000 // len(piece)))
    assert time.process_time() - begun < 5


def test_a_text_of_many_levels() -> None:
    """Words that are set off within words that are set off, a thousand times, are read at once."""
    text = "\n".join("> " * level + "words said here" for level in range(1, 1000))
    begun = time.process_time()
    paragraphs = list(in_markdown(text, lambda at: Place("paper.qmd", at)))
    assert len(list(claims(paragraphs, Reading({"P01"}, Heads(["en"]))))) == 1
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("piece", ["{{< ", "<!-- ", "` ", "^[", "[^", "<q>", "“a ", "<div ", "> "])
def test_marks_that_nothing_closes(piece: str) -> None:
    """A document of thousands of them is read in the time that so many letters take."""
    text, begun = piece * 20_000, time.process_time()
    prose = without(text, scan(text), Kind.PROSE)
    paragraphs = list(in_markdown(prose, lambda _: Place("paper.qmd", 1)))
    assert len(list(claims(paragraphs, Reading({"P01"}, Heads(["en"]))))) <= 1
    assert time.process_time() - begun < 5
