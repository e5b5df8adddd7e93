"""Putting metadata on top of metadata, as Quarto does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Lists that replace each other; all others are joined.
_REPLACED = frozenset({"tbl-colwidths"})
#: Keys that may be one text or a list of them, and are joined as lists.
_EITHER = frozenset({"bibliography", "css"})


def merged(*layers: Mapping[str, object]) -> dict[str, object]:
    """One mapping of several; later layers win, mappings go together, lists are joined.

    Joined lists keep the first of equal items, as in Quarto. A null takes nothing away.
    """
    result: dict[str, object] = {}
    for layer in layers:
        for key, value in layer.items():
            result[key] = _joined(key, result.get(key), value)
    return result


def _joined(key: str, below: object, above: object) -> object:
    if key in _EITHER:
        below, above = _listed(below), _listed(above)
    if isinstance(below, dict) and isinstance(above, dict):
        return merged(below, above)
    if key not in _REPLACED and (isinstance(below, list) or isinstance(above, list)):
        if below is None or above is None:
            return below if above is None else above
        both = [*_as_list(below), *_as_list(above)]
        return [item for at, item in enumerate(both) if item not in both[:at]]
    return above


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
