"""What nouns have in common, and the passage that several of them hold."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, TypeVar

from msgspec import Meta, Struct

#: What an id may look like: it becomes part of file names, labels and shortcodes.
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Id = Annotated[str, Meta(pattern=ID, description="lower-case name")]
Text = Annotated[str, Meta(min_length=1)]


class Noun(Struct, frozen=True, forbid_unknown_fields=True):
    """What all entries of the store have in common: no unknown keys, no changes."""


class Passage(Noun, frozen=True, kw_only=True):
    """Words taken from a source, to be found there verbatim."""

    text: Text
    source: Id


#: What is said of a study: the authors' own words, or a passage of a source, to be found there.
Statement = Text | Passage


def words_of(statement: str | Passage | None) -> str:
    """The words of a statement; none where there is none."""
    return statement.text if isinstance(statement, Passage) else statement or ""


class NamedPassage(Passage, frozen=True, kw_only=True):
    """A passage that documents cite by its id."""

    id: Id


N = TypeVar("N", bound=Noun)


def slug(name: str) -> str:
    """A name as an id: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
