"""The formats: a folder and a line in `formats.toml` for each; `base` says what one is."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from themeloom.documents.formats import Format
    from themeloom.formats.base import Maker


def maker_of(format_: Format) -> Maker:
    """What makes the files of a format: one of the `MAKERS` of its folder, by its key."""
    makers: dict[str, Maker] = import_module(f"{__name__}.{format_.folder}").MAKERS
    return makers[format_.key]
