"""`data-derived/README.md`: what each derived table holds, from its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.deriving.schema import TYPES
from themeloom.deriving.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from themeloom.deriving.schema import TableSchema
    from themeloom.deriving.values import Value


def dictionary(tables: Mapping[str, pd.DataFrame], values: Iterable[Value]) -> str:
    """The data dictionary as Markdown."""
    lines = [
        "# Derived data",
        "",
        "Everything in this folder is made by `themeloom derive` from `data-raw/` and",
        "`study.yml`, and by nothing else. It is committed so that a reader sees it change.",
        "Tables are UTF-8 .csv with a header line; an empty cell means that there is nothing.",
        "Offsets count Unicode code points of the source's text from 0, the end exclusive.",
        "",
        "| file | one row is | rows |",
        "| --- | --- | ---: |",
    ]
    schemas = [schema for schema, _ in TABLES if schema.name in tables]
    lines += [
        f"| `{schema.name}.csv` | {schema.row} | {len(tables[schema.name])} |" for schema in schemas
    ]
    lines += [
        "",
        "`values.yml` holds every number that documents cite, `metadata.yml` title and authors,",
        "`evidence/` the Markdown fragments that documents cite by name, `figures/` the figures.",
        "`provenance.json` says in the terms of W3C PROV what each file, and each output, is made",
        "from, by which step and with which versions.",
    ]
    for schema in schemas:
        lines += ["", *_table(schema)]
    lines += [
        "",
        "## values.yml",
        "",
        "| value | number | what was counted |",
        "| --- | ---: | --- |",
    ]
    lines += [f"| `{value.id}` | {value.number} | {value.definition} |" for value in values]
    return "\n".join(lines) + "\n"


def _table(schema: TableSchema) -> Iterator[str]:
    yield f"## {schema.name}.csv"
    yield ""
    key = ", ".join(f"`{name}`" for name in schema.key)
    yield f"One row is {schema.row}; {key} tells rows apart."
    yield ""
    yield "| column | holds | may be empty | meaning |"
    yield "| --- | --- | --- | --- |"
    for column in schema.columns:
        empty = "yes" if column.empty else "no"
        yield f"| `{column.name}` | {TYPES[column.type]} | {empty} | {column.meaning} |"
