"""What all nouns have in common."""

from __future__ import annotations

from typing import Annotated, TypeVar

from msgspec import Meta, Struct

#: What an id may look like: it becomes part of file names, labels and shortcodes.
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="lower-case name")]
Text = Annotated[str, Meta(min_length=1)]


class Noun(Struct, frozen=True, forbid_unknown_fields=True):
    """What all entries of the store have in common: no unknown keys, no changes."""


N = TypeVar("N", bound=Noun)
