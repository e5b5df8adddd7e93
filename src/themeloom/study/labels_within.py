"""Labels within lines: behind the end of a sentence, in interjections, in tags of captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.text import BREAKS
from themeloom.study.label_forms import (
    BEFORE,
    BEGUN,
    BEHIND_OPENER,
    BEHIND_SENTENCE,
    COLON,
    ENDED,
    INTERJECTION,
    ROLE,
    SPACE,
    TITLES,
)
from themeloom.study.labels import WORDS, Opening, Sure, comparable, is_code, is_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_VOICE = later(r"<v[.\w]*[ \t]+(?P<label>[^>\n]{1,40})>")
_NEW_WITHIN = later(
    rf"(?:{ENDED}|//|[(\[{{])"
    rf"(?!(?<=\d\.)\d)(?P<label>{BEGUN}[^\W_][^{BREAKS}:：.?!\"“”«»…;|\[\](){{}}<>]{{0,29}}?)"
    rf"(?P<role>{ROLE}){COLON}(?=\s|<)"
)
_NEW_CODE = later(
    rf"(?<![\w.:/@-])(?P<label>[^\W\d_]{{1,4}}[-#]?\d{{1,4}}|[A-Z]{{2,12}}){ROLE}{COLON}(?=\s)"
)
#: What stands behind a known label that is one.
_MARKED = later(
    rf"{ROLE}(?:(?P<colon>{COLON})|(?P<close>[\])}}>])"
    rf"|(?P<rare>{SPACE}*[;\t]|{SPACE}+[-–—]{SPACE}))"
)
#: What is needed for that at least, told by the next sign: most known labels are words of speech.
MAY_BE_MARKED = rf"(?={SPACE}*(?:[(\[{{<#\d*_\"”’»:：\])}}>;–—-]|(?<=\t)))"
_COLON_BEFORE_SPACE = tuple(re.compile(rf"{one}(?=[\s<:：*_\"”’»])") for one in ":：")
_BREAK = later(f"[{BREAKS}]")
#: How far before its colon a label may begin, with what stands between, and what follows it.
_REACH, _BEHIND = 200, 40
#: What every new name has before it, and what every code has.
_BEGINS = later(r"[.?!…。？！؟|—–\-\"”»)\]}>*/(\[{]")
_CODES = later(r"\d|[A-Z]{2}")
#: What ends with a point and begins a name.
_TITLE = later(rf"(?<!\w)(?:{'|'.join(TITLES)})\. ?\Z")
_CLOSING = {"//": "//", "/": "/", "(": ")", "[": "]", "{": "}", "<": ">"}


def voices(text: str, expected: Collection[str]) -> Iterator[Opening]:
    """The voice tags of captions, wherever they stand."""
    for match in _VOICE.finditer(text):
        label = match["label"].strip()
        sure = Sure.READ if comparable(label) in expected else Sure.LIKELY
        yield Opening(label, match.start(), match.end(), sure)


def known_within(
    text: str, names: re.Pattern[str], settled: Collection[str], passed: Collection[int]
) -> Iterator[Opening]:
    """Known labels wherever they stand: read behind the end of a sentence, unclear elsewhere.

    Args:
        text: the transcript.
        names: finds a known label.
        settled: the labels of which the study says whose they are, in comparable form.
        passed: where labels begin that are read already.
    """
    labels = [one for one in names.finditer(text) if one.start() not in passed]
    for found in _of_one(text, labels):
        match = _MARKED.match(text, found.end())
        if match is None or text[max(found.start() - 1, 0) : found.start()] == "@":
            continue
        label, start, end = found[0], found.start(), match.end()
        before = text[max(start - BEFORE, 0) : start]
        opener = BEHIND_OPENER.search(before)
        until = _closed(text, end, opener[1]) if opener and match["colon"] else 0
        ended = bool(BEHIND_SENTENCE.search(before[: opener.start()] if opener else before))
        if match["colon"] is not None and not (ended or until):
            # "… when I told Dana: go home" is no turn of Dana's, nor surely anybody's.
            phrase = re.split(rf"[{BREAKS}.?!…]", before)[-1].split()[1 - WORDS :]
            yield Opening(" ".join([*phrase, label]), start, end, Sure.UNCLEAR)
        elif match["colon"] is not None:
            yield Opening(label, start, end, Sure.READ, until)
        elif ended and (is_code(label) or comparable(label) in settled):
            # At the end of its line it tells who said what stands before it.
            behind = text[end : end + BEFORE].lstrip(" \t\xa0")[:1]
            begins = behind.strip(BREAKS) and not behind.islower()
            read = (match["close"] and opener and begins) or comparable(label) in settled
            yield Opening(label, start, end, Sure.READ if read else Sure.UNCLEAR)
        elif match["close"] and opener and opener[1] in "<{":
            yield Opening(label, start, end, Sure.UNCLEAR)


def _of_one(text: str, labels: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Labels without those of several: Mr. Quill and Mrs. Quill are two, one at most is Quill."""
    titles: dict[str, set[str]] = {}
    for found in labels:
        titles.setdefault(comparable(found[0]), set()).add(_title_before(text, found.start()))
    for found in labels:
        of_several = len(titles[comparable(found[0])] - {""}) > 1
        if not (of_several and _title_before(text, found.start())):
            yield found


def new_within(text: str, expected: Collection[str], passed: Collection[int]) -> Iterator[Opening]:
    """Names that nobody has, or that are spelled in another case, with a colon, within a line.

    Args:
        text: the transcript.
        expected: what speakers are called, in comparable form.
        passed: where labels end that are read already.
    """
    names = codes = 0
    # Looked for beside colons alone: a transcript has few of them.
    colons = (one for sign in _COLON_BEFORE_SPACE for one in sign.finditer(text))
    unread = (one for one in colons if one.end() not in passed)
    for colon in sorted(unread, key=re.Match.start):
        end = colon.end() + _BEHIND
        begin = max(colon.start() - _REACH, 0)
        *_, line = _BREAK.split(text[begin : colon.start()])
        begin = colon.start() - len(line)
        if _BEGINS.search(line):
            for match in _NEW_WITHIN.finditer(text, max(begin, names), end):
                names = match.end()
                yield from _new_name(text, match, expected)
        if _CODES.search(line):
            for match in _NEW_CODE.finditer(text, max(begin, codes), end):
                codes = match.end()
                if comparable(match["label"]) not in expected:
                    yield Opening(match["label"], match.start(), match.end(), Sure.UNCLEAR)


def _title_before(text: str, start: int) -> str:
    """The title that stands right before a name, in comparable form; nothing if none does."""
    title = _TITLE.search(text, max(start - BEFORE, 0), start)
    return comparable(title[0]) if title else ""


def _new_name(text: str, match: re.Match[str], expected: Collection[str]) -> Iterator[Opening]:
    label, start = match["label"], match.start("label")
    if _title_before(text, start):
        return
    is_known = comparable(label) in expected
    if is_known or is_name(label):
        opener = BEHIND_OPENER.search(text[max(start - BEFORE, 0) : start])
        until = _closed(text, match.end(), opener[1]) if opener else 0
        yield Opening(label, start, match.end(), Sure.READ if is_known else Sure.LIKELY, until)


def _closed(text: str, place: int, opener: str) -> int:
    """Where what was opened before an interjection is closed again; 0 if it is not."""
    closing = text.find(_CLOSING[opener], place, place + INTERJECTION)
    return 0 if closing < 0 else closing + len(_CLOSING[opener])
