"""A notebook as one web page that opens offline, in the compendium's look.

Same notebook, same results: same bytes. A page tells no time, no folder, no user.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import read_text
from themeloom.notebooks.execute import UNSHOWN
from themeloom.notebooks.markdown import unshown
from themeloom.notebooks.options import without_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbformat import NotebookNode

    from themeloom.core.project import Project
    from themeloom.notebooks.options import Options

#: The folder of the notebooks, and of their pages below the outputs.
FOLDER = "analysis"
_HERE = Path(__file__).parent
_FONT = re.compile(r'url\("?(?P<file>[^")]+\.woff2)"?\)')
_NOTEBOOK_LINK = re.compile(r'(href="[\w./-]*)\.ipynb(?=["#])')


def page(
    project: Project, name: str, title: str, notebook: NotebookNode, options: Sequence[Options]
) -> tuple[bytes, set[Path]]:
    """The page of an executed notebook, and the pictures that it took from files.

    Args:
        project: the compendium.
        name: the notebook's name, without its ending.
        title: its title.
        notebook: as it was executed; its cells are marked with what of them is shown.
        options: the options of its cells.

    Raises:
        ThemeloomError: a picture that is not there, or a result that no page can show.
    """
    from copy import deepcopy

    from themeloom.notebooks.exporter import written

    shown = _with_titles(deepcopy(notebook), options)
    _drop_title(shown, title)
    about = _about(project, name, title)
    raise_all(_unshown(shown, about["source"]))
    body, pictures = written(shown, about, project.root / FOLDER, project.root)
    return (_NOTEBOOK_LINK.sub(r"\1.html", body).strip() + "\n").encode(), pictures


def _unshown(notebook: NotebookNode, named: str) -> Iterator[ThemeloomError]:
    """Results that would be there and that no page can show."""
    for number, cell in enumerate(notebook.cells, 1):
        shown = cell.metadata.get("themeloom", {})
        if shown.get("include") and shown.get("output"):
            for output in cell.outputs:
                if kind := output.get("data", {}).get(UNSHOWN):
                    message, hint = unshown(kind)
                    yield ThemeloomError(f"cell {number}: {message}", hint, file=named)


def style_files(project: Project) -> list[Path]:
    """The style sheets that go into every page, as far as they are there."""
    fonts = project.state / "fonts" / "web" / "fonts.css"
    look = project.extensions / "themeloom" / "themeloom.css"
    return [path for path in (fonts, look, _HERE / "page.css") if path.is_file()]


def _with_titles(notebook: NotebookNode, options: Sequence[Options]) -> NotebookNode:
    """Tell the template of each cell what of it is shown, and under which label."""
    for cell, option in zip(notebook.cells, options, strict=True):
        if cell.cell_type == "code":
            kind = option.label.split("-", 1)[0] if option.label else ""
            known = kind if kind in {"fig", "tbl"} else ""
            cell.metadata["themeloom"] = {
                **{name: option.switch(name) for name in ("echo", "output", "warning", "include")},
                "code": without_options(cell.source),
                "label": option.label,
                "kind": known,
                "caption": _inline(option.caption(known)) if known else "",
                "alt": option.texts.get("fig-alt", ""),
            }
    return notebook


def _drop_title(notebook: NotebookNode, title: str) -> None:
    """Take out a first heading that only repeats the title above it."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.removeprefix(f"# {title}").lstrip("\n")
            return


def _about(project: Project, name: str, title: str) -> dict[str, Any]:
    """What stands around the cells."""
    import yaml

    found: dict[str, Any] = {}
    if project.metadata.is_file():
        found = yaml.safe_load(read_text(project.metadata, project.named(project.metadata))) or {}
    return {
        "title": title,
        "lang": found.get("lang", "en"),
        "study": _inline(found.get("title", "")),
        "notice": _markdown(found.get("notice", "")) if found.get("notice") else "",
        "synthetic": bool(found.get("synthetic")),
        "source": f"{FOLDER}/{name}.ipynb",
        "css": "\n".join(_style(path) for path in style_files(project)),
    }


def _style(path: Path) -> str:
    """A style sheet with the fonts that it names in it."""

    def embedded(match: re.Match[str]) -> str:
        data = base64.b64encode((path.parent / match["file"]).read_bytes()).decode()
        return f"url(data:font/woff2;base64,{data})"

    return _FONT.sub(embedded, path.read_text(encoding="utf-8"))


def _markdown(text: str) -> str:
    """Markdown to HTML."""
    from nbconvert.filters import markdown2html

    return str(markdown2html(text)).strip()


def _inline(text: str) -> str:
    return _markdown(text).removeprefix("<p>").removesuffix("</p>") if text else ""
