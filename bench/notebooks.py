"""Notebooks and cells of documents: cold, cached, one cell edited; beside bare nbconvert."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.processes import end_staying
from themeloom.core.project import Project
from themeloom.documents.document import read_document
from themeloom.notebooks.run import notebooks_of
from themeloom.session import Session
from themeloom.steps.build import Build
from themeloom.steps.documents import computing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
_CELLS = 10


def rows() -> Iterator[tuple[str, float]]:
    """What was measured, and how many seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        project = _copy(Path(folder))
        names = [path.name for path in notebooks_of(project)]
        yield f"{len(names)} notebooks, cold", _seconds(lambda: _run_notebooks(project))
        yield f"{len(names)} notebooks, cached", _seconds(lambda: _run_notebooks(project))
        command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--execute"]
        output = ["--output-dir", str(project.state / "bare"), "--log-level", "ERROR", *names]
        yield (
            "the same with jupyter nbconvert --execute",
            _seconds(
                lambda: subprocess.run(
                    [*command, *output],
                    check=True,
                    cwd=project.root / "analysis",
                    stderr=subprocess.DEVNULL,
                )
            ),
        )
        yield from _document_rows(project)


def _document_rows(project: Project) -> Iterator[tuple[str, float]]:
    code = "\n".join(f"```{{python}}\nprint({number})\n```\n" for number in range(_CELLS))
    document = project.root / "manuscript" / "bench.qmd"
    for what, text in (
        ("cold", code),
        ("cached", code),
        ("one cell edited", code.replace("print(5)", "print(55)")),
    ):
        document.write_text(text, encoding="utf-8")
        taken = _seconds(lambda: _run_cells(project, "manuscript/bench.qmd"))
        yield f"a document with {_CELLS} cells, {what}", taken


def _run_notebooks(project: Project) -> None:
    build = Build(Session.begin(project))
    build.run_notebooks()
    end_staying()
    build.publish()


def _run_cells(project: Project, name: str) -> None:
    build = Build(Session.begin(project))
    document = read_document(build.session.project, name)
    build.runner.run(computing(build.session, [document], build.ties))
    end_staying()
    build.publish()


def _copy(folder: Path) -> Project:
    for name in ("study.yml", "data-raw", "data-derived", "analysis", "manuscript", "_extensions"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, folder / name)
    return Project(folder)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    for what, taken in rows():
        print(f"{what:<50} {taken:7.2f} s")
