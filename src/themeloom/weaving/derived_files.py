"""All files of `data-derived/` as bytes, before any of them is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.deriving.recorded import derived_tables
from themeloom.deriving.tables import TABLES, TYPES
from themeloom.deriving.values import derive_values
from themeloom.figures import FIGURES
from themeloom.figures.style import SIZES
from themeloom.study.store import schema
from themeloom.weaving.fragments import figure, weave_fragments
from themeloom.weaving.metadata import metadata_yaml, values_yaml
from themeloom.weaving.tables import shown_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from themeloom.core.project import Project
    from themeloom.deriving.tables import Evidence, TableSchema
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
    for one in schemas:
        lines += ["", *_table(one)]
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


@dataclass(frozen=True)
class Woven:
    """What was woven.

    Args:
        files: every derived file and what is in it.
        warnings: what the person who builds the study should know of them.
    """

    files: dict[Path, bytes]
    warnings: tuple[str, ...]


def weave(project: Project, evidence: Evidence) -> Woven:
    """Every derived file and what is in it."""
    study, values = evidence.study, derive_values(evidence.study)
    tables = derived_tables(evidence, project.derived)
    files: dict[Path, str] = {
        project.derived / f"{name}.csv": table.to_csv(index=False, lineterminator="\n")
        for name, table in tables.items()
    }
    files[project.values] = values_yaml(values)
    files[project.metadata] = metadata_yaml(study)
    files[project.dictionary] = dictionary(tables, values)
    files[project.schema] = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    for name, text in weave_fragments(study, values):
        files[project.evidence / f"{name}.md"] = text
    for shown in shown_tables(study):
        files[project.evidence / f"table-{shown.id}.md"] = shown.fragment(study, tables)
    woven = {path: text.encode() for path, text in files.items()}
    warnings: dict[str, None] = {}
    for drawn in _figures(project, tables):
        woven |= drawn.files
        warnings |= dict.fromkeys(drawn.warnings)
    return Woven(woven, tuple(warnings))


def _figures(project: Project, tables: Mapping[str, pd.DataFrame]) -> Iterator[Woven]:
    """Every figure in every size as .svg and .png, and its fragment."""
    for recipe in FIGURES:
        for variant, size in SIZES.items():
            drawing = recipe.draw(tables, size, project.typefaces)
            stem = f"{recipe.id}-{variant}" if variant else recipe.id
            text = figure(recipe.id, variant, drawing.caption, drawing.alt)
            files = {
                project.figures / f"{stem}.svg": drawing.svg,
                project.figures / f"{stem}.png": drawing.png,
                project.evidence / f"figure-{stem}.md": text.encode(),
            }
            yield Woven(files, drawing.warnings)
