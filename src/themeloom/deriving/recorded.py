"""Keeping what was found in a source that cannot be read here.

Who may read a restricted source derives where its words stand and how they matched. Who
may not must not lose that: the places are taken over from the derived table that lies
there, row by row, as long as the row still says the same.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from themeloom.deriving.tables import TABLES, derive_tables
from themeloom.study.noun import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from themeloom.core.project import Project
    from themeloom.deriving.tables import Evidence, TableSchema
    from themeloom.study.model import Source, Step, Study

    Tables = dict[str, pd.DataFrame]


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
            _read(project.bytes_of(path), schema)
            resting = _sources(table, schema, study).isin(absent)
            tables[schema.name] = _filled(
                table, schema, _read(project.bytes_of(path), schema), resting
            )
    return tables


def _sources(table: pd.DataFrame, schema: TableSchema, study: Study) -> pd.Series[Any]:
    """For each row the source that its words are in, where it has any."""
    if "source" in table:
        return table["source"]
    return table[schema.key[0]].map(sources_of_rows(study, schema.name))


def sources_of_rows(study: Study, table: str) -> dict[str, str]:
    """In which source the words of each row are, for tables that have no column for it."""
    if table == "sources":
        return _stating(study.sources)
    return _stating(study.steps) if table == "steps" else {}


def _stating(entries: Iterable[Source | Step]) -> dict[str, str]:
    """The source whose words state something of an entry, for each that one does."""
    return {one.id: one.stated.source for one in entries if isinstance(one.stated, Passage)}


def _read(table: bytes, schema: TableSchema) -> pd.DataFrame:
    """The table that lies there; one without rows if it is not the table it should be."""
    import pandas as pd

    types = {column.name: column.type for column in schema.columns}
    try:
        text = pd.read_csv(io.BytesIO(table), dtype="string", keep_default_na=False)
    except ValueError:
        return schema.build([])
    later = {column.name for column in schema.columns if column.empty} - set(text.columns)
    if list(text.columns) != [name for name in types if name not in later]:
        return schema.build([])
    # A table of an earlier version lacks columns, and is no less true for it.
    text = text.reindex(columns=list(types), fill_value="")
    for name, type_ in types.items():
        told = text[name].str.fullmatch("[0-9]+") if type_ == "Int64" else text[name] != ""
        text[name] = text[name].where(told)
    return text.astype(types).drop_duplicates(list(schema.key), keep="last")


def _filled(
    table: pd.DataFrame, schema: TableSchema, recorded: pd.DataFrame, resting: pd.Series[Any]
) -> pd.DataFrame:
    """The table, with the empty cells of rows that rest on absent sources as recorded.

    A row that says something else today than it did then is left as it is.
    """
    now = table.set_index(list(schema.key))
    before = recorded.set_index(list(schema.key)).reindex(now.index)
    same = (now.isna() | (now == before).fillna(value=False)).all(axis=1) & resting.to_numpy()
    return now.fillna(before[same]).reset_index()[list(table.columns)]
