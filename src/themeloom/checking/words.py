"""The words of a document as a reader sees them, in paragraphs that know their lines."""

from __future__ import annotations

import re
from functools import cached_property, partial
from html import unescape
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import normalise
from themeloom.documents.places import Place, Placed
from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from themeloom.core.text import Normalised
    from themeloom.documents.document import Document

_DATA = beside(__file__, "words.toml")
_MARKS = tuple((sign, later(pattern), blank) for sign, pattern, blank in _DATA["marks"])
_ALTERNATIVE = later(_DATA["alternative"], re.MULTILINE)
_NAMED = later(_DATA["named"])
#: So long is the name of an attribute at most.
_NAME = 60
#: Divs and elements that set their words off as quotations.
_FENCE = later(r"^[ \t>]*:{3,}[ \t]*(?P<opens>\S[^\n]*)?$", re.MULTILINE)
_QUOTES = beside(__file__, "quoting.toml")["classes"]["quoting"]
_SPEAKER = r"\b(?:data-)?(?:speaker|participant|who)="
_SAYS = rf"{_SPEAKER}|\bcite=|\btitle=[\"']?(?:\w+ )?(?i:quot(?:e|ation)s?)\b"
_STYLES = beside(__file__, "quoting.toml")["classes"]["styles"]
_QUOTING_NAME = later(rf"\bdata-(?:{_QUOTES})$")
_QUOTING = later(rf"(?:^|[{{\s.])(?:{_QUOTES})(?=[\s}}]|$)|{_STYLES}|{_SAYS}")
_TITLED = later(
    r"^[ \t>]*:{3,}[^\n]*?\btitle=([\"']?)(?P<title>(?<==)[^\s}\"']+|[^\n]*?)\1(?=[\s}])[^\n]*$",
    re.MULTILINE,
)
_HEADING = later(r"[ \t]*(#{1,6})[ \t]")
#: Lines that stay as they are, as those of a poem.
_LINES = later(r"(?:[ \t]*\| [^\n|]*(?:\n|\Z))+")
_REMARK = later(beside(__file__, "quoting.toml")["classes"]["remarks"])
_BLOCKQUOTE = later(
    r"<blockquote\b.*?(?:</blockquote>|\Z)"
    rf"|<(?P<tag>\w+)\b[^<>]*(?:\bclass=[\"']?(?:[^<>\"']*\s)?(?:{_QUOTES})[\s\"'>]|\s{_SPEAKER})"
    r".*?(?:</(?P=tag)>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
#: From the start of a line: a line of blanks would be tried from each of them.
PARAGRAPH = later(r"(?:^[^\n]*\S[^\n]*\n?)+", re.MULTILINE)
#: Metadata whose texts are for the renderer, not for a reader.
_SETTINGS = frozenset(_DATA["settings"].split())


class Paragraph(msgspec.Struct, frozen=True, dict=True):
    """One paragraph of a document, without its mark-up.

    Args:
        source: the paragraph with its mark-up blanked, character for character.
        locate: gives the place of a character of it.
        heading: how deep a heading it is; 0 if it is none.
        set_off: whether it is set off from the text as a quotation (`>`, a div, an element).
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


def parts(document: Document) -> tuple[list[Paragraph], ...]:
    """The paragraphs of a document: of its front matter, of its body, of what that tells beside."""
    place = document.spliced.place
    told = in_markdown(document.spliced.prose, place), alternatives(document.body, place)
    return list(in_data(document.metadata)), *map(list, told)


def in_data(value: object) -> Iterator[Paragraph]:
    """The paragraphs of the texts of a file in YAML, which know their places."""
    for text in _texts(value):
        yield from in_markdown(text, _within(text))


def alternatives(text: str, locate: Callable[[int], Place]) -> Iterator[Paragraph]:
    """What who cannot see a picture is told, and what cells say of what they make."""
    # Begins with signs: words that may be the name of an attribute would be tried one by one.
    done = 0
    while match := _ALTERNATIVE.search(text, done):
        at = match.start(match.lastgroup or 0)
        is_named = match[0][0] == "="
        name = text[max(match.start() - _NAME, 0) : match.start()] if is_named else ""
        done = match.end()
        if is_named and not _NAMED.search(name):
            done = match.start() + 1
            continue
        quotes = bool(_QUOTING_NAME.search(name))
        yield Paragraph(match[match.lastgroup or 0], shifted(locate, at), set_off=quotes)


def in_markdown(text: str, locate: Callable[[int], Place]) -> Iterator[Paragraph]:
    """The paragraphs of a Markdown text.

    Args:
        text: without its code.
        locate: gives the place of an offset of it.
    """
    quoting = _quoting(text)
    for match in PARAGRAPH.finditer(text):
        raw = match.group()
        level = _HEADING.match(raw)
        begins = _FENCE.sub("", raw).lstrip(" \n\t0123456789.)-*+")
        yield Paragraph(
            _blanked(raw),
            shifted(locate, match.start()),
            len(level[1]) if level else 0,
            (begins.startswith(">") and not _REMARK.match(begins))
            or bool(_LINES.fullmatch(raw))
            or any(
                begin <= match.start() < end or match.start() <= begin < match.end()
                for begin, end in quoting
            ),
        )


def _quoting(text: str) -> list[tuple[int, int]]:
    """Where divs and elements set words off as quotations."""
    found = [one.span() for one in _BLOCKQUOTE.finditer(text)] if "<" in text else []
    opened: list[tuple[int, bool]] = []
    for fence in _FENCE.finditer(text) if ":::" in text else ():
        if fence["opens"]:
            opened.append((fence.start(), bool(_QUOTING.search(fence["opens"]))))
        elif opened:
            begin, quotes = opened.pop()
            found += [(begin, fence.end())] if quotes else []
    return found


def shifted(locate: Callable[[int], Place], by: int) -> Callable[[int], Place]:
    """Gives the place of an offset of what begins so much further on."""
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


#: A sign that HTML writes as a word or a number.
_ENTITY = later(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
#: Other ways to write quotation marks: elements, marks of one angle, those of typewriters, and
#: marks with blanks beside them.
_OPENS = later(
    r"<q\b[^<>]*>|[‹❮❛](?=\w)|[❝❠〝][\s\u200b]*(?=\S)|``(?=\w)|(?<!\S)\"\s(?=\w[^\"\n]*\s\"(?!\w))"
    r"|(?<!\w)(?:,,|<<|''|´´|[״ʺ])(?=\w)|\\begin\{(?:block)?quot(?:e|ation)\}\s*"
    rf"|\[(?=[^\[\]]*\]\{{[^{{}}\n]*(?:\.(?:{_QUOTES})[\s}}]|{_STYLES}|{_SPEAKER}))"
)
_CLOSES = later(
    r"</q>|[›❯❜]|(?<=\S)[\s\u200b]*[❞〞〟]|(?<=[\w.,!?…])(?:''|´´|>>|[״ʺ]|\s\"(?=[\s.,;)]|$))(?!\w)"
    rf"|\s*\\end\{{(?:block)?quot(?:e|ation)\}}|\](?=\{{[^{{}}\n]*(?:\.(?:{_QUOTES})[\s}}]|{_STYLES}|{_SPEAKER}))"
)
#: Signs without which there are none of them: most paragraphs have none.
_MARKED = later(r"[<>‹›❮❯❛❜❠❝❞〝〞〟\"´״ʺ\\]|``|,,|''|\]\{")


def _blanked(text: str) -> str:
    """The same text, as long as before, its mark-up replaced by nothing that counts."""
    text = _ENTITY.sub(_sign, text) if "&" in text else text
    text = _TITLED.sub(_title, text) if ":::" in text else text
    for pattern in (_OPENS, _CLOSES) if _MARKED.search(text) else ():
        text = pattern.sub(lambda one: _as_long('"', one[0]), text)
    for sign, pattern, blank in _MARKS:
        text = pattern.sub(partial(_blank, blank), text) if sign in text else text
    return text


def _title(match: re.Match[str]) -> str:
    """What readers see of the fence of a div, where it stands."""
    before, after = match.start("title") - match.start(), match.end() - match.end("title")
    return " " * before + match["title"] + " " * after


def _sign(match: re.Match[str]) -> str:
    """What an entity stands for, as long as it was."""
    sign = unescape(match[0])
    return _as_long(sign, match[0]) if len(sign) == 1 else match[0]


def _as_long(sign: str, instead: str) -> str:
    """A sign, and as many that nobody sees as what it stands for was longer."""
    return sign + "\u200b" * (len(instead) - 1)


def _blank(character: str, match: re.Match[str]) -> str:
    return character * len(match.group())


def without_tokens(text: str) -> str:
    """A text whose shortcodes are replaced."""
    return TOKEN.sub(" … ", text)
