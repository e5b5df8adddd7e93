"""All files of `data-derived/` as bytes, before any of them is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.figures import FIGURES, SIZES, png_bytes, svg_bytes
from themeloom.figures.lenders import lent_by
from themeloom.reading.study import schema
from themeloom.weaving.dictionary import dictionary
from themeloom.weaving.fragments import figure, weave_fragments
from themeloom.weaving.metadata import metadata_yaml, values_yaml
from themeloom.weaving.tables import shown_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from themeloom.deriving.values import Value
    from themeloom.model import Study
    from themeloom.project import Project


@dataclass(frozen=True)
class Woven:
    """What was woven.

    Args:
        files: every derived file and what is in it.
        warnings: what the person who builds the study should know of them.
    """

    files: dict[Path, bytes]
    warnings: tuple[str, ...]


def weave(
    project: Project,
    study: Study,
    tables: Mapping[str, pd.DataFrame],
    values: Sequence[Value],
) -> Woven:
    """Every derived file and what is in it."""
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
    with lent_by(project.typefaces):
        for drawn in _figures(project, tables):
            woven |= drawn.files
            warnings |= dict.fromkeys(drawn.warnings)
    return Woven(woven, tuple(warnings))


def _figures(project: Project, tables: Mapping[str, pd.DataFrame]) -> Iterator[Woven]:
    """Every figure in every size as .svg and .png, and its fragment."""
    for recipe in FIGURES:
        for variant, size in SIZES.items():
            drawing = recipe.draw({name: tables[name] for name in recipe.tables}, size)
            stem = f"{recipe.id}-{variant}" if variant else recipe.id
            text = figure(recipe.id, variant, drawing.caption, drawing.alt)
            files = {
                project.figures / f"{stem}.svg": svg_bytes(drawing.figure),
                project.figures / f"{stem}.png": png_bytes(drawing.figure, size.dpi),
                project.evidence / f"figure-{stem}.md": text.encode(),
            }
            yield Woven(files, drawing.warnings)
