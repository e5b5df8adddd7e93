"""What a Quarto extension contributes to a format, read as Quarto reads it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from themeloom.documents.configuration import read_mapping
from themeloom.documents.merging import merged
from themeloom.documents.places import Placed
from themeloom.errors import ThemeloomError
from themeloom.rendering.paths import STAGED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from themeloom.rendering.formats import Format

FOLDER = "_extensions"
_FILE = "_extension.yml"


def contributed(root: Path, format_: Format) -> dict[str, object]:
    """The options that an extension gives its format; the user's own go on top.

    Texts that name a file of the extension become its path from the project's root.

    Raises:
        ThemeloomError: if the extension is not there.
    """
    named = f"{FOLDER}/{format_.extension}/{_FILE}"
    if not (root / named).is_file():
        raise ThemeloomError(
            f"the extension {format_.extension} is missing: there is no {named}",
            f"put the folder {FOLDER} back; the format {format_.name} needs it",
        )
    if format_.name == format_.base:
        return {}
    formats = _mapping(_mapping(read_mapping(root, named).get("contributes")).get("formats"))
    options = merged(_mapping(formats.get("common")), _mapping(formats.get(format_.base)))
    return {key: _rooted(root, format_.extension, value) for key, value in options.items()}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _rooted(root: Path, extension: str, value: object) -> object:
    if isinstance(value, list):
        return [_rooted(root, extension, one) for one in value]
    if not isinstance(value, Placed):
        return value
    target = posixpath.normpath(f"{FOLDER}/{extension}/{value}")
    # What is staged may not be there before the first render.
    if target.startswith(STAGED) or (root / target).is_file():
        return Placed(f"/{target}", value.place)
    return value
