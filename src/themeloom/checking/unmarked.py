"""Words without any marks in which somebody says I, where the text says whose they are.

Authors say I as well: of themselves, in sentences that name nobody or speak of their work. What
stands behind a label or a head of quotations, before the name of whoever said it, or where the
line above promises it, is read as somebody else's whatever signs are around it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from themeloom.checking.claim import (
    AROUND,
    NOBODY,
    SAYS,
    SOMEBODY,
    WORDS,
    Claim,
    label_before,
    labels_of,
    size,
    spoken_form,
)
from themeloom.checking.words import Paragraph
from themeloom.core.expressions import compiled, later
from themeloom.core.files import beside
from themeloom.documents.shortcodes import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from themeloom.checking.cells import Heads
    from themeloom.checking.claim import Reading
    from themeloom.checking.nearly import Nearly

_DATA = beside(__file__, "quoting.toml")
#: Where a sentence ends, or a cell of a table that has no head.
_SENTENCE = later(r"(?<=[.!?…])[)\]\u200b]*\s+|\s*\|\s*")
_AUTHORS = later(rf"\b(?:{'|'.join(_DATA['speaking']['authors'].split())})\b", re.IGNORECASE)
_SPEAKERS = later(rf"\b(?:{'|'.join(_DATA['speaking']['many'].split())})\b", re.IGNORECASE)
_SAYING = later(rf"\b(?:{SAYS})\b", re.IGNORECASE)
#: What parts a label from what they say: a colon, a dash, an arrow, a picture; or “said”.
_SIGN = r"(?:[^\w\s,.;!?()\[\]'\"/&+%#@\u200b-]+[\s\u200b]*|[ \u200b]-{1,3}[ \u200b])"
#: What is said of somebody between their name and a colon: their age, where they work.
_WHO_IT_IS = r"(?:,[^.!?:\n]{1,40}| ?\([^()\n]{1,40}\)| (?:on|in|at|from|of) [\w’' -]{1,30})"
_WHOSE = later(r"\b(?:of|von|der|des|de)\b.*")
_TELLS = (
    rf"[^.!?\"\n]{{0,24}}?\b(?i:{SAYS})\b[^.!?\",:\n]{{0,24}}"
    r"(?:[,:][\s\u200b]+|\s*[/|~+=<\u200b]|\s+[–—]\s+)"
)
#: A head that stands on the line of what it is the head of, and the term of a list of terms.
_RUN_IN = later(rf"{AROUND}(?P<head>\S[^\n.:!?\u200b]{{1,40}})[\u200b]*[.:：][\s\u200b]+")
#: In her words, ….
_IN_WORDS = later(
    rf"(?:{AROUND}|[^.!?\n]*[.!?][\s\u200b]++)(?P<head>\w[^\n.:!?,\u200b]{{1,60}}),[\s\u200b]+"
)
_TERM = later(r"(?:(?P<head>[^\n]{1,60})\n)?[ \t]{0,3}[:~][ \t]+")
#: The title of a div, which stands in the place of its fence.
_TITLE = later(r"\s*+(?P<head>[^\n]{2,60}?)\s*(?:\n| {4,})\s*")
_ITEM = later(r"\s*(?:[-*+:~]|\(?(?:\d+|[A-Za-z]|[#@][\w-]*)[.)]|\u200b{4,})[ \t]")
_MARKED = later('["“”„«»「」『』]')
#: Where a sentence has been edited as quotations are, or is several cells.
_CUT = later(rf"{_MARKED.pattern}|\.\.\.|[…|\[\]{OPEN}]")
#: So many sentences may pass until one of them says I.
_FURTHER = 3
#: A line of so many words is one that leads to what follows it.
_LINE = 12


class _Named(msgspec.Struct, frozen=True):
    """Patterns of who speaks, by what those who took part are called."""

    alone: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]


@lru_cache(maxsize=8)
def _named(labels: str) -> _Named:
    who = rf"(?:{labels}|\b{SOMEBODY}\b)"
    between = r"[\s\u200b)\]]*"
    # What names people of a study is not kept.
    made = compiled if labels == NOBODY else re.compile
    return _Named(
        made(rf"[\W_]*{who}[\W_]*"),
        made(
            rf"(?:\A{AROUND}|(?<=[.!?;…])[\s\u200b(\[^]+)"
            rf"(?:{who}(?:{between}{_SIGN}(?=\S)|[ \t\u200b]*\n|{_WHO_IT_IS}:\s)"
            rf"|{who}[,;][^\[\]()\n]{{1,30}}[)\]]:?\s"
            rf"|(?:\w+,? ){{0,2}}?{who}:\s|(?:\w+,? ){{0,3}}?{who}{_TELLS})"
        ),
        made(
            rf"[(\[][\s\u200b]*{who}[^()\[\]\n]{{0,40}}[)\]]"
            rf"|[-–—―]{{1,3}}[\s\u200b]*{who}(?=[\s\u200b]*(?:[.,;\]]|$))"
            rf"|,[\s\u200b]*(?:(?i:{SAYS})\s+{who}|{who}\s+(?i:{SAYS})\b)"
            rf"|\n[\s\u200b]*{who}[\s\u200b]*$|\^{who}\^"
        ),
    )


def unmarked(
    paragraphs: Sequence[Paragraph],
    at: int,
    items: Sequence[Paragraph],
    reading: Reading,
    says_i: Callable[[], bool],
) -> Iterator[Claim]:
    """What a paragraph claims without marks.

    Args:
        paragraphs: of one text, in order.
        at: which of them.
        items: the items of the list that it is, or itself.
        reading: how claims are told.
        says_i: whether the authors of the text say I.
    """
    one, heads = paragraphs[at], reading.heads
    if one.set_off or one.heading or not heads.say_i(one.source):
        return
    labels, above = labels_of(reading.called), _above(paragraphs, at)
    follows = next(iter(paragraphs[at + 1 : at + 2]), None)
    signed = follows is not None and not follows.heading and _is_name(follows.source, labels)
    over = _head_over(paragraphs, at, heads)
    led = above if above and _leads(above, labels, heads) else over
    nearly = reading.nearly if reading.nearly and reading.nearly.may_be_taken(one.text) else None
    for before, item in zip([None, *items], items, strict=False):
        if before is not None and not _ITEM.match(before.source):
            led = before if _leads(before, labels, heads) else over
        found = list(_Reading(item, labels, heads).told(led, signed=signed))
        yield from found
        if nearly and not found:
            for claim in _taken(item, nearly, heads):
                yield replace(claim, authors=says_i())


def _taken(item: Paragraph, nearly: Nearly, heads: Heads) -> Iterator[Claim]:
    """The sentences that say I and are almost a source's, whoever is said to say them."""
    for sentence in _SENTENCE.split(item.text):
        if heads.say_i(sentence) and not _CUT.search(sentence):
            words = nearly.taken(sentence, whole=not _SAYING.search(sentence))
            if words:
                yield Claim((words,), item.place(item.text.find(sentence)), bare=True)


def authors_say_i(paragraphs: Sequence[Paragraph], heads: Heads) -> bool:
    """Whether in a text somebody says I of the work on it: I interviewed, my analysis."""
    return any(
        heads.say_i(sentence) and bool(_AUTHORS.search(sentence)) and not _CUT.search(sentence)
        for one in paragraphs
        if not one.set_off and heads.say_i(one.source) and _AUTHORS.search(one.source)
        for sentence in _SENTENCE.split(one.text)
    )


def _above(paragraphs: Sequence[Paragraph], at: int) -> Paragraph | None:
    """What leads to a paragraph: the one above it, above its list, or its heading."""
    for one in paragraphs[max(at - 1, 0) : at]:
        if not (_ITEM.match(one.source) and _ITEM.match(paragraphs[at].source)):
            return one
    for one in reversed(paragraphs[max(at - _LINE, 0) : at]):
        if not _ITEM.match(one.source):
            return one
    return None


def _head_over(paragraphs: Sequence[Paragraph], at: int, heads: Heads) -> Paragraph | None:
    """A heading that promises words, with nothing but short lines between."""
    for one in reversed(paragraphs[max(at - _LINE, 0) : at]):
        if one.heading:
            return one if heads.promise(one.source.strip(" \n#*\u200b")) else None
        if size(one.source) > _LINE or heads.say_i(one.source):
            return None
    return None


def _is_name(source: str, labels: re.Pattern[str]) -> bool:
    return bool(_named(labels.pattern).alone.fullmatch(source))


def _leads(above: Paragraph, labels: re.Pattern[str], heads: Heads) -> bool:
    """Whether a line says that what follows it is somebody's."""
    line = above.source.strip(" \n#>*\u200b")
    if _is_name(line, labels) or heads.quote_row(line):
        return True
    last = _SENTENCE.split(line)[-1]
    return (
        not above.heading
        and line.endswith((":", "："))
        and size(last) <= _LINE
        and bool(labels.search(last) or (_SPEAKERS.search(last) and _SAYING.search(last)))
    )


class _Reading(msgspec.Struct, frozen=True):
    """One paragraph or item, who is named in it, and who says I."""

    one: Paragraph
    labels: re.Pattern[str]
    heads: Heads

    def told(self, led: Paragraph | None, *, signed: bool) -> Iterator[Claim]:
        """What is said in it, by whoever is named in it, above it or below it."""
        source, named = self.one.source, _named(self.labels.pattern)
        leads = list(named.lead.finditer(source))
        stops = [one.start() for one in leads[1:]]
        for lead, stop in zip_longest(leads, stops):
            if lead.start() or not label_before(source, self.labels):
                yield from self._behind(lead.end(), stop, lead[0])
        for tail in named.tail.finditer(source):
            if len(self.labels.findall(tail[0])) <= 1:
                yield from self._before(tail.start(), tail[0])
        if leads:
            return
        if signed:
            yield from self._before(len(source), "")
        term = _TERM.match(source)
        forms = (one.match(source) for one in (_TERM, _RUN_IN, _TITLE))
        head = next((one for one in forms if one and self._promises(one["head"] or "")), None)
        words = None if head else _IN_WORDS.match(source)
        if words and self._is_somebody(words["head"]):
            head = words
        if head:
            yield from self._behind(head.end(), None, head["head"])
        elif led is not None:
            start = _ITEM.match(source) or term
            yield from self._behind(start.end() if start else 0, None, led.source)

    def _is_somebody(self, words_of: str) -> bool:
        """Whether “in their words” is meant: a guideline has words as well, and so have I."""
        whose = _WHOSE.search(words_of)
        known = not whose or _SPEAKERS.search(whose[0]) or self.labels.search(whose[0])
        return bool(known) and self.heads.promise(words_of) and not self.heads.say_i(words_of)

    def _promises(self, head: str) -> bool:
        return self.heads.quote_row(head) or _is_name(head, self.labels)

    def _behind(self, start: int, stop: int | None, who: str) -> Iterator[Claim]:
        """The sentences behind a name, as far as they say I."""
        said, many = _SENTENCE.split(self.one.source[start:stop].strip()), 1
        while many < len(said) and not self._is_authors(said[many]):
            found = self._says_i(said[:many])
            if not self.heads.say_i(said[many]) if found else many >= _FURTHER:
                break
            many += 1
        yield from self._claimed(said[:many], start, who)

    def _before(self, stop: int, who: str) -> Iterator[Claim]:
        """The sentences before a name, as far as they say I."""
        said = _SENTENCE.split(self.one.source[:stop].strip(" |\n"))
        first = len(said) - 1
        while first > 0 and not self._is_authors(said[first - 1]):
            found = self._says_i(said[first:])
            if not self.heads.say_i(said[first - 1]) if found else len(said) - first >= _FURTHER:
                break
            first -= 1
        at = self.one.source.find(said[first])
        yield from self._claimed(said[first:], at, who)

    def _says_i(self, said: Sequence[str]) -> bool:
        words = " ".join(said)
        return size(words) >= WORDS and self.heads.say_i(words)

    def _is_authors(self, sentence: str) -> bool:
        return bool(_AUTHORS.search(sentence))

    def _claimed(self, said: Sequence[str], at: int, who: str) -> Iterator[Claim]:
        words = spoken_form(Paragraph(" ".join(said), self.one.locate).text).strip("' :>*-")
        if self._says_i([words]) and not _MARKED.search(words) and not self._is_authors(words):
            known = tuple(self.labels.findall(who))
            yield Claim((words,), self.one.locate(at), bare=True, who=known)
