"""Running code in a copy of the project of its own, and what it wrote there.

A notebook reads what it may, and nothing else is laid out for it; it writes new files beside
itself; what it shows we weave. All that was there is only people's and this package's to change:
in the copy it is compared by content afterwards, so it does not matter how it was changed, and
outside the copy the system lets it change nothing, where it can (`confine.py`).
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.core import processes
from themeloom.core.files import (
    ABSENT,
    digest,
    digest_of,
    emptied,
    files_below,
    is_hidden,
    is_nobodys,
    put,
)
from themeloom.core.project import Project
from themeloom.core.text import some_of
from themeloom.documents.cells_as_text import ENDINGS
from themeloom.notebooks import ELSEWHERE, FOLDER, REPLACING
from themeloom.notebooks.confine import version
from themeloom.notebooks.execute import Failure, Limits, tidied
from themeloom.notebooks.seen import BEYOND, NOTHING, READ, REPLACED, SEEN, STRAYED, TRIED, WRITTEN

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nbformat import NotebookNode

    from themeloom.notebooks.execute import Job

#: How many files a message names.
_NAMED = 12
#: What the task is called that runs cells.
_CELLS = "cells"
_FORBIDDEN = "it changes files that are not its own"
_ADVICE = (
    "write to new files in analysis/, and show what documents are to cite; what it wrote instead "
    "lies in .themeloom/set-aside/, and a file there that it does make can be deleted first"
)
_IN_VAIN = "it tries to change what is not its own, and nothing was changed"
_ALONE = "code, and programs that it starts, write new files in analysis/ only"
_READS = (
    "code reads data-raw/, study.yml, _quarto.yml, tables of data-derived/, and analysis/; what "
    "else it is to read the study lists, in study.yml: settings: notebooks: reads: [{name}]"
)
_NOBODYS = "whoever rebuilds the study lacks it: put it into data-raw/ or analysis/, and commit it"
_BY_PATH = "name files from where the code lies, as in ../data-raw/; so it is the same everywhere"


@dataclass(frozen=True)
class Given:
    """What running code gave.

    Args:
        notebook: its cells as they were executed, tidied.
        own: the files that it wrote and that are its own, by their paths from the root.
        seen: the files of the project that it read, and the folders that it listed.
        unproved: what no rebuild can prove, each with the cell, counted from 0, and a hint.
    """

    notebook: NotebookNode
    own: Mapping[str, bytes]
    seen: tuple[str, ...]
    unproved: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Room:
    """What code may do in the project.

    Args:
        reads: the files that it may read.
        own: the files that it wrote when it ran last; it makes them anew.
        limits: what its cells may use.
    """

    reads: frozenset[str]
    own: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)


def run(
    project: Project, name: str, job_in: Callable[[Project], Job], room: Room
) -> Given | Failure:
    """Run code in a copy of the project; one that reaches beyond what is its own has failed.

    Args:
        project: the compendium as it was read.
        name: what is run, as a message calls it.
        job_in: gives what is to be run in a copy.
        room: what it may do.
    """
    import asyncio

    folder = project.state / "kernels" / digest(name.encode())[:16]
    runner = asyncio.Runner()
    with processes.ended_by(lambda: _cancel(runner), threading.Event()), _removed(folder), runner:
        copy = _copied(project, folder, room)
        job = job_in(copy)
        failure = _run(job, room.limits, project, runner)
        seen = job.notebook.metadata.pop(SEEN, NOTHING)
        changed = _changes(copy, room)
        others = {name: data for name, data in changed.items() if _is_guarded(copy, name, room)}
        others |= _hidden(project, copy)
        reached = _reached(copy, room, seen, changed)
        failure = (
            _strayed(project, seen[STRAYED])
            or (_forbidden(project, others) if others else None)
            or _tried(project, seen[TRIED])
            or reached
            or failure
        )
        if failure:
            return replace(failure, sought=(*seen[READ],))
        own = {name: data for name, data in changed.items() if data is not None}
        own |= _same(copy, seen[WRITTEN])
        return Given(job.notebook, own, (*seen[READ],), tuple(_unproved(seen)))


def _unproved(seen: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[int, str]]:
    """What nobody else has, and what is no longer what this package gives, by the cell."""
    for name, cell in seen[BEYOND].items():
        yield cell, f"it reads {name}, {ELSEWHERE}\n  hint: {_NOBODYS}"
    for name, cell in seen[REPLACED].items():
        yield cell, f"{REPLACING} {name}\n  hint: give what you make a name of its own"


def _reached(
    copy: Project, room: Room, seen: Mapping[str, Mapping[str, int]], own: Mapping[str, object]
) -> Failure | None:
    """What code looked for that is there and not for it to read, in the first such cell."""
    read = copy.snapshot
    made = {*own, *(parent for name in own for parent in map(str, Path(name).parents))}
    laid = {parent for name in room.reads for parent in (name, *map(str, Path(name).parents))}
    beyond = {
        name: cell
        for name, cell in seen[READ].items()
        if name == "." or (name not in laid | made and read.content(name) != ABSENT)
    }
    # What it wrote itself when it ran last it does not find, and what others write comes later.
    beyond = {name: cell for name, cell in beyond.items() if name not in room.own}
    if not beyond:
        return None
    cell = min(beyond.values())
    names = sorted(name for name, at in beyond.items() if at == cell)
    what = "lists the whole project" if names == ["."] else f"reads {some_of(names, _NAMED)}"
    hint = _READS.format(name=names[-1])
    return Failure(cell, None, f"it {what}, which is not there for it", hint)


def _strayed(project: Project, strayed: Mapping[str, int]) -> Failure | None:
    """What code named by its path in the project itself; what it changed there is put back."""
    if not strayed:
        return None
    for path in map(Path, strayed):
        name = path.relative_to(project.root).as_posix() if path != project.root else "."
        if not is_hidden(name):
            _put_back(project, name)
    cell = min(strayed.values())
    names = sorted(path for path, at in strayed.items() if at == cell)
    return Failure(
        cell, None, f"it names the project by its path: {some_of(names, _NAMED)}", _BY_PATH
    )


def _tried(project: Project, tried: Mapping[str, int]) -> Failure | None:
    """What code would have changed in the project itself if the system had let it."""
    if not tried:
        return None
    cell = min(tried.values())
    names = sorted(project.name(Path(path)) for path, at in tried.items() if at == cell)
    return Failure(cell, None, f"{_IN_VAIN}: {some_of(names, _NAMED)}", _ALONE)


def _hidden(project: Project, copy: Project) -> dict[str, bytes]:
    """What was written where the project has hidden files, as those of git."""
    hidden = (path for path in copy.root.iterdir() if is_nobodys(path.name))
    there = [path for path in hidden if (project.root / path.name).exists()]
    files = (one for path in there for one in (path, *path.rglob("*")) if one.is_file())
    return {copy.name(path): path.read_bytes() for path in files}


def _put_back(project: Project, name: str) -> bool:
    """Let a file be as it was read, and set aside what it was made; whether it had been changed."""
    read, path = project.snapshot, project.root / name
    if digest_of(path) == read.content(name):
        return False
    if path.is_file():
        _set_aside(project, name, path.read_bytes())
        path.unlink()
    if read.holds(name):
        put(path, read.read(name))
    return True


def _set_aside(project: Project, name: str, data: bytes) -> None:
    put(project.state / "set-aside" / name.replace("/", "--"), data)


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
    import asyncio

    loop = runner.get_loop()

    def cancel() -> None:
        for task in asyncio.all_tasks(loop):
            if task.get_name() == _CELLS:
                task.cancel()

    loop.call_soon_threadsafe(cancel)


def _copied(project: Project, folder: Path, room: Room) -> Project:
    """What code may read of a project, for it to do with as it likes."""
    emptied(folder)
    read = project.snapshot
    there = [name for name in sorted(room.reads) if read.hashes.get(name, ABSENT) != ABSENT]
    # A folder that is not there is looked into by no code, and so would not be told.
    for place in {name.rpartition("/")[0] for name in read.hashes}:
        (folder / place).mkdir(parents=True, exist_ok=True)
    # A link would lead to the project's own file, where nothing guards that.
    read.lay_out(there, folder, linked=bool(version()))
    return Project(folder.resolve(), read)


def _run(job: Job, limits: Limits, project: Project, runner: asyncio.Runner) -> Failure | None:
    """Run a notebook in place, in an event loop of this thread's own; tidy it."""
    import asyncio

    from themeloom.notebooks.kernel import execute

    async def one(state: Path) -> Failure | None:
        # What nbclient leaves waiting beside a cell that was stopped complains to nobody.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        failure = await execute(job, limits, state, project)
        if failure is None:
            shown = tidied(job.notebook, job.folder, job.root.resolve())
            read = job.notebook.metadata[SEEN][READ]
            for path in shown:
                read.setdefault(path.relative_to(job.root.resolve()).as_posix(), 0)
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


def _changes(copy: Project, room: Room) -> dict[str, bytes | None]:
    """The files of a copy that are not as they were laid out; None for what is gone."""
    read = copy.snapshot.hashes
    before = {name: read[name] for name in room.reads if read.get(name, ABSENT) != ABSENT}
    there = {copy.name(path): path for path in files_below(copy.root)}
    links = {name for name, path in there.items() if _is_led_away(copy, path)}
    found: dict[str, bytes | None] = {
        name: path.read_bytes()
        for name, path in there.items()
        if path.is_file() and (name in links or digest_of(path) != before.get(name))
    }
    return {**found, **{name: None for name in before if name not in there}}


def _same(copy: Project, written: Iterable[str]) -> dict[str, bytes]:
    """What was written from its beginning and is as it was: whoever can do that made it."""
    names = (name for name in written if not _is_in_guarded_folder(copy, name))
    paths = {name: copy.root / name for name in names}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def _is_led_away(copy: Project, path: Path) -> bool:
    """Whether a link stands where a file or a folder was laid out."""
    own = path.relative_to(copy.root)
    places = (copy.root / part for part in (own, *own.parents[:-1]))
    return any(place.is_symlink() and copy.root in place.resolve().parents for place in places)


def _is_guarded(copy: Project, name: str, room: Room) -> bool:
    """Whether a file is one that only others may change: people, this package, other code."""
    if name in room.own:
        return False
    there = copy.snapshot.hashes.get(name, ABSENT) != ABSENT
    return there or name in room.reads or _is_in_guarded_folder(copy, name)


def _is_in_guarded_folder(copy: Project, name: str) -> bool:
    """Whether no code makes files of this name, whatever lies there."""
    path, own = copy.root / name, copy.root / FOLDER
    if path.suffix in ENDINGS or path.stem in {"_metadata", "_quarto"}:
        return True
    before = copy.snapshot.hashes
    documents = {(copy.root / one).parent for one in before if one.endswith(ENDINGS)} - {copy.root}
    folders = {
        *(copy.raw, copy.derived, copy.output, copy.extensions),
        *(path.parent for path in copy.typefaces),
        *(folder for folder in documents if not folder.is_relative_to(own)),
    }
    return not folders.isdisjoint(path.parents)


def _forbidden(project: Project, changed: Mapping[str, bytes | None]) -> Failure:
    """What was changed, and where that can be looked at."""
    before = project.snapshot.hashes
    told = []
    for name, data in sorted(changed.items()):
        told.append(
            f"{name} ({'gone' if data is None else 'changed' if name in before else 'new'})"
        )
        if data is not None:
            _set_aside(project, name, data)
    return Failure(None, None, f"{_FORBIDDEN}: {some_of(told, _NAMED)}", _ADVICE)


def changed_outside(project: Project) -> list[str]:
    """The files that nobody may change while code runs and that are not as they were read.

    A program that code starts reaches them by their path, where the system has no guard. They are
    put back, and what was written instead is set aside.
    """
    if version():
        return []
    changed = []
    for folder in (project.raw, project.derived, project.output):
        there = map(project.name, files_below(folder))
        names = sorted({*there, *project.snapshot.below(project.name(folder))})
        changed += [name for name in names if _put_back(project, name)]
    return changed
