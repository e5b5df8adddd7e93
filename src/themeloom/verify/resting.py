"""What rests on a source that cannot be read here: cells that only its holder can check."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from themeloom.deriving.recorded import sources_of_rows
from themeloom.deriving.tables import TABLES
from themeloom.model import Access

if TYPE_CHECKING:
    from themeloom.model import Study
    from themeloom.project import Project


def cells_resting_on(project: Project, study: Study, source: str) -> tuple[str, ...]:
    """The rows of derived tables that say where in this source words stand.

    A withheld source is not looked into by anybody's build, so nothing rests on it.
    """
    access = next(one.access for one in study.sources if one.id == source)
    if access is Access.WITHHELD:
        return ()
    found = []
    for schema, _ in TABLES:
        path = project.derived / f"{schema.name}.csv"
        if not path.is_file():
            continue
        named = sources_of_rows(study, schema.name)
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if (row.get("source") or named.get(row.get("id", ""))) == source:
                    key = ", ".join(f"{name} {row.get(name, '')}" for name in schema.key)
                    found.append(f"{schema.name}.csv, row {key}")
    return tuple(found)
