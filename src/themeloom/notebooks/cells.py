"""`{python}` cells of documents: run once, shown in every format of the document.

Between planning outputs and making them, `with_cells` puts what the cells gave
where they stood. A document without cells goes through as it is, and nothing of
Jupyter's is imported; so does one whose cells, data and libraries are as they were.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import combined, put
from themeloom.notebooks.cache import Work, environment_key, results
from themeloom.notebooks.execute import Failure, Job, Limits
from themeloom.notebooks.finding import Cell, execute_options, find_cells
from themeloom.notebooks.markdown import Showing, picture_name
from themeloom.notebooks.options import without_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from themeloom.core.project import Project
    from themeloom.documents.document import Document
    from themeloom.documents.plan import Output

#: Where a line begins that is not empty.
_LINE = re.compile(r"^(?=.)", re.MULTILINE)
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

        def shown(cell: Cell, outputs: list[dict[str, Any]]) -> str:
            # As far in as the cell stands, for instance within a list.
            return _LINE.sub(cell.prefix, showing.markdown(cell, outputs))

        spliced = self.document.spliced.replaced(
            (cell.start, cell.end, shown(cell, outputs), cell.place)
            for cell, outputs in zip(self.cells, self.outputs, strict=True)
        )
        return replace(self.document, body=spliced.text, lines=spliced.lines)


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
            document = found.shown(Showing(output.format, execute, keep_picture))
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
    works = [_work(project, *one) for one in found.values()]
    notebooks, _, errors = results(
        project, works, limits or Limits(), lambda names: report(f"running the cells of {names}")
    )
    raise_all(errors)
    outputs = {
        path: [list(cell["outputs"]) for cell in notebook["cells"]]
        for path, notebook in notebooks.items()
    }
    return {path: Computed(*one, outputs[path]) for path, one in found.items()}


def _work(project: Project, document: Document, cells: tuple[Cell, ...]) -> Work:
    execute = execute_options(document.metadata, document.path)
    tags = [cell.options.tags(execute) for cell in cells]
    running = [
        (without_options(cell.code), cell.inline, told)
        for cell, told in zip(cells, tags, strict=True)
    ]
    folder = (project.root / document.path).parent
    name = document.path.removesuffix(".qmd").replace("/", "--")

    def job() -> Job:
        from nbformat.v4 import new_code_cell, new_notebook

        code = [f"__inline__({cell.code})" if cell.inline else cell.code for cell in cells]
        made = [
            new_code_cell(source, id=f"cell-{number}", metadata={"tags": told})  # type: ignore[no-untyped-call]
            for number, (source, told) in enumerate(zip(code, tags, strict=True), 1)
        ]
        return Job(new_notebook(cells=made), folder, project.root)  # type: ignore[no-untyped-call]

    return Work(
        document.path,
        project.state / "cells" / f"{name}.json",
        combined({"cells": running, "environment": environment_key(project, folder)}),
        job,
        lambda _, failure: _error(document, cells, failure),
    )


def _error(document: Document, cells: tuple[Cell, ...], failure: Failure) -> ThemeloomError:
    if failure.cell is None:
        return ThemeloomError(failure.message, failure.hint, file=document.path)
    cell = cells[failure.cell]
    what = "this expression" if cell.inline else "this cell"
    return cell.error(f"{what} fails: {failure.message}", failure.hint, failure.line or 1)
