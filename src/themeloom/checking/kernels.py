"""Does each notebook say what runs it, as Quarto wants to know?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.documents.cells_as_text import ENDING, names_kernel
from themeloom.documents.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context


def check_kernels(context: Context) -> Iterator[Finding]:
    """Yield notebooks, and documents that are some, which no program but ours would run."""
    project = context.project
    documents = {project.root / one.path for one in context.documents}
    for path in sorted({*documents, *project.below(project.analysis)}):
        if path.suffix == ENDING and not names_kernel(project.text_of(path)):
            yield Finding.at(Place(project.named(path), 1), "notebook-kernel")
