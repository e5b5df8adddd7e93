"""What a format is, beside what is known of it: what makes its files, and checks them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from themeloom.documents.cells_as_text import ENDINGS
from themeloom.documents.configuration import metadata_for_quarto
from themeloom.documents.document import read_document
from themeloom.documents.formats import formats_of
from themeloom.engines.typst import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.document import Document
    from themeloom.documents.plan import Output
    from themeloom.engines.pandoc import Job
    from themeloom.engines.typst import Judge


class Making(msgspec.Struct, frozen=True, dict=True):
    """A file that is being made.

    Args:
        project: the compendium, whose staged typefaces and styles are used.
        path: the file.
        metadata: what it is made with, as far as that is known.
        output: what was planned; None if Quarto wrote the file.
    """

    project: Project
    path: Path
    metadata: Mapping[str, object] = msgspec.field(default_factory=dict)
    output: Output | None = None

    @property
    def look(self) -> Path | None:
        """The folder of its brand, if it has one."""
        key = self.metadata.get("look")
        return self.project.looks / str(key) if key else None

    @property
    def fonts(self) -> Path:
        """The folder of the typefaces that office files take along."""
        return (self.look or self.project.state / "fonts") / "office"

    @cached_property
    def document(self) -> Document | None:
        """What it is made from; of what Quarto wrote, the document that lies as the file lies."""
        if self.output:
            return self.output.document
        made = self.path.relative_to(self.project.output)
        names = (made.with_suffix(ending) for ending in ENDINGS)
        there = (name for name in names if self.project.has(self.project.root / name))
        name = next(there, None)
        return read_document(self.project, name, for_quarto=True) if name else None

    def is_of(self, name: str) -> bool:
        """Whether Quarto wrote it for a document that asks for the format of that name."""
        document = self.document
        return document is not None and name in formats_of(
            metadata_for_quarto(self.project, document)
        )


def _nothing(_: object) -> None:
    """Most formats need no more than what pandoc or Typst gives."""


class Maker(msgspec.Struct, frozen=True):
    """What makes the files of a format, where pandoc and Typst alone do not.

    Args:
        prepare: puts beside pandoc's input what it needs besides.
        judge: who judges what Typst sets of a document.
        finish: finishes what pandoc wrote, and raises what is wrong with it.
        after_quarto: does the same to what Quarto wrote, with the moment that it carries; it
            leaves alone what is not ours.
    """

    prepare: Callable[[Job], None] = _nothing
    judge: Callable[[Document, Making], Judge] = lambda _document, _making: NOBODY
    finish: Callable[[Making], None] = _nothing
    after_quarto: Callable[[Making, int], None] = lambda _making, _epoch: None
