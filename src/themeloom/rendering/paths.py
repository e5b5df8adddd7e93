"""Paths in metadata, brought to where pandoc looks for them: the document's folder."""

from __future__ import annotations

import os.path
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.documents.places import Placed
from themeloom.errors import ThemeloomError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Keys whose texts name files.
KEYS = ("bibliography", "csl", "css", "reference-doc")
#: Where files lie that are made before a render, typefaces above all.
STAGED = ".themeloom/"


def with_paths(root: Path, document: str, metadata: Mapping[str, object]) -> dict[str, object]:
    """Metadata whose paths are taken from the document's folder, as Quarto does.

    A path in a document is meant from its folder, one in `_metadata.yml` from that file's
    folder, one in `_quarto.yml` and its metadata files from the project's root; one that
    starts with `/` always from the root.

    Raises:
        ThemeloomError: if there is no such file.
    """
    return {
        key: _each(root, document, key, value) if key in KEYS else value
        for key, value in metadata.items()
    }


def _each(root: Path, document: str, key: str, value: object) -> object:
    if isinstance(value, list):
        return [_each(root, document, key, one) for one in value]
    if not isinstance(value, Placed) or "://" in value:
        return value
    folder = PurePosixPath(document).parent
    start = PurePosixPath()
    if not value.startswith("/"):
        name = PurePosixPath(value.place.file)
        if value.place.file == document or name.name == "_metadata.yml":
            start = name.parent
    target = PurePosixPath(os.path.normpath(start / value.lstrip("/")).replace(os.sep, "/"))
    if not target.as_posix().startswith(STAGED) and not (root / target).is_file():
        raise ThemeloomError(
            f'{key}: there is no file "{value}"',
            f"it would be {target}; a path that starts with / is taken from the project's root",
            file=value.place.file,
            line=value.place.line,
        )
    relative = os.path.relpath(target, folder).replace(os.sep, "/")
    return Placed(relative, value.place)
