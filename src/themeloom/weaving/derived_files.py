"""All files of `data-derived/` as bytes, before any of them is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
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

    import pandas as pd

    from themeloom.core.project import Project
    from themeloom.deriving.tables import Evidence, TableSchema
    from themeloom.deriving.values import Value


def dictionary(tables: Mapping[str, pd.DataFrame], values: Iterable[Value]) -> str:
    """The data dictionary as Markdown."""
    schemas = [schema for schema, _ in TABLES if schema.name in tables]
    template = (Path(__file__).parent / "dictionary.md").read_text(encoding="utf-8")
    return template.format(
        files=_lines(
            f"| `{one.name}.csv` | {one.row} | {len(tables[one.name])} |" for one in schemas
        ),
        tables="\n\n".join(map(_table, schemas)),
        values=_lines(f"| `{one.id}` | {one.number} | {one.definition} |" for one in values),
    )


def _table(schema: TableSchema) -> str:
    key = ", ".join(f"`{name}`" for name in schema.key)
    columns = (
        f"| `{one.name}` | {TYPES[one.type]} | {'yes' if one.empty else 'no'} | {one.meaning} |"
        for one in schema.columns
    )
    return f"""## {schema.name}.csv

One row is {schema.row}; {key} tells rows apart.

| column | holds | may be empty | meaning |
| --- | --- | --- | --- |
{_lines(columns)}"""


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


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
