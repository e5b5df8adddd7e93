"""Small cells and secondary suppression: what is hidden follows from nothing that is shown."""

import itertools
import random

import numpy as np
import pytest
from helpers import LONG
from hypothesis import given
from hypothesis import strategies as st

from themeloom.deriving.auditing import given_back
from themeloom.deriving.participants import (
    HIDDEN,
    LEAST,
    Row,
    is_small,
    participant_rows,
)
from themeloom.deriving.protecting import Cell
from themeloom.study.about import About
from themeloom.study.interpretation import Theme
from themeloom.study.model import Access, Participant, Source, Study
from themeloom.study.settings import Disclosure, Settings, SmallCells

STYLES = [SmallCells.UNDER_5, SmallCells.UNDER_10, SmallCells.HES]

LINES = {
    "nothing small": (SmallCells.UNDER_5, [12, 9, 7], ["12", "9", "7"]),
    "one small, one more hidden": (SmallCells.UNDER_5, [12, 9, 2], ["12", "*", "*"]),
    "two small are enough": (SmallCells.UNDER_5, [12, 3, 2], ["12", "*", "*"]),
    "two that are one each are not": (SmallCells.UNDER_5, [12, 1, 1], ["*", "*", "*"]),
    "rounded to five": (SmallCells.HES, [12, 23, 8], ["10", "25", "10"]),
    "seven is hidden": (SmallCells.HES, [23, 9, 7], ["25", "*", "*"]),
    "nothing hidden by choice": (SmallCells.NONE, [12, 1], ["12", "1"]),
    "all in one": (SmallCells.UNDER_5, [3], ["*"]),
}


def _study(
    people: list[dict[str, str | int]], style: SmallCells, *crossed: tuple[str, str]
) -> Study:
    """A study of which only the participants matter."""
    return Study(
        study=About(title="Synthetic", authors=()),
        sources=(Source(id="talk", title="Talk", kind="talk", access=Access.WITHHELD),),
        participants=tuple(
            Participant(id=f"p{number}", attributes=one) for number, one in enumerate(people)
        ),
        themes=(Theme(id="waiting", title="Waiting", statement="It is long."),),
        settings=Settings(disclosure=Disclosure(small_cells=style, crossed=crossed)),
    )


@pytest.mark.parametrize(("style", "counts", "shown"), LINES.values(), ids=LINES.keys())
def test_lines(style: SmallCells, counts: list[int], shown: list[str]) -> None:
    """What may be shown of counts whose total is known."""
    people: list[dict[str, str | int]] = [
        {"role": f"role {n}"} for n, count in enumerate(counts) for _ in range(count)
    ]
    rows = participant_rows(_study(people, style))
    assert [row[-1] for row in rows] == shown


@given(st.lists(st.integers(1, 30), min_size=2, max_size=5), st.sampled_from(STYLES))
def test_a_total_never_gives_a_small_count_back(counts: list[int], style: SmallCells) -> None:
    """Whoever knows the total and the rule can still think of another count for each hidden one."""
    people: list[dict[str, str | int]] = [
        {"role": n} for n, count in enumerate(counts) for _ in range(count)
    ]
    shown = [row[-1] for row in participant_rows(_study(people, style))]
    hidden = [count for count, cell in zip(counts, shown, strict=True) if cell == HIDDEN]
    assert all(
        cell == HIDDEN for count, cell in zip(counts, shown, strict=True) if is_small(count, style)
    )
    if len(hidden) == len(counts) and sum(hidden) < LEAST[style]:
        return  # the whole study is smaller than the threshold: nothing is left to hide
    least = 0 if style is SmallCells.UNDER_10 else 1
    if hidden and sum(hidden) > len(hidden):
        largest = sum(hidden) - least * (len(hidden) - 1)
        assert largest > least


def test_a_crossed_table_does_not_give_back_what_a_simple_one_hides() -> None:
    """Of the smallest group no count remains that could be taken from the total with the others."""
    people: list[dict[str, str | int]] = [
        {"role": role, "sex": sex}
        for role, sex, count in (
            ("consultant", "female", 3),
            ("nurse", "female", 2),
            ("nurse", "male", 5),
            ("peer worker", "male", 5),
        )
        for _ in range(count)
    ]
    rows = list(participant_rows(_study(people, SmallCells.UNDER_5, ("role", "sex"))))
    assert ("role", "consultant", "", "", HIDDEN) in rows
    assert _given_back(people, rows) == []


def test_no_table_gives_back_what_another_hides() -> None:
    """In random studies nothing hidden follows from all that is shown, zeros and totals too."""
    studies = 2000 if LONG else 300
    chance = random.Random(15)
    for number in range(studies):
        people, crossed = _random_participants(chance)
        rows = list(participant_rows(_study(people, STYLES[number % 2], *crossed)))
        assert _given_back(people, rows) == [], f"study {number}"
        assert _by_bounds(people, rows) == set(), f"study {number}"


def _by_bounds(people: list[dict[str, str | int]], rows: list[Row]) -> set[Cell]:
    """The hidden counts whose bounds meet: nothing is fewer than nothing."""
    cells = {
        frozenset(pair for pair in ((a, b), (c, d)) if pair[0]): count for a, b, c, d, count in rows
    }
    known = {cell: int(count) for cell, count in cells.items() if count != HIDDEN}
    values = {name: sorted({str(one[name]) for one in people}) for name in people[0]}
    return given_back(known, len(people), values).keys() & (cells.keys() - known.keys())


def test_bounds_find_what_is_given_back() -> None:
    """Fifteen less seven less five is three: with two of three counts told, the third follows."""
    values = {"role": ["consultant", "nurse", "peer worker"], "sex": ["female", "male"]}
    told = {
        frozenset({("role", "nurse")}): 7,
        frozenset({("role", "peer worker"), ("sex", "female")}): 0,
        frozenset({("role", "peer worker"), ("sex", "male")}): 5,
    }
    found = given_back(told, 15, values)
    assert found[frozenset({("role", "consultant")})] == 3
    assert frozenset({("sex", "male")}) not in found


def _random_participants(
    chance: random.Random,
) -> tuple[list[dict[str, str | int]], list[tuple[str, str]]]:
    """Twenty to forty participants with two or three attributes, some pairs of them crossed."""
    values: dict[str, list[str | int]] = {
        "role": ["nurse", "peer worker", "consultant", "porter"][: chance.randint(2, 4)],
        "sex": ["female", "male", "other"][: chance.randint(2, 3)],
        "years": [*range(chance.randint(2, 4))],
    }
    names = list(values)[: chance.randint(2, 3)]
    weights = {name: [chance.random() + 0.05 for _ in values[name]] for name in names}
    people = [
        {name: chance.choices(values[name], weights[name])[0] for name in names}
        for _ in range(chance.randint(20, 40))
    ]
    pairs = list(itertools.combinations(names, 2))
    return people, chance.sample(pairs, chance.randint(1, len(pairs)))


def _given_back(people: list[dict[str, str | int]], rows: list[Row]) -> list[Row]:
    """The hidden rows that are a linear combination of what is shown.

    The unknowns are the participants with each combination of all attributes; none of them
    is in a row that shows zero.
    """
    names = list(people[0])
    values = [sorted({str(one[name]) for one in people}) for name in names]
    kinds = [dict(zip(names, kind, strict=True)) for kind in itertools.product(*values)]
    counted = np.array(
        [[1] * len(kinds)]
        + [[one[a] == b and one.get(c, "") == d for one in kinds] for a, b, c, d, _ in rows],
        float,
    )
    known = np.array([True] + [row[-1] != HIDDEN for row in rows])
    nobody = np.array([False] + [row[-1] == "0" for row in rows])
    counted = counted[:, ~counted[nobody].any(axis=0)]
    _, sizes, directions = np.linalg.svd(counted[known], full_matrices=True)
    free = directions[int((sizes > 1e-9).sum()) :]
    moves = np.abs(counted @ free.T).max(axis=1, initial=0) > 1e-9
    return [
        row for row, moved in zip(rows, moves[1:], strict=True) if row[-1] == HIDDEN and not moved
    ]
