"""The parts of which labels of speakers are made, as patterns: times, marks, roles, colons."""

from __future__ import annotations

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import BREAKS

#: What stands before names, with a point.
TITLES: tuple[str, ...] = tuple(beside(__file__, "sources.toml")["titles"])
#: With what a name begins that has points: Dr. J. Quill.
BEGUN = rf"(?:(?:{'|'.join(TITLES)}|[A-Z])\. ?){{0,3}}"
SPACE = rf"[^\S{BREAKS}]"
#: Of Teams with one digit each: 0:0:5.120.
TIME = r"(?:\d{1,3}(?::\d\d){1,2}(?:[.,:;]\d{1,3})?|\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,3})"
#: Never taken apart again: what has many of them would be read in as many ways.
TIMES = (
    rf"(?>#{TIME}-\d#|[\[(][\d:.,]+[\])]"
    rf"|[\[(<{{#]?{TIME}(?:{SPACE}*(?:-->|[-–—]){SPACE}*{TIME})?[\])>}}#]?)"
)
#: A day with its time, as chats and programs write it.
_STAMP = (
    rf"[\[(]?\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}(?:,?{SPACE}+|T){TIME}"
    rf"(?:{SPACE}?[AaPp]\.?[Mm]\.?|Z)?[\])]?"
)
#: What may stand before a label: marks of lists, headings, emphasis, direction; numbers, times.
LEAD = (
    rf"(?:{SPACE}|{_STAMP}|{TIMES},?|[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    rf"|[-*_•·#>|+~=«»\"“„'‘\\]|L?\d{{1,4}}(?:\.\d{{1,3}})*[.)]?(?={SPACE})"
    r"|</?(?:b|i|u|p|em|strong|br|li|td|tr|div|span)\b[^>\n]{0,40}>){0,40}"
)
EMPHASIS = r"(?:[*_\"”’»]{1,3}|</\w{1,6}>)?"
#: What may stand between a label and its mark: a role, a time.
ROLE = rf"(?:{SPACE}*(?:\([^(){BREAKS}]{{1,40}}\)|\[[^\[\]{BREAKS}]{{1,40}}\]|{TIMES}))*"
COLON = rf"{EMPHASIS}{SPACE}*[:：]+{EMPHASIS}"
ENDED = rf"(?:[.?!…。？！؟|—–][\"”’'»)\]}}>*_]*{SPACE}*|-{SPACE}+|[\"”»)\]}}>*]{SPACE}*)"
BEHIND_SENTENCE = later(rf"{ENDED}\Z")
BEHIND_OPENER = later(rf"(//?|[(\[{{<]){SPACE}*\Z")
#: How long an interjection within a turn may be.
INTERJECTION = 300
#: How many characters before a label tell whether a sentence ends there.
BEFORE = 40
