"""Days in the words of a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


def in_language(day: dt.date, language: str) -> str:
    """A day in words: 12 November 2026 in British English, November 12, 2026 in American.

    Args:
        day: any day.
        language: a tag such as en-GB; English where its words are unknown.
    """
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en", "GB")
    return str(format_date(day, "long", locale))
