"""The nouns of interpretation: what the researchers made of the data.

Themes, the quotations they rest on, and what follows from them.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from themeloom.study.noun import Id, Noun, Text


class Quotation(Noun, frozen=True, kw_only=True):
    """What somebody said, word for word, under the theme it is evidence for."""

    id: Id
    text: Text
    source: Id
    participant: str = ""
    attribution: str = ""
    language: str = ""


class Theme(Noun, frozen=True, kw_only=True):
    """A theme, with what it says and the quotations it rests on.

    Where `statement_source` names a source, the statement is that source's
    wording and is verified there; otherwise it is the authors' own.
    """

    id: Id
    title: Text
    statement: Text
    statement_source: Id | None = None
    note: str = ""
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
