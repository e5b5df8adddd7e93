"""Text as Markdown that says exactly that text, and attributes that hold it.

Transcripts are untrusted: whatever looks like mark-up, a shortcode, HTML, Typst
or a formula must come out as the characters it is. In Pandoc's Markdown every
ASCII punctuation character may be escaped, so every one is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.expressions import later

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping, Sequence

_PUNCTUATION = later(r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]""")
_CONTROL = later(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001]")
#: Blanks and ends of lines; a no-break space or a thin one is somebody's choice, and stays.
_BLANKS = later(r"[ \t\n\r\x85\u2028\u2029]+")
#: As far behind a blank stands the full stop of the longest abbreviation that pandoc knows.
_ABBREVIATION = 6


def escape(text: str) -> str:
    """One line of Markdown that renders as this text; white space runs become one space."""
    return _PUNCTUATION.sub(_escaped, _line(text))


def _line(text: str) -> str:
    return _BLANKS.sub(" ", _CONTROL.sub("\ufffd", text)).strip(" ")


def _escaped(match: re.Match[str]) -> str:
    """An escaped character, unless it can mean nothing where it stands."""
    mark = match.group()
    text, here = match.string, match.start()
    before, after = text[here - 1 : here], text[here + 1 : here + 2]
    # A full stop, colon, bracket or per cent sign means something only in the first word of a
    # line (lists, definitions, fences, titles) or beside another one (ellipsis, fence, link).
    inside = " " in text[:here] and mark not in {before, after}
    # A short word with a full stop may be an abbreviation, which pandoc ties to the next word.
    tied = mark == "." and after == " " and here - text.rfind(" ", 0, here) <= _ABBREVIATION
    harmless = (
        mark in ",;?/"
        or (mark in ".:)%" and inside and not tied)
        or (mark == "(" and inside and before == " ")
        or (mark == "-" and before.isalnum() and after.isalnum())
    )
    return mark if harmless else f"\\{mark}"


def attribute(value: str) -> str:
    """A value for `{key="…"}`: quotation marks and backslashes escaped, on one line."""
    return '"' + _line(value).replace("\\", "\\\\").replace('"', '\\"').replace("{{<", "{ {<") + '"'


def attributes(
    identifier: str = "", classes: Iterable[str] = (), pairs: Mapping[str, str] | None = None
) -> str:
    """Pandoc attributes in braces; pairs whose value is empty are left out."""
    parts = [f"#{identifier}"] if identifier else []
    parts += [f".{name}" for name in classes]
    parts += [f"{key}={attribute(value)}" for key, value in (pairs or {}).items() if value]
    return "{" + " ".join(parts) + "}"


def div(
    content: str,
    identifier: str = "",
    classes: Iterable[str] = (),
    pairs: Mapping[str, str] | None = None,
) -> str:
    """A fenced div."""
    return f"::: {attributes(identifier, classes, pairs)}\n{content}\n:::\n"


def span(text: str, classes: Iterable[str] = (), pairs: Mapping[str, str] | None = None) -> str:
    """A bracketed span around Markdown text."""
    return f"[{text}]{attributes('', classes, pairs)}"


def picture(caption: str, path: str, label: str, alt: str) -> str:
    """A picture with a caption of Markdown; pandoc makes it a figure if it has a label."""
    return f"![{caption}]({path}){attributes(label, (), {'fig-alt': alt})}"


def pipe_table(
    head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], right: Iterable[int]
) -> str:
    """A pipe table of Markdown cells.

    Args:
        head: the column heads.
        rows: the cells.
        widths: relative widths in per cent, one a column.
        right: the positions of columns that hold numbers and are set to the right.
    """
    aligned = set(right)
    rule = [
        "-" * (width - 1) + (":" if position in aligned else "-")
        for position, width in enumerate(widths)
    ]
    lines = [head, rule, *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
