"""What a notebook's file says, its saved outputs included."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from themeloom.finished.segments import Segment

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_DECORATOR = re.compile(r"^[ \t]*@[\w.]+", re.MULTILINE)
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
    raw = data.decode("utf-8", "replace")
    try:
        texts = list(_said(json.loads(raw)))
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError):
        yield from read_segments("text.txt", data)
        return
    place = 0
    for inside, text, marked_up in texts:
        # The texts come in the order of the file, each line of a text on a line of its own.
        first = json.dumps(text.split("\n", 1)[0], ensure_ascii=False)[1:-1]
        place = max(place, raw.find(first, place))
        line = raw.count("\n", 0, place)
        name = "text.html" if marked_up else "text.txt"
        for one in read_segments(name, text.encode("utf-8", "replace")):
            said = _COLOUR.sub("", one.text)
            yield replace(one, kind="part", text=said, line=line + one.line, inside=inside)


def _said(notebook: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Every text of a notebook: where it stands, what it says, whether that is mark-up."""
    for key, value in notebook.items():
        if key != "cells":
            yield from (("the metadata", text, False) for text in _strings(value))
            continue
        for number, cell in enumerate(value, 1):
            for part, content in cell.items():
                if part == "outputs":
                    saved = f"cell {number}, {SAVED}"
                    yield from ((saved, *text) for one in content for text in _saved(one))
                elif part == "source":
                    text = "".join(content)
                    code = cell["cell_type"] == "code"
                    yield f"cell {number}", _DECORATOR.sub("", text) if code else text, False
                elif part == "attachments":
                    yield from ((f"cell {number}, attachments", name, False) for name in content)
                else:
                    where = f"cell {number}, metadata"
                    yield from ((where, text, False) for text in _strings(content))


def _saved(output: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """The texts of an output, and whether each is mark-up."""
    for part, content in output.items():
        if part == "data":
            for kind, value in content.items():
                if kind.startswith("text/") or kind.endswith("+xml"):
                    yield "".join(value), kind in {"text/html", "image/svg+xml"}
                elif kind.endswith("json"):
                    yield from ((text, False) for text in _strings(value))
        elif part == "text":
            yield "".join(content), False
        else:
            yield from ((text, False) for text in _strings(content))


def _strings(value: object) -> Iterator[str]:
    """Every text in some JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)
