"""Results of cells: kept for as long as nothing that they may depend on has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from themeloom.core import files
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import (
    combined,
    digest_of,
    digests,
    files_below,
    is_nobodys,
    package_digest,
)
from themeloom.core.packages import installed, versions
from themeloom.notebooks.execute import Failure
from themeloom.notebooks.guard import run_jobs
from themeloom.notebooks.seen import SEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.notebooks.execute import Job, Limits

#: Files beside notebooks and documents that are text to be read by people, not data.
_PROSE = frozenset({".qmd", ".md", ".ipynb", ".html"})


@dataclass(frozen=True)
class Work:
    """Cells whose results are asked for: those of a notebook, or of a document.

    Args:
        name: what it is called where something is told of it.
        file: where its results are kept.
        key: the digest of all that its results depend on, as far as it is known before.
        job: gives what is to be run, if it has to be.
        error: says of a failure which cell it is.
    """

    name: str
    file: Path
    key: str
    job: Callable[[], Job]
    error: Callable[[Job, Failure], ThemeloomError]


def results(
    project: Project, works: Iterable[Work], limits: Limits, report: Callable[[str], None]
) -> tuple[dict[str, Any], set[str], list[ThemeloomError]]:
    """The results that were kept, and those of the cells that have to run.

    Args:
        project: the compendium.
        works: what is asked for.
        limits: what one cell may use.
        report: is told the names of what has to run.

    Returns:
        The executed notebooks by the names of their works, as JSON has them; those that ran
        now; and what keeps the others from being there.
    """
    found: dict[str, Any] = {}
    jobs: dict[Work, Job] = {}
    errors: list[ThemeloomError] = []
    for work in works:
        try:
            if kept := recall(work.file, work.key, project.root):
                found[work.name] = kept["notebook"]
            else:
                jobs[work] = work.job()
        except ThemeloomError as error:
            errors.append(error)
    if jobs:
        report(", ".join(work.name for work in jobs))
    done = run_jobs(list(jobs.values()), limits) if jobs else []
    for (work, job), result in zip(jobs.items(), done, strict=True):
        if isinstance(result, Failure):
            errors.append(work.error(job, result))
        else:
            seen = result.metadata[SEEN]
            keep(work.file, work.key, project.root, seen, {"notebook": result})
            found[work.name] = result
    return found, {work.name for work in jobs}, errors


def environment_key(project: Project, folder: Path) -> str:
    """One digest of all that code in a folder may read, and of what runs it.

    That is the raw data, the store, the derived tables, what lies beside the notebook or
    the document or below, this package, and every library that is installed. What it
    read besides is known only afterwards; see `seen`.

    Args:
        project: the compendium.
        folder: where the notebook or the document lies.
    """
    tables = [path for path in _visible(project.derived) if path.suffix in {".csv", ".yml"}]
    # A document at the top has the whole project below it, what is made of it included.
    below = _visible(folder) if folder == project.root else files_below(folder)
    beside = [path for path in below if _is_read(path)]
    data = [*files_below(project.raw), project.study, *tables, *beside]
    return combined(
        {
            "data": digests(set(data), project.root),
            "package": package_digest(),
            "python": versions(()),
            "libraries": installed(),
        }
    )


def _is_read(path: Path) -> bool:
    """Whether a file beside code may be read by it; Quarto's own begin with a line."""
    return path.suffix == ".py" or (path.suffix not in _PROSE and path.name[0] != "_")


def _visible(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.is_file() and path.name[0] != "_")
    return sorted(path for path in found if not is_nobodys(path.name))


def recall(path: Path, key: str, root: Path) -> dict[str, Any] | None:
    """What was kept under this key, if all that was seen for it in the project is as it was."""
    known = files.kept(path, dict[str, Any], key)
    return known if known and _contents(root, known["seen"]) == known["seen"] else None


def keep(path: Path, key: str, root: Path, seen: Iterable[str], data: Mapping[str, object]) -> None:
    """Keep something under a key and the contents of files and folders of the project."""
    files.keep(path, {"seen": _contents(root, seen), **data}, key)


def _contents(root: Path, names: Iterable[str]) -> dict[str, str]:
    """The digest of each file, or of the names in each folder."""
    return {name: _content(root / name) for name in names}


def _content(path: Path) -> str:
    if not path.is_dir():
        return digest_of(path)
    return combined(
        {"names": sorted(one.name for one in path.iterdir() if one.name[0] not in "._")}
    )
