"""What commands that change a study have in common: where it is, what is shown, what is asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from themeloom.core.project import Project

#: How many lines of a kind are shown; the others are counted.
_SHOWN = 12


def project_of(arguments: argparse.Namespace) -> Project:
    """The project that a command is about."""
    from themeloom.core.project import Project

    return Project.find(arguments.project)


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


def listed(what: str, lines: Sequence[str], before: str = "") -> Iterator[str]:
    """Lines of a kind, which is named before the first; of many only some."""
    for number, line in enumerate(lines[:_SHOWN]):
        yield f"  {what if not number else '':<9} {before}{line}"
    if len(lines) > _SHOWN:
        yield f"  {'':<9} and {len(lines) - _SHOWN} more"
