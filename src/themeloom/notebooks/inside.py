"""What runs inside the kernel before the first cell.

It keeps a cell from flooding its readers, shows tables in the compendium's way,
and evaluates what stands within a sentence. Nothing else of a notebook's world
is changed, so that it gives the same results when Jupyter or Quarto runs it.
"""

from __future__ import annotations

import builtins
import threading
from typing import Any

#: How many characters one cell may write, figures included.
LIMIT = 20_000_000
#: How much more may pass, so that whoever reads it can see that it was too much.
MARGIN = 2_000_000


class TooMuchOutput(BaseException):
    """A cell wrote more than it may; not an Exception, so that no cell swallows it."""


class _Meter:
    """Counts what the present cell has written."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.written = 0

    def count(self, size: int) -> bool:
        """Add to the count; stop the cell if it is past the limit.

        Only the main thread can stop a cell. What others write, such as a program that
        the cell started, is dropped past the limit; by then whoever reads our messages
        has counted enough to stop us.

        Returns:
            Whether it may be written.
        """
        self.written += size
        if self.written <= self.limit:
            return True
        if threading.current_thread() is threading.main_thread():
            self.written = 0
            raise TooMuchOutput(f"more than {self.limit // 1_000_000} MB")
        return self.written <= self.limit + MARGIN


def prepare(limit: int = LIMIT) -> None:
    """Set the kernel up. Called once, by a hidden first request."""
    import sys

    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    meter = _Meter(limit)

    def begin(*_: object) -> None:
        meter.written = 0
        # Anew for each cell: the shell puts its own `write` in place while a cell runs.
        for stream in (sys.stdout, sys.stderr):
            _meter_stream(stream, meter)

    shell.events.register("pre_run_cell", begin)
    _meter_displays(shell, meter)
    tables_of_ours(shell)
    builtins.__inline__ = inline  # type: ignore[attr-defined]


def _meter_stream(stream: Any, meter: _Meter) -> None:  # noqa: ANN401 - a stream of the kernel's
    write = stream.write
    if hasattr(write, "metered"):
        return

    def metered(text: str) -> int | None:
        if not meter.count(len(text)):
            return len(text)
        written: int | None = write(text)
        return written

    metered.metered = True  # type: ignore[attr-defined]
    stream.write = metered


def _meter_displays(shell: Any, meter: _Meter) -> None:  # noqa: ANN401 - the kernel's shell
    format_ = shell.display_formatter.format

    def metered(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - passed on as it is
        data, metadata = format_(*args, **kwargs)
        meter.count(sum(len(value) for value in data.values() if isinstance(value, str | bytes)))
        return data, metadata

    shell.display_formatter.format = metered


def tables_of_ours(shell: Any) -> None:  # noqa: ANN401 - the kernel's shell
    """Show pandas tables as our own HTML and Markdown, without importing pandas."""
    from themeloom.notebooks import frames

    for kind, render in (("text/html", frames.html_table), ("text/markdown", frames.markdown)):
        formatter = shell.display_formatter.formatters[kind]
        for module in ("pandas", "pandas.core.frame", "pandas.core.series"):
            formatter.for_type_by_name(module, "DataFrame", render)
            formatter.for_type_by_name(module, "Series", render)


class _Words:
    """A result within a sentence, as Markdown."""

    def __init__(self, markdown: str) -> None:
        self.markdown = markdown

    def _repr_markdown_(self) -> str:
        return self.markdown


def inline(value: object) -> _Words:
    """Show a value within a sentence: texts and numbers as they are, Markdown as Markdown."""
    from themeloom.weaving.markdown import escape

    own = getattr(value, "_repr_markdown_", None)
    if callable(own):
        return _Words(" ".join(str(own()).split()))
    item = getattr(value, "item", None)
    plain = item() if callable(item) and getattr(value, "shape", None) == () else value
    return _Words(str(plain) if isinstance(plain, int | float) else escape(str(plain)))
