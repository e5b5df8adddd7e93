"""Quarto saves what it ran into the notebooks; their authors' work stays as it was left."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from themeloom.core.project import Project
from themeloom.steps.saved_by_quarto import keep_notebooks, put_notebooks_back

if TYPE_CHECKING:
    from pathlib import Path


def _notebook(source: str = "6 * 7", outputs: int = 0, **metadata: object) -> str:
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": ["42"] * outputs}
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.parametrize(
    ("now", "is_back"),
    [
        (_notebook(outputs=1), True),
        (_notebook(source="6 * 8", outputs=1), False),
        (_notebook(kernelspec={"name": "python3"}), False),
        ("no notebook", False),
    ],
)
def test_a_notebook_is_back_where_only_results_were_saved(
    tmp_path: Path, now: str, *, is_back: bool
) -> None:
    """Not where its code, or its kernel, was changed meanwhile."""
    project, path = Project(tmp_path), tmp_path / "supplement.ipynb"
    path.write_text(_notebook(), encoding="utf-8")
    keep_notebooks(project, [path])
    path.write_text(now, encoding="utf-8")
    put_notebooks_back(project)
    assert path.read_text(encoding="utf-8") == (_notebook() if is_back else now)
