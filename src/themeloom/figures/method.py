"""How the study was done: from its material through the steps of analysis to its themes.

Every source is a strand (one that has five pieces is five strands). The strands
are gathered and run through the steps; after the last one they are the themes'
threads. The figure does not say which source a theme came from: the study's
tables do not say so either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.figures import records
from themeloom.figures.method_layout import (
    ID,
    Layout,
    bars,
    bundle_places,
    is_staggered,
    laid_out,
    last_bar,
    row_tops,
    small_type,
)
from themeloom.figures.records import counted, listed, sentence
from themeloom.figures.scripts import Legible
from themeloom.figures.sheet import Drawing, Sheet
from themeloom.figures.style import INK, MUTED, STRAND, Thread, thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from themeloom.figures.records import Material, Theme
    from themeloom.figures.style import Size

__all__ = ["ID", "draw"]


def draw(tables: Mapping[str, pd.DataFrame], size: Size) -> Drawing:
    """Draw how a study was done.

    Args:
        tables: the derived tables `sources`, `steps` and `themes`.
        size: the size to draw it in.
    """
    sources = records.materials(tables)
    steps = records.steps(tables)
    themes = records.themes(tables)
    able = Legible()
    layout = laid_out(able.materials(sources), able.steps(steps), able.themes(themes), size)
    return Drawing(
        id=ID,
        caption="How the study was done: its material, the steps of its analysis, its themes.",
        alt=_alt(sources, steps, themes),
        figure=_drawn(layout, themes, size).figure,
        warnings=able.warnings,
    )


def _drawn(layout: Layout, themes: Sequence[Theme], size: Size) -> Sheet:
    """Draw the layout from left to right."""
    columns, em = layout.columns, layout.plan.type_size
    sheet = Sheet(size.width, layout.height, size)
    small = small_type(layout.plan, size)
    sheet.note(layout.head, columns.material, 1.5 * em, small, MUTED)
    sheet.note("Themes" if len(themes) != 1 else "Theme", columns.themes, 1.5 * em, small, MUTED)
    _draw_sources(sheet, layout)
    _draw_themes(sheet, layout, themes)
    _draw_steps(sheet, layout)
    if layout.note:
        sheet.write(layout.note, columns.material, layout.height - 0.2 * em, MUTED)
    return sheet


def _draw_sources(sheet: Sheet, layout: Layout) -> None:
    """Draw the sources and their strands, up to the last step."""
    columns, line = layout.columns, sheet.size.line
    places = iter(bundle_places(layout, sum(row.strands for row in layout.sources)))
    for row, top in zip(layout.sources, row_tops(layout, layout.sources), strict=True):
        rest = top + row.label.height
        for turn in range(row.strands):
            level, place = rest + turn * row.spread, next(places)
            points = [(columns.material, level), (columns.material_end, level),
                      (columns.steps, place), (last_bar(layout), place)]  # fmt: skip
            sheet.thread(points, Thread(STRAND), line * 0.6, 0)
        row.label.draw(sheet, columns.material, rest)


def _draw_themes(sheet: Sheet, layout: Layout, themes: Sequence[Theme]) -> None:
    """Draw the themes' threads, from the last step on, and their titles."""
    columns, places = layout.columns, bundle_places(layout, len(themes))
    tops = row_tops(layout, layout.themes)
    for theme, row, top, place in zip(themes, layout.themes, tops, places, strict=True):
        rest = top + row.label.height
        points = [(last_bar(layout), place), (columns.steps_end, place),
                  (columns.themes, rest), (columns.end, rest)]  # fmt: skip
        sheet.thread(points, thread(theme.order), sheet.size.line, theme.order)
        row.label.draw(sheet, columns.themes, rest)


def _draw_steps(sheet: Sheet, layout: Layout) -> None:
    """Draw a bar across the bundle for each step, with its name above or below."""
    em = layout.plan.type_size
    reach = layout.bundle / 2 + 0.5 * em
    for x in bars(layout):
        sheet.bar(x, layout.middle - reach, layout.middle + reach, INK, sheet.size.line * 1.2)
    for turn, (x, name) in enumerate(zip(bars(layout), layout.steps, strict=False)):
        bottom = layout.middle - reach - 0.1 * em
        if turn % 2 and is_staggered(layout.steps):
            bottom = layout.middle + reach + name.height + 0.5 * em
        sheet.write(name, x, bottom, INK, align="center")


def _alt(sources: Sequence[Material], steps: Sequence[str], themes: Sequence[Theme]) -> str:
    """Say in words what the figure shows: every source, every step, every theme."""
    material = [f"{one.title} ({', '.join(_said(one))})" for one in sources if not one.account]
    accounts = [f"{one.title} ({one.access})" for one in sources if one.account]
    parts = ["How the study was done, from left to right."]
    if material:
        parts.append(sentence(f"Material: {'; '.join(material)}"))
    if steps:
        parts.append(sentence(f"{counted(len(steps), 'step')}: {', then '.join(steps)}"))
    titles = "; ".join(theme.title for theme in themes)
    parts.append(sentence(f"It led to {counted(len(themes), 'theme')}: {titles}"))
    if accounts:
        parts.append(sentence(f"As stated in: {listed(accounts)}"))
    return " ".join(parts)


def _said(one: Material) -> list[str]:
    """Give the number of pieces with the kind, and the access."""
    return [f"{one.units} {one.kind}" if one.units else one.kind, one.access]
