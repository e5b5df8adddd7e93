"""Notebooks as they were before Quarto ran them: it saves what their cells gave into the files.

What cells give may be words of restricted sources, a notebook is committed, and an output is
of what is committed. So copies are laid into `.themeloom/notebooks/` before a render, and are
back after it, also after one that failed. A notebook whose code or text somebody changed
meanwhile stays.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from themeloom.core.files import files_below, put

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from themeloom.core.project import Project

_KEPT = "notebooks"


def keep_notebooks(project: Project, paths: Iterable[Path]) -> None:
    """Copy the notebooks that Quarto is about to run.

    Args:
        project: the compendium.
        paths: documents that Quarto renders, notebooks among them.
    """
    for path in paths:
        if path.suffix == ".ipynb" and path.is_file():
            put(project.state / _KEPT / project.named(path), path.read_bytes())


def put_notebooks_back(project: Project) -> None:
    """Put back each notebook in which only what its cells gave is another."""
    kept = project.state / _KEPT
    for copy in files_below(kept):
        path, data = project.root / copy.relative_to(kept), copy.read_bytes()
        if path.is_file() and path.read_bytes() != data and _written(path) == _written(copy):
            put(path, data)
    shutil.rmtree(kept, ignore_errors=True)


def _written(path: Path) -> list[tuple[str, str, str]] | None:
    """What somebody wrote into a notebook, cell by cell; nothing of what is none."""
    try:
        notebook = json.loads(path.read_bytes())
        # Whoever mends a notebook without one, which Quarto does not run, changes only that.
        kernel = ("kernel", json.dumps(notebook["metadata"].get("kernelspec")), "")
        return [kernel] + [
            (one["cell_type"], "".join(one["source"]), json.dumps(one.get("attachments")))
            for one in notebook["cells"]
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
