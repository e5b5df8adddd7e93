"""What goes wrong, said once: a message, where it is, and what to do about it.

Every mistake that can be foreseen is raised as a `ThemeloomError`; the command
line prints it as two lines and ends with code 1. Anything else that reaches
the command line is our own defect and ends with code 3.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

Thing = TypeVar("Thing")
Result = TypeVar("Result")

#: How alike (0 to 100) a name must be before we dare to suggest it.
_ALIKE = 60
#: How alike it must be to be a slip of the pen.
_SLIP = 75
#: How many known names a hint may list before it only counts them.
_LISTED = 12


class Exit(IntEnum):
    """The exit codes of the command line."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    DEFECT = 3
    INTERRUPTED = 130
    ENDED = 143


class ThemeloomError(Exception):
    """A foreseen mistake, with its place and its remedy.

    Args:
        message: what is wrong, one sentence without a full stop at its end.
        hint: a command or an edit that mends it; empty if there is none.
        file: the file in which it was found, as the user would name it.
        line: the line in that file, counted from 1.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        file: Path | str | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = None if file is None else str(file)
        self.line = line

    @property
    def place(self) -> str:
        """The place as `file:line`, `file`, or nothing."""
        if self.file is None:
            return ""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def __str__(self) -> str:
        """Two lines at most: `place: message`, then the hint."""
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head}\n  hint: {self.hint}" if self.hint else head


class OnlyQuartoError(ThemeloomError):
    """Something that is no mistake where Quarto renders, and that we cannot do ourselves."""


class UnheededError(ThemeloomError):
    """Something that changes nothing here, which is told and stops nobody."""


class ManyErrors(ThemeloomError):  # noqa: N818 - it is several errors
    """Several mistakes found in one go, so that they can be mended in one go."""

    def __init__(self, errors: Iterable[ThemeloomError]) -> None:
        self.errors = tuple(errors)
        super().__init__(f"{len(self.errors)} mistakes")

    def __str__(self) -> str:
        """Each mistake as it would be shown alone."""
        return "\n".join(str(error) for error in self.errors)


def heeded(errors: Iterable[ThemeloomError], *, for_quarto: bool) -> list[ThemeloomError]:
    """The mistakes, without what is only told, and those that are none where Quarto renders."""
    none = (UnheededError, OnlyQuartoError) if for_quarto else UnheededError
    return [one for one in errors if not isinstance(one, none)]


def raise_all(errors: Iterable[ThemeloomError]) -> None:
    """Raise what was collected: nothing, the one error, or all of them together."""
    found = list(errors)
    if len(found) == 1:
        raise found[0]
    if found:
        raise ManyErrors(found)


def of_each(
    things: Iterable[Thing], done: Callable[[Thing], Result]
) -> tuple[list[Result], list[ThemeloomError]]:
    """What comes of each of several things, and the single mistakes of those that are wrong."""
    results: list[Result] = []
    errors: list[ThemeloomError] = []
    for thing in things:
        try:
            results.append(done(thing))
        except ThemeloomError as error:
            errors += flat(error)
    return results, errors


def all_of(things: Iterable[Thing], done: Callable[[Thing], Result]) -> list[Result]:
    """What comes of each of several things.

    Raises:
        ThemeloomError: every mistake, of whichever of them, at once.
    """
    results, errors = of_each(things, done)
    raise_all(dict.fromkeys(errors))
    return results


def flat(error: ThemeloomError) -> Iterator[ThemeloomError]:
    """The single mistakes within an error."""
    if isinstance(error, ManyErrors):
        for one in error.errors:
            yield from flat(one)
    else:
        yield error


def in_order(errors: Iterable[ThemeloomError]) -> list[ThemeloomError]:
    """Errors by file and line, each said once."""
    once = {str(error): error for error in errors}.values()
    return sorted(once, key=lambda error: (error.file or "", error.line or 0))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suggest the known name that is most like `name`, or list what there is."""
    names = sorted(set(known))
    if best := _most_alike(name, names):
        return f'did you mean "{best}"?'
    if not names:
        return "there is none"
    if len(names) <= _LISTED:
        return f"there is: {', '.join(names)}"
    return f"there are {len(names)}, the first: {', '.join(names[:_LISTED])}"


def _most_alike(name: str, names: Sequence[str], *, slip: bool = False) -> str:
    from rapidfuzz import fuzz, process

    scorer, least = (fuzz.ratio, _SLIP) if slip else (fuzz.WRatio, _ALIKE)
    best = process.extractOne(name, names, scorer=scorer, score_cutoff=least)
    return best[0] if best else ""


def slip_or(name: str, known: Iterable[str], otherwise: str) -> str:
    """Suggest a known name only where `name` can be a slip of the pen of it; else say otherwise."""
    best = _most_alike(name, sorted(set(known)), slip=True)
    return f'did you mean "{best}"?' if best else otherwise


class Ended(BaseException):
    """This process was told to end, by another program or by the system."""


class EditsKept(UserWarning):
    """Somebody changed a file that was about to be replaced; it says where the change is now."""
