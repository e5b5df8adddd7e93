"""Results that lie in a notebook's file, beside those that its cells give now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.notebooks.tidy import cleaner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nbformat import NotebookNode

_HINT = "run the notebook in Jupyter and save it, or clear its outputs"


def no_longer_given(
    saved: NotebookNode, run: NotebookNode, named: str, root: Path
) -> Iterator[str]:
    """Yield a warning for each cell whose saved words are not those that it gives now.

    Args:
        saved: the notebook as it lies in its file.
        run: the same notebook as it was executed.
        named: how a message calls it.
        root: the project's folder.
    """
    clean = cleaner(root)
    for number, (before, now) in enumerate(zip(saved.cells, run.cells, strict=True), 1):
        if before.cell_type != "code" or "skip-execution" in now.metadata.get("tags", []):
            continue
        words = _words(before, clean)
        if words and words != _words(now, clean):
            message = f"cell {number}: the saved result is not what the cell gives now"
            yield f"{named}: {message}\n  hint: {_HINT}"


def _words(cell: NotebookNode, clean: Callable[[str], str]) -> list[str]:
    """The lines that a cell printed and showed; pictures differ from machine to machine."""
    texts = []
    for output in cell.outputs:
        data = output.get("data", {})
        if output.output_type == "stream" and output.name == "stdout":
            texts.append("".join(output.text))
        elif "text/plain" in data and not any(kind.startswith("image/") for kind in data):
            texts.append("".join(data["text/plain"]))
    return [line.rstrip() for text in texts for line in clean(text).splitlines()]
