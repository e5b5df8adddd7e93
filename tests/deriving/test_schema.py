"""Derived tables as files: what is written is read back the same, by ours and by pandas."""

from __future__ import annotations

import io
import random

import pandas as pd
import pytest

from themeloom.deriving.schema import Column, Row, Table, TableSchema

SCHEMA = TableSchema(
    "words",
    "one word",
    ("id",),
    (
        Column("id", "number", "its number"),
        Column("said", "text", "what was said", empty=True),
        Column("line", "number", "where", empty=True),
    ),
)
SAID = (
    "plain",
    "a, b",
    'she said "no"',
    "two\nlines",
    "two\r\nlines",
    " 007 ",
    "NA",
    "é “ü”",
    None,
)


def _table(seed: int) -> Table:
    chance = random.Random(seed)
    rows: list[Row] = [
        (n, chance.choice(SAID), chance.choice((None, 0, 12, 10**12))) for n in range(40)
    ]
    return SCHEMA.build(rows)


def _as_pandas(table: Table) -> pd.DataFrame:
    types = {"id": "Int64", "said": "string", "line": "Int64"}
    return pd.DataFrame(table.rows, columns=list(table.names)).astype(types)


@pytest.mark.parametrize("seed", range(5))
def test_a_table_is_written_as_pandas_writes_it(seed: int) -> None:
    """Commas, quotation marks, line ends and empty cells: the same bytes."""
    table = _table(seed)
    assert table.csv() == _as_pandas(table).to_csv(index=False, lineterminator="\n").encode()


@pytest.mark.parametrize("seed", range(5))
def test_who_reads_it_with_pandas_gets_what_was_written(seed: int) -> None:
    """No cell is changed on the way, whatever marks stand in it."""
    table = _table(seed)
    read = pd.read_csv(io.BytesIO(table.csv()), dtype="string", keep_default_na=False)
    assert read["said"].tolist() == [one or "" for one in table.column("said")]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([(1, "a", None), (1, "b", None)], "two rows with the same id"),
        ([(None, "a", None)], r"words\.id has an empty cell"),
        ([(1, "a")], "shorter"),
        ([("one", "a", None)], "invalid literal"),
    ],
    ids=["key twice", "empty", "narrow", "no number"],
)
def test_what_breaks_its_rules_is_no_table(rows: list[Row], wrong: str) -> None:
    """A key that stands twice, an empty cell, a row of the wrong width, words for a number."""
    with pytest.raises(ValueError, match=wrong):
        SCHEMA.build(rows)
