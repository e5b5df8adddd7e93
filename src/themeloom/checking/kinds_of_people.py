"""The words for what participants are: each value of an attribute, its plural, its synonyms."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.deriving.participants import attributes, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.study.model import Study

_ALIKE = [frozenset(one) for one in beside(__file__, "kinds_of_people.toml")["alike"]]
_SENTENCE = later(r"(?:[^.!?]++|[.!?](?!\s|$))++[.!?]*\s*")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, each with where it begins."""
    return ((match.start(), match.group()) for match in _SENTENCE.finditer(text))


class People:
    """The attributes of a study's participants, and how one speaks of them."""

    def __init__(self, study: Study) -> None:
        people = study.participants
        #: Each word for a value, in small letters, with the attribute and the value.
        self.words: Mapping[str, tuple[str, str]] = {
            word: (name, value)
            for name in attributes(study)
            for value in reversed(counted(people, name))
            for word in forms(value)
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(sorted(map(re.escape, self.words), key=len, reverse=True))
        return re.compile(rf"(?<![\w-])(?:{words or '(?!)'})(?![\w-])", re.IGNORECASE)

    def said_in(self, text: str) -> Iterator[tuple[Mapping[str, str], int, int]]:
        """Values that a text names; those that follow one another are of the same people."""
        values: dict[str, str] = {}
        start = end = 0
        for match in self._pattern.finditer(text):
            name, value = self.words[match.group().casefold()]
            if values and (text[end : match.start()] not in {" ", ", "} or name in values):
                yield values, start, end
                values = {}
            if not values:
                start = match.start()
            values, end = {**values, name: value}, match.end()
        if values:
            yield values, start, end


def forms(value: str) -> set[str]:
    """All words for a value, in small letters; of numbers only the number itself."""
    plain = value.casefold()
    alike = (word for one in _ALIKE if plain in one for word in one)
    words = {plain, *(word for word in alike if len(word) > 1)}
    if any(sign.isdigit() for sign in plain):
        return words
    return words.union(*map(_plurals, words))


def _plurals(word: str) -> set[str]:
    if word.endswith("y") and word[-2:-1] not in {*"aeiou"}:
        return {f"{word[:-1]}ies"}
    return {f"{word}s", f"{word}es"} if word.endswith(("s", "x", "ch", "sh")) else {f"{word}s"}
