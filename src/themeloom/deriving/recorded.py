"""Keeping what was found in a source that cannot be read here.

Who may read a restricted source derives where its words stand and how they matched. Who
may not must not lose that: the places are taken over from the derived table that lies
there, row by row, as long as the row still says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from themeloom.deriving.tables import TABLES, Evidence, derive_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from themeloom.deriving.tables import TableSchema
    from themeloom.study.excerpts import Excerpt
    from themeloom.study.model import Corpus, Study
    from themeloom.study.quoting import Found


def derived_tables(
    study: Study, corpus: Corpus, found: Mapping[Excerpt, Found | None], folder: Path
) -> dict[str, pd.DataFrame]:
    """The derived tables; what absent sources gave is as their holder recorded it.

    Args:
        study: the store.
        corpus: the texts that can be read.
        found: where each excerpt of the store stands in them.
        folder: where the tables of the last build lie.
    """
    tables = derive_tables(Evidence(study, corpus, found))
    absent = [one.id for one in study.sources if one.file and one.id not in corpus.texts]
    for schema, _ in TABLES:
        path = folder / f"{schema.name}.csv"
        if absent and schema.name in tables and path.is_file():
            table = tables[schema.name]
            resting = _sources(table, schema, study).isin(absent)
            tables[schema.name] = _filled(table, schema, _read(path, schema), resting)
    return tables


def _sources(table: pd.DataFrame, schema: TableSchema, study: Study) -> pd.Series[Any]:
    """For each row the source that its words are in, where it has any."""
    if "source" in table:
        return table["source"]
    return table[schema.key[0]].map(sources_of_rows(study, schema.name))


def sources_of_rows(study: Study, table: str) -> dict[str, str]:
    """In which source the words of each row are, for tables that have no column for it."""
    if table == "sources":
        return {one.id: one.stated.source for one in study.sources if one.stated}
    return {one.id: one.stated.source for one in study.steps} if table == "steps" else {}


def _read(path: Path, schema: TableSchema) -> pd.DataFrame:
    """The table that lies there; one without rows if it is not the table it should be."""
    import pandas as pd

    types = {column.name: column.type for column in schema.columns}
    try:
        text = pd.read_csv(path, dtype="string", keep_default_na=False)
    except ValueError:
        return schema.build([])
    if list(text.columns) != list(types):
        return schema.build([])
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
