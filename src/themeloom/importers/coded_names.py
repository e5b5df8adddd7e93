"""Names of a key in coded data: codings follow their source, and the codebook as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.coding.anchoring import anchored, told_apart
from themeloom.coding.files import codings_bytes, read_codings
from themeloom.coding.tables import rows_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from themeloom.checking.context import Context
    from themeloom.coding.nouns import Coding
    from themeloom.importers.pseudonyms import Key, Replacement


@dataclass(frozen=True)
class Recoded:
    """A file of coded data without the names of a key.

    Args:
        file: its path from the root.
        data: its bytes.
        replaced: where names were, each with the line in its cell.
    """

    file: str
    data: bytes
    replaced: tuple[Replacement, ...]


class _Cells:
    """Replaces names cell by cell, and keeps where they were."""

    def __init__(self, key: Key, *, marked: bool) -> None:
        self._key = key
        self._marked = marked
        self.found: list[Replacement] = []

    def __call__(self, cell: str, line: int) -> str:
        text, places = self._key.replaced(cell, marked=self._marked)
        self.found += [replace(one, line=line) for one in places if one.by]
        return text


def coded_without_names(
    context: Context, key: Key, texts: Mapping[str, str], *, marked: bool
) -> Iterator[Recoded]:
    """Every file of coded data that has names of a key, without them.

    Args:
        context: the study.
        key: the names.
        texts: the text of each source as it will be, names replaced, by its file from the root.
        marked: whether replacements stand in brackets.
    """
    raw, project = context.project.name(context.project.raw), context.project
    files = {one.id: f"{raw}/{one.file}" for one in context.study.sources if one.file}
    coded = context.coded
    for source in coded.sources:
        known = context.corpus.texts.get(source)
        text = texts.get(files.get(source, ""), known.text if known else "")
        for path in {coded.path_for_all(source), coded.path_of_words(source)}:
            if project.has(path):
                yield from _codings(context, path, source, text, _Cells(key, marked=marked))
    if project.has(project.codebook):
        cells, name = _Cells(key, marked=marked), project.name(project.codebook)
        rows = [
            [cells(cell, line) for cell in row]
            for line, row in rows_of(project.text_of(project.codebook), name)
        ]
        if cells.found:
            yield Recoded(name, written(rows), tuple(cells.found))


def _codings(
    context: Context, path: Path, source: str, text: str, cells: _Cells
) -> Iterator[Recoded]:
    name = context.project.name(path)
    codings = read_codings(source, context.project.text_of(path), name)
    rows = [_without_names(one, text, cells) for one in codings]
    if cells.found:
        yield Recoded(name, codings_bytes(rows), tuple(cells.found))


def _without_names(coding: Coding, text: str, cells: _Cells) -> Coding:
    """A coding whose words are those of its source as it will be, where they stand there."""
    new = replace(
        coding,
        quote=cells(coding.quote, coding.line),
        before=cells(coding.before, coding.line),
        memo=cells(coding.memo, coding.line),
    )
    if not text or not new.quote or new == coding:
        return new
    anchor = anchored(new, text)
    if not anchor.is_exact and anchor.twins < 2:  # noqa: PLR2004 - twins are the words all the same
        return new
    return replace(
        new,
        start=anchor.start,
        end=anchor.end,
        before=told_apart(text, anchor.start, anchor.end),
    )
