"""Notebooks and documents for these tests, synthetic and small."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest.mock import patch

from themeloom.documents.document import Document, read_document
from themeloom.session import Session
from themeloom.steps import documents as steps_of_documents
from themeloom.steps import notebooks as steps_of_notebooks
from themeloom.steps.build import Build
from themeloom.steps.publishing import alone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.notebooks.cells import Computed
    from themeloom.notebooks.execute import Limits

#: A picture of one pixel, so that no test waits for matplotlib.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QD"
    "wADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURE = f"""class Dot:
    def _repr_mimebundle_(self, **_):
        svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>"
        return {{"image/svg+xml": svg, "image/png": "{PIXEL}"}}
Dot()"""


def put_notebook(project: Project, name: str, *sources: str, **metadata: object) -> Path:
    """A notebook of code cells; a source that begins with # and a space is text."""
    cells = []
    for number, source in enumerate(sources):
        cell: dict[str, object] = {"id": f"c{number}", "metadata": {}, "source": source}
        if source.startswith("# "):
            cell["cell_type"] = "markdown"
        else:
            cell |= {"cell_type": "code", "execution_count": None, "outputs": []}
        cells.append(cell)
    data = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return put_text(project, name, json.dumps(data))


def put_text(project: Project, name: str, text: str) -> Path:
    """A file in `analysis/` that claims to be a notebook."""
    path = project.root / "analysis" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def put_document(project: Project, text: str, name: str = "text/case.qmd") -> Document:
    """A document of the project, read as the renderer reads it."""
    path = project.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_document(project, name)


@dataclass(frozen=True)
class Run:
    """What running the notebooks did; each by its name."""

    ran: tuple[str, ...]
    fresh: tuple[str, ...]
    changed: tuple[str, ...]
    warnings: tuple[str, ...]


def run_notebooks(project: Project, limits: Limits | None = None) -> Run:
    """Run those notebooks that are stale, and put in place what they show."""
    if limits:
        with patch.object(steps_of_notebooks, "limits_of", lambda _: limits):
            return run_notebooks(project)
    with alone(project):
        build = Build(Session.begin(project))
        build.run_notebooks()
        changed = build.publish()
    names = [name.removeprefix("run-") for name in build.runner.records if name.startswith("run-")]
    ran = {name.removeprefix("run-") for name in build.runner.reasons}
    return Run(
        tuple(sorted(name for name in names if name in ran)),
        tuple(sorted(name for name in names if name not in ran)),
        changed,
        build.warnings(),
    )


def compute_cells(
    project: Project, documents: Sequence[Document], limits: Limits | None = None
) -> dict[str, Computed]:
    """Run the cells of documents, where they are stale; with other limits than the study's."""
    if limits:
        with patch.object(steps_of_notebooks, "limits_of", lambda _: limits):
            return compute_cells(project, documents)
    with alone(project):
        build = Build(Session.begin(project))
        steps = steps_of_documents.computing(build.session, documents, lambda: build.ties)
        build.runner.run(steps)
        build.publish()
    return steps_of_documents.results_of(build.session, documents)
