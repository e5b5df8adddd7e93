"""Cutting a font down to some characters: slow, hence done once on a machine.

What was cut is kept in the machine's cache (`THEMELOOM_CACHE`, or else `themeloom/` in
`XDG_CACHE_HOME` or `~/.cache`) under the hash of all that decides it, behind its own hash: a
file that is not whole counts as none, and two programs may make the same one at once.
Where that folder cannot be written, it is kept beside the project's own fonts.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import combined, digest, digest_of, put
from themeloom.core.packages import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: What the style sheets ask of a font beyond its plain letters.
FEATURES = ("kern", "liga", "locl", "mark", "mkmk", "ccmp", "lnum", "onum", "pnum", "tnum", "sups")
#: What a font is cut and packed with, in their versions; and how, which this file says.
_TOOLS = ("fonttools", "brotli")
#: From this number on, names are those of a font's own features.
_NAMES = 256
#: The length of the hash before a font that is kept.
_HASH = 64


def cut(
    path: Path, points: frozenset[int], features: Sequence[str] = ("*",), *, spare: Path
) -> bytes:
    """Cut a font file down to some characters.

    Args:
        path: the font.
        points: the characters.
        features: which of the font's own features stay.
        spare: where to keep it if the machine has no place.
    """
    inputs = (digest_of(path), sorted(points), features)
    return _once("cut", inputs, lambda: _cut(path, points, features), spare)


def packed(font: bytes, *, spare: Path) -> bytes:
    """Pack a font for the web; `spare` is where to keep it if the machine has no place."""
    return _once("packed", (digest(font),), lambda: _pack(font), spare)


def characters(path: Path) -> frozenset[int]:
    """The characters that a font has."""
    found = _once("characters", (digest_of(path),), lambda: _characters(path))
    return frozenset(json.loads(found))


def _characters(path: Path) -> bytes:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return json.dumps(sorted(font.getBestCmap())).encode()


def _once(
    kind: str, inputs: Sequence[object], make: Callable[[], bytes], spare: Path | None = None
) -> bytes:
    how = {"kind": kind, "code": digest_of(Path(__file__)), "versions": versions(_TOOLS)}
    key = combined({**how, "inputs": inputs})
    places = [*_of_machine(), *([spare] if spare else [])]
    for place in places:
        with suppress(OSError):
            kept = (place / key).read_bytes()
            if digest(kept[_HASH:]).encode() == kept[:_HASH]:
                return kept[_HASH:]
    font = make()
    for place in places:
        with suppress(ThemeloomError):
            put(place / key, digest(font).encode() + font)
            break
    return font


def _of_machine() -> Iterator[Path]:
    """The folder of this machine in which fonts are kept; none for a user without a home."""
    if named := os.environ.get("THEMELOOM_CACHE"):
        yield Path(named) / "fonts"
    elif named := os.environ.get("XDG_CACHE_HOME"):
        yield Path(named) / "themeloom" / "fonts"
    else:
        with suppress(RuntimeError):
            yield Path.home() / ".cache" / "themeloom" / "fonts"


def _cut(path: Path, points: frozenset[int], features: Sequence[str]) -> bytes:
    from io import BytesIO

    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(layout_features=list(features), hinting=False, notdef_outline=True)
    # The note of the program that drew a font: nothing can be cut from it, which is told aloud.
    options.drop_tables += ["FFTM"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(points))
    buffer = BytesIO()
    with TTFont(path, recalcTimestamp=False, lazy=True) as font:
        names = font["name"]
        # To find out which names are still in use, the cutter would walk through every table:
        # a third of its time.
        del font["name"]
        cutter.subset(font)
        names.names = [one for one in names.names if one.nameID < _NAMES and one.isUnicode()]
        font["name"] = names
        font.save(buffer)
    return buffer.getvalue()


def _pack(font: bytes) -> bytes:
    from io import BytesIO

    from fontTools.ttLib import TTFont

    buffer = BytesIO()
    with TTFont(BytesIO(font), recalcTimestamp=False) as web:
        web.flavor = "woff2"
        web.save(buffer)
    return buffer.getvalue()
