"""The nouns of interpretation: what the researchers made of the data.

Themes with their subthemes, the quotations they rest on, how themes relate, what follows from
them, which questions they answer, and the frameworks whose constructs they name.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, NamedTuple

from msgspec import Meta

from themeloom.study.noun import Id, Noun, Text

#: How themes relate, of which more is known than of an author's own words: whether one leads
#: to the other, so that a map draws an arrow, and whether going round in a circle is a mistake.
CONTRASTS, PART = "contrasts with", "is part of"


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
    `counter_example` marks words that speak against the theme that they stand under.
    """

    id: Id
    text: Text
    source: Id
    participant: str = ""
    attribution: str = ""
    language: str = ""
    translation: Translation | None = None
    coding: str = ""
    counter_example: bool = False

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


class Subtheme(Noun, frozen=True, kw_only=True):
    """A theme within a theme, with what it says and the quotations it rests on.

    Where `statement_source` names a source, the statement is that source's
    wording and is verified there; otherwise it is the authors' own. `codes` are the codes that
    it is made of, with all that stand below them in the codebook; `constructs` are those of
    the study's frameworks that it names.
    """

    id: Id
    title: Text
    statement: str = ""
    statement_source: Id | None = None
    note: str = ""
    codes: tuple[Id, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    constructs: tuple[Id, ...] = ()

    @property
    def evidence(self) -> tuple[Quotation, ...]:
        """Every quotation under it, those under its subthemes included."""
        return self.quotations

    @property
    def ids(self) -> frozenset[str]:
        """Its id and those of its subthemes."""
        return frozenset({self.id})


class Theme(Subtheme, frozen=True, kw_only=True):
    """A theme, with what it says, the quotations it rests on, and its subthemes.

    Quotations stand under the theme itself or under one of its subthemes.
    """

    statement: Text
    subthemes: tuple[Subtheme, ...] = ()

    @property
    def evidence(self) -> tuple[Quotation, ...]:
        """Every quotation under it, those under its subthemes included."""
        below = (quote for one in self.subthemes for quote in one.quotations)
        return (*self.quotations, *below)

    @property
    def ids(self) -> frozenset[str]:
        """Its id and those of its subthemes."""
        return frozenset({self.id, *(one.id for one in self.subthemes)})


class Relation(Noun, frozen=True, kw_only=True):
    """How a theme or subtheme relates to another one, and the words that say so.

    `relation` is `leads to`, `contrasts with`, `is part of`, or words of your own. Where
    `source` names one, `because` is that source's wording and is verified there.
    """

    theme: Id
    relation: Text
    other: Id
    because: Text
    source: Id | None = None

    @property
    def id(self) -> str:
        """What messages call it."""
        return f"{self.theme} {self.relation} {self.other}"

    @property
    def is_mutual(self) -> bool:
        """Whether it says the same of both themes."""
        return self.relation == CONTRASTS


class Support(Noun, frozen=True, kw_only=True):
    """The theme or subtheme that an implication rests on, and why we say so."""

    theme: Id
    because: Text


class Implication(Noun, frozen=True, kw_only=True):
    """What follows from the themes; verified where it names a source.

    `audience` says for whom: `practice`, `policy`, `research`, `participants`, or a word of
    your own; a list where there are several.
    """

    id: Id
    text: Text
    source: Id | None = None
    rests_on: Annotated[tuple[Support, ...], Meta(min_length=1)]
    audience: Text | tuple[Text, ...] = ()

    @property
    def audiences(self) -> tuple[str, ...]:
        """For whom it is, in the order of the store."""
        return (self.audience,) if isinstance(self.audience, str) else self.audience


class Question(Noun, frozen=True, kw_only=True):
    """A research question, the themes that answer it, and the answer in a few words."""

    id: Id
    text: Text
    answered_by: tuple[Id, ...] = ()
    answer: str = ""


class Construct(Noun, frozen=True, kw_only=True):
    """What a framework has a name for; `domain` is the part of the framework it belongs to."""

    id: Id
    title: Text
    domain: str = ""


class Framework(Noun, frozen=True, kw_only=True):
    """A framework whose constructs themes name.

    Of one that is known by its id (`cfir`, `tdf`, `com-b`, `npt`) the title and the constructs
    need not be given. `reference` is its key in the references.
    """

    id: Id
    title: str = ""
    reference: str = ""
    constructs: tuple[Construct, ...] = ()
