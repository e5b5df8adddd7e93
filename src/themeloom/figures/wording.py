"""The few words that figures add to those of the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def counted(number: int, one: str, many: str = "") -> str:
    """Say how many there are: "1 theme", "3 themes"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence does: "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def numbered(numbers: Sequence[int]) -> str:
    """List rising numbers, three and more in a row as a range: "1, 3–5 and 8"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [
        [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run]  # noqa: PLR2004
        for run in runs
    ]
    return listed([part for run in parts for part in run])


def clipped(text: str, words: int) -> str:
    """Keep the first words of a text; an ellipsis says that there were more."""
    parts = text.split()
    return " ".join(parts) if len(parts) <= words else " ".join(parts[:words]) + " …"


def sentence(text: str) -> str:
    """End a text with a full stop unless it ends a sentence already."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
