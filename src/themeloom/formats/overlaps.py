"""Which words and pictures of a page lie over one another or off it, by the finished PDF.

Papers, posters and slides are judged by this, whichever engine set them.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from themeloom.finished.alike import is_leftward
from themeloom.finished.pdf import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from themeloom.finished.pdf import Sheet, TextRun

#: The part of the type size, above the line, in which two texts must not meet.
CORE = 0.45
#: How far into one another, up and down, may be a matter of rounding, in points.
_SLACK = 0.5
#: How wide a blank is at least, in parts of the type size.
_BLANK = 0.2
#: The characters of a text that a message shows.
_QUOTED = 40


def overlaps(runs: Iterable[TextRun], slack: float) -> Iterator[tuple[TextRun, TextRun, float]]:
    """Each two texts that are set over one another, and by how many points.

    What is set over a letter on purpose is no such text: an accent, a brace of a formula.
    Words that are read from right to left come in pieces whose boxes reach over their
    neighbours': on one line they are no proof. The words of a drawing are its own concern.

    Args:
        runs: the texts of a page.
        slack: how many points of the line two of them may share.
    """
    ordered = sorted(filter(_says, runs), key=lambda run: (run.left, run.baseline))
    for place, run in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.left >= run.right:
                break
            across = min(_end(run), _end(other)) - _start(other)
            if across > slack and _meet(run, other):
                yield run, other, across


def covered(sheet: Sheet, slack: float) -> Iterator[tuple[Picture, TextRun | Picture]]:
    """Each picture with what it lies over or under: words, or another picture.

    Args:
        sheet: the page.
        slack: how many points may be a matter of rounding.
    """
    for place, picture in enumerate(sheet.pictures):
        for run in sheet.runs:
            line = run.baseline + CORE * run.size
            shared = picture.common(run.left, run.baseline, run.right, line)
            if min(shared) > slack and _says(run):
                yield picture, run
        for other in sheet.pictures[place + 1 :]:
            if min(picture.common(other.left, other.bottom, other.right, other.top)) > slack:
                yield picture, other


def beyond(run: TextRun | Picture, page: tuple[float, float], margin: float = 0.0) -> float:
    """By how many points something leaves a page, or what its margin leaves of it; 0 if not.

    Args:
        run: the text or the picture.
        page: the width and the height of the page in points.
        margin: what is to stay empty all round.
    """
    out = max(run.right - page[0], -run.left, run.top - page[1], -run.bottom)
    return out + margin


def quoted(text: str) -> str:
    """The beginning of a text, as a message names it."""
    words = " ".join(text.split())
    shown = words if len(words) <= _QUOTED else f"{words[: _QUOTED - 2].rstrip()} …"
    return f"“{shown}”"


def below(what: TextRun | Picture) -> str:
    """What a picture lies over, as a message names it."""
    return "another" if isinstance(what, Picture) else f"words: {quoted(what.text)}"


def titled(title: str) -> str:
    """The title of a slide behind its number, if it has one."""
    return f" ({quoted(title)})" if title else ""


def _start(run: TextRun) -> float:
    """Where its first letter may begin: blanks of two texts do lie over one another."""
    return run.left + (_BLANK * run.size if run.text[:1].isspace() else 0)


def _end(run: TextRun) -> float:
    return run.right - (_BLANK * run.size if run.text[-1:].isspace() else 0)


def _meet(run: TextRun, other: TextRun) -> bool:
    """Whether two texts, one over the other, are as high on the page as each other."""
    top = min(run.baseline + CORE * run.size, other.baseline + CORE * other.size)
    if top - max(run.baseline, other.baseline) <= _SLACK:
        return False
    on_one_line = abs(run.baseline - other.baseline) < _SLACK
    if run.formula and other.formula and not on_one_line:
        return False  # an index stands below the arm of its letter
    return not (on_one_line and (is_leftward(run.text) or is_leftward(other.text)))


def _says(run: TextRun) -> bool:
    """Whether it has letters or digits, and no mark that belongs over another letter."""
    text = unicodedata.normalize("NFC", run.text)
    return (
        not run.drawn and any(map(str.isalnum, text)) and not any(map(unicodedata.combining, text))
    )
