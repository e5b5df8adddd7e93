"""The notebooks of `analysis/`: which there are, running one, and the files of what it shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import is_nobodys
from themeloom.notebooks import BUILDING, FOLDER
from themeloom.notebooks.execute import Failure, Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from themeloom.core.project import Project
    from themeloom.notebooks.guard import Given, Room

#: Files beside notebooks and documents that are text to be read by people, not data.
_PROSE = frozenset({".qmd", ".md", ".ipynb", ".html"})


class Shown(msgspec.Struct, frozen=True):
    """The files of a notebook's results.

    Args:
        files: what is in each, by its path from the root.
        pictures: the files that its page took pictures from.
        warnings: saved results that running does not give, each with its hint on a line of
            its own.
    """

    files: dict[str, bytes]
    pictures: tuple[str, ...]
    warnings: tuple[str, ...]


def notebooks_of(project: Project) -> list[Path]:
    """The notebooks of `analysis/` and the folders in it, sorted; that which builds is none.

    Raises:
        ThemeloomError: names that cannot become part of file names and shortcodes, or that
            become the same.
    """
    building = project.analysis / BUILDING
    there = (path for path in project.below(project.analysis) if path.suffix == ".ipynb")
    there = (path for path in there if path != building)
    parts = ((path, path.relative_to(project.analysis).parts) for path in there)
    paths = [path for path, names in parts if all(name[0] not in "._" for name in names)]
    errors = [
        ThemeloomError(
            f'a notebook cannot be called "{key_of(project, path)}"',
            "rename it: small letters, digits and - only, such as evidence-map.ipynb",
            file=project.name(path),
        )
        for path in paths
        if not re.fullmatch(r"[a-z0-9]+([-/][a-z0-9]+)*", key_of(project, path))
    ]
    first: dict[str, Path] = {}
    for path in paths:
        other = first.setdefault(name_of(project, path), path)
        if other != path:
            message = f"documents would cite it by the name of {project.name(other)}"
            errors.append(ThemeloomError(message, "rename one of them", file=project.name(path)))
    raise_all(errors)
    return paths


def key_of(project: Project, path: Path) -> str:
    """What tells a notebook from others: its path in `analysis/`, without its ending."""
    return path.relative_to(project.analysis).with_suffix("").as_posix()


def name_of(project: Project, path: Path) -> str:
    """What documents call a notebook: `folder-name` for one in a folder."""
    return key_of(project, path).replace("/", "-")


def page_of(project: Project, path: Path) -> str:
    """The page that a notebook becomes, from the root."""
    return project.name(project.output / FOLDER / f"{key_of(project, path)}.html")


def readable_by(project: Project, folder: Path, others: Iterable[str]) -> list[str]:
    """The files that code in a folder reads, as far as that is known before it runs.

    They are the raw data, the store, the derived tables, what lies beside the notebook or the
    document or below, and what the study lists.

    Args:
        project: the compendium.
        folder: where the notebook or the document lies.
        others: the files and folders that the study lists.
    """
    tables = [path for path in _beside(project, project.derived) if path.suffix in {".csv", ".yml"}]
    # A document at the top has the whole project below it, what is made of it included.
    below = _beside(project, folder) if folder == project.root else project.below(folder)
    listed = (name.strip("/").removeprefix("./") for name in others)
    found = {
        *project.below(project.raw),
        project.study,
        *tables,
        *(path for path in (*below, *project.below(project.analysis)) if _is_read(path)),
        *(project.root / name for one in listed for name in (one, *project.names_below(one))),
    }
    return sorted(project.name(path) for path in found if project.has(path))


def lying_beside(project: Project, folder: Path) -> list[str]:
    """What code finds besides, noted if it reads it: texts, typefaces, the project's settings."""
    below = _beside(project, folder) if folder == project.root else project.below(folder)
    prose = (path for path in (*below, *project.below(project.analysis)) if not _is_read(path))
    return sorted(map(project.name, {*prose, *project.typefaces, project.quarto}))


def _is_read(path: Path) -> bool:
    """Whether a file beside code may be read by it; Quarto's own begin with a line."""
    return path.suffix == ".py" or (path.suffix not in _PROSE and path.name[0] != "_")


def _beside(project: Project, folder: Path) -> list[Path]:
    found = (path for path in project.below(folder) if path.parent == folder)
    return [path for path in found if path.name[0] != "_" and not is_nobodys(path.name)]


def run_notebook(
    project: Project, path: Path, room: Room, sought: Callable[[Iterable[str]], object]
) -> Given:
    """Run a notebook.

    Args:
        project: the compendium.
        path: the notebook.
        room: what it may do.
        sought: told what it looked for, also if it fails.

    Raises:
        ThemeloomError: it is broken, fails, or reaches beyond what is its own.
    """
    from themeloom.notebooks.guard import run
    from themeloom.notebooks.read import options_of, read_notebook

    named = project.name(path)
    notebook = read_notebook(project, path)
    for cell, options in zip(notebook.cells, options_of(notebook, named), strict=True):
        if cell.cell_type == "code":
            cell.outputs = []
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), *options.tags()]
    folder = Path(named).parent
    given = run(project, named, lambda copy: Job(notebook, copy.root / folder, copy.root), room)
    if isinstance(given, Failure):
        sought(given.sought)
        raise _error(named, [cell.source for cell in notebook.cells], given)
    sought(given.seen)
    return given


def _error(named: str, sources: list[str], failure: Failure) -> ThemeloomError:
    """A failure as a message that names notebook, cell and line."""
    if failure.cell is None:
        return ThemeloomError(failure.message, failure.hint, file=named)
    place = f"cell {failure.cell + 1}"
    if failure.line is not None:
        place += f", line {failure.line}"
        lines = sources[failure.cell].split("\n")
        code = lines[failure.line - 1].strip() if failure.line <= len(lines) else ""
        place += f" ({code[:80]})" if code else ""
    return ThemeloomError(f"{place}: {failure.message}", failure.hint, file=named)


def shown(project: Project, path: Path, data: object, typefaces: Path) -> Shown:
    """The fragments, figures and the page of a notebook that was run.

    Args:
        project: the compendium.
        path: the notebook.
        data: what running it gave, as JSON has it.
        typefaces: the folder of the web fonts.

    Raises:
        ThemeloomError: a labelled cell whose result is not what its label says.
    """
    from themeloom.notebooks.page import page
    from themeloom.notebooks.read import (
        as_notebook,
        no_longer_given,
        options_of,
        read_notebook,
        title_of,
    )
    from themeloom.notebooks.weave import woven

    named, key, notebook = project.name(path), key_of(project, path), as_notebook(data)
    options = options_of(notebook, named)
    title = title_of(notebook, named, path.stem)
    files = woven(project, key, title, notebook, options)
    html, pictures = page(project, key, title, notebook, options, typefaces)
    files[project.root / page_of(project, path)] = html
    told = no_longer_given(read_notebook(project, path), notebook, named, project.root)
    return Shown(
        {project.name(one): data for one, data in files.items()},
        tuple(map(project.name, pictures)),
        tuple(told),
    )
