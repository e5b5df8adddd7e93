"""Cutting Markdown into prose, code, comments and shortcodes, and reading attributes."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Kind(Enum):
    """What a piece of Markdown is."""

    PROSE = "prose"
    FENCE = "fence"
    CODE = "code"
    COMMENT = "comment"
    SHORTCODE = "shortcode"
    ESCAPED = "escaped shortcode"
    BROKEN = "broken shortcode"


class Piece(msgspec.Struct, frozen=True):
    """A stretch of the text; the pieces of a text cover it without gaps.

    Args:
        kind: what it is.
        start: the offset of its first character.
        end: the offset after its last character.
        name: the name of a shortcode, or what a code fence says of its language.
        args: the plain arguments of a shortcode, quotation marks taken off.
        kwargs: its `key=value` arguments.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""
    args: tuple[str, ...] = ()
    kwargs: Mapping[str, str] | None = None


#: Everything that can end a stretch of prose.
_LANDMARK = later(
    r"""
      ^(?P<fence> [ \t>]*
                  # Behind the marks of lists, of definitions and of notes.
                  (?: (?: [-*+:~] | \(?(?:\d+|[A-Za-z]|\#|@[\w-]*)[.)] | \[\^[^\]\s]+\]: ) [ \t]+ )*
                  (?P<mark> `{3,}(?=[^`\n]*$) | ~{3,} ) (?P<info>[^\n]*) $ )
    | (?P<backslash>\\[\\`<])
    | (?P<comment><!--)
    | (?P<ticks>`+)
    | (?P<escaped>\{\{\{<.*?>\}\}\}|\{\{</\*.*?\*/>\}\})
    | (?P<shortcode>\{\{<)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
#: What each of these has in it: between two of them is nothing to look for.
_SIGN = later(r"[`~\\]|<!--|\{\{")
_BLANK_LINE = later(r"\n[ \t>]*\n")
_ARGUMENT = later(
    r"""
    \s* (?: (?P<end>>\}\})
          | (?: (?P<key>[A-Za-z_][\w.:-]*) = )?
            (?: "(?P<double>(?:\\.|[^"\\])*)" (?=\s|>\}\})
              | '(?P<single>(?:\\.|[^'\\])*)' (?=\s|>\}\})
              | (?P<bare>(?:(?!>\}\})[^\s"'])(?:(?!>\}\})\S)*)
            )
        )
    """,
    re.VERBOSE | re.DOTALL,
)


def scan(text: str) -> tuple[Piece, ...]:
    """Cut a text into its pieces, in order and without gaps."""
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    """The pieces that begin at a landmark, and the prose between them."""
    position = done = 0
    last = text.rfind("-->")
    while sign := _SIGN.search(text, position):
        line = text.rfind("\n", position, sign.start()) + 1
        match = _LANDMARK.search(text, max(position, line))
        if match is None:
            break
        piece = _piece(text, match, last)
        position = piece.end if piece else match.end()
        if piece is None:
            continue
        if piece.start > done:
            yield Piece(Kind.PROSE, done, piece.start)
        yield piece
        done = piece.end
    if done < len(text):
        yield Piece(Kind.PROSE, done, len(text))


def _piece(text: str, match: re.Match[str], last: int) -> Piece | None:
    """The piece that begins at a landmark; nothing if it turns out to be prose.

    Args:
        text: all of it.
        match: the landmark.
        last: where the last comment ends; behind it none is closed, and none is looked for.
    """
    if match["fence"] is not None:
        return _fenced(text, match)
    if match["comment"]:
        end = text.find("-->", match.end()) if match.end() <= last else -1
        return None if end < 0 else Piece(Kind.COMMENT, match.start(), end + 3)
    if match["ticks"]:
        return _inline_code(text, match)
    if match["escaped"]:
        return Piece(Kind.ESCAPED, match.start(), match.end())
    if match["shortcode"]:
        return _shortcode(text, match.start())
    return None


def _fenced(text: str, match: re.Match[str]) -> Piece | None:
    mark = match["mark"]
    closing = re.compile(rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
    end = closing.search(text, match.end())
    if end is None:
        return None
    return Piece(Kind.FENCE, match.start(), end.end(), name=match["info"].strip())


def _inline_code(text: str, match: re.Match[str]) -> Piece | None:
    closing = re.compile(rf"(?<!`){match['ticks']}(?!`)").search(text, match.end())
    if closing is None or _BLANK_LINE.search(text, match.end(), closing.start()):
        return None
    return Piece(Kind.CODE, match.start(), closing.end())


def _shortcode(text: str, start: int) -> Piece:
    """The shortcode whose opening braces stand at `start`; BROKEN if it never closes."""
    args: list[str] = []
    kwargs: dict[str, str] = {}
    blank = _BLANK_LINE.search(text, start)
    stop = blank.start() if blank else len(text)
    position = start + len("{{<")
    while match := _ARGUMENT.match(text, position, stop):
        position = match.end()
        if match["end"]:
            name, *rest = args or [""]
            return Piece(Kind.SHORTCODE, start, position, name, tuple(rest), kwargs)
        value = _value(match)
        if match["key"] and args:
            kwargs[match["key"]] = value
        else:
            args.append(f"{match['key']}={value}" if match["key"] else value)
    return Piece(Kind.BROKEN, start, min(position, stop))


def _value(match: re.Match[str]) -> str:
    quoted = match["double"] if match["double"] is not None else match["single"]
    if quoted is None:
        return match["bare"]
    return re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL)


def without(text: str, pieces: tuple[Piece, ...], *kept: Kind) -> str:
    """The text with every piece that is not of a kept kind replaced by spaces.

    Offsets and lines stay what they were, so that a rule can search what is left.
    """
    parts = [
        text[piece.start : piece.end]
        if piece.kind in kept
        else re.sub(r"[^\n]", " ", text[piece.start : piece.end])
        for piece in pieces
    ]
    return "".join(parts)


#: A block of attributes; quotation marks may hold braces.
BLOCK = later(r"""\{(?P<inside>(?:[^{}"'\n]|"[^"\n]*"|'[^'\n]*'|')*)\}""")
_PART = later(
    r"""(?P<key>[\w:.-]+)=(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'{}]+))
      | \#(?P<id>[^\s{}]+) | \.(?P<class>[^\s{}.#]+) | (?P<unnumbered>-)(?=\s|$)""",
    re.VERBOSE,
)


class Attributes(msgspec.Struct, frozen=True):
    """What stands between the braces.

    Args:
        id: the identifier; empty if there is none.
        classes: the classes, in order; `-` is the class `unnumbered`.
        pairs: the keys and their values.
    """

    id: str
    classes: tuple[str, ...]
    pairs: Mapping[str, str]


NONE = Attributes("", (), {})


def parse(inside: str) -> Attributes:
    """The attributes of a text that stands between braces."""
    identifier, classes, pairs = "", [], {}
    for part in _PART.finditer(inside):
        if part["key"]:
            quoted = part["double"] if part["double"] is not None else part["single"]
            value = part["bare"] if quoted is None else quoted
            pairs[part["key"]] = re.sub(r"\\(.)", r"\1", value)
        elif part["id"]:
            identifier = part["id"]
        else:
            classes.append(part["class"] or "unnumbered")
    return Attributes(identifier, tuple(classes), pairs)
