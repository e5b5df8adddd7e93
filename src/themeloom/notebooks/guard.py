"""Running code in a copy of the project of its own, and what it wrote there.

A notebook reads everything and writes beside itself; what it shows we weave. Raw data, the
store, derived files, documents and outputs are only people's and this package's to change: in
the copy they are compared by content afterwards, so it does not matter how they were changed.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core import processes
from themeloom.core.files import ABSENT, digest, digest_of, emptied, files_below, put
from themeloom.core.project import Project
from themeloom.notebooks import FOLDER
from themeloom.notebooks.execute import Failure, tidied
from themeloom.notebooks.seen import READ, SEEN, WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nbformat import NotebookNode

    from themeloom.notebooks.execute import Job, Limits

#: How many files a message names.
_NAMED = 12
#: What the task is called that runs cells.
_CELLS = "cells"
_FORBIDDEN = "it changes files that are not its own"
_ADVICE = (
    "write to files of its own in analysis/, and show what documents are to cite; "
    "what it wrote instead lies in .themeloom/set-aside/"
)


@dataclass(frozen=True)
class Given:
    """What running code gave.

    Args:
        notebook: its cells as they were executed, tidied.
        own: the files that it wrote and that are its own, by their paths from the root.
        seen: the files of the project that it read, and the folders that it listed.
    """

    notebook: NotebookNode
    own: Mapping[str, bytes]
    seen: tuple[str, ...]


def run(
    project: Project, name: str, job_in: Callable[[Project], Job], limits: Limits
) -> Given | Failure:
    """Run code in a copy of the project; one that changes what is not its own has failed.

    Args:
        project: the compendium as it was read.
        name: what is run, as a message calls it.
        job_in: gives what is to be run in a copy.
        limits: what one cell may use.
    """
    folder = project.state / "kernels" / digest(name.encode())[:16]
    runner = asyncio.Runner()
    with processes.ended_by(lambda: _cancel(runner), threading.Event()), _removed(folder), runner:
        copy = _copied(project, folder)
        job = job_in(copy)
        failure = _run(job, limits, project, runner)
        seen = job.notebook.metadata.pop(SEEN, {READ: (), WRITTEN: ()})
        changed = _changes(copy, seen[WRITTEN])
        own = {name: data for name, data in changed.items() if not _is_guarded(copy, name)}
        if len(own) < len(changed):
            others = {name: data for name, data in changed.items() if name not in own}
            return _forbidden(project, copy, others)
        if failure:
            return failure
        there = {name: data for name, data in own.items() if data is not None}
        return Given(job.notebook, there, tuple(seen[READ]))


@contextmanager
def _removed(folder: Path) -> Iterator[None]:
    """Take a folder away when what is done with it has ended, and its own if that is empty."""
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()


def _cancel(runner: asyncio.Runner) -> None:
    """Stop the cells that run, from another thread; if they have not begun, when they do."""
    loop = runner.get_loop()

    def cancel() -> None:
        for task in asyncio.all_tasks(loop):
            if task.get_name() == _CELLS:
                task.cancel()

    loop.call_soon_threadsafe(cancel)


def _copied(project: Project, folder: Path) -> Project:
    """Everything of a project that is not nobody's, for code to do with as it likes."""
    emptied(folder)
    if project.read:
        project.read.lay_out(project.read.hashes, folder)
    return Project(folder.resolve(), project.read)


def _run(job: Job, limits: Limits, project: Project, runner: asyncio.Runner) -> Failure | None:
    """Run a notebook in place, in an event loop of this thread's own; tidy it."""
    from themeloom.notebooks.kernel import execute

    async def one(state: Path) -> Failure | None:
        # What nbclient leaves waiting beside a cell that was stopped complains to nobody.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        failure = await execute(job, limits, state, project.state)
        if failure is None:
            tidied(job.notebook, job.root)
        return failure

    with _state_of(project) as state:
        loop = runner.get_loop()
        try:
            return loop.run_until_complete(loop.create_task(one(state), name=_CELLS))
        finally:
            runner.close()


def leave_nothing(project: Project) -> None:
    """Take away what kernels of a command that was killed have left, if there is anything."""
    if not (project.state / "kernels").exists():
        return
    for folder in (
        project.state / "kernels",
        *Path(tempfile.gettempdir()).glob(f"{_mark(project)}*"),
    ):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _state_of(project: Project) -> Iterator[Path]:
    """An empty folder for a kernel's own files; in the system's, for sockets have short names."""
    folder = Path(tempfile.mkdtemp(prefix=_mark(project)))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _mark(project: Project) -> str:
    """What the names of a project's folders in the system's folder begin with."""
    return f"themeloom-{digest(str(project.state).encode())[:8]}-"


def _changes(copy: Project, written: Iterable[str]) -> dict[str, bytes | None]:
    """The files of a copy that are not as they were laid out; None for what is gone.

    Args:
        copy: where code ran.
        written: what it opened to write: of its own files also those that came out the same.
    """
    same = {name for name in written if not _is_guarded(copy, name)}
    read = copy.read.hashes if copy.read else {}
    before = {name: one for name, one in read.items() if one != ABSENT}
    there = {copy.name(path): path for path in files_below(copy.root)}
    links = {name for name, path in there.items() if _is_led_away(copy, path)}
    found: dict[str, bytes | None] = {
        name: path.read_bytes()
        for name, path in there.items()
        if path.is_file() and (name in {*links, *same} or digest_of(path) != before.get(name))
    }
    return {**found, **{name: None for name in before if name not in there}}


def _is_led_away(copy: Project, path: Path) -> bool:
    """Whether a link stands where a file or a folder was laid out."""
    own = path.relative_to(copy.root)
    places = (copy.root / part for part in (own, *own.parents[:-1]))
    return any(place.is_symlink() and copy.root in place.resolve().parents for place in places)


def _is_guarded(copy: Project, name: str) -> bool:
    """Whether a file is one that only people and this package may change."""
    path, own = copy.root / name, copy.root / FOLDER
    if path.suffix in {".qmd", ".ipynb"} or path.stem in {"_metadata", "_quarto"}:
        return True
    before = copy.read.hashes if copy.read else {}
    if path.parent == copy.root:
        return name in before
    documents = {(copy.root / one).parent for one in before if one.endswith(".qmd")} - {copy.root}
    folders = {
        *(copy.raw, copy.derived, copy.output, copy.extensions),
        *(path.parent for path in copy.typefaces),
        *(folder for folder in documents if not folder.is_relative_to(own)),
    }
    return not folders.isdisjoint(path.parents)


def _forbidden(project: Project, copy: Project, changed: Mapping[str, bytes | None]) -> Failure:
    """What was changed, and where that can be looked at."""
    before = copy.read.hashes if copy.read else {}
    told = []
    for name, data in sorted(changed.items()):
        told.append(
            f"{name} ({'gone' if data is None else 'changed' if name in before else 'new'})"
        )
        if data is not None:
            put(project.state / "set-aside" / name.replace("/", "--"), data)
    more = [f"and {len(told) - _NAMED} more"] * (len(told) > _NAMED)
    return Failure(None, None, f"{_FORBIDDEN}: {', '.join([*told[:_NAMED], *more])}", _ADVICE)


def changed_outside(project: Project) -> list[str]:
    """The files that nobody may change while code runs and that are not as they were read.

    Code that names the folder of the project by its path reaches them. They are put back, and
    what was written instead is set aside.
    """
    read = project.snapshot
    changed = []
    for folder in (project.raw, project.derived, project.output):
        there = {project.name(path): path for path in files_below(folder)}
        for name in sorted({*there, *read.below(project.name(folder))}):
            path = project.root / name
            if digest_of(path) == read.hashes.get(name, ABSENT):
                continue
            changed.append(name)
            if name in there:
                aside = project.state / "set-aside" / name.replace("/", "--")
                put(aside, path.read_bytes())
                path.unlink()
            if read.holds(name):
                put(path, read.read(name))
    return changed
