"""What the front matter of a poster asks for: its size, and the limits it must keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.errors import did_you_mean
from themeloom.core.files import beside
from themeloom.documents.places import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Papers by name, as the template knows them; each may lie wide: `a0-landscape`.
PAPERS = ("a0", "a1", "a2", "a3", "a4")
_MEASURED = re.compile(r"\d+(\.\d+)?(in|mm|cm)?[x×]\d+(\.\d+)?(in|mm|cm)")
_NUMBER = re.compile(r"(?P<number>\d+(\.\d+)?)\s*(?P<percent>%?)")
_LIMITS = beside(__file__, "limits.toml")


def poster_settings(metadata: Mapping[str, object], document: str) -> dict[str, float]:
    """Read the limits by their keys, and see that the size is one that there is.

    Args:
        metadata: the poster's, merged.
        document: the document, for a setting that does not know its line.

    Raises:
        ThemeloomError: a setting that means nothing, with its place.
    """
    top = Place(document, 1)
    _check_size(metadata.get("poster-size") or metadata.get("papersize"), top)
    return {key: _limit(key, metadata.get(key), top) for key in _LIMITS}


def _check_size(asked: object, top: Place) -> None:
    if asked is None:
        return
    plain = re.sub(r"-(landscape|portrait)$", "", str(asked).lower().replace(" ", ""))
    if plain in PAPERS or _MEASURED.fullmatch(plain):
        return
    known = [*PAPERS, *(f"{paper}-landscape" for paper in PAPERS), "36x48in", "48x36in"]
    raise place_of(asked, top).error(
        f'there is no poster-size "{asked}"',
        f"{did_you_mean(str(asked).lower(), known)}; any width and height will do as well: "
        "36x48in, 900x1200mm",
    )


def _limit(key: str, asked: object, top: Place) -> float:
    """A number, or so many hundredths."""
    limit = _LIMITS[key]
    found = _NUMBER.fullmatch(str(limit["usual"] if asked is None else asked).strip())
    number = float(found["number"]) / (100 if found["percent"] else 1) if found else -1.0
    if not limit["from"] <= number <= limit["to"]:
        raise place_of(asked, top).error(
            f'{key}: "{asked}" is not {limit["what"]}', f"write {limit['example']}"
        )
    return number
