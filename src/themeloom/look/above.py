"""A look on top of ours: for files that stay as they are, only what it says otherwise.

Style sheets and templates of the extension are the user's own files. What a brand changes in them
stands behind them: custom properties that are called the same, definitions that come later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.look.colours import is_dark
from themeloom.look.tokens import LOOK
from themeloom.look.write import css, parts_of, typst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.look.tokens import Look

_PROPERTY = re.compile(r"--([\w-]+): ([^;{}]+);")
_DEFINITION = re.compile(r"^#let (?:tl-[\w-]+) = [^\n]+$", re.MULTILINE)
_HEADINGS = "h1, h2, h3, h4, h5, h6"
#: In which part of a style sheet a scheme holds.
_WITHIN = {
    "light": "{}",
    "dark": "@media (prefers-color-scheme: dark) {{ {} }}",
    "print": "@media print {{ {} }}",
}


def css_above(sheet: str, look: Look, under: str = "") -> str:
    """What a look says in a style sheet of ours, to be read behind that.

    All of each scheme is said anew, for what comes later would hold in every scheme.

    Args:
        sheet: the style sheet.
        look: the look.
        under: the ground that derived figures are made for, if it is another than the look's.
    """
    rules = []
    for scheme, said in _declared(css(sheet, look)).items():
        dark = is_dark(look.schemes[scheme]["paper"])
        kind = f"color-scheme: {'dark' if dark else 'light'}; " if scheme != "print" else ""
        shown = " ".join(f"--{name}: {value};" for name, value in said.items())
        if dark:
            shown += f" --plate: {plate_of(look)};"
        rules.append(_WITHIN[scheme].format(f":root {{ {kind}{shown} }}"))
    if under:
        rules.append(f":root {{ --under: {under}; }}")
    if headings := look.faces.get("headings"):
        rules.append(f':is({_HEADINGS}) {{ font-family: "{headings}", var(--sans) !important; }}')
    return "\n".join(rules) + "\n"


def _declared(sheet: str) -> dict[str, dict[str, str]]:
    """Every property of the look that a style sheet declares, by its schemes."""
    names = {*LOOK.colours, *LOOK.data["web"], "tint"}
    found: dict[str, dict[str, str]] = {}
    for scheme, part in parts_of(sheet):
        for name, value in _PROPERTY.findall(part):
            if name in names:
                found.setdefault(scheme, {})[name] = value
    return found


def plate_of(look: Look) -> str:
    """What lies under a logo or a code that is made for light grounds, where the ground is dark."""
    light = look.colours["paper"]
    return LOOK.colours["paper"] if is_dark(light) else light


def typst_above(template: str, look: Look, under: str = "") -> str:
    """The definitions of a look that differ from those of a template, to come behind them."""
    ours = set(_DEFINITION.findall(template))
    more = [f'#let tl-under = rgb("{under}")'] if under else []
    return "\n".join([*_differing(typst(template, look), ours, look), *more])


def _differing(template: str, ours: set[str], look: Look) -> Iterator[str]:
    yield from (line for line in _DEFINITION.findall(template) if line not in ours)
    colours = look.colours
    if is_dark(colours["ground"]):
        yield f'#let tl-plate = rgb("{plate_of(look)}")'
    for name, token in (("tl-sheet", "sheet"), ("tl-link", "link")):
        if colours[token] != LOOK.colours[token]:
            yield f'#let {name} = rgb("{colours[token]}")'
    if headings := look.faces.get("headings"):
        yield f'#let tl-heading = ("{headings}", ..tl-sans)'
        yield "#let tl-display = tl-heading"
