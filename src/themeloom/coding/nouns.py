"""The nouns of coding: what a code is, what a coding is, and all codings of a source."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NewType

import msgspec

from themeloom.core.nested import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Who coded: a pseudonym such as coder-1, never a name.
Coder = NewType("Coder", str)


@dataclass(frozen=True)
class Code:
    """One code of the codebook.

    Args:
        id: what codings and themes call it.
        parent: the id of the code it stands below; empty at the top.
        title: its name in the words of the coders.
        definition: what it means, and when it is used.
        colour: as `#rrggbb`, where a tool gave it one.
        codable: whether words may be coded with it; a folder of codes may not.
        more: the cells of the study's own columns, by their heads.
        line: its line in the codebook.
    """

    id: str
    parent: str = ""
    title: str = ""
    definition: str = ""
    colour: str = ""
    codable: bool = True
    more: tuple[tuple[str, str], ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """What readers are shown."""
        return self.title or self.id


class Codebook(msgspec.Struct, frozen=True, dict=True):
    """All codes, in the order of their file."""

    codes: tuple[Code, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Each code by its id."""
        return {one.id: one for one in self.codes}

    @cached_property
    def children(self) -> Mapping[str, tuple[Code, ...]]:
        """The codes that stand directly below each; at the top, those below nothing."""
        found = grouped((one.parent, one) for one in self.codes)
        return {parent: tuple(below) for parent, below in found.items()}

    def path(self, name: str) -> tuple[Code, ...]:
        """A code with all that it stands below, from the top."""
        found: list[Code] = []
        while name:
            found.append(self.by_id[name])
            name = found[-1].parent
        return tuple(reversed(found))

    def below(self, name: str) -> frozenset[str]:
        """A code and all codes that stand below it, however deep."""
        found, waiting = set[str](), [name]
        while waiting:
            one = waiting.pop()
            found.add(one)
            waiting += (child.id for child in self.children.get(one, ()) if child.id not in found)
        return frozenset(found)

    def walk(self) -> Iterator[tuple[int, Code]]:
        """Every code with its level from 1, each before those below it."""
        waiting = [(1, one) for one in reversed(self.children.get("", ()))]
        while waiting:
            level, one = waiting.pop()
            yield level, one
            below = reversed(self.children.get(one.id, ()))
            waiting += ((level + 1, child) for child in below)

    @cached_property
    def levels(self) -> int:
        """On how many levels the codes stand."""
        return max((level for level, _ in self.walk()), default=0)


class Coding(msgspec.Struct, frozen=True):
    """One stretch of a source under one code.

    Args:
        id: what a quotation calls it.
        start: where the words began when they were written here, in code points of the source.
        end: where they ended.
        code: the id of the code.
        coder: who coded.
        quote: the words, every character of them: they are the truth, the places a hint.
        before: what stands before the words, where they stand in the source more than once.
        memo: what the coder noted.
        line: its line in the file.
    """

    id: str
    start: int
    end: int
    code: str
    coder: Coder
    quote: str
    before: str = ""
    memo: str = ""
    line: int = 0


#: The columns of a coding file, in their order.
COLUMNS = ("id", "start", "end", "code", "coder", "quote", "before", "memo")


class Codings(msgspec.Struct, frozen=True):
    """All codings of one source, in the order of their file.

    Args:
        source: the id of the source.
        file: the file, from the project's root.
        rows: the codings.
    """

    source: str
    file: str
    rows: Sequence[Coding] = ()

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Coding]:
        """Each of them."""
        return iter(self.rows)
