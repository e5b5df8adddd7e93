"""Reading a notebook, with one sentence where it cannot be read, and the results saved in it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, flat
from themeloom.documents.places import Place
from themeloom.notebooks import NO_LONGER
from themeloom.notebooks.execute import cleaner
from themeloom.notebooks.options import Options, read_options, same_label
from themeloom.study.located import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nbformat import NotebookNode

    from themeloom.core.project import Project


_HINT = "run the notebook in Jupyter and save it, or clear its outputs"


def no_longer_given(
    saved: NotebookNode, run: NotebookNode, named: str, root: Path
) -> Iterator[str]:
    """Yield a warning for each cell whose saved words are not those that it gives now.

    Args:
        saved: the notebook as it lies in its file.
        run: the same notebook as it was executed.
        named: how a message calls it.
        root: the project's folder.
    """
    clean = cleaner(root)
    for number, (before, now) in enumerate(zip(saved.cells, run.cells, strict=True), 1):
        if before.cell_type != "code" or "skip-execution" in now.metadata.get("tags", []):
            continue
        words = _words(before, clean)
        if words and not _are_alike(words, _words(now, clean)):
            yield f"{named}: cell {number}: {NO_LONGER}\n  hint: {_HINT}"


def _are_alike(saved: list[str], now: list[str]) -> bool:
    """Whether lines are the same, but for the folder that they may name."""
    path = re.escape("…")
    given = [re.escape(line).replace(path, ".*") for line in now]
    return len(saved) == len(now) and all(map(re.fullmatch, given, saved))


def _words(cell: NotebookNode, clean: Callable[[str], str]) -> list[str]:
    """The lines that a cell printed and showed; pictures differ from machine to machine."""
    texts = []
    for output in cell.outputs:
        data = output.get("data", {})
        if output.output_type == "stream" and output.name == "stdout":
            texts.append("".join(output.text))
        elif "text/plain" in data and not any(kind.startswith("image/") for kind in data):
            texts.append("".join(data["text/plain"]))
    return [line.rstrip() for text in texts for line in clean(text).splitlines()]


_AGAIN = "put it back (git checkout), or save it again in Jupyter"
_FORMAT = 4


def read_notebook(project: Project, path: Path) -> NotebookNode:
    """A notebook in Jupyter's format 4, checked against its schema.

    Args:
        project: the compendium.
        path: where the notebook lies.

    Raises:
        ThemeloomError: it is not JSON, not a notebook, of an old format, broken, or not Python's.
    """
    named = project.name(path)
    data = _json(project.text_of(path, named), named)
    for message, hint in _mistakes(data):
        raise ThemeloomError(message, hint, file=named)
    notebook = as_notebook(data)
    for cell in notebook.cells:
        cell.source = "".join(cell.source)
    return notebook


def as_notebook(data: object) -> NotebookNode:
    """JSON data of a notebook as nbformat's own type."""
    from nbformat import from_dict

    notebook: NotebookNode = from_dict(data)  # type: ignore[no-untyped-call]
    return notebook


def _json(text: str, named: str) -> Any:  # noqa: ANN401 - any JSON there is
    try:
        data = json.loads(text.removeprefix("\ufeff"))
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        why = f"{error.msg[:1].lower()}{error.msg[1:]}"
        message = f"this is not a notebook, since it is not JSON: {why}"
        hint = f"{_AGAIN}; marks such as <<<<<<< are left by a merge"
        raise Place(named, error.lineno).error(message, hint) from None
    except RecursionError:
        message = "this is not a notebook: its parts lie within each other without end"
        raise ThemeloomError(message, _AGAIN, file=named) from None
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):x}"
        message = f"this notebook has half a sign, which is no text: {half}"
        raise ThemeloomError(message, _AGAIN, file=named) from None
    return data


def _mistakes(data: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON there is
    """What keeps data from being a notebook that is run here, and what to do."""
    from nbformat.validator import iter_validate

    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        yield "this is JSON, but not a notebook", _AGAIN
    elif data["nbformat"] != _FORMAT:
        message = f"the notebook has format {data['nbformat']}; only format {_FORMAT} is read here"
        yield message, "open it in Jupyter and save it; Jupyter writes the present format"
    for error in iter_validate(data, relax_add_props=True):  # type: ignore[no-untyped-call]
        place = "".join(f"[{step!r}]" for step in getattr(error, "path", ()))
        what = str(getattr(error, "message", error)).split("\n", 1)[0][:200]
        yield f"this is a broken notebook: {what}" + (f" (at {place})" if place else ""), _AGAIN
    metadata = data["metadata"]
    kernel = metadata.get("kernelspec", {}).get("language")
    language = str(kernel or metadata.get("language_info", {}).get("name") or "python")
    if language.lower() != "python":
        message = f"the notebook is written in {language}; only Python is run here"
        yield message, "move it out of the folder, or rewrite it in Python"


def options_of(notebook: NotebookNode, named: str) -> tuple[Options, ...]:
    """The options of each cell, empty ones for text; a label stands once.

    Raises:
        ThemeloomError: an option that is wrong, or a label that is there twice.
    """
    found: list[Options] = []
    seen: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, 1):
        try:
            options = read_options(cell.source if cell.cell_type == "code" else "", named)
        except ThemeloomError as error:
            raise _in_cell(number, error, named) from None
        if options.label in seen:
            raise same_label(options.label, named, f"in cell {seen[options.label]}")
        if options.label:
            seen[options.label] = number
        found.append(options)
    return tuple(found)


def _in_cell(number: int, error: ThemeloomError, named: str) -> ThemeloomError:
    """The first of the mistakes in a cell, with the cell's number."""
    first = next(flat(error))
    message = f"cell {number}, line {first.line or 1}: {first.message}"
    return ThemeloomError(message, first.hint, file=named)


def title_of(notebook: NotebookNode, named: str, otherwise: str) -> str:
    """The title: of the front matter in a raw cell at the top, else the first heading."""
    first = notebook.cells[0] if notebook.cells else None
    if first is not None and first.cell_type == "raw" and first.source.strip().startswith("---"):
        try:
            front = parse(first.source.strip().strip("-\n ."), named, first_line=2).value
        except ThemeloomError as error:
            raise _in_cell(1, error, named) from None
        if isinstance(front, dict) and isinstance(front.get("title"), str):
            return str(front["title"])
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    lines = (line for text in texts for line in text.split("\n") if line.startswith("# "))
    return next((line[2:].strip() for line in lines), otherwise)
