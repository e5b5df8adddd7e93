"""A notebook as the text of a document: front matter, words, cells as `{python}` fences.

What holds for a `.qmd` holds for it then: shortcodes, includes, labels, cells that run.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.documents.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How the name of a notebook ends.
ENDING = ".ipynb"
#: How the names of documents end.
ENDINGS = (".qmd", ENDING)
_AGAIN = "open it in Jupyter and save it, or put it back (git checkout)"
#: Jupyter writes a list of lines; the format allows one text as well.
_JOINED = "the lines of this cell are one text in the file, and Quarto joins them to one line"
_SPLIT = (
    "open it in Jupyter and save it, or run: "
    "jupyter nbconvert --to notebook --inplace --log-level WARN {}"
)
_TICKS = re.compile(r"^\s*(`{3,})", re.MULTILINE)
_ATTACHED = re.compile(r"\]\(attachment:([^)\s]*)")


def as_text(raw: str, named: str, *, for_quarto: bool = False) -> tuple[str, list[Place]]:
    """The text that a notebook would be as a `.qmd`, and the place of each of its lines.

    Args:
        raw: the notebook's file.
        named: how a message calls it.
        for_quarto: whether Quarto renders it, which joins the lines of some notebooks to one.

    Raises:
        ThemeloomError: it is no notebook, is not Python's, or has what no document can hold.
    """
    lines: list[str] = []
    places: list[Place] = []
    errors: list[ThemeloomError] = []
    found = _Finder(raw, named)
    for number, cell in enumerate(_cells(raw, named), 1):
        kind, source = str(cell.get("cell_type")), "".join(cell.get("source") or "")
        where = [found.place(number, at, line) for at, line in enumerate(source.split("\n"), 1)]
        errors += _mistakes(kind, source, number, where)
        if for_quarto and isinstance(cell.get("source"), str) and "\n" in source.strip():
            errors.append(where[0].error(_JOINED, _SPLIT.format(named)))
        text = source.split("\n")
        if kind == "code":
            if not source.strip():
                continue
            fence = "`" * max(3, max(map(len, _TICKS.findall(source)), default=2) + 1)
            text, where = (
                [f"{fence}{{python}}", *text, fence],
                [where[0], *where, where[-1]],
            )
        # An empty line ends whatever a cell has begun, as another cell does.
        lines += [*text, ""]
        places += [*where, where[-1]]
    raise_all(errors)
    return "\n".join(lines), places


def names_kernel(raw: str) -> bool:
    """Whether a notebook says what runs it: Jupyter writes that, and Quarto stops without."""
    try:
        return bool(json.loads(raw.removeprefix("\ufeff"))["metadata"]["kernelspec"]["name"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def begins_with_heading(raw: str) -> bool:
    """Whether the first words of a notebook are a heading, which Quarto takes for a title."""
    try:
        cells = json.loads(raw.removeprefix("\ufeff"))["cells"]
        texts = ("".join(one["source"]) for one in cells if one["cell_type"] == "markdown")
        first = next((text for text in texts if not text.startswith("---")), "")
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return first.lstrip().startswith("#")


def _cells(raw: str, named: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(raw.removeprefix("\ufeff"))
        cells = data["cells"]
        language = data.get("metadata", {}).get("kernelspec", {}).get("language", "python")
        good = all(isinstance(cell, dict) for cell in cells)
    except json.JSONDecodeError as error:
        why = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise Place(named, error.lineno).error(
            f"this is not a notebook, since it is not JSON: {why}", _AGAIN
        ) from None
    except (KeyError, TypeError, AttributeError, RecursionError):
        good = False
    if not good:
        raise ThemeloomError("this is JSON, but not a notebook of format 4", _AGAIN, file=named)
    if str(language).lower() != "python":
        message = f"the notebook is written in {language}; only Python is run here"
        raise ThemeloomError(message, "rewrite it in Python", file=named)
    return list(cells)


def _mistakes(kind: str, source: str, number: int, where: list[Place]) -> Iterator[ThemeloomError]:
    """What would be lost if the cell became text."""
    if kind == "raw" and source.strip() and not (number == 1 and source.startswith("---")):
        yield where[0].error(
            "a raw cell is for one format only, and a document has several",
            "make it a cell of Markdown; the front matter stands in the first cell",
        )
    for at, line in enumerate(source.split("\n")):
        if kind == "markdown" and (attached := _ATTACHED.search(line)):
            yield where[at].error(
                f"the picture {attached[1]} lies in the notebook, where no document finds it",
                "save it as a file beside the notebook, and name that",
            )


class _Finder:
    """Tells where in the file a line of a cell stands; the lines come in their order."""

    def __init__(self, raw: str, named: str) -> None:
        self._raw, self._named = raw, named
        self._place = self._line = 0

    def place(self, cell: int, at: int, text: str) -> Place:
        """The place of a line of a cell, both counted from 1."""
        written = (json.dumps(text, ensure_ascii=plain)[1:-1] for plain in (False, True))
        spots = [spot for one in written if (spot := self._raw.find(one, self._place)) >= 0]
        if text and spots:
            self._line += self._raw.count("\n", self._place, min(spots))
            self._place = min(spots)
        return Place(self._named, self._line + 1, cell, at)
