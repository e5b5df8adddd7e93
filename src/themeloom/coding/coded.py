"""The coded data of a study, read by source when somebody asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from themeloom.coding.codebook import read_codebook
from themeloom.coding.files import read_codings
from themeloom.coding.nouns import Codebook, Codings
from themeloom.core.errors import all_of
from themeloom.study.model import Access

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from themeloom.coding.nouns import Coder, Coding
    from themeloom.core.project import Project
    from themeloom.study.model import Study

#: Below `coding/`: codings with the words of sources that are not for everybody, kept from git.
CLOSED = "restricted"


class Coded:
    """The codebook and the codings of a study; each file is read once, when it is asked for.

    Of a source that is restricted or withheld the words stay with who holds it: they stand in
    `coding/restricted/<source>.csv`, which git does not keep, and `coding/<source>.csv` has the
    same rows without words. Where the first is at hand it is read.

    Args:
        project: where the files lie.
        study: the store, for who may read which source.
    """

    def __init__(self, project: Project, study: Study) -> None:
        self._project = project
        self._study = study
        self._read: dict[str, Codings] = {}

    @cached_property
    def codebook(self) -> Codebook:
        """All codes; none where the study has no codebook.

        Raises:
            ThemeloomError: every mistake in it.
        """
        path = self._project.codebook
        if not self._project.has(path):
            return Codebook()
        return read_codebook(self._project.text_of(path), self._project.name(path))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources that have a file of codings, be they in the store or not."""
        folder, codebook = self._project.coding, self._project.codebook
        every = [one for one in self._project.below(folder) if one.suffix == ".csv"]
        own = (one for one in every if one.parent in (folder, folder / CLOSED) and one != codebook)
        return tuple(sorted({one.stem for one in own}))

    @property
    def files(self) -> tuple[str, ...]:
        """The files that coded data is read from, from the root."""
        paths = [self.path(one) for one in self.sources]
        paths += [self._project.codebook] if self._project.has(self._project.codebook) else []
        return tuple(map(self._project.name, paths))

    def path(self, source: str) -> Path:
        """The file from which the codings of a source are read."""
        held = self.path_of_words(source)
        return held if self._project.has(held) else self.path_for_all(source)

    def path_for_all(self, source: str) -> Path:
        """The file with the codings of a source that goes with the study."""
        return self._project.coding / f"{source}.csv"

    def path_of_words(self, source: str) -> Path:
        """The file that has the words as well, of a source that is not for everybody."""
        return self._project.coding / CLOSED / f"{source}.csv"

    def keeps_words(self, source: str) -> bool:
        """Whether the words of a source may stand in a file that goes with the study."""
        return source not in self._closed or source in self._study.settings.coding.words_of

    @cached_property
    def _closed(self) -> frozenset[str]:
        """The sources that are not open."""
        return frozenset(one.id for one in self._study.sources if one.access is not Access.OPEN)

    def of(self, source: str) -> Codings:
        """The codings of one source; none where it was not coded.

        Raises:
            ThemeloomError: every mistake in its file.
        """
        if source not in self._read:
            self._read[source] = self._codings(source, self.path(source))
        return self._read[source]

    def for_all(self, source: str) -> Codings:
        """The codings of a source as they go with the study."""
        return self._codings(source, self.path_for_all(source))

    def _codings(self, source: str, path: Path) -> Codings:
        named = self._project.name(path)
        if not self._project.has(path):
            return Codings(source, named)
        return read_codings(source, self._project.text_of(path), named)

    def each(self) -> Iterator[Codings]:
        """The codings of every source, one source after the other.

        Raises:
            ThemeloomError: every mistake in any of the files.
        """
        return iter(all_of(self.sources, self.of))

    def rows(self, codes: Sequence[str] = (), source: str = "") -> Iterator[tuple[str, Coding]]:
        """Codings as rows, each with the id of its source.

        Args:
            codes: only those of these codes and of all that stand below them; all if empty.
            source: only those of this source.
        """
        wanted = frozenset[str]().union(*map(self.codebook.below, codes))
        for one in [self.of(source)] if source else self.each():
            yield from ((one.source, row) for row in one if not codes or row.code in wanted)

    @cached_property
    def _by_id(self) -> dict[str, tuple[str, Coding]]:
        """Each coding with the id of its source, by its own id."""
        return {row.id: (one.source, row) for one in self.each() for row in one}

    def find(self, name: str) -> tuple[str, Coding] | None:
        """The coding of an id, with the id of its source."""
        return self._by_id.get(name)

    @property
    def names(self) -> frozenset[str]:
        """The ids of all codings."""
        return frozenset(self._by_id)

    @property
    def coders(self) -> tuple[Coder, ...]:
        """Everybody who coded, by pseudonym."""
        return tuple(sorted({row.coder for one in self.each() for row in one}))
