"""`analysis/*.ipynb` → pages in `_output/analysis/` and fragments in `data-derived/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import combined, digest_of
from themeloom.core.written import Written
from themeloom.notebooks.cache import environment_key, keep, recall
from themeloom.notebooks.execute import Failure, Job, Limits, run_jobs
from themeloom.notebooks.page import FOLDER, style_files
from themeloom.notebooks.seen import SEEN
from themeloom.notebooks.weave import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from nbformat import NotebookNode

    from themeloom.core.project import Project


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
        path: where it lies.
        key: the digest of all that its results depend on.
        page_key: the digest of all that its files depend on.
        state: where its results and the digests of its files are kept.
    """

    path: Path
    key: str
    page_key: str
    state: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def named(self) -> str:
        return f"{FOLDER}/{self.path.name}"

    @property
    def results(self) -> Path:
        return self.state / f"{self.name}.results.json"

    @property
    def stamp(self) -> Path:
        return self.state / f"{self.name}.files.json"


def from_notebook(path: Path) -> bool:
    """Whether a file of `data-derived/` was woven from a notebook and not by `derive`."""
    return path.name.startswith(PREFIX)


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
    stale = [one for one in notebooks if _fresh(project, one) is None]
    changed = list(_dropped(project, notebooks))
    done, errors = _executed(project, stale, limits or Limits(), report)
    for one, (notebook, _) in done.items():
        try:
            changed += _made(project, one, notebook)
        except ThemeloomError as error:
            errors.append(error)
    raise_all(errors)
    return NotebookRun(
        tuple(one.name for one, (_, ran) in done.items() if ran),
        tuple(one.name for one, (_, ran) in done.items() if not ran),
        tuple(one.name for one in notebooks if one not in stale),
        tuple(sorted(changed)),
        tuple(
            told for one in notebooks for told in (_fresh(project, one) or {}).get("warnings", ())
        ),
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
        page_key = combined({"key": key, "look": look})
        found.append(_Notebook(path, key, page_key, project.state / "notebooks"))
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


def _fresh(project: Project, notebook: _Notebook) -> dict[str, Any] | None:
    """What was kept with its files, if they are up to date."""
    return recall(notebook.stamp, notebook.page_key, project.root)


def _executed(
    project: Project,
    notebooks: Sequence[_Notebook],
    limits: Limits,
    report: Callable[[str], None],
) -> tuple[dict[_Notebook, tuple[NotebookNode, bool]], list[ThemeloomError]]:
    """Each notebook with its results, and whether a kernel had to start for them."""
    done: dict[_Notebook, tuple[NotebookNode, bool]] = {}
    jobs: dict[_Notebook, Job] = {}
    errors: list[ThemeloomError] = []
    for one in notebooks:
        kept = recall(one.results, one.key, project.root)
        try:
            if kept is None:
                jobs[one] = _job(project, one)
            else:
                done[one] = _kept(kept["notebook"]), False
        except ThemeloomError as error:
            errors.append(error)
    if jobs:
        report("running " + ", ".join(one.name for one in jobs))
    for (one, job), result in zip(jobs.items(), _results(jobs, limits), strict=True):
        if isinstance(result, Failure):
            errors.append(_error(one, job.notebook, result))
        else:
            keep(one.results, one.key, project.root, result.metadata[SEEN], {"notebook": result})
            done[one] = result, True
    return done, errors


def _results(jobs: dict[_Notebook, Job], limits: Limits) -> list[NotebookNode | Failure]:
    return run_jobs(list(jobs.values()), limits) if jobs else []


def _job(project: Project, one: _Notebook) -> Job:
    from themeloom.notebooks.read import options_of, read_notebook

    notebook = read_notebook(one.path, one.named)
    for cell, options in zip(notebook.cells, options_of(notebook, one.named), strict=True):
        if cell.cell_type == "code":
            cell.outputs = []
            tags = [*cell.metadata.get("tags", [])]
            tags += ["skip-execution"] * (not options.switch("eval"))
            tags += ["raises-exception"] * bool(options.switch("error"))
            cell.metadata["tags"] = tags
    return Job(notebook, one.path.parent, project.root)


def _kept(data: object) -> NotebookNode:
    from themeloom.notebooks.read import as_notebook

    return as_notebook(data)


def _error(one: _Notebook, notebook: NotebookNode, failure: Failure) -> ThemeloomError:
    """A failure as a message that names notebook, cell and line."""
    if failure.cell is None:
        return ThemeloomError(failure.message, failure.hint, file=one.named)
    place = f"cell {failure.cell + 1}"
    if failure.line is not None:
        place += f", line {failure.line}"
        lines = notebook.cells[failure.cell].source.split("\n")
        code = lines[failure.line - 1].strip() if failure.line <= len(lines) else ""
        place += f" ({code[:80]})" if code else ""
    return ThemeloomError(f"{place}: {failure.message}", failure.hint, file=one.named)


def _made(project: Project, one: _Notebook, notebook: NotebookNode) -> list[Path]:
    """Write a notebook's files and remove those that it no longer has."""
    from themeloom.notebooks.page import page
    from themeloom.notebooks.read import no_longer_given, options_of, read_notebook, title_of
    from themeloom.notebooks.weave import woven

    options = options_of(notebook, one.named)
    title = title_of(notebook, one.named, one.name)
    files = woven(project, one.name, title, notebook, options)
    html, pictures = page(project, one.name, title, notebook, options)
    files[project.output / FOLDER / f"{one.name}.html"] = html
    before = [path for path in _woven_files(project) if _belongs(path, one.name, project)]
    changed = Written(project).put(files, stale=before)
    seen = [*map(project.named, (*files, *pictures)), *notebook.metadata[SEEN]]
    saved = read_notebook(one.path, one.named)
    told = list(no_longer_given(saved, notebook, one.named, project.root))
    keep(one.stamp, one.page_key, project.root, seen, {"warnings": told})
    return changed


def _woven_files(project: Project) -> Iterator[Path]:
    for folder in (project.evidence, project.figures):
        yield from sorted(folder.glob(f"{PREFIX}*"))


def _belongs(path: Path, name: str, project: Project) -> bool:
    """Whether a woven file is this notebook's: its name is the longest that fits."""
    names = [one.stem for one in (project.root / FOLDER).glob("*.ipynb")]
    fitting = [one for one in names if re.match(rf"{PREFIX}{re.escape(one)}-(fig|tbl)-", path.name)]
    return bool(fitting) and max(fitting, key=len) == name


def _dropped(project: Project, notebooks: Sequence[_Notebook]) -> Iterator[Path]:
    """Remove what notebooks made that are no longer there."""
    names = {one.name for one in notebooks}
    orphans = [
        path
        for path in _woven_files(project)
        if not any(_belongs(path, name, project) for name in names)
    ]
    for stamp in sorted((project.state / "notebooks").glob("*.files.json")):
        name = stamp.name.removesuffix(".files.json")
        if name not in names:
            orphans.append(project.output / FOLDER / f"{name}.html")
            stamp.unlink()
    yield from Written(project).put({}, stale=orphans)
