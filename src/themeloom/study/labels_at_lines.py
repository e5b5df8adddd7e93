"""Labels at the start of lines, in the forms in which other tools write them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import BREAKS
from themeloom.study.label_forms import (
    BEFORE,
    BEGUN,
    COLON,
    EMPHASIS,
    INTERJECTION,
    LEAD,
    ROLE,
    SPACE,
    TIME,
    TIMES,
    TITLES,
)
from themeloom.study.label_heads import heads_of_turns
from themeloom.study.labels import Opening, Sure, comparable, is_code, is_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_DATA = beside(__file__, "sources.toml")
_NAME = rf"[^\W_][^{BREAKS}:：?!\"“”«»…]{{0,39}}?"
_PLAIN_NAME = rf"[^\W_][^{BREAKS}:：?!\"“”«»…\t;|\[\](){{}}<>]{{0,39}}?"
_WITH_COLON = later(rf"{LEAD}(?P<label>{_NAME})(?P<role>{EMPHASIS}{ROLE}){COLON}")
#: Who writes in a chat, and to whom: From Mara Finch to Everyone.
_CHAT = later(
    rf"{LEAD}(?:{'|'.join(_DATA['chat_from'])}){SPACE}+(?P<label>{_NAME})"
    rf"(?P<role>(?:{SPACE}+(?:{'|'.join(_DATA['chat_to'])}){SPACE}+[^{BREAKS}:：]{{1,60}})?){COLON}"
)
_IN_BRACKETS = later(
    rf"{LEAD}[\[({{<（［｛＜【](?P<label>(?=\d*[^\W\d_]){_PLAIN_NAME})"
    rf"(?P<role>(?:,?{SPACE}*(?:{TIME}|\([^(){BREAKS}]{{1,40}}\)))?)\\?[\])}}>）］｝＞】]"
    rf"(?P<colon>{EMPHASIS}{ROLE}{SPACE}*[:：]|{SPACE}+{TIMES})?"
)
#: The end of a time in brackets, or of one that f4 writes.
_LAST_DIGITS = (r":\d\d", r"[.,-]\d", r"[.,]\d\d", r"[.,]\d{3}")
_TIME_BEFORE = "|".join(rf"(?<={digits}[\])>}}#])" for digits in _LAST_DIGITS)
_NOT_ABBREVIATED = "".join(rf"(?<!\b{one})" for one in ("[A-Z]", *TITLES))
_OTHERWISE = later(
    rf"{LEAD}(?P<label>{_PLAIN_NAME})(?P<role>{EMPHASIS}{ROLE}){EMPHASIS}"
    rf"(?:(?P<alone>{SPACE}*(?=[{BREAKS}]|\Z))|(?P<clear> *\t"
    rf"|(?:(?<=:\d\d)|{_TIME_BEFORE}){SPACE})"
    rf"|(?P<rare>{SPACE}*[;|>=~→/]|{SPACE}+[-–—]{SPACE}|{_NOT_ABBREVIATED}[.)]{SPACE}))"
)
#: Fields of a form that say when something was said.
_TIME_FIELDS = frozenset(_DATA["times"])
#: “Interviewer  2:12” is no second interviewer.
_ENDS_IN_TIME, _MINUTES = later(r".*\s\d{1,3}\Z"), later(r"\d\d(?!\d)")
_ONLY_TIME = later(rf"{SPACE}*{TIMES}{SPACE}*(?=[{BREAKS}]|\Z)")
_FIELDS = _DATA["fields"]
#: A field of a form that says who speaks below it.
_FIELD = later(
    rf"{LEAD}(?:{'|'.join(_FIELDS)}){SPACE}*:{SPACE}*"
    rf"(?P<label>{_PLAIN_NAME})(?P<role>){SPACE}*(?=[{BREAKS}]|\Z)",
    re.IGNORECASE,
)
_BLANK_LINE = later(rf"{SPACE}*(?=[{BREAKS}]|\Z)")
_TIMES_BEHIND = later(rf"(?:{SPACE}*{TIMES})+\Z")
_TIMED = later(rf"{TIMES}[*_\s–—-]*{EMPHASIS}\Z")
#: What stands before a known label, and behind one, in whatever form it is.
_BEFORE_ANY = later(rf"(?:{TIMES}|\d{{1,4}}(?!\w)|[^\w{BREAKS}])*")
_AFTER_ANY = later(rf"(?![\w'’])[^\w{BREAKS}]*")
#: How far into a line a label goes that is only compared with the others.
_HEAD = 60
#: A label of fewer letters is an initial.
_MANY_LETTERS = 3
#: Marks behind a name that running text hardly has there.
_SIGNS = frozenset("|>=~→")
#: A sentence of a word or two, and no initial of a name.
_SENTENCE = later(r"\w\w\.\Z")
#: The form of a name that has its line to itself.
_ALONE = "alone"
#: What stands beside words in running text; any other sign beside a name hardly does.
_ORDINARY = frozenset(".,;:?!…'’\"“”()[-–—/&")
#: What parts a label from words and is no mark of sentences; white space of several signs does,
#: and so does a time.
_TELLING = later(r"[^\s\w\0.,;:'’\"“”!?()]|;|\s{2}|0:0")
#: A name in the place of a known label: a word of running text may stand there as well.
_ANY_NAME = rf"(?P<label>{BEGUN}[^\W\d_][^{BREAKS}:：.?!\"“”«»…\t;|\[\](){{}}<>「」]{{0,39}}?)"


def at_lines(
    text: str,
    lines: Sequence[tuple[int, int]],
    expected: Collection[str],
    settled: Collection[str],
) -> Iterator[Opening]:
    """Labels at the start of lines; new names in rare forms only beside known ones in the same.

    Args:
        text: the transcript.
        lines: where its lines are that have anything on them.
        expected: what speakers are called, in comparable form.
        settled: the labels of which the study says whose they are, in comparable form.
    """
    forms: set[str] = set()
    doubtful: list[tuple[str, Opening]] = []
    # Most turns begin with what another began with.
    known: dict[str, str] = {}
    heads, are_all = heads_of_turns(text, lines)
    for start, end in lines:
        colon = text.find(":", start, min(start + _HEAD, end)) + 1
        head = text[start:colon] if text[colon : colon + 1] == " " else ""
        if head in known:
            yield Opening(known[head], start, colon, Sure.READ)
            continue
        found = _at_line(text, start, end, expected, settled)
        if found is None:
            continue
        form, one = found
        if one.sure is Sure.UNCLEAR and start in heads:
            found = form, one = "", one._replace(sure=Sure.LIKELY)
        elif one.sure is Sure.UNCLEAR and are_all and _ends_with_name(text, one):
            continue
        if not form or comparable(one.label) in expected:
            forms.add(form)
            is_field = comparable(one.label) in _FIELDS
            if head and one.sure is Sure.READ and one.end == colon and not is_field:
                known[head] = one.label
            yield one
        else:
            doubtful.append(found)
    yield from (one for form, one in doubtful if form in forms)


def _at_line(
    text: str, line: int, end: int, expected: Collection[str], settled: Collection[str]
) -> tuple[str, Opening] | None:
    """What a line begins with, and its form if that is a rare one."""
    has_colon = text.find(":", line, end) >= 0 or text.find("：", line, end) >= 0
    for pattern, judge in _JUDGED if has_colon else _WITHOUT_COLON:
        if match := pattern.match(text, line):
            sure = judge(text, match, expected)
            if sure is not None:
                is_read = pattern is _IN_BRACKETS and sure is Sure.READ
                form = _form_in_brackets(text, match) if is_read else ""
                return form, _opening(match, expected, sure)
    if match := _IN_BRACKETS.match(text, line):
        # A sound that is described, unless known people stand in the same form.
        one = _opening(match, expected, Sure.UNCLEAR)
        return (_form_in_brackets(text, match), one) if is_name(one.label) else None
    match = _OTHERWISE.match(text, line)
    return _otherwise(text, match, expected, settled) if match else None


def _otherwise(
    text: str, match: re.Match[str], expected: Collection[str], settled: Collection[str]
) -> tuple[str, Opening] | None:
    """A label that has neither a colon nor brackets, and its form if that is a rare one."""
    one = _opening(match, expected, Sure.READ)
    is_known = comparable(one.label) in expected
    rare = (match["rare"] or "").strip()
    if not any(sign.isalpha() for sign in one.label):
        return None
    if (rare == "." and not is_code(one.label)) or not (is_known or is_name(one.label)):
        return None
    is_timed = match["clear"] is not None or _TIMED.search(match["role"])
    form = rare or ("" if is_timed else _ALONE)
    if form == _ALONE and not is_known and _SENTENCE.search(one.label):
        return None
    if is_known and (not rare or comparable(one.label) in settled):
        return form, one
    sure = Sure.UNCLEAR if form else Sure.LIKELY
    plain = is_code(one.label) or form in _SIGNS or (form == _ALONE and _stands_out(text, match))
    return "" if plain else form, one._replace(sure=sure)


def _ends_with_name(text: str, one: Opening) -> bool:
    """Whether nothing stands between a name and the end of its line."""
    return text[one.start : one.end].rstrip().endswith(one.label)


def _form_in_brackets(text: str, match: re.Match[str]) -> str:
    """Whether a label in brackets has its line to itself."""
    return "[" if _BLANK_LINE.match(text, match.end()) else "[ "


def _stands_out(text: str, match: re.Match[str]) -> bool:
    """Whether a name alone on its line has a time or a mark of headings before it, or stands apart.

    The last word of a wrapped paragraph has its line to itself as well.
    """
    lead, above = text[match.start() : match.start("label")], text[: match.start()][-BEFORE:]
    if "#" in lead or _TIMED.search(lead.rstrip()):
        return True
    below_words = re.search(rf"\S{SPACE}*(?:\r\n|[{BREAKS}])\Z", above)
    return not below_words and match["label"][-1].isalnum()


def _opening(match: re.Match[str], expected: Collection[str], sure: Sure) -> Opening:
    """A label as it is known, be it with what stands behind it; or else without."""
    with_role = match["label"] + match["role"]
    spellings = (match["label"], with_role, _TIMES_BEHIND.sub("", with_role))
    known = (one for one in (*spellings, _called(match)) if comparable(one) in expected)
    label = next(known, match["label"])
    return Opening(label.strip(), match.start(), match.end(), sure)


def _called(match: re.Match[str]) -> str:
    """The name in a label that says what somebody is, each time: “Mara, tenant”, “P1, F, 45”.

    “Mara, listen: no” is said once, “Mara, Olga” are two, and “I, too, left.” is a sentence.
    """
    name, _, what = match["label"].partition(",") if "," in match["label"] else ("", "", "")
    words = re.sub(r"(?<!\w)[^\W\d_A-Z]\w*", "", what)
    is_role = not (_SENTENCE.search(what) or re.search(r"[^\W\d_][^\W\d_]{2}", words))
    text, again = match.string, is_role and name
    often = text.count(f"\n{match[0]}") + text.startswith(match[0]) if again else 0
    return name if often > 1 else ""


def _sure_of_colon(text: str, match: re.Match[str], expected: Collection[str]) -> Sure | None:
    """How sure a label before a colon is; None if it is none."""
    label = _opening(match, expected, Sure.READ).label
    if _ENDS_IN_TIME.match(label) and _MINUTES.match(text, match.end()):
        return None
    if comparable(label) in expected:
        return Sure.READ
    following = text[match.end() : match.end() + 1]
    tells_time = _ONLY_TIME.match(text, match.end()) and (
        label.casefold() in _TIME_FIELDS or not is_name(label)
    )
    if not any(one.isalpha() for one in label) or tells_time:
        return None
    # A wide colon has its space within.
    if not following or following.isspace() or following in "<-–—" or match[0][-1] == "：":
        is_new = is_name(label) and not _names_somebody_else(label, expected)
        return Sure.LIKELY if is_new else Sure.UNCLEAR
    return Sure.UNCLEAR if following.isalpha() and is_name(label) else None


def _sure_of_chat(text: str, match: re.Match[str], expected: Collection[str]) -> Sure | None:
    """How sure it is who writes in a chat: a line of it begins with a time."""
    is_timed = ":" in text[match.start() : match.start("label")]
    return _sure_of_colon(text, match, expected) if is_timed else None


def _names_somebody_else(label: str, expected: Collection[str]) -> bool:
    """Whether a label is somebody's with more words: “Mara/Participant”, “Mara and Noel”."""
    words = re.findall(r"[^\W_]+", label)
    known = [one for one in words if len(one) > 1 and comparable(one) in expected]
    return bool(known) and any(one.isalpha() and one not in known for one in words)


def _sure_of_brackets(text: str, match: re.Match[str], expected: Collection[str]) -> Sure | None:
    """How sure a label in brackets is; a wrapped line may begin with a name that was replaced."""
    following = text[match.end() : match.end() + INTERJECTION].lstrip()[:1]
    label = match["label"]
    if comparable(label) in expected:
        wrapped = following.islower() and re.search(r"\S\s?\Z", text[: match.start()][-BEFORE:])
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
_WITHOUT_COLON = ((_IN_BRACKETS, _sure_of_brackets),)
_JUDGED = (
    (_FIELD, _sure_of_field),
    (_CHAT, _sure_of_chat),
    (_WITH_COLON, _sure_of_colon),
    *_WITHOUT_COLON,
)


def known_at_lines(
    text: str, lines: Sequence[tuple[int, int]], names: re.Pattern[str]
) -> Iterator[Opening]:
    """Lines that begin with a known label, in whatever form.

    Args:
        text: the transcript.
        lines: where its lines are that have anything on them.
        names: finds a known label.
    """
    for start, _ in lines:
        before = _BEFORE_ANY.match(text, start)
        if before and (label := names.match(text, before.end())):
            after = _AFTER_ANY.match(text, label.end())
            if after:
                yield Opening(label[0], start, after.end(), Sure.UNCLEAR)


def in_one_form(text: str, lines: Sequence[tuple[int, int]], found: list[Opening]) -> list[Opening]:
    """Known labels in a form that nobody foresaw, where all of a text stand in it.

    Several people begin lines so, and one of them again: that is how this text names them.
    Whatever else stands in that form is unclear, for somebody unknown may speak there.
    """
    forms = [_form_of(text, one) for one in found]
    people: dict[str, set[str]] = {}
    for form, one in zip(forms, found, strict=True):
        people.setdefault(form, set()).add(comparable(one.label))
    told = {one for one in people if 1 < len(people[one]) < forms.count(one)}
    told = {one for one in told if _TELLING.search(one) or _is_initial(one, people[one])}
    known = {one.start for one in found}
    unread = [start for start, _ in lines if start not in known]
    others = [
        Opening(match["label"].strip(), match.start(), match.end(), Sure.UNCLEAR)
        for form in map(_in_form, told)
        for match in (form.match(text, start) for start in unread)
        if match and is_name(match["label"].strip())
    ]
    read = [
        one._replace(sure=Sure.READ) for form, one in zip(forms, found, strict=True) if form in told
    ]
    return read + others


def _is_initial(form: str, people: Collection[str]) -> bool:
    """Whether a form is that of Q. and A., each of which is a letter or two and a point."""
    return form.lstrip().startswith("\0. ") and all(len(one) < _MANY_LETTERS for one in people)


def _in_form(form: str) -> re.Pattern[str]:
    """Finds any name that stands in a form at the beginning of a line."""
    made = {"\0": _ANY_NAME, "0": r"\d+", " ": rf"{SPACE}+"}
    parts = re.findall(r" +|.", form, re.DOTALL)
    return re.compile("".join(made.get(one[0]) or re.escape(one) for one in parts))


def _form_of(text: str, one: Opening) -> str:
    """What stands around a label, whoever it is and whatever the time."""
    around = text[one.start : one.end].replace(one.label, "\0", 1)
    return re.sub(r"[^\S ]", "  ", re.sub(r"\d+", "0", around))


def in_strange_forms(text: str, found: Iterable[Opening]) -> Iterator[Opening]:
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
