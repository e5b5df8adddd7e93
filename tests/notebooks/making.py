"""Notebooks and documents for these tests, synthetic and small."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from themeloom.documents.document import Document, read_document

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

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
    return read_document(project.root, name)
