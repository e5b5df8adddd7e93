"""The evidence map: themes, their quotations, and the implications that rest on them.

Every text rests on a thread. A theme's thread runs from its title past its
quotations, is gathered, and goes on below each implication that rests on the
theme; so an implication that rests on several themes lies on several threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.figures import records
from themeloom.figures.evidence_map_layout import (
    ID,
    Band,
    Columns,
    Ground,
    Layout,
    laid_out,
    small_type,
)
from themeloom.figures.records import clipped, counted, listed, sentence
from themeloom.figures.scripts import Legible
from themeloom.figures.sheet import Drawing, Sheet
from themeloom.figures.style import MUTED, thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from themeloom.figures.records import Implication, Quotation, Theme
    from themeloom.figures.style import Size

__all__ = ["ID", "draw"]

#: How many words of a quotation or an implication the alternative text repeats.
_ALT_WORDS = 12
#: How many quotations of a theme the alternative text repeats.
_ALT_QUOTATIONS = 3


def draw(tables: Mapping[str, pd.DataFrame], size: Size) -> Drawing:
    """Draw the evidence map of a study.

    Args:
        tables: the derived tables `themes`, `quotations` and `implications`.
        size: the size to draw it in.
    """
    themes = records.themes(tables)
    quotations = records.quotations(tables)
    implications = records.implications(tables)
    able = Legible()
    layout = laid_out(
        able.themes(themes), able.quotations(quotations), able.implications(implications), size
    )
    return Drawing(
        id=ID,
        caption=(
            "Evidence map. Each thread runs from a theme past its quotations"
            " to the implications that rest on it."
            + (" Quotations are shortened." if _is_shortened(layout) else "")
        ),
        alt=_alt(themes, quotations, implications),
        figure=_drawn(layout, size).figure,
        warnings=able.warnings,
    )


def _is_shortened(layout: Layout) -> bool:
    return any(not voice.block.whole for band in layout.bands for voice in band.voices)


def _drawn(layout: Layout, size: Size) -> Sheet:
    """Draw the layout: heads, threads, then the texts that rest on them."""
    sheet = Sheet(size.width, layout.height, size)
    columns, small = layout.columns, small_type(layout.plan, size)
    starts = (columns.title, columns.quotation, columns.implication)
    for words, x in zip(layout.heads, starts, strict=True):
        sheet.note(words, x, 1.5 * layout.plan.type_size, small, MUTED)
    for band, top in zip(layout.bands, layout.tops, strict=True):
        _draw_band(sheet, band, top, columns)
    for ground, top in zip(layout.grounds, layout.ground_tops, strict=True):
        _draw_ground(sheet, layout, ground, top)
    return sheet


def _draw_band(sheet: Sheet, band: Band, top: float, columns: Columns) -> None:
    """Draw a theme's title, its quotations, and the thread from one to the others."""
    trunk, order = top + band.trunk, band.theme.order
    strands = band.strands or (band.trunk,)
    fine = sheet.size.line if len(strands) == 1 else max(sheet.size.line * 0.55, 0.75)
    stem = [(columns.title, trunk), (columns.title_end, trunk)]
    for strand in strands:
        way = [(x, top + strand) for x in (columns.quotation, columns.quotation_end)]
        points = [stem[-1], *way, (columns.knot, trunk)]
        sheet.thread(stem[:1] + points if len(strands) == 1 else points, thread(order), fine, order)
    if len(strands) > 1:
        sheet.thread(stem, thread(order), sheet.size.line, order)
    band.title.draw(sheet, columns.title, trunk)
    for voice, strand in zip(band.voices, band.strands, strict=True):
        voice.draw(sheet, columns.quotation, top + strand)


def _draw_ground(sheet: Sheet, layout: Layout, ground: Ground, top: float) -> None:
    """Draw an implication and the threads that come to lie below it."""
    columns, rest = layout.columns, top + ground.label.height
    trunks = {
        band.theme.order: place + band.trunk
        for place, band in zip(layout.tops, layout.bands, strict=True)
    }
    for turn, order in enumerate(ground.orders):
        level = rest + turn * ground.spread
        points = [(columns.knot - sheet.size.line, trunks[order]), (columns.knot, trunks[order]),
                  (columns.implication, level), (columns.end, level)]  # fmt: skip
        sheet.thread(points, thread(order), sheet.size.line, order)
    ground.label.draw(sheet, columns.implication, rest)


def _alt(
    themes: Sequence[Theme], quotations: Sequence[Quotation], implications: Sequence[Implication]
) -> str:
    """Say in words what the map shows: every theme, what was said, what rests on what."""
    names = {theme.id: theme.title for theme in themes}
    parts = [
        f"A map of {counted(len(themes), 'theme')}, {counted(len(quotations), 'quotation')}"
        f" and {counted(len(implications), 'implication')}, joined by threads."
    ]
    for theme in themes:
        said = [one for one in quotations if one.theme == theme.id]
        shown = [f"“{clipped(one.text, _ALT_WORDS)}”" for one in said[:_ALT_QUOTATIONS]]
        more = len(said) - len(shown)
        words = listed([*shown, *([f"{more} more"] if more else [])])
        count = counted(len(said), "quotation") if said else "no quotation"
        parts.append(sentence(f"Theme {theme.order}, {theme.title}: {count}"
                              + (f", {words}" if words else "")))  # fmt: skip
    for turn, one in enumerate(implications, start=1):
        on = listed([names[name] for name in one.themes if name in names]) or "no theme"
        parts.append(
            sentence(f"Implication {turn}, “{clipped(one.text, _ALT_WORDS)}”, rests on {on}")
        )
    return " ".join(parts)
