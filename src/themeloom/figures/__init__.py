"""The study's diagrams: from derived tables to pictures, in one look and in three sizes.

They are Typst documents (`evidence-map.typ`, `method.typ`); Python gives them what the tables
say and words what they show. Nothing is written here. Importing this package is cheap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.figures import evidence_map, method
from themeloom.figures.drawing import OURS, Drawing, Style, typeset
from themeloom.figures.legible import Legible
from themeloom.figures.style import SIZES, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from themeloom.figures.drawing import Said
    from themeloom.figures.records import Tables

__all__ = ["FIGURES", "SIZES", "Drawing", "Recipe", "Size", "Style"]


@dataclass(frozen=True)
class Recipe:
    """A figure that can be drawn.

    Args:
        id: the name by which documents cite it, and that of its Typst document.
        say: what it shows, from the derived tables.
        tables: the derived tables that it is drawn from; it gets no others.
    """

    id: str
    say: Callable[[Tables, Legible], Said]
    tables: tuple[str, ...]

    def draw(
        self, tables: Tables, size: Size, typefaces: Sequence[Path] = (), style: Style = OURS
    ) -> Drawing:
        """Draw it.

        Args:
            tables: the derived tables.
            size: the size to draw it in.
            typefaces: those that the project brings, for letters that ours lack.
            style: what figures look like under the project's brand.
        """
        legible = Legible(typefaces)
        said = self.say({name: tables[name] for name in self.tables}, legible)
        return typeset(self.id, said, size, legible, style)


#: Every figure there is. A new one is a Typst document, a module that says it, and a row here.
FIGURES: tuple[Recipe, ...] = (
    Recipe("method", method.say, ("sources", "steps", "themes")),
    Recipe("evidence-map", evidence_map.say, ("themes", "quotations", "implications")),
)
