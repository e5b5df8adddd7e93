"""What differs between two rebuilds of the same is chance or the clock, and no change."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.documents.cells_as_text import ENDING, ENDINGS, as_text
from themeloom.notebooks import FOLDER, PREFIX
from themeloom.verify.compare import compare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.verify.findings import Compared, Group, Verdict
    from themeloom.verify.rebuilding import Files, Rebuilt


def may_differ(verdict: Verdict, given: Rebuilt) -> bool:
    """Whether something that code gave is among what differs."""
    names = [group.path(one) for group in verdict.groups for one in group.differing]
    by_notebooks = any(_notebook(name, given) or name in given.own for name in names)
    return by_notebooks or (bool(names) and any(_with_cells(given)))


def told_apart(verdict: Verdict, one: Rebuilt, other: Rebuilt) -> Verdict:
    """The verdict, without the differences that two rebuilds have between themselves.

    Args:
        verdict: of the first rebuild.
        one: the first rebuild.
        other: the second.
    """
    first, second = (_all(given) for given in (one, other))
    unsteady = {name for name in first if first[name] != second.get(name)}
    groups = tuple(
        replace(group, files=tuple(_apart(group, file, first, second) for file in group.files))
        for group in verdict.groups
    )
    culprits = {_notebook(name, one) for name in unsteady} - {""} or {*_with_cells(one)}
    by = culprits or unsteady
    return replace(verdict, groups=groups, unsteady=tuple(sorted(by)) if unsteady else ())


def _apart(group: Group, file: Compared, first: Files, second: Files) -> Compared:
    """A file whose differences are no change, or those of them that are."""
    name = group.path(file)
    a, b = first.get(name), second.get(name)
    if not file.differences or a == b:
        return file
    noise = {(one.place, one.there) for one in compare(file.name, a, b).differences}
    left = tuple(one for one in file.differences if (one.place, one.rebuilt) not in noise)
    return replace(file, differences=left, by_chance=not left)


def _all(given: Rebuilt) -> Files:
    return {**given.derived, **given.own, **given.outputs}


def _notebook(name: str, given: Rebuilt) -> str:
    """The notebook whose results a file shows, by its name; nothing if it is no such file."""
    path, clean = PurePosixPath(name), given.begun.clean
    page = path.stem if path.parent.name == FOLDER and path.suffix == ".html" else ""
    mine = [
        clean.name(one)
        for one in clean.below(clean.root / FOLDER)
        if one.suffix == ".ipynb"
        and (one.stem == page or path.name.startswith(f"{PREFIX}{one.stem}-"))
    ]
    return max(mine, key=len, default="")


def _with_cells(given: Rebuilt) -> Iterator[str]:
    """The documents that hold code; notebooks of `analysis/` are known by what they give."""
    clean = given.begun.clean
    for path in clean.below(clean.root):
        if path.suffix in ENDINGS and not path.is_relative_to(clean.analysis):
            text = path.read_text("utf-8")
            if path.suffix == ENDING and text.strip():
                text, _ = as_text(text, clean.name(path))
            if re.search(r"^`{3,}\s*\{python", text, re.MULTILINE):
                yield clean.name(path)
