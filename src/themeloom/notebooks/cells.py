"""`{python}` cells of documents: run once, shown in every format of the document.

Between planning outputs and making them, `with_cells` puts what the cells gave
where they stood. A document without cells goes through as it is, and nothing of
Jupyter's is imported; so does one whose cells, data and libraries are as they were.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import combined, put
from themeloom.documents.places import LineMap, Place
from themeloom.notebooks.cache import environment_key, keep, recall
from themeloom.notebooks.execute import Failure, Job, Limits, run_jobs
from themeloom.notebooks.finding import Cell, execute_options, find_cells
from themeloom.notebooks.markdown import Showing, picture_name
from themeloom.notebooks.options import without_options
from themeloom.notebooks.seen import SEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.document import Document
    from themeloom.documents.plan import Output

_Results = list[list[dict[str, Any]]]


@dataclass(frozen=True)
class Computed:
    """A document whose cells have run.

    Args:
        document: the document as it was read.
        cells: its cells.
        outputs: what each of them gave.
    """

    document: Document
    cells: tuple[Cell, ...]
    outputs: _Results

    def shown(self, showing: Showing) -> Document:
        """The document with the results in the places of the cells, for one format."""
        source = self.document.spliced
        parts: list[str] = []
        places: list[Place] = [source.place(0)]
        done = 0
        for cell, outputs in zip(self.cells, self.outputs, strict=True):
            before = source.text[done : cell.start]
            parts.append(before)
            first = source.line(done)
            places += (source.lines.place(first + n) for n in range(1, before.count("\n") + 1))
            result = _indented(showing.markdown(cell, outputs), cell.prefix)
            parts.append(result)
            places += [cell.place] * result.count("\n")
            done = cell.end
        rest = source.text[done:]
        first = source.line(done)
        places += (source.lines.place(first + n) for n in range(1, rest.count("\n") + 1))
        return replace(self.document, body="".join([*parts, rest]), lines=LineMap(tuple(places)))


def with_cells(
    project: Project,
    outputs: Sequence[Output],
    limits: Limits | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> list[Output]:
    """Put into every output what the cells of its document gave.

    Args:
        project: the compendium.
        outputs: what is to be made, as planned.
        limits: what one cell may use.
        report: is told of the documents whose cells run.

    Raises:
        ThemeloomError: cells that fail, with file and line; of all documents at once.
    """
    documents = {output.document.path: output.document for output in outputs}
    computed = compute_cells(project, documents.values(), limits, report)

    def keep_picture(content: bytes, suffix: str) -> str:
        path = project.state / "cells" / picture_name(content, suffix)
        if not path.is_file():
            put(path, content)
        return f"/{project.named(path)}"

    done: list[Output] = []
    errors: dict[str, ThemeloomError] = {}
    for output in outputs:
        found = computed.get(output.document.path)
        if found is None:
            done.append(output)
            continue
        execute = execute_options(output.metadata, output.document.path)
        try:
            document = found.shown(Showing(output.format.key, execute, keep_picture))
        except ThemeloomError as error:
            errors.setdefault(str(error), error)
        else:
            done.append(replace(output, document=document))
    raise_all(errors.values())
    return done


def compute_cells(
    project: Project,
    documents: Iterable[Document],
    limits: Limits | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> dict[str, Computed]:
    """Run the cells of those documents that have any, each document in its own kernel.

    Returns:
        The computed documents by their paths; documents without cells are not among them.

    Raises:
        ThemeloomError: every cell that is wrong or fails, with file and line.
    """
    found = {one.path: (one, cells) for one in documents if (cells := find_cells(one))}
    results: dict[str, _Results] = {}
    jobs: dict[str, Job] = {}
    keys: dict[str, str] = {}
    for path, (document, cells) in found.items():
        keys[path] = _key(project, document, cells)
        kept = recall(_kept(project, path), keys[path], project.root)
        if kept is None:
            jobs[path] = _job(project, document, cells)
        else:
            results[path] = kept["outputs"]
    if jobs:
        report("running the cells of " + ", ".join(jobs))
        done = run_jobs(list(jobs.values()), limits or Limits())
        errors = []
        for path, result in zip(jobs, done, strict=True):
            if isinstance(result, Failure):
                errors.append(_error(found[path], result))
            else:
                results[path] = [list(cell.outputs) for cell in result.cells]
                seen, data = result.metadata[SEEN], {"outputs": results[path]}
                keep(_kept(project, path), keys[path], project.root, seen, data)
        raise_all(errors)
    return {path: Computed(*found[path], results[path]) for path in found}


def _kept(project: Project, document: str) -> Path:
    name = document.removesuffix(".qmd").replace("/", "--")
    return project.state / "cells" / f"{name}.json"


def _key(project: Project, document: Document, cells: tuple[Cell, ...]) -> str:
    execute = execute_options(document.metadata, document.path)
    running = [(without_options(cell.code), cell.inline, _tags(cell, execute)) for cell in cells]
    folder = (project.root / document.path).parent
    return combined({"cells": running, "environment": environment_key(project, folder)})


def _job(project: Project, document: Document, cells: tuple[Cell, ...]) -> Job:
    from nbformat.v4 import new_code_cell, new_notebook

    execute = execute_options(document.metadata, document.path)
    notebook = new_notebook(  # type: ignore[no-untyped-call]
        cells=[
            new_code_cell(  # type: ignore[no-untyped-call]
                f"__inline__({cell.code})" if cell.inline else cell.code,
                id=f"cell-{number}",
                metadata={"tags": _tags(cell, execute)},
            )
            for number, cell in enumerate(cells, 1)
        ]
    )
    return Job(notebook, (project.root / document.path).parent, project.root)


def _tags(cell: Cell, execute: Mapping[str, bool | str]) -> list[str]:
    tags = ["skip-execution"] * (not cell.options.switch("eval", execute))
    return tags + ["raises-exception"] * bool(cell.options.switch("error", execute))


def _error(found: tuple[Document, tuple[Cell, ...]], failure: Failure) -> ThemeloomError:
    document, cells = found
    if failure.cell is None:
        return ThemeloomError(failure.message, failure.hint, file=document.path)
    cell = cells[failure.cell]
    what = "this expression" if cell.inline else "this cell"
    return cell.error(f"{what} fails: {failure.message}", failure.hint, failure.line or 1)


def _indented(text: str, prefix: str) -> str:
    """The text with white space before each line, as the cell had it."""
    if not prefix:
        return text
    return "\n".join(f"{prefix}{line}" if line else line for line in text.split("\n"))
