"""What the figure of the method shows: the material, the steps of analysis, the themes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.core.text import counted
from themeloom.figures import records
from themeloom.figures.drawing import Said
from themeloom.figures.records import listed, sentence
from themeloom.typefaces.scripts import runs_leftwards

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.figures.legible import Legible
    from themeloom.figures.records import Material, Tables, Theme


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
        "head": " · ".join(word for word in ("Material", same) if word),
        "sources": [
            _row(titles[one.id], _tags(one, legible, named=not same), one.units) for one in material
        ],
        "groups": list(_groups(material, legible, named=not same)),
        "steps": [
            _written(legible.text(title, f"the title of step {turn}"))
            for turn, title in enumerate(steps, start=1)
        ],
        "themes": [
            {
                **_row(legible.text(one.title, f'the title of the theme "{one.id}"'), [], 1),
                "order": one.order,
            }
            for one in themes
        ],
        "note": _note([one for one in sources if one.account], titles),
    }
    return Said(
        data=data,
        caption="How the study was done: its material, the steps of its analysis, its themes.",
        alt=_alt(sources, steps, themes),
    )


def _written(text: str) -> dict[str, object]:
    return {"text": text, "rtl": runs_leftwards(text)}


def _row(title: str, tags: Sequence[str], units: int) -> dict[str, object]:
    tag = " · ".join(tags)
    return {"title": title, "tag": tag, "units": units, "rtl": runs_leftwards(title)}


def _tags(one: Material, legible: Legible, *, named: bool) -> list[str]:
    """Say what the title does not: how many, of which kind, and who may read it."""
    drawn = legible.text(one.kind, f'the kind of the source "{one.id}"')
    known = one.kind.casefold() in one.title.casefold()
    count = f"{one.units} {drawn}" if one.units else ""
    kind = count or ("" if known else drawn)
    return [tag for tag in (kind, one.access if named else "") if tag]


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
        tags = [counted(len(ones), "source"), *([access] if named else [])]
        rows.append(_row(drawn, tags, len(ones)))
    return rows


def _note(accounts: Sequence[Material], titles: Mapping[str, str]) -> str | None:
    """Name the sources in which the others and the steps are stated."""
    if not accounts:
        return None
    return f"As stated in: {listed([f'{titles[one.id]} ({one.access})' for one in accounts])}"


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
