"""A line of YAML that is indented unlike those around it: what is wrong most often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: A line that begins with a key: its indentation, marks of entries, and what stands behind it.
_KEY = later(r"(?P<blank> *)(?P<marks>(?:- +)*)[\w-]+ *:(?:\s+(?P<value>.*))?$")
_ENTRY = later(r"(?P<blank> *)(?P<marks>(?:- +)+)")
#: A value that goes on over the lines below, which are words.
_BLOCK = later(r"[|>][+-]?\d?\s*(?:#.*)?$")


def odd_indent(rows: Sequence[str], last: int) -> tuple[int, str, str] | None:
    """The line at which reading stopped, or the one above, if it does not line up.

    Args:
        rows: the lines.
        last: the line at which reading stopped, from 0.

    Returns:
        Its number, message and hint.
    """
    for row, deep, wanted in _odd(rows[: last + 1]):
        if row >= last - 1:
            is_, be = (counted(some, "space") for some in (deep, wanted))
            return (
                row,
                f"this line is indented by {is_}, unlike the lines that it belongs to",
                f"indent it by {be} to line up with what stands above it, or give the key above "
                "no value if it belongs below that",
            )
    return None


def _nearest(deep: int, outer: int, inner: int) -> int:
    """Which of two levels was meant: at the top, or as deep as the line above."""
    is_outer = inner == outer or (outer == 0 and deep <= inner / 2)
    return outer if is_outer else inner


def _odd(rows: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Lines with a key that begin where no other does: number, indentation, the nearest one."""
    levels, opened, words_below = [0], True, -1
    for row, line in enumerate(rows):
        deep = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.lstrip().startswith("#") or (deep > words_below >= 0):
            continue
        words_below = -1
        key = _KEY.match(line) or _ENTRY.match(line)
        if key is None:
            continue
        above = levels[-1]
        while levels[-1] > deep:
            above = levels.pop()
        if levels[-1] < deep and not opened:
            yield row, deep, _nearest(deep, levels[-1], above)
        inside = deep + len(key["marks"])
        levels += [one for one in dict.fromkeys((deep, inside)) if one > levels[-1]]
        value = key.groupdict().get("value")
        said = (value or "").strip()
        opened = not said or said.startswith("#")
        words_below = deep if _BLOCK.match(said) else -1
