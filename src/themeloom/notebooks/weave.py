"""Labelled results of a notebook as fragments that any document can cite."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, all_of
from themeloom.notebooks import FOLDER, PREFIX
from themeloom.notebooks.options import captioned
from themeloom.weaving.markdown import escape, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from nbformat import NotebookNode

    from themeloom.core.project import Project
    from themeloom.notebooks.options import Options

_SVG, _PNG, _TABLE = "image/svg+xml", "image/png", "text/markdown"


@dataclass(frozen=True)
class Labelled:
    """A cell whose result can be cited.

    Args:
        notebook: the notebook's path in `analysis/`, without its ending.
        title: its title.
        number: the position of the cell, from 1.
        options: what the cell says about itself.
        outputs: what it gave.
    """

    notebook: str
    title: str
    number: int
    options: Options
    outputs: Sequence[NotebookNode]

    @property
    def stem(self) -> str:
        """The name of its files, without their endings."""
        return f"{PREFIX}{self.notebook.replace('/', '-')}-{self.options.label}"

    @property
    def link(self) -> str:
        """A link to where it came from; the shortcode keeps it on web pages only.

        Every document lies in a folder, beside that of the notebooks.
        """
        address = f"../{FOLDER}/{self.notebook}.html#{self.options.label}"
        return f"[ [Notebook: {escape(self.title)}]({address})]{{.notebook-link}}"

    def error(self, message: str, hint: str) -> ThemeloomError:
        """A mistake in this cell."""
        named = f"{FOLDER}/{self.notebook}.ipynb"
        label = self.options.label
        return ThemeloomError(f"cell {self.number} ({label}): {message}", hint, file=named)

    def result(
        self, what: str, needs: Sequence[str], shows: Callable[[dict[str, Any]], bool], hint: str
    ) -> dict[str, Any]:
        """The one result of the kind that its label promises, with all that citing it needs."""
        for need in needs:
            if not self.options.text(need):
                advice = f"add a line at the top of the cell: #| {need}: …"
                raise self.error(f"the {what} has no {need}", advice)
        results: list[dict[str, Any]] = [output.get("data", {}) for output in self.outputs]
        found = [data for data in results if shows(data)]
        if len(found) != 1:
            said = f"its label says that it shows a {what}, and it shows {len(found)}"
            raise self.error(said, hint)
        return found[0]


def woven(
    project: Project, name: str, title: str, notebook: NotebookNode, options: Sequence[Options]
) -> dict[Path, bytes]:
    """The files of a notebook's labelled results.

    Raises:
        ThemeloomError: a labelled cell without a caption, or whose result is not what its
            label says.
    """
    labelled = [
        Labelled(name, title, number, option, cell.outputs)
        for number, (cell, option) in enumerate(zip(notebook.cells, options, strict=True), 1)
        if option.kind in _KINDS and option.switch("eval")
    ]
    return dict(chain(*all_of(labelled, lambda one: list(_KINDS[one.options.kind](project, one)))))


def _figure(project: Project, cell: Labelled) -> Iterator[tuple[Path, bytes]]:
    data = cell.result(
        "figure",
        ("fig-cap", "fig-alt"),
        lambda data: _SVG in data or _PNG in data,
        "let the cell show one figure, and nothing else that is a picture",
    )
    if _PNG not in data:
        raise cell.error(
            "its figure is only SVG, which Word and PowerPoint cannot hold",
            "let it show a PNG beside it, as figures of matplotlib and those of open_study() do",
        )
    yield project.figures / f"{cell.stem}.png", base64.b64decode(data[_PNG])
    if _SVG in data:
        yield project.figures / f"{cell.stem}.svg", data[_SVG].encode()
    file = f"/data-derived/figures/{cell.stem}.{'svg' if _SVG in data else 'png'}"
    caption = f"{cell.options.caption('fig')}{cell.link}"
    text = picture(caption, file, cell.options.label, cell.options.text("fig-alt"))
    yield project.evidence / f"{cell.stem}.md", f"{text}\n".encode()


def _table(project: Project, cell: Labelled) -> Iterator[tuple[Path, bytes]]:
    data = cell.result(
        "table",
        ("tbl-cap",),
        lambda data: captioned(data.get(_TABLE, ""), "") is not None,
        "let the cell end with one DataFrame",
    )
    caption = f"{cell.options.caption('tbl')}{cell.link} {{#{cell.options.label}}}"
    yield project.evidence / f"{cell.stem}.md", f"{captioned(data[_TABLE], caption)}\n".encode()


#: What a label's first part says that its cell shows.
_KINDS = {"fig": _figure, "tbl": _table}
