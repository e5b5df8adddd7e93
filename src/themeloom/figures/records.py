"""What the figures take from the derived tables, and the few words that they add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    #: The derived tables that figures show, each as its rows by the names of their columns.
    Tables = Mapping[str, Sequence[Mapping[str, object]]]


def clipped(text: str, words: int) -> str:
    """Keep the first words of a text; an ellipsis says that there were more."""
    parts = text.split()
    return " ".join(parts) if len(parts) <= words else " ".join(parts[:words]) + " …"


def sentence(text: str) -> str:
    """End a text with a full stop unless it ends a sentence already."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


#: Kinds of source that tell of a study; they are not what it analysed.
_ACCOUNTS = frozenset({"abstract", "article", "poster", "presentation", "protocol", "report"})


class Material(msgspec.Struct, frozen=True):
    """A source: what it is, who may read it, and how many pieces it has (0: not stated)."""

    id: str
    title: str
    kind: str
    access: str
    units: int
    account: bool


class Theme(msgspec.Struct, frozen=True):
    """A theme with the place it has among the themes, which gives it its thread."""

    id: str
    title: str
    order: int


@dataclass(frozen=True)
class Subtheme:
    """A subtheme with the theme that it belongs to."""

    id: str
    theme: str
    title: str


class Relation(msgspec.Struct, frozen=True):
    """How a theme or subtheme relates to another one, in the study's words."""

    theme: str
    words: str
    other: str


class Quotation(msgspec.Struct, frozen=True):
    """A quotation with its theme and the number of its words."""

    id: str
    theme: str
    text: str
    words: int


class Implication(msgspec.Struct, frozen=True):
    """An implication with the ids of the themes it rests on."""

    id: str
    text: str
    themes: tuple[str, ...]


def _rows(table: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    """Give the rows with every value as text; what is missing is empty."""
    return [{key: "" if one is None else str(one) for key, one in row.items()} for row in table]


def _number(text: str) -> int:
    """Read a count that may be missing."""
    return int(text) if text else 0


def _ordered(table: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    return sorted(_rows(table), key=lambda row: _number(row["order"]))


def materials(tables: Tables) -> list[Material]:
    """List the sources.

    Where some sources are known only from what another one states, a source
    that is itself such an account (a presentation, a report) is marked as one.
    """
    rows = _rows(tables["sources"])
    stated = any(row["stated"] for row in rows)
    return [
        Material(
            id=row["id"],
            title=row["title"],
            kind=row["kind"],
            access=row["access"],
            units=_number(row["units"]),
            account=stated and not row["stated"] and _tells(row["kind"]),
        )
        for row in rows
    ]


def _tells(kind: str) -> bool:
    return bool(_ACCOUNTS.intersection(kind.casefold().split()))


def steps(tables: Tables) -> list[str]:
    """List the titles of the steps in the order in which they were done."""
    return [row["title"] for row in _ordered(tables["steps"])]


def themes(tables: Tables) -> list[Theme]:
    """List the themes in their order; threads are counted from 1 without gaps."""
    rows = _ordered(tables["themes"])
    return [Theme(row["id"], row["title"], place) for place, row in enumerate(rows, start=1)]


def subthemes(tables: Tables) -> list[Subtheme]:
    """List the subthemes in their order; there are none where they have no table."""
    rows = _ordered(tables["subthemes"]) if "subthemes" in tables else []
    return [Subtheme(row["id"], row["theme"], row["title"]) for row in rows]


def relations(tables: Tables) -> list[Relation]:
    """List the relations in their order; there are none where they have no table."""
    rows = _ordered(tables["relations"]) if "relations" in tables else []
    return [Relation(row["theme"], row["relation"], row["other"]) for row in rows]


def quotations(tables: Tables) -> list[Quotation]:
    """List the quotations as the table has them."""
    return [
        Quotation(row["id"], row["theme"], row["text"], _number(row["words"]))
        for row in _rows(tables["quotations"])
    ]


def implications(tables: Tables) -> list[Implication]:
    """List the implications in their order."""
    return [
        Implication(row["id"], row["text"], _names(row["themes"]))
        for row in _ordered(tables["implications"])
    ]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";") if name)
