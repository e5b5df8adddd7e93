"""What the front matter of a poster asks for: its size, and the limits it must keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.documents.places import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Papers by name, as the template knows them; each may lie wide: `a0-landscape`.
PAPERS = ("a0", "a1", "a2", "a3", "a4")
_MEASURED = re.compile(r"\d+(\.\d+)?(in|mm|cm)?[x×]\d+(\.\d+)?(in|mm|cm)")
_NUMBER = re.compile(r"(?P<number>\d+(\.\d+)?)\s*(?P<percent>%?)")
#: The largest share of a poster that one empty region may take up.
MAX_EMPTY = 0.15
#: The share of a poster that must stay empty altogether.
MIN_EMPTY = 0.2
#: The smallest type, in points on an A0; other papers scale it.
MIN_TYPE = 24.0


@dataclass(frozen=True)
class Settings:
    """The limits of one poster.

    Args:
        min_type: the smallest type in points, as it would be on an A0.
        max_empty: the largest share of the poster, of 1, that one empty region may take up.
        min_empty: the share that must be empty altogether.
    """

    min_type: float = MIN_TYPE
    max_empty: float = MAX_EMPTY
    min_empty: float = MIN_EMPTY


def poster_settings(metadata: Mapping[str, object], document: str) -> Settings:
    """Read the limits, and see that the size is one that there is.

    Args:
        metadata: the poster's, merged.
        document: the document, for a setting that does not know its line.

    Raises:
        ThemeloomError: a setting that means nothing, with its place.
    """
    top = Place(document, 1)
    _check_size(metadata.get("poster-size") or metadata.get("papersize"), top)
    return Settings(
        _points(metadata, top),
        _share(metadata, "max-empty", MAX_EMPTY, top),
        _share(metadata, "min-empty", MIN_EMPTY, top),
    )


def _check_size(asked: object, top: Place) -> None:
    if asked is None:
        return
    plain = re.sub(r"-(landscape|portrait)$", "", str(asked).lower().replace(" ", ""))
    if plain in PAPERS or _MEASURED.fullmatch(plain):
        return
    known = [*PAPERS, *(f"{paper}-landscape" for paper in PAPERS), "36x48in", "48x36in"]
    place = place_of(asked, top)
    raise place.error(
        f'there is no poster-size "{asked}"',
        f"{did_you_mean(str(asked).lower(), known)}; any width and height will do as well: "
        "36x48in, 900x1200mm",
    )


def _points(metadata: Mapping[str, object], top: Place) -> float:
    asked = metadata.get("min-type")
    points = MIN_TYPE if asked is None else _number(asked)
    if points <= 0 or str(asked).rstrip().endswith("%"):
        raise _wrong("min-type", asked, "a number of points on an A0, for instance 24", top)
    return points


def _share(metadata: Mapping[str, object], key: str, default: float, top: Place) -> float:
    asked = metadata.get(key)
    share = default if asked is None else _number(asked)
    if not 0 <= share <= 1:
        raise _wrong(key, asked, "a share of the poster, for instance 15%", top)
    return share


def _number(asked: object) -> float:
    """A number, or so many hundredths; -1 if it is neither."""
    found = _NUMBER.fullmatch(str(asked).strip())
    return float(found["number"]) / (100 if found["percent"] else 1) if found else -1


def _wrong(key: str, asked: object, what: str, top: Place) -> ThemeloomError:
    place = place_of(asked, top)
    return place.error(
        f'{key}: "{asked}" is not {what.split(",", maxsplit=1)[0]}',
        f"write {what.rsplit('for instance ', maxsplit=1)[-1]}",
    )
