"""What all nouns have in common."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct


class Noun(Struct, frozen=True, forbid_unknown_fields=True):
    """What all entries of the store have in common: no unknown keys, no changes."""


N = TypeVar("N", bound=Noun)
