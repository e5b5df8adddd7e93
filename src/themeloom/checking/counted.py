"""Do numbers that are typed in the prose contradict the data?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.words import paragraphs
from themeloom.core.files import beside
from themeloom.deriving.values import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.checking.context import Context
    from themeloom.checking.words import Paragraph

#: Number words up to this are known; larger numbers are written in figures.
_LARGEST = 100
#: Words before a number that show that all of them are meant, or some, or others.
_BEFORE = {
    meant: re.compile(rf"\b(?:{'|'.join(words)})\s+$", re.IGNORECASE)
    for meant, words in beside(__file__, "counted.toml").items()
}
_OF_AFTER = re.compile(r"\s*(?:of|out of|from)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Counted:
    """Something that the study counts.

    Args:
        value: the id of the value that says how many there are.
        number: how many.
        others: words that show that other things of the same name are meant.
    """

    value: str
    number: int
    others: frozenset[str] = frozenset()


def check_typed_numbers(context: Context) -> Iterator[Finding]:
    """Yield numbers that stand in the prose beside a noun that the study counts."""
    nouns = _nouns(context)
    pattern = _pattern(context, nouns)
    for document in context.documents:
        for paragraph in paragraphs(document):
            for match in pattern.finditer(paragraph.text):
                yield from _judged(context, paragraph, match, nouns)


def _nouns(context: Context) -> Mapping[str, Counted]:
    """The nouns that are counted, in the plural, as the ids of values name them."""
    study = context.study
    numbers = {value.id: value.number for value in context.values}
    nouns = {
        name: Counted(name, numbers[name]) for name in ("themes", "quotations", "implications")
    }
    if study.participants:
        nouns["participants"] = Counted("participants", len(study.participants))
    for source in study.sources:
        if source.units is None:
            continue
        noun = source.id.rpartition("-")[2]
        alike = [one for one in study.sources if one.id.rpartition("-")[2] == noun]
        # Where two sources with a number share the noun, only their authors know which is meant.
        if sum(one.units is not None for one in alike) == 1:
            own = set(_words(source.title))
            others = {word for one in alike for word in (*_words(one.title), *_words(one.id))}
            nouns[noun] = Counted(source.id, source.units, frozenset(others - own))
    return nouns


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 3]  # noqa: PLR2004 - no "with"


def _pattern(context: Context, nouns: Mapping[str, Counted]) -> re.Pattern[str]:
    """A number, at most two words that describe, and one of the nouns."""
    if not nouns:
        return re.compile(r"(?!)")
    words = _number_words(context.study.study.language)
    number = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    noun = "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,-])(?P<number>\d{{1,4}}|{number})(?![\w.]|-\w)"
        rf"(?:[ ](?!of\b|or\b|and\b|to\b)[^\W\d_][\w'-]*){{0,2}}[ ](?P<noun>{noun})\b",
        re.IGNORECASE,
    )


@cache
def _number_words(language: str) -> Mapping[str, int]:
    return {in_words(number, language).casefold(): number for number in range(1, _LARGEST + 1)}


def _judged(
    context: Context, paragraph: Paragraph, match: re.Match[str], nouns: Mapping[str, Counted]
) -> Iterator[Finding]:
    counted = nouns[match["noun"].casefold()]
    text = paragraph.text
    around = set(_words(text[max(0, match.start() - 30) : match.end() + 40].casefold()))
    if around & counted.others:
        return
    said = match["number"].casefold()
    number = int(said) if said.isdecimal() else _number_words(context.study.study.language)[said]
    before = text[max(0, match.start() - 24) : match.start()]
    kind = _kind(number, counted.number, before, text[match.end("number") :])
    if kind:
        words = {"said": match.group(), "counted": counted.number, "value": counted.value}
        yield Finding.at(paragraph.place(match.start()), kind, **words)


def _kind(number: int, counted: int, before: str, after: str) -> str:
    if number > counted:
        return "number-contradicts"
    if number == counted:
        return "number-typed"
    if _BEFORE["all"].search(before):
        return "number-contradicts"
    if number == 1 or _BEFORE["some"].search(before) or _OF_AFTER.match(after):
        return ""
    return "number-fewer"
