"""Putting finished files in their places, one render at a time, and remembering them."""

from __future__ import annotations

import errno
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digest_of, put
from themeloom.core.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Hold the project's lock; the system lets go of it however this process ends.

    Raises:
        ThemeloomError: if another process holds it.
    """
    project.state.mkdir(parents=True, exist_ok=True)
    with (project.state / "lock").open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise ThemeloomError(
                "another render of this project is running",
                "wait until it has ended, or end it with Ctrl-C",
            ) from None
        yield


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> None:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


_HINT = "make it writable, or close the program that holds it open; what was there is still there"


def check_writable(project: Project, paths: Iterable[str]) -> None:
    """See before any work is done that the output folders can be written to.

    Raises:
        ThemeloomError: if one cannot.
    """
    for folder in sorted({(project.root / path).parent for path in paths}):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise _refused(project, folder, error) from None


def publish(project: Project, stage: Path, paths: Iterable[str]) -> dict[str, str]:
    """Move staged files to their places, one whole file after the other.

    What somebody changed in a file since it was put there is kept beside it.

    Returns:
        The hash of each file, by its path.

    Raises:
        ThemeloomError: if a file cannot be replaced.
    """
    made = {path: digest_of(stage / path) for path in paths}
    written = Written(project)
    with written.writing(made):
        for path in made:
            target = project.root / path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                written.keep_edits(target)
                _replace(stage / path, target)
            except OSError as error:
                raise _refused(project, target, error) from None
    return made


def _replace(source: Path, target: Path) -> None:
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


@dataclass(frozen=True)
class Record:
    """How an output was made last.

    Args:
        key: the hash of everything that went in.
        seconds: how long it took.
        hashes: the hash of each file that came out, by its path from the root.
        warnings: what was to be shown with it.
    """

    key: str
    seconds: float
    hashes: dict[str, str]
    warnings: tuple[str, ...] = ()

    def is_fresh(self, root: Path, output: Output, key: str) -> bool:
        """Whether nothing that goes into the output, and nothing that came out, has changed."""
        return (
            self.key == key
            and set(output.paths) <= set(self.hashes)
            and all(digest_of(root / path) == made for path, made in self.hashes.items())
        )
