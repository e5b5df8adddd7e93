"""What is printed, as a terminal would have left it: progress bars at their end, colours apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from themeloom.core.expressions import later

#: A colour or a weight of letters; any other order to a terminal; a character.
_TOKENS = later(
    r"(?P<style>\x1b\[[\d;:]*m) | \x1b\[(?P<count>\d*)[\d;?]*(?P<order>[@-~])"
    r" | \x1b\][^\x07\x1b]*(?:\x07|\x1b\\) | \x1b[ -/]*[0-~] | (?P<sign>.)",
    re.VERBOSE | re.DOTALL,
)
_STYLE = later(r"\x1b\[[\d;:]*m")
_PLAIN = later(r"\x1b\[[0;]*m")
_ORDERS = later(r"[\x00-\x08\x0b-\x1f\x7f]")
#: Ends every style.
_RESET = "\x1b[0m"


@dataclass
class _Screen:
    """Rows of signs, each with the style that it is written in."""

    rows: list[list[tuple[str, str]]] = field(default_factory=lambda: [[]])
    row: int = 0
    column: int = 0
    style: str = ""

    def write(self, sign: str) -> None:
        """Put one sign in its place, or move as it says."""
        if sign == "\n":
            self._to(self.row + 1)
            self.column = 0
        elif sign == "\r":
            self.column = 0
        elif sign == "\b":
            self.column = max(0, self.column - 1)
        elif sign != "\x07":
            line = self.rows[self.row]
            line += [(" ", "")] * (self.column + 1 - len(line))
            # Any other control character is no letter, and no file of Word can hold it.
            line[self.column] = ("\ufffd" if _ORDERS.match(sign) else sign, self.style)
            self.column += 1

    def order(self, order: str, count: str) -> None:
        """Move or wipe; what only a whole screen can show does nothing."""
        steps = int(count or 1)
        if order in "AF":
            self._to(self.row - steps)
        elif order in "BE":
            self._to(self.row + steps)
        elif order in "CD":
            self.column = max(0, self.column + (steps if order == "C" else -steps))
        elif order == "G":
            self.column = steps - 1
        elif order == "K":
            line, kind = self.rows[self.row], count or "0"
            line[slice(self.column if kind == "0" else 0, self.column if kind == "1" else None)] = (
                [(" ", "")] * self.column if kind == "1" else []
            )
        if order in "EF":
            self.column = 0

    def _to(self, row: int) -> None:
        self.row = max(0, row)
        self.rows += [[] for _ in range(self.row + 1 - len(self.rows))]

    def text(self) -> str:
        """Everything that stands there, with colours where they change."""
        parts, last = [], ""
        for line in self.rows:
            for sign, style in line:
                if style != last:
                    parts.append((_RESET if last else "") + style)
                    last = style
                parts.append(sign)
            parts.append("\n")
        return "".join(parts[:-1]) + (_RESET if last else "")


def settled(text: str) -> str:
    """What a terminal shows in the end; colours and weights stay as codes."""
    if not _ORDERS.search(text):
        return text
    screen = _Screen()
    # A line may end as on Windows.
    for found in _TOKENS.finditer(text.replace("\r\n", "\n")):
        if style := found["style"]:
            screen.style = "" if _PLAIN.fullmatch(style) else screen.style + style
        elif found["order"]:
            screen.order(found["order"], found["count"])
        elif found["sign"]:
            screen.write(found["sign"])
    return screen.text()


def without_colours(text: str) -> str:
    """The same words without codes, for what has no colours."""
    return _STYLE.sub("", text)
