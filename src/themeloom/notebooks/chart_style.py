"""How charts that cells draw with matplotlib look: as the compendium does, or as its brand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.look.write import charts

if TYPE_CHECKING:
    from themeloom.look.tokens import Look

#: The style without a brand, which every kernel is told of.
OURS = Path(__file__).parent / "matplotlibrc"
#: What every Python runs that Quarto starts, and finds that style beside it.
UNDER_QUARTO = Path(__file__).parent / "quarto" / "sitecustomize.py"


def chart_style(look: Look) -> str:
    """The style of charts in the look of a brand, on its ground.

    Args:
        look: that of the brand.
    """
    style = charts(OURS.read_text(encoding="utf-8"), look)
    return style.replace("facecolor: none", f"facecolor: {look.bare('ground')}")
