"""Word documents and decks that Quarto wrote, which say in a property how to finish them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.core.office import read_package, set_moment, told, write_package

if TYPE_CHECKING:
    from collections.abc import Callable

    from themeloom.formats.base import Making

#: The custom property in which `formats/frontmatter.lua` says what a file was made with.
PROPERTY = "themeloom-finish"


def finish_office(
    making: Making,
    epoch: int,
    finish: Callable[[Making], None],
    settle: Callable[[Making, dict[str, bytes]], None] = lambda _making, _parts: None,
) -> None:
    """Finish an office file that Quarto wrote, if it is one of ours.

    Args:
        making: the file, of which nothing but its path is known.
        epoch: the time, in seconds since 1970, that it is to carry.
        finish: what is done to what pandoc writes for the built-in renderer.
        settle: makes of Quarto's parts what pandoc would have written.
    """
    parts = read_package(making.path)
    note = told(parts, PROPERTY)
    if note:
        ours = replace(making, metadata=json.loads(note))
        set_moment(parts, epoch)
        settle(ours, parts)
        write_package(making.path, parts)
        finish(ours)
