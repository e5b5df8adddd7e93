"""What a reader of coded data hands on, before anything is anchored or renamed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from themeloom.importers.coded.offsets import Rule


@dataclass(frozen=True)
class ReadCode:
    """A code as a tool has it.

    Args:
        key: what the file calls it.
        name: what its coders call it.
        parent: the key of the code it stands below.
        definition: what they wrote of it.
        colour: as `#rrggbb`.
        codable: whether words may be coded with it.
    """

    key: str
    name: str
    parent: str = ""
    definition: str = ""
    colour: str = ""
    codable: bool = True


@dataclass(frozen=True)
class ReadSource:
    """A source as a tool has it.

    Args:
        key: what the file calls it.
        name: what its coders call it.
        text: its text as the file stores it, line ends included; None where that is not there.
    """

    key: str
    name: str
    text: str | None = None


@dataclass(frozen=True)
class ReadCoding:
    """A stretch of a source under a code, as a tool has it.

    Args:
        source: the key of the source; empty where only the words are known.
        code: the key of the code.
        coder: the name of who coded; empty where nobody is named.
        start: where it begins, in whatever the tool counts; None where only words are known.
        end: where it ends.
        words: the words, where the file stores them.
        cut: whether the file stores only their beginning.
        memo: what the coder noted.
        place: where in the file it stands, for messages.
        length: of how many characters the words are, where that stands beside their beginning.
    """

    source: str
    code: str
    coder: str = ""
    start: int | None = None
    end: int | None = None
    words: str = ""
    cut: bool = False
    memo: str = ""
    place: str = ""
    length: int = 0


def codings_of(
    rows: Iterable[Sequence[Any]], codes: Container[str], names: Mapping[Any, object]
) -> list[ReadCoding]:
    """The codings of a table of a database, without those that have no place or no known code.

    Args:
        rows: of each its source, code, coder, start, end, words and memo.
        codes: the keys of the codes that are known.
        names: what the sources are called.
    """
    found = []
    for source, code, coder, start, end, words, memo in rows:
        # R keeps whole numbers as others.
        has_place = isinstance(start, int | float) and isinstance(end, int | float)
        if has_place and f"code {code}" in codes:
            span = int(start), int(end)
            place = f"from {span[0]} to {span[1]} of “{names.get(source, source)}”"
            told = (str(source), f"code {code}", str(coder), *span, str(words))
            found.append(ReadCoding(*told, memo=str(memo), place=place))
    return found


@dataclass(frozen=True)
class ReadCase:
    """A participant as a tool has it: a name, what is known, the keys of the sources."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodedReading:
    """All that was read of one file.

    Args:
        name: what the file is called.
        tool: which tool wrote it.
        users: how many people the file names, whether they coded or not.
        whole: whether the file has all codings of its coders, so that what is not in it any
            more was taken out there.
        rules: how the tool counts, the likeliest first; none where only words are known.
        left_out: what was not taken over, and why.
        doubts: what a person has to look at.
    """

    name: str
    tool: str
    sources: tuple[ReadSource, ...] = ()
    codes: tuple[ReadCode, ...] = ()
    codings: tuple[ReadCoding, ...] = ()
    cases: tuple[ReadCase, ...] = ()
    users: int = 0
    whole: bool = False
    rules: tuple[Rule, ...] = ()
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
