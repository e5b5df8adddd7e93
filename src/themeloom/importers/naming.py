"""What imported files and their sources are called."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container


def free(name: str, taken: Container[str]) -> str:
    """A name that nobody has: this one, or the first of its numbered ones."""
    numbered = (f"{name}-{number}" for number in count(2))
    return next(one for one in chain([name], numbered) if one not in taken)
