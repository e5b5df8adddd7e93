"""What a notebook's file says, its saved outputs included."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from themeloom.core.nested import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from themeloom.finished.segments import Segment

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_DECORATOR = re.compile(r"^[ \t]*@[\w.]+", re.MULTILINE)
_KINDS = {"text/html": "html", "image/svg+xml": "html", "text/markdown": "markdown"}
#: Where a text of a notebook stands that only running it again or clearing it changes.
SAVED = "saved output"


def notebook_segments(
    data: bytes, read_segments: Callable[[str, bytes], Iterable[Segment]]
) -> Iterator[Segment]:
    """A Jupyter notebook, cell by cell, as it lies in the file: nothing of it has run again.

    Args:
        data: the file.
        read_segments: reads what a cell holds, by the name of a file that would hold it.
    """
    texts = said_in(data.decode("utf-8-sig", "replace"))
    if texts is None:
        yield from read_segments("text.txt", data)
    for told in texts or ():
        name = "text.html" if told.kind == "html" else "text.txt"
        text = _DECORATOR.sub("", told.text) if told.kind == "code" else told.text
        for one in read_segments(name, text.encode("utf-8", "replace")):
            said, line = _COLOUR.sub("", one.text), told.line - 1 + one.line
            yield replace(one, kind="part", text=said, line=line, inside=told.inside)


class Told(NamedTuple):
    """A text of a notebook.

    Args:
        inside: where it stands.
        text: what it says.
        kind: how it is written: `markdown`, `code`, `html`, or `plain`.
        line: the line of the file on which it begins, counted from 1.
    """

    inside: str
    text: str
    kind: str
    line: int = 0


def said_in(raw: str) -> list[Told] | None:
    """Every text of a notebook, in the order of its file; `None` if it is no notebook."""
    try:
        texts = list(_told(json.loads(raw)))
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError):
        return None
    place, found = 0, []
    for told in texts:
        # Each line of a text stands on a line of its own; some programs write é as \\u00e9.
        first = told.text.split("\n", 1)[0]
        written = (json.dumps(first, ensure_ascii=plain)[1:-1] for plain in (False, True))
        spots = (raw.find(one, place) for one in written)
        place = min((spot for spot in spots if spot >= 0), default=place)
        found.append(told._replace(line=raw.count("\n", 0, place) + 1))
    return found


def _told(notebook: dict[str, Any]) -> Iterator[Told]:
    for key, value in notebook.items():
        if key != "cells":
            yield from (Told("the metadata", text, "plain") for _, text in texts(value))
            continue
        for number, cell in enumerate(value, 1):
            for part, content in cell.items():
                yield from _of_cell(number, cell["cell_type"], part, content)


def _of_cell(number: int, kind: str, part: str, content: Any) -> Iterator[Told]:  # noqa: ANN401
    """The texts of one part of a cell."""
    where = f"cell {number}"
    if part == "outputs":
        for output in content:
            yield from (Told(f"{where}, {SAVED}", *text) for text in _saved(output))
    elif part == "source":
        yield Told(where, "".join(content), "code" if kind == "code" else "markdown")
    elif part == "attachments":
        yield from (Told(f"{where}, attachments", name, "plain") for name in content)
    else:
        yield from (Told(f"{where}, metadata", text, "plain") for _, text in texts(content))


def _saved(output: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts of an output, and how each is written."""
    for part, content in output.items():
        if part == "data":
            for kind, value in content.items():
                if kind.startswith("text/") or kind.endswith("+xml"):
                    yield "".join(value), _KINDS.get(kind, "plain")
                elif kind.endswith("json"):
                    yield from ((text, "plain") for _, text in texts(value))
        elif part == "text":
            yield "".join(content), "plain"
        else:
            yield from ((text, "plain") for _, text in texts(content))
