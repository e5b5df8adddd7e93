"""Keeping what was found in a source that cannot be read here.

Who may read a restricted source derives where its words stand and how they matched. Who
may not must not lose that: the places are taken over from the derived table that lies
there, row by row, as long as the row still says the same.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from themeloom.deriving.codes import CODED
from themeloom.deriving.schema import Table
from themeloom.deriving.tables import TABLES, derive_tables
from themeloom.study.noun import Passage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from themeloom.core.project import Project
    from themeloom.deriving.schema import Cell, Column, TableSchema
    from themeloom.deriving.tables import Evidence
    from themeloom.study.model import Source, Step, Study

    Tables = dict[str, Table]


def derived_tables(evidence: Evidence, project: Project) -> Tables:
    """The derived tables; what only an absent source could say is as its holder recorded it.

    Args:
        evidence: all that tables are made of.
        project: the compendium, with the tables of the last build.
    """
    study, texts = evidence.study, evidence.corpus.texts
    tables = derive_tables(evidence)
    absent = {source.id for source in study.sources if source.file and source.id not in texts}
    for schema in [schema for schema, _ in TABLES if absent and schema.name in tables]:
        path = project.derived / f"{schema.name}.csv"
        if project.has(path):
            table = tables[schema.name]
            # What is counted over all sources rests on every one of them.
            over_all = schema.name in CODED
            resting = [over_all or one in absent for one in _sources(table, study)]
            tables[schema.name] = _filled(table, _read(project.bytes_of(path), schema), resting)
    return tables


def _sources(table: Table, study: Study) -> list[Cell]:
    """For each row the source that its words are in, where it has any."""
    if "source" in table.names:
        return table.column("source")
    of_rows = sources_of_rows(study, table.schema.name)
    return [of_rows.get(str(key)) for key in table.column(table.schema.key[0])]


def sources_of_rows(study: Study, table: str) -> dict[str, str]:
    """In which source the words of each row are, for tables that have no column for it."""
    if table == "sources":
        return _stating(study.sources)
    return _stating(study.steps) if table == "steps" else {}


def _stating(entries: Iterable[Source | Step]) -> dict[str, str]:
    """The source whose words state something of an entry, for each that one does."""
    return {one.id: one.stated.source for one in entries if isinstance(one.stated, Passage)}


def _read(data: bytes, schema: TableSchema) -> Mapping[tuple[Cell, ...], tuple[Cell, ...]]:
    """The rows of the table that lies there, by their keys; none if it is not what it should be."""
    try:
        text = io.StringIO(data.decode("utf-8-sig"), newline="")
        head, *rows = [row for row in csv.reader(text, strict=True) if row] or [[]]
    except (csv.Error, UnicodeDecodeError):
        return {}
    # A table of an earlier version lacks columns, and is no less true for it.
    later = {column.name for column in schema.columns if column.empty} - {*head}
    there = [name for name in Table(schema, ()).names if name not in later]
    if head != there or any(len(row) != len(head) for row in rows):
        return {}
    records = [dict(zip(head, row, strict=True)) for row in rows]
    told = [
        tuple(_cell(column, record.get(column.name, "")) for column in schema.columns)
        for record in records
    ]
    return {Table(schema, ()).key_of(row): row for row in told}


def _cell(column: Column, said: str) -> Cell:
    """What a cell says; nothing where it is no number and should be one."""
    if column.type == "text":
        return said or None
    return int(said) if said.isascii() and said.isdigit() else None


def _filled(
    table: Table,
    recorded: Mapping[tuple[Cell, ...], tuple[Cell, ...]],
    resting: Collection[bool],
) -> Table:
    """The table, with the empty cells of rows that rest on absent sources as recorded.

    A row that says something else today than it did then is left as it is.
    """
    rows = []
    for row, rests in zip(table.rows, resting, strict=True):
        then = recorded.get(table.key_of(row), row)
        same = all(now is None or now == before for now, before in zip(row, then, strict=True))
        taken = tuple(before if now is None else now for now, before in zip(row, then, strict=True))
        rows.append(taken if rests and same else row)
    return Table(table.schema, tuple(rows))
