"""What is run, how it may fail, and tidying what it gave."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.core.expressions import later
from themeloom.core.files import digest
from themeloom.notebooks.html_results import tables, with_pictures
from themeloom.notebooks.terminal import settled, without_colours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nbformat import NotebookNode


_ADDRESS = later(r"\b0x[0-9a-f]{6,16}\b")
_CELL_FILE = later(r"\S*ipykernel_\d+[/\\]\d+\.py")
#: pandas gives each styled table a random name.
_STYLER = later(r"\bT_[0-9a-f]{5}(?=[\s_\"'#,{])")
#: So does great_tables.
_GREAT_TABLE = later(r'(?<=<div id=")[a-z]{10}(?=" )')
#: Formulas that stand without marks of their own.
_FORMULA = later(r"\s*\\begin\{(?:align|equation|gather|multline|eqnarray|[a-zA-Z]?matrix|cases)")
_TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")
#: Kinds of results that are shown; of the others some differ from run to run.
_SHOWN = (*_TEXTS, "image/png", "image/jpeg")
#: Stands among the kinds of a result of which nothing but its name in code could be shown.
UNSHOWN = "unshown"
#: What is said besides of a result that only a program in a browser draws is not what it shows.
_DRAWN_BY_PROGRAMS = later(r"application/(?:javascript|vnd\..+)")
#: A control that a browser shows as long as the code runs.
WIDGET = "application/vnd.jupyter.widget-view+json"
#: How long something took, and how fast it was.
_PROGRESS = later(r"\[[\d:]+[<,].*(?:/s|s/|\?)")
_SAID_BESIDE = frozenset({"text/plain", "text/html"})


def tidied(notebook: NotebookNode, folder: Path, root: Path) -> set[Path]:
    """Make an executed notebook the same in every folder and at every time; the files it shows.

    Args:
        notebook: as it was executed.
        folder: where it ran.
        root: the project's folder, whose path must not be told.
    """
    clean, taken = cleaner(root), set[Path]()
    notebook.metadata.pop("widgets", None)
    notebook.metadata.pop("language_info", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.execution_count = None
            shown = (one for one in cell.outputs if not _is_progress(one))
            cell.outputs = [_tidy_output(output, clean) for output in _in_order(shown)]
            for output in cell.outputs:
                if output.output_type == "stream":
                    output.text = settled(output.text)
                elif "text/html" in output.get("data", {}):
                    taken |= _with_all(output.data, folder, root)
    return taken


def _with_all(data: dict[str, Any], folder: Path, root: Path) -> set[Path]:
    """Bring into HTML the pictures beside it, and tables in it as Markdown; these pictures."""
    data["text/html"], taken = with_pictures(data["text/html"], folder, root)
    if "text/markdown" not in data and (found := tables(data["text/html"])):
        data["text/markdown"] = found
    return taken


def cleaner(root: Path) -> Callable[[str], str]:
    """A function that takes paths and addresses out of a text."""
    folders = sorted({str(root), str(root.resolve()), str(Path.home())}, key=len, reverse=True)
    # The root folder of the machine or a home at the top is part of every path.
    paths = re.compile("|".join(re.escape(folder) for folder in folders if len(folder) > 1))

    def clean(text: str) -> str:
        names: dict[str, str] = {}
        text = _CELL_FILE.sub("cell", text)
        text = paths.sub("…", text)
        for name in _GREAT_TABLE.findall(text):
            # Its own on a page with others, whatever it was called.
            text = text.replace(name, f"table-{digest(text.replace(name, '').encode())[:8]}")
        text = _STYLER.sub(lambda found: names.setdefault(found[0], f"T_{len(names)}"), text)
        return _ADDRESS.sub("0x…", text)

    return clean


def _tidy_output(output: NotebookNode, clean: Callable[[str], str]) -> NotebookNode:
    if output.output_type == "stream":
        output.text = clean(output.text)
    elif output.output_type == "error":
        output.evalue = clean(without_colours(settled(output.evalue)))
        output.traceback = []
    else:
        output.execution_count = None
        output.metadata = {}
        shown = {kind: _data(output.data[kind], kind, clean) for kind in _kinds(output.data)}
        lost = output.data.keys() - shown.keys()
        drawn = any(map(_DRAWN_BY_PROGRAMS.match, lost))
        if lost and shown.keys() <= (_SAID_BESIDE if drawn else {"text/plain"}):
            shown[UNSHOWN] = min(lost)
        output.data = shown
        if output.output_type != "execute_result":
            output.pop("execution_count")
    return output


def _is_progress(output: NotebookNode) -> bool:
    """Whether an output is the bar of something that has ended, which only a browser moves."""
    data = output.get("data", {})
    return WIDGET in data and bool(_PROGRESS.search("".join(data.get("text/plain", ""))))


def _kinds(data: dict[str, Any]) -> list[str]:
    """The kinds that are shown; of LaTeX only formulas, as they stand in Markdown."""
    latex = "".join(data.get("text/latex", ""))
    formula = latex.startswith("$") or _FORMULA.match(latex)
    return [kind for kind in _SHOWN if kind in data and (kind != "text/latex" or formula)]


def _data(value: Any, kind: str, clean: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON
    text = "".join(value) if isinstance(value, list) else value
    if kind == "text/plain" and isinstance(text, str):
        text = settled(text)
    if kind == "text/latex" and isinstance(text, str) and not text.startswith("$"):
        text = f"$${text.strip()}$$"
    return clean(text) if kind in _TEXTS and isinstance(text, str) else text


def _in_order(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Between two results, what was printed comes before what was warned.

    The two streams reach us by ways of their own, so their order is chance.
    """
    ordered: list[NotebookNode] = []
    run: dict[str, NotebookNode] = {}
    for output in outputs:
        if output.output_type != "stream":
            ordered += [run[name] for name in sorted(run, reverse=True)]
            run = {}
            ordered.append(output)
        elif output.name in run:
            run[output.name].text += output.text
        else:
            run[output.name] = output
    return [*ordered, *(run[name] for name in sorted(run, reverse=True))]


class Limits(msgspec.Struct, frozen=True):
    """What running code may use, as the study says.

    Args:
        seconds: how long one cell may run.
        environment: the variables that the study wants set.
        style: how charts look under a brand; as ours without one.
    """

    seconds: int = 600
    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    style: str = ""


class Job(msgspec.Struct, frozen=True):
    """A notebook to be run.

    Args:
        notebook: its cells; those tagged `skip-execution` are left out, those tagged
            `raises-exception` may fail.
        folder: the folder in which it runs.
        root: the project's folder.
    """

    notebook: NotebookNode
    folder: Path
    root: Path


class Failure(msgspec.Struct, frozen=True):
    """Why a notebook did not run to its end.

    Args:
        cell: the position of the cell, from 0; None if no cell is to blame.
        line: the line within the cell, from 1, if it is known.
        message: what happened.
        hint: what to do.
        sought: what it looked for in the project.
    """

    cell: int | None
    line: int | None
    message: str
    hint: str = ""
    sought: tuple[str, ...] = ()
