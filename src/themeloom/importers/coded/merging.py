"""Merging imported codings with those that are there: by source, place, code and coder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.coding.anchoring import anchored, told_apart
from themeloom.coding.nouns import Coder, Coding
from themeloom.core.files import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from themeloom.coding.coded import Coded

#: How many hexadecimal digits tell codings apart.
_DIGITS = 10
#: Where a coding stands, and whose it is: start, end, code, coder.
_Place = tuple[int, int, str, Coder]


@dataclass
class Change:
    """What an import changes in the codings of one coder in one source, in numbers."""

    added: int = 0
    same: int = 0
    changed: int = 0
    gone: int = 0
    kept: int = 0


class Ledger:
    """The codings of each source that an import touches, as they will be.

    Args:
        coded: as they are.
    """

    def __init__(self, coded: Coded) -> None:
        self._coded = coded
        self._taken = set(coded.names)
        self._ids: dict[str, dict[_Place, str]] = {}
        self._rows: dict[str, dict[str, Coding]] = {}
        self._met: dict[tuple[str, Coder], set[str]] = {}
        #: What is changed, by source and coder.
        self.changes: dict[tuple[str, Coder], Change] = {}

    @property
    def sources(self) -> list[str]:
        """The sources that are touched."""
        return sorted(self._rows)

    def of(self, source: str) -> list[Coding]:
        """The codings of a source as they will be."""
        return list(self._rows[source].values())

    def enter(self, source: str, text: str, place: _Place, memo: str) -> None:
        """Put a coding into a source, or update the one that stands there."""
        rows, ids = self._opened(source, text)
        start, end, code, coder = place
        change = self.changes.setdefault((source, coder), Change())
        name = ids.get(place, "")
        if name not in rows:
            name = self._named(source, place)
            before = told_apart(text, start, end)
            rows[name] = Coding(name, start, end, code, coder, text[start:end], before, memo)
            ids[place] = name
            change.added += 1
        elif name not in self._met.get((source, coder), ()):
            new = replace(rows[name], memo=memo or rows[name].memo)
            change.changed += new.memo != rows[name].memo
            change.same += new.memo == rows[name].memo
            rows[name] = new
        self._met.setdefault((source, coder), set()).add(name)

    def let_go(
        self, coders: Collection[Coder], sources: Collection[str], texts: Mapping[str, str]
    ) -> None:
        """Take out what a whole project has no longer, of its coders in its sources."""
        for source in sources:
            if source not in self._rows and not len(self._coded.of(source)):
                continue
            rows, _ = self._opened(source, texts.get(source, ""))
            for name, one in list(rows.items()):
                if one.coder in coders and name not in self._met.get((source, one.coder), ()):
                    del rows[name]
                    self.changes.setdefault((source, one.coder), Change()).gone += 1

    def tell_kept(self) -> None:
        """Count what stands of the same coders in the same sources and was not met."""
        for (source, coder), change in self.changes.items():
            own = sum(one.coder == coder for one in self._rows[source].values())
            change.kept = own - len(self._met.get((source, coder), ()))

    def _opened(self, source: str, text: str) -> tuple[dict[str, Coding], dict[_Place, str]]:
        if source not in self._rows:
            rows = {one.id: one for one in self._coded.of(source)}
            self._rows[source] = rows
            self._ids[source] = {_place(one, text): name for name, one in rows.items()}
        return self._rows[source], self._ids[source]

    def _named(self, source: str, place: _Place) -> str:
        """An id of its own, the same wherever the same coding is imported."""
        number = 0
        while True:
            mark = digest("\0".join((source, *map(str, place), str(number))).encode())
            name = f"c{mark[:_DIGITS]}"
            if name not in self._taken:
                self._taken.add(name)
                return name
            number += 1


def _place(one: Coding, text: str) -> _Place:
    """Where a coding is now."""
    anchor = anchored(one, text)
    where = (anchor.start, anchor.end) if anchor.is_exact else (one.start, one.end)
    return (*where, one.code, one.coder)
