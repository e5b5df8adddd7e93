"""Numbers as people write them: figures, words, dozens, halves, percentages, `(n = 6)`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from themeloom.core.files import beside
from themeloom.deriving.values import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATA: dict[str, dict[str, Any]] = beside(__file__, "numerals.toml")
#: Number words up to this are known; larger numbers are written in figures.
_LARGEST = 200
_PERCENT = 100
_ORDINALS = 31


@dataclass(frozen=True)
class Numeral:
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
    said = {in_words(n, language).casefold(): Fraction(n) for n in range(1, _LARGEST + 1)}
    spaced = {word.replace("-", " "): number for word, number in said.items()}
    more = {word: Fraction(n) for word, n in of_language(language)["more"].items()}
    return {**spaced, **said, **more}


@cache
def _shares(language: str) -> Mapping[str, Fraction]:
    return {word: Fraction(part) for word, part in of_language(language)["shares"].items()}


@cache
def spoken_pattern(language: str) -> str:
    """What any number in words looks like."""
    return _any((*_words(language), *_shares(language)))


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    percent = "|".join(of_language(language)["percent"])
    return re.compile(
        rf"(?<![\w.,/-])(?:(?P<percent>\d{{1,3}}(?:[.,]\d+)?|{_any((*_words(language),))})\s?(?:{percent})"
        rf"|(?P<share>{_any((*_shares(language),))})(?![\w-])"
        rf"|(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}|{_any((*_words(language),))})(?![\w/]|[.,]\d))",
        re.IGNORECASE,
    )


def numerals(text: str, language: str) -> Iterator[Numeral]:
    """Every number of a text, from left to right."""
    for match in _pattern(language).finditer(text):
        if match["percent"]:
            said = match["percent"].replace(",", ".")
            decimals = len(said.partition(".")[2])
            yield Numeral(*match.span(), _number(said, language), is_share=True, decimals=decimals)
        elif match["share"]:
            part = _shares(language)[match["share"].casefold()]
            yield Numeral(*match.span(), part * _PERCENT, is_share=True, decimals=-1)
        else:
            yield Numeral(*match.span(), _number(match["number"], language))


@cache
def _ordinals(language: str) -> Mapping[str, int]:
    """Third and the like, as the language of the study has them."""
    from num2words import num2words

    try:
        return {
            str(num2words(n, to="ordinal", lang=language.replace("-", "_"))).casefold(): n
            for n in range(3, _ORDINALS)
        }
    except NotImplementedError:
        return {}


def ordinals(text: str, language: str) -> Iterator[Numeral]:
    """Every “fifth” of a text, which says that there are five at least."""
    known = _ordinals(language)
    for match in re.finditer(r"[^\W\d_]+(?=\s)", text) if known else ():
        if match.group().casefold() in known:
            number = Fraction(known[match.group().casefold()])
            yield Numeral(*match.span(), number, is_ordinal=True)


def _number(said: str, language: str) -> Fraction:
    figures = said.replace(",", "")
    return Fraction(figures) if figures[:1].isdecimal() else _words(language)[said.casefold()]
