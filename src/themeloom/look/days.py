"""Days in the words of a language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside

if TYPE_CHECKING:
    import datetime as dt

    from babel import Locale

#: Quarto's names for ways to write a day, those of Babel among them.
NAMED = ("full", "long", "medium", "short")
#: What the parts of a day are called in patterns.
_CALLED: dict[str, dict[str, str]] = beside(__file__, "days.toml")
_PARTS = "Do|" + "|".join(_CALLED["unicode"])
_TOKEN = later(
    rf"\[(?P<literal>[^\]]*)\]|(?P<token>{_PARTS})(?=(?:{_PARTS})*(?![A-Za-z]))|(?P<odd>[A-Za-z]+)"
)
#: Which of day, month and year each letter shows.
_SHOWS = {"Y": "Y", "Q": "M", "M": "M", "D": "D", "d": "D", "w": "D"}


def in_language(day: dt.date, language: str, form: str = "long") -> str:
    """A day in words: 12 November 2026 in British English, November 12, 2026 in American.

    Args:
        day: any day.
        language: a tag such as en-GB; English where its words are unknown.
        form: as Quarto's `date-format`: `full`, `long`, `medium`, `short`, `iso`, or a pattern
            such as `D MMMM YYYY`, in which what stands within brackets stays.

    Raises:
        ValueError: for a pattern that holds what is no part of a day.
    """
    from babel.dates import format_date

    if form == "iso":
        return day.isoformat()
    locale = _locale(language)
    if form in NAMED:
        return str(format_date(day, form, locale))
    alone = "D" not in parts_of(form)
    return _TOKEN.sub(lambda match: _part(match, day, locale, alone=alone), form)


def parts_of(form: str) -> set[str]:
    """What a way to write a day shows of it: the letters D, M and Y of its parts."""
    if form in {*NAMED, "iso"}:
        return {"D", "M", "Y"}
    letters = "".join(match["token"] or "" for match in _TOKEN.finditer(form))
    return {_SHOWS[letter] for letter in letters if letter in _SHOWS}


def without_percent(form: str) -> str:
    """A pattern of C or R (`%d %B %Y`) as Quarto reads one."""
    return re.sub(r"%-?\w?", lambda match: _CALLED["c"].get(match[0], ""), form).strip()


def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def _part(match: re.Match[str], day: dt.date, locale: Locale, *, alone: bool) -> str:
    """A part of a pattern in words; the name of a month is another where it stands alone."""
    from babel.dates import format_date

    named = match["token"]
    if match["literal"] is not None:
        return match["literal"]
    if named == "Do" and locale.language == "en":
        return str(day.day) + _ending(day.day)
    if named not in _CALLED["unicode"]:
        raise ValueError(match[0])
    pattern = _CALLED["unicode"][named].replace("M", "L" if alone else "M")
    return str(format_date(day, pattern, locale))


def _ending(number: int) -> str:
    """What English writes behind a number of days: 1st, 2nd, 3rd, 4th, 11th."""
    if number in range(11, 14):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
