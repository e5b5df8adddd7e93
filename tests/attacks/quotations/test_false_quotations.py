"""A thousand false quotations of every kind, and as many honest ones."""

import random
from collections import Counter

import pytest
from editing_honestly import HONEST
from falsifying import FALSE
from helpers import LONG
from interviews import Interview, interview

from themeloom.study.quoting import Found, find
from themeloom.study.sources import joined, read_turns

#: How many interviews are attacked.
MANY = 600 if LONG else 60


@pytest.fixture(scope="module")
def interviews() -> list[Interview]:
    """Made-up interviews, the same at every run."""
    chance = random.Random(25)
    return [interview(chance) for _ in range(MANY)]


def looked_up(quotation: str, one: Interview) -> Found:
    """The verdict on a quotation, as a study that knows its participant gets it."""
    turns = read_turns(one.text, {"P01"})
    return find(quotation, one.text, over=joined(turns, one.text))


def test_no_false_quotation_is_accepted(interviews: list[Interview]) -> None:
    """Of at least a thousand, of each kind some, none is called exact or edited by the rules."""
    chance = random.Random(4872)
    tried: Counter[str] = Counter()
    accepted = []
    for one in interviews:
        for name, falsify in FALSE.items():
            quotation = falsify(chance, one)
            if quotation is None:
                continue
            tried[name] += 1
            if looked_up(quotation, one).grade.holds:
                accepted.append((name, quotation))
    assert accepted == []
    assert sum(tried.values()) >= 1000
    assert set(tried) == set(FALSE)


def test_honest_edits_are_accepted(interviews: list[Interview]) -> None:
    """Fewer than two of a hundred honest edits, of each kind some, are refused."""
    chance = random.Random(1800)
    tried: Counter[str] = Counter()
    refused = []
    for one in interviews:
        for name, edit in HONEST.items():
            quotation = edit(chance, one)
            if quotation is None:
                continue
            tried[name] += 1
            found = looked_up(quotation, one)
            if not found.grade.holds:
                refused.append((name, quotation, found.why))
    assert len(refused) < 0.02 * sum(tried.values()), refused
    assert set(tried) == set(HONEST)


def test_what_was_done_is_told() -> None:
    """What stands in brackets, and how much is left out, is there for whoever must judge it."""
    found = find("[My nurse] gave me … the van", "Then Ruth gave me the keys to the van.")
    assert found.put_in == (("My nurse", 0),)
    assert found.left_out == len(" the keys to ")


@pytest.mark.parametrize(
    ("quotation", "told"),
    [
        ("trusted them with my keys", "begins just behind it"),
        ("I have never", "ends just behind it"),
        ("I … trusted them with my keys", ""),
        ("I have never trusted them with my keys", ""),
    ],
)
def test_cuts_beside_a_negation(quotation: str, told: str) -> None:
    """Words that are parted from their “not” are accepted, and told."""
    found = find(quotation, "We talked. I have never trusted them with my keys. Not once.")
    assert bool(found.after_negation) == bool(told) or not found.grade.holds
