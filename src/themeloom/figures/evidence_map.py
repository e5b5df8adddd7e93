"""What the evidence map shows: themes, their quotations, the implications that rest on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.figures import records
from themeloom.figures.drawing import Said
from themeloom.figures.records import clipped, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.figures.legible import Legible
    from themeloom.figures.records import Implication, Quotation, Tables, Theme
    from themeloom.look.phrases import Phrases

#: How many words of a quotation or an implication the alternative text repeats.
_ALT_WORDS = 12
#: How many quotations of a theme the alternative text repeats.
_ALT_QUOTATIONS = 3
_CAPTION = (
    "Evidence map. Each thread runs from a theme past its quotations"
    " to the implications that rest on it."
)
_RESTS = "Implication {number}, “{words}”, rests on {themes}"


def say(tables: Tables, legible: Legible) -> Said:
    """Gather what the map shows, from the tables `themes`, `quotations` and `implications`."""
    themes = records.themes(tables)
    quotations = records.quotations(tables)
    implications = records.implications(tables)
    orders = {theme.id: theme.order for theme in themes}
    shown = [
        {
            **legible.shown("title", one.title, f'the title of the theme "{one.id}"'),
            "order": one.order,
            "quotations": [_quotation(q, legible) for q in quotations if q.theme == one.id],
        }
        for one in themes
    ]
    grounds = [
        {
            **legible.shown("text", one.text, f'the text of the implication "{one.id}"'),
            "themes": sorted({orders[name] for name in one.themes if name in orders}),
        }
        for one in implications
    ]
    return Said(
        data={"themes": shown, "implications": grounds},
        caption=legible.say(_CAPTION),
        alt=_alt(themes, quotations, implications, legible.say),
        shortened=f" {legible.say('Quotations are shortened.')}",
    )


def _quotation(one: Quotation, legible: Legible) -> dict[str, object]:
    """The words of a quotation, or the note that stands for words that cannot be drawn."""
    shown = legible.shown("text", one.text, f'the words of the quotation "{one.id}"')
    return {**shown, "words": one.words, "spoken": shown["text"] == one.text}


def _alt(
    themes: Sequence[Theme],
    quotations: Sequence[Quotation],
    implications: Sequence[Implication],
    say: Phrases,
) -> str:
    """Say in words what the map shows: every theme, what was said, what rests on what."""
    names = {theme.id: theme.title for theme in themes}
    things = {"theme": themes, "quotation": quotations, "implication": implications}
    counts = say.listed([say.counted(len(some), what) for what, some in things.items()])
    parts = [say("A map of {things}, joined by threads.", things=counts)]
    for theme in themes:
        said = [one for one in quotations if one.theme == theme.id]
        shown = [say.quoted(clipped(one.text, _ALT_WORDS)) for one in said[:_ALT_QUOTATIONS]]
        more = len(said) - len(shown)
        words = say.listed([*shown, *([say("{} more", more)] if more else [])])
        count = say.counted(len(said), "quotation") if said else say("no quotation")
        named = say("Theme {number}, {title}", number=str(theme.order), title=theme.title)
        parts.append(sentence(f"{named}: {count}" + (f", {words}" if words else "")))
    for turn, one in enumerate(implications, start=1):
        on = say.listed([names[name] for name in one.themes if name in names]) or say("no theme")
        words = clipped(one.text, _ALT_WORDS)
        rests = say(_RESTS, number=str(turn), words=words, themes=on)
        parts.append(sentence(rests))
    return " ".join(parts)
