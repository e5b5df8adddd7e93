"""Bringing codings back to their words after a source was corrected: shown first, then written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.coding.anchoring import Anchor, Standing, anchored, told_apart
from themeloom.coding.coded import CLOSED
from themeloom.coding.files import codings_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.coding.coded import Coded
    from themeloom.coding.nouns import Coding
    from themeloom.core.project import Project
    from themeloom.study.model import Corpus

#: Keeps git away from the words of sources that are not for everybody.
IGNORE = b"# Words of sources that are not for everybody: never to be committed\n*\n"


@dataclass(frozen=True)
class Moved:
    """A coding that is not exact any more.

    Args:
        source: the id of its source.
        file: its file, from the root.
        coding: as it was.
        anchor: where it is now, if it is anywhere.
        now: the words that stand there now; empty where there are none.
        line: on which line of the source.
    """

    source: str
    file: str
    coding: Coding
    anchor: Anchor
    now: str
    line: int


@dataclass(frozen=True)
class Reanchored:
    """What bringing codings back to their words would change.

    Args:
        moved: the codings whose words changed, are told from no twin, or are gone.
        hints: how many exact ones only stand at another place.
        files: the bytes of each file that changes, by its path from the root.
    """

    moved: tuple[Moved, ...]
    hints: int
    files: Mapping[str, bytes]

    @property
    def found(self) -> tuple[Moved, ...]:
        """Those that can be brought back."""
        return tuple(one for one in self.moved if one.now)

    @property
    def lost(self) -> tuple[Moved, ...]:
        """Those whose words are nowhere: somebody has to decide."""
        return tuple(one for one in self.moved if not one.now)


def reanchor(project: Project, coded: Coded, corpus: Corpus) -> Reanchored:
    """Look every coding up in its source, and say what has to be written.

    Of a coding that is not exact the nearest place is proposed; one that is lost stays as it
    is, and stays an error, until somebody takes its row out or codes it anew.
    """
    moved: list[Moved] = []
    files: dict[str, bytes] = {}
    hints = 0
    for codings in coded.each():
        rows = list(codings)
        if source := corpus.texts.get(codings.source):
            found = [anchored(one, source.text, near=True) for one in rows]
            hints += sum(one.standing is Standing.MOVED for one in found)
            moved += (
                _moved(codings.source, codings.file, one, anchor, source.text)
                for one, anchor in zip(rows, found, strict=True)
                if not anchor.is_exact
            )
            rows = [_at(*one, source.text) for one in zip(rows, found, strict=True)]
        files |= files_of(project, coded, codings.source, rows)
    return Reanchored(tuple(moved), hints, project.differing(files))


def files_of(
    project: Project, coded: Coded, source: str, rows: Sequence[Coding]
) -> dict[str, bytes]:
    """The files in which codings of a source are kept, those without its words apart.

    Args:
        project: the compendium.
        coded: says whether the words of the source may go with the study.
        source: its id.
        rows: its codings.
    """
    for_all = project.name(coded.path_for_all(source))
    # Who has only the rows without words keeps these.
    if coded.keeps_words(source) or not any(one.quote for one in rows):
        return {for_all: codings_bytes(rows)}
    held = coded.path_of_words(source)
    ignore = f"{project.name(project.coding)}/{CLOSED}/.gitignore"
    return {
        for_all: codings_bytes(replace(one, quote="", before="", memo="") for one in rows),
        project.name(held): codings_bytes(rows),
        ignore: IGNORE,
    }


def _moved(source: str, file: str, coding: Coding, anchor: Anchor, text: str) -> Moved:
    there = anchor.standing is not Standing.LOST and anchor.start < anchor.end
    now = text[anchor.start : anchor.end] if there else ""
    line = text.count("\n", 0, anchor.start) + 1
    return Moved(source, file, coding, anchor, now, line)


def _at(coding: Coding, anchor: Anchor, text: str) -> Coding:
    """A coding at the place where its words are; one that is lost stays as it is."""
    if anchor.standing is Standing.HERE or anchor.standing is Standing.LOST:
        return coding
    if anchor.start >= anchor.end:
        return coding
    words = text[anchor.start : anchor.end]
    before = told_apart(text, anchor.start, anchor.end)
    return replace(coding, start=anchor.start, end=anchor.end, quote=words, before=before)
