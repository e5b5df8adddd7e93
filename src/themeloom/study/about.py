"""The nouns of who made a study, and what it is called."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - read when the store is loaded
from typing import Annotated, Literal

from msgspec import Meta

from themeloom.study.noun import Id, Noun, Statement, Text

ORCID, DOI = r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$", r"^10\.\d{4,9}/\S+$"
Orcid = Annotated[str, Meta(pattern=ORCID)]
Doi = Annotated[str, Meta(pattern=DOI, description="a DOI without its resolver")]


#: How far an author had a share in what a role names, in the words of CRediT.
Degree = Literal["lead", "equal", "supporting"]


class Name(Noun, frozen=True, kw_only=True):
    """A person's name, in its parts."""

    given: Text
    family: Text

    @property
    def literal(self) -> str:
        """The name as it is printed."""
        return f"{self.given} {self.family}"


class Affiliation(Noun, frozen=True, kw_only=True):
    """Where an author works."""

    id: Id
    name: Text
    department: str = ""
    city: str = ""
    country: str = ""


class Author(Noun, frozen=True, kw_only=True):
    """Who wrote the article, with the affiliations in the order of the record.

    In the place of `corresponding: true` may stand an address to write to. `roles` are
    best those of CRediT, which a journal's article then names as such; of each may be said
    how far it was shared, as in `{software: lead}`.
    """

    name: Name
    affiliations: tuple[Id, ...] = ()
    corresponding: bool | Text = False
    equal_contributor: bool = False
    degrees: tuple[Text, ...] = ()
    roles: tuple[Text | dict[Text, Degree], ...] = ()
    email: str = ""
    orcid: Orcid | None = None


class Article(Noun, frozen=True, kw_only=True):
    """The article of record."""

    doi: Doi
    key: Text
    text: Text


class Contact(Noun, frozen=True, kw_only=True):
    """How the study's team says it can be reached: public on purpose."""

    handle: str = ""
    email: str = ""


class Period(Noun, frozen=True, kw_only=True):
    """From which day until which data were collected."""

    first: dt.date
    last: dt.date


class Funder(Noun, frozen=True, kw_only=True):
    """Who paid for the study, and under which number."""

    name: Text
    award: str = ""


class Share(Noun, frozen=True, kw_only=True):
    """What somebody did in the analysis, and what readers should know of them for it."""

    who: Text
    did: Text
    known: str = ""


class About(Noun, frozen=True, kw_only=True):
    """What the study is and who made it.

    `declaration` is that of interests. It and the other statements are the authors' own words,
    or a passage of a source.
    """

    title: Text
    subtitle: str = ""
    language: str = "en-GB"
    keywords: tuple[Text, ...] = ()
    kicker: str = ""
    notice: str = ""
    authors: tuple[Author, ...]
    affiliations: tuple[Affiliation, ...] = ()
    article: Article | None = None
    declaration: Statement | None = None
    acknowledgements: Statement | None = None
    setting: Statement | None = None
    collected: Text | Period | None = None
    ethics: Statement | None = None
    registration: Statement | None = None
    funding: Statement | None = None
    funders: tuple[Funder, ...] = ()
    data_availability: Statement | None = None
    analysis: tuple[Share, ...] = ()
    contact: Contact | None = None
    synthetic: bool = False
