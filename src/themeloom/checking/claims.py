"""What of a text a reader takes for somebody's own words.

Words between quotation marks, over several paragraphs if need be; what is set off as a quotation;
cells of a column of quotations; what stands behind a participant's label or a dash of dialogue.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.checking.cells import Cell, cells
from themeloom.checking.claim import (
    FEW,
    NEAR,
    SAYS,
    WORDS,
    Claim,
    label_before,
    labels_of,
    size,
    spoken_form,
    who_says,
    without_speaker,
)
from themeloom.checking.unmarked import authors_say_i, unmarked
from themeloom.checking.words import Paragraph, shifted
from themeloom.core.expressions import later
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from themeloom.checking.cells import Heads
    from themeloom.checking.claim import Reading
    from themeloom.documents.places import Place

_DATA = beside(__file__, "quoting.toml")
#: Between the marks of the comparable form; a mark opens before a word and closes behind one.
#: Each begins with its sign: long texts are gone through quickly.
_QUOTED = later(
    r""""(?<![\w"]")(?=\S)([^"]+?)(?<=\S)"(?!\w)|'(?<![\w']')(?=\S)((?:[^']|(?<=\w)'(?=\w))+?)(?<=\S)'(?!\w)"""
)
#: Marks that open and close by their form, whatever stands beside them.
_PAIRED = later(
    "|".join(f"{a}([^{a}{b}]+){b}" for a, b in _DATA["marks"]["paired"].split())
    + r"|\\enquote\*?\{([^{}]+)\}"
)
#: All of these, for texts in which straight marks mean something else.
DIRECTED = later(rf"{_PAIRED.pattern}|„([^„“”]+)[“”]|«\s*([^«»]+?)\s*»|»([^«»]+)«|‹([^‹›]+)›")
_OPEN = later(r'"(?<![\w"]")(?=\S)')
_CLOSED = later(r'"(?<=\S")(?!\w)')
_DIALOGUE = later(r"\s*[—―]\s*(?=\w)(?![a-z])")
#: How many paragraphs a quotation may go on for.
_FAR = 12
_MARKS = frozenset('"“”„«»「」『』❝❞‹›〝〞〟＂')
_INDENTED = later(r"(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+")
_ITEM = later(r"\s*(?:[-*+:~]|\(?(?:\d+|[A-Za-z]|[#@][\w-]*)[.)]|\u200b{4,})[ \t]")
#: What stands below or above a table, of which it says what it holds.
_CAPTION = later(r"\s*(?:(?:[Tt]able)?:\s|[^.!?;:\n|]{3,60}\s*$)")
_NEXT_ITEM = later(r"\n[^\S\n]*(?=(?:[-*+]|\d+[.)])[ \t])")
#: An element that breaks a line is as many blanks.
_BREAK = later(r"<br\s*/?>|(?<=\S) {4,}|\\\n|;\s+(?=[“\"„«])")
#: Words in emphasis, whose marks are blanked; those of links and spans are longer behind them.
_SLANTED = later(
    r"(\u200b(?<!\u200b\u200b)\u200b{0,2})(?P<words>[^\u200b\"]{20,2000})(?<!\u200b)\1(?!\u200b)"
)
#: Behind what is said without a colon: code or words in emphasis.
SAID_SO = later(rf"\b(?:{SAYS})\s*$", re.IGNORECASE)


def claims(paragraphs: Sequence[Paragraph], reading: Reading) -> Iterator[Claim]:
    """Every claim of some paragraphs of one text that follow each other."""
    labels, heads = labels_of(reading.called), reading.heads
    if reading.nearly:
        reading.nearly.look_for(one.text for one in paragraphs if heads.say_i(one.source))
    # Looked for once somebody asks.
    says_i = cache(partial(authors_say_i, paragraphs, heads))
    above: Paragraph | None = None
    for at, paragraph in enumerate(paragraphs):
        is_indented = bool(_INDENTED.fullmatch(paragraph.source))
        above = above if is_indented else paragraph
        # By its indentation: it goes on in no item of a list.
        if is_indented and not paragraph.set_off and not (above and _ITEM.match(above.source)):
            yield from directed(paragraph.source, paragraph.locate)
            continue
        table = cells(paragraph.source)
        if table:
            beside = paragraphs[max(at - 1, 0) : at + 2]
            promised = any(_CAPTION.match(one.source) and heads.quote(one.source) for one in beside)
            for cell in table:
                yield from _in_cell(paragraph, cell, labels, heads, promised=promised)
            continue
        yield from _between_marks(paragraph, labels)
        yield from _going_on(paragraphs, at)
        yield from unmarked(paragraphs, at, list(_items(paragraph)), reading, says_i)
        if '"' not in paragraph.text:
            for item in _items(paragraph):
                yield from _bare(item, labels, heads)


def _items(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, or each item of the list that it is."""
    source = paragraph.source
    breaks = [one.span() for one in _NEXT_ITEM.finditer(source)]
    if paragraph.set_off or not breaks:
        yield paragraph
        return
    for (_, start), (end, _) in pairwise([(0, 0), *breaks, (len(source),) * 2]):
        yield Paragraph(source[start:end], shifted(paragraph.locate, start), paragraph.heading)


def in_cell(
    paragraph: Paragraph, head: str, reading: Reading, row: tuple[str, ...] = ()
) -> Iterator[Claim]:
    """What a cell of a table claims, by the head of its column and the cells of its row."""
    cell = Cell(paragraph.source, ((0, 0),), head, row)
    return _in_cell(paragraph, cell, labels_of(reading.called), reading.heads)


def in_code(text: str, locate: Callable[[int], Place], reading: Reading) -> Iterator[Claim]:
    """What code or its results claim: between such marks, or behind a name, as far as it says I."""
    yield from directed(text, locate)
    if not reading.heads.say_i(text):
        return
    parted = r"(?:[\"']?[ \t]*[:,][ \t]*[\"']|:[ \t]+|[ \t]{2,})"
    named = rf"(?<!\w)(?P<who>{labels_of(reading.called).pattern}){parted}"
    for match in re.finditer(rf"{named}(?P<said>\w[^\"“„«<>{{}}\n]+)", text):
        if size(match["said"]) >= WORDS and reading.heads.say_i(match["said"]):
            words = match["said"].strip(" '`)")
            yield Claim((words,), locate(match.start("said")), bare=True, who=(match["who"],))


def directed(text: str, locate: Callable[[int], Place]) -> Iterator[Claim]:
    """What stands between marks that open and close by their form."""
    for match in DIRECTED.finditer(text):
        group = match.lastindex or 0
        if size(match[group]) >= WORDS:
            yield Claim((match[group],), locate(match.start(group)))


def _between_marks(paragraph: Paragraph, labels: re.Pattern[str]) -> Iterator[Claim]:
    text, seen = paragraph.text, set()
    for match in _QUOTED.finditer(text):
        group = 1 if match[1] is not None else 2
        words = spoken_form(match[group])
        seen.add(words)
        many = size(words)
        if many < (FEW if group == 1 else WORDS):
            continue
        start, end = match.span()
        who = who_says(text[max(start - NEAR, 0) : start], text[end : end + NEAR], labels)
        if many >= WORDS or who is not None:
            place = paragraph.place(match.start(group))
            yield Claim((words,), place, said=who is not None, who=who or ())
    for match in _PAIRED.finditer(paragraph.source):
        group = match.lastindex or 0
        normal = spoken_form(Paragraph(match[group], paragraph.locate).text)
        if normal not in seen and size(normal) >= WORDS:
            yield Claim((normal,), paragraph.locate(match.start(group)))
    yield from _slanted(paragraph, labels)


def _slanted(paragraph: Paragraph, labels: re.Pattern[str]) -> Iterator[Claim]:
    """Words in emphasis, where it is said who says them."""
    source = paragraph.source
    for match in _SLANTED.finditer(source):
        before = source[max(match.start() - NEAR, 0) : match.start()].replace("\u200b", "")
        after = source[match.end() : match.end() + NEAR].replace("\u200b", "")
        who = who_says(before, after, labels)
        if who is None and SAID_SO.search(before):
            who = ()
        words = spoken_form(Paragraph(match["words"], paragraph.locate).text)
        if who is not None and size(words) >= WORDS:
            yield Claim((words,), paragraph.locate(match.start("words")), bare=True, who=who)


def _going_on(paragraphs: Sequence[Paragraph], at: int) -> Iterator[Claim]:
    """Words whose marks open in a paragraph and close in a later one, or nowhere."""
    paragraph = paragraphs[at]
    rest = _QUOTED.sub(lambda one: "\u200b" * len(one[0]), paragraph.text)
    opened = next((one for one in _OPEN.finditer(rest)), None)
    if opened is None:
        return
    pieces, place = [paragraph.text[opened.end() :]], paragraph.place(opened.end())
    for further in paragraphs[at + 1 : at + 1 + _FAR]:
        text = _QUOTED.sub(lambda one: "\u200b" * len(one[0]), further.text).lstrip(" -*+>")
        closed, again = _CLOSED.search(text), _OPEN.search(text)
        if further.heading or text.startswith(('"', "\u200b")):
            break
        if closed and not (again and again.start() < closed.start()):
            pieces.append(text[: closed.start()])
            yield Claim(tuple(map(spoken_form, pieces)), place)
            return
        pieces.append(text)
    sign = paragraph.source[paragraph.normal.original(opened.start(), opened.end())[0]]
    if size(pieces[0]) >= WORDS and (sign != '"' or len(pieces) == 1):
        yield Claim((spoken_form(pieces[0]),), place, bare=True)


def _bare(paragraph: Paragraph, labels: re.Pattern[str], heads: Heads) -> Iterator[Claim]:
    """Words that are set off, or stand behind a label or a dash, without marks."""
    source, label = paragraph.source, label_before(paragraph.source, labels)
    spoken = label or (None if paragraph.set_off else _DIALOGUE.match(source))
    # A head may name somebody whom it is about.
    is_head = paragraph.heading and not (label and heads.say_i(source))
    if not paragraph.set_off and (spoken is None or is_head):
        return
    start, who = spoken.end() if spoken else 0, (label["who"],) if label else ()
    named, words = without_speaker(source[start:], labels)
    words = spoken_form(Paragraph(words, paragraph.locate).text).strip(" >")
    if size(words) >= WORDS:
        yield Claim((words,), paragraph.locate(start), bare=True, who=who or named)


def _quotes(cell: Cell, labels: re.Pattern[str], heads: Heads) -> bool:
    """Whether a cell holds somebody's words, by its heads or by who stands in its row."""
    if heads.quote(cell.head):
        return True
    # Authors name rows so as well, in which they say what is counted.
    return heads.say_i(cell.text) and (
        heads.may_quote(cell.head)
        or _is_of_somebody((cell.head, *cell.row), labels)
        or any(heads.quote_row(one) for one in cell.row[:1] if one not in {cell.text, ""})
        or bool(without_speaker(cell.text, labels, alone=True)[0])
    )


@lru_cache(maxsize=64)
def _is_of_somebody(beside: tuple[str, ...], labels: re.Pattern[str]) -> bool:
    """Whether a name stands beside a cell; many cells may have the same beside them."""
    said = (one.strip(" \u200b") for one in beside)
    return any((who := labels.match(one)) and one[who.end() :][:1] in ",;" for one in said)


def _in_cell(
    paragraph: Paragraph,
    cell: Cell,
    labels: re.Pattern[str],
    heads: Heads,
    *,
    promised: bool = False,
) -> Iterator[Claim]:
    """What a cell claims: what stands between its marks, or all of it below such a head."""
    inner = Paragraph(cell.text, lambda at: paragraph.locate(cell.origin(at)))
    if _MARKS & set(cell.text):
        yield from _between_marks(inner, labels)
        return
    promised = promised and heads.say_i(cell.text)
    whole = promised or _quotes(cell, labels, heads)
    start = 0
    for piece in _BREAK.split(cell.text):
        label = label_before(piece, labels)
        if not (whole or label):
            continue
        who, words = without_speaker(piece[label.end() if label else 0 :], labels)
        words = spoken_form(Paragraph(words, inner.locate).text)
        if size(words) >= WORDS:
            said_by = (label["who"],) if label else who
            yield Claim((words,), inner.locate(start), bare=True, who=said_by)
        start = cell.text.find(piece, start) + len(piece)
