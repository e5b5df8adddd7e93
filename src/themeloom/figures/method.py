"""What the figure of the method shows: the material, the steps of analysis, the themes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.figures import records
from themeloom.figures.drawing import Said
from themeloom.figures.records import sentence
from themeloom.typefaces.scripts import runs_leftwards

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.figures.legible import Legible
    from themeloom.figures.records import Material, Tables, Theme
    from themeloom.look.phrases import Phrases

_STATED = "As stated in: {sources}"


_CAPTION = "How the study was done: its material, the steps of its analysis, its themes."


def say(tables: Tables, legible: Legible) -> Said:
    """Gather how a study was done, from the tables `sources`, `steps` and `themes`."""
    sources = records.materials(tables)
    steps = records.steps(tables)
    themes = records.themes(tables)
    material = [one for one in sources if not one.account]
    access = {one.access for one in material}
    same = access.pop() if len(access) == 1 else ""
    titles = {
        one.id: legible.text(one.title, f'the title of the source "{one.id}"') for one in sources
    }
    data = {
        "head": " · ".join(word for word in (legible.say("Material"), legible.say(same)) if word),
        "sources": [
            _row(titles[one.id], _tags(one, legible, named=not same), one.units) for one in material
        ],
        "groups": list(_groups(material, legible, named=not same)),
        "steps": [
            legible.shown("text", title, f"the title of step {turn}")
            for turn, title in enumerate(steps, start=1)
        ],
        "themes": [
            {
                **_row(legible.text(one.title, f'the title of the theme "{one.id}"'), [], 1),
                "order": one.order,
            }
            for one in themes
        ],
        "note": _note([one for one in sources if one.account], titles, legible.say),
    }
    return Said(
        data=data,
        caption=legible.say(_CAPTION),
        alt=_alt(sources, steps, themes, legible.say),
    )


def _row(title: str, tags: Sequence[str], units: int) -> dict[str, object]:
    tag = " · ".join(tags)
    return {"title": title, "tag": tag, "units": units, "rtl": runs_leftwards(title)}


def _tags(one: Material, legible: Legible, *, named: bool) -> list[str]:
    """Say what the title does not: how many, of which kind, and who may read it."""
    drawn = legible.text(one.kind, f'the kind of the source "{one.id}"')
    known = one.kind.casefold() in one.title.casefold()
    count = f"{one.units} {drawn}" if one.units else ""
    kind = count or ("" if known else drawn)
    return [tag for tag in (kind, legible.say(one.access) if named else "") if tag]


def _groups(
    material: Sequence[Material], legible: Legible, *, named: bool
) -> list[dict[str, object]]:
    """The sources by their kind and access, for when they are too many to show one by one."""

    def alike(one: Material) -> tuple[str, str]:
        return one.kind, one.access

    rows = []
    for (kind, access), group in groupby(sorted(material, key=alike), key=alike):
        ones = list(group)
        drawn = legible.text(kind, f'the kind of the source "{ones[0].id}"')
        tags = [legible.say.counted(len(ones), "source")]
        tags += [legible.say(access)] if named else []
        rows.append(_row(drawn, tags, len(ones)))
    return rows


def _note(accounts: Sequence[Material], titles: Mapping[str, str], say: Phrases) -> str | None:
    """Name the sources in which the others and the steps are stated."""
    if not accounts:
        return None
    named = say.listed([f"{titles[one.id]} ({say(one.access)})" for one in accounts])
    return say(_STATED, sources=named)


def _alt(
    sources: Sequence[Material], steps: Sequence[str], themes: Sequence[Theme], say: Phrases
) -> str:
    """Say in words what the figure shows: every source, every step, every theme."""
    material = [f"{one.title} ({', '.join(_said(one, say))})" for one in sources if not one.account]
    parts = [say("How the study was done, from left to right.")]
    if material:
        parts.append(sentence(f"{say('Material')}: {'; '.join(material)}"))
    if steps:
        then = f", {say('then')} "
        parts.append(sentence(f"{say.counted(len(steps), 'step')}: {then.join(steps)}"))
    count, titles = say.counted(len(themes), "theme"), "; ".join(theme.title for theme in themes)
    parts.append(sentence(say("It led to {themes}: {titles}", themes=count, titles=titles)))
    accounts = [one for one in sources if one.account]
    stated = _note(accounts, {one.id: one.title for one in accounts}, say)
    return " ".join([*parts, *([sentence(stated)] if stated else [])])


def _said(one: Material, say: Phrases) -> list[str]:
    """Give the number of pieces with the kind, and the access."""
    return [f"{one.units} {one.kind}" if one.units else one.kind, say(one.access)]
