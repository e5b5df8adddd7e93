"""Keeping what was found in a source that cannot be read here.

Who may read a restricted source derives where its words stand and how they matched. Who
may not must not lose that: the places are taken over from the derived table that lies
there, row by row, as long as the row still says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.deriving.tables import TABLES, derive_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from themeloom.deriving.tables import Evidence, TableSchema
    from themeloom.study.model import Study

    Tables = dict[str, pd.DataFrame]


def derived_tables(evidence: Evidence, folder: Path) -> Tables:
    """The derived tables; what only an absent source could say is as its holder recorded it.

    Args:
        evidence: all that tables are made of.
        folder: where the tables of the last build lie.
    """
    study, texts = evidence.study, evidence.corpus.texts
    tables = derive_tables(evidence)
    absent = {source.id for source in study.sources if source.file and source.id not in texts}
    for schema in [schema for schema, _ in TABLES if absent and schema.name in tables]:
        path = folder / f"{schema.name}.csv"
        table = tables[schema.name]
        places = _resting(table, schema, study, absent)
        if places and path.is_file():
            tables[schema.name] = _filled(table, schema, _read(path, schema), places)
    return tables


def _resting(table: pd.DataFrame, schema: TableSchema, study: Study, absent: set[str]) -> list[int]:
    """The rows whose words are in a source that cannot be read, by their place."""
    named = sources_of_rows(study, schema.name)
    return [
        place
        for place, row in enumerate(_rows(table))
        if row.get("source", named.get(row.get("id", ""))) in absent
    ]


def _rows(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows as text, without the cells that are empty."""
    return [
        {
            str(name): str(value)
            for name, value in zip(table.columns, row, strict=True)
            if value != ""
        }
        for row in table.astype(object).where(table.notna(), "").to_numpy().tolist()
    ]


def sources_of_rows(study: Study, table: str) -> dict[str, str]:
    """In which source the words of each row are, for tables that have no column for it."""
    if table == "sources":
        return {one.id: one.stated.source for one in study.sources if one.stated}
    return {one.id: one.stated.source for one in study.steps} if table == "steps" else {}


def _read(path: Path, schema: TableSchema) -> dict[tuple[str, ...], dict[str, str]]:
    """The rows of a table as text, by their key; none if it is not the table it should be."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [column.name for column in schema.columns]
    if any(list(row) != names for row in rows):
        return {}
    return {tuple(row[name] for name in schema.key): row for row in rows}


def _filled(
    table: pd.DataFrame,
    schema: TableSchema,
    recorded: Mapping[tuple[str, ...], Mapping[str, str]],
    places: Iterable[int],
) -> pd.DataFrame:
    filled, rows = table.copy(), _rows(table)
    for place in places:
        row = rows[place]
        before = recorded.get(tuple(row.get(name, "") for name in schema.key), {})
        if any(before.get(name) != value for name, value in row.items()):
            continue
        for column in schema.columns:
            text = before[column.name]
            if column.name in row or not text:
                continue
            if column.type != "Int64":
                filled.loc[place, column.name] = text
            elif text.isdecimal():
                filled.loc[place, column.name] = int(text)
    return filled
