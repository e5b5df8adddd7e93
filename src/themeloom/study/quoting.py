"""Finding a quotation in a text, by the rules of quoting in print.

The rules: every word must be there, in order. An ellipsis (`…`, `...`, `. . .`, in
brackets or not) stands for words left out; `[words]` for words put in or put
in place of others; the first letter in brackets may change its case. Kinds of
quotation marks, dashes and white space are no difference. Brackets of the text
itself are its words: a quotation keeps them whole, or leaves them out by an
ellipsis; `[words]` stand for plain words alone. How far all that may go stands
in `quoting.toml`: what goes further is an author's sentence and no quotation.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.core.expressions import later
from themeloom.core.text import normalise, plain
from themeloom.study import editing
from themeloom.study.editing import cut
from themeloom.study.found import Found, Grade, Step, placed, with_cuts
from themeloom.study.passages import BRACKET, Passage, bracketed
from themeloom.study.searching import Search

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from themeloom.core.text import Normalised
    from themeloom.study.editing import Reading
    from themeloom.study.searching import Span

__all__ = ["Found", "Grade", "find", "has_brackets", "nearest"]

#: Below this similarity (0 to 100) a passage is not worth showing as "near".
NEAR = 60.0
#: How many characters on either side a near passage may be moved to begin and end with words.
_AROUND = 24
_WORD_START = later(r"(?<!\w)(?=\S)")
_WORD_END = later(r"(?<=\S)(?!\w)")
#: How many brackets of a quotation may be the author's or the text's, each tried as both.
_DOUBTFUL = 6
#: How much of a quotation is compared letter by letter to find something like it; and how long
#: a text is in which an eighth of that must do.
_HEAD, _LONG = 512, 1_000_000
#: A quotation that is longer than this is not fitted to the words around a near passage.
_MUCH = 4000
#: What opens and closes a quotation within another one, in comparable form.
_MARKS = (('"', '"'), ("'", "'"), ("''", "''"), ('" ', ' "'), ("「", "」"), ("『", "』"))
_INNER = later(r"""(?<!\w)(?:''|["'「『]) ?(?=\S)([^"「」『』]+?)(?<=\S) ?(?:''|["'」』])(?!\w)""")
_COMMON = "its words are so common here that no place can be told for theirs"


def find(
    quotation: str,
    text: str,
    within: Span | None = None,
    *,
    over: Span | None = None,
    nearest: bool = True,
    compared: Callable[[str], tuple[str, Normalised]] | None = None,
) -> Found:
    """Look a quotation up in a text.

    Args:
        quotation: the words as they are printed, without quotation marks around them.
        text: the original text.
        within: says of a span of the original whether words may be found there, for
            instance because the right person speaks; everywhere if not given.
        over: says of a span of the original whether an ellipsis or a bracket may pass over it,
            for instance because nobody else speaks there.
        nearest: whether to look for something like it if it is not there, which is slow.
        compared: gives quotation and text in comparable form, where some of the text is no
            words; everything in it is, if not given.
    """
    words, normal = compared(quotation) if compared else (plain(quotation), normalise(text))
    if not words:
        return Found(Grade.ABSENT)
    source = Passage(normal, text, _keeps_brackets(words), within)
    found, why = _held(words, source, over)
    for form in () if found else _marked_otherwise(words, source.text):
        found = found or _held(form, source, over)[0]
    if found:
        return found
    if source.is_exhausted:
        return Found(Grade.BEYOND, why=_COMMON)
    if not nearest:
        return Found(Grade.ABSENT)
    return _beyond(words, source, why) or _nearest(words, source)


def _held(words: str, source: Passage, over: Span | None) -> tuple[Found | None, str]:
    """Where words stand by the rules; or nothing, and the first rule that they break."""
    for start in source.occurrences(words):
        step = Step(start, start + len(words))
        return with_cuts(placed(Grade.EXACT, [step], source), [step], source), ""
    strict, why = Search(source, over), ""
    for reading in _readings(words, source.text):
        found = None if reading.beyond else strict.look(reading)
        if found:
            return found, ""
        why = why or reading.beyond or strict.why
    return None, why


def _marked_otherwise(words: str, text: str) -> Iterator[str]:
    """Words whose own quotations stand between other marks of those that a text has.

    Within quotation marks a quotation gets the other kind of them, in every language.
    """
    for opens, closes in _MARKS if _INNER.search(words) else ():
        if opens in text and closes in text:
            yield _INNER.sub(rf"{opens}\1{closes}", words)


def nearest(words: str, text: str) -> Found:
    """What of a text is most like some words, if anything is like them at all."""
    wanted = plain(words)
    return _nearest(wanted, Passage(normalise(text), text)) if wanted else Found(Grade.ABSENT)


def has_brackets(text: str) -> bool:
    """Whether something in a text stands in brackets."""
    return bool(bracketed(text))


def _keeps_brackets(words: str) -> bool:
    """Whether a quotation has brackets, each of them opened and closed."""
    marks = len(BRACKET.findall(words))
    return bool(marks) and marks == 2 * len(bracketed(words))


def _readings(words: str, text: str) -> Iterator[Reading]:
    """The quotation cut at its marks; a bracket that the text has as well may be the text's."""
    marks = list(editing.MARK.finditer(words))
    if len(marks) > 2 * editing.limit("ellipses"):
        yield cut(words, marks)
        return
    doubtful = [mark for mark in marks if mark[1] is not None and mark[0].strip() in text]
    for kept in product((True, False), repeat=min(len(doubtful), _DOUBTFUL)):
        words_of_text = [mark for mark, keep in zip(doubtful, kept, strict=False) if keep]
        yield cut(words, [mark for mark in marks if mark not in words_of_text])


def _beyond(words: str, source: Passage, why: str) -> Found | None:
    """Where a quotation stands whose marks go beyond the rules; why is said with it."""
    if not why:
        return None
    loose = Search(source, None, loose=True)
    for reading in _readings(words, source.text):
        if len(reading.segments) > _DOUBTFUL * _DOUBTFUL:
            return Found(Grade.BEYOND, why=why)
        found = loose.look(reading)
        if found:
            return replace(found, grade=Grade.BEYOND, why=why)
    return None


def _nearest(words: str, source: Passage) -> Found:
    """The most similar passage, so that a message can show what the source says."""
    from rapidfuzz import fuzz

    text = source.text
    head = words[: _HEAD if len(text) < _LONG else _HEAD // 8]
    best = fuzz.partial_ratio_alignment(head, text, score_cutoff=NEAR)
    if best is None:
        return Found(Grade.ABSENT)
    start, end = best.dest_start, best.dest_end + len(words) - len(head)
    if len(words) > _MUCH:
        return placed(Grade.NEAR, [Step(start, min(end, len(text)))], source, best.score)
    starts = _near_borders(text, start, _WORD_START)
    ends = _near_borders(text, end, _WORD_END)
    score, start, end = max(
        (fuzz.ratio(words, text[start:end]), -start, end)
        for start in starts
        for end in ends
        if start < end
    )
    start = -start
    for opened, closed in source.brackets(start, end):
        # What the text has in brackets is shown with them.
        start, end = min(start, opened), max(end, closed)
    return placed(Grade.NEAR, [Step(start, end)], source, score)


def _near_borders(text: str, place: int, border: re.Pattern[str]) -> list[int]:
    """The borders of words around a place, and the place itself.

    The most similar stretch of letters may begin or end a word or two beside the
    most similar words.
    """
    around = (max(place - _AROUND, 0), place + _AROUND)
    return [place, *(match.start() for match in border.finditer(text, *around))]
