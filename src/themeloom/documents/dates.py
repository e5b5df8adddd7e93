"""The day that a document's `date:` means, however its language writes days."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.documents.keys import KNOWN
from themeloom.documents.places import place_of
from themeloom.documents.shortcodes import TOKEN
from themeloom.look.days import in_language, parts_of, without_percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.documents.places import Place

#: For each month its names.
_MONTHS = [names.split() for names in KNOWN["dates"]["months"].splitlines()]
#: What may stand in a date beside its day, month and year.
_FILLING = frozenset(KNOWN["dates"]["beside"].split())
#: Words for which Quarto puts another day at every rendering.
_MOVING = frozenset({"today", "now", "last-modified"})
#: Languages that write the month first, and those of which nobody can tell.
_MONTH_FIRST = frozenset({"en-us"})
_EITHER = frozenset({"", "en", "en-ca", "en-ph", "ja", "ko", "zh"})
_REMEDY = "write it as year-month-day, such as 2026-11-12"
_FORMS = "write full, long, medium, short or iso, or the parts of a day: D MMMM YYYY"
_ISO = later(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:[T ]\d{1,2}:.*)?", re.DOTALL)
_NUMBERS = later(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})")
_PART = later(r"\d+|[^\W\d_]+")


def day_of(metadata: Mapping[str, object], top: Place) -> dict[str, str]:
    """The day of a document's date as metadata, `date-iso`: 2026-11-12, 2026-11 or 2026.

    A day that is written in numbers is shown in the words of the document's language, as Quarto
    shows it; what is in words already stays, unless `date-format` says how it is to be shown.

    Args:
        metadata: that of one output; shortcodes are tokens.
        top: where to point if the date does not know its place.

    Raises:
        ThemeloomError: for a date of which no day, or more than one, can be told, and for a way
            to show it that Quarto has not.
    """
    date, form = metadata.get("date"), metadata.get("date-format")
    if not date or (isinstance(date, str) and TOKEN.search(date)):
        return {}
    place = place_of(date, next(place_of(key, top) for key in metadata if key == "date"))
    try:
        day = _day(date, str(metadata.get("lang") or "").lower())
    except ValueError as error:
        raise place.error(str(error), _REMEDY) from None
    language, numbers = str(metadata.get("lang") or ""), re.fullmatch(r"[\d\s./-]+", str(date))
    if form:
        wanted = next(key for key in metadata if key == "date-format")
        return {"date-iso": day, "date": _shown(day, language, form, place_of(wanted, top))}
    if not (language and numbers and day.count("-") == len("-m-d") // 2):
        return {"date-iso": day}
    return {"date-iso": day, "date": in_language(dt.date.fromisoformat(day), language)}


def _shown(day: str, language: str, form: object, place: Place) -> str:
    """A day as its `date-format` wants it."""
    if not isinstance(form, str):
        raise place.error("date-format: is no text", _FORMS)
    if "%" in form:
        message = f"Quarto reads no % in a way to write a day, such as “{form}”"
        raise place.error(message, f"write date-format: {without_percent(form)}")
    known = dict(zip("YMD", day.split("-"), strict=False))
    if lacking := parts_of(form) - known.keys():
        what = "a day" if "D" in lacking else "a month"
        message = f"date-format: {form} shows {what}, and date: names none"
        raise place.error(message, f"write date: as year-month-day, or take {what} out of it")
    whole = (known.get(one, "01") for one in "YMD")
    try:
        return in_language(dt.date.fromisoformat("-".join(whole)), language or "en", form)
    except ValueError as error:
        message = f"“{error}” in date-format: {form} is no part of a day in this language"
        raise place.error(message, f"{_FORMS}; [words] within brackets stay") from None


def _day(date: object, language: str) -> str:
    if isinstance(date, bool) or not isinstance(date, str | int):
        raise ValueError("date: is not a day")  # noqa: TRY004 - told like the others
    text = " ".join(str(date).split())
    if isinstance(date, int) and len(text) != len("2026"):
        raise ValueError(f"YAML reads the date as the number {text}")
    if text.lower() in _MOVING:
        raise ValueError(f"the date “{text}” would be another day at every rendering")
    iso, numbers = _ISO.fullmatch(text), _NUMBERS.fullmatch(text)
    if iso:
        return _written(text, *(int(part) for part in iso.groups() if part))
    if numbers:
        first, _, second, year = numbers.groups()
        return _written(text, int(year), *_ordered(text, (int(first), int(second)), language))
    return _written(text, *_in_words(text))


def _ordered(text: str, numbers: tuple[int, int], language: str) -> tuple[int, int]:
    """Month and day, of two numbers in the order of a language."""
    first, second = numbers
    day_first, month_first = (second, first), (first, second)
    if first == second or second > len(_MONTHS):
        return month_first
    if first > len(_MONTHS):
        return day_first
    if language in _EITHER:
        said = f"in the language {language}" if language else "where no lang: is given"
        raise ValueError(f"the date “{text}” can be two days {said}: day or month may come first")
    return month_first if language in _MONTH_FIRST else day_first


def _in_words(text: str) -> Sequence[int]:
    """Year, month and day, of a date whose month is a word."""
    parts = [part for part in _PART.findall(text.lower()) if part not in _FILLING]
    words = [part for part in parts if not part.isdecimal()]
    years = [int(part) for part in parts if part.isdecimal() and len(part) == len("2026")]
    days = [int(part) for part in parts if part.isdecimal() and len(part) <= len("12")]
    months = [_months(word) for word in words]
    told = len(years) == len(months) == 1 and len(days) <= 1 and len(parts) <= len("dmy")
    if not told or len(months[0]) != 1:
        raise ValueError(f"the date “{text}” is no day that can be told")
    return [*years, *months[0], *days]


def _months(word: str) -> list[int]:
    """The months that a word may stand for; three letters are enough where they are one's."""
    if len(word) < len("Jan"):
        return []
    return [
        number
        for number, names in enumerate(_MONTHS, 1)
        if any(name.startswith(word) for name in names)
    ]


def _written(text: str, year: int, month: int | None = None, day: int | None = None) -> str:
    try:
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(f"there is no day “{text}”") from None
    parts = (f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None))
    return "-".join(parts)
