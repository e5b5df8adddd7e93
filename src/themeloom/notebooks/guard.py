"""Running notebooks side by side, and what none may change: the study's own files are put back.

A notebook reads everything and writes beside itself; what it shows we weave. Raw data, the
store, derived files, documents and outputs are compared by content before and after, so it
does not matter how they were changed.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.core.files import digest, digest_of, files_below, put
from themeloom.core.project import Project
from themeloom.notebooks import FOLDER
from themeloom.notebooks.execute import Failure, tidied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nbformat import NotebookNode

    from themeloom.notebooks.execute import Job, Limits

    _Results = list[NotebookNode | Failure]

#: How many bytes of a project are kept so that they can be put back.
_MOST = 300_000_000
#: How many files a message names.
_NAMED = 12
_FORBIDDEN = (
    "it changes files that are not its own",
    "write to files of its own in analysis/, and show what documents are to cite",
)
_UNEXPLAINED = (
    "files changed while it ran, and not when it ran again",
    "let no other program write there meanwhile, and do the same again",
)


def run_jobs(jobs: Sequence[Job], limits: Limits) -> _Results:
    """Run notebooks side by side, as many as there are processors.

    One that changes what is not its own has failed.

    If anything was changed, it is put back and each notebook runs again alone: of those that
    ran side by side nobody knows which one it was, and what the others read may have been wrong.

    Args:
        jobs: the notebooks, of one project.
        limits: what one cell may use.

    Returns:
        For each job the executed notebook, tidied, or why it failed.
    """
    again = deepcopy(list(jobs))
    guard = Guard(Project(jobs[0].root.resolve()))
    results, changes = _watched(guard, jobs, limits)
    if not changes:
        return results
    results, left = [], {change.name: change for change in changes}
    for job in again:
        (result,), own = _watched(guard, [job], limits)
        results.append(_failure(own, *_FORBIDDEN) if own else result)
        for change in own:
            left.pop(change.name, None)
    unexplained = guard.give_back(left.values())
    return [_failure(unexplained, *_UNEXPLAINED)] * len(results) if unexplained else results


def _watched(guard: Guard, jobs: Sequence[Job], limits: Limits) -> tuple[_Results, list[Change]]:
    """The results, and which files of the study were changed meanwhile."""
    try:
        results = _side_by_side(jobs, limits)
    except BaseException:
        guard.undo(of_authors=False)
        raise
    return results, guard.undo()


def _side_by_side(jobs: Sequence[Job], limits: Limits) -> _Results:
    """Run notebooks in a loop and a thread of their own.

    So they also run within Jupyter, which has a loop already; and Ctrl-C reaches us and
    not nbclient, which would take it for the death of a kernel.
    """
    from themeloom.notebooks.kernel import execute

    places = asyncio.Semaphore(os.cpu_count() or 1)
    tasks: list[asyncio.Task[Any] | None] = []

    async def one(job: Job, state: Path) -> NotebookNode | Failure:
        async with places:
            return await execute(job, limits, state) or tidied(job.notebook, job.root)

    async def all_jobs(states: list[Path]) -> _Results:
        # What nbclient leaves waiting beside a cell that was stopped complains to nobody.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        tasks.append(asyncio.current_task())
        return list(await asyncio.gather(*map(one, jobs, states)))

    own = tempfile.TemporaryDirectory(prefix="themeloom-", ignore_cleanup_errors=True)
    with own as folder, ThreadPoolExecutor(1) as pool:
        states = [Path(tempfile.mkdtemp(dir=folder)) for _ in jobs]
        future = pool.submit(asyncio.run, all_jobs(states))
        try:
            return future.result()
        except BaseException:
            for task in tasks:
                if task and not future.done():
                    task.get_loop().call_soon_threadsafe(task.cancel)
            raise


def _failure(changes: Sequence[Change], message: str, advice: str) -> Failure:
    """What was changed, what was put back, where the rest is, and what is lost."""
    told = [f"{change.name} ({change.how})" for change in changes]
    more = [f"and {len(told) - _NAMED} more"] * (len(told) > _NAMED)
    lost = ", ".join(change.name for change in changes if not change.mended)
    but = f", but not {lost}: take it from your backup" if lost else ""
    state = "they are put back as they were, and what was written lies in .themeloom/set-aside/"
    names = ", ".join([*told[:_NAMED], *more])
    return Failure(None, None, f"{message}: {names}", f"{advice}; {state}{but}")


@dataclass(frozen=True)
class Change:
    """A file that was changed: its name, how, and whether it is again as it was."""

    name: str
    how: str
    mended: bool = True


@dataclass(frozen=True)
class _State:
    """A file as it was: where it really lies, and its bytes if there was room for them."""

    real: Path
    digest: str
    mode: int
    data: bytes | None

    @classmethod
    def of(cls, path: Path, room: int) -> _State:
        """What a file is now."""
        real = Path(os.path.realpath(path))
        try:
            data = path.read_bytes()
        except OSError:
            return cls(real, digest_of(path), 0, None)
        kept = data if len(data) <= room else None
        return cls(real, digest(data), path.stat().st_mode & 0o7777, kept)

    def is_of(self, path: Path) -> bool:
        """Whether a file is still like this."""
        return Path(os.path.realpath(path)) == self.real and digest_of(path) == self.digest


class Guard:
    """The files of a project that only people and this package may change."""

    def __init__(self, project: Project) -> None:
        self._root, self._state = project.root, project.state
        self._made = (project.raw, project.derived, project.output)
        own = self._root / FOLDER
        documents = {path.parent for path in files_below(self._root) if path.suffix == ".qmd"}
        self._folders = {
            *(*self._made, project.extensions),
            *(path.parent for path in project.typefaces),
            *(path for path in documents - {self._root} if not path.is_relative_to(own)),
        }
        # Raw data last: there may be more of it than there is room for.
        paths = sorted(self._files(), key=lambda path: (path.is_relative_to(project.raw), path))
        places = {part for path in paths for part in (path, *self._folders_to(path))}
        self._links = {part: part.readlink() for part in places if part.is_symlink()}
        self._before: dict[Path, _State] = {}
        room = _MOST
        for path in paths:
            state = self._before[path] = _State.of(path, room)
            room -= len(state.data or b"")

    def undo(self, *, of_authors: bool = True) -> list[Change]:
        """Put back what was changed since, and set aside what was written instead.

        Args:
            of_authors: also what people write, who may have done so meanwhile.
        """
        watched = sorted({*self._before, *self._files()})
        asked = [path for path in watched if of_authors or not self._of_authors(path)]
        others = [path for path in asked if path not in self._before]
        new = {digest_of(path): path for path in others}
        known = [path for path in asked if path in self._before]
        changed = [path for path in known if not self._before[path].is_of(path)]
        changes = [self._put_back(path, new) for path in changed]
        for path in others:
            if path.parent != self._root or _is_document(path):
                if not path.is_dir():  # a folder that was put back in its place
                    self._set_aside(path)
                changes.append(Change(self._named(path), "new"))
        return changes

    def give_back(self, changes: Iterable[Change]) -> list[Change]:
        """Let what people write be as it was found; the other changes are returned.

        Notebooks that ran alone left it as it is, so that it was edited meanwhile.
        """
        others = []
        for change in changes:
            path = self._root / change.name
            if not self._of_authors(path):
                others.append(change)
            elif change.how == "gone":
                path.unlink(missing_ok=True)
            elif self._aside(path).exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(self._aside(path), path)
        return others

    def _files(self) -> set[Path]:
        """All files that are watched, those that have come meanwhile as well."""
        found = set(files_below(self._root)).union(*map(files_below, self._folders))
        return {
            path
            for path in found
            # Office programs put such a file beside one that a person has opened.
            if not path.name.startswith("~$")
            and (
                _is_document(path)
                or path.parent == self._root
                or not self._folders.isdisjoint(path.parents)
            )
        }

    def _of_authors(self, path: Path) -> bool:
        return not any(path.is_relative_to(folder) for folder in self._made)

    def _folders_to(self, path: Path) -> list[Path]:
        """The folders that lead to a file from the project's root."""
        below = path.relative_to(self._root).parents[:-1]
        return [self._root / part for part in reversed(below)]

    def _put_back(self, path: Path, new: dict[str, Path]) -> Change:
        before = self._before[path]
        how = "changed" if path.exists() else "gone"
        for folder in self._folders_to(path):
            self._mend(folder, is_folder=True)
        self._mend(path, is_folder=False)
        if digest_of(path) != before.digest:
            if before.data is not None:
                self._set_aside(before.real)
                put(before.real, before.data)
                before.real.chmod(before.mode)
            elif before.digest in new:
                shutil.move(new[before.digest], path)
        mended = before.is_of(path)
        if not mended:
            self._before[path] = _State.of(path, 0)
        return Change(self._named(path), how, mended)

    def _mend(self, place: Path, *, is_folder: bool) -> None:
        """Let a place be the link, the folder or the file that it was, or nothing."""
        link = place.readlink() if place.is_symlink() else None
        other_kind = place.exists() and place.is_dir() != is_folder
        if link != self._links.get(place) or (link is None and other_kind):
            self._set_aside(place)
            if place in self._links:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(self._links[place])

    def _set_aside(self, path: Path) -> None:
        """Move what is there out of the way; what lies elsewhere and was led to is left."""
        if not path.is_relative_to(self._root):
            return
        if path.is_symlink():
            path.unlink()
        elif path.exists():
            aside = self._aside(path)
            shutil.rmtree(aside, ignore_errors=True)
            aside.unlink(missing_ok=True)
            aside.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, aside)
        with suppress(OSError):  # the first folder that is not empty
            os.removedirs(path.parent)

    def _aside(self, path: Path) -> Path:
        return self._state / "set-aside" / self._named(path).replace("/", "--")

    def _named(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def _is_document(path: Path) -> bool:
    """Whether it is a document or says how documents are made, wherever it lies."""
    return path.suffix in {".qmd", ".ipynb"} or path.stem in {"_metadata", "_quarto"}
