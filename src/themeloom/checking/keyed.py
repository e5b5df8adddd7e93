"""Texts of data, whose keys say what they are, or what stands beside them whose."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from themeloom.checking.cells import Heads
from themeloom.checking.claims import claims, in_cell
from themeloom.core.nested import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.claim import Claim, Reading
    from themeloom.checking.words import Paragraph
    from themeloom.core.nested import Path

#: Keys of data are English, whatever the study's language.
_KEYS = Heads(())
#: So many texts beside another may tell whose it is.
_BESIDE = 12


def told_beside(value: object) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Each text of some data, where it stands, and the texts that stand beside it."""
    said, beside = list(texts(value)), defaultdict[Any, list[str]](list)
    for path, one in said:
        # A long list is no record of somebody.
        if len(beside[path[:-1]]) < _BESIDE:
            beside[path[:-1]].append(one)
    yield from ((path, one, tuple(beside[path[:-1]])) for path, one in said)


def by_key(
    path: Path, found: list[Paragraph], reading: Reading, beside: tuple[str, ...]
) -> Iterator[Claim]:
    """The claims of a value: its keys, or what stands beside it, may say whose words it is."""
    keys = [one for one in path if isinstance(one, str)]
    key = keys[-1] if keys else ""
    above = any(map(_KEYS.quote, keys[:-1]))
    for one in found:
        if key in reading.called:
            yield from in_cell(one, key, reading)
        elif reading.heads.say_i(one.source):
            yield from in_cell(one, "", reading, ("", *beside))
        quotes = _KEYS.quote(key) or (above and reading.heads.say_i(one.source))
        if quotes:
            yield from claims([replace(one, set_off=True)], reading)
    yield from claims(found, reading)
