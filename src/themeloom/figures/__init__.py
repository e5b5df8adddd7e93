"""Figures to bytes, the same bytes each time."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from themeloom.figures import evidence_map, method
from themeloom.figures.sheet import Drawing
from themeloom.figures.style import SIZES, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from matplotlib.figure import Figure


__all__ = ["FIGURES", "SIZES", "Drawing", "Recipe", "Size", "png_bytes", "svg_bytes"]


#: What decides how letters and lines come out, whatever a matplotlibrc says.
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "themeloom",
    "svg.id": None,
    "svg.image_inline": True,
    "text.usetex": False,
    "text.hinting": "none",
    "text.antialiased": True,
    "path.simplify": False,
    "path.snap": False,
    "path.sketch": None,
    "agg.path.chunksize": 0,
    "savefig.bbox": None,
    "savefig.facecolor": "auto",
    "savefig.transparent": False,
}

#: How hard pixel pictures are packed, of 9: with more, packing takes longer than drawing.
_COMPRESSION = 3


def svg_bytes(figure: Figure) -> bytes:
    """Write the figure as SVG, its letters as outlines, without date or version."""
    return _saved(figure, "svg", 72, metadata={"Date": None, "Creator": None})


def png_bytes(figure: Figure, dpi: float) -> bytes:
    """Write the figure as PNG with so many dots to the inch, without version."""
    return _saved(
        figure, "png", dpi, metadata={"Software": None}, pil_kwargs={"compress_level": _COMPRESSION}
    )


def _saved(figure: Figure, kind: str, dpi: float, **how: Any) -> bytes:  # noqa: ANN401 - matplotlib's
    import matplotlib as mpl

    buffer = BytesIO()
    with mpl.rc_context(_SETTINGS):
        figure.savefig(buffer, format=kind, dpi=dpi, **how)
    return buffer.getvalue()


@dataclass(frozen=True)
class Recipe:
    """A figure that can be drawn.

    Args:
        id: the name by which documents cite it.
        draw: the function that draws it.
        tables: the derived tables that it is drawn from; it gets no others.
    """

    id: str
    draw: Callable[[Mapping[str, pd.DataFrame], Size], Drawing]
    tables: tuple[str, ...]


#: Every figure there is. A new one is a module with `ID` and `draw`, and a row here.
FIGURES: tuple[Recipe, ...] = (
    Recipe(method.ID, method.draw, ("sources", "steps", "themes")),
    Recipe(
        evidence_map.ID,
        evidence_map.draw,
        ("themes", "quotations", "implications"),
    ),
)
