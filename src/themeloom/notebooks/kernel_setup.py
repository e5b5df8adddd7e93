"""What runs inside the kernel before the first cell.

It keeps a cell from flooding its readers, shows tables in the compendium's way,
and evaluates what stands within a sentence. Nothing else of a notebook's world
is changed, so that it gives the same results when Jupyter or Quarto runs it.
"""

from __future__ import annotations

import atexit
import builtins
import logging
import os
import re
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psutil import Process

from themeloom.notebooks.charts import Typefaces
from themeloom.notebooks.heard import Heard
from themeloom.notebooks.seen import watched

if TYPE_CHECKING:
    from collections.abc import Callable

#: How many characters one cell may write, figures included.
_LIMIT = 20_000_000
_TABLES = ("text/html", "text/markdown")
#: Where the tables of pandas and of polars come from.
_FRAMES = (
    *("pandas", "pandas.core.frame", "pandas.core.series"),
    *("polars.dataframe.frame", "polars.series.series"),
)
#: What makes a cell's table one that documents can cite: it is never cut.
_LABELLED = re.compile(r"^#\|\s*(?:label:\s*[\"']?tbl-|tbl-cap:)", re.MULTILINE)


class TooMuchOutput(BaseException):
    """A cell wrote more than it may; not an Exception, so that no cell swallows it."""


class _Meter:
    """Counts what the present cell has written, and stops it when that is too much."""

    written = 0

    def __init__(self) -> None:
        self._heard: dict[str, Heard] = {}

    def begin(self, *_: object) -> None:
        """Count anew for each cell; the shell puts its own `write` in place while one runs."""
        self.written = 0
        signal.signal(signal.SIGINT, self.stop)
        for stream in (sys.stdout, sys.stderr):
            if not hasattr(stream.write, "metered"):
                self._meter(stream)

    def end(self, *_: object) -> None:
        """What programs wrote is of this cell; between cells there is nothing to stop."""
        for one in self._heard.values():
            one.take()
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def stop(self, *_: object) -> None:
        """Stop the cell where it is."""
        raise TooMuchOutput(f"more than {_LIMIT // 1_000_000} MB")

    def passes(self, size: int) -> bool:
        """Add to the count; past the limit the cell is stopped, and nothing more is written.

        Only the main thread can be stopped. What another one writes, such as that which reads
        from a program that the cell started, tells it so.
        """
        before = self.written
        self.written += size
        if self.written <= _LIMIT:
            return True
        if threading.current_thread() is threading.main_thread():
            self.stop()
        if before <= _LIMIT:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return False

    def shown(self, message: dict[str, Any]) -> dict[str, Any]:
        """Count a result that is on its way."""
        data = message["content"].get("data", {})
        self.passes(sum(len(value) for value in data.values() if isinstance(value, str)))
        return message

    def _meter(self, stream: Any) -> None:  # noqa: ANN401 - of ipykernel's
        """Count what a stream is given, behind what programs have written until then."""
        write, heard = stream.write, self._heard.get(stream.name)

        def counted(text: str) -> int:
            return write(text) if self.passes(len(text)) else len(text)

        if heard is None and getattr(stream, "_should_watch", False):
            heard = self._heard[stream.name] = Heard(stream)
        if heard:
            heard.pass_on = counted

        def metered(text: str) -> int:
            if heard:
                heard.take()
            return counted(text)

        metered.metered = True  # type: ignore[attr-defined]
        stream.write = metered


def prepare(root: str, project: str, seen: str) -> None:
    """Set the kernel up. Called once, by a hidden first request.

    Args:
        root: the copy of the project in which code runs.
        project: the project's own folder.
        seen: the file that tells what the code read and wrote.
    """
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    meter = _Meter()
    shell.events.register("pre_run_cell", meter.begin)
    shell.events.register("post_run_cell", meter.end)
    tell = watched(root, project, seen)
    shell.events.register("post_run_cell", tell)
    _keep_what_comes_last(tell)
    for way in (shell.display_pub, shell.displayhook):
        way.register_hook(meter.shown)
    _raise_what_cannot_be_shown(shell)
    tables_of_ours(shell)
    pictures_of_charts(shell)
    # Whether this takes long enough to be told of is chance.
    fonts = logging.getLogger("matplotlib.font_manager")
    fonts.addFilter(lambda record: "font cache" not in record.getMessage())
    sys.meta_path.insert(0, Typefaces(root))
    builtins.__inline__ = inline  # type: ignore[attr-defined]


_last: list[tuple[Callable[..., object], tuple[Any, ...], dict[str, Any]]] = []


def _keep_what_comes_last(tell: Callable[..., object]) -> None:
    """Remember what is to be called when Python ends, which no kernel does that is stopped."""

    def register(function: Callable[..., object], *args: Any, **kwargs: Any) -> object:  # noqa: ANN401 - as it is given
        _last.append((function, args, kwargs))
        return function

    def unregister(function: Callable[..., object]) -> None:
        _last[:] = [one for one in _last if one[0] != function]

    register(tell)
    atexit.register, atexit.unregister = register, unregister  # type: ignore[assignment]


def finish(parent: int, started: str) -> None:
    """End as Python does: wait for threads, then call what was to be called. The last request.

    Args:
        parent: the process that was started for this kernel, by its number.
        started: the file to be made if something that was started here still runs.
    """
    for function in reversed(getattr(threading, "_threading_atexits", ())):
        function()
    for one in threading.enumerate():
        if one not in {threading.main_thread(), threading.current_thread()} and not one.daemon:
            one.join()
    while _last:
        function, args, kwargs = _last.pop()
        function(*args, **kwargs)
    if any(one.pid != os.getpid() for one in Process(parent).children(recursive=True)):
        Path(started).touch()


def _raise_what_cannot_be_shown(shell: Any) -> None:  # noqa: ANN401 - the kernel's shell
    """Let it fail its cell; the shell would only print a traceback of it."""
    format_ = shell.display_formatter.format

    def strict(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - passed on as it is
        show, shell.showtraceback = shell.showtraceback, raised
        try:
            return format_(*args, **kwargs)
        finally:
            shell.showtraceback = show

    def raised(found: tuple[Any, BaseException, Any], *_: object, **__: object) -> None:
        raise found[1]

    shell.display_formatter.format = strict


def tables_of_ours(shell: Any) -> None:  # noqa: ANN401 - the kernel's shell
    """Show pandas tables as our own HTML and Markdown, without importing pandas."""
    from themeloom.notebooks import frames, html_results

    labelled = False

    def begin(info: Any) -> None:  # noqa: ANN401 - IPython's
        nonlocal labelled
        labelled = bool(_LABELLED.search(info.raw_cell or ""))

    def grid(table: Any) -> frames.Grid:  # noqa: ANN401 - of pandas or polars
        return frames.grid(table, None if labelled else frames.most_rows(table))

    shell.events.register("pre_run_cell", begin)
    html, markdown = (shell.display_formatter.formatters[kind] for kind in _TABLES)
    for module in _FRAMES:
        for name in ("DataFrame", "Series"):
            html.for_type_by_name(module, name, lambda one: grid(one).html)
            markdown.for_type_by_name(module, name, lambda one: grid(one).markdown)
    html.for_type_by_name("pandas.io.formats.style", "Styler", html_results.of_styler)


def pictures_of_charts(shell: Any) -> None:  # noqa: ANN401 - the kernel's shell
    """Show what a browser would draw as still pictures, without importing any library."""
    from themeloom.notebooks import still

    for kind, known in still.WAYS.items():
        formatter = shell.display_formatter.formatters[kind]
        for (module, name), picture in known.items():
            formatter.for_type_by_name(module, name, picture)


class _Words:
    """A result within a sentence, as Markdown; IPython's own would fetch what begins with http."""

    def __init__(self, markdown: str) -> None:
        self._repr_markdown_ = lambda: markdown


def inline(value: object) -> _Words:
    """Show a value within a sentence: texts and numbers as they are, Markdown as Markdown."""
    from themeloom.weaving.markdown import escape

    own = getattr(value, "_repr_markdown_", None)
    if callable(own):
        return _Words(" ".join(str(own()).split()))
    item = getattr(value, "item", None)
    plain = item() if callable(item) and getattr(value, "shape", None) == () else value
    return _Words(str(plain) if isinstance(plain, int | float) else escape(str(plain)))
