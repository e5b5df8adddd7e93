"""Figures: from derived tables to pictures, in one look and in three sizes.

Nothing here reads or writes files. Importing this package is cheap; matplotlib
is imported when the first figure is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.figures import evidence_map, method
from themeloom.figures.drawing import Drawing
from themeloom.figures.saving import png_bytes, svg_bytes
from themeloom.figures.style import SIZES, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

__all__ = ["FIGURES", "SIZES", "Drawing", "Recipe", "Size", "png_bytes", "svg_bytes"]


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
