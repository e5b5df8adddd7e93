"""The parts that a poster is made of, and what of its document stands in none of them.

A poster shows its parts, each in its place, and nothing else. So a sentence between two
parts would be gone without a word; here it is a mistake, with file and line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.expressions import later
from themeloom.documents.scanner import Attributes, Kind, parse, without
from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.documents.document import Document
    from themeloom.documents.places import Place

#: Which parts may stand in which; "" is the document itself.
PARTS = {
    "": ("message", "voices", "theme-columns", "method", "implications-band", "foot"),
    "theme-columns": ("theme-column",),
    "foot": ("contact", "thanks", "declaration"),
    "voices": ("quotation",),
}
#: Parts of which there may be several.
_SEVERAL = frozenset({"theme-column", "quotation"})
#: Divs that only say when their content is shown; parts may stand in them.
_TRANSPARENT = frozenset({"content-visible", "content-hidden"})
_FENCE = later(r"^ {0,3}:{3,}[ \t]*(?:\{(?P<inside>.*)\}|(?P<name>[\w-]+))?[ \t]*:*[ \t]*$")
#: The characters of a stray text that a message shows.
_SHOWN = 50
_TEXT = (Kind.PROSE, Kind.FENCE, Kind.CODE, Kind.ESCAPED, Kind.SHORTCODE)


class Part(msgspec.Struct, frozen=True):
    """A part of a poster.

    Args:
        name: its class, such as `message`.
        attributes: all that stands in its braces.
        inside: the part it stands in; empty for the document itself.
        place: where it begins.
    """

    name: str
    attributes: Attributes
    inside: str
    place: Place


class _Stray(msgspec.Struct, frozen=True):
    """Words that stand directly in something that shows only its parts."""

    text: str
    inside: str
    place: Place


def poster_parts(document: Document) -> tuple[Part, ...]:
    """All parts of a poster, in order."""
    return tuple(one for one in _walk(document) if isinstance(one, Part))


def check_poster_parts(document: Document) -> Iterator[ThemeloomError]:
    """What a poster would not show: words outside its parts, unknown parts, a part again."""
    seen: set[str] = set()
    told: str | None = None
    for one in _walk(document):
        allowed = PARTS[one.inside]
        if isinstance(one, _Stray):
            # A paragraph is told once, not line by line.
            if told != one.inside:
                yield _stray(one)
            told = one.inside
            continue
        told = None
        if one.name not in allowed:
            yield _unknown(one, allowed)
        elif one.name in seen - _SEVERAL:
            yield one.place.error(
                f'the part "{one.name}" stands twice; a poster shows one',
                "put the content of both into one of them",
            )
        seen.add(one.name)


def _stray(one: _Stray) -> ThemeloomError:
    where = f"directly in .{one.inside}" if one.inside else "outside the parts of the poster"
    parts = ", ".join(f".{name}" for name in PARTS[one.inside])
    hint = f"move it into one of these: {parts}"
    if one.inside == "voices":
        hint = "only quotations stand here: {{< quote … >}}; move other words to .theme-columns"
    return one.place.error(f'"{_short(one.text)}" stands {where} and would not be shown', hint)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 2].rstrip()} …"


def _unknown(part: Part, allowed: tuple[str, ...]) -> ThemeloomError:
    home = next((where for where, names in PARTS.items() if part.name in names), None)
    hint = did_you_mean(part.name, allowed)
    if home is not None:
        hint = f"put it into .{home}" if home else f"take it out of .{part.inside}"
    where = f"in .{part.inside}" if part.inside else "on a poster"
    name = f'"{part.name}"' if part.name else "a div without a class"
    return part.place.error(f"{name} has no place {where} and would not be shown", hint)


def _walk(document: Document) -> Iterator[Part | _Stray]:
    """Parts as they open, and the lines that no part holds."""
    spliced = document.spliced
    lines = without(spliced.text, spliced.pieces, *_TEXT).split("\n")
    marks = spliced.prose.split("\n")
    opened: list[str | None] = [""]
    for number, (line, mark) in enumerate(zip(lines, marks, strict=True), start=1):
        place = spliced.lines.place(number)
        fence = _FENCE.match(mark)
        if fence and (fence["inside"] or fence["name"]):
            attributes = parse(fence["inside"] or f".{fence['name']}")
            inside = opened[-1]
            if inside is None or _TRANSPARENT & {*attributes.classes}:
                opened.append(inside)
                continue
            part = Part(_named(attributes, inside), attributes, inside, place)
            yield part
            opened.append(part.name if part.name in PARTS else None)
        elif fence and len(opened) > 1:
            opened.pop()
        elif opened[-1] is not None and line.strip() and not _is_quote(line, document, opened[-1]):
            yield _Stray(_readable(line, document), opened[-1], place)


def _named(attributes: Attributes, inside: str) -> str:
    """The class that makes a div a part: the first that is known, else the first."""
    known = [name for name in attributes.classes if name in PARTS[inside]]
    return (known or [*attributes.classes, ""])[0]


def _is_quote(line: str, document: Document, inside: str) -> bool:
    """Whether a line among the voices is a quotation."""
    token = TOKEN.fullmatch(line.strip())
    return (
        inside == "voices"
        and token is not None
        and document.shortcodes[int(token[1])].name in {"quote", "notebook"}
    )


def _readable(line: str, document: Document) -> str:
    """A line as it was written: shortcodes instead of tokens."""
    written = TOKEN.sub(lambda token: str(document.shortcodes[int(token[1])]), line)
    return " ".join(written.split())
