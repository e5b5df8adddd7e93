"""Numbers as words, in the language of the study."""

from __future__ import annotations


def in_words(number: int, language: str) -> str:
    """A whole number as a word: 5 → five.

    Args:
        number: any whole number.
        language: a language tag such as en-GB; English where the language is unknown.
    """
    from num2words import num2words

    try:
        return str(num2words(number, lang=language.replace("-", "_")))
    except NotImplementedError:
        return str(num2words(number, lang="en"))


def in_style(number: int, words_below: int, language: str) -> str:
    """A number in the house style: as a word below `words_below`, else in figures."""
    return in_words(number, language) if 0 <= number < words_below else str(number)
