"""Figures and tables as a notebook shows them, whoever runs it."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from themeloom.figures.sheet import Drawing


class Picture:
    """Shows a drawing in a notebook, as SVG and as PNG; each output takes what it can hold.

    Args:
        drawing: what `draw` of a figure gave.
        dpi: dots to the inch of the PNG.
    """

    def __init__(self, drawing: Drawing, dpi: int = 300) -> None:
        self.drawing = drawing
        self.dpi = dpi

    def _repr_mimebundle_(self, **_: object) -> dict[str, str | bytes]:
        from base64 import b64encode

        from themeloom.figures import png_bytes, svg_bytes

        figure = self.drawing.figure
        return {
            "image/svg+xml": svg_bytes(figure).decode(),
            "image/png": b64encode(png_bytes(figure, self.dpi)).decode(),
            "text/plain": self.drawing.alt,
        }


def show_tables() -> None:
    """Show pandas tables as in the compendium's outputs when Jupyter or Quarto runs the cells.

    They are shown as Markdown alone: where a cell shows HTML, Quarto makes the page ask the
    network for two scripts. `themeloom render` shows tables like this without being told.
    """
    from IPython.core.getipython import get_ipython

    from themeloom.notebooks.kernel_setup import tables_of_ours

    shell: Any = get_ipython()
    if shell is None or hasattr(builtins, "__inline__"):
        return
    tables_of_ours(shell)
    formatter = shell.display_formatter.formatters["text/html"]
    for module in ("pandas", "pandas.core.frame", "pandas.core.series"):
        for name in ("DataFrame", "Series"):
            formatter.for_type_by_name(module, name, lambda _: None)
