"""The study's diagrams: from derived tables to pictures, in one look and in three sizes.

They are Typst documents (`evidence-map.typ`, `method.typ`, `theme-map.typ`); Python gives them
what the tables say and words what they show. Nothing is written here. Importing this package is
cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.figures import evidence_map, method, theme_map
from themeloom.figures.drawing import OURS, Drawing, Style, typeset
from themeloom.figures.legible import ENGLISH, Legible
from themeloom.figures.style import SIZES, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from themeloom.figures.drawing import Said
    from themeloom.figures.records import Tables
    from themeloom.look.phrases import Phrases

__all__ = ["EVERY", "FIGURES", "FURTHER", "SIZES", "Drawing", "Recipe", "Size", "Style"]


class Recipe(msgspec.Struct, frozen=True):
    """A figure that can be drawn.

    Args:
        id: the name by which documents cite it, and that of its Typst document.
        say: what it shows, from the derived tables.
        tables: the derived tables that it is drawn from; it gets no others.
        needs: those of them of which a study must have one; all have it where none is named.
    """

    id: str
    say: Callable[[Tables, Legible], Said]
    tables: tuple[str, ...]
    needs: tuple[str, ...] = ()

    def is_of(self, tables: Iterable[str]) -> bool:
        """Whether a study that has these tables has the figure."""
        return not self.needs or bool({*self.needs} & {*tables})

    def draw(
        self,
        tables: Tables,
        size: Size,
        typefaces: Sequence[Path] = (),
        style: Style = OURS,
        say: Phrases = ENGLISH,
    ) -> Drawing:
        """Draw it.

        Args:
            tables: the derived tables.
            size: the size to draw it in.
            typefaces: those that the project brings, for letters that ours lack.
            style: what figures look like under the project's brand.
            say: what it says in the study's language.
        """
        legible = Legible(typefaces, say)
        there = {name: tables[name] for name in self.tables if name in tables}
        said = self.say(there, legible)
        return typeset(self.id, said, size, legible, style)


#: The figures that every study has. A new one is a Typst document, a module that says it, and a
#: row here or below.
FIGURES: tuple[Recipe, ...] = (
    Recipe("method", method.say, ("sources", "steps", "themes")),
    Recipe("evidence-map", evidence_map.say, ("themes", "quotations", "implications")),
)
#: Those of which only some studies have something to show.
FURTHER: tuple[Recipe, ...] = (
    Recipe(
        "theme-map", theme_map.say, ("themes", "subthemes", "relations"), ("subthemes", "relations")
    ),
)
EVERY = (*FIGURES, *FURTHER)
