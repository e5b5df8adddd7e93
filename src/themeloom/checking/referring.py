"""Does something stand where a figure, a table, a section or a formula is referred to?

A reference has no words of its own in the document: the renderer writes a kind and a number
between the words before it and those behind it. For a figure or a table that number is the one
that stands before its caption.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from themeloom.documents.holding import Part
    from themeloom.finished.alike import Signs

#: So much of what stands before a caption has its own number at its end.
_NEAR = 200
#: A kind with its number, as `Figure 1`, without white space.
_NUMBERED = later(r"([^\W\d_]+)\.?(\d+)")


def wrong_references(
    parts: Sequence[Part],
    stretches: Mapping[int, Signs],
    found: Mapping[int, int],
    said: Signs,
) -> Iterator[tuple[int, str]]:
    """Yield the references of which nothing is left, or that say the number of something else.

    Args:
        parts: what a document holds.
        stretches: the signs of its words, by the numbers of their parts.
        found: where each of these stands in the file, -1 if nowhere.
        said: all that the file says.

    Yields:
        The number of the part, and what stands in its place: empty if nothing does.
    """
    captions = {parts[number].label: number for number in stretches if parts[number].label}
    numbers = [number for number, one in enumerate(parts) if one.kind == "reference"]
    for between, some in groupby(numbers, lambda one: _around(one, parts, stretches)):
        stands = _standing(between, stretches, found, said)
        for number in some if stands is not None else ():
            at = found.get(captions.get(parts[number].text, -1), -1)
            if not stands:
                yield number, ""
            elif at >= 0 and _is_another(
                stands, said.text[max(said.at[at] - _NEAR, 0) : said.at[at]]
            ):
                yield number, stands


def _around(
    number: int, parts: Sequence[Part], stretches: Mapping[int, Signs]
) -> tuple[int, int, str]:
    """The words before a part and those behind it that are read with it; -1 if there are none.

    And what stands right behind it, if that is no letter, as the end of its sentence.
    """
    stream = parts[number].stream
    before = (one for one in range(number - 1, -1, -1) if one in stretches)
    behind = [one for one in range(number + 1, len(parts)) if one in stretches]

    def first(numbers: Iterable[int]) -> int:
        with_it = (one for one in numbers if parts[one].stream == stream)
        return next((one for one in with_it if stretches[one].letters), -1)

    end = stretches[behind[0]] if behind and parts[behind[0]].stream == stream else None
    return first(before), first(behind), end.text if end and not end.letters else ""


def _standing(
    between: tuple[int, int, str],
    stretches: Mapping[int, Signs],
    found: Mapping[int, int],
    said: Signs,
) -> str | None:
    """What stands between two stretches of words; None where that cannot be known."""
    before, behind = (found.get(one, -1) for one in between[:2])
    if before < 0:
        return None
    words = stretches[between[0]]
    done = before + len(words.letters)
    if behind >= done:
        return said.text[said.at[done] : said.at[behind]] if behind > done else ""
    # The last words of all: nothing stands there if the end of the sentence follows at once.
    follows = f"{words.text[words.at[-1] + 1 :]}{between[2]}"
    is_gone = between[2] and said.text.startswith(follows, said.at[done - 1] + 1)
    return "" if is_gone and between[1] < 0 else None


def _is_another(stands: str, above: str) -> bool:
    """Whether a reference says another number than the caption has, of the same kind.

    Args:
        stands: what stands in the place of the reference.
        above: what the file says right before the words of the caption.
    """
    numbers: dict[str, set[str]] = {}
    for kind, number in _NUMBERED.findall(stands):
        numbers.setdefault(kind.casefold(), set()).add(number)
    own = re.search(r"([^\W\d_]+)\.?(\d+)\W*$", above)
    if own is None:
        return False
    said = next((some for kind, some in numbers.items() if own[1].casefold().endswith(kind)), None)
    return said is not None and own[2] not in said
