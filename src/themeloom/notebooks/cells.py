"""`{python}` cells of documents: run once, shown in every format of the document.

Between planning outputs and making them, `with_results` puts what the cells gave
where they stood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.notebooks.execute import Failure, Job
from themeloom.notebooks.finding import Cell, execute_options, find_cells
from themeloom.notebooks.markdown import Showing
from themeloom.notebooks.options import without_options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from themeloom.core.project import Project
    from themeloom.documents.document import Document
    from themeloom.documents.plan import Output
    from themeloom.notebooks.guard import Given, Room

#: Where a line begins that is not empty.
_LINE = re.compile(r"^(?=.)", re.MULTILINE)
_Results = list[list[dict[str, Any]]]


class Computed(msgspec.Struct, frozen=True):
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


#: What stands for what a cell within a line gives: it is shown in no format.
_UNKNOWN = "`…`{=unknown}"


def without_cells(document: Document) -> Document:
    """The document without its cells, for whoever does not know what they gave."""
    spliced = document.spliced.replaced(
        (cell.start, cell.end, _UNKNOWN if cell.inline else "", cell.place)
        for cell in find_cells(document)
    )
    return replace(document, body=spliced.text, lines=spliced.lines)


def with_results(
    outputs: Sequence[Output],
    computed: Mapping[str, Computed],
    keep_picture: Callable[[bytes, str], str],
) -> list[Output]:
    """Put into every output what the cells of its document gave.

    Args:
        outputs: what is to be made, as planned.
        computed: the documents whose cells have run, by their paths.
        keep_picture: puts a picture of some kind where outputs find it; its path from the root.

    Raises:
        ThemeloomError: results that a format cannot show, with file and line.
    """
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


def code_of(document: Document, cells: Sequence[Cell]) -> list[tuple[str, bool, tuple[str, ...]]]:
    """What decides the results of a document's cells, as far as it stands in the document."""
    execute = execute_options(document.metadata, document.path)
    return [
        (without_options(cell.code), cell.inline, tuple(cell.options.tags(execute)))
        for cell in cells
    ]


def run_cells(project: Project, document: Document, cells: tuple[Cell, ...], room: Room) -> Given:
    """Run the cells of a document, one after the other in one kernel.

    Raises:
        ThemeloomError: a cell that is wrong or fails, with file and line.
    """
    from themeloom.notebooks.guard import run

    tags = [told for _, _, told in code_of(document, cells)]

    def job(copy: Project) -> Job:
        from nbformat.v4 import new_code_cell, new_notebook

        code = [f"__inline__({cell.code})" if cell.inline else cell.code for cell in cells]
        made = [
            new_code_cell(source, id=f"cell-{number}", metadata={"tags": [*told]})  # type: ignore[no-untyped-call]
            for number, (source, told) in enumerate(zip(code, tags, strict=True), 1)
        ]
        folder = (copy.root / document.path).parent
        return Job(new_notebook(cells=made), folder, copy.root)  # type: ignore[no-untyped-call]

    given = run(project, document.path, job, room)
    if isinstance(given, Failure):
        raise _error(document, cells, given)
    return given


def _error(document: Document, cells: tuple[Cell, ...], failure: Failure) -> ThemeloomError:
    if failure.cell is None:
        return ThemeloomError(failure.message, failure.hint, file=document.path)
    cell = cells[failure.cell]
    what = "this expression" if cell.inline else "this cell"
    return cell.error(f"{what} fails: {failure.message}", failure.hint, failure.line or 1)
