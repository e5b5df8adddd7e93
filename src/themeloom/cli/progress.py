"""What a person sees while documents are built, and the table at the end."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TextIO

from themeloom.engines.reporting import Reporter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.engines.reporting import Made

_UNITS = ((1 << 20, "MB"), (1 << 10, "kB"))


class Progress(Reporter):
    """Lines of progress on standard error; on a terminal the last line moves."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.running: list[str] = []
        self.warned: set[str] = set()
        self.began = time.perf_counter()
        self.moves = self.stream.isatty()

    def started(self, name: str) -> None:
        """Show what is being built."""
        self.running.append(name)
        self._status()

    def finished(self, made: Made) -> None:
        """Show that it is done, and what to know about it."""
        self._end(made.name)
        self._line(f"  {made.name:<36} {made.seconds:5.1f} s")
        for warning in made.warnings:
            # What holds for several outputs is said of the first.
            if warning not in self.warned:
                self._line(f"    warning: {warning}")
            self.warned.add(warning)
        self._status()

    def failed(self, name: str) -> None:
        """Show that it failed; the message comes at the end."""
        self._end(name)
        self._line(f"  {name:<36} failed")
        self._status()

    def said(self, line: str) -> None:
        """Show a line of another program."""
        self._line(f"  {line}")

    def table(self, results: Sequence[Made]) -> list[str]:
        """The closing table: every output with its size and time."""
        lines = []
        for made in results:
            took_it = f"{made.seconds:.1f} s" if made.seconds else ""
            note = "unchanged" if made.skipped else took_it
            for path, size in zip(made.paths, made.sizes, strict=True):
                lines.append(f"  {path:<36} {_size(size):>9}   {note}".rstrip())
        took = time.perf_counter() - self.began
        count = sum(len(made.paths) for made in results)
        unchanged = sum(len(made.paths) for made in results if made.skipped)
        lines.append(f"{count} outputs, {unchanged} unchanged, in {took:.1f} s")
        return lines

    def _end(self, name: str) -> None:
        if name in self.running:
            self.running.remove(name)

    def _line(self, text: str) -> None:
        if self.moves:
            self.stream.write("\r\033[K")
        self.stream.write(text + "\n")
        self.stream.flush()

    def _status(self) -> None:
        if self.moves and self.running:
            self.stream.write(f"\r\033[K  building {', '.join(self.running)} ...")
            self.stream.flush()
        elif self.moves:
            self.stream.write("\r\033[K")


def _size(count: int) -> str:
    for unit, name in _UNITS:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} B"
