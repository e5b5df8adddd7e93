"""Numbers as people write them: figures, words, dozens, halves, percentages, `(n = 6)`."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.nested import grouped
from themeloom.deriving import said as in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATA: dict[str, dict[str, Any]] = beside(__file__, "numerals.toml")
_PERCENT = 100


class Numeral(msgspec.Struct, frozen=True):
    """A number in a text.

    Args:
        start: where it begins.
        end: where it ends.
        number: how many; of a share, so many of a hundred parts.
        is_share: whether it is a part of a whole.
        decimals: how many decimals a percentage has; -1 for a half, a third and the like.
        is_ordinal: whether it is one of them, such as the fifth.
    """

    start: int
    end: int
    number: Fraction
    is_share: bool = False
    decimals: int = 0
    is_ordinal: bool = False

    def counts(self, whole: int) -> list[int]:
        """How many of a whole it can be: one number, or all that round to the percentage."""
        if not self.is_share:
            return [int(self.number)]
        if self.decimals < 0:
            exact = self.number * whole / _PERCENT
            return [int(exact)] if exact.denominator == 1 else []
        half = Fraction(1, 2 * 10**self.decimals)
        parts = ((one, Fraction(_PERCENT * one, whole)) for one in range(whole + 1))
        return [one for one, part in parts if abs(part - self.number) <= half]


def of_language(language: str) -> dict[str, Any]:
    """The words about numbers of a language; those of English where it is not known."""
    return _DATA.get(language.partition("-")[0].casefold(), _DATA["en"])


@cache
def _words(language: str) -> Mapping[str, Fraction]:
    """Numbers in words, and what stands for one."""
    numbers = range(1, in_language.LARGEST + 1)
    named = ((in_language.in_words(n, language), n) for n in numbers)
    said = {form: Fraction(n) for word, n in named for form in (word.lower(), word.casefold())}
    spaced = {word.replace("-", " "): number for word, number in said.items()}
    more = {word: Fraction(n) for word, n in of_language(language)["more"].items()}
    return {**spaced, **said, **more}


@cache
def _shares(language: str) -> Mapping[str, Fraction]:
    return {word: Fraction(part) for word, part in of_language(language)["shares"].items()}


@cache
def _by_first(language: str) -> Mapping[str, tuple[str, ...]]:
    """All that is said in words, the longest first, by the first word of it."""
    longest = sorted({**_words(language), **_shares(language)}, key=len, reverse=True)
    found = grouped((_FIRST.findall(word)[0], word) for word in longest)
    return {first: tuple(words) for first, words in found.items()}


#: Where a number may begin: figures, or the first of its words.
_FIRST = later(r"(?<![\w.,/-])(?:\d|[^\W\d_]+)")
_PERCENTAGE = later(r"\d{1,3}(?:[.,]\d{1,9})?(?!\d)")
_FIGURES = later(r"(?:\d{1,3}(?:,\d{3}){1,9}|\d{1,4})(?![\w/]|[.,]\d)")
_ENDS, _SHARE_ENDS = later(r"(?![\w/]|[.,]\d)"), re.compile(r"(?![\w-])")


@cache
def _percent(language: str) -> re.Pattern[str]:
    said = "|".join(of_language(language)["percent"])
    return re.compile(rf"\s?(?:{said})", re.IGNORECASE)


def numerals(text: str, language: str) -> Iterator[Numeral]:
    """Every number of a text, from left to right."""
    end = 0
    for match in _FIRST.finditer(text):
        if match.start() >= end:
            read = _in_figures if match.group().isdecimal() else _in_words
            found = read(text, match, language)
            if found:
                yield found
                end = found.end


def _in_figures(text: str, first: re.Match[str], language: str) -> Numeral | None:
    start = first.start()
    said = _PERCENTAGE.match(text, start)
    percent = said and _percent(language).match(text, said.end())
    if said and percent:
        number = said[0].replace(",", ".")
        decimals = len(number.partition(".")[2])
        return Numeral(start, percent.end(), Fraction(number), is_share=True, decimals=decimals)
    figures = _FIGURES.match(text, start)
    return figures and Numeral(*figures.span(), Fraction(figures[0].replace(",", "")))


def _in_words(text: str, first: re.Match[str], language: str) -> Numeral | None:
    """A number in words: of a hundred, a part, or how many, whichever is said with most words."""
    start, words, shares = first.start(), _words(language), _shares(language)
    there = [
        (said, start + len(said))
        for said in _by_first(language).get(first.group().lower(), ())
        if text[start : start + len(said)].lower() == said
    ]
    for said, end in there:
        if said in words and (percent := _percent(language).match(text, end)):
            return Numeral(start, percent.end(), words[said], is_share=True)
    for said, end in there:
        if said in shares and _SHARE_ENDS.match(text, end):
            return Numeral(start, end, shares[said] * _PERCENT, is_share=True, decimals=-1)
    ended = (one for one in there if one[0] in words and _ENDS.match(text, one[1]))
    return next((Numeral(start, end, words[said]) for said, end in ended), None)


def ordinals(text: str, language: str) -> Iterator[Numeral]:
    """Every “fifth” of a text, which says that there are five at least."""
    known = in_language.ordinals(language)
    for match in re.finditer(r"[^\W\d_]+(?=\s)", text) if known else ():
        if match.group().casefold() in known:
            number = Fraction(known[match.group().casefold()])
            yield Numeral(*match.span(), number, is_ordinal=True)
