"""The words of a document as a reader sees them, in paragraphs that know their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from themeloom.core.files import beside
from themeloom.core.text import normalise
from themeloom.documents.places import Place, Placed
from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from themeloom.core.text import Normalised
    from themeloom.documents.document import Document

_DATA = beside(__file__, "words.toml")
_MARKS = tuple((re.compile(pattern), blank) for pattern, blank in _DATA["marks"])
_ALTERNATIVE = re.compile(_DATA["alternative"], re.MULTILINE)
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*\n?)+")
#: Metadata whose texts are for the renderer, not for a reader.
_SETTINGS = frozenset(_DATA["settings"].split())


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a document, without its mark-up.

    Args:
        source: the paragraph with its mark-up blanked, character for character.
        locate: gives the place of a character of it.
        heading: how deep a heading it is; 0 if it is none.
        set_off: whether it is set off from the text as a quotation (`>`).
    """

    source: str
    locate: Callable[[int], Place]
    heading: int = 0
    set_off: bool = False

    @cached_property
    def normal(self) -> Normalised:
        """The paragraph in its comparable form."""
        return normalise(self.source)

    @property
    def text(self) -> str:
        """The comparable form: straight quotation marks, single spaces, tokens for shortcodes."""
        return self.normal.text

    def place(self, position: int) -> Place:
        """The file and line of a position of `text`."""
        return self.locate(self.normal.original(position, position + 1)[0])


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """The paragraphs of a document: those of its front matter, then those of its body."""
    for text in _texts(document.metadata):
        yield from _of(text, _within(text))
    yield from _of(document.spliced.prose, document.spliced.place)
    # What a reader who cannot see a picture is told, and what cells say of what they make.
    for match in _ALTERNATIVE.finditer(document.body):
        at = match.start(match.lastgroup or 0)
        yield Paragraph(match[match.lastgroup or 0], _shifted(document.spliced.place, at))


def _of(text: str, locate: Callable[[int], Place]) -> Iterator[Paragraph]:
    for match in _PARAGRAPH.finditer(text):
        raw = match.group()
        level = re.match(r"[ \t]*(#{1,6})[ \t]", raw)
        yield Paragraph(
            _blanked(raw),
            _shifted(locate, match.start()),
            len(level[1]) if level else 0,
            raw.lstrip().startswith(">"),
        )


def _shifted(locate: Callable[[int], Place], by: int) -> Callable[[int], Place]:
    return lambda offset: locate(offset + by)


def _within(text: Placed) -> Callable[[int], Place]:
    """Places within a text of the front matter; one of several lines begins below its key."""
    first = text.place.line + ("\n" in text.strip("\n") or text.endswith("\n"))
    return lambda offset: Place(text.place.file, first + text.count("\n", 0, offset))


def _texts(value: object, key: str = "") -> Iterator[Placed]:
    if key in _SETTINGS:
        return
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, str(name))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, key)
    elif isinstance(value, Placed) and " " in value:
        yield value


#: Other ways to write quotation marks: elements and entities of HTML, marks of one angle.
_OPENS = re.compile(
    r"<q\b[^<>]*>|&(?:ldquo|bdquo|laquo|quot|lsaquo|#8220|#x201[cC]);(?=\w)|‹(?=\w)"
)
_CLOSES = re.compile(r"</q>|&(?:rdquo|ldquo|raquo|quot|rsaquo|#8221|#x201[dD]);|›")


def _blanked(text: str) -> str:
    """The same text, as long as before, its mark-up replaced by nothing that counts."""
    text = _OPENS.sub(lambda one: '"'.rjust(len(one[0])), text)
    text = _CLOSES.sub(lambda one: '"'.ljust(len(one[0])), text)
    for pattern, blank in _MARKS:
        text = pattern.sub(partial(_blank, blank), text)
    return text


def _blank(character: str, match: re.Match[str]) -> str:
    return character * len(match.group())


def without_tokens(text: str, instead: str = " … ") -> str:
    """A text whose shortcodes are replaced."""
    return TOKEN.sub(instead, text)
