"""What a render tells while it runs, and what it gives in the end. Nothing is printed here."""

from __future__ import annotations

from typing import NamedTuple


class Made(NamedTuple):
    """One output that is in its place, or about to be.

    Args:
        document: the document it comes from.
        format: its format, by Quarto's name.
        paths: its files from the project's root, the main one first.
        sizes: their sizes in bytes.
        seconds: how long it took; 0 where that is not known.
        warnings: what a person should see of it.
        skipped: whether it was left as it was, because nothing changed.
    """

    document: str
    format: str
    paths: tuple[str, ...]
    sizes: tuple[int, ...]
    seconds: float
    warnings: tuple[str, ...] = ()
    skipped: bool = False

    @property
    def name(self) -> str:
        """Its main file."""
        return self.paths[0]


class Reporter:
    """Told what a render does, by the thread that renders; this one keeps it to itself."""

    def started(self, name: str) -> None:
        """An output is being made."""

    def finished(self, made: Made) -> None:
        """An output is finished and waits for the others."""

    def skipped(self, made: Made) -> None:
        """An output is left as it is, because nothing that goes into it changed."""

    def failed(self, name: str) -> None:
        """An output cannot be made; the error follows when all others have ended."""

    def said(self, line: str) -> None:
        """Another program (Quarto) says a line of progress."""


#: Nobody wants to know.
Silent = Reporter
