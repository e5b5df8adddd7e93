"""Several codes in one cell, told apart though names have commas in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

#: What tools put between codes, the most telling first.
BETWEEN = ("\n", "; ", " | ", ";", "|", ", ", ",")
#: Marks before a code's name, and counts behind it.
_BULLET = re.compile(r"^[●○◆■•]\s*")
_COUNT = re.compile(r"\s*(?:\n|\s)(?:Gr|De|GS)\s?=\s?\d[\s\S]*$")


def bare(name: str) -> str:
    """The name of a code without what tools put around it."""
    return " ".join(_COUNT.sub("", _BULLET.sub("", name.strip())).split())


def parted(
    cell: str, known: Collection[str], between: str = "", count: int = 0
) -> list[str] | None:
    """The codes of a cell; None where they cannot be told apart.

    Args:
        cell: what stands in it.
        known: the names of codes that are known, bare and in small letters.
        between: what parts them, if that is known.
        count: how many there are, if the table says so.
    """
    whole = bare(cell)
    if not whole:
        return []
    if between:
        return [name for one in cell.split(between) if (name := bare(one))]
    if whole.casefold() in known or count == 1:
        return [whole]
    for part in BETWEEN:
        if part in cell:
            found = _by_names(cell if part == "\n" else whole, part, known)
            if found and count in (0, len(found)):
                return found
    return _plainly(cell, whole, count)


def _by_names(cell: str, part: str, known: Collection[str]) -> list[str] | None:
    """The cell cut into known names, each as long as can be; None where that is not possible."""
    pieces = [bare(one) for one in cell.split(part)]
    joined = " " if part == "\n" else part
    # From the end: which cuts leave nothing over.
    best: list[list[str] | None] = [None] * len(pieces) + [[]]
    for start in reversed(range(len(pieces))):
        for stop in reversed(range(start + 1, len(pieces) + 1)):
            rest = best[stop]
            name = joined.join(pieces[start:stop])
            if rest is not None and " ".join(name.split()).casefold() in known:
                best[start] = [" ".join(name.split()), *rest]
                break
    return best[0]


def _plainly(cell: str, whole: str, count: int) -> list[str] | None:
    """The cell cut at what parts codes, where that can be nothing else."""
    for part in BETWEEN:
        pieces = [name for one in cell.split(part) if (name := bare(one))]
        # Commas stand in names as well: only a count tells which part codes.
        told = count == len(pieces) if "," in part else count in (0, len(pieces))
        if len(pieces) > 1 and told:
            return pieces
    return None if any(one in whole for one in ",;|") else [whole]
