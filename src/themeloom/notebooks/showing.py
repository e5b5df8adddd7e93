"""A figure of the compendium as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from themeloom.figures import Drawing


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
