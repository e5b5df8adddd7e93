"""Shortcodes that make a block must stand alone between empty lines.

Quarto takes a shortcode that touches other text as part of the paragraph, and
flattens the blocks that come out of it without a word. So does pandoc. The table,
the figure or the quotation is then not what its author meant; hence a mistake.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.documents.shortcodes import Shortcode
    from themeloom.errors import ThemeloomError

#: Shortcodes that are always a block.
ALWAYS = frozenset({"table", "figure", "implications", "pagebreak"})
#: Shortcodes that are a block when they stand alone, and words when they stand in a line.
EITHER = frozenset({"quote", "theme", "implication", "point", "passage", "notebook"})

_CONTAINER = re.compile(r"^(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d+[.)]|\(?[a-z#@]+[.)])[ \t]+)?")
_ALONE = re.compile(rf"{TOKEN.pattern}[ \t]*")
_HINT = "put it on a line of its own, with an empty line above it and below it"


def crowded(body: str, shortcodes: tuple[Shortcode, ...]) -> Iterator[ThemeloomError]:
    """Every block shortcode of a tokenised text that touches other text."""
    lines = body.split("\n")
    for at, line in enumerate(lines):
        for match in TOKEN.finditer(line):
            shortcode = shortcodes[int(match[1])]
            if shortcode.name not in ALWAYS | EITHER or shortcode.kwargs.get("part"):
                continue
            alone = _ALONE.fullmatch(_CONTAINER.sub("", line, count=1))
            call = f"{{{{< {' '.join((shortcode.name, *shortcode.args))} >}}}}"
            if not alone and shortcode.name in ALWAYS:
                yield shortcode.error(f"{call} makes a block, but shares its line with text", _HINT)
            elif alone and not (_ends_above(lines, at) and _begins_below(lines, at)):
                hint = _HINT
                if shortcode.name in EITHER:
                    hint += "; to have it inside the sentence, write both on one line"
                yield shortcode.error(f"{call} touches the text on the line beside it", hint)


def _ends_above(lines: list[str], at: int) -> bool:
    """Whether a new block may begin on a line, by what stands above it."""
    if _is_item(lines[at]):
        return True
    above = lines[at - 1].strip(" \t>") if at else ""
    return not above or above.startswith((":::", "#"))


def _begins_below(lines: list[str], at: int) -> bool:
    """Whether a block may end on a line, by what stands below it."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return not below.strip(" \t>") or below.strip().startswith(":::") or _is_item(below)


def _is_item(line: str) -> bool:
    """Whether a line begins an item of a list."""
    match = _CONTAINER.match(line)
    return match is not None and bool(match[0].strip(" \t>"))
