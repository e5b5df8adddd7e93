"""Small cells, secondary suppression, and what singles a participant out."""

import pytest
from checked import read
from helpers import changed
from hypothesis import given
from hypothesis import strategies as st

from themeloom.checking.run import check
from themeloom.deriving.participants import (
    HIDDEN,
    LEAST,
    is_small,
    participant_rows,
    suppressed,
    suppressed_cross,
)
from themeloom.model import SmallCells
from themeloom.project import Project

STYLES = [SmallCells.UNDER_5, SmallCells.UNDER_10, SmallCells.HES]

LINES = {
    "nothing small": (SmallCells.UNDER_5, [12, 9, 7], ["12", "9", "7"]),
    "one small, one more hidden": (SmallCells.UNDER_5, [12, 9, 2], ["12", "*", "*"]),
    "two small are enough": (SmallCells.UNDER_5, [12, 3, 2], ["12", "*", "*"]),
    "two that are one each are not": (SmallCells.UNDER_5, [12, 1, 1], ["*", "*", "*"]),
    "zero is shown": (SmallCells.UNDER_5, [12, 9, 0], ["12", "9", "0"]),
    "zero is hidden": (SmallCells.UNDER_10, [25, 12, 0], ["25", "*", "*"]),
    "rounded to five": (SmallCells.HES, [12, 23, 8], ["10", "25", "10"]),
    "seven is hidden": (SmallCells.HES, [23, 9, 7], ["25", "*", "*"]),
    "nothing hidden by choice": (SmallCells.NONE, [12, 1, 0], ["12", "1", "0"]),
    "all in one": (SmallCells.UNDER_5, [3], ["*"]),
}


@pytest.mark.parametrize(("style", "counts", "shown"), LINES.values(), ids=LINES.keys())
def test_lines(style: SmallCells, counts: list[int], shown: list[str]) -> None:
    """What may be shown of counts whose total is known."""
    assert suppressed(counts, style) == shown


@given(st.lists(st.integers(0, 30), min_size=2, max_size=5), st.sampled_from(STYLES))
def test_a_total_never_gives_a_small_count_back(counts: list[int], style: SmallCells) -> None:
    """Whoever knows the total and the rule can still think of another count for each hidden one."""
    shown = suppressed(counts, style)
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


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 20), min_size=width, max_size=width), min_size=2, max_size=4
        )
    ),
    st.sampled_from(STYLES),
)
def test_no_row_or_column_hides_a_single_count(table: list[list[int]], style: SmallCells) -> None:
    """Row and column totals are known, too."""
    shown = suppressed_cross(table, style)
    lines = [*shown, *map(list, zip(*shown, strict=True))]
    assert all(line.count(HIDDEN) != 1 for line in lines)


def test_the_table_of_participants(clean: Project) -> None:
    """Each attribute with its counts, then the crossed pairs; small ones hidden."""
    crossed = "settings:\n  disclosure: {crossed: [[role, tenure]]}\n"
    changed(clean.study, "settings:\n", crossed)
    rows = list(participant_rows(read(clean).study))
    assert ("role", "worker", "", "", "5") in rows
    assert ("role", "worker", "tenure", "newcomer", "*") in rows


def test_attributes_are_joined_across_outputs(clean: Project) -> None:
    """Role beside the quotation and tenure in the prose single out whom neither does alone."""
    changed(
        clean.study,
        "{role: worker, tenure: newcomer}}\n  - {id: p02",
        "{role: worker}}\n  - {id: p02",
    )
    paper = clean.root / "manuscript" / "synthetic-paper.qmd"
    assert check(read(clean)).findings == ()
    changed(paper, "# Participants\n", "P02 is a newcomer there.\n\n# Participants\n")
    found = check(read(clean)).findings
    assert [finding.kind for finding in found] == ["disclosure-singled-out"]
    assert "“p02” (role, tenure) fits 1 of 10" in found[0].message


def test_k_is_the_studys_choice(clean: Project) -> None:
    """Five workers are too few for a study that wants six."""
    changed(clean.study, "settings:\n", "settings:\n  disclosure: {anonymity: 6}\n")
    kinds = [finding.kind for finding in check(read(clean)).findings]
    assert kinds == ["disclosure-singled-out"] * 5
