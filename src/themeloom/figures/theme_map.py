"""What the map of themes shows: themes, their subthemes, and how they relate to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.figures import records
from themeloom.figures.drawing import Said
from themeloom.figures.records import sentence
from themeloom.look.tokens import LOOK
from themeloom.study.interpretation import CONTRASTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.figures.legible import Legible
    from themeloom.figures.records import Relation, Subtheme, Tables, Theme


_CAPTION = "Map of the themes. Subthemes stand below their theme."
_THREADS = "A thread runs from a theme to what it is related to."


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
            **legible.shown("words", how, f"the words of relation {turn}"),
            "order": orders[one.theme],
            "mutual": one.words == CONTRASTS,
        }
        for turn, one in enumerate(relations, start=1)
        for how in (LOOK.related(legible.say.language, one.words),)
    ]
    return Said(
        data={"themes": shown, "relations": related},
        caption=" ".join(map(legible.say, (_CAPTION, *([_THREADS] if relations else [])))),
        alt=_alt(themes, subthemes, relations, legible),
        shortened=f" {legible.say('Words are shortened.')}",
    )


def _titled(one: Theme | Subtheme, legible: Legible) -> dict[str, object]:
    return {"id": one.id, **legible.shown("title", one.title, f'the title of the theme "{one.id}"')}


def _alt(
    themes: Sequence[Theme],
    subthemes: Sequence[Subtheme],
    relations: Sequence[Relation],
    legible: Legible,
) -> str:
    """Say in words what the map shows: every theme with its subthemes, every relation."""
    say = legible.say
    counts = [say.counted(len(themes), "theme")]
    counts += [say.counted(len(subthemes), "subtheme")] if subthemes else []
    counts += [say.counted(len(relations), "relation")] if relations else []
    parts = [say("A map of {things}.", things=say.listed(counts))]
    for theme in themes:
        own = [one.title for one in subthemes if one.theme == theme.id]
        below = f": {say.listed(own)}" if own else ""
        named = say("Theme {number}, {title}", number=str(theme.order), title=theme.title)
        parts.append(sentence(f"{named}{below}"))
    titles = {one.id: one.title for one in themes} | {one.id: one.title for one in subthemes}
    parts += [
        sentence(
            f"{say.quoted(titles[one.theme])} {LOOK.related(say.language, one.words)}"
            f" {say.quoted(titles[one.other])}"
        )
        for one in relations
    ]
    return " ".join(parts)
