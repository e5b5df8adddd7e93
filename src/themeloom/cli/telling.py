"""What commands that change a study have in common: where it is, what is shown, what is asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

from themeloom.core.errors import Exit, raise_all

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from themeloom.core.errors import ThemeloomError
    from themeloom.core.project import Project

#: How many lines of a kind are shown; the others are counted.
_SHOWN = 12


def project_of(arguments: argparse.Namespace) -> Project:
    """The project that a command is about."""
    from themeloom.core.project import Project

    return Project.find(arguments.project)


def tell(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Print lines, each as it comes."""
    for line in lines:
        print(line, file=stream)


class Proposed(Protocol):
    """What a command would write: what forbids it, and what a person must have looked at."""

    @property
    def errors(self) -> list[ThemeloomError]:
        """What must be mended before."""

    @property
    def doubts(self) -> Sequence[str]:
        """What is asked about."""


def agreed(proposed: Proposed, shown: Iterable[str], arguments: argparse.Namespace) -> Exit | None:
    """Show what would be written; None if it is to be written, else how the command ends.

    Raises:
        ThemeloomError: of all that must be mended before.
    """
    tell(shown)
    raise_all(proposed.errors)
    if arguments.dry_run:
        for doubt in proposed.doubts:
            print(f"look at this: {doubt}")
        print("nothing is written (--dry-run)")
        return Exit.FINE
    return None if arguments.yes or confirmed(proposed.doubts) else Exit.FINDINGS


def confirmed(doubts: Sequence[str]) -> bool:
    """Whether whoever sits there wants it written; nobody does where nobody can answer."""
    if not doubts:
        return True
    sys.stdout.flush()
    for doubt in doubts:
        print(f"look at this: {doubt}", file=sys.stderr)
    if sys.stdin.isatty():
        print("write it? [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() in {"y", "yes"}:
            return True
    print(
        "error: nothing is written\n  hint: if it is right, run the same command with --yes",
        file=sys.stderr,
    )
    return False


def columns(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows of a table as lines, each cell as wide as the widest of its column."""
    rows = list(rows)
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        pairs = zip(row, wide, strict=True)
        yield "  ".join(f"{cell:<{width}}" for cell, width in pairs).rstrip()


def listed(what: str, lines: Sequence[str], before: str = "", most: int = _SHOWN) -> Iterator[str]:
    """Lines of a kind, which is named before the first; of many only some."""
    for number, line in enumerate(lines[:most]):
        yield f"  {what if not number else '':<9} {before}{line}"
    if len(lines) > most:
        yield f"  {'':<9} and {len(lines) - most} more"
