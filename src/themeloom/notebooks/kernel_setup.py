"""What runs inside the kernel before the first cell.

It keeps a cell from flooding its readers, shows tables in the compendium's way,
and evaluates what stands within a sentence. Nothing else of a notebook's world
is changed, so that it gives the same results when Jupyter or Quarto runs it.
"""

from __future__ import annotations

import builtins
import logging
import re
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from themeloom.notebooks.seen import watched

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How many characters one cell may write, figures included.
LIMIT = 20_000_000
#: How much more may pass, so that whoever reads it can see that it was too much.
MARGIN = 2_000_000
_TABLES = ("text/html", "text/markdown")
#: What makes a cell's table one that documents can cite: it is never cut.
_LABELLED = re.compile(r"^#\|\s*(?:label:\s*[\"']?tbl-|tbl-cap:)", re.MULTILINE)
#: How many rows of another table are shown, unless the author sets another number than pandas.
_MANY_ROWS, _ROWS_OF_PANDAS = 1000, 60


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


def prepare(limit: int, root: str, seen: str) -> None:
    """Set the kernel up. Called once, by a hidden first request.

    Args:
        limit: how many characters one cell may write.
        root: the project's folder.
        seen: the file that tells what the code read of it.
    """
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
    shell.events.register("post_run_cell", watched(root, seen))
    # Whether this takes long enough to be told of is chance.
    fonts = logging.getLogger("matplotlib.font_manager")
    fonts.addFilter(lambda record: "font cache" not in record.getMessage())
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
        with _raising(shell):
            data, metadata = format_(*args, **kwargs)
        meter.count(sum(len(value) for value in data.values() if isinstance(value, str | bytes)))
        return data, metadata

    shell.display_formatter.format = metered


@contextmanager
def _raising(shell: Any) -> Iterator[None]:  # noqa: ANN401 - the kernel's shell
    """Let what cannot be shown fail its cell; the shell would only print a traceback of it."""
    caught: list[BaseException] = []
    show = shell.showtraceback
    shell.showtraceback = lambda found, *_, **__: caught.append(found[1])
    try:
        yield
    finally:
        shell.showtraceback = show
    if caught:
        raise caught[0]


def tables_of_ours(shell: Any) -> None:  # noqa: ANN401 - the kernel's shell
    """Show pandas tables as our own HTML and Markdown, without importing pandas."""
    from themeloom.notebooks import frames, styled

    labelled = False

    def begin(info: Any) -> None:  # noqa: ANN401 - IPython's
        nonlocal labelled
        labelled = bool(_LABELLED.search(info.raw_cell or ""))

    def most() -> int | None:
        own = sys.modules["pandas"].get_option("display.max_rows")
        return None if labelled else _MANY_ROWS if own == _ROWS_OF_PANDAS else own

    shell.events.register("pre_run_cell", begin)
    html, markdown = (shell.display_formatter.formatters[kind] for kind in _TABLES)
    for module in ("pandas", "pandas.core.frame", "pandas.core.series"):
        for name in ("DataFrame", "Series"):
            html.for_type_by_name(module, name, lambda one: frames.html_table(one, most()))
            markdown.for_type_by_name(module, name, lambda one: frames.markdown(one, most()))
    html.for_type_by_name("pandas.io.formats.style", "Styler", styled.html)
    markdown.for_type_by_name("pandas.io.formats.style", "Styler", styled.markdown)


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
