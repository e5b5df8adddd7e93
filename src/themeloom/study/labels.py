"""Where somebody begins to speak: what stands like a label in a transcript, and how sure that is.

A label is read at the start of a line (before a colon, a tab or a time, in brackets, or alone
above its turn), and within a line behind the end of a sentence. Whatever else looks like one is
found as well and is unclear, because the words behind it may be another person's.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from themeloom.core.text import BREAKS, later
from themeloom.study.colons import at_colons

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_SPACE = rf"[^\S{BREAKS}]"
_START = rf"(?:\A|(?<=[{BREAKS}]))"
_TIME = r"(?:\d{1,3}(?::\d\d){1,2}(?:[.,]\d{1,3})?)"
_TIMES = (
    rf"(?:[\[(<{{#]?{_TIME}(?:{_SPACE}*(?:-->|[-–—]){_SPACE}*{_TIME})?[\])>}}#]?"
    rf"|#{_TIME}-\d#|[\[(][\d:.,]+[\])])"
)
#: What may stand before a label: marks of lists, headings, emphasis, direction; numbers, times.
_LEAD = (
    rf"(?:{_SPACE}|{_TIMES}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    rf"|[-*_•·#>|+~=«»\"“„'‘\\]|L?\d{{1,4}}(?:\.\d{{1,3}})*[.)]?(?={_SPACE})"
    r"|</?(?:b|i|u|p|em|strong|br|li|td|tr|div|span)\b[^>\n]{0,40}>){0,40}"
)
_EMPHASIS = r"(?:[*_\"”’»]{1,3}|</\w{1,6}>)?"
#: What may stand between a label and its mark: a role, a time.
_ROLE = rf"(?:{_SPACE}*(?:\([^(){BREAKS}]{{1,40}}\)|\[[^\[\]{BREAKS}]{{1,40}}\]|{_TIMES}))*"
_COLON = rf"{_EMPHASIS}{_SPACE}*[:：]+{_EMPHASIS}"
_NAME = rf"[^\W_][^{BREAKS}:：?!\"“”«»…]{{0,39}}?"
_PLAIN_NAME = rf"[^\W_][^{BREAKS}:：?!\"“”«»…\t;|\[\](){{}}<>]{{0,39}}?"

_RUN = later(r"[^\W_]+")
_LINE = later(rf"{_START}(?=[^{BREAKS}])")
_WITH_COLON = later(rf"{_LEAD}(?P<label>{_NAME})(?P<role>{_EMPHASIS}{_ROLE}){_COLON}")
_IN_BRACKETS = later(
    rf"{_LEAD}[\[({{<（［｛＜【](?P<label>(?=\d*[^\W\d_]){_PLAIN_NAME})"
    rf"(?:,?{_SPACE}*{_TIME})?\\?[\])}}>）］｝＞】](?P<role>)"
    rf"(?P<colon>{_EMPHASIS}{_ROLE}{_SPACE}*[:：])?"
)
_OTHERWISE = later(
    rf"{_LEAD}(?P<label>{_PLAIN_NAME})(?P<role>{_EMPHASIS}{_ROLE}){_EMPHASIS}"
    rf"(?:(?P<alone>{_SPACE}*(?=[{BREAKS}]|\Z))|(?P<clear> *\t"
    rf"|(?<=:\d\d){_SPACE}|(?<=\d[\])>}}#]){_SPACE})"
    rf"|(?P<rare>{_SPACE}*[;|>=~→/]|{_SPACE}+[-–—]{_SPACE}|[.)]{_SPACE}))"
)
#: A field of a form that says when something was said.
_ONLY_TIME = later(rf"{_SPACE}*{_TIMES}{_SPACE}*(?=[{BREAKS}]|\Z)")
#: A field of a form that says who speaks below it.
_FIELD = later(
    rf"{_LEAD}(?:speaker|name|sprecher|sprecherin|locuteur|hablante|falante){_SPACE}*:{_SPACE}*"
    rf"(?P<label>{_PLAIN_NAME})(?P<role>){_SPACE}*(?=[{BREAKS}]|\Z)",
    re.IGNORECASE,
)
_TIMED = later(rf"{_TIMES}{_EMPHASIS}\Z")
_VOICE = later(r"<v[.\w]*[ \t]+(?P<label>[^>\n]{1,40})>")
_ENDED = rf"(?:[.?!…。？！؟|—–][\"”’'»)\]}}>*_]*{_SPACE}*|-{_SPACE}+|[\"”»)\]}}>*]{_SPACE}*)"
_BEHIND_SENTENCE = later(rf"{_ENDED}\Z")
_BEHIND_OPENER = later(rf"(//?|[(\[{{<]){_SPACE}*\Z")
_NEW_WITHIN = later(
    rf"(?:{_ENDED}|//|[(\[{{])"
    rf"(?P<label>[^\W_][^{BREAKS}:：.?!\"“”«»…;|\[\](){{}}<>]{{0,29}}?)"
    rf"(?P<role>{_ROLE}){_COLON}(?=\s|<)"
)
_NEW_CODE = later(
    rf"(?<![\w.:/@-])(?P<label>[^\W\d_]{{1,4}}[-#]?\d{{1,4}}|[A-Z]{{2,12}}){_ROLE}{_COLON}(?=\s)"
)
_CLOSING = {"//": "//", "/": "/", "(": ")", "[": "]", "{": "}", "<": ">"}
#: How long an interjection within a turn may be.
_INTERJECTION = 300
#: How many characters before a label tell whether a sentence ends there.
_BEFORE = 40
#: How many words a name has at most.
_WORDS = 4
_CODE = later(r"(?=.*\d)[^\W\d_][\w.#-]{1,7}\Z|[A-Z]{2,4}\Z")
#: Marks behind a name that running text hardly has there.
_SIGNS = frozenset("|>=~→")
#: What stands beside words in running text; any other sign beside a name hardly does.
_ORDINARY = frozenset(".,;:?!…'’\"“”()[-–—/&")


class Sure(IntEnum):
    """How sure it is that somebody begins to speak: likely is what nobody known is called."""

    UNCLEAR = 0
    LIKELY = 1
    READ = 2


@dataclass(frozen=True)
class Opening:
    """Where somebody may begin to speak.

    Args:
        label: as it is written.
        start: where what belongs to the label begins.
        end: where the words begin.
        sure: how sure it is.
        until: where an interjection ends, and who spoke before goes on; 0 if it is none.
    """

    label: str
    start: int
    end: int
    sure: Sure
    until: int = 0


@lru_cache(maxsize=1 << 16)
def comparable(label: str) -> str:
    """A label as it is compared: P03, p-03 and “P 03” are one."""
    letters = unicodedata.normalize("NFC", label.casefold())
    return "".join(one for one in letters if unicodedata.category(one)[0] in "LNM")


def is_code(label: str) -> bool:
    """Whether a label is a code, as P03 or INT are, and no word of speech."""
    return bool(_CODE.match(label))


def is_name(label: str) -> bool:
    """Whether a label could be a name: a few words, none in small letters."""
    words = re.findall(r"[^\s/&,.-]+", label)
    few = any(one.isalpha() for one in label) and len(words) <= _WORDS
    return few and not any(word[0].islower() for word in words)


def openings(text: str, known: Collection[str], settled: Collection[str]) -> list[Opening]:
    """Everything in a text that begins like a turn, in its order.

    Args:
        text: the transcript.
        known: what speakers are called, as it is written.
        settled: the labels of which the study says whose they are; at the start of a line
            and behind a sentence they are read in whatever form they stand.
    """
    sure_of = {comparable(one) for one in settled}
    expected = {comparable(one) for one in known} | sure_of
    starts = [*_at_lines(text, expected, sure_of), *_voices(text, expected)]
    spelled = {
        *known,
        *settled,
        *(one.label for one in starts if comparable(one.label) in expected),
    }
    written = set(_RUN.findall(text))
    # Of a thousand participants few stand in one text, and a pattern of them all is slow.
    spelled = {one for one in spelled if _first_run(one) in written}
    at_lines = _known_at_lines(text, spelled)
    within = [
        *_in_strange_forms(text, at_lines),
        *_in_one_form(text, [] if any(one.sure is Sure.READ for one in starts) else at_lines),
        *_known_within(text, spelled, sure_of),
        *_new_within(text, expected),
    ]
    found: list[Opening] = []
    for one in sorted([*starts, *within], key=lambda one: (one.start, one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
        elif one.sure >= found[-1].sure:
            found[-1] = one
    return found


@lru_cache(maxsize=1 << 16)
def _first_run(label: str) -> str | None:
    """The letters and digits with which a label begins, as far as they go together."""
    run = _RUN.search(label)
    return run[0] if run else None


def _at_lines(text: str, expected: Collection[str], settled: Collection[str]) -> Iterator[Opening]:
    """Labels at the start of lines; new names in rare forms only beside known ones in the same."""
    forms: set[str] = set()
    doubtful: list[tuple[str, Opening]] = []
    for line in _LINE.finditer(text):
        found = _at_line(text, line.start(), expected, settled)
        if found is None:
            continue
        form, one = found
        if not form or comparable(one.label) in expected:
            forms.add(form)
            yield one
        else:
            doubtful.append(found)
    yield from (one for form, one in doubtful if form in forms)


def _at_line(
    text: str, line: int, expected: Collection[str], settled: Collection[str]
) -> tuple[str, Opening] | None:
    """What a line begins with, and its form if that is a rare one."""
    for pattern, judge in _JUDGED.items():
        if match := pattern.match(text, line):
            sure = judge(text, match, expected)
            if sure is not None:
                return "", _opening(match, expected, sure)
    match = None if _IN_BRACKETS.match(text, line) else _OTHERWISE.match(text, line)
    if match is None:
        return None
    one = _opening(match, expected, Sure.READ)
    is_known = comparable(one.label) in expected
    rare = (match["rare"] or "").strip()
    if not any(sign.isalpha() for sign in one.label):
        return None
    if (rare == "." and not is_code(one.label)) or not (is_known or is_name(one.label)):
        return None
    form = rare or ("alone" if match["clear"] is None and not _TIMED.search(match["role"]) else "")
    if is_known and (not rare or comparable(one.label) in settled):
        return form, one
    sure = Sure.UNCLEAR if form else Sure.LIKELY
    plain = is_code(one.label) or form in _SIGNS or (form == "alone" and _stands_out(text, match))
    return "" if plain else form, replace(one, sure=sure)


def _stands_out(text: str, match: re.Match[str]) -> bool:
    """Whether a name alone on its line has a time or a mark of headings before it, or stands apart.

    The last word of a wrapped paragraph has its line to itself as well.
    """
    lead, above = text[match.start() : match.start("label")], text[: match.start()][-_BEFORE:]
    if "#" in lead or _TIMED.search(lead.rstrip()):
        return True
    below_words = re.search(rf"\S{_SPACE}*(?:\r\n|[{BREAKS}])\Z", above)
    return not below_words and match["label"][-1].isalnum()


def _opening(match: re.Match[str], expected: Collection[str], sure: Sure) -> Opening:
    """A label as it is known, be it with what stands behind it; or else without."""
    spellings = (match["label"], match["label"] + match["role"])
    label = next((one for one in spellings if comparable(one) in expected), match["label"])
    return Opening(label.strip(), match.start(), match.end(), sure)


def _sure_of_colon(text: str, match: re.Match[str], expected: Collection[str]) -> Sure | None:
    """How sure a label before a colon is; None if it is none."""
    label = _opening(match, expected, Sure.READ).label
    if comparable(label) in expected:
        return Sure.READ
    following = text[match.end() : match.end() + 1]
    if not any(one.isalpha() for one in label) or _ONLY_TIME.match(text, match.end()):
        return None
    # A wide colon has its space within.
    if not following or following.isspace() or following == "<" or match[0][-1] == "：":
        is_new = is_name(label) and not _names_somebody_else(label, expected)
        return Sure.LIKELY if is_new else Sure.UNCLEAR
    return Sure.UNCLEAR if following.isalpha() and is_name(label) else None


def _names_somebody_else(label: str, expected: Collection[str]) -> bool:
    """Whether a label is somebody's with more words: “Mara/Participant”, “Mara and Noel”."""
    words = re.findall(r"[^\W_]+", label)
    known = [one for one in words if len(one) > 1 and comparable(one) in expected]
    return bool(known) and any(one.isalpha() and one not in known for one in words)


def _sure_of_brackets(text: str, match: re.Match[str], expected: Collection[str]) -> Sure | None:
    """How sure a label in brackets is; a wrapped line may begin with a name that was replaced."""
    following = text[match.end() : match.end() + _INTERJECTION].lstrip()[:1]
    label = match["label"]
    if comparable(label) in expected:
        wrapped = following.islower() and re.search(r"\S\s?\Z", text[: match.start()][-_BEFORE:])
        return Sure.UNCLEAR if wrapped and not match["colon"] else Sure.READ
    if match["colon"]:
        return Sure.LIKELY if is_name(label) else Sure.UNCLEAR
    is_sound = label[0].islower() or not label[0].isalpha() or following.islower()
    return None if is_sound or not following else Sure.UNCLEAR


def _sure_of_field(text: str, match: re.Match[str], expected: Collection[str]) -> Sure | None:
    """How sure the name in a field for names is."""
    if comparable(match["label"]) in expected:
        return Sure.READ
    return Sure.LIKELY if text and is_name(match["label"]) else None


#: How sure what each form finds is, the plainest forms first.
_JUDGED = {_FIELD: _sure_of_field, _WITH_COLON: _sure_of_colon, _IN_BRACKETS: _sure_of_brackets}


def _voices(text: str, expected: Collection[str]) -> Iterator[Opening]:
    """The voice tags of captions, wherever they stand."""
    for match in _VOICE.finditer(text):
        label = match["label"].strip()
        sure = Sure.READ if comparable(label) in expected else Sure.LIKELY
        yield Opening(label, match.start(), match.end(), sure)


def _in_one_form(text: str, found: list[Opening]) -> list[Opening]:
    """Known labels in a form that nobody foresaw, where all of a text stand in it.

    Several people begin lines so, and one of them again: that is how this text names them.
    """
    forms = [_form_of(text, one) for one in found]
    people: dict[str, set[str]] = {}
    for form, one in zip(forms, found, strict=True):
        people.setdefault(form, set()).add(comparable(one.label))
    return [
        replace(one, sure=Sure.READ)
        for form, one in zip(forms, found, strict=True)
        if 1 < len(people[form]) < forms.count(form) and _TELLING.search(form)
    ]


#: What parts a label from words and is no mark of sentences; white space of several signs does.
_TELLING = later(r"[^\s\w\0.,;:'’\"“”!?()]|;|\s{2}")


def _form_of(text: str, one: Opening) -> str:
    """What stands around a label, whoever it is and whatever the time."""
    around = text[one.start : one.end].replace(one.label, "\0", 1)
    return re.sub(r"[^\S ]", "  ", re.sub(r"\d+", "0", around))


def _known_at_lines(text: str, spelled: Collection[str]) -> list[Opening]:
    """Lines that begin with a known label, in whatever form."""
    names = _any_of(spelled)
    pattern = re.compile(
        rf"{_START}(?:{_TIMES}|[^\w{BREAKS}])*(?P<label>{names})(?![\w'’])[^\w{BREAKS}]*"
    )
    return [
        Opening(match["label"], match.start(), match.end(), Sure.UNCLEAR)
        for match in (pattern.finditer(text) if names else ())
    ]


def _in_strange_forms(text: str, found: list[Opening]) -> Iterator[Opening]:
    """Those among known labels at lines that are hardly words of speech, and not read."""
    for one in found:
        before, _, after = text[one.start : one.end].partition(one.label)
        beside = {before[-1:], after[:1]} - {""}
        is_strange = any(
            unicodedata.category(sign)[0] in "PS" and sign not in _ORDINARY for sign in beside
        )
        goes_on = after.isspace() and text[one.end : one.end + 1].islower()
        if is_strange or (is_code(one.label) and not goes_on):
            yield one


def _any_of(spelled: Collection[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(spelled, key=len, reverse=True))


def _known_within(
    text: str, spelled: Collection[str], settled: Collection[str]
) -> Iterator[Opening]:
    """Known labels wherever they stand: read behind the end of a sentence, unclear elsewhere."""
    names = _any_of(spelled)
    pattern = re.compile(
        rf"(?<![\w@])(?P<label>{names}){_ROLE}(?:(?P<colon>{_COLON})"
        rf"|(?P<close>[\])}}>])|(?P<rare>{_SPACE}*[;\t]|{_SPACE}+[-–—]{_SPACE}))"
    )
    for match in pattern.finditer(text) if names else ():
        label, start, end = match["label"], match.start(), match.end()
        before = text[max(start - _BEFORE, 0) : start]
        opener = _BEHIND_OPENER.search(before)
        until = _closed(text, end, opener[1]) if opener and match["colon"] else 0
        ended = bool(_BEHIND_SENTENCE.search(before[: opener.start()] if opener else before))
        if match["colon"] is not None and not (ended or until):
            # "… when I told Dana: go home" is no turn of Dana's, nor surely anybody's.
            phrase = re.split(rf"[{BREAKS}.?!…]", before)[-1].split()[1 - _WORDS :]
            yield Opening(" ".join([*phrase, label]), start, end, Sure.UNCLEAR)
        elif match["colon"] is not None:
            yield Opening(label, start, end, Sure.READ, until)
        elif ended and (is_code(label) or comparable(label) in settled):
            lower = text[end : end + _BEFORE].lstrip()[:1].islower()
            read = (match["close"] and opener and not lower) or comparable(label) in settled
            yield Opening(label, start, end, Sure.READ if read else Sure.UNCLEAR)
        elif match["close"] and opener and opener[1] in "<{":
            yield Opening(label, start, end, Sure.UNCLEAR)


def _new_within(text: str, expected: Collection[str]) -> Iterator[Opening]:
    """Names that nobody has, or that are spelled in another case, with a colon, within a line."""
    for match in at_colons(_NEW_WITHIN, text):
        label, start = match["label"], match.start("label")
        is_known = comparable(label) in expected
        if is_known or is_name(label):
            opener = _BEHIND_OPENER.search(text[max(start - _BEFORE, 0) : start])
            until = _closed(text, match.end(), opener[1]) if opener else 0
            sure = Sure.READ if is_known else Sure.LIKELY
            yield Opening(label, start, match.end(), sure, until)
    for match in at_colons(_NEW_CODE, text):
        if comparable(match["label"]) not in expected:
            yield Opening(match["label"], match.start(), match.end(), Sure.UNCLEAR)


def _closed(text: str, place: int, opener: str) -> int:
    """Where what was opened before an interjection is closed again; 0 if it is not."""
    closing = text.find(_CLOSING[opener], place, place + _INTERJECTION)
    return 0 if closing < 0 else closing + len(_CLOSING[opener])
