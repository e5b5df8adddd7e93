"""Putting all that a command made in its places at once, one command at a time.

First every new file is laid into `.themeloom/publish/`, then the list of what is to be is
written, then files are renamed, then the list goes. Whoever finds a list carries it out: what
a command set out to make is all of the last build or all of this one, however it ended.
"""

from __future__ import annotations

import errno
import shutil
import sys
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, NamedTuple

from themeloom.core import processes
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import ABSENT, digest_of, leads_out, make_room, put
from themeloom.core.kept import keep, kept
from themeloom.core.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from themeloom.core.project import Project


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Hold the project's lock, and finish what a command that was killed had begun to publish.

    The system lets go of the lock however this process ends.

    Raises:
        ThemeloomError: if another process holds it.
    """
    lock = project.state / "lock"
    try:
        make_room(lock)
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("a+b")
    except OSError as error:
        raise _refused(project, project.state, error) from None
    with file:
        _hold(file)
        # What cannot be finished was taken back: the command goes on with what was there.
        with suppress(ThemeloomError):
            Publication(project).finish()
        if any((project.state / name).exists() for name in _PASSING):
            _tidy(project)
        try:
            yield
        finally:
            processes.end_staying()


def settle(project: Project) -> None:
    """Finish and tidy what a command that was killed has left, if there is anything.

    Raises:
        ThemeloomError: if another process is about to publish.
    """
    if (project.state / "publish").exists():
        with alone(project):
            pass
    elif any((project.state / name).exists() for name in _PASSING):
        # Another process may be at work there: then nothing has been left.
        with suppress(ThemeloomError), alone(project):
            pass


def _tidy(project: Project) -> None:
    """Take away what only a command that was killed leaves: stages, half-written files."""
    from themeloom.notebooks.guard import leave_nothing

    leave_nothing(project)
    for name in _PASSING:
        shutil.rmtree(project.state / name, ignore_errors=True)
    for path in project.state.glob(".*"):
        with suppress(OSError):
            path.unlink()


def _hold(file: IO[bytes]) -> None:
    """Lock a file; whoever only tidies lets go of it in a moment."""
    for left in range(_TRIES, -1, -1):
        try:
            _lock(file)
        except OSError:
            if not left:
                raise ThemeloomError(
                    "another command is building this project",
                    "wait until it has ended, or end it with Ctrl-C",
                ) from None
            time.sleep(_PAUSE)
        else:
            return


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> None:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


#: Working folders that are gone when a command has ended by itself.
_PASSING = ("kernels", "stage")
#: How often the lock is tried again, and after how many seconds.
_TRIES, _PAUSE = 5, 0.1
_HINT = "make it writable, or close the program that holds it open; what was there is still there"


def check_writable(project: Project, names: Iterable[str]) -> None:
    """See before any work is done that files can be put in their places.

    Raises:
        ThemeloomError: if the folder of one cannot be written to, or no file lies in its place.
    """
    import tempfile

    names = [*names]
    for path in (project.root / name for name in names):
        if path.exists() and not path.is_file():
            raise ThemeloomError(
                f"{project.named(path)} is no file, and one is to be put there",
                "move it to another place, then run the command again",
            )
    for folder in sorted({(project.root / name).parent for name in names}):
        if leads_out(folder, project.root):
            raise ThemeloomError(
                f"{project.named(folder)} is a link to what lies outside the project",
                "put a folder in its place, then run the command again",
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise _refused(project, folder, error) from None


class _List(NamedTuple):
    """What is to be; the number of a file in it is its name in the folders of `publish/`.

    Args:
        files: each file that gets a new content, by its path from the root.
        keys: the hash of each of them; empty for one that is no longer made and goes.
        before: the hash of what lay in its place; empty if nothing did.
    """

    files: tuple[str, ...]
    keys: tuple[str, ...]
    before: tuple[str, ...]


class Publication:
    """Puts files of one project in their places, all or none."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._folder = project.state / "publish"
        self._file = self._folder / "list.json"

    def put(
        self,
        made: Mapping[str, str],
        contents: Callable[[str], bytes | None],
        gone: Iterable[str] = (),
    ) -> list[str]:
        """Put files in their places, and take away those that are no longer made.

        What somebody changed in a file since it was put there is kept.

        Args:
            made: the hash of every file, by its path from the root.
            contents: gives the bytes of a hash.
            gone: files that are no longer made.

        Returns:
            The files that were written or removed, sorted.

        Raises:
            ThemeloomError: if a file cannot be replaced; then none is.
        """
        root = self._project.root
        changed = [name for name, key in sorted(made.items()) if digest_of(root / name) != key]
        written = Written(self._project)
        going = [name for name in gone if written.may_go(root / name)]
        if not changed and not going:
            return []
        check_writable(self._project, changed)
        shutil.rmtree(self._folder, ignore_errors=True)
        try:
            self._prepare(
                {name: made[name] for name in changed} | dict.fromkeys(going, ""), contents
            )
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self.finish()
        return sorted({*changed, *going})

    def _prepare(self, keys: Mapping[str, str], contents: Callable[[str], bytes | None]) -> None:
        """Lay new files ready and write the list; the hash of a file that goes is empty."""
        root, written = self._project.root, Written(self._project)
        for number, (name, key) in enumerate(keys.items()):
            if key:
                self._lay(number, name, contents(key))
        for name in keys:
            written.keep_edits(root / name)
        before = (digest_of(root / name) for name in keys)
        there = tuple("" if one == ABSENT else one for one in before)
        keep(self._file, _List(tuple(keys), tuple(keys.values()), there))

    def finish(self) -> None:
        """Carry out the list, if there is one.

        Raises:
            ThemeloomError: if a file cannot be replaced; then all are as they were.
        """
        todo = kept(self._file, _List)
        if todo is None:
            shutil.rmtree(self._folder, ignore_errors=True)
            return
        written = Written(self._project)
        try:
            with written.writing(
                {n: key for n, key in zip(todo.files, todo.keys, strict=True) if key}
            ):
                for number, name in enumerate(todo.files):
                    self._check_whole(number, name, todo.keys[number])
                for number, name in enumerate(todo.files):
                    self._carry_out(number, name, todo.keys[number])
        except (OSError, ThemeloomError) as error:
            self._take_back(todo)
            shutil.rmtree(self._folder, ignore_errors=True)
            if isinstance(error, ThemeloomError):
                raise
            raise _refused(self._project, self._project.root / name, error) from None
        self._file.unlink()
        written.forget(name for name, key in zip(todo.files, todo.keys, strict=True) if not key)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _check_whole(self, number: int, name: str, key: str) -> None:
        """See that what is to be put in place is there as it was made, or is in place already."""
        if key and key not in {digest_of(self._new(number)), digest_of(self._project.root / name)}:
            raise FileNotFoundError(errno.ENOENT, "what was to be put there is lost")

    def _carry_out(self, number: int, name: str, key: str) -> None:
        target = self._project.root / name
        if key and digest_of(target) == key:
            return
        if _is_there(target):
            self._back_up(number, target)
        if key:
            target.parent.mkdir(parents=True, exist_ok=True)
            _move(self._new(number), target)
        elif _is_there(target):
            target.unlink()
            # A folder with nothing left in it goes as well.
            with suppress(OSError):
                for folder in target.relative_to(self._project.root).parents[:-2]:
                    (self._project.root / folder).rmdir()

    def _take_back(self, todo: _List) -> None:
        """Let everything be as it was before the list was begun."""
        for number, name in enumerate(todo.files):
            target, old = self._project.root / name, self._old(number)
            with suppress(OSError):
                if old.is_file() and digest_of(old) == todo.before[number]:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    _move(old, target)
                elif not todo.before[number] and digest_of(target) == todo.keys[number]:
                    target.unlink()

    def _back_up(self, number: int, target: Path) -> None:
        """Give a file that is about to be replaced a second name; copy it where that cannot be."""
        old = self._old(number)
        old.parent.mkdir(exist_ok=True)
        if not old.exists():
            try:
                old.hardlink_to(target)
            except OSError:
                shutil.copy2(target, old)

    def _new(self, number: int) -> Path:
        return self._folder / "new" / str(number)

    def _old(self, number: int) -> Path:
        return self._folder / "old" / str(number)

    def _lay(self, number: int, name: str, data: bytes | None) -> None:
        if data is None:
            message = f"what was made of {name} is gone from .themeloom/"
            raise ThemeloomError(message, "run the command again")
        put(self._new(number), data)


def _is_there(path: Path) -> bool:
    return path.is_file() or path.is_symlink()


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The output folder lies on another disk: copy beside the target, then replace it whole.
        put(target, source.read_bytes())


def _refused(project: Project, path: Path, error: OSError) -> ThemeloomError:
    reason = (error.strerror or str(error)).lower()
    return ThemeloomError(f"cannot write to {project.named(path)}: {reason}", _HINT)
