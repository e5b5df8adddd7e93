"""`analysis/*.ipynb` → pages in `_output/analysis/` and fragments in `data-derived/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import combined, digest_of
from themeloom.core.written import Written
from themeloom.notebooks import FOLDER, PREFIX, style_files
from themeloom.notebooks.cache import Work, environment_key, keep, recall, results
from themeloom.notebooks.execute import Failure, Job, Limits
from themeloom.notebooks.seen import SEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from themeloom.core.project import Project

_STAMP = ".files.json"


@dataclass(frozen=True)
class NotebookRun:
    """What `run_notebooks` did.

    Args:
        ran: the notebooks for which a kernel started.
        remade: those whose results were at hand, and only their files were made anew.
        fresh: those of which nothing had to be made anew.
        changed: the files that were written or removed.
        warnings: saved results that running does not give, each with its hint on a line of
            its own.
    """

    ran: tuple[str, ...] = ()
    remade: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    changed: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Notebook:
    """A notebook on its way; see `run_notebooks`.

    Args:
        project: the compendium.
        path: where it lies.
        key: the digest of all that its results depend on.
        page_key: the digest of all that its files depend on.
    """

    project: Project
    path: Path
    key: str
    page_key: str

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def named(self) -> str:
        return f"{FOLDER}/{self.path.name}"

    @property
    def stamp(self) -> Path:
        return self.project.state / "notebooks" / f"{self.name}{_STAMP}"

    @property
    def made(self) -> dict[str, Any] | None:
        """What was kept of its files, if they are up to date: their names, and warnings."""
        return recall(self.stamp, self.page_key, self.project.root)

    @property
    def work(self) -> Work:
        file = self.stamp.with_name(f"{self.name}.results.json")
        return Work(self.name, file, self.key, self._job, self._error)

    def _job(self) -> Job:
        from themeloom.notebooks.read import options_of, read_notebook

        notebook = read_notebook(self.path, self.named)
        for cell, options in zip(notebook.cells, options_of(notebook, self.named), strict=True):
            if cell.cell_type == "code":
                cell.outputs = []
                cell.metadata["tags"] = [*cell.metadata.get("tags", []), *options.tags()]
        return Job(notebook, self.path.parent, self.project.root)

    def _error(self, job: Job, failure: Failure) -> ThemeloomError:
        """A failure as a message that names notebook, cell and line."""
        if failure.cell is None:
            return ThemeloomError(failure.message, failure.hint, file=self.named)
        place = f"cell {failure.cell + 1}"
        if failure.line is not None:
            place += f", line {failure.line}"
            lines = job.notebook.cells[failure.cell].source.split("\n")
            code = lines[failure.line - 1].strip() if failure.line <= len(lines) else ""
            place += f" ({code[:80]})" if code else ""
        return ThemeloomError(f"{place}: {failure.message}", failure.hint, file=self.named)


def run_notebooks(
    project: Project,
    limits: Limits | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> NotebookRun:
    """Run the notebooks whose inputs changed, and bring their pages and fragments up to date.

    No kernel starts, and no library of Jupyter's is imported, when nothing changed.

    Args:
        project: the compendium.
        limits: what one cell may use.
        report: is told what is going on, one short line at a time.

    Raises:
        ThemeloomError: every notebook that is broken or fails. What it made last stays;
            the others are brought up to date all the same.
    """
    notebooks = _notebooks(project)
    kept = {one.name: made for one in notebooks if (made := one.made)}
    stale = [one for one in notebooks if one.name not in kept]
    works = [one.work for one in stale]
    done, ran, errors = results(
        project, works, limits or Limits(), lambda names: report(f"running {names}")
    )
    changed: list[Path] = []
    for one in stale:
        try:
            if one.name in done:
                paths, kept[one.name] = _made(one, done[one.name])
                changed += paths
        except ThemeloomError as error:
            errors.append(error)
    raise_all(errors)
    changed += _dropped(project, kept)
    return NotebookRun(
        tuple(one.name for one in stale if one.name in ran),
        tuple(one.name for one in stale if one.name not in ran),
        tuple(one.name for one in notebooks if one not in stale),
        tuple(sorted(changed)),
        tuple(told for one in notebooks for told in kept[one.name]["warnings"]),
    )


def _notebooks(project: Project) -> list[_Notebook]:
    folder = project.root / FOLDER
    paths = [path for path in sorted(folder.glob("*.ipynb")) if path.name[0] not in "._"]
    if not paths:
        return []
    _check_names(paths)
    environment = environment_key(project, folder)
    look = [digest_of(path) for path in style_files(project)]
    found = []
    for path in paths:
        key = combined({"environment": environment, "notebook": digest_of(path)})
        found.append(_Notebook(project, path, key, combined({"key": key, "look": look})))
    return found


def _check_names(paths: Sequence[Path]) -> None:
    """The name becomes part of file names and shortcodes."""
    raise_all(
        ThemeloomError(
            f'a notebook cannot be called "{path.stem}"',
            "rename it: small letters, digits and - only, such as evidence-map.ipynb",
            file=f"{FOLDER}/{path.name}",
        )
        for path in paths
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem)
    )


def _made(one: _Notebook, data: object) -> tuple[list[Path], dict[str, Any]]:
    """Write a notebook's files; those that changed, and what is kept of all of them."""
    from themeloom.notebooks.page import page
    from themeloom.notebooks.read import (
        as_notebook,
        no_longer_given,
        options_of,
        read_notebook,
        title_of,
    )
    from themeloom.notebooks.weave import woven

    project, notebook = one.project, as_notebook(data)
    options = options_of(notebook, one.named)
    title = title_of(notebook, one.named, one.name)
    files = woven(project, one.name, title, notebook, options)
    html, pictures = page(project, one.name, title, notebook, options)
    files[project.output / FOLDER / f"{one.name}.html"] = html
    changed = Written(project).put(files)
    names = [path.relative_to(project.root).as_posix() for path in files]
    seen = [*names, *map(project.named, pictures), *notebook.metadata[SEEN]]
    saved = read_notebook(one.path, one.named)
    told = list(no_longer_given(saved, notebook, one.named, project.root))
    kept: dict[str, Any] = {"files": names, "warnings": told}
    keep(one.stamp, one.page_key, project.root, seen, kept)
    return changed, kept


def _dropped(project: Project, kept: dict[str, dict[str, Any]]) -> list[Path]:
    """Remove what no notebook makes any more; `kept` tells what each of those there makes."""
    folders = (project.evidence, project.figures)
    stale = {path for folder in folders for path in folder.glob(f"{PREFIX}*")}
    for stamp in (project.state / "notebooks").glob(f"*{_STAMP}"):
        name = stamp.name.removesuffix(_STAMP)
        if name not in kept:
            stale.add(project.output / FOLDER / f"{name}.html")
            stamp.unlink()
    made = {project.root / name for one in kept.values() for name in one["files"]}
    return Written(project).put({}, stale=sorted(stale - made))
