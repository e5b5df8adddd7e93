"""Shortcodes, and the tokens that stand for them until pandoc's filter resolves them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import astuple

from themeloom.core.expressions import later
from themeloom.core.nested import with_texts
from themeloom.documents.places import Place, Placed
from themeloom.documents.scanner import Kind, Piece, scan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.core.errors import ThemeloomError
    from themeloom.documents.places import Spliced

#: The two private characters between which a token carries its number.
OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = later(f"{OPEN}([0-9]+){CLOSE}")
_MARKED = later(r"([^\w\s])")


class Shortcode(msgspec.Struct, frozen=True):
    """One `{{< name args key=value >}}` of a document.

    Args:
        index: its number within the document; its token carries it.
        name: which shortcode it is.
        args: its plain arguments.
        kwargs: its `key=value` arguments.
        file: the file it was written in, from the project's root.
        line: the line in that file.
    """

    index: int
    name: str
    args: tuple[str, ...]
    kwargs: Mapping[str, str]
    file: str
    line: int
    cell: int = 0
    in_cell: int = 0

    def error(self, message: str, hint: str = "") -> ThemeloomError:
        """An error that stands where the shortcode stands."""
        return self.place.error(message, hint)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, self.line, self.cell, self.in_cell)

    def __str__(self) -> str:
        """Its name and plain arguments, as they are written."""
        return f"{{{{< {' '.join((self.name, *self.args))} >}}}}"


class Tokens:
    """Replaces shortcodes by tokens and collects what they stood for."""

    def __init__(self, known: tuple[Shortcode, ...] = ()) -> None:
        self.shortcodes = list(known)
        self.errors: list[ThemeloomError] = []

    def in_body(self, source: Spliced) -> Spliced:
        """A text with its shortcodes replaced; it still knows its lines."""

        def replaced(one: Piece) -> str:
            text = source.text[one.start : one.end]
            return self._replace(one, text, source.place(one.start))

        return source.replaced((one.start, one.end, replaced(one), None) for one in source.pieces)

    def in_data(self, value: object) -> object:
        """Metadata with the shortcodes of its texts replaced."""
        return with_texts(value, self._in_text)

    def _in_text(self, text: str, _: object) -> str:
        if not (isinstance(text, Placed) and "{{" in text):
            return text
        parts = (self._replace(p, text[p.start : p.end], text.place) for p in scan(text))
        return Placed("".join(parts), text.place)

    def _replace(self, piece: Piece, text: str, place: Place) -> str:
        if piece.kind is Kind.ESCAPED:
            return _MARKED.sub(r"\\\1", unescaped(text))
        if piece.kind in (Kind.FENCE, Kind.CODE):
            return self._code(text, place)
        if piece.kind is Kind.BROKEN:
            self.errors.append(
                place.error(
                    "a shortcode opens here with {{< and does not close",
                    "close it with >}} in the same paragraph, and close its quotation marks; "
                    "to show the braces, write {{{< … >}}}",
                )
            )
        if piece.kind is not Kind.SHORTCODE:
            return text
        index = len(self.shortcodes)
        kwargs = dict(piece.kwargs or {})
        self.shortcodes.append(Shortcode(index, piece.name, piece.args, kwargs, *astuple(place)))
        return f"{OPEN}{index}{CLOSE}"

    def _code(self, text: str, place: Place) -> str:
        """Code as it is to be seen; Quarto would resolve a shortcode in it, we cannot."""
        shown = _ESCAPED.sub(lambda match: unescaped(match[0]), text)
        if "{{<" in _ESCAPED.sub("", text) and "shortcodes=false" not in text.split("\n", 1)[0]:
            line = place.line + text.count("\n", 0, text.find("{{<"))
            self.errors.append(
                Place(place.file, line).only_quarto(
                    "the built-in renderer does not resolve a shortcode inside code",
                    "to show it, write {{{< … >}}}; to use it, move it out of the code",
                )
            )
        return shown


_ESCAPED = later(r"\{\{\{<.*?>\}\}\}|\{\{</\*.*?\*/>\}\}", re.DOTALL)


def unescaped(text: str) -> str:
    """What an escaped shortcode shows: `{{{< x >}}}` and `{{</* x */>}}` both show `{{< x >}}`."""
    if text.startswith("{{{<"):
        return text[1:-1]
    return "{{<" + text.removeprefix("{{</*").removesuffix("*/>}}") + ">}}"
