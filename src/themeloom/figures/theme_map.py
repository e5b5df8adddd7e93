"""What the map of themes shows: themes, their subthemes, and how they relate to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.text import counted
from themeloom.figures import records
from themeloom.figures.drawing import Said
from themeloom.figures.records import listed, sentence
from themeloom.look.tokens import LOOK
from themeloom.study.interpretation import CONTRASTS
from themeloom.typefaces.scripts import runs_leftwards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.figures.legible import Legible
    from themeloom.figures.records import Relation, Subtheme, Tables, Theme


def say(tables: Tables, legible: Legible) -> Said:
    """Gather what the map shows, from the tables `themes`, `subthemes` and `relations`."""
    themes, subthemes = records.themes(tables), records.subthemes(tables)
    relations = records.relations(tables)
    orders = {theme.id: theme.order for theme in themes}
    orders |= {one.id: orders[one.theme] for one in subthemes}
    shown = [
        {
            **_titled(theme, legible),
            "order": theme.order,
            "subthemes": [_titled(one, legible) for one in subthemes if one.theme == theme.id],
        }
        for theme in themes
    ]
    related = [
        {
            "from": one.theme,
            "to": one.other,
            "words": (drawn := legible.text(how, f"the words of relation {turn}")),
            "rtl": runs_leftwards(drawn),
            "order": orders[one.theme],
            "mutual": one.words == CONTRASTS,
        }
        for turn, one in enumerate(relations, start=1)
        for how in (LOOK.related(legible.language, one.words),)
    ]
    return Said(
        data={"themes": shown, "relations": related},
        caption="Map of the themes. Subthemes stand below their theme; a thread runs from a theme"
        " to what it is related to."
        if relations
        else "Map of the themes. Subthemes stand below their theme.",
        alt=_alt(themes, subthemes, relations),
        shortened=" Words are shortened.",
    )


def _titled(one: Theme | Subtheme, legible: Legible) -> dict[str, object]:
    drawn = legible.text(one.title, f'the title of the theme "{one.id}"')
    return {"id": one.id, "title": drawn, "rtl": runs_leftwards(drawn)}


def _alt(
    themes: Sequence[Theme], subthemes: Sequence[Subtheme], relations: Sequence[Relation]
) -> str:
    """Say in words what the map shows: every theme with its subthemes, every relation."""
    counts = [counted(len(themes), "theme")]
    counts += [counted(len(subthemes), "subtheme")] if subthemes else []
    counts += [counted(len(relations), "relation")] if relations else []
    parts = [f"A map of {listed(counts)}."]
    for theme in themes:
        own = [one.title for one in subthemes if one.theme == theme.id]
        below = f": {listed(own)}" if own else ""
        parts.append(sentence(f"Theme {theme.order}, {theme.title}{below}"))
    titles = {one.id: one.title for one in themes} | {one.id: one.title for one in subthemes}
    parts += [
        sentence(f"“{titles[one.theme]}” {one.words} “{titles[one.other]}”") for one in relations
    ]
    return " ".join(parts)
