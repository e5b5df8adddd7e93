"""Do numbers that are typed in the prose contradict the data?

They are read as people write them (`numerals`): in figures and words, `(n = 6)`, dozens,
halves, percentages; in sentences, tables, captions and alternative texts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from themeloom.checking.findings import Finding
from themeloom.checking.numerals import numerals, of_language, ordinals
from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.checking.context import Context
    from themeloom.checking.numerals import Numeral

#: At most so many words describe, between a number and what it counts.
_WORDS = 4
#: How far around a number it is looked for which things are meant.
_AHEAD, _BEHIND = 32, 40
#: So far from a number stands what it counts at most.
_FAR = 200
#: A number in brackets behind what it counts: `(n = 6)`, `(6)`, `: 6`.
_IN_BRACKETS = later(r"\s*(?:\((?:all |total )?(?:[nN]\s*[=:]\s*)?|[nN]\s*[=:]\s*|[:=]\s*)")
#: Between what is counted and its number, where nothing else follows: “The themes were six.”
_ARE = later(
    r"\s+(?:were|are|is|was|numbered|waren|sind|étaient|sont|eran|fueron|erano|sono)\s+"
    r"(?:only |just )?"
)
_MORE = later(r"over|more than|über|mehr als|plus de|más de|più di|meer dan", re.IGNORECASE)
#: The two cells of a row.
_ROW = later(r"\s*(?:\([nN]\))?\s*\|\s*")
#: What is numbered without gaps: “Theme 5”.
_NUMBERED = frozenset({"theme", "thema", "thème", "tema", "implication"})
#: The whole, which any share of it can be.
_WHOLE = 100
_SAMPLE = later(r"(?<!\w)N\s*=\s*$")
_DESCRIBES = later(r"(?:[^\W\d_][\w'-]*,? )*$")


class Counted(msgspec.Struct, frozen=True):
    """Something that the study counts.

    Args:
        value: the id of the value that says how many there are.
        number: how many.
        others: words that show that other things of the same name are meant.
        are_people: whether those who are counted do and say things of their own.
        is_vague: whether others may be called so too, unless it is said that they took part.
    """

    value: str
    number: int
    others: frozenset[str] = frozenset()
    are_people: bool = False
    is_vague: bool = False


def check_typed_numbers(context: Context) -> Iterator[Finding]:
    """Yield numbers that stand in the prose beside a noun that the study counts."""
    reading = Reading(context.study.study.language, _nouns(context))
    for document in context.documents:
        for paragraph in context.paragraphs(document):
            for said in reading.of(paragraph.text):
                place = paragraph.place(said.start)
                words = {"said": said.words, "counted": said.of.number, "value": said.of.value}
                yield Finding.at(place, said.kind, **words)


def _nouns(context: Context) -> Mapping[str, Counted]:
    """The nouns that are counted, in the study's language, and how many there are of each."""
    study = context.study
    numbers = {value.id: value.number for value in context.values}
    words = of_language(study.study.language)["nouns"]
    names = ("themes", "subthemes", "quotations", "implications", "participants")
    there = {name: numbers[name] for name in names if name in numbers}
    nouns = nouns_of(there, study.study.language)
    for source in study.sources:
        if source.units is None:
            continue
        noun = source.id.rpartition("-")[2]
        alike = [one for one in study.sources if one.id.rpartition("-")[2] == noun]
        # Where two sources with a number share the noun, only their authors know which is meant.
        if sum(one.units is not None for one in alike) == 1:
            own = set(_words(source.title))
            others = {word for one in alike for word in (*_words(one.title), *_words(one.id))}
            told = Counted(source.id, source.units, frozenset(others - own))
            for one in (noun, *words.get(noun, ())):
                nouns[one] = told
    return nouns


def nouns_of(counts: Mapping[str, int], language: str) -> dict[str, Counted]:
    """The words of a language for what is counted, by the ids of values."""
    words = of_language(language)["nouns"]
    nouns = {
        noun: Counted(name, count, are_people=name == "participants")
        for name, count in counts.items()
        for noun in (name, *words.get(name, ()))
    }
    if "participants" in counts:
        vague = Counted("participants", counts["participants"], are_people=True, is_vague=True)
        nouns |= dict.fromkeys(words.get("people", ()), vague)
    return nouns


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 3]  # noqa: PLR2004 - no "with"


class Said(msgspec.Struct, frozen=True):
    """A number of something that the study counts, as it is said.

    Args:
        start: where it begins.
        words: the words that say it.
        of: what is counted.
        kind: the kind of finding that it is.
    """

    start: int
    words: str
    of: Counted
    kind: str


class Reading:
    """Reads what a text says of how many there are.

    Args:
        language: of the text.
        nouns: what is counted, by the words for it in small letters.
    """

    def __init__(self, language: str, nouns: Mapping[str, Counted]) -> None:
        self._language = language
        self._nouns = nouns
        self._told = of_language(language)

    @cached_property
    def _noun(self) -> re.Pattern[str]:
        if not self._nouns:
            return re.compile(r"(?!)")
        said = "|".join(sorted(map(re.escape, self._nouns), key=len, reverse=True))
        return re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE)

    def _any(self, name: str) -> str:
        return rf"(?:{self._told[name]})"

    def of(self, text: str) -> Iterator[Said]:
        """Every number of something that is counted, and what it is."""
        # Looked for as they are first: long texts are gone through quickly.
        small = text.casefold()
        if not any(noun in small for noun in self._nouns):
            return
        nouns = [
            (match, self._nouns[match.group().casefold()]) for match in self._noun.finditer(text)
        ]
        if not nouns:
            return
        starts = [match.start() for match, _ in nouns]
        for numeral in (*numerals(text, self._language), *ordinals(text, self._language)):
            first = bisect_left(starts, numeral.start - _FAR)
            for match, counted in nouns[first : bisect_left(starts, numeral.end + _FAR)]:
                span = self._together(text, numeral, match)
                if span and self._is_meant(text, span, numeral, counted):
                    kind = self._kind(text, numeral, (match.start(), match.end()), counted)
                    if kind:
                        yield Said(span[0], text[slice(*span)], counted, kind)
                    break

    def _together(self, text: str, numeral: Numeral, noun: re.Match[str]) -> tuple[int, int] | None:
        """From where to where a number and a noun belong together; None if they do not."""
        if noun.start() >= numeral.end:
            between = text[numeral.end : noun.start()]
            if numeral.is_share:
                return (numeral.start, noun.end()) if self._is_part(between, numeral) else None
            describes = _DESCRIBES.fullmatch(between.lstrip(" -")) and between[:1] in {" ", "-"}
            stops = re.search(rf"(?<![\w-]){self._any('between')}(?![\w-])", between, re.IGNORECASE)
            if describes and len(between.lstrip(" -").split()) <= _WORDS and not stops:
                return numeral.start, noun.end()
            return None
        return (noun.start(), numeral.end) if self._stands_behind(text, numeral, noun) else None

    @staticmethod
    def _stands_behind(text: str, numeral: Numeral, noun: re.Match[str]) -> bool:
        """Whether a number behind a noun says how many there are of it, or which of them."""
        between = text[noun.end() : numeral.start]
        behind = text[numeral.end : numeral.end + _FAR]
        if numeral.is_share:
            return False
        if between == " " and noun.group().casefold() in _NUMBERED:
            return True
        row = _ROW.fullmatch(between) and re.match(r"\s*\|\s*(?:\||$)", behind)
        stands = re.match(r"\s*(?:[.,;)]|$|in number|in all|in total)", behind)
        said = _ARE.fullmatch(between) and stands
        return bool(row or said or _IN_BRACKETS.fullmatch(between))

    def _is_part(self, between: str, numeral: Numeral) -> bool:
        """Whether what stands behind a share is what it is of; a third theme is no third."""
        of = rf"{self._any('of')}\s+|(?:the|die|les|los|las|le|de)\s+"
        wanted = f"(?:{of})" if numeral.decimals < 0 else f"(?:{of})?"
        return bool(re.fullmatch(rf"\s+{wanted}(?:\w+\s+){{0,2}}", between, re.IGNORECASE))

    def _is_meant(
        self, text: str, span: tuple[int, int], numeral: Numeral, counted: Counted
    ) -> bool:
        """Whether it is the study's own that are counted, and not others of the same name."""
        around = text[max(0, span[0] - 30) : span[1] + _BEHIND].casefold()
        before = text[max(0, numeral.start - _AHEAD) : numeral.start]
        behind = text[span[1] : span[1] + _BEHIND]
        named = not counted.is_vague or self._take_part(before, behind)
        return named and not set(_words(around)) & counted.others

    def _kind(self, text: str, numeral: Numeral, noun: tuple[int, int], counted: Counted) -> str:
        """The kind of finding that a number is; nothing where nobody can tell."""
        before = text[max(0, numeral.start - _AHEAD) : numeral.start]
        last = max(numeral.end, noun[1])
        behind = text[last : last + _BEHIND]
        about = re.search(rf"(?<!\w){self._any('about')}\s+$", before, re.IGNORECASE)
        if numeral.is_share:
            whole = about or numeral.counts(counted.number)
            return "" if whole or numeral.number == _WHOLE else "number-contradicts"
        number = int(numeral.number)
        if number >= counted.number and self._is_article(text, numeral) and not about:
            return ""
        if number > counted.number:
            return "" if about and not self._exact(about.group()) else "number-contradicts"
        if numeral.is_ordinal or text[noun[1] : numeral.start].isspace():
            return ""  # the fourth of them
        if number == counted.number:
            more = about and _MORE.match(about.group())
            return "number-contradicts" if more else "" if about else "number-typed"
        return self._fewer(before, behind, (number, noun[0] < numeral.start), counted)

    def _is_article(self, text: str, numeral: Numeral) -> bool:
        """Whether it is “one”, which in other languages than English is the article as well."""
        is_one = numeral.number == 1 and text[numeral.start : numeral.end].isalpha()
        return is_one and self._told is not of_language("en")

    def _take_part(self, before: str, behind: str) -> bool:
        """Whether it is said of people that they are those of the study."""
        met = re.search(rf"(?<!\w){self._any('met')}\s+$", before, re.IGNORECASE)
        totals = re.match(rf"\s+(?:\w+\s+)?{self._any('totals')}(?!\w)", behind, re.IGNORECASE)
        return bool(met or totals)

    @staticmethod
    def _exact(about: str) -> bool:
        """Whether “more than”, said of more than there are, is wrong all the same."""
        return bool(
            re.match(
                r"(?:over|more than|at least|über|mehr als|plus de|más de)", about, re.IGNORECASE
            )
        )

    def _fewer(self, before: str, behind: str, said: tuple[int, bool], counted: Counted) -> str:
        """What a number is that is smaller than what is counted."""
        number, is_behind = said
        if is_behind or _SAMPLE.search(before):
            return "number-contradicts"
        part = rf"\s+{self._any('of')}\s+(?:{self._any('all')}\s+)?$"
        of = re.search(part, before, re.IGNORECASE)
        if of and self._ends_in_number(before[: of.start()]):
            return "number-contradicts"
        if re.search(rf"(?<!\w){self._any('all')}\s+$", before, re.IGNORECASE):
            return "number-contradicts"
        totals = re.match(rf"\s+(?:\w+\s+)?{self._any('totals')}(?!\w)", behind, re.IGNORECASE)
        if totals:
            return "number-contradicts" if counted.are_people else "number-fewer"
        some = re.search(rf"(?<!\w){self._any('some')}\s+$", before, re.IGNORECASE)
        if number == 1 or some or re.match(rf"\s*{self._any('of')}(?!\w)", behind, re.IGNORECASE):
            return ""
        # People do and say things; that three of them said so is no count of all.
        return "" if counted.are_people and re.match(r"\s+[^\W\d_]", behind) else "number-fewer"

    def _ends_in_number(self, text: str) -> bool:
        """Whether the last that is said is how many, and of what is no share."""
        return any(
            one.end == len(text) and not one.is_share and text[one.start - 1 : one.start] in " (\n"
            for one in numerals(text, self._language)
        )
