"""What Quarto can and the built-in renderer cannot: found by name, file and line.

Nothing of a document is ever dropped in silence. `quarto.toml` says of each construct
how it is recognised, and what to do instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core.errors import did_you_mean
from themeloom.core.expressions import later
from themeloom.documents.keys import KNOWN
from themeloom.documents.scanner import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.errors import ThemeloomError
    from themeloom.documents.places import Spliced
    from themeloom.documents.shortcodes import Shortcode

#: Shortcodes that the built-in renderer resolves besides those of evidence.
OF_QUARTO = frozenset(KNOWN["shortcodes"]["of-quarto"].split())
#: Shortcodes that name evidence, and what that evidence is called.
EVIDENCE: dict[str, str] = KNOWN["shortcodes"]["evidence"]
#: Shortcodes that stand for evidence without naming one piece of it.
COLLECTIONS = frozenset(KNOWN["shortcodes"]["collections"].split())
_REFUSED: dict[str, str] = KNOWN["shortcodes"]["refused"]
#: How a construct looks, by what it is known by; NAMES stands for its own.
_SHAPES: dict[str, str] = KNOWN["shapes"]


class Construct(NamedTuple):
    """Something of Quarto's that is refused.

    Args:
        name: what a person calls it.
        pattern: how it looks in prose; the match is where the message points.
        hint: what to do instead.
    """

    name: str
    pattern: re.Pattern[str]
    hint: str


def _construct(told: dict[str, str]) -> Construct:
    looks = next(_SHAPES[key].replace("NAMES", told[key]) for key in told if key in _SHAPES)
    hint = told.get("hint", "render this document with Quarto: quarto render")
    return Construct(told["name"], later(looks, re.MULTILINE), hint)


CONSTRUCTS = tuple(_construct(told) for told in KNOWN["constructs"])
_CELL = later(r"\{\{?\s*([A-Za-z][\w+-]*)(?=[\s,}])[^{}]*\}\}?")
_INLINE_CELL = later(r"`\{([A-Za-z]\w*)\}\s")
_ANNOTATION = later(r"(?:#|//|--|%|;)\s*<\d+>[ \t]*$", re.MULTILINE)
_DIAGRAMS = {"mermaid", "dot"}


def unsupported(source: Spliced) -> Iterator[ThemeloomError]:
    """Every construct in a document that the built-in renderer refuses."""
    found = list(_in_code(source))
    fences = [piece for piece in source.pieces if piece.kind is Kind.FENCE]
    for name, pattern, hint in CONSTRUCTS:
        found += [(match.start(), name, hint) for match in pattern.finditer(source.prose)]
        found += [(fence.start, name, hint) for fence in fences if pattern.search(fence.name)]
    for offset, name, hint in found:
        message = f"the built-in renderer does not support {name}"
        yield source.place(offset).only_quarto(message, hint)


def _in_code(source: Spliced) -> Iterator[tuple[int, str, str]]:
    """What is refused of code: where, what it is called, what to do instead.

    Cells and computed text in Python are not: notebooks/cells.py runs these, and refuses
    what it cannot run.
    """
    for piece in source.pieces:
        text = source.text[piece.start : piece.end]
        if piece.kind is Kind.FENCE and (cell := _CELL.match(piece.name)):
            if cell[1] != "python":
                yield piece.start, f"code cells ({{{cell[1]}}})", _instead_of_cell(cell[1])
        elif piece.kind is Kind.FENCE and (note := _ANNOTATION.search(text)):
            name = "numbered notes on code (# <1>)"
            yield piece.start + note.start(), name, "say it in the text below"
        elif piece.kind is Kind.CODE and (cell := _INLINE_CELL.match(text)) and cell[1] != "python":
            name = f"computed text (`{{{cell[1]}}} …`)"
            yield piece.start, name, "cite the number by its name: {{< value … >}}"


def _instead_of_cell(language: str) -> str:
    if language == "css":
        return "put it into a file of its own and name that in the front matter: css: page.css"
    if language in _DIAGRAMS:
        return "draw the diagram as a figure of the project and cite it: {{< figure … >}}"
    return (
        "compute it in the package or a notebook and cite the result: {{< value … >}}, "
        "{{< table … >}}, {{< figure … >}}; to show code, write ```"
        f"{language} without braces"
    )


def unknown_shortcodes(shortcodes: tuple[Shortcode, ...]) -> Iterator[ThemeloomError]:
    """Every shortcode that the built-in renderer does not resolve."""
    known = OF_QUARTO | COLLECTIONS | EVIDENCE.keys()
    for shortcode in shortcodes:
        if shortcode.name in known:
            continue
        if shortcode.name in _REFUSED:
            yield shortcode.place.only_quarto(
                f'the built-in renderer does not support the shortcode "{shortcode.name}"',
                _REFUSED[shortcode.name],
            )
        elif not shortcode.name:
            yield shortcode.error("a shortcode without a name", did_you_mean("", known))
        else:
            yield shortcode.error(
                f'there is no shortcode "{shortcode.name}"', did_you_mean(shortcode.name, known)
            )
