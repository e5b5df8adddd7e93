"""Which characters the typefaces of a text have, which they lack, and which typeface lends them.

A project may bring further typefaces in a folder `fonts/`. They are staged beside the two
families; Typst falls back to them, and web pages and office files get the characters in use
from them. After them comes DejaVu Sans, which has Arabic, Hebrew and more: it is at hand
because matplotlib, with which notebooks draw, brings it. No typeface of the machine is taken:
outputs would differ from machine to machine.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.typefaces.cuts import characters
from themeloom.typefaces.faces import FACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Scripts of Unicode's that are none: what several or no scripts use.
_NO_SCRIPT = frozenset({"Zyyy", "Zinh", "Zzzz"})
#: Scripts of Typst's own serif, which stands in wherever ours has no letter.
_IN_TYPST = frozenset({"Latn", "Grek", "Cyrl", "Hebr"})
#: White space, and what controls how text runs: nothing is drawn for it.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
#: Where Latin ends.
_BEYOND = "\u0250"
#: Pictographs are "common" to all scripts, yet no text face has them.
_PICTOGRAPHS = range(0x1F000, 0x20000)


@cache
def _ours() -> frozenset[int]:
    """The characters that both our families have, upright; their italics have no Greek."""
    regular = {face.use: face for face in reversed(FACES) if not face.italic}
    return frozenset.intersection(*(characters_of(face.path()) for face in regular.values()))


@cache
def characters_of(path: Path) -> frozenset[int]:
    """The characters that a typeface has."""
    return characters(path)


def lacking(text: str, typefaces: Iterable[Path]) -> list[str]:
    """The letters and signs of a text that neither ours nor these typefaces have, sorted."""
    drawn = {ord(one) for one in text if unicodedata.category(one) not in _UNSEEN}
    return sorted(map(chr, drawn.difference(_ours(), *map(characters_of, typefaces))))


def scripts_of(letters: Iterable[str]) -> list[str]:
    """The English names of the scripts that letters belong to, if to any."""
    from fontTools.unicodedata import script, script_name

    found = {script(letter) for letter in letters} - _NO_SCRIPT
    return sorted(str(script_name(one)).replace("_", " ") for one in found)


def scripts_without(text: str, typefaces: Iterable[Path]) -> list[str]:
    """The scripts in a text of which a reader would see boxes, Typst's own serif included."""
    left = lacking("".join(one for one in set(text) if one >= _BEYOND), typefaces)
    if not left:
        return []
    from fontTools.unicodedata import script

    names = scripts_of(one for one in left if script(one) not in _IN_TYPST)
    return sorted(names + ["pictographs"] * any(ord(one) in _PICTOGRAPHS for one in left))


def with_lent(typefaces: Sequence[Path], text: str, *, signs: bool = False) -> list[Path]:
    """The typefaces for what ours lack, and the one that is always at hand if it is needed.

    Args:
        typefaces: those that the project brings.
        text: all that is said.
        signs: whether it is needed for signs, too, and not for letters alone.
    """
    strange = {one for one in set(text) if one >= _BEYOND}
    letters = "".join(one for one in strange if signs or unicodedata.category(one)[0] in "LM")
    left = set(map(ord, lacking(letters, typefaces))) if letters else set()
    lent = _of_matplotlib("DejaVuSans.ttf") if left else []
    return [*typefaces, *(path for path in lent if left & characters_of(path))]


def shared_out(further: Sequence[Path], letters: str) -> Iterator[tuple[Path, frozenset[int]]]:
    """Which of the letters in use each further typeface gives: those that none before it has."""
    if not further:
        return
    wanted = frozenset(map(ord, letters)) - _ours()
    for path in further:
        own = wanted & characters_of(path)
        if own:
            yield path, own
        wanted -= own


def monospaced() -> list[Path]:
    """The last typeface that Typst falls back to, as matplotlib brings it."""
    return _of_matplotlib("DejaVuSansMono.ttf")


def _of_matplotlib(name: str) -> list[Path]:
    """A typeface that matplotlib brings."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return []
    path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / name
    return [path] if path.is_file() else []
