"""What a cell gave, as Markdown for one format."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.core.files import digest
from themeloom.notebooks.execute import UNSHOWN, WIDGET
from themeloom.notebooks.offline import not_brought, told
from themeloom.notebooks.options import captioned, without_options
from themeloom.notebooks.terminal import without_colours
from themeloom.weaving.markdown import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from themeloom.documents.formats import Format
    from themeloom.notebooks.finding import Cell

Output = dict[str, Any]
#: Slides show no code and no warnings, unless they are asked to; as in Quarto.
_QUIET: Mapping[str, bool | str] = {"echo": False, "warning": False}
_PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
#: A picture in Markdown that lies in the network.
_FETCHED = re.compile(r"!\[[^\]]*\]\(<?(https?://[^\s)>]+)")
_TICKS = re.compile(r"^\s*(`{3,})", re.MULTILINE)


class Showing(msgspec.Struct, frozen=True):
    """How cells are shown in one format.

    Args:
        format: what is known of it.
        execute: the document's `execute:` options for this format.
        keep: puts a picture in its place and gives the path that Markdown names.
    """

    format: Format
    execute: Mapping[str, bool | str]
    keep: Callable[[bytes, str], str]

    def markdown(self, cell: Cell, outputs: Sequence[Output]) -> str:
        """What stands in the place of the cell.

        Raises:
            ThemeloomError: the cell gave what this format cannot hold, or not what its
                label says.
        """
        if cell.inline:
            return _inline(outputs)
        if not self._is_on(cell, "include"):
            return ""
        parts = []
        if self._is_on(cell, "echo"):
            parts.append(_fenced(without_options(cell.code), "{.python .cell-code}"))
        if self._is_on(cell, "output"):
            parts += _labelled(cell, outputs, self._results(cell, outputs), self)
        if not parts:
            return ""
        inside = "\n\n".join(part.strip("\n") for part in parts)
        return f":::: {{.cell}}\n\n{inside}\n\n::::"

    def _is_on(self, cell: Cell, name: str) -> bool | str:
        quiet = _QUIET if self.format.pandoc.slides else {}
        return cell.options.switch(name, self.execute, quiet)

    def _results(self, cell: Cell, outputs: Sequence[Output]) -> Iterator[str]:
        for output in outputs:
            kind = output["output_type"]
            if kind == "stream" and output["name"] == "stdout":
                raw = self._is_on(cell, "output") == "asis"
                yield _markdown(cell, output["text"]) if raw else _printed(output["text"], "stdout")
            elif kind == "stream":
                if self._is_on(cell, "warning"):
                    yield _printed(output["text"], "stderr")
            elif kind == "error":
                yield _printed(f"{output['ename']}: {output['evalue']}", "error")
            else:
                yield self._data(cell, output["data"])

    def _data(self, cell: Cell, data: Mapping[str, str]) -> str:
        """The kind of a result that suits the format best."""
        if UNSHOWN in data:
            raise cell.error(*unshown(data[UNSHOWN]))
        styled = "<style" in data.get("text/html", "") and not _is_table(cell)
        if "text/markdown" in data and not (styled and self.format.is_web):
            return _markdown(cell, data["text/markdown"])
        kinds = ("image/png", "image/jpeg") if self.format.office else tuple(_PICTURES)
        for kind in kinds:
            if kind in data:
                return self._picture(cell, data[kind], kind)
        if "image/svg+xml" in data:
            raise cell.error(
                f"the cell shows an SVG picture, which {self.format.key} cannot hold",
                "show a matplotlib figure, or a PNG beside it",
            )
        if "text/html" in data:
            if self.format.is_web:
                if said := not_brought(data["text/html"]):
                    raise cell.error(*said)
                return _fenced(_clean(data["text/html"]), "{=html}")
            raise cell.error(
                f"the cell shows HTML, which {self.format.key} cannot hold",
                "end it with a DataFrame or with IPython.display.Markdown",
            )
        if "text/latex" in data:
            return _markdown(cell, data["text/latex"])
        return _printed(data.get("text/plain", ""), "display")

    def _picture(self, cell: Cell, data: str, kind: str) -> str:
        content = data.encode() if kind == "image/svg+xml" else base64.b64decode(data)
        path = self.keep(content, _PICTURES[kind])
        label = cell.options.label if cell.options.label.startswith("fig-") else ""
        return picture(cell.options.caption("fig"), path, label, cell.options.text("fig-alt"))


def _labelled(
    cell: Cell, outputs: Sequence[Output], results: Iterator[str], showing: Showing
) -> list[str]:
    """The results; a table gets its caption, and a label stands for one result only."""
    parts = list(results)
    label, caption = cell.options.label, cell.options.caption("tbl")
    pictures = sum(any(kind in output.get("data", {}) for kind in _PICTURES) for output in outputs)
    if label.startswith("fig-") and pictures != 1:
        raise cell.error(
            f'the label "{label}" says that the cell shows a figure, and it shows {pictures}',
            "one figure to a cell; a label of anything else does not begin with fig-",
        )
    if label.startswith("fig-") and not cell.options.caption("fig"):
        raise cell.error(f'the figure "{label}" has no caption', "add a line: #| fig-cap: …")
    if not _is_table(cell):
        return parts
    tables = [at for at, part in enumerate(parts) if captioned(part, "") is not None]
    if len(tables) != 1:
        raise cell.error(
            f"the cell has the label or caption of a table, and it shows {len(tables)}",
            "let it end with one DataFrame",
        )
    if not caption:
        raise cell.error(f'the table "{label}" has no caption', "add a line: #| tbl-cap: …")
    if showing.format.labels:
        named = f" {{#{label}}}" if label.startswith("tbl-") else ""
        parts[tables[0]] = captioned(parts[tables[0]], f"{caption}{named}") or ""
    return parts


def _is_table(cell: Cell) -> bool:
    """Whether the cell says that it shows a table that readers can find."""
    return cell.options.label.startswith("tbl-") or bool(cell.options.caption("tbl"))


def unshown(kind: str) -> tuple[str, str]:
    """What is said of a result that no format can show, and what to do."""
    if kind == "application/javascript" or "bokeh" in kind:
        return (
            "its result is drawn by a program in a browser, which no file for reading can hold",
            "end the cell with the chart itself, of which a picture is made, or use matplotlib",
        )
    if kind == WIDGET:
        return (
            "its result is a widget, which only a reader who has the code running can use",
            "end the cell with what it shows as it is: a table, a figure, a number",
        )
    return (
        f"its result is {kind}, which cannot be shown",
        "show a table, a figure, PNG, SVG or Markdown, or add the line: #| output: false",
    )


def _inline(outputs: Sequence[Output]) -> str:
    found = (output.get("data", {}).get("text/markdown") for output in outputs)
    return next((_clean(str(text)) for text in found if text is not None), "")


def _markdown(cell: Cell, text: str) -> str:
    """Markdown that a cell made; a shortcode in it would come too late."""
    if address := _FETCHED.search(text):
        raise cell.error(*told(address[1]))
    if "{{<" in text.replace("{{{<", ""):
        raise cell.error(
            "the cell makes a shortcode, and the built-in renderer resolves none in results",
            "write the shortcode into the text of the document",
        )
    return _clean(text)


def _printed(text: str, kind: str) -> str:
    content = _fenced(_clean(without_colours(text)).rstrip("\n"), "")
    return f"::: {{.cell-output .cell-output-{kind}}}\n{content}\n:::"


def _fenced(text: str, head: str) -> str:
    """Code as it is, in a fence that is longer than any in it."""
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{head and ' ' + head}\n{text}\n{fence}"


def _clean(text: str) -> str:
    """The text without the two private characters that the renderer needs for itself."""
    return text.replace("\ue000", "\ufffd").replace("\ue001", "\ufffd")


def picture_name(content: bytes, suffix: str) -> str:
    """A picture's file is named by what it shows, so that another picture is another path."""
    return f"{digest(content)[:16]}.{suffix}"
