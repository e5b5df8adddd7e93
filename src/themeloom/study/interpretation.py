"""The nouns of interpretation: what the researchers made of the data.

Themes, the quotations they rest on, and what follows from them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, NamedTuple

from msgspec import Meta

from themeloom.study.noun import Id, Noun, Text


class Wording(StrEnum):
    """Which words of a quotation that has a translation are printed."""

    TRANSLATION = "translation"
    ORIGINAL = "original"
    BOTH = "both"


class Translation(Noun, frozen=True, kw_only=True):
    """What a quotation says in another language, and who put it so: no source has it.

    `language` is that of the study where it is not given.
    """

    text: Text
    by: Text
    language: str = ""


class Words(NamedTuple):
    """Words as they are printed, and their language where it is not that of the study."""

    text: str
    language: str = ""


class Quotation(Noun, frozen=True, kw_only=True):
    """What somebody said, word for word, under the theme it is evidence for.

    `text` are the words of the source in their own `language`; a translation stands beside them.
    `coding` is the id of the coding whose words it was taken from.
    """

    id: Id
    text: Text
    source: Id
    participant: str = ""
    attribution: str = ""
    language: str = ""
    translation: Translation | None = None
    coding: str = ""

    def printed(self, wording: Wording) -> tuple[Words, ...]:
        """What is printed of it: its own words, their translation, or both, that one first."""
        original = Words(self.text, self.language)
        if self.translation is None or wording is Wording.ORIGINAL:
            return (original,)
        translated = Words(self.translation.text, self.translation.language)
        return (translated,) if wording is Wording.TRANSLATION else (translated, original)

    @property
    def wordings(self) -> tuple[str, ...]:
        """Its words in every language that it has."""
        return tuple(words.text for words in self.printed(Wording.BOTH))


class Theme(Noun, frozen=True, kw_only=True):
    """A theme, with what it says and the quotations it rests on.

    Where `statement_source` names a source, the statement is that source's
    wording and is verified there; otherwise it is the authors' own. `codes` are the
    codes that it is made of, with all that stand below them in the codebook.
    """

    id: Id
    title: Text
    statement: Text
    statement_source: Id | None = None
    note: str = ""
    codes: tuple[Id, ...] = ()
    quotations: tuple[Quotation, ...] = ()


class Support(Noun, frozen=True, kw_only=True):
    """The theme that an implication rests on, and why we say so."""

    theme: Id
    because: Text


class Implication(Noun, frozen=True, kw_only=True):
    """What follows from the themes; verified where it names a source."""

    id: Id
    text: Text
    source: Id | None = None
    rests_on: Annotated[tuple[Support, ...], Meta(min_length=1)]
