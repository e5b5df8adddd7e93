"""What of a text a reader takes for somebody's own words.

Words between quotation marks, over several paragraphs if need be; what is set off as a quotation;
cells of a column of quotations; what stands behind a participant's label or a dash of dialogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.checking.cells import Cell, cells
from themeloom.checking.words import Paragraph, shifted, without_tokens
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from themeloom.checking.cells import Heads
    from themeloom.documents.places import Place

_DATA = beside(__file__, "quoting.toml")
#: Fewer words than this between quotation marks are a term or a distance, not a quotation;
WORDS = 6
#: but if it is said who speaks, so many are one.
FEW = 3
#: Between the marks of the comparable form; a mark opens before a word and closes behind one.
_QUOTED = re.compile(
    r"""(?<![\w"])"(?=\S)([^"]+?)(?<=\S)"(?!\w)|(?<![\w'])'(?=\S)((?:[^']|(?<=\w)'(?=\w))+?)(?<=\S)'(?!\w)"""
)
#: Marks that open and close by their form, whatever stands beside them.
_PAIRED = re.compile("|".join(f"{a}([^{a}{b}]+){b}" for a, b in _DATA["marks"]["paired"].split()))
#: All of these, for texts in which straight marks mean something else.
DIRECTED = re.compile(rf"{_PAIRED.pattern}|„([^„“”]+)[“”]|«\s*([^«»]+?)\s*»|»([^«»]+)«|‹([^‹›]+)›")
_OPEN = re.compile(r'(?<![\w"])"(?=\S)')
_CLOSED = re.compile(r'(?<=\S)"(?!\w)')
_DIALOGUE = re.compile(r"\s*[—―]\s*(?=\w)(?![a-z])")
#: Who said it, on a line of its own, behind a dash, or in brackets at the end.
_SAID_BY = re.compile(
    r"\n[ \t>]*[-–—―]{1,3}\s*(?P<below>[^\n]{1,80})\s*$"
    r"|(?<!\s)\s*[-–—―]{1,3}\s*(?P<behind>[^-–—―\n]{1,80})$"
    r"|(?<!\s)\s*[(\[](?P<inside>[^()\[\]]{1,80})[)\]]\.?$"
)
#: How much of the text before a quotation is looked at for who says it.
_NEAR = 80
#: How many paragraphs a quotation may go on for.
_FAR = 12
_MARKS = frozenset('"“”„«»「」『』❝❞‹›〝〞〟＂')
_INDENTED = re.compile(r"(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+")
_ITEM = re.compile(r"\s*(?:[-*+:~]|\(?(?:\d+|[A-Za-z]|[#@][\w-]*)[.)]|\u200b{4,})[ \t]")
_NEXT_ITEM = re.compile(r"\n(?=[^\S\n]*(?:[-*+]|\d+[.)])[ \t])")
_BREAK = re.compile(r"<br\s*/?>|\\\n|;\s+(?=[“\"„«])")
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SAID = "|".join(_DATA["speaking"]["said"].split())
_SAYING = re.compile(
    rf"(?P<who>[^.!?\"]{{0,40}})\b(?:{_SAID})\b[^.!?\"]{{0,24}}[,:]\s*$", re.IGNORECASE
)
#: Whoever is named first behind a quotation, or in front of it with a colon.
_BEHIND = re.compile(r"\s*[.,;]?\s*[(\[-]{1,2}\s*(?P<who>[^()\[\]]{1,40})")
_AHEAD = re.compile(r"(?P<who>\S[^.!?\"]{0,20}):\s*$")
_SAID_THEN = re.compile(
    rf"\s*[,-]?\s*(?P<who>\w+(?: \w+)?) (?:{_SAID})\b|\s*[,-]?\s*(?:{_SAID}) (?P<then>\w+)"
)
_SPEAKERS = frozenset(_DATA["speaking"]["who"].split())
#: What may stand around a label in front of what somebody says.
_AROUND = r"(?:[\s\u200b|>(\[*+-]|\d+[.)])*"
_SOMEBODY = rf"(?i:{_DATA['labels']['anybody']})"
_ANYBODY = re.compile(rf"{_AROUND}{_SOMEBODY}[\s\u200b]*:[\s\u200b]+")
#: Words in emphasis, whose marks are blanked; those of links and spans are longer behind them.
_SLANTED = re.compile(
    r"(?<!\u200b)(\u200b{1,3})(?P<words>[^\u200b\"]{20,2000})(?<!\u200b)\1(?!\u200b)"
)
_SAID_SO = re.compile(rf"\b(?:{_SAID})\s*$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Claim:
    """Words that claim to be somebody's own.

    Args:
        words: all of them; several pieces where they go on in further paragraphs.
        place: where they begin.
        bare: whether they stand without marks, and may end with who said them.
        said: whether the text says that somebody said them.
        who: by what those are called who may have said them; empty if it names none of them.
    """

    words: tuple[str, ...]
    place: Place
    bare: bool = False
    said: bool = False
    who: tuple[str, ...] = ()


def size(words: str) -> int:
    """How many words there are; languages without blanks have one in two of their signs."""
    signs = len(_ASIAN.findall(words))
    return signs // 2 + len(re.findall(r"\w+(?:['-]\w+)*", _ASIAN.sub(" ", words)))


def claims(
    paragraphs: Sequence[Paragraph], called: Collection[str], heads: Heads
) -> Iterator[Claim]:
    """Every claim of some paragraphs that follow each other.

    Args:
        paragraphs: of one text, in order.
        called: by what those who took part are called.
        heads: tells which columns hold quotations.
    """
    labels = _labels(called)
    for at, paragraph in enumerate(paragraphs):
        if _is_code(paragraphs, at):
            yield from directed(paragraph.source, paragraph.locate)
            continue
        table = cells(paragraph.source)
        if table:
            for cell in table:
                yield from _in_cell(paragraph, cell, labels, heads)
            continue
        yield from _between_marks(paragraph, labels)
        yield from _going_on(paragraphs, at)
        if '"' not in paragraph.text:
            for item in _items(paragraph):
                yield from _bare(item, labels)
                yield from _spoken(item, labels, heads)


def _items(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, or each item of the list that it is."""
    source = paragraph.source
    starts = [0, *(one.start() + 1 for one in _NEXT_ITEM.finditer(source))]
    if paragraph.set_off or len(starts) == 1:
        yield paragraph
        return
    for start, end in pairwise([*starts, len(source)]):
        yield Paragraph(source[start:end], shifted(paragraph.locate, start), paragraph.heading)


def in_cell(
    paragraph: Paragraph,
    head: str,
    called: Collection[str],
    heads: Heads,
    row: tuple[str, ...] = (),
) -> Iterator[Claim]:
    """What a cell of a table claims, by the head of its column and the cells of its row."""
    cell = Cell(paragraph.source, ((0, 0),), head, row)
    return _in_cell(paragraph, cell, _labels(called), heads)


def directed(text: str, locate: Callable[[int], Place]) -> Iterator[Claim]:
    """What stands between marks that open and close by their form, as in code or its results."""
    for match in DIRECTED.finditer(text):
        group = match.lastindex or 0
        if size(match[group]) >= WORDS:
            yield Claim((match[group],), locate(match.start(group)))


def _is_code(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether a paragraph is code by its indentation: it goes on in no item of a list."""
    if paragraphs[at].set_off or not _INDENTED.fullmatch(paragraphs[at].source):
        return False
    above = next((one for one in paragraphs[at::-1] if not _INDENTED.fullmatch(one.source)), None)
    return above is None or not _ITEM.match(above.source)


def _labels(called: Collection[str]) -> re.Pattern[str]:
    names = sorted((re.escape(one) for one in called if one.strip()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})\b" if names else r"(?!)")


def _between_marks(paragraph: Paragraph, labels: re.Pattern[str]) -> Iterator[Claim]:
    text, seen = paragraph.text, set()
    for match in _QUOTED.finditer(text):
        group = 1 if match[1] is not None else 2
        words = _said(match[group])
        seen.add(words)
        many = size(words)
        if many < (FEW if group == 1 else WORDS):
            continue
        who = _who(text[: match.start()], text[match.end() :], labels)
        if many >= WORDS or who is not None:
            place = paragraph.place(match.start(group))
            yield Claim((words,), place, said=who is not None, who=who or ())
    for match in _PAIRED.finditer(paragraph.source):
        group = match.lastindex or 0
        normal = _said(Paragraph(match[group], paragraph.locate).text)
        if normal not in seen and size(normal) >= WORDS:
            yield Claim((normal,), paragraph.locate(match.start(group)))
    yield from _slanted(paragraph, labels)


def _slanted(paragraph: Paragraph, labels: re.Pattern[str]) -> Iterator[Claim]:
    """Words in emphasis, where it is said who says them."""
    source = paragraph.source
    for match in _SLANTED.finditer(source):
        before = source[max(match.start() - _NEAR, 0) : match.start()].replace("\u200b", "")
        after = source[match.end() : match.end() + _NEAR].replace("\u200b", "")
        who = _who(before, after, labels)
        if who is None and _SAID_SO.search(before):
            who = ()
        words = _said(Paragraph(match["words"], paragraph.locate).text)
        if who is not None and size(words) >= WORDS:
            yield Claim((words,), paragraph.locate(match.start("words")), bare=True, who=who)


def _who(before: str, after: str, labels: re.Pattern[str]) -> tuple[str, ...] | None:
    """Whose words some are said to be: P01 said, “…”; P01: “…”; “…” (P01); “…,” she said.

    None if nobody is said to have said them; empty if it is somebody without a name.
    """
    for one in (_BEHIND.match(after), _AHEAD.search(before[-_NEAR:])):
        if one and (found := labels.findall(one["who"])):
            return tuple(found)
    if one := _SAYING.search(before[-_NEAR:]):
        # Only whoever stands right before the verb is sure to be the one who says it.
        last = [
            named for named in labels.finditer(one["who"]) if not one["who"][named.end() :].strip()
        ]
        return tuple(named[0] for named in last)
    one = _SAID_THEN.match(after)
    who = (one["who"] or one["then"]) if one else ""
    if found := labels.findall(who):
        return tuple(found)
    return () if who and _SPEAKERS & set(who.casefold().split()) else None


def _said(words: str) -> str:
    return without_tokens(words).strip()


def _going_on(paragraphs: Sequence[Paragraph], at: int) -> Iterator[Claim]:
    """Words whose marks open in a paragraph and close in a later one, or nowhere."""
    paragraph = paragraphs[at]
    rest = _QUOTED.sub(lambda one: "\u200b" * len(one[0]), paragraph.text)
    opened = next((one for one in _OPEN.finditer(rest)), None)
    if opened is None:
        return
    pieces, place = [paragraph.text[opened.end() :]], paragraph.place(opened.end())
    for later in paragraphs[at + 1 : at + 1 + _FAR]:
        text = _QUOTED.sub(lambda one: "\u200b" * len(one[0]), later.text).lstrip(" -*+>")
        closed, again = _CLOSED.search(text), _OPEN.search(text)
        if later.heading or text.startswith(('"', "\u200b")):
            break
        if closed and not (again and again.start() < closed.start()):
            pieces.append(text[: closed.start()])
            yield Claim(tuple(map(_said, pieces)), place)
            return
        pieces.append(text)
    sign = paragraph.source[paragraph.normal.original(opened.start(), opened.end())[0]]
    if size(pieces[0]) >= WORDS and (sign != '"' or len(pieces) == 1):
        yield Claim((_said(pieces[0]),), place, bare=True)


def _bare(paragraph: Paragraph, labels: re.Pattern[str]) -> Iterator[Claim]:
    """Words that are set off, or stand behind a label or a dash, without marks."""
    source, label = paragraph.source, _label(paragraph.source, labels)
    spoken = label or (None if paragraph.set_off else _DIALOGUE.match(source))
    if not paragraph.set_off and (spoken is None or paragraph.heading):
        return
    start, who = spoken.end() if spoken else 0, (label["who"],) if label else ()
    named, words = _without_speaker(source[start:], labels)
    words = _said(Paragraph(words, paragraph.locate).text).strip(" >")
    if size(words) >= WORDS:
        yield Claim((words,), paragraph.locate(start), bare=True, who=who or named)


def _spoken(paragraph: Paragraph, labels: re.Pattern[str], heads: Heads) -> Iterator[Claim]:
    """Words without marks that say I, behind anybody's label or before a participant's."""
    if paragraph.set_off or paragraph.heading or _label(paragraph.source, labels):
        return
    label = _ANYBODY.match(paragraph.source)
    lead = label or _ITEM.match(paragraph.source)
    start = lead.end() if lead else 0
    anybody = re.compile(rf"{labels.pattern}|\b{_SOMEBODY}\b")
    named, said = _without_speaker(paragraph.source[start:], anybody, alone=True)
    if not (label or named):
        return
    # The sentences before may be the author's.
    sentences = _SENTENCE.split(said)
    while not label and sentences and not heads.say_i(sentences[0]):
        start += len(sentences.pop(0)) + 1
    words = _said(Paragraph(" ".join(sentences), paragraph.locate).text).strip("'")
    if size(words) >= WORDS and heads.say_i(words):
        known = tuple(one for one in named if labels.fullmatch(one))
        yield Claim((words,), paragraph.locate(start), bare=True, who=known)


def _label(source: str, labels: re.Pattern[str]) -> re.Match[str] | None:
    """A participant's label in front of what they say, as in `P01: …`, `[P01] …`, `1. P01: …`."""
    return re.match(
        rf"{_AROUND}(?P<who>{labels.pattern})[\s\u200b]*(?:[:–—][\s\u200b]+|[)\]]:?[\s\u200b]+(?![a-z]))",
        source,
    )


def _without_speaker(
    words: str, labels: re.Pattern[str], *, alone: bool = False
) -> tuple[tuple[str, ...], str]:
    """Who is named behind some words, and the words without it if it is a name or stands apart.

    Args:
        words: and perhaps who said them.
        labels: by what those who took part are called.
        alone: whether it must begin with a name, and say little else.
    """
    match = _SAID_BY.search(words.rstrip())
    if match is None:
        return (), words
    who = match["below"] or match["behind"] or match["inside"]
    if alone and not re.match(rf"[\s\u200b]*(?:{labels.pattern})[\s\u200b]*(?:[,;]|$)", who):
        return (), words
    named = tuple(labels.findall(who))
    apart = match["below"] is not None and size(who) <= WORDS
    return named, words.rstrip()[: match.start()] if apart or named else words


def _quotes(cell: Cell, labels: re.Pattern[str], heads: Heads) -> bool:
    """Whether a cell holds somebody's words, by its heads or by who stands in its row."""
    if heads.quote(cell.head):
        return True
    row = bool(cell.row) and cell.text != cell.row[0] and heads.quote_row(cell.row[0])
    named = any(labels.fullmatch(one.strip(" \u200b")) for one in (cell.head, *cell.row))
    behind, _ = _without_speaker(cell.text, labels, alone=True)
    # Authors name rows so as well, in which they say what is counted.
    doubtful = row or named or bool(behind) or heads.may_quote(cell.head)
    return doubtful and heads.say_i(cell.text)


def _in_cell(
    paragraph: Paragraph, cell: Cell, labels: re.Pattern[str], heads: Heads
) -> Iterator[Claim]:
    """What a cell claims: what stands between its marks, or all of it below such a head."""
    inner = Paragraph(cell.text, lambda at: paragraph.locate(cell.origin(at)))
    if _MARKS & set(cell.text):
        yield from _between_marks(inner, labels)
        return
    if not (_quotes(cell, labels, heads) or _label(cell.text, labels)):
        return
    start = 0
    for piece in _BREAK.split(cell.text):
        label = _label(piece, labels)
        who, words = _without_speaker(piece[label.end() if label else 0 :], labels)
        words = _said(Paragraph(words, inner.locate).text)
        if size(words) >= WORDS:
            said_by = (label["who"],) if label else who
            yield Claim((words,), inner.locate(start), bare=True, who=said_by)
        start = cell.text.find(piece, start) + len(piece)
